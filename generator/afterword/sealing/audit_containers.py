"""What a file is made of: texts, other files in it, and what cannot be read.

Formats: PNG (W3C, third edition), JPEG (ITU T.81, B.1), WebP (RFC 9649), ZIP (APPNOTE 6.3.10),
gzip (RFC 1952), zlib (RFC 1950), PDF (ISO 32000-1, 7.3 to 7.5).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

LARGEST_BYTES = 64 * 1024 * 1024
"""What one compressed part may grow to."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_GZIP = b"\x1f\x8b\x08"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_PIXELS = frozenset({b"IDAT", b"fdAT", b"VP8 ", b"VP8L", b"ALPH"})
_ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_UTF16_LE = re.compile(rb"(?:[\x20-\x7e\t\n\r\x80-\xff]\0){3,}")
_UTF16_BE = re.compile(rb"(?:\0[\x20-\x7e\t\n\r\x80-\xff]){3,}")
_PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xf4]{8,}")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\xff]")
_LEAST_WIDE = 6
_LETTERS = re.compile("[\\s\\x20-\u20ff\uff00-\uffef\U0001d400-\U0001d7ff]+")
_IDEOGRAPHS = re.compile("[\u3000-\u9fff\uac00-\ud7a3]+")
_LEAST_IDEOGRAPHS = 12
"""Chance gives one in two."""
_STREAM = re.compile(rb"stream\r?\n")
_FILTERS = re.compile(
    rb"/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|Crypt|JBIG2Decode)"
)
_PDF_REFUSED = re.compile(rb"/(?:Encrypt|Identity-H|Identity-V|Type3)\b")
_PDF_STRING = re.compile(
    rb"\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F\s]{2,})>|(\bT[dDm*]\b|\bET\b|')", re.DOTALL
)


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


class _BadError(Exception):
    """A file is not what it begins as."""


def sniff(content: bytes) -> str:
    """Return `png`, `jpeg`, `webp`, `gzip`, `zip`, `zlib`, `pdf`, or empty for anything else."""
    for start, name in ((_PNG, "png"), (_JPEG, "jpeg"), (_GZIP, "gzip"), (_ZIP, "zip")):
        if content.startswith(start):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if _PDF in content[:1024]:
        return "pdf"
    return "zlib" if content.startswith(_ZLIB_HEADS) and _inflates(content) else ""


def looks_like_a_container(head: bytes) -> bool:
    """Tell whether bytes begin a file, or text of two bytes a letter."""
    if head.startswith((_PNG, _JPEG, _GZIP, _ZIP, _PDF, b"RIFF")):
        return True
    if head.startswith(_ZLIB_HEADS) and head[1] != 1:
        return True
    return _is_wide(head)


def parts_of(content: bytes) -> Parts:
    """Yield what bytes of any kind are made of, and what in them cannot be read."""
    kind = sniff(content)
    if kind:
        try:
            yield from _READERS[kind](content)
        except (_BadError, struct.error, IndexError):
            yield Fault(f"a damaged {kind} file")
            yield from _loose(content)
    else:
        text = text_of(content)
        if text is not None:
            yield Piece("", text)
        if text is None or _CONTROL.search(content):
            yield from _loose(content)


def text_of(content: bytes) -> str | None:
    """Return the text that bytes are, in UTF-8, UTF-16 or UTF-32; None when they are no text."""
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return _decoded(content, "utf-32")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    return None if 0 in content else _decoded(content, "utf-8-sig")


def _is_wide(head: bytes) -> bool:
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


def _loose(content: bytes, *, mass: bool = False) -> Parts:
    """Yield the readable parts of bytes; of a great mass only those that are no chance."""
    if mass:
        found = b" \x1e ".join(_PRINTABLE.findall(content))
        if found:
            yield Piece("bytes", found.decode("utf-8", "replace"), noisy=True)
    else:
        yield Piece("bytes", content.decode("latin-1"), noisy=True)
        if not content.isascii():
            yield Piece("bytes", content.decode("utf-8", "replace"), noisy=True)
    yield from _wide(content, mass=mass)
    for start in _starts(content):
        yield Piece("inside", content[start:])


