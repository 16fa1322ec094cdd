"""PDF (ISO 32000-1, 7.3 to 7.5): its streams, and the strings that are drawn in them."""

from __future__ import annotations

import re
import zlib

from afterword.sealing.audit_pieces import Fault, Parts, Piece, inflated, loose

_STREAM = re.compile(rb"stream\r?\n")
_DEFLATED = re.compile(rb"/Fl(?:ateDecode)?\b")
_FILTERS = re.compile(
    rb"/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|Crypt|JBIG2Decode)"
)
_PDF_REFUSED = re.compile(rb"/(?:Encrypt|Identity-H|Identity-V|Type3)\b")
_PDF_STRING = re.compile(
    rb"\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F\s]{2,})>|(\bT[dDm*]\b|\bET\b|')", re.DOTALL
)


def pdf_parts(content: bytes) -> Parts:
    """Yield what stands outside streams, then the streams with the strings that are drawn."""
    outside: list[bytes] = []
    last = 0
    refused = _PDF_REFUSED.search(content) is not None
    while found := _STREAM.search(content, last):
        outside.append(content[last : found.start()])
        end = content.find(b"endstream", found.end())
        end = end if end >= 0 else len(content)
        head = outside[-1][-1024:].rpartition(b" obj")[2]
        for part in _stream(head, content[found.end() : end]):
            yield part
            if isinstance(part, Piece) and isinstance(part.content, bytes):
                refused = refused or _PDF_REFUSED.search(part.content) is not None
        last = end + len(b"endstream")
    outside.append(content[last:])
    rest = b"\n".join(outside)
    yield from loose(rest)
    yield Piece("PDF strings", _pdf_strings(rest))
    if refused:
        yield Fault("PDF: encrypted, or its letters are numbers of a font")


def _stream(head: bytes, body: bytes) -> Parts:
    """Yield what a stream says, by the dictionary before it."""
    if _FILTERS.search(head):
        yield Fault("PDF: a stream is packed in a way that is not read")
    if not _DEFLATED.search(head):
        yield Piece("PDF stream", body)
        yield Piece("PDF strings", _pdf_strings(body))
        return
    for part in inflated("PDF stream", body, zlib.MAX_WBITS):
        if isinstance(part, Piece) and isinstance(part.content, bytes):
            yield Piece(part.channel, part.content, noisy=True)
            yield Piece("PDF strings", _pdf_strings(part.content))
        else:
            yield part


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
