"""Search: entries that hold all words, the best first."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from afterword.journal.body import plain
from afterword.journal.cuts import CUT, cut
from afterword.journal.model import Entry, Journal
from afterword.journal.reading import body_text

EXCERPT_LENGTH = 160
"""Characters of an excerpt, give or take a word."""

_TITLE, _THEME, _NAME, _TEXT = 4, 3, 2, 1
_WORD = re.compile(r"\w+[+#]*|[^\w\s]+")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_LEAD = re.compile(r"^[ \t]*(?:[-*+•–#>]+|\d+[.)])[ \t]+(?:\[.\][ \t]+)?|^[ \t]*[>#]+")
# Scripts that write no spaces: a word can begin anywhere.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


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
    patterns = tuple(_pattern(word) for text in words for word in _WORD.findall(_folded(text)))
    found = [match for entry in journal.entries if (match := _match(entry, patterns))]
    found.sort(key=lambda f: (f.entry.date or dt.date.min, f.entry.slug), reverse=True)
    found.sort(key=lambda f: -f.score)
    return tuple(found)


def _pattern(word: str) -> re.Pattern[str]:
    begins_anywhere = not word[0].isalnum() or _UNSPACED.match(word)
    return re.compile(re.escape(word) if begins_anywhere else rf"(?<![^\W_]){re.escape(word)}")


def _match(entry: Entry, patterns: Sequence[re.Pattern[str]]) -> Found | None:
    body = _body(entry)
    places = (
        (_TITLE, _folded(entry.title)),
        (_THEME, _folded("\n".join(theme.name for theme in entry.themes))),
        (_NAME, _folded("\n".join(_names(entry)))),
        (_TEXT, _folded(body)),
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


def _body(entry: Entry) -> str:
    """Return the text without front matter, title and notes to self."""
    reading = entry.reading
    lines = list(cut(body_text(entry), first_line=1).lines)
    if reading.heading and reading.heading.text == entry.title:
        lines[reading.heading.line - reading.body_line] = ""
    return "\n".join(lines).replace(CUT, "")


def _folded(text: str) -> str:
    """Return a text without case and accents."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def _excerpt(entry: Entry, body: str, patterns: Sequence[re.Pattern[str]]) -> tuple[Piece, ...]:
    """Return the line that holds most of the words, around the first of them."""
    best, most = "", 0
    for line in body.split("\n"):
        folded = _folded(line)
        count = sum(bool(pattern.search(folded)) for pattern in patterns)
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
    folded = [_folded(letter) for letter in line]
    origin = [i for i, letters in enumerate(folded) for _ in letters]
    text = "".join(folded)
    found = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    spans: list[tuple[int, int]] = []
    for start, end in sorted((origin[a], origin[b - 1] + 1) for a, b in found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
