"""Long lists by year: which part of a list stands on which page."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol, TypeVar

from afterword.site import addresses
from afterword.site.views import Ref

LONGEST_LIST = 500
"""Lines a list shows; the rest is on the pages of its years."""


class Dated(Protocol):
    """Anything with a day."""

    @property
    def date(self) -> dt.date | None:
        """None when it has none."""


D = TypeVar("D", bound=Dated)


def years_of(entries: Sequence[Dated], home: str) -> tuple[Ref, ...]:
    """Return the pages of a list's years, newest first; none when it fits on one page.

    Args:
        entries: In order of time, undated ones last.
        home: The list's own page.
    """
    if len(entries) <= LONGEST_LIST:
        return ()
    end = _dated(entries)
    years: list[int] = []
    while end:
        # In order of time: each year's first is found by halving, not by looking at all.
        years.append(_year(entries[end - 1]))
        end = bisect_left(entries, years[-1], hi=end, key=_year)
    return tuple([Ref(addresses.year(home, year), str(year)) for year in years])


def of_year(items: Sequence[D], year: int) -> Sequence[D]:
    """Return what belongs on a list's page: of one year, or of all (0) the newest.

    Args:
        items: In order of time, undated ones last.
        year: Or 0.
    """
    if not year:
        return _newest(items)
    dated = _dated(items)
    first = bisect_left(items, year, hi=dated, key=_year)
    return items[first : bisect_left(items, year + 1, lo=first, hi=dated, key=_year)]


def _newest(items: Sequence[D]) -> Sequence[D]:
    """Return the newest, in order of time; what has no date stays, since no year has it."""
    if len(items) <= LONGEST_LIST:
        return items
    dated = _dated(items)
    return [*items[max(0, dated - LONGEST_LIST) : dated], *items[dated:]]


def _dated(items: Sequence[Dated]) -> int:
    """Return how many have a day; those that have none are the last."""
    end = len(items)
    while end and not items[end - 1].date:
        end -= 1
    return end


def _year(item: Dated) -> int:
    return item.date.year if item.date else dt.MAXYEAR
