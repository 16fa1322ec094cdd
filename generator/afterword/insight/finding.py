"""Search: entries that hold all words, the best first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from afterword.insight.searching import body_of, folded, pattern_of, words_of
from afterword.journal.body import plain
from afterword.journal.model import Entry, Journal

EXCERPT_LENGTH = 160
"""Characters of an excerpt, give or take a word."""

_TITLE, _THEME, _NAME, _TEXT = 4, 3, 2, 1
_LEAD = re.compile(r"^[ \t]*(?:[-*+•–#>]+|\d+[.)])[ \t]+(?:\[.\][ \t]+)?|^[ \t]*[>#]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt."""

    text: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that holds all words."""

    entry: Entry
    score: int
    """4 for each word of the title, 3 of a theme, 2 of a person or company, 1 of the text."""
    excerpt: tuple[Piece, ...]
    """One line of the text, with what matched; without a match there, how the text begins."""


def find(journal: Journal, words: Iterable[str]) -> tuple[Found, ...]:
    """Return the entries that hold all words, by score, the newest first among equals.

    A word matches where a word begins with it; case and accents make no difference.

    Args:
        journal: Whose entries to look through.
        words: Each may hold several; none at all finds nothing.
    """
    patterns = tuple(pattern_of(word) for text in words for word in words_of(text))
    found = [match for entry in journal.entries if (match := _match(entry, patterns))]
    found.sort(key=lambda f: (f.entry.date or dt.date.min, f.entry.slug), reverse=True)
    found.sort(key=lambda f: -f.score)
    return tuple(found)


def _match(entry: Entry, patterns: Sequence[re.Pattern[str]]) -> Found | None:
    body = body_of(entry)
    places = (
        (_TITLE, folded(entry.title)),
        (_THEME, folded("\n".join(theme.name for theme in entry.themes))),
        (_NAME, folded("\n".join(_names(entry)))),
        (_TEXT, folded(body)),
    )
    score = 0
    for pattern in patterns:
        best = next((weight for weight, text in places if pattern.search(text)), 0)
        if not best:
            return None
        score += best
    return Found(entry, score, _excerpt(entry, body, patterns)) if patterns else None


def _names(entry: Entry) -> Iterator[str]:
    yield entry.company
    yield entry.role
    for person in entry.people:
        yield person.name


def _excerpt(entry: Entry, body: str, patterns: Sequence[re.Pattern[str]]) -> tuple[Piece, ...]:
    """Return the line that holds most of the words, around the first of them."""
    best, most = "", 0
    for line in body.split("\n"):
        low = folded(line)
        count = sum(bool(pattern.search(low)) for pattern in patterns)
        if count > most:
            best, most = line, count
    line = plain(_LEAD.sub("", best)) if most else entry.reading.summary
    return _pieces(_around(line, patterns), patterns)


def _around(line: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """Cut a long line at words, so that the first match is in what is left."""
    spans = _spans(line, patterns)
    if len(line) <= EXCERPT_LENGTH:
        return line
    start = max(0, spans[0][0] - EXCERPT_LENGTH // 3) if spans else 0
    start = line.rfind(" ", 0, start) + 1
    end = line.find(" ", start + EXCERPT_LENGTH)
    shown = line[start : end if end >= 0 else len(line)]
    return f"{'… ' if start else ''}{shown}{' …' if end >= 0 else ''}"


def _pieces(line: str, patterns: Sequence[re.Pattern[str]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    position = 0
    for start, end in _spans(line, patterns):
        pieces += (Piece(line[position:start], matched=False), Piece(line[start:end], matched=True))
        position = end
    pieces.append(Piece(line[position:], matched=False))
    return tuple(piece for piece in pieces if piece.text)


def _spans(line: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, int]]:
    """Return where the words stand in a line as written, in order, none within another."""
    low = [folded(letter) for letter in line]
    origin = [i for i, letters in enumerate(low) for _ in letters]
    text = "".join(low)
    found = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    spans: list[tuple[int, int]] = []
    for start, end in sorted((origin[a], origin[b - 1] + 1) for a, b in found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
