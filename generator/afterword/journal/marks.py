"""Theme marks in an item: a bold lead, `#theme` and `#[two words]`.

While an item is read, each mark is a number between two control characters, so that it can be
told from words whatever is taken away around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from afterword.fields import Vocabulary, fold
from afterword.journal.cuts import CUT, code_spans, within
from afterword.journal.items import Item
from afterword.journal.model import Span
from afterword.journal.signatures import split_signature

LONGEST_THEME_WORDS = 4
"""A longer bold lead is the beginning of a sentence, not a theme."""

_LEAD = re.compile(
    r"(\*\*\*?|__)(?=\S)(.+?)(?<=\S)\1[ \t]*(?:[,;:.](?=\s|$)|([–—-])(?=\s|$))?[ \t]*"
)
# Vowel signs and accents are no word characters to `re`, but stand inside words.
_INSIDE = (
    r"\w\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0966-\u109f\u1780-\u17d3\u1ab0-\u1aff\u200c\u200d\u302a-\u302f\u3099\u309a"
)
HASH = re.compile(
    rf"(?:(?<=\s)|^)#(?:\[([^\[\]\n]+)\]|([^\W\d_](?:[{_INSIDE}]|[/-](?=[{_INSIDE}]))*))"
)
"""A theme mark; the first or the second group is its name."""
_MARK = re.compile(r"\x01(\d+)\x01")
_TRAILING = re.compile(r"(?:[ \t]*,?[ \t]*\x01\d+\x01)+[ \t]*$", re.MULTILINE)
_AFTER_SENTENCE = re.compile(
    r"(?<=[.!?…”\"’»)])(?:[ \t]*,?[ \t]*\x01\d+\x01)+[ \t]*[.;]?$", re.MULTILINE
)
_LEADING = re.compile(r"\A(?:\x01\d+\x01[ \t]*,?[ \t]*)+(?:[:–—][ \t]+|(?=[A-Z“\"(>\n]|$))")


@dataclass(frozen=True, slots=True)
class Marked:
    """An item's text with numbered marks, and the themes they name."""

    text: str
    names: tuple[str, ...]
    """By number, as written."""
    themes: tuple[Span, ...]
    """Each once, a bold lead or heading first."""


def mark_themes(item: Item, vocabulary: Vocabulary) -> tuple[Marked, str]:
    """Take the bold lead out of an item, and number its marks; return also who signs a heading."""
    heading, giver = split_signature(item.heading, vocabulary) if item.heading else ("", "")
    text, themes = item.text, []
    if heading and "#" not in heading and len(heading.split()) <= LONGEST_THEME_WORDS:
        themes.append(_span(item, heading.strip("*_: ")))
    elif heading:
        text = f"{heading}\n\n{text}".strip()
    elif found := _LEAD.match(text):
        lead = found[2].strip("*_`[] \t").rpartition("|")[2].lstrip("#").rstrip(":.,; \t")
        if lead and len(lead.split()) <= LONGEST_THEME_WORDS:
            themes.append(_span(item, lead))
            text = _after_lead(text, found, vocabulary)
    marks: list[Span] = []
    if "#" in text:
        text, marks = _number(text, item)
    unique: dict[str, Span] = {}
    for theme in (*themes, *marks):
        unique.setdefault(fold(theme.text).replace(" ", ""), theme)
    return Marked(text, tuple(mark.text for mark in marks), tuple(unique.values())), giver


def _after_lead(text: str, lead: re.Match[str], vocabulary: Vocabulary) -> str:
    """Return what follows a bold lead; a dash after it vanishes unless it begins a signature."""
    # With a word in front, only a name or a known source can be a signature.
    if lead[3] and split_signature(f". {text[lead.start(3) :]}", vocabulary)[0] == ".":
        return text[lead.start(3) :]
    return text[lead.end() :]


def _span(item: Item, name: str) -> Span:
    return Span(name, *item.place(name))


def _number(text: str, item: Item) -> tuple[str, list[Span]]:
    """Replace each mark outside code by its number."""
    code = code_spans(text)
    marks: list[Span] = []
    places: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(item.source):
        for written in HASH.finditer(line.replace(CUT, " ")):
            places.setdefault(written[0], []).append((item.line + row, written.start() + 1))
    waiting = {written: iter(found) for written, found in places.items()}

    def numbered(found: re.Match[str]) -> str:
        place = next(waiting.get(found[0], iter(())), (item.line, item.column))
        name = (found[1] or found[2]).strip()
        if not name or within(code, found.start()):
            return found[0]
        marks.append(Span(name, *place))
        return f"\x01{len(marks) - 1}\x01"

    return HASH.sub(numbered, text), marks


def without_marks(text: str) -> str:
    """Return a text without the marks at the end of its last line."""
    if "\x01" not in text:
        return text
    start = text.rfind("\n") + 1
    return text[:start] + _TRAILING.sub("", text[start:])


def unmarked(text: str, marked: Marked) -> str:
    """Return a text as it is shown: marks at a line's end vanish, those in a sentence are words."""
    if "\x01" in text:
        text = _AFTER_SENTENCE.sub("", _TRAILING.sub("", _LEADING.sub("", text)))
        text = _MARK.sub(lambda mark: marked.names[int(mark[1])], text)
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    return text.strip()
