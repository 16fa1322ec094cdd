"""PDF (ISO 32000-1, 7.3 to 7.5): its streams, and the strings that are drawn in them."""

from __future__ import annotations

import re
import zlib

from afterword.sealing.audit_pieces import Fault, Parts, Piece, inflated, loose

_STREAM = re.compile(rb"stream\r?\n")
_FILTERS = re.compile(
    rb"/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|Crypt|JBIG2Decode)"
)
_PDF_REFUSED = re.compile(rb"/(?:Encrypt|Identity-H|Identity-V|Type3)\b")
_PDF_STRING = re.compile(
    rb"\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F\s]{2,})>|(\bT[dDm*]\b|\bET\b|')", re.DOTALL
)


def pdf_parts(content: bytes) -> Parts:
    """Yield streams, inflated where they are deflated, with the strings that are drawn in them."""
    yield from loose(content, mass=True)
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
        for part in inflated("PDF stream", body, zlib.MAX_WBITS):
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
