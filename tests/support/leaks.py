"""Ways in which a word can get into a file without being seen."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import struct
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Mapping

Writing = Callable[[str], str]
"""A text → the same in another writing."""
Carrier = Callable[[str], tuple[str, bytes]]
"""A text → the path and bytes of a file that holds it."""


def _base64(text: str, before: str = "") -> str:
    return base64.b64encode((before + text).encode()).decode()


def _data_uri(text: str) -> str:
    return f'<img src="data:text/plain;base64,{_base64(text)}">'


def _mime_base64(text: str) -> str:
    return base64.encodebytes(("In the middle of a long letter. " * 3 + text).encode()).decode()


def _gzipped(text: str) -> str:
    return base64.b64encode(gzip.compress(f"{text}\n".encode() * 3, mtime=0)).decode()


def _escaped(letter: str) -> str:
    """Return a character as JavaScript's escape, above U+FFFF as two."""
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def _split_by_tags(text: str) -> str:
    return f"{text[:2]}<b>{text[2:4]}</b>{text[4:]}"


WRITINGS: Mapping[str, Writing] = {
    "capitals": str.upper,
    "accents": lambda text: "".join(letter + "\u0301" for letter in text),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in text),
    "mathematical": lambda text: "".join(
        chr(0x1D41A + ord(c) - 97) if c.isalpha() else c for c in text.lower()
    ),
    "Cyrillic look-alikes": lambda text: text.translate(str.maketrans("aceopAE", "асеорАЕ")),
    "zero-width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "choices of shape": "\ufe0f".join,
    "soft hyphen entities": "&shy;".join,
    "punctuation": lambda text: text.replace("w", "-w"),
    "letters apart": " ".join,
    "tags": _split_by_tags,
    "comment inside": lambda text: f"{text[:4]}<!-- x -->{text[4:]}",
    "tags inside": lambda text: f"<td>{text}</td>",
    "decimal entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "hex entities": lambda text: "".join(f"&#x{ord(c):x};" for c in text),
    "entities twice": lambda text: html.escape("".join(f"&#{ord(c)};" for c in text)),
    "comment": lambda text: f"<!-- {text} -->",
    "attribute": lambda text: f'<p title="{html.escape(text)}">x</p>',
    "attribute name": lambda text: f"<p data-{text.replace(' ', '-')}=1>x</p>",
    "id": lambda text: f'<p id="h-{text.replace(" ", "-").lower()}">x</p>',
    "class": lambda text: f'<p class="{text.replace(" ", "_")}">x</p>',
    "percent": lambda text: "".join(f"%{b:02X}" for b in text.encode()),
    "percent twice": lambda text: urllib.parse.quote("".join(f"%{b:02x}" for b in text.encode())),
    "base64": _base64,
    "base64 at 1": lambda text: _base64(text, " "),
    "base64 at 2": lambda text: _base64(text, "  "),
    "base64 glued": lambda text: f"k{_base64(text)}",
    "base64url": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 in lines": _mime_base64,
    "data URI": _data_uri,
    "hex": lambda text: text.encode().hex(),
    "hex apart": lambda text: text.encode().hex(" "),
    "hex glued": lambda text: f"a{text.encode().hex()}",
    "numbers": lambda text: json.dumps(list(text.encode())),
    "JavaScript escapes": lambda text: "".join(map(_escaped, text)),
    "JavaScript hex escapes": lambda text: "".join(
        f"\\x{ord(c):02x}" if c.isascii() else _escaped(c) for c in text
    ),
    "JavaScript braces": lambda text: "".join(f"\\u{{{ord(c):x}}}" for c in text),
    "octal escapes": lambda text: "".join(
        f"\\{ord(c):03o}" if c.isascii() else _escaped(c) for c in text
    ),
    "CSS escapes": lambda text: "".join(f"\\{ord(c):x} " for c in text),
    "quoted-printable": lambda text: "".join(f"={b:02X}" for b in text.encode()),
    "soft line ends": lambda text: "=\n".join(f"={b:02X}" for b in text.encode()),
    "strings joined": lambda text: f'"{text[:3]}" + "{text[3:]}"',
    "strings beside": lambda text: f"content: '{text[:3]}' '{text[3:]}'",
    "JSON": lambda text: json.dumps({"name": f"é {text}"}),
    "gzip in base64": _gzipped,
    "UTF-16 in base64": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "UTF-16 in hex": lambda text: text.encode("utf-16-be").hex(),
    "script": lambda text: f'<script type="application/ld+json">{{"@id": "{text}"}}</script>',
    "style": lambda text: f'<style>p::after{{content:"{text}"}}</style>',
    "SVG title": lambda text: f"<svg><title>{text}</title><desc>x</desc></svg>",
}

