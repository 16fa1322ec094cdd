"""Files as if nothing private had ever been written into them.

What is private is cut from the source, and the rest is read again: no title, point, answer or
step can keep a word of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from afterword.journal.cuts import CUT, code_spans, cut, within
from afterword.journal.frontmatter import decode
from afterword.journal.headers import Read
from afterword.journal.marks import HASH


class CutRead(NamedTuple):
    """A file without what is private; every line stays where it was."""

    read: Read
    away: tuple[str, ...]
    """What was private, and notes to self."""


def without_private(
    read: Read,
    read_again: Callable[[str, bytes], Read],
    *,
    keep_blocks: bool = False,
    is_private_theme: Callable[[str], bool] = lambda _: False,
) -> CutRead:
    """Return a file with blank lines where its private blocks were.

    Args:
        read: The file.
        read_again: Reads a path and other bytes for it.
        keep_blocks: Leave private blocks in.
        is_private_theme: Tells by its name whether marks of a theme go, too: `#salary`.
    """
    text, _ = decode(read.content)
    lines = text.split("\n")
    first = read.reading.body_line
    body = lines[first - 1 :]
    found = cut("\n".join(body), first_line=first)
    away: list[str] = []
    changed = False
    for row, (line, left) in enumerate(zip(tuple(body), found.lines, strict=True)):
        if row in found.private:
            if not keep_blocks:
                away.append(line)
                body[row], changed = "", True
        elif CUT in left:
            away.append("".join(a if b == CUT else "\n" for a, b in zip(line, left, strict=True)))
            if not keep_blocks and not left.strip(CUT) and ":::" in line:
                body[row], changed = "", True
    shown = "\n".join(body)
    unmarked = _without_marks(shown, is_private_theme)
    if not changed and unmarked == shown:
        return CutRead(read, tuple(away))
    content = "\n".join([*lines[: first - 1], unmarked]).encode()
    return CutRead(read_again(read.path, content), tuple(away))


def _without_marks(text: str, is_private_theme: Callable[[str], bool]) -> str:
    if "#" not in text:
        return text
    code = code_spans(text)

    def shown(found: re.Match[str]) -> str:
        gone = is_private_theme((found[1] or found[2]).strip()) and not within(code, found.start())
        return "" if gone else found[0]

    return HASH.sub(shown, text)
