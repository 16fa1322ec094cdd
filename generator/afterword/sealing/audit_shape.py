"""Whether a sealed folder has the shape of one: its names, sizes and lines, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

LARGEST_BLOB = 1 << 31
"""Bytes; a size above is no blob of ours."""
_HEADER_BYTES = 893

_BLOB_NAME = re.compile(r"b/([0-9a-f]{32})\.js")
_BASE64 = rb"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_KEY_FILE = re.compile(rb'V\("k","(' + _BASE64 + rb')"\)\n')
_BLOB_FILE = re.compile(rb'V\("([0-9a-f]{32})","(' + _BASE64 + rb')"\)\n')
_HOST = re.compile(rb"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\n?")
_REQUIRED = ("index.html", "app.js", "app.css", "k.js")


def wrong_shapes(files: Mapping[str, bytes], viewer: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return what in a sealed folder should not be there, a line for each; empty when all is well.

    Args:
        files: Path below the folder, with `/` → bytes.
        viewer: `index.html`, `app.js` and `app.css` as this version ships them: they are the
            same for every portfolio, so they can say nothing about one.
    """
    missing = (f"{name}: is missing" for name in _REQUIRED if name not in files)
    found = (wrong for name in sorted(files) for wrong in _wrong(name, files[name], viewer))
    return (*missing, *found)


def _wrong(name: str, content: bytes, viewer: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what is wrong with one file."""
    blob = _BLOB_NAME.fullmatch(name)
    if blob:
        yield from _wrong_blob(name, blob[1].encode(), content)
    elif name in viewer:
        if content != viewer[name]:
            yield f"{name}: is not the viewer of this version"
    elif name in _OTHERS:
        if not _OTHERS[name].fullmatch(content):
            yield f"{name}: has another form than it should"
        elif name == "k.js" and _decoded_length(content, b'"k","') != _HEADER_BYTES:
            yield f"{name}: the header has not {_HEADER_BYTES} bytes"
    else:
        yield f"{name}: does not belong into a sealed folder"


_OTHERS: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {"k.js": _KEY_FILE, ".nojekyll": re.compile(rb""), "CNAME": _HOST}
)


def _wrong_blob(name: str, id_: bytes, content: bytes) -> Iterator[str]:
    found = _BLOB_FILE.fullmatch(content)
    if not found:
        yield f"{name}: has another form than a blob"
    elif found[1] != id_:
        yield f"{name}: names another blob"
    elif not is_padded_size(_decoded_length(content, b'","')):
        yield f"{name}: has a size that no blob has"


def _decoded_length(content: bytes, before: bytes) -> int:
    """Return how many bytes the base64 in a line stands for."""
    encoded = content[content.index(before) + len(before) : -3]
    return len(encoded) // 4 * 3 - encoded.count(b"=")


def is_padded_size(size: int) -> bool:
    """Tell whether a blob can have this many bytes: 4096·2^k or 6144·2^k."""
    if not 0 < size <= LARGEST_BLOB:
        return False
    odd = size // (size & -size)
    return (odd == 1 and size >= 4096) or (odd == 3 and size >= 6144)  # noqa: PLR2004
