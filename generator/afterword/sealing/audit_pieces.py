"""Bytes → the texts in them, and what in them cannot be read."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from afterword.insight.folding import EDGE

_BETWEEN = f" {EDGE} "
LARGEST_BYTES = 64 * 1024 * 1024
"""What one compressed part may grow to."""
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
GZIP = b"\x1f\x8b\x08"
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
_UTF16_LE = re.compile(rb"(?:[\x20-\x7e\t\n\r\x80-\xff]\0){3,}")
_UTF16_BE = re.compile(rb"(?:\0[\x20-\x7e\t\n\r\x80-\xff]){3,}")
LETTER = (
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
    rb"|[\xf0-\xf4][\x80-\xbf]{3})"
)
"""A character of UTF-8 that is shown, as a pattern."""
_PRINTABLE = re.compile(LETTER + rb"{16,}")
"""By chance, less than one in a megabyte."""
_HEADS = (
    re.compile(rb"PK\x03\x04[\x00-\x3f]\0..[\x00\x08\x09\x0c\x0e\x5d\x63]\0", re.DOTALL),
    re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL),
    re.compile(re.escape(PNG)),
    re.compile(rb"%PDF-[12]\.[0-9]"),
)
"""Heads of files, long enough that no megabyte of pixels has one by chance."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\xff]")
_MASS_BYTES = 64 * 1024
_LEAST_WIDE = 6
_LETTERS = re.compile("[\\s\\x20-\u20ff\uff00-\uffef\U0001d400-\U0001d7ff]+")
_IDEOGRAPHS = re.compile("[\u3000-\u9fff\uac00-\ud7a3]+")
_LEAST_IDEOGRAPHS = 12
"""Chance gives one in two."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something in a file."""

    channel: str
    content: str | bytes
    noisy: bool = False
    """Perhaps nothing but chance."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that cannot be read, so that nobody knows what it says."""

    reason: str


Parts = Iterator[Piece | Fault]


class DamagedError(Exception):
    """A file is not what it begins as."""


def text_of(content: bytes) -> str | None:
    """Return the text that bytes are, in UTF-8, UTF-16 or UTF-32; None when they are no text."""
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return _decoded(content, "utf-32")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    return None if 0 in content else _decoded(content, "utf-8-sig")


def is_marked_wide(content: bytes) -> bool:
    """Tell whether bytes begin as text of two or four bytes a letter does."""
    return content.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))


def is_binary(content: bytes) -> bool:
    """Tell whether there are bytes that no text has."""
    return _CONTROL.search(content) is not None


def is_wide(head: bytes) -> bool:
    """Tell whether bytes look like text of two bytes a letter."""
    if len(head) < _LEAST_WIDE or not _CONTROL.search(head):
        return False
    for encoding in ("utf-16-le", "utf-16-be"):
        letters = head.decode(encoding, "ignore")
        few = _LETTERS.sub("", letters)
        if letters and len(few) * 10 <= len(letters):
            return True
        if len(letters) >= _LEAST_IDEOGRAPHS and not _IDEOGRAPHS.sub("", few):
            return True
    return False


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def loose(content: bytes, *, mass: bool = False) -> Parts:
    """Yield the readable parts of bytes; of a great mass only those that are no chance."""
    mass = mass or len(content) > _MASS_BYTES
    if mass:
        found = [run.decode("utf-8", "replace") for run in _PRINTABLE.findall(content)]
        if found:
            yield Piece("bytes", _BETWEEN.join(found), noisy=True)
    else:
        yield Piece("bytes", content.decode("latin-1"), noisy=True)
        if not content.isascii():
            yield Piece("bytes", content.decode("utf-8", "replace"), noisy=True)
    yield from _wide(content, mass=mass)
    for start in _starts(content):
        yield Piece("inside", content[start:])


def _starts(content: bytes) -> Iterator[int]:
    """Yield where a packed file begins inside other bytes: the first of each kind."""
    for head in _HEADS:
        found = head.search(content, 1)
        if found:
            yield found.start()


def wide_text(content: bytes) -> str:
    """Return bytes as text of two bytes a letter, the low one first and the high one first."""
    pair = (content.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be"))
    return _BETWEEN.join(pair)


def _wide(content: bytes, *, mass: bool) -> Parts:
    """Yield what is text of two bytes a letter."""
    found = [run.decode("utf-16-le") for run in _UTF16_LE.findall(content)]
    found += [run.decode("utf-16-be") for run in _UTF16_BE.findall(content)]
    if found:
        yield Piece("UTF-16", _BETWEEN.join(found), noisy=True)
    if not mass:
        yield Piece("UTF-16", wide_text(content), noisy=True)


def inflates(content: bytes) -> bool:
    """Tell whether bytes begin a zlib stream."""
    try:
        return bool(zlib.decompressobj().decompress(content[:4096], 64))
    except zlib.error:
        return False


def inflated(channel: str, packed: bytes, bits: int) -> Parts:
    """Yield what compressed bytes say, and what follows them; the part before a fault too."""
    unpacking = zlib.decompressobj(bits)
    said = b""
    try:
        said = unpacking.decompress(packed, LARGEST_BYTES)
        if unpacking.unconsumed_tail:
            yield Fault(f"{channel}: more than {LARGEST_BYTES >> 20} MiB when unpacked")
        elif not unpacking.eof:
            yield Fault(f"{channel}: ends in the middle")
    except zlib.error:
        yield Fault(f"{channel}: cannot be unpacked")
    if said:
        yield Piece(channel, said)
    if unpacking.unused_data:
        yield Piece(f"after {channel}", unpacking.unused_data)
