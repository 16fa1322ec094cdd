"""Words and numbers that may be base64 or hex.

Each is looked at once in an audit: what says nothing in one page says nothing in the others.
"""

from __future__ import annotations

import binascii
import itertools
import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from afterword.insight.folding import EDGE
from afterword.sealing.audit_classes import Classes
from afterword.sealing.audit_containers import may_begin, sniff
from afterword.sealing.audit_memory import with_room
from afterword.sealing.audit_pieces import LETTER, Piece, is_wide, wide_text

BETWEEN = f" {EDGE} "
"""Stands between two pieces of a text that were read apart."""

_BASE64 = Classes(
    {**{sign: sign for sign in string.ascii_letters + string.digits}, "+": "+-", "/": "/_"},
    other=" ",
    beyond=" ",
)
"""Its signs, those for addresses as the others."""
_FEWEST_BASE64 = 4
_BASE64_LINES = re.compile(r"(?<=[A-Za-z0-9+/_-]{8})[ \t]*\r?\n[ \t]*(?=[A-Za-z0-9+/_-]{2})")
_LINE_END = re.compile(r"[A-Za-z0-9+/_-]{8}\Z")
_HEX = Classes({sign: sign for sign in string.hexdigits}, other=" ", beyond=" ")
_FEWEST_HEX = 6
_HEX_APART = re.compile(r"\b(?:0x)?[0-9a-fA-F]{2}(?:[ \t:,;\n-]{1,2}(?:0x)?[0-9a-fA-F]{2}\b){2,}")
_HEX_BETWEEN = re.compile(r"0x|[^0-9a-fA-F]+")
_PAIRS = Classes(
    {
        "w": string.ascii_letters + string.digits + "_",
        "h": string.hexdigits,
        "s": " \t:,;\n-",
    },
    beyond=".",
)
_THREE_PAIRS = re.compile(rb"hhs(?<=[.s]hhs)s?hhss?hh(?![hw])")
_WHOLE = re.compile(rb"(?<=\0)[\t\n\r\x20-\x7e\x80-\xff]{12,}(?=\0)")
_READABLE = re.compile(
    rb"(?<=\0)(?:[ '.A-Za-z-]|[\xc2-\xdf][\x80-\xbf]){3,7}(?=\0)|" + LETTER + rb"{8,}"
)
_FEWEST_SIGNS = 8
"""Bytes from which a readable part may hold any sign, and not letters alone …"""
_MOST_LETTERS = 14
"""… and bytes that fewer of them do not have when they are folded: `և` becomes twice as many."""
_LONG_RUN = 2048
_RARE = re.compile(LETTER + rb"{16,}")
"""In much noise, a name of three letters stands in shorter stretches by chance."""
_LONG_CHANCE = 24
"""Readable characters among others from which they may be in yet another writing."""
_REMEMBERED = 64
"""Letters of the longest word that is remembered …"""
_MOST_REMEMBERED = 1 << 16
"""… and how many are."""
_LONG = 12
"""Characters from which a single word may hold a file, or text of two bytes a letter."""
_HEAD = 64


@dataclass(frozen=True, slots=True)
class Decoded(Piece):
    """What a text, or a part of it, is in another writing."""

    final: bool = False
    """A part of the text as it is: whatever it may say besides, the text says too."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one run says."""

    whole: str
    """Where all of it is text."""
    chance: str
    """Where parts of it are."""
    much: bool
    """Whether there is so much of these that they may be in yet another writing."""
    binary: tuple[Decoded, ...]

    def __bool__(self) -> bool:
        return bool(self.whole or self.chance or self.binary)


class _Writing(NamedTuple):
    """A way in which bytes are written as signs."""

    channel: str
    group: int
    """Signs that make whole bytes: a run can begin at any of them."""
    zeros: str
    """Three bytes of zero: they part what is read from one place from what is from another."""
    decode: Callable[[str], bytes]

    def signs(self, size: int) -> int:
        """Return how many signs so many bytes take at least, filled up with zeros."""
        return next(n for n in itertools.count(1) if len(self._bytes(self.zeros[0] * n)) >= size)

    def read(self, run: str, shortest: int) -> _Said:
        """Return what a run says at any offset: as a whole, in readable parts, and as a file.

        Args:
            run: Signs of this writing.
            shortest: Bytes of the letters that a part must have.
        """
        offsets = [run[offset:] for offset in range(self.group)]
        filled = (self._filled(rest) for rest in offsets)
        texts = _readable_parts(self.decode(self.zeros.join(("", *filled, ""))), shortest)
        if len(run) < _LONG:
            return _Said(*texts, ())
        return _Said(*texts, tuple(found for rest in offsets for found in self._binary(rest)))

    def _filled(self, run: str) -> str:
        """Return a run of full groups; one sign over is none."""
        over = len(run) % self.group
        if over == 1:
            return run[:-1]
        return run + self.zeros[0] * (-over % self.group)

    def _binary(self, run: str) -> Iterator[Decoded]:
        """Yield a run as bytes if it is a file, or as text of two bytes a letter."""
        head = self._bytes(run[:_HEAD])
        if may_begin(head) and sniff(whole := self._bytes(run)):
            yield Decoded(self.channel, whole)
        elif is_wide(head):
            yield Decoded(f"{self.channel} of UTF-16", wide_text(self._bytes(run)), noisy=True)

    def _bytes(self, run: str) -> bytes:
        return self.decode(self._filled(run))


_IN_BASE64 = _Writing("base64", 4, "AAAA", binascii.a2b_base64)
_IN_HEX = _Writing("hex", 2, "000000", bytes.fromhex)


