"""What the pages about doing get: agenda, question bank, goals, preparation, the year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from afterword.site.pattern_views import TurnView
from afterword.site.views import AskedView, Line, Page, Prose, Ref, Said, StepView
from afterword.site.wording import Sentence


class Todo(NamedTuple):
    """One line of the agenda."""

    kind: str
    """`interview`, `debrief`, `ask`, …"""
    date: dt.date
    """When it is, or from when on it is in place."""
    when: str
    """`today`, `later` or `since`."""
    year: bool
    """Whether its day is in another year, which is then told."""
    text: Sentence
    ref: Ref
    """Where it leads."""
    why: Sentence
    closes: str
    """What an entry says to close it; empty when it passes by itself."""


@dataclass(frozen=True, slots=True)
class AgendaView:
    """`agenda.html`."""

    page: Page
    today: dt.date
    now: tuple[Todo, ...]
    later: tuple[Todo, ...]


@dataclass(frozen=True, slots=True)
class EntryLead:
    """What is said first of an application that has just ended."""

    ending: str
    """`rejected`, `not_yet` (internal), `offer` or `accepted`."""
    entry: Ref
    company: str
    stage: str
    strengths: tuple[Said, ...]
    """At most three, on different themes."""
    post_gone: bool
    """They gave a reason, or had chosen one: nothing is said about other candidates."""
    next: Todo | None
    """The one next step."""


class RequestView(NamedTuple):
    """A request for feedback, and what became of it."""

    asked: dt.date
    reminders: tuple[dt.date, ...]
    reply: dt.date | None
    answer: Ref | None
    """The entry that holds it."""
    thanked: dt.date | None
    state: str
    """`waiting`, `answered`, `silent` or `closed`."""


class Heard(NamedTuple):
    """How many requests were answered."""

    asked: int
    answered: int
    waiting: int


class BankRow(NamedTuple):
    """A question of the bank."""

    key: str
    """Its wording, normalised: what rehearsal remembers it by."""
    question: Prose
    date: dt.date | None
    """When it was asked last."""
    went: str
    """The last time that somebody wrote it down."""
    times: int
    """How often it was asked."""
    answers: tuple[AskedView, ...]
    """The newest ten at most, newest first."""
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """`questions.html` and `questions/<year>.html`."""

    page: Page
    year: int
    asked: tuple[BankRow, ...]
    """What went badly first."""
    forgotten: tuple[BankRow, ...]
    """Questions I meant to ask."""
    years: tuple[Ref, ...]


class GoalView(NamedTuple):
    """A goal."""

    ref: Ref
    anchor: str
    status: str
    set_on: dt.date | None
    measure: str
    every: str
    due: dt.date | None
    next: dt.date | None
    """When the next check-in is due."""
    late: bool
    """Whether that day is over."""
    themes: tuple[Ref, ...]
    steps: tuple[StepView, ...]
    check_ins: tuple[Line, ...]
    worked: tuple[Line, ...]
    since: Sentence | None
    """What the journal says since."""
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class GoalsView:
    """`goals/index.html`."""

    page: Page
    at_work: tuple[GoalView, ...]
    rest: tuple[GoalView, ...]
    """Reached, paused or let go."""


@dataclass(frozen=True, slots=True)
class PrepareView:
    """`prepare/<application>.html`: one page to take along."""

    page: Page
    application: Ref
    title: str
    role: str
    round: Ref | None
    date: dt.date | None
    time: dt.time | None
    place: str
    people: tuple[Ref, ...]
    """Who will be there, else who was met."""
    strengths: tuple[Said, ...]
    """At most three, on different themes."""
    work_on: Said | None
    """One thing."""
    practised: tuple[Line, ...]
    """What was rehearsed for it since."""
    step: StepView | None
    asked: tuple[BankRow, ...]
    """Asked before at this stage, at most four."""
    to_ask: tuple[Prose, ...]
    research: tuple[Prose, ...]
    sent: tuple[str, ...]
    before: tuple[Todo, ...]
    """Before you go."""
    said_here: tuple[Said, ...]
    """What went well in earlier rounds of this application, the newest first."""
    came: bool
    """They asked for a talk: a round was, or is ahead."""


@dataclass(frozen=True, slots=True)
class SharedView:
    """`index.html` of a reader's edition."""

    page: Page
    reader: str
    question: str
    """What the author asks; may be empty."""
    first: tuple[Line, ...]
    """Three to begin with."""
    newest: tuple[Line, ...]
    since: dt.date | None
    """The day of the copy before; None when nothing is new, or everything."""
    new: tuple[Line, ...]
    changed: tuple[Line, ...]
    entries: int


class YearTheme(NamedTuple):
    """A theme in a year."""

    ref: Ref
    events: int
    """At which others named it this way."""
    said: Said | None
    """The newest words."""


class Deed(NamedTuple):
    """Something done."""

    text: Prose
    date: dt.date | None
    entry: Ref


@dataclass(frozen=True, slots=True)
class YearView:
    """`year/<year>.html`: what was said, and what was done about it."""

    page: Page
    year: int
    lede: tuple[Sentence, ...]
    strengths: tuple[YearTheme, ...]
    improvements: tuple[YearTheme, ...]
    turns: tuple[TurnView, ...]
    steps: tuple[Deed, ...]
    practice: tuple[Line, ...]
    goals: tuple[Line, ...]
    own: tuple[Said, ...]
    """Strengths in my own notes; at most five, newest first."""
    years: tuple[Ref, ...]
