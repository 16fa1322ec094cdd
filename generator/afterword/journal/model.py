"""What a journal is made of: frozen values, no behaviour beyond a few derived facts.

A `Reading` is what the bytes of one file say; it depends on nothing else and can be stored.
An `Entry` adds what follows from the file's path and from the other entries.

What a journal has hundreds of thousands of is a named tuple: made several times faster.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from afterword.diagnostics import Diagnostic


class Kind(enum.StrEnum):
    """What an entry is."""

    INTERVIEW = "interview"
    FEEDBACK = "feedback"
    REFLECTION = "reflection"
    PRACTICE = "practice"
    GOAL = "goal"
    CHECK_IN = "check-in"
    NOTE = "note"


class Polarity(enum.StrEnum):
    """Which way a point speaks."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"


class Span(NamedTuple):
    """A piece of what the author wrote, and where it stands in the file (from 1, code points)."""

    text: str
    line: int
    column: int


class Remark(NamedTuple):
    """One bullet under a heading that is read as strengths or improvements."""

    polarity: Polarity
    themes: tuple[Span, ...]
    """Named in the bullet by a bold lead or `#theme`; empty when none is."""
    text: str
    """Markdown without theme marks and signature, dedented."""
    quotes: tuple[str, ...]
    """Block quotes in the bullet, as Markdown: the giver's own words."""
    giver: str
    """From `— name or source` at the end; empty when the entry's giver said it."""
    line: int
    column: int


class Question(NamedTuple):
    """A question that was asked, or, if `forgotten`, one I meant to ask."""

    text: str
    answer: str
    """What I said, as Markdown."""
    better: str
    """What I would say now, as Markdown."""
    went: str
    """`well`, `ok`, `badly` or empty."""
    forgotten: bool
    line: int
    column: int


class Action(NamedTuple):
    """A next step."""

    text: str
    done: bool
    by: dt.date | None
    finished: dt.date | None
    themes: tuple[str, ...]
    """Named by `#theme`, as written."""
    line: int
    column: int


class LinkForm(enum.StrEnum):
    """How the author wrote a reference."""

    WIKI = "wiki"
    LINK = "link"
    IMAGE = "image"


class Reference(NamedTuple):
    """A link or picture in a body."""

    form: LinkForm
    target: str
    """As written, without the label."""
    label: str
    line: int
    column: int


class Leads(enum.StrEnum):
    """What a reference leads to."""

    ENTRY = "entry"
    APPLICATION = "application"
    THEME = "theme"
    FILE = "file"
    HERE = "here"
    """A heading of the same page."""
    ELSEWHERE = "elsewhere"
    """Another host, a mail address."""
    OUTSIDE = "outside"
    """A file outside `content/`."""
    NOWHERE = "nowhere"
    REFUSED = "refused"
    """A script, or another address that is not followed."""


class Destination(NamedTuple):
    """Where one reference leads."""

    leads: Leads
    name: str = ""
    """Slug of an entry or application, key of a theme, path of a file, or an address."""
    anchor: str = ""
    """Slug of a heading."""
    ambiguous: tuple[str, ...] = ()
    """What else the name could mean."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the bytes of one file say by themselves."""

    fields: Mapping[str, tuple[Span, ...]]
    """Canonical field name → items."""
    unknown: tuple[Span, ...]
    """Unknown keys; those the portfolio ignores are left out."""
    heading: Span | None
    """The first level-1 heading, which is the title if no key gives one."""
    remarks: tuple[Remark, ...]
    questions: tuple[Question, ...]
    actions: tuple[Action, ...]
    research: tuple[str, ...]
    references: tuple[Reference, ...]
    anchors: tuple[str, ...]
    """Slugs of the body's headings, for links to `file.md#heading`."""
    body_line: int
    """The file's line on which the body begins."""
    summary: str
    """The first paragraph as plain text, at most 240 characters."""
    diagnostics: tuple[Diagnostic, ...]
    """Their location's file is empty: a path is added when the entry is made."""


