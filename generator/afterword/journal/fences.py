"""Fenced code in a body: where it begins, and what ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MARKERS = r"(?:(?:[-*+•–]|\d{1,9}[.)])[ \t][ \t>]*)*"
"""Of lists and quotations, before the fence: part of a pattern."""
_FENCE = re.compile(rf"^([ \t>]*{MARKERS})(`{{3,}}(?=[^`\n]*$)|~{{3,}})(.*)$")


@dataclass(frozen=True, slots=True)
class _Fence:
    """An open block of code, and what it stands in: it ends with that at the latest."""

    mark: str
    quoted: bool
    indent: int
    """Of the text of the list item that it opens in; 0 outside a list."""

    def holds(self, line: str) -> bool:
        """Tell whether the line is still inside what the block stands in."""
        if self.quoted:
            return line.lstrip().startswith(">")
        return not self.indent or not line.strip() or line[: self.indent].isspace()

    def ends(self, line: str) -> bool:
        """Tell whether the line is the fence that ends the block."""
        bare = line.strip(" \t>")
        return bare.startswith(self.mark) and not bare.strip(self.mark[0])


def opened(line: str) -> _Fence | None:
    """Return the block of code that begins with this line."""
    found = _FENCE.match(line)
    if not found:
        return None
    quoted = ">" in found[1]
    in_list = not quoted and bool(found[1].strip())
    return _Fence(found[2], quoted, len(found[1]) if in_list else 0)


def fenced(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is in a fenced code block, the fences included."""
    return find_fences(lines).code


@dataclass(frozen=True, slots=True)
class Fences:
    """The fenced code among some lines."""

    code: list[bool]
    """For each line whether it is code, the fences included."""
    openings: list[int]
    """Indexes of the lines that begin it."""
    endless: int
    """Index of the line that begins code which nothing ends, or -1."""


def find_fences(lines: Sequence[str]) -> Fences:
    """Return the fenced code among the lines."""
    flags: list[bool] = []
    openings: list[int] = []
    fence: _Fence | None = None
    for row, line in enumerate(lines):
        if fence and not fence.holds(line):
            fence = None
        if fence:
            flags.append(True)
            fence = None if fence.ends(line) else fence
            continue
        if "```" in line or "~~~" in line:
            fence = opened(line)
            if fence:
                openings.append(row)
        flags.append(fence is not None)
    return Fences(flags, openings, openings[-1] if fence else -1)
