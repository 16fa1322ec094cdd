"""What each page's template gets: frozen values holding exactly what the page shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from afterword.site.loop_views import EntryLead, Heard, RequestView, Todo
from afterword.site.pattern_views import Early, Group, PatternView, TurnView
from afterword.site.picture_views import Besides, Grid, LanePicture, StageMap
from afterword.site.views import (
    AskedView,
    Body,
    Fact,
    Line,
    Listing,
    Page,
    Prose,
    Ref,
    Said,
    SearchRow,
    Site,
    StepView,
)
from afterword.site.wording import Sentence


@dataclass(frozen=True, slots=True)
class EntryView:
    """`journal/<slug>.html`."""

    page: Page
    lang: str
    """The language of the entry, as a tag; empty when it is the portfolio's."""
    kind: str
    date: dt.date | None
    draft: bool
    planned: bool
    round: tuple[int, int]
    """This round and how many the application has; (0, 0) when not a round."""
    facts: tuple[Fact, ...]
    strengths: tuple[Said, ...]
    improvements: tuple[Said, ...]
    lead: EntryLead | None
    """What is said first of an ending within the last week, or one that has not settled."""
    works_on: tuple[Said, ...]
    """Of practice: what it is meant to change, at most three."""
    folded_until: dt.date | None
    """Improvements stay folded until this day; None when they are open."""
    themes: tuple[Ref, ...]
    """Named without judgement."""
    asked: tuple[AskedView, ...]
    forgotten: tuple[AskedView, ...]
    """Questions I meant to ask."""
    steps: tuple[StepView, ...]
    body: Body
    about: Ref | None
    goals: tuple[Ref, ...]
    application: Ref | None
    neighbours: tuple[Line, ...]
    """The entry before and after in the same application, in order of time."""
    backlinks: tuple[Line, ...]
    earlier: Ref | None
    """The entry before this one in the journal."""
    later: Ref | None
    month: Ref | None
    """Its month in the timeline."""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """`timeline.html` and `timeline/<year>.html`."""

    page: Page
    year: int
    """0 on the page of all years."""
    listing: Listing
    sheet: Ref | None
    """The sheet of the year, of the newest on the page of all."""


class ThemeRow(NamedTuple):
    """A theme in a list."""

    ref: Ref
    group: str
    description: str
    strengths: int
    """Points, all lanes."""
    improvements: int
    events: int
    """Real events at which others named it."""
    entries: int
    last: dt.date | None
    sources: tuple[str, ...]
    """Who names it: our words, else the author's."""


@dataclass(frozen=True, slots=True)
class ThemesView:
    """`themes/index.html`."""

    page: Page
    events: int
    """Real events with at least one point from others."""
    rows: tuple[ThemeRow, ...]
    """Named in two entries or more, most said first."""
    grid: Grid | None
    """The one picture of the whole journal."""
    once: tuple[ThemeRow, ...]
    """Named in one entry, or declared and not used yet."""


class CountRow(NamedTuple):
    """How often a theme was named by one kind of giver or in one application."""

    ref: Ref | None
    name: str
    """Shown when there is no link; `self` is the author."""
    strengths: int
    improvements: int


@dataclass(frozen=True, slots=True)
class ThemeView:
    """`themes/<theme>.html` and `themes/<theme>/<year>.html`."""

    page: Page
    name: str
    year: int
    description: str
    group: str
    aliases: tuple[str, ...]
    named: int
    """Real events at which others named it."""
    events: int
    """Real events with at least one point from others."""
    strengths: tuple[Said, ...]
    improvements: tuple[Said, ...]
    by_source: tuple[CountRow, ...]
    by_application: tuple[CountRow, ...]
    turn: TurnView | None
    """Then and now."""
    lane: LanePicture | None
    """Over time; None on the pages of years, and when no event names it."""
    patterns: tuple[PatternView, ...]
    """Claims, and what there is to do about it."""
    listing: Listing
    home: Ref
    """The theme's main page."""


@dataclass(frozen=True, slots=True)
class PatternsView:
    """`patterns/index.html`."""

    page: Page
    lede: tuple[Sentence, ...]
    groups: tuple[Group, ...]
    early: Early