ENCODINGS = (
    *("tags inside", "decimal entities", "hex entities", "entities twice", "comment", "attribute"),
    *("percent", "percent twice", "base64", "base64 at 1", "base64 at 2", "base64 glued"),
    *("base64url", "base64 in lines", "data URI", "hex", "hex apart", "hex glued", "numbers"),
    *("JavaScript escapes", "JavaScript hex escapes", "JavaScript braces", "octal escapes"),
    *("CSS escapes", "quoted-printable", "soft line ends", "JSON", "gzip in base64"),
    *("UTF-16 in base64", "UTF-16 in hex"),
)
"""Writings that keep every sign of what they hold."""


def html_of(text: str) -> tuple[str, bytes]:
    """Return a page that says something."""
    page = f'<!doctype html><html lang="en"><title>x</title><p>It was {text} then.</p></html>'
    return "page.html", page.encode()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    """Return a picture of one pixel with more chunks, and what follows its end."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(b"\0\0"))
    end = png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + end + after


def jpeg(*segments: tuple[int, bytes], after: bytes = b"") -> bytes:
    """Return the frame of a JPEG with segments by marker, and what follows its end."""
    packed = b"".join(
        bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body for marker, body in segments
    )
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\x00\x34"
    return b"\xff\xd8" + packed + scan + b"\xff\xd9" + after


def webp(*chunks: tuple[bytes, bytes], after: bytes = b"") -> bytes:
    """Return a WebP with chunks by name, and what follows its end."""
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2)
        for kind, part in ((b"VP8L", b"\x2f\0\0\0\0\x88\x88\x08"), *chunks)
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body + after


def pdf(content: bytes, *, deflated: bool = True, head: bytes = b"") -> bytes:
    """Return a PDF with one stream."""
    body = zlib.compress(content) if deflated else content
    how = b"/Filter /FlateDecode " if deflated else b""
    return (
        b"%PDF-1.7\n"
        + head
        + b"1 0 obj\n<< "
        + how
        + b"/Length "
        + str(len(body)).encode()
        + b" >>\nstream\n"
        + body
        + b"\nendstream\nendobj\n%%EOF\n"
    )


def zipped(files: Mapping[str, bytes], *, packed: bool = True, comment: bytes = b"") -> bytes:
    """Return a zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name), content, file.compression)
        file.comment = comment
    return out.getvalue()


def _exif(text: str) -> bytes:
    return b"Exif\0\0II*\0" + b"\x08\0\0\0" + text.encode("utf-16-le")


def _kerned(text: str) -> bytes:
    return f"BT [({text[:3]}) -120 ({text[3:]})] TJ ET".encode()


