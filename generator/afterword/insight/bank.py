"""The question bank: each question once, however it was worded, with all its answers."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from afterword.config import QuestionSettings
from afterword.journal.model import Entry, Question

_MARKS = re.compile(r"[*_`~]|\[\[|\]\]|!?\[([^\]]*)\]\([^)]*\)")
_WORDS = re.compile(r"\w+(?:['’]\w+)*")
_OPENERS = frozenset(("so", "and", "ok", "okay", "well", "now", "then", "please", "also", "und"))
_SHORT = MappingProxyType(
    {
        "what's": "what is",
        "who's": "who is",
        "how's": "how is",
        "where's": "where is",
        "you've": "you have",
        "you'd": "you would",
        "you're": "you are",
        "couldn't": "could not",
        "didn't": "did not",
        "don't": "do not",
        "i'd": "i would",
    }
)
"""Of English; in other languages what is joined stays so."""

_RANKS = MappingProxyType({"badly": 0, "ok": 1, "": 1, "well": 2})


class Asked(NamedTuple):
    """A question, where it was asked."""

    question: Question
    entry: Entry


class Banked(NamedTuple):
    """One question of the bank."""

    key: str
    """Its wording, normalised."""
    name: str
    """Its declared wording; empty when it is called as it was asked last."""
    asked: tuple[Asked, ...]
    """In order of time."""

    @property
    def date(self) -> dt.date | None:
        """When it was asked last."""
        return self.asked[-1].entry.date

    @property
    def went(self) -> str:
        """How it went the last time that somebody wrote it down."""
        return next((a.question.went for a in reversed(self.asked) if a.question.went), "")

    @property
    def rank(self) -> int:
        """What went badly comes first."""
        return _RANKS.get(self.went, 1)


def normalised(text: str) -> str:
    """Return the wording of a question without case, marks, openers and contractions.

    >>> normalised("So, **what's** a session *worth*?") == normalised("What is a session worth")
    True
    """
    plain = _MARKS.sub(lambda found: found[1] or "", unicodedata.normalize("NFKC", text))
    words = [_SHORT.get(w, w) for w in _WORDS.findall(plain.casefold().replace("’", "'"))]
    while len(words) > 1 and words[0] in _OPENERS:
        words.pop(0)
    return " ".join(words)


def bank_of(
    entries: Sequence[Entry], settings: Iterable[QuestionSettings] = (), *, forgotten: bool = False
) -> tuple[Banked, ...]:
    """Return each question once, in order of the time it was asked last; undated ones at the end.

    Args:
        entries: In order of time, undated ones last.
        settings: Which wordings are one question.
        forgotten: Those that I meant to ask, instead of those that were asked.
    """
    names = _names(settings)
    found: dict[str, list[Asked]] = {}
    for entry in entries:
        for question in entry.questions:
            if question.forgotten is forgotten and (key := normalised(question.text)):
                found.setdefault(names.get(key, ("", key))[1], []).append(Asked(question, entry))
    called = {key: name for name, key in names.values()}
    rows = {entry.slug: row for row, entry in enumerate(entries)} if found else {}
    banked = [Banked(key, called.get(key, ""), tuple(asked)) for key, asked in found.items()]
    return tuple(sorted(banked, key=lambda one: rows[one.asked[-1].entry.slug]))


def _names(settings: Iterable[QuestionSettings]) -> Mapping[str, tuple[str, str]]:
    """Return wording → the declared wording as written, and normalised."""
    return {
        normalised(wording): (one.question, normalised(one.question))
        for one in settings
        for wording in (one.question, *one.also)
    }