class ApplicationRow(NamedTuple):
    """An application in the list."""

    ref: Ref
    role: str
    internal: bool
    outcome: str
    open: bool
    rounds: int
    stage: str
    """The latest stage reached."""
    last: dt.date | None
    next: dt.date | None
    """The day of a planned round."""


@dataclass(frozen=True, slots=True)
class InterviewsView:
    """`interviews/index.html`."""

    page: Page
    open: tuple[ApplicationRow, ...]
    past: tuple[ApplicationRow, ...]
    stages: StageMap | None
    """From five applications on."""


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """`interviews/<application>.html`."""

    page: Page
    company: str
    role: str
    internal: bool
    outcome: str
    reasons: tuple[str, ...]
    sent: tuple[str, ...]
    rounds: tuple[Line, ...]
    """Interview entries, in order of time."""
    others: tuple[Line, ...]
    """Feedback, reflections and the rest, in order of time."""
    strengths: tuple[Said, ...]
    improvements: tuple[Said, ...]
    people: tuple[Ref, ...]
    questions: tuple[AskedView, ...]
    forgotten: tuple[AskedView, ...]
    """Questions I meant to ask."""
    research: tuple[Prose, ...]
    requests: tuple[RequestView, ...]
    agenda: tuple[Todo, ...]
    """What there is to do about it."""
    sheet: Ref | None
    """The preparation sheet, while it goes on."""
    lead: EntryLead | None
    """What is said first when it has just ended."""


class SourceRow(NamedTuple):
    """A kind of giver."""

    ref: Ref
    known: str
    strengths: int
    improvements: int
    entries: int
    top_strengths: tuple[Ref, ...]
    top_improvements: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class SourcesView:
    """`sources/index.html`."""

    page: Page
    rows: tuple[SourceRow, ...]
    """Others first, most points first; the author's own notes last."""
    besides: Besides | None
    """Self beside others."""
    heard: Heard


@dataclass(frozen=True, slots=True)
class SourceView:
    """`sources/<source>.html` and its years."""

    page: Page
    name: str
    known: str
    year: int
    home: Ref
    themes: tuple[CountRow, ...]
    listing: Listing


class PersonRow(NamedTuple):
    """Somebody in the list of people."""

    ref: Ref
    source: str
    entries: int
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class PeopleView:
    """`people/index.html`."""

    page: Page
    rows: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """`people/<person>.html`."""

    page: Page
    name: str
    sources: tuple[str, ...]
    applications: tuple[Ref, ...]
    strengths: tuple[Said, ...]
    improvements: tuple[Said, ...]
    listing: Listing


@dataclass(frozen=True, slots=True)
class StrengthsView:
    """`strengths.html` and `strengths/<year>.html`."""

    page: Page
    year: int
    others: tuple[Said, ...]
    """In others' words, newest first."""
    own: tuple[Said, ...]
    years: tuple[Ref, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TodayView:
    """`index.html`."""

    page: Page
    today: dt.date
    empty: bool
    """No entries at all: the page shows how to write the first."""
    entries: int
    last: EntryLead | None
    """How far the application got that ended last, when it was within the last week."""
    agenda: tuple[Todo, ...]
    """At most five things to do."""
    more: int
    """How many more there are."""
    strength: Said | None
    """One strength in someone's own words; another one each day. None beside a pair, when the
    page opens with a turn-down."""
    turn: TurnView | None
    """Then and now, when there is a new pair."""
    grid: Grid | None
    """The theme grid, its first rows."""
    newest: tuple[Line, ...]
    """At most eight."""


@dataclass(frozen=True, slots=True)
class MissingView:
    """`404.html`."""

    page: Page


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry in the feed."""

    title: str
    url: str
    date: dt.date
    summary: str


@dataclass(frozen=True, slots=True)
class FeedView:
    """`feed.xml`: Atom, newest first, at most 20."""

    site: Site
    updated: dt.date
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """`sitemap.xml`."""

    site: Site
    urls: tuple[str, ...]
    """Absolute."""


@dataclass(frozen=True, slots=True)
class SearchView:
    """`search.html`."""

    page: Page
    data: tuple[str, ...]
    """Addresses of the scripts that hold the entries, the newest year first."""


@dataclass(frozen=True, slots=True)
class SearchDataView:
    """`search/<year>.js`."""

    year: int
    rows: tuple[SearchRow, ...]
    """Newest first."""