class RunReader:
    """Reads runs of letters and digits; lives as long as one audit.

    Args:
        shortest: Bytes of the letters of the shortest name that is looked for: what chance says
            is no shorter.
    """

    def __init__(self, shortest: int = 0) -> None:
        self._base64 = _Memory(_IN_BASE64, shortest)
        self._hex = _Memory(_IN_HEX, shortest)
        # Without parts of a few letters, there are none in a short run, nor in its digits.
        self._least = 0 if shortest <= _MOST_LETTERS else _IN_BASE64.signs(_FEWEST_SIGNS)
        self._without_hex: set[bytes] = set()

    def read(self, text: str, joined: str) -> Iterator[Decoded]:
        """Yield what words are as base64, and what digits are as hex.

        Each is read from all the places where the signs of a byte, or of three, can begin.

        Args:
            text: What is read.
            joined: The same, with lines put together where base64 can go on in the next.
        """
        words = runs = base64_runs(text, self._least)
        if joined != text:
            runs = words | base64_runs(joined, self._least)
        yield from self._base64.read(runs)
        yield from self._hex.read(self.hex_runs(text, words))

    def hex_runs(self, text: str, words: set[bytes]) -> set[bytes]:
        """Return the hexadecimal digits that stand together, or in pairs one after the other.

        Args:
            text: What is read.
            words: In it, that may be base64: all digits that stand together are in one of them.
        """
        runs: set[bytes] = set()
        for word in words - self._without_hex:
            found = _runs(_HEX, _FEWEST_HEX, word)
            runs |= found
            if not found and len(word) <= _REMEMBERED:
                with_room(self._without_hex, _MOST_REMEMBERED).add(word)
        if may_have_pairs(text):
            pairs = (_HEX_BETWEEN.sub("", found[0]) for found in _HEX_APART.finditer(text))
            runs.update(digits.encode() for digits in pairs)
        return runs


class _Memory:
    """Reads runs in one writing, and remembers what short ones say: most say nothing."""

    def __init__(self, writing: _Writing, shortest: int) -> None:
        self._writing = writing
        self._shortest = shortest
        self._silent: set[bytes] = set()
        self._saying: dict[bytes, _Said] = {}

    def read(self, runs: set[bytes]) -> Iterator[Decoded]:
        """Yield what all runs say together, and each that is more than text."""
        said = [one for run in sorted(runs - self._silent) if (one := self._said(run))]
        yield from _together(self._writing.channel, said)
        for one in said:
            yield from one.binary

    def _said(self, run: bytes) -> _Said:
        known = self._saying.get(run)
        if known is not None:
            return known
        said = self._writing.read(run.decode(), self._shortest)
        if len(run) <= _REMEMBERED:
            if said:
                with_room(self._saying, _MOST_REMEMBERED)[run] = said
            else:
                with_room(self._silent, _MOST_REMEMBERED).add(run)
        return said


def base64_runs(text: str, fewest: int = 0) -> set[bytes]:
    """Return the words of so many signs that may be base64, `-` as `+` and `_` as `/`.

    Args:
        text: What is read.
        fewest: Signs of a word; never less than four.
    """
    return _runs(_BASE64, max(fewest, _FEWEST_BASE64), text.encode("utf-8", "replace"))


def may_have_pairs(text: str) -> bool:
    """Tell whether three pairs of hexadecimal digits can follow one another in a text."""
    return "0x" in text or _THREE_PAIRS.search(b"." + _PAIRS.of(text)) is not None


def lines_joined(text: str) -> str:
    """Return the text with lines put together where base64 can go on in the next."""
    return _BASE64_LINES.sub("", text)


def may_go_on(line: str) -> bool:
    """Tell whether base64 can go on after a line."""
    # In markup nearly all lines end with a tag.
    return not line.endswith(">") and _LINE_END.match(line.rstrip(" \t\r")[-8:]) is not None


def _runs(signs: Classes, fewest: int, encoded: bytes) -> set[bytes]:
    words = frozenset(signs.of_bytes(encoded).split())
    return {word for word in words if len(word) >= fewest}


def _together(channel: str, said: Sequence[_Said]) -> Iterator[Decoded]:
    """Yield what is text throughout, one by one as it is on many pages, and what may be chance."""
    for whole in dict.fromkeys(one.whole for one in said if one.whole):
        yield Decoded(channel, whole)
    chance = [one.chance for one in said if one.chance]
    if chance:
        final = not any(one.much for one in said)
        yield Decoded(channel, BETWEEN.join(chance), noisy=True, final=final)


def _readable_parts(decoded: bytes, shortest: int) -> tuple[str, str, bool]:
    """Return what is text throughout, what is in parts, and whether there is much of these."""
    whole = BETWEEN.join(map(_text_and_latin, _WHOLE.findall(decoded)))
    parts = (_RARE if len(decoded) > _LONG_RUN else _READABLE).findall(decoded)
    much = len(BETWEEN.join(map(text_from, parts))) >= _LONG_CHANCE
    # What is longer may be an address, or in yet another writing.
    kept = [part for part in parts if len(part) >= _FEWEST_SIGNS or _folded(part) >= shortest]
    return whole, BETWEEN.join(map(text_from, kept)), much


def _folded(part: bytes) -> int:
    """Return how many bytes a part of letters has at most when it is folded: `և` becomes `եւ`."""
    return len(part) if part.isascii() else 4 * len(text_from(part))


def text_from(content: bytes) -> str:
    """Return bytes as text, whatever is no UTF-8 in them as a sign for it."""
    return content.decode("utf-8", "replace")


def _text_and_latin(content: bytes) -> str:
    """Return text in UTF-8, and in Latin-1 besides when it is not all UTF-8."""
    text = text_from(content)
    return f"{text}{BETWEEN}{content.decode('latin-1')}" if "\ufffd" in text else text