def _starts(content: bytes) -> Iterator[int]:
    """Yield where a packed file begins inside other bytes: the first of each kind."""
    for head in (_ZIP, _GZIP, _PNG, _PDF):
        at = content.find(head, 1)
        if at > 0:
            yield at


def _wide(content: bytes, *, mass: bool) -> Parts:
    """Yield what is text of two bytes a letter."""
    found = [run.decode("utf-16-le") for run in _UTF16_LE.findall(content)]
    found += [run.decode("utf-16-be") for run in _UTF16_BE.findall(content)]
    if found:
        yield Piece("UTF-16", " \x1e ".join(found), noisy=True)
    if not mass:
        for encoding in ("utf-16-le", "utf-16-be"):
            yield Piece("UTF-16", content.decode(encoding, "replace"), noisy=True)


def _png(content: bytes) -> Parts:
    """Yield the chunks that are no pixels, and what follows the last."""
    at = len(_PNG)
    pixels: list[bytes] = []
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        if len(body) < length or at + 12 + length > len(content):
            raise _BadError
        at += 12 + length
        if kind == b"IEND":
            break
        if kind in _PIXELS:
            pixels.append(body)
        elif kind not in (b"IHDR", b"PLTE"):
            yield from _png_chunk(kind, body)
    else:
        raise _BadError
    yield from _loose(b"".join(pixels), mass=True)
    yield from _after(content[at:])


def _png_chunk(kind: bytes, body: bytes) -> Parts:
    name = f"PNG {kind.decode('latin-1')}"
    keyword, _, rest = body.partition(b"\0")
    packed = b""
    if kind in (b"zTXt", b"iCCP"):
        packed = rest[1:]
    elif kind == b"iTXt" and rest[:1] == b"\x01":
        packed = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    yield Piece(name, body)
    if packed:
        yield Piece(name, keyword)
        yield from _inflated(name, packed, zlib.MAX_WBITS)


def _jpeg(content: bytes) -> Parts:
    """Yield the segments that are no picture, and what follows the end."""
    at = 2
    while True:
        at = _next_marker(content, at)
        marker = content[at + 1]
        at += 2
        if marker == 0xD9:  # noqa: PLR2004
            break
        if marker in (0x01, *range(0xD0, 0xD9)):
            continue
        (length,) = struct.unpack_from(">H", content, at)
        if length < 2 or at + length > len(content):  # noqa: PLR2004
            raise _BadError
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:  # noqa: PLR2004
            yield Piece(f"JPEG {marker:02X}", content[at + 2 : at + length])
        at += length
    yield from _loose(content, mass=True)
    yield from _after(content[at:])


def _next_marker(content: bytes, at: int) -> int:
    """Return where the next marker stands: in the picture FF is followed by 00 or a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise _BadError
        if content[at + 1] not in (0, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1


def _webp(content: bytes) -> Parts:
    """Yield the chunks that are no pixels, and what follows the last."""
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise _BadError
    at = 12
    while at < end:
        kind = content[at : at + 4]
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + length]
        if len(body) < length:
            raise _BadError
        if kind in _PIXELS or kind == b"ANMF":
            yield from _loose(body, mass=True)
        elif kind != b"VP8X":
            yield Piece(f"WebP {kind.decode('latin-1').strip()}", body)
        at += 8 + length + length % 2
    yield from _after(content[end:])


def _after(rest: bytes) -> Parts:
    """Yield what follows the end of a picture."""
    if rest:
        yield Piece("after the end", rest)


def _gzip(content: bytes) -> Parts:
    """Yield the file's name, its text and what follows it."""
    yield Piece("gzip head", content[10:266].decode("latin-1"), noisy=True)
    yield from _inflated("gzip", content, zlib.MAX_WBITS | 16)


