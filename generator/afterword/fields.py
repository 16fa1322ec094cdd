"""The one table of what can stand in front matter, and the words each field knows."""

from __future__ import annotations

import enum
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

_NOTHING: Mapping[str, str] = MappingProxyType({})
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

_GAPS = re.compile(r"[\s_-]+")
# Verbs, prepositions and what is plural already: an s would make no word of them.
_NO_PLURAL = frozenset(
    {
        *("by", "with", "on", "from", "about", "every", "1:1", "felt", "sent", "praise"),
        *("asked", "replied", "clarified", "thanked", "improve", "to improve", "work on"),
        *("went well", "internal", "status", "yes", "no", "ok", "me", "hr", "osce"),
    },
)


def fold(text: str) -> str:
    """Return the identity of a key, word or theme.

    Case, composition form and the difference between space, `-` and `_` are gone.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return _GAPS.sub(" ", text.casefold()).strip()


def _other_number(word: str) -> str:
    """Return the plural of a singular, the singular of a plural."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("ss"):
        return word + "es"
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("s"):
        return word[:-1]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("sh", "ch", "x")) else "s")


def _with_plurals(names: Mapping[str, str]) -> Mapping[str, str]:
    """Return folded name → canonical name, plurals and singulars added where free."""
    known = {fold(name): canonical for name, canonical in names.items()}
    for name, canonical in tuple(known.items()):
        if name not in _NO_PLURAL:
            known.setdefault(_other_number(name), canonical)
    return MappingProxyType(known)


def _spellings(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    synonyms = {name: word for word, names in words.items() for name in names}
    return _with_plurals({word: word for word in words} | synonyms)


_KEYS: Mapping[str, Field] = MappingProxyType(
    {
        key: FIELDS[name]
        for key, name in _spellings({field.name: field.synonyms for field in _TABLE}).items()
    },
)
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {field.name: _spellings(field.words) for field in _TABLE if field.words},
)
_KEY_NAMES = tuple(name for field in _TABLE for name in (field.name, *field.synonyms))


def find_field(key: str) -> Field | None:
    """Return the field a key means, by name, synonym or plural; None when we do not know it."""
    return _KEYS.get(key) or _KEYS.get(fold(key))


def find_word(field: str, text: str, own: Mapping[str, str] = _NOTHING) -> str | None:
    """Return our word for what an author wrote; None when it is a word of their own.

    Args:
        field: Canonical name.
        text: As written.
        own: The author's folded words → ours; they win over the table.
    """
    words = _WORDS.get(field, _NOTHING)
    if not own and text in words:
        return words[text]
    folded = fold(text)
    return own.get(folded) or words.get(folded)


def ask_about(field: str, text: str) -> str | None:
    """Return the question to ask about a word with two meanings; None when it is clear."""
    return AMBIGUOUS.get(field, _NOTHING).get(fold(text))


def suggest(text: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate the text is most likely a slip for; None when none is near.

    One slip in up to four letters, two in up to eight, else three; the first of equals.
    """
    wanted = fold(text)
    allowed = 1 + (len(wanted) > 4) + (len(wanted) > 8)  # noqa: PLR2004
    letters = set(wanted)
    best: str | None = None
    for candidate in candidates:
        near = fold(candidate)
        # A slip takes at most one letter away and brings one in; most candidates end here.
        if abs(len(near) - len(wanted)) <= allowed and len(letters ^ set(near)) <= 2 * allowed:
            slips = _slips(wanted, near)
            if slips <= allowed and slips < len(wanted) - 1:
                best, allowed = candidate, slips - 1
    return best


def _slips(one: str, other: str) -> int:
    """Return the optimal string alignment distance: letters changed, added, left out or swapped."""
    older: list[int] = []
    old = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        new = [i + 1]
        for j, wanted in enumerate(other):
            cost = min(old[j] + (letter != wanted), old[j + 1] + 1, new[j] + 1)
            if i and j and letter == other[j - 1] and one[i - 1] == wanted:
                cost = min(cost, older[j - 1] + 1)
            new.append(cost)
        older, old = old, new
    return old[-1]


def did_you_mean(key: str) -> str | None:
    """Return the key an unknown one is most likely a slip for."""
    return suggest(key, _KEY_NAMES)


class Settings(Protocol):
    """What of the portfolio's settings bears on reading an entry."""

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Field → the author's folded word → ours."""

    @property
    def ignore(self) -> frozenset[str]:
        """Folded keys that are kept in silence."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words that decide how an entry is read: ours, the language's and the author's."""

    sections: Mapping[str, str]
    """Folded heading → role."""
    words: Mapping[str, Mapping[str, str]]
    """Field → the author's folded word → ours."""
    ignore: frozenset[str]
    """Folded keys that are kept in silence."""

    def role(self, heading: str) -> str | None:
        """Return what a level-2 heading is read as; None when it is just text."""
        return self.sections.get(fold(heading.strip().rstrip(":")))

    def word(self, field: str, text: str) -> str | None:
        """Return our word for what the author wrote in a field, their own words included."""
        return find_word(field, text, self.words.get(field, _NOTHING))

    def digest(self) -> str:
        """Return the same 64 hex digits for the same words, in whatever order they were given."""
        own = {field: dict(words) for field, words in self.words.items()}
        parts = [dict(self.sections), own, sorted(self.ignore)]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def vocabulary(
    config: Settings,
    catalogue_sections: Mapping[str, Sequence[str]] = _NO_WORDS,
) -> Vocabulary:
    """Return the words in use for a portfolio.

    Args:
        config: Its settings.
        catalogue_sections: Role → heading names in the portfolio's language, beside the English.
    """
    sections = {
        fold(name): role
        for table in (catalogue_sections, SECTIONS)
        for role, names in table.items()
        for name in names
    }
    return Vocabulary(MappingProxyType(sections), config.words, config.ignore)
