"""What the views of pages share: frozen values holding exactly what is shown.

Addresses are relative to the site's root; templates put `page.root` in front.
Markdown stays Markdown here; it becomes HTML when the page is rendered.

The small ones, of which a site has hundreds of thousands, are named tuples: they are made and
digested several times faster than dataclasses.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from afterword.journal.model import Entry


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a site share."""

    title: str
    author: str
    language: str
    description: str
    url: str
    """Where the site will stand, with a `/` at the end; empty when unknown."""
    menu: tuple[str, ...]
    """Names of the menu's items: `today`, `timeline`, `themes`, `interviews`, …"""
    reader: str = ""
    """Whom the edition is for; empty for the author."""
    days: bool = True
    """Whether days are shown, or months only."""
    open: bool = False
    """Whether the edition is for everyone, in plain pages."""
    picture: str = ""
    """The picture that stands for the site where somebody shares a link to it; empty when none."""


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has."""

    url: str
    root: str
    """`""`, `"../"`, …: leads from this page to the site's root."""
    title: str
    """Of the page; empty on Today."""
    current: str
    """The menu's item this page belongs to; empty when none."""
    site: Site


class Ref(NamedTuple):
    """A link to a page."""

    url: str
    title: str


class Mark(NamedTuple):
    """One point, in a line: which theme, which way."""

    theme: Ref
    polarity: str
    practice: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a list."""

    url: str
    title: str
    date: dt.date | None
    kind: str
    stage: str
    outcome: str
    sources: tuple[str, ...]
    """Our words for who gave it, else the author's."""
    time: dt.time | None
    """Of an appointment; None for entries of the past."""
    draft: bool
    planned: bool
    marks: tuple[Mark, ...]
    folded: int = 0
    """Points to improve that have not settled; their marks are not among these."""


class Link(NamedTuple):
    """A reference in Markdown, resolved."""

    form: str
    target: str
    url: str
    """Relative to the site's root or absolute; empty when it leads nowhere."""
    label: str
    """Shown when the author wrote no label."""


class Prose(NamedTuple):
    """Markdown with its references resolved."""

    text: str
    links: tuple[Link, ...] = ()


class Who(NamedTuple):
    """Who said something."""

    source: str
    """As written: `hiring manager`."""
    known: str
    """Our word for it; `self` for the author."""
    person: Ref | None


class Said(NamedTuple):
    """One remark: what was said, about which themes, by whom, where."""

    polarity: str
    marks: tuple[Mark, ...]
    """One for each theme; empty when the remark names none."""
    text: Prose
    """Empty text when only the front matter says it."""
    quotes: tuple[Prose, ...]
    """The giver's own words."""
    who: Who
    entry: Ref
    date: dt.date | None
    practice: bool
    folded: bool = False
    """Not settled yet: shown when somebody asks."""


class Fact(NamedTuple):
    """One fact in the margin of an entry."""

    name: str
    """Key of its label in the catalogue: `company`, `role`, `with`, …"""
    text: str
    """Shown when there are no links."""
    links: tuple[Ref, ...] = ()
    date: dt.date | None = None
    time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An entry's text, read into sections when the page is rendered."""

    entry: Entry
    """Its digest stands for it wherever the view is compared."""
    links: tuple[Link, ...]


class StepView(NamedTuple):
    """A next step."""

    text: Prose
    done: bool
    by: dt.date | None
    finished: dt.date | None


class AskedView(NamedTuple):
    """A question on an entry's page or in the question list."""

    question: Prose
    answer: Prose
    better: Prose
    went: str
    forgotten: bool
    entry: Ref
    date: dt.date | None
    stage: str
    """As written; empty when it has none."""


class SearchRow(NamedTuple):
    """An entry in the data of the search."""

    url: str
    title: str
    date: str
    """`2026-03-04`; empty without one."""
    themes: str
    """One on a line."""
    names: str
    """Company, role and people, one on a line."""
    text: str


class Month(NamedTuple):
    """A month of the timeline."""

    date: dt.date | None
    """Its first day; None for entries without a date."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of entries: newest first, by month; the older ones are on the pages of their years."""

    months: tuple[Month, ...]
    shown: int
    total: int
    years: tuple[Ref, ...]
    """Pages of the years, newest first; empty when all is shown here."""
