"""Blocks of LevelDB's tables that Snappy has packed, found wherever they begin.

Format: Snappy's block format (format_description.txt), decoded as far as it is sound.
"""

from __future__ import annotations

from collections.abc import Iterator

_LEAST, _MOST = 32, 1 << 20
"""Bytes of a block: LevelDB's are about 4 KiB."""


def blocks_of(content: bytes) -> Iterator[bytes]:
    """Yield what every sound block in a table is, unpacked."""
    at = 0
    while at < len(content):
        found = _unpacked(content, at)
        if found is None:
            at += 1
        else:
            at, block = found
            yield block


def _unpacked(content: bytes, at: int) -> tuple[int, bytes] | None:
    """Return where a block that begins here ends, and what it is; None when none does."""
    length, start = _length(content, at)
    if not _LEAST <= length <= _MOST:
        return None
    out = bytearray()
    at = start
    while len(out) < length:
        step = _element(content, at, out)
        if not step:
            return None
        at += step
    return (at, bytes(out)) if len(out) == length else None


def _length(content: bytes, at: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends; 0 when it is none."""
    value = 0
    for place in range(5):
        if at + place >= len(content):
            return 0, at
        byte = content[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            return value, at + place + 1
    return 0, at


def _element(content: bytes, at: int, out: bytearray) -> int:
    """Add what one element says; return its length, 0 when it cannot be one."""
    if at >= len(content):
        return 0
    tag = content[at]
    if not tag & 3:
        size, head = (tag >> 2) + 1, 1
        if size > 60:
            extra = size - 60
            size, head = int.from_bytes(content[at + 1 : at + 1 + extra], "little") + 1, 1 + extra
        out += content[at + head : at + head + size]
        return head + size if at + head + size <= len(content) and size <= _MOST else 0
    wide = {1: 1, 2: 2, 3: 4}[tag & 3]
    far = int.from_bytes(content[at + 1 : at + 1 + wide], "little")
    size = (tag >> 2) + 1
    if wide == 1:
        size, far = ((tag >> 2) & 7) + 4, far | (tag >> 5) << 8
    if not 0 < far <= len(out):
        return 0
    for _ in range(size):
        out.append(out[-far])
    return 1 + wide
