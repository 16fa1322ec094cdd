"""A text as its folded letters, each with its place and with what stands before it."""

from __future__ import annotations

import enum
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from afterword.insight.folding import fold_letter, squeeze

_SPECIAL = re.compile(
    r"</?(?:a|abbr|b|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>\n]{0,200}>"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
)
_EMPHASIS = frozenset("*~\\")
_HYPHENATED = re.compile(r"-[ \t]*\n[ \t>]*")
_LONGEST_AROUND = 64
_FARTHEST = 80
"""Signs and spaces between two words of a name, line break and quotation marks included."""


class Gap(enum.IntEnum):
    """What stands before a letter; from PART on, a part of a word begins with it."""

    NONE = 0
    """Nothing, or what is not seen."""
    EMPHASIS = 1
    PART = 2
    """Nothing, but lower case meets upper case, or a letter a digit."""
    SIGN = 3
    SPACE = 4
    """White space, a soft line break included."""
    BREAK = 5
    """An empty line, or the text's begin or end."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The folded letters and digits of a text."""

    folded: str
    """In lower case."""
    cased: str
    """The same with capitals."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """Where each comes from in the text."""
    gaps: tuple[Gap, ...]
    """What stands before each, and one for the end."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where letters stand in the text."""
        return self.starts[start], self.ends[end - 1]

    def begins_part(self, at: int) -> bool:
        """Tell whether a word or a part of one begins here, or has just ended."""
        return self.gaps[at] >= Gap.PART

    def is_capital(self, at: int) -> bool:
        """Tell whether the letter is a capital."""
        return self.cased[at].isupper()

    def word_around(self, start: int, end: int) -> tuple[int, int]:
        """Return begin and end of the words in which letters stand; of very long ones a part."""
        first, last = start - _LONGEST_AROUND, end + _LONGEST_AROUND
        while self.gaps[start] < Gap.SIGN and start > first:
            start -= 1
        while self.gaps[end] < Gap.SIGN and end < last:
            end += 1
        return start, end


def letters_of(text: str) -> Letters:
    """Return the letters of a text in Markdown or HTML; a character reference is its character."""
    cased: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    signs: list[str] = []
    gaps: list[Gap] = []
    for letter, start, end in _characters(text):
        folded = fold_letter(letter) if letter else "*"
        if not folded and ends and not signs:
            ends[-1] = end  # an accent goes with its letter
        for part in folded:
            if part.isalnum():
                before = cased[-1] if cased else ""
                gaps.append(_gap("".join(signs), before, part) if cased else Gap.BREAK)
                cased.append(part)
                starts.append(start)
                ends.append(end)
                signs = []
            else:
                signs.append(part)
    _split_capitals(cased, gaps)
    whole = "".join(cased)
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in cased)
    return Letters(lower, whole, tuple(starts), tuple(ends), (*gaps, Gap.BREAK))


def quick_letters(text: str) -> str:
    """Return the folded letters of a text without their places: in a fraction of the time."""
    if "<" in text or "&" in text:
        text = html.unescape(
            _SPECIAL.sub(lambda found: found[0] if found[0][0] == "&" else "", text)
        )
    return squeeze(text)


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each character with its place; an empty one for a tag."""
    last = 0
    for found in _SPECIAL.finditer(text):
        yield from _plain(text, last, found.start())
        last = found.end()
        if found[0][0] == "<":
            yield "", found.start(), last
        else:
            for letter in html.unescape(found[0]):
                yield letter, found.start(), last
    yield from _plain(text, last, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for at in range(start, end):
        yield text[at], at, at + 1


def _gap(signs: str, before: str, letter: str) -> Gap:
    """Return what stands between two letters."""
    if not signs:
        differs = before.isdigit() is not letter.isdigit()
        return Gap.PART if differs or (before.islower() and letter.isupper()) else Gap.NONE
    if len(signs) > _FARTHEST or signs.count("\n") > 1:
        return Gap.BREAK
    if _HYPHENATED.fullmatch(signs) and letter.islower():
        return Gap.SIGN
    if any(sign.isspace() for sign in signs):
        return Gap.SPACE
    return Gap.EMPHASIS if _EMPHASIS.issuperset(signs) else Gap.SIGN


def _split_capitals(cased: list[str], gaps: list[Gap]) -> None:
    """Begin a part at the last capital of several: IBM|Cloud."""
    for at in range(1, len(cased) - 1):
        here, following = cased[at], cased[at + 1]
        if (
            gaps[at] is Gap.NONE
            and gaps[at + 1] is Gap.NONE
            and here.isupper()
            and following.islower()
            and cased[at - 1].isupper()
        ):
            gaps[at] = Gap.PART