CARRIERS: Mapping[str, Carrier] = {
    "page": html_of,
    "style sheet": lambda text: ("a.css", f".x::after {{ content: '{text}'; }}".encode()),
    "style comment": lambda text: ("a.css", f"/* {text} */".encode()),
    "script": lambda text: ("a.js", f"const x = '{text}';".encode()),
    "script comment": lambda text: ("a.js", f"// {text}\n".encode()),
    "JSON": lambda text: ("a.json", json.dumps({"a": [text]}).encode()),
    "JSON key": lambda text: ("a.json", json.dumps({text: 1}).encode()),
    "SVG title": lambda text: ("a.svg", f"<svg><title>{text}</title></svg>".encode()),
    "SVG spans": lambda text: (
        "a.svg",
        f"<svg><text><tspan>{text[:3]}</tspan><tspan>{text[3:]}</tspan></text></svg>".encode(),
    ),
    "SVG metadata": lambda text: ("a.svg", f"<svg><metadata>{text}</metadata></svg>".encode()),
    "feed": lambda text: ("feed.xml", f"<feed><title><![CDATA[{text}]]></title></feed>".encode()),
    "text": lambda text: ("robots.txt", f"# {text}".encode()),
    "UTF-16 text": lambda text: ("a.txt", text.encode("utf-16")),
    "CNAME": lambda text: ("CNAME", text.replace(" ", "-").encode()),
    "PNG text": lambda text: ("a.png", png(png_chunk(b"tEXt", b"Comment\0" + text.encode()))),
    "PNG packed text": lambda text: (
        "a.png",
        png(png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text.encode()))),
    ),
    "PNG international text": lambda text: (
        "a.png",
        png(png_chunk(b"iTXt", b"XML\0\1\0en\0\0" + zlib.compress(text.encode()))),
    ),
    "PNG Exif": lambda text: ("a.png", png(png_chunk(b"eXIf", _exif(text)))),
    "PNG chunk of its own": lambda text: ("a.png", png(png_chunk(b"prVt", text.encode()))),
    "after a PNG": lambda text: ("a.png", png(after=text.encode())),
    "zip after a PNG": lambda text: ("a.png", png(after=zipped({"x.txt": text.encode()}))),
    "JPEG comment": lambda text: ("a.jpg", jpeg((0xFE, text.encode()))),
    "JPEG Exif": lambda text: ("a.jpeg", jpeg((0xE1, _exif(text)))),
    "JPEG XMP": lambda text: ("a.jpg", jpeg((0xE1, f"<x:xmpmeta>{text}</x:xmpmeta>".encode()))),
    "after a JPEG": lambda text: ("a.jpg", jpeg(after=text.encode())),
    "WebP Exif": lambda text: ("a.webp", webp((b"EXIF", _exif(text)))),
    "WebP XMP": lambda text: ("a.webp", webp((b"XMP ", text.encode()))),
    "after a WebP": lambda text: ("a.webp", webp(after=text.encode())),
    "gzip": lambda text: ("a.gz", gzip.compress(text.encode(), mtime=0)),
    "after a gzip": lambda text: ("a.gz", gzip.compress(b"x", mtime=0) + text.encode()),
    "zip": lambda text: ("a.zip", zipped({"a.txt": text.encode() * 3})),
    "stored zip": lambda text: ("a.zip", zipped({"a.txt": text.encode()}, packed=False)),
    "zip name": lambda text: ("a.zip", zipped({f"{text}.txt": b"x"})),
    "zip comment": lambda text: ("a.zip", zipped({"a": b"x"}, comment=text.encode())),
    "zip in a zip": lambda text: (
        "a.zip",
        zipped({"b.zip": zipped({"c.txt": text.encode() * 3})}),
    ),
    "office document": lambda text: (
        "a.docx",
        zipped({"word/document.xml": f"<w:t>{text[:3]}</w:t><w:t>{text[3:]}</w:t>".encode()}),
    ),
    "PDF": lambda text: ("a.pdf", pdf(f"BT ({text}) Tj ET".encode())),
    "PDF with kerning": lambda text: ("a.pdf", pdf(_kerned(text))),
    "PDF in hex": lambda text: ("a.pdf", pdf(f"BT <{text.encode().hex()}> Tj ET".encode())),
    "PDF not deflated": lambda text: ("a.pdf", pdf(f"BT ({text}) Tj".encode(), deflated=False)),
    "PDF metadata": lambda text: ("a.pdf", pdf(b"x", head=f"/Author ({text})\n".encode())),
    "file name": lambda text: (f"journal/2026-{text.replace(' ', '-')}.html", b"<p>x</p>"),
    "folder name": lambda text: (f"{text.replace(' ', '_')}/index.html", b"<p>x</p>"),
}
"""Each takes a text of letters and spaces."""
