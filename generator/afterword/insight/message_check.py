"""What a message should not say, found in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from afterword.insight.message_words import (
    ACCUSING,
    ARGUING,
    BLAME,
    GROVELLING,
    HARSH,
)
from afterword.insight.requests import MOST_REMINDERS

MOST_WORDS = 150

_HEAD = re.compile(r"\A\ufeff?(?:subject|betreff):[^\n]*(?:\n|\Z)", re.IGNORECASE)
_QUOTED = re.compile(
    r"“[^“”]{0,600}”|„[^„“]{0,600}“|«[^«»]{0,600}»|\"[^\"\n]{0,600}\"|^>[^\n]*", re.MULTILINE
)
_PLACEHOLDER = re.compile(
    r"\{\{?[^{}\n]{0,80}\}?\}|\[(?![ xX]?\])[^\[\]\n]{1,80}\](?!\()"
    r"|<(?!https?:|mailto:|[^<>\s]+@)[^<>\n]{1,80}>|\b(?:TODO|TBD|FIXME|XXX+)\b"
)
_WORD = re.compile(r"\w[\w'’.,@:/-]*")


class Doubt(NamedTuple):
    """Something to look at again before a message goes out."""

    line: int
    column: int
    """Both from 1, in code points."""
    code: str
    message: str
    hint: str


def check_message(
    text: str,
    *,
    hidden: Iterable[str] = (),
    reminders: int = 0,
    most_words: int = MOST_WORDS,
) -> tuple[Doubt, ...]:
    """Return what to look at again in a message, in the order of the text.

    Words of others, in quotation marks, are looked through for names and placeholders alone.

    Args:
        text: The message, with or without a first line `Subject: …`.
        hidden: Names that nobody is to read.
        reminders: How many were sent before, when this is another.
        most_words: Below the subject; 0 for as many as there are.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = text.replace("’", "'")
    own = _QUOTED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), plain)
    found = [
        *_phrases(own),
        *_placeholders(plain),
        *_names(plain, hidden),
        *_length(plain, most_words),
        *_reminders(reminders),
    ]
    return tuple(sorted(doubt(text) for doubt in found))


_Placed = Callable[[str], Doubt]
"""Given the text, says what is doubtful there."""


def _at(index: int, kind: str, message: str, hint: str) -> _Placed:
    def placed(text: str) -> Doubt:
        start = text.rfind("\n", 0, index) + 1
        return Doubt(text.count("\n", 0, start) + 1, index - start + 1, kind, message, hint)

    return placed


def _phrases(text: str) -> Iterator[_Placed]:
    for phrases in (BLAME, ARGUING, ACCUSING, GROVELLING, HARSH):
        for found in phrases.pattern.finditer(text):
            words = " ".join(found[0].split())
            yield _at(found.start(), phrases.code, f'"{words}" {phrases.says}', phrases.hint)
        # What was found is not found again as something else.
        text = phrases.pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _placeholders(text: str) -> Iterator[_Placed]:
    for found in _PLACEHOLDER.finditer(text):
        message = f'"{found[0]}" looks like a place that was left to fill in'
        yield _at(found.start(), "placeholder", message, "Fill it in, or take it out.")


def _names(text: str, hidden: Iterable[str]) -> Iterator[_Placed]:
    seen: set[tuple[int, int]] = set()
    for name in sorted(filter(str.strip, hidden), key=len, reverse=True):
        words = r"\s+".join(map(re.escape, name.replace("’", "'").split()))
        for found in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE):
            if any(start <= found.start() < end for start, end in seen):
                continue
            seen.add(found.span())
            message = f'"{found[0]}" is a name that [names] in portfolio.toml hides'
            hint = "Leave it out, unless whoever reads this knows it anyway."
            yield _at(found.start(), "hidden-name", message, hint)


def _length(text: str, most: int) -> Iterator[_Placed]:
    head = _HEAD.match(text)
    words = tuple(_WORD.finditer(text, head.end() if head else 0))
    if most and len(words) > most:
        message = f"the message has {len(words)} words; up to {most} are read to the end"
        yield _at(words[most].start(), "long", message, "Keep one question, and let the rest go.")


def _reminders(count: int) -> Iterator[_Placed]:
    if count >= MOST_REMINDERS:
        message = f"{count} reminders were sent already; two are enough"
        hint = "Close it kindly: `replied: no` in the entry says that nothing came."
        yield _at(0, "third-reminder", message, hint)


def hidden_names(names: Iterable[Collection[str]], known: Collection[str]) -> tuple[str, ...]:
    """Return the names that are to be hidden, without those that the message is about anyway.

    Args:
        names: Each with the other ways it is written.
        known: To whom the message goes, and whom they work for.
    """
    there = {word.casefold() for name in known for word in (name, *name.split())}
    return tuple(
        [one for ways in names if not any(w.casefold() in there for w in ways) for one in ways]
    )
