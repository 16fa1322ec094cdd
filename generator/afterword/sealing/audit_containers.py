"""What a file is made of: texts, other files in it, and what cannot be read.

Formats: ZIP (APPNOTE 6.3.10), gzip (RFC 1952), zlib (RFC 1950), and those of the modules below.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from afterword.sealing.audit_pdf import pdf_parts
from afterword.sealing.audit_pictures import jpeg_parts, png_parts, webp_parts
from afterword.sealing.audit_pieces import (
    GZIP,
    JPEG,
    PDF,
    PNG,
    ZIP,
    DamagedError,
    Fault,
    Parts,
    Piece,
    inflated,
    inflates,
    is_binary,
    loose,
    text_of,
)

_ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def sniff(content: bytes) -> str:
    """Return `png`, `jpeg`, `webp`, `gzip`, `zip`, `zlib`, `pdf`, or empty for anything else."""
    for start, name in ((PNG, "png"), (JPEG, "jpeg"), (GZIP, "gzip"), (ZIP, "zip")):
        if content.startswith(start):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if PDF in content[:1024]:
        return "pdf"
    return "zlib" if content.startswith(_ZLIB_HEADS) and inflates(content) else ""


def may_begin(head: bytes) -> bool:
    """Tell whether bytes may be the first of a file that `sniff` knows; quick, and often wrong."""
    return head.startswith((PNG, JPEG, GZIP, ZIP, b"RIFF", *_ZLIB_HEADS)) or PDF in head


def parts_of(content: bytes) -> Parts:
    """Yield what bytes of any kind are made of, and what in them cannot be read."""
    kind = sniff(content)
    if kind:
        try:
            yield from _READERS[kind](content)
        except (DamagedError, struct.error, IndexError):
            yield Fault(f"a damaged {kind} file")
            yield from loose(content)
    else:
        text = text_of(content)
        if text is not None:
            yield Piece("", text)
        if text is None or is_binary(content):
            yield from loose(content)


def _gzip(content: bytes) -> Parts:
    """Yield the file's name, its text and what follows it."""
    yield Piece("gzip head", content[10:266].decode("latin-1"), noisy=True)
    yield from inflated("gzip", content, zlib.MAX_WBITS | 16)


def _zlib(content: bytes) -> Parts:
    yield from inflated("zlib", content, zlib.MAX_WBITS)


def _zip(content: bytes) -> Parts:
    """Yield the files of a zip, from their local headers: those no list names too."""
    yield Piece("zip names", content.decode("latin-1"), noisy=True)
    at = content.find(ZIP)
    while at >= 0:
        _, flags, method, *_, size, _, names, extra = struct.unpack_from(
            "<HHHHHIIIHH", content, at + 4
        )
        start = at + 30 + names + extra
        name = content[at + 30 : at + 30 + names].decode("utf-8", "replace")
        following = content.find(ZIP, start)
        end = start + size if size and not flags & 8 else following
        if flags & 1 or method not in (0, 8):
            yield Fault(f"zip: {name} is encrypted or packed in a way that is not read")
        elif method == 8:  # noqa: PLR2004
            yield from _unzipped(name, content[start:])
        else:
            yield Piece(f"zip: {name}", content[start : end if end > 0 else len(content)])
        at = following


def _unzipped(name: str, packed: bytes) -> Parts:
    for part in inflated(f"zip: {name}", packed, -zlib.MAX_WBITS):
        if not (isinstance(part, Piece) and part.channel.startswith("after ")):
            yield part


_READERS: Mapping[str, Callable[[bytes], Parts]] = MappingProxyType(
    {
        "png": png_parts,
        "jpeg": jpeg_parts,
        "webp": webp_parts,
        "gzip": _gzip,
        "zip": _zip,
        "zlib": _zlib,
        "pdf": pdf_parts,
    }
)
