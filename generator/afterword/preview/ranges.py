"""Parts of files, as browsers ask for them."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})")


class UnsatisfiableError(ValueError):
    """The part that was asked for is beyond the end."""


def part_of(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the first byte and the number of bytes that a `Range` header asks for.

    None stands for the whole: no header, one that cannot be read, or several ranges at once,
    which a server may answer so (RFC 9110, 14.2).

    Args:
        header: As sent.
        size: Of the whole, in bytes.

    Raises:
        UnsatisfiableError: Nothing of it exists.
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if not found or not (found["first"] or found["last"]):
        return None
    if not found["first"]:
        count = min(int(found["last"]), size)
        if not count:
            raise UnsatisfiableError
        return size - count, count
    first = int(found["first"])
    last = int(found["last"]) if found["last"] else size - 1
    if found["last"] and last < first:
        return None
    if first >= size:
        raise UnsatisfiableError
    return first, min(last, size - 1) - first + 1
