"""The one table of what can stand in front matter, and the words each field knows."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_NO_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Shape(enum.StrEnum):
    """What the value of a field looks like, and so how it is split and read."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes-no"
    WORD = "word"
    WORDS = "words"
    NAME = "name"
    NAMES = "names"
    THEMES = "themes"
    ENTRY = "entry"
    ENTRIES = "entries"
    READERS = "readers"
    DATE_OR_NO = "date-or-no"
    DATE_OR_INTERVAL = "date-or-interval"
    INTERVAL = "interval"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an author can say in front matter."""

    name: str
    """Canonical, as shown: `follow up`."""
    synonyms: tuple[str, ...]
    shape: Shape
    words: Mapping[str, tuple[str, ...]]
    """Canonical word → its synonyms; empty when any text will do."""
    doc: str
    """One line, for the documentation, the JSON Schema and editors."""
    closed: bool
    """Whether a value can be wrong; an open field keeps any word as written."""
    separator: str = ""
    """What separates the items of a value on one line; empty when it is never split."""


_SEPARATORS: Mapping[Shape, str] = MappingProxyType(
    {
        Shape.WORDS: ",",
        Shape.THEMES: ",",
        Shape.ENTRIES: ",",
        Shape.READERS: ",",
        # A comma belongs to "J. Reid, Ward Manager".
        Shape.NAMES: ";",
    },
)
_CLOSED = frozenset(
    {
        Shape.DATE,
        Shape.DATE_OR_NO,
        Shape.DATE_OR_INTERVAL,
        Shape.INTERVAL,
        Shape.ENTRY,
        Shape.ENTRIES,
        Shape.READERS,
    },
)


def _field(
    name: str,
    shape: Shape,
    doc: str,
    *synonyms: str,
    words: Mapping[str, tuple[str, ...]] = _NO_WORDS,
    closed: bool = False,
) -> Field:
    return Field(
        name,
        synonyms,
        shape,
        MappingProxyType(dict(words)),
        doc,
        closed=closed or shape in _CLOSED,
        separator=_SEPARATORS.get(shape, ""),
    )


_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "interview": (),
        "feedback": ("appraisal", "360", "review received", "supervision"),
        "reflection": ("debrief", "self-assessment"),
        "practice": ("mock", "role-play", "rehearsal"),
        "goal": (),
        "check-in": ("goal review",),
        "note": (),
    },
)
_STAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "application": (),
        "screen": ("phone", "recruiter call", "video interview", "informal visit"),
        "skills": (
            "technical",
            "coding",
            "test",
            "system design",
            "pairing",
            "OSCE",
            "skills station",
            "trial shift",
        ),
        "case": ("take-home", "presentation", "assessment centre"),
        "panel": ("values-based", "competency", "hiring committee"),
        "final": ("onsite", "on-site"),
        "references": (),
        "offer": (),
    },
)
_OUTCOMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pending": (),
        "advanced": ("shortlisted",),
        "offer": (),
        "accepted": (),
        "turned it down": ("declined by me",),
        "rejected": ("turned down", "declined by them", "unsuccessful", "not selected", "not yet"),
        "withdrew": ("withdrawn",),
        "on hold": ("reserve list",),
        "cancelled": (),
        "no reply": ("ghosted",),
    },
)
_SOURCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "self": ("me",),
        "interviewer": (),
        "hiring manager": ("recruiting manager", "ward manager", "line manager"),
        "recruiter": ("agency", "HR"),
        "manager": ("skip-level", "supervisor"),
        "peer": ("colleague", "direct report"),
        "mentor": ("coach", "teacher"),
        "client": ("patient", "student", "customer", "stakeholder"),
        "friend": (),
        "panel": (),
        "survey": (),
        "tool": (),
    },
)


def _words(*names: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(dict.fromkeys(names, ()))


_TABLE = (
    _field("date", Shape.DATE, "The day it was, or will be; wins over the file name's."),
    _field("time", Shape.TIME, "The time of day; orders entries of one day."),
    _field("place", Shape.TEXT, "Where it was, or the link to join."),
    _field("title", Shape.TEXT, "What the entry is called; else its first heading."),
    _field("lang", Shape.LANGUAGE, "The language of this entry, as a tag: en, de-AT."),
    _field("draft", Shape.YES_NO, "Drafts appear in the preview only.", closed=True),
    _field("kind", Shape.WORD, "What kind of entry this is.", "type", words=_KINDS),
    _field(
        "interview",
        Shape.NAME,
        "The application this belongs to; groups its rounds.",
        "application",
        "process",
    ),
    _field(
        "company",
        Shape.TEXT,
        "Who the application is with.",
        "employer",
        "organisation",
        "organization",
    ),
    _field("role", Shape.TEXT, "The post applied for.", "job", "position", "post"),
    _field("internal", Shape.YES_NO, "A promotion or transfer in one's own organisation."),
    _field(
        "occasion",
        Shape.TEXT,
        "Where feedback at work came from, when there is no interview.",
        "project",
        "shift",
        "1:1",
        "presentation",
    ),
    _field("about", Shape.ENTRY, "The entry of the round or occasion this is about.", "on"),
    _field("stage", Shape.WORD, "How far the application is.", "round", words=_STAGES),
    _field("outcome", Shape.WORD, "How the round or application ended.", "result", words=_OUTCOMES),
    _field("reason", Shape.TEXT, "The reason they gave; shown, never counted."),
    _field(
        "source",
        Shape.WORDS,
        "Who it comes from; absent means self.",
        "from",
        "feedback source",
        words=_SOURCES,
    ),
    _field("by", Shape.NAMES, "Who gave the feedback; names separated by ;.", "giver"),
    _field("with", Shape.NAMES, "Who was there; names separated by ;.", "interviewers"),
    _field(
        "strengths",
        Shape.THEMES,
        "What went well, as themes.",
        "strength",
        "positives",
        "praise",
        "went well",
    ),
    _field(
        "improvements",
        Shape.THEMES,
        "What to work on, as themes.",
        "improvement areas",
        "areas for improvement",
        "improve",
        "to improve",
        "weaknesses",
        "work on",
    ),
    _field("themes", Shape.THEMES, "What it is about, with no judgement.", "tags", "topics"),
    _field(
        "alerts",
        Shape.WORDS,
        "Slips to avoid next time; become before-you-go lines.",
        words=_words(
            "late",
            "dress",
            "no research",
            "forgot questions",
            "undersold",
            "oversold shortcomings",
        ),
    ),
    _field("feelings", Shape.WORDS, "How it felt.", "felt", "mood"),
    _field(
        "settle",
        Shape.DATE_OR_INTERVAL,
        "Until then improvement points stay folded: a date, or 3 days.",
    ),
    _field(
        "clarity",
        Shape.WORD,
        "How clear the feedback is.",
        words=_words("vague", "clear", "actionable"),
    ),
    _field(
        "resonates",
        Shape.WORD,
        "Whether it rings true.",
        words=_words("yes", "partly", "no", "unsure"),
    ),
    _field("rating", Shape.TEXT, "My own rating, shown as written.", "score"),
    _field("their rating", Shape.TEXT, "The rating they gave, shown as written."),
    _field("asked", Shape.DATE_OR_NO, "When feedback was asked for; no closes it for good."),
    _field("replied", Shape.DATE_OR_NO, "When they answered."),
    _field("clarified", Shape.DATE_OR_NO, "When a vague point was asked about."),
    _field("thanked", Shape.DATE_OR_NO, "When thanks were sent."),
    _field("follow up", Shape.DATE_OR_NO, "When to come back to it."),
    _field("sent", Shape.TEXT, "Which CV, portfolio or letter went out."),
    _field("goal", Shape.ENTRIES, "The goals this worked on.", "goals"),
    _field("measure", Shape.TEXT, "On a goal: how one will know."),
    _field("due", Shape.DATE, "On a goal: when it should be reached."),
    _field("every", Shape.INTERVAL, "On a goal: how often to check in: 2 weeks.", "review"),
    _field(
        "status",
        Shape.WORD,
        "On a goal: where it stands.",
        words=_words("open", "doing", "done", "paused", "dropped"),
    ),
    _field("share", Shape.READERS, "Who may read this entry; absent means nobody.", "readers"),
    _field(
        "quote",
        Shape.WORD,
        "Whether the giver's own words may appear in a shared edition.",
        words=_words("ok", "paraphrase", "no"),
        closed=True,
    ),
)

FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _TABLE})
"""By canonical name, in the order of the documentation."""

AMBIGUOUS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "outcome": MappingProxyType(
            {
                "declined": 'Who declined? Write "turned it down" if you did, '
                'or "rejected" if they did.',
            },
        ),
    },
)
"""Field → folded word that must not be guessed → the question to ask."""

SECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "strengths": ("What went well", "Went well", "Strengths", "Positives"),
        "improvements": (
            "To improve",
            "Improve",
            "Areas for improvement",
            "What to improve",
            "Next time",
        ),
        "questions": ("Questions", "Questions asked", "They asked"),
        "forgotten": ("Questions I meant to ask", "Forgotten questions"),
        "steps": ("Next steps", "Actions", "Plan"),
        "research": ("Research", "About them"),
    },
)
"""Role of a level-2 heading → its English names."""