def _zlib(content: bytes) -> Parts:
    yield from _inflated("zlib", content, zlib.MAX_WBITS)


def _inflates(content: bytes) -> bool:
    try:
        return bool(zlib.decompressobj().decompress(content[:4096], 64))
    except zlib.error:
        return False


def _inflated(channel: str, packed: bytes, bits: int) -> Parts:
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


def _zip(content: bytes) -> Parts:
    """Yield the files of a zip, from their local headers: those no list names too."""
    yield Piece("zip names", content.decode("latin-1"), noisy=True)
    at = content.find(_ZIP)
    while at >= 0:
        _, flags, method, *_, size, _, names, extra = struct.unpack_from(
            "<HHHHHIIIHH", content, at + 4
        )
        start = at + 30 + names + extra
        name = content[at + 30 : at + 30 + names].decode("utf-8", "replace")
        following = content.find(_ZIP, start)
        end = start + size if size and not flags & 8 else following
        if flags & 1 or method not in (0, 8):
            yield Fault(f"zip: {name} is encrypted or packed in a way that is not read")
        elif method == 8:  # noqa: PLR2004
            yield from _unzipped(name, content[start:])
        else:
            yield Piece(f"zip: {name}", content[start : end if end > 0 else len(content)])
        at = following


def _unzipped(name: str, packed: bytes) -> Parts:
    for part in _inflated(f"zip: {name}", packed, -zlib.MAX_WBITS):
        if not (isinstance(part, Piece) and part.channel.startswith("after ")):
            yield part


def _pdf(content: bytes) -> Parts:
    """Yield streams, inflated where they are deflated, with the strings that are drawn in them."""
    yield from _loose(content, mass=True)
    yield Piece("PDF strings", _pdf_strings(content))
    bodies: list[bytes] = [content]
    for found in _STREAM.finditer(content):
        end = content.find(b"endstream", found.end())
        head = content[max(0, found.start() - 1024) : found.start()].rpartition(b" obj")[2]
        body = content[found.end() : end if end >= 0 else len(content)]
        if _FILTERS.search(head):
            yield Fault("PDF: a stream is packed in a way that is not read")
        if b"/FlateDecode" not in head and b"/Fl" not in head:
            yield Piece("PDF stream", body)
            continue
        for part in _inflated("PDF stream", body, zlib.MAX_WBITS):
            if isinstance(part, Piece) and isinstance(part.content, bytes):
                bodies.append(part.content)
                yield Piece("PDF stream", part.content, noisy=True)
                yield Piece("PDF strings", _pdf_strings(part.content))
            else:
                yield part
    if any(_PDF_REFUSED.search(body) for body in bodies):
        yield Fault("PDF: encrypted, or its letters are numbers of a font")


def _pdf_strings(content: bytes) -> str:
    """Return the strings of a PDF, those of one line put together."""
    pieces: list[str] = []
    for found in _PDF_STRING.finditer(content):
        if found[3]:
            pieces.append(" ")
        elif found[2]:
            pieces.append(_pdf_text(bytes.fromhex(_even(found[2]))))
        else:
            pieces.append(_pdf_text(_PDF_ESCAPE.sub(_pdf_character, found[1])))
    return "".join(pieces)


_PDF_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|(.))", re.DOTALL)


def _pdf_character(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes((int(found[1], 8) & 0xFF,))
    return found[2] or b""


def _even(digits: bytes) -> str:
    text = "".join(digits.decode("ascii").split())
    return text + "0" * (len(text) % 2)


def _pdf_text(content: bytes) -> str:
    if content.startswith((b"\xfe\xff", b"\xff\xfe")):
        return content.decode("utf-16", "replace")
    return content.decode("latin-1")


_READERS: Mapping[str, Callable[[bytes], Parts]] = MappingProxyType(
    {
        "png": _png,
        "jpeg": _jpeg,
        "webp": _webp,
        "gzip": _gzip,
        "zip": _zip,
        "zlib": _zlib,
        "pdf": _pdf,
    }
)
