"""Whether words stand in bytes, in any writing: looked for without the program's own search."""

from __future__ import annotations

import html
import re
import unicodedata
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_TAGS = re.compile(r"<[^<>]*>")
_LARGEST = 1 << 24


def found_in(files: Mapping[str, bytes], words: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return file, word and writing of every word that stands in a file, or in its name."""
    looks = [(word, how, needle) for word in words for how, needle in needles(word)]
    found = []
    for path, content in files.items():
        for layer in (path.encode(), *_layers(content)):
            folded = layer.lower()
            found += [
                (path, word, how)
                for word, how, needle in looks
                if needle in (layer if how.startswith("base64") else folded)
            ]
    return found


def needles(word: str) -> Iterator[tuple[str, bytes]]:
    """Yield the writings of a word: all small, but for base64, which has three of each case."""
    small = word.lower()
    yield "plain", small.encode()
    yield "UTF-16", small.encode("utf-16-le")
    yield "UTF-16, high byte first", small.encode("utf-16-be")
    yield "hex", small.encode().hex().encode()
    yield "hex of UTF-16", small.encode("utf-16-le").hex().encode()
    yield "percent", "".join(f"%{byte:02x}" for byte in small.encode()).encode()
    yield "entities", "".join(f"&#{ord(c)};" for c in small).encode()
    yield "hex entities", "".join(f"&#x{ord(c):x};" for c in small).encode()
    yield "escapes", "".join(f"\\u{ord(c):04x}" for c in small).encode()
    yield "backwards", small[::-1].encode()
    for spelled in dict.fromkeys((word, small, word.upper(), word.title())):
        for coding in ("utf-8", "utf-16-le"):
            for offset in range(3):
                yield f"base64 of {coding}", _in_base64(spelled.encode(coding), offset)


def _in_base64(content: bytes, offset: int) -> bytes:
    """Return the letters that do not depend on what stands around."""
    packed = b64encode(bytes(offset) + content)
    first = (offset * 8 + 5) // 6
    return packed[first : (offset + len(content)) * 8 // 6]


def _layers(content: bytes) -> Iterator[bytes]:
    """Yield bytes, what they are without markup and signs, and what is packed in them."""
    yield content
    text = content.decode("utf-8", "replace")
    plain = unquote(html.unescape(html.unescape(text)))
    if plain != text:
        yield plain.encode()
    letters = unicodedata.normalize("NFKD", _TAGS.sub("", plain))
    yield "".join(filter(str.isalnum, letters)).encode()
    for found in _PACKED.finditer(content):
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            inside = unpacking.decompress(content[found.start() :], _LARGEST)
        except zlib.error:
            continue
        if len(inside) > 3:
            yield inside


def written_in_every_way(word: str) -> dict[str, bytes]:
    """Return a word in writings that `found_in` must see, to try it with."""
    return {
        "plain": f"so {word} said".encode(),
        "capitals": word.upper().encode(),
        "tags": f"<p>{word[:2]}<b>{word[2:4]}</b>{word[4:]}</p>".encode(),
        "soft hyphens": "\u00ad".join(word).encode(),
        "full width": "".join(chr(ord(c) + 0xFEE0) for c in word).encode(),
        "entities": "".join(f"&#{ord(c)};" for c in word).encode(),
        "percent": quote("".join(f"%{b:02X}" for b in word.encode())).encode(),
        "base64": b64encode(f"x{word}y".encode()),
        "base64 in a text": b"data:;base64," + b64encode(f"xy{word}z".encode()),
        "UTF-16": f"so {word}".encode("utf-16"),
        "UTF-16 in base64": b64encode(word.encode("utf-16-le")),
        "hex": word.encode().hex().upper().encode(),
        "deflated": b"\0\1" + zlib.compress(f"so {word} said".encode() * 9),
        "backwards": word[::-1].encode(),
    }
