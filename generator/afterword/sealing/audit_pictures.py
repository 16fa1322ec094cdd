"""Pictures: all in them that is no picture.

Formats: PNG (W3C, third edition), JPEG (ITU T.81, B.1), WebP (RFC 9649).
"""

from __future__ import annotations

import struct
import zlib

from afterword.sealing.audit_pieces import PNG, DamagedError, Parts, Piece, inflated, loose

_PIXELS = frozenset({b"IDAT", b"fdAT", b"VP8 ", b"VP8L", b"ALPH"})


def png_parts(content: bytes) -> Parts:
    """Yield the chunks that are no pixels, and what follows the last."""
    at = len(PNG)
    pixels: list[bytes] = []
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        if len(body) < length or at + 12 + length > len(content):
            raise DamagedError
        at += 12 + length
        if kind == b"IEND":
            break
        if kind in _PIXELS:
            pixels.append(body)
        elif kind not in (b"IHDR", b"PLTE"):
            yield from _png_chunk(kind, body)
    else:
        raise DamagedError
    yield from loose(b"".join(pixels), mass=True)
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
        yield from inflated(name, packed, zlib.MAX_WBITS)


def jpeg_parts(content: bytes) -> Parts:
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
            raise DamagedError
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:  # noqa: PLR2004
            yield Piece(f"JPEG {marker:02X}", content[at + 2 : at + length])
        at += length
    yield from loose(content, mass=True)
    yield from _after(content[at:])


def _next_marker(content: bytes, at: int) -> int:
    """Return where the next marker stands: in the picture FF is followed by 00 or a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise DamagedError
        if content[at + 1] not in (0, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1


def webp_parts(content: bytes) -> Parts:
    """Yield the chunks that are no pixels, and what follows the last."""
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise DamagedError
    at = 12
    while at < end:
        kind = content[at : at + 4]
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + length]
        if len(body) < length:
            raise DamagedError
        if kind in _PIXELS or kind == b"ANMF":
            yield from loose(body, mass=True)
        elif kind != b"VP8X":
            yield Piece(f"WebP {kind.decode('latin-1').strip()}", body)
        at += 8 + length + length % 2
    yield from _after(content[end:])


def _after(rest: bytes) -> Parts:
    """Yield what follows the end of a picture."""
    if rest:
        yield Piece("after the end", rest)