class Word(NamedTuple):
    """An open word: ours where we know it, the author's in any case."""

    text: str
    """As written."""
    known: str = ""
    """Our canonical word; empty when we do not know it."""

    @property
    def name(self) -> str:
        """What groups are made by: our word, else the author's."""
        return self.known or self.text


SELF = Word("self", "self")


class Person(NamedTuple):
    """Somebody named in the journal."""

    name: str
    """As first written."""
    key: str
    """Identity: folded name."""
    slug: str


class Giver(NamedTuple):
    """Who a point is from."""

    source: Word
    person: Person | None = None

    @property
    def is_self(self) -> bool:
        """The author's own note."""
        return self.source.known == "self"

    @property
    def is_other(self) -> bool:
        """Somebody other than the author or a tool."""
        return self.source.known not in ("self", "tool")


class Theme(NamedTuple):
    """What a point is about."""

    key: str
    """Identity: ignores case, composition form, spaces, `-` and `_`."""
    name: str
    """The declared spelling, else the most frequent one."""
    slug: str
    group: str = ""
    description: str = ""
    private: bool = False
    aliases: tuple[str, ...] = ()


class Event(NamedTuple):
    """One occasion at which people said things; the unit that is counted."""

    key: str
    date: dt.date
    practice: bool
    application: str = ""
    """Slug of the application; empty when it belongs to none."""


class Evidence(NamedTuple):
    """The words behind a point."""

    text: str
    """Markdown of the bullet."""
    quotes: tuple[str, ...]
    line: int


class Point(NamedTuple):
    """One statement about how the author did."""

    theme: Theme | None
    """None when a bullet names no theme."""
    polarity: Polarity
    giver: Giver
    said: dt.date | None
    """None, like the event, when the entry has no date."""
    event: Event | None
    evidence: tuple[Evidence, ...]
    """Empty when the front matter alone says it."""


@dataclass(frozen=True, slots=True)
class Application:
    """One hiring process."""

    slug: str
    key: str
    company: str
    role: str
    internal: bool
    name: str
    """How it is called: company and role, else the id as written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the journal, with all that is known about it."""

    path: str
    """Relative to `content/`."""
    slug: str
    title: str
    date: dt.date | None
    time: dt.time | None
    kind: Kind
    draft: bool
    planned: bool
    """Dated after today."""
    application: str
    """Slug of its application; empty when it stands alone."""
    company: str
    role: str
    stage: Word | None
    outcome: Word | None
    sources: tuple[Word, ...]
    givers: tuple[Person, ...]
    """Who gave it (`by`)."""
    present: tuple[Person, ...]
    """Who was there (`with`)."""
    people: tuple[Person, ...]
    """All of the above and those who sign a bullet, each once."""
    about: str
    """Slug of the entry it is about; empty when none."""
    goals: tuple[str, ...]
    """Slugs of the goals it worked on."""
    event: Event | None
    """None without a date."""
    points: tuple[Point, ...]
    themes: tuple[Theme, ...]
    """Every theme it names, with or without judgement, each once."""
    settles: dt.date | None
    """Until then improvement points stay folded."""
    questions: tuple[Question, ...]
    actions: tuple[Action, ...]
    reading: Reading
    destinations: tuple[Destination, ...]
    """Where each of the reading's references leads."""
    content: bytes
    """The whole file."""
    digest: str
    """Of the file's bytes."""

    def text_of(self, name: str) -> str:
        """Return a field as the author wrote it, items joined by commas; empty when absent."""
        return ", ".join(span.text for span in self.reading.fields.get(name, ()))

    @property
    def counted(self) -> bool:
        """Whether it may count in patterns: dated, not planned, not a draft."""
        return self.date is not None and not self.planned and not self.draft


@dataclass(frozen=True, slots=True)
class Journal:
    """All entries, in order of date, time and path; those without a date last."""

    entries: tuple[Entry, ...]
    applications: Mapping[str, Application]
    """By slug."""
    themes: Mapping[str, Theme]
    """By key."""
    people: Mapping[str, Person]
    """By key."""
    diagnostics: tuple[Diagnostic, ...] = field(default=())
