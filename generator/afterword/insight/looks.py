"""Claims: what is unlikely to be chance, read only at looks that are fixed beforehand.

Each works on gists alone, in order of time, so that it can be tried on journals without entries.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from afterword.insight.occasions import Gist, Named
from afterword.insight.statistics import (
    fisher_exact,
    poisson_binomial,
    sign_test,
    smallest_fisher,
    tarone,
)
from afterword.journal.doubts import MOST_THEMES
from afterword.journal.model import Polarity

RECURRING_EVENTS = 3
RECURRING_PEOPLE = 2
_FIRST_LOOKS = (5, 8)
_TREND_FROM = 8
_TREND_MENTIONS = 3
_UNSEEN_PEOPLE = 3
_CHANCE = 0.01
"""Of any theme standing out at one look when themes are handed out at random."""
_FAMILY_ERROR = 0.02
"""Of any false alarm at one look, over the themes of one polarity."""


class Finding(NamedTuple):
    """A claim as it was read at a look; it stands until the next."""

    claim: str
    """`stands-out`, `easing`, `growing`, `hidden-strength` or `possible-blind-spot`."""
    named: Named
    events: int
    """How many it was read from."""
    first: dt.date
    """Day of the first of them."""
    last: dt.date
    """Day of the last of them: when it was read."""
    times: int
    """At how many the theme was named."""
    chance: float
    """For what stands out, the bound on any theme coming up this often; else the p-value."""
    halves: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    """For easing and growing: named, of events, before and since; else zeros."""
    themes: int = 0
    """For what stands out: how many were used in its direction."""


_Rows = Mapping[Named, list[int]]
"""What others named one way → which events did."""


def looks() -> Iterable[int]:
    """Yield the numbers of events at which claims are read: 5, 8, 12, 18, 27, 40, 60 and so on."""
    yield _FIRST_LOOKS[0]
    events = _FIRST_LOOKS[1]
    while True:
        yield events
        events = events * 3 // 2


def last_look(events: int) -> int:
    """Return the greatest look that this many events reach; 0 before the first."""
    last = 0
    for look in looks():
        if look > events:
            break
        last = look
    return last


def next_look(events: int) -> int:
    """Return the smallest look that this many events do not reach."""
    return next(look for look in looks() if look > events)


def read_heard(gists: Sequence[Gist]) -> tuple[Finding, ...]:
    """Return what the events at which others spoke say, as far as their last look.

    Args:
        gists: Of these events.
    """
    seen = gists[: last_look(len(gists))]
    found: list[Finding] = []
    for polarity in Polarity:
        named = _named(seen, polarity)
        found += _standing_out(seen, named)
        found += _moving(seen, named)
    return tuple(found)


def read_paired(gists: Sequence[Gist]) -> tuple[Finding, ...]:
    """Return what the events say that others and the author assessed, as far as their last look.

    Args:
        gists: Of these events.
    """
    seen = gists[: last_look(len(gists))]
    return tuple(finding for polarity in Polarity for finding in unseen(seen, polarity))


def stands_out(gists: Sequence[Gist], polarity: Polarity) -> list[Finding]:
    """Return the themes that come up more than chance would, at a look.

    Were the themes of each event handed out at random among all that are used, any theme would
    be named this often with a probability of at most .01.

    Source:
        The exact tail of the Poisson-binomial distribution, times the number of themes.
    """
    return _standing_out(gists, _named(gists, polarity))


def _standing_out(gists: Sequence[Gist], all_named: _Rows) -> list[Finding]:
    named = _without_lists(all_named, len(gists))
    themes = len(named)
    mean = sum(map(len, named.values())) / themes if themes else 0.0
    # A count of at most the mean, rounded down, is reached in half of all journals or more.
    often = {
        theme: rows
        for theme, rows in named.items()
        if len(rows) >= RECURRING_EVENTS and len(rows) > mean
    }
    if not often:
        return []
    counts = [0] * len(gists)
    for rows in named.values():
        for i in rows:
            counts[i] += 1
    masses = poisson_binomial(min(1.0, count / themes) for count in counts)
    found: list[Finding] = []
    for theme, rows in often.items():
        chance = masses.at_least(len(rows)) * themes
        if chance <= _CHANCE and _are_several(gists, theme, rows, RECURRING_PEOPLE):
            one = _finding("stands-out", theme, gists, len(rows), chance)
            found.append(one._replace(themes=themes))
    return found


def trends(gists: Sequence[Gist], polarity: Polarity) -> list[Finding]:
    """Return the themes named less or more often in the later half, at a look."""
    return _moving(gists, _named(gists, polarity))


def _moving(gists: Sequence[Gist], rows_of: _Rows) -> list[Finding]:
    events = len(gists)
    if events < _TREND_FROM:
        return []
    half = events // 2
    tables = {
        theme: _halves(rows, half)
        for theme, rows in rows_of.items()
        if len(rows) >= _TREND_MENTIONS
    }
    smallest = {
        theme: smallest_fisher(half, events - half, before + since)
        for theme, (before, since) in tables.items()
    }
    level = tarone(list(smallest.values()), _FAMILY_ERROR)
    found: list[Finding] = []
    for named, (before, since) in tables.items():
        if smallest[named] > level:
            continue
        rest = events - half
        chance = fisher_exact(((before, half - before), (since, rest - since)))
        if chance <= level:
            claim = "growing" if since * half > before * rest else "easing"
            found.append(
                _finding(claim, named, gists, before + since, chance)._replace(
                    halves=((before, half), (since, rest))
                )
            )
    return found


def unseen(gists: Sequence[Gist], polarity: Polarity) -> list[Finding]:
    """Return the themes that others name and the author's notes never do, at a look.

    Args:
        gists: Of events that others and the author assessed.
        polarity: Strengths are hidden strengths; improvements possible blind spots.
    """
    others = _named(gists, polarity)
    own: dict[Named, int] = {}
    lone: dict[Named, int] = {}
    for gist in gists:
        for named in gist.own:
            if named.polarity is polarity:
                own[named] = own.get(named, 0) + 1
                lone[named] = lone.get(named, 0) + (named not in gist.others)
    ours = {named: sum(named not in gists[i].own for i in rows) for named, rows in others.items()}
    discordant = {named: ours.get(named, 0) + lone.get(named, 0) for named in {**others, **own}}
    smallest = [0.5**events for events in discordant.values() if events]
    level = tarone(smallest, _FAMILY_ERROR)
    claim = "hidden-strength" if polarity is Polarity.STRENGTH else "possible-blind-spot"
    return [
        _finding(claim, named, gists, len(rows), chance)
        for named, rows in others.items()
        if named not in own
        and (chance := sign_test(ours[named], discordant[named])) <= level
        and _are_several(gists, named, rows, _UNSEEN_PEOPLE)
    ]


def _named(gists: Sequence[Gist], polarity: Polarity) -> _Rows:
    """Return for each theme that others named one way the events that did, by theme."""
    rows: dict[Named, list[int]] = {}
    for i, gist in enumerate(gists):
        for named in gist.others:
            if named.polarity is polarity:
                rows.setdefault(named, []).append(i)
    return dict(sorted(rows.items()))


def _without_lists(named: _Rows, events: int) -> _Rows:
    """Return themes without those that only long lists name.

    One event with two hundred themes would make each of them unlikely, and so whatever else
    comes up more than once would stand out.
    """
    counts = [0] * events
    for rows in named.values():
        for i in rows:
            counts[i] += 1
    return {
        theme: rows for theme, rows in named.items() if any(counts[i] <= MOST_THEMES for i in rows)
    }


def _are_several(gists: Sequence[Gist], named: Named, rows: Iterable[int], enough: int) -> bool:
    """Tell whether enough people named it."""
    people: set[str] = set()
    for i in rows:
        people.update(gists[i].others[named])
        if len(people) >= enough:
            return True
    return False


def _halves(rows: Sequence[int], half: int) -> tuple[int, int]:
    before = bisect_left(rows, half)
    return before, len(rows) - before


def _finding(claim: str, named: Named, gists: Sequence[Gist], count: int, chance: float) -> Finding:
    return Finding(claim, named, len(gists), gists[0].day, gists[-1].day, count, chance)


Reader = Callable[[Sequence[Gist]], tuple[Finding, ...]]
"""`read_heard` or `read_paired`."""
