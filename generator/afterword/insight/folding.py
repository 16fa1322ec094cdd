"""Text as names and passages are compared in: case, accents, look-alikes and unseen signs gone.

A folded text is for looking things up, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

EDGE = "\x1e"
"""Stands between two pieces of text that no phrase reaches across."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Letters that look like a Latin one and that no normalisation brings together.
_LOOKS_LIKE = (
    ("авеікмнорстухјѕһԁԛԝӏѵ", "abeikmhopctyxjshdqwiv"),
    ("αβεζηικμνορτυχϲϳσς", "abezhikmvoptyxcjss"),
    ("ɑɡıȷɩʟɴʀʏʙɢʜɪøłđħŧðþəɛ", "agijilnrybghioldhtdpee"),
    ("ᴀᴄᴅᴇᴊᴋᴍᴏᴘꜱᴛᴜᴠᴡᴢ", "acdejkmopstuvwz"),
)
_LOOKALIKES: Mapping[str, str] = MappingProxyType(
    {
        **{one: other for row in _LOOKS_LIKE for one, other in zip(*row, strict=True)},
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
    }
)
_UNSEEN = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\ufeff\uffa0")
_ACCENTS = (
    *((0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)),
    *((0xFE00, 0xFE0F), (0xE0100, 0xE01EF)),  # these choose between shapes
)
_HANGUL = (0xAC00, 0xD7A3)
_WITHOUT_SPACES = (
    *((0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF)),
    *((0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF)),
    *((0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
)
_UNSPACED = re.compile(
    "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _WITHOUT_SPACES) + "]+"
)
_IN_WORD = b"-._'*~`^+\\"
"""What may stand inside a word that is written apart: `Ac-me`, `A.c.m.e`, `Ac*me*`."""
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t>]*(?=[^\W\d_])")
_TO_SPACE = bytes(
    ord("|")
    if byte == ord(EDGE)
    else byte
    if byte > 0x7F or chr(byte).isalnum()  # noqa: PLR2004
    else ord(" ")
    for byte in range(256)
)


def fold_keeping_case(text: str) -> str:
    """Return the text with accents, look-alikes and unseen signs gone, and its capitals kept.

    `lower` of it is as long as it; a text of ASCII alone comes back as it is.
    """
    if text.isascii():
        return text
    # To go through lines of ASCII sign by sign takes longest.
    return "\n".join(
        [line if line.isascii() else _NOT_ASCII.sub(_fold_run, line) for line in text.split("\n")]
    )


def fold_text(text: str) -> str:
    """Return the folded text with its punctuation, in lower case."""
    return fold_keeping_case(text).lower()


def words_of(folded: str) -> str:
    """Return a folded text as words with one space before, between and after them.

    Punctuation is a space; EDGE is a word `|`.
    """
    return _spaced(_bytes(folded).translate(_TO_SPACE))


def joined_words_of(folded: str) -> str:
    """Return the words as `words_of`, but those with signs in them as one: `acme` for `ac-me`.

    So is a word that is hyphenated at the end of a line.
    """
    if "-\n" in folded or "- \n" in folded:
        folded = _HYPHENATED.sub("", folded)
    return _spaced(_bytes(folded).translate(_TO_SPACE, _IN_WORD))


def phrase_of(text: str) -> str:
    """Return a text as folded words with one space between them; empty without any word."""
    return words_of(fold_text(text)).strip()


def squeeze(text: str) -> str:
    """Return the folded letters and digits alone: the identity of a name."""
    return phrase_of(text).replace(" ", "")


@lru_cache(maxsize=8192)
def fold_letter(letter: str) -> str:
    """Return what one character is in a folded text with case kept; empty when it is unseen.

    White space is a space, other signs that are neither letter nor digit a full stop.
    """
    if letter.isascii():
        return letter
    if letter in _UNSEEN or unicodedata.category(letter) == "Cf" or _within(letter, _ACCENTS):
        return ""
    if _HANGUL[0] <= ord(letter) <= _HANGUL[1]:
        return letter  # taken apart, one syllable would begin with another
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(_fold_part(part) for part in parts if not _within(part, _ACCENTS))


def without_spaces(text: str) -> bool:
    """Tell whether a text has letters of a script that puts no spaces between words."""
    return not text.isascii() and any(_within(letter, _WITHOUT_SPACES) for letter in text)


def unspaced_parts(text: str) -> tuple[str, ...]:
    """Return the stretches of a text in scripts that put no spaces between words."""
    return () if text.isascii() else tuple(_UNSPACED.findall(text))


def _fold_part(letter: str) -> str:
    if letter.isascii():
        return letter
    small = letter.lower() if len(letter.lower()) == 1 else letter
    known = _LOOKALIKES.get(small)
    if known is not None:
        return known if small == letter else known.upper()
    if letter.isspace():
        return " "
    kind = unicodedata.category(letter)[0]
    if kind in "LMN":
        return letter if len(letter.lower()) == 1 else small
    return "-" if unicodedata.category(letter) == "Pd" else "."


@lru_cache(maxsize=65536)
def _fold_runs(run: str) -> str:
    return "".join(map(fold_letter, run))


def _fold_run(found: re.Match[str]) -> str:
    return _fold_runs(found[0]) if len(found[0]) <= 64 else "".join(map(fold_letter, found[0]))  # noqa: PLR2004


def _within(letter: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(letter)
    return any(first <= code <= last for first, last in ranges)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _spaced(content: bytes) -> str:
    return f" {b' '.join(content.replace(b'|', b' | ').split()).decode()} "
