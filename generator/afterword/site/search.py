"""The search page, and the data it searches: classic scripts, one for each year, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from afterword.insight.searching import body_of
from afterword.journal.model import Entry
from afterword.site import addresses
from afterword.site.page_views import SearchDataView, SearchView
from afterword.site.parts import Parts
from afterword.site.routes import Route
from afterword.site.views import SearchRow

LONGEST_TEXT = 6_000
"""Characters of an entry's text that can be searched and shown; of the rest each word once."""
_STARTS = re.compile(r"\n[ \t]*(?:[-+•–]|\d+[.)]|#+)[ \t]+")
"""What makes a line a list item or a heading. It begins with what is found quickly: a new line."""
_MARKS = re.compile(
    r"\]\([^()\s]*\)|\]\]?|\[\[?|!\[\[?|<[^<>\n]*>"
    r"|\*[*`>|]*|`[*`>|]*|>[*`>|]*|\|[*`>|]*"
)
"""Each begins with one letter, or the search for the next would look at every place in full."""


class Around(NamedTuple):
    """What of a row follows from other entries, too."""

    url: str
    themes: tuple[str, ...]
    names: tuple[str, ...]
    folded: bool
    """Its text can be found when it has settled."""


@dataclass(frozen=True, slots=True)
class Searched:
    """An entry before its text is laid out for searching."""

    entry: Entry
    """Its path and the digest of its bytes stand for all that follows from them alone."""
    around: Around


@dataclass(frozen=True, slots=True)
class SearchedYear:
    """The input of a year's data."""

    year: int
    """0 for entries without a date."""
    entries: tuple[Searched, ...]
    days: bool


def search_routes(parts: Parts) -> Iterator[Route]:
    """Yield the search page and its data, the newest year first, what has no date last."""
    years: dict[int, list[Entry]] = {}
    for entry in reversed(parts.index.journal.entries):
        years.setdefault(entry.date.year if entry.date else 0, []).append(entry)
    order = sorted(years, reverse=True)
    yield Route(addresses.SEARCH, "search.html", partial(_search_view, parts, tuple(order)))
    for year in order:
        make = partial(_year, year, tuple(years[year]), parts)
        yield Route(addresses.search_data(year), "search-data.js", make, lay_out)


def _search_view(parts: Parts, years: tuple[int, ...]) -> SearchView:
    data = tuple([addresses.search_data(year) for year in years])
    return SearchView(parts.page(addresses.SEARCH, "", "search"), data)


def _year(year: int, entries: Sequence[Entry], parts: Parts) -> SearchedYear:
    found = [Searched(entry, _around(entry, parts)) for entry in entries]
    return SearchedYear(year, tuple(found), parts.site.days)


def _around(entry: Entry, parts: Parts) -> Around:
    names = (entry.company, entry.role, *[person.name for person in entry.people])
    return Around(
        parts.address(entry),
        tuple([theme.name for theme in entry.themes]),
        tuple([name for name in names if name]),
        parts.is_folded(entry),
    )


def lay_out(found: SearchedYear) -> SearchDataView:
    """Return the rows of a year."""
    return SearchDataView(found.year, tuple([_row(one, days=found.days) for one in found.entries]))


def _row(one: Searched, *, days: bool) -> SearchRow:
    return SearchRow(
        url=one.around.url,
        title=one.entry.title,
        date=one.entry.date.isoformat()[: 10 if days else 7] if one.entry.date else "",
        themes="\n".join(one.around.themes),
        names="\n".join(one.around.names),
        text="" if one.around.folded else text_of(one.entry),
    )


def text_of(entry: Entry) -> str:
    """Return the text of an entry as it can be searched: paragraphs and lines, without marks."""
    bare = _MARKS.sub(" ", _STARTS.sub("\n ", "\n" + body_of(entry)))
    text = "\n".join(filter(None, [" ".join(line.split()) for line in bare.split("\n")]))
    if len(text) <= LONGEST_TEXT:
        return text
    end = text.rfind(" ", 0, LONGEST_TEXT)
    shown, rest = text[:end], text[end:]
    known = set(shown.split())
    return shown + "\n" + " ".join(dict.fromkeys(w for w in rest.split() if w not in known))
