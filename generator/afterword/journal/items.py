"""The items of a section that is read: bullets, numbered items and level-3 headings.

Forgiving on purpose: text up to the next item belongs to the one before, indented or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from afterword.journal.cuts import CUT, visible
from afterword.journal.fences import find_fences

# A number of four digits at the start of a line is a year in a sentence, no item.
_BULLET = re.compile(r"^( *)([-*+•–]|\d{1,3}[.)])([ \t]+|$)(.*)$")
_HEADING_3 = re.compile(r"^ {0,3}###[ \t]+(.*)$")
_RULE = re.compile(r"^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_CLOSING = re.compile(r"(?:^|[ \t])#+$")
_NESTED = 2
"""Spaces by which a list is at least indented below an item."""
_STEP = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One item, dedented, with cut text already gone."""

    heading: str
    """Of a level-3 heading; empty for a bullet."""
    text: str
    line: int
    column: int
    source: tuple[str, ...]
    """Its lines as they stand in the file, cut text blank."""

    def place(self, written: str) -> tuple[int, int]:
        """Return line and column of the first place at which something is written."""
        for row, line in enumerate(self.source):
            column = line.find(written)
            if column >= 0:
                return self.line + row, column + 1
        return self.line, self.column


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an item begins."""

    row: int
    heading: str = ""
    offset: int = 0
    """The column at which its text begins."""


def split_items(
    lines: Sequence[str], first_line: int, *, all_items: bool = True
) -> tuple[int, tuple[Item, ...]]:
    """Return how many lines stand before the first item, and the items in order, unless not wanted.

    An item that says nothing, such as an empty bullet, is none.
    """
    starts = _starts(lines)
    if not starts:
        return len(lines), ()
    if not all_items:
        return starts[0].row, ()
    ends = [*(start.row for start in starts[1:]), len(lines)]
    items = [
        _item(tuple(lines[start.row : end]), start, first_line + start.row)
        for start, end in zip(starts, ends, strict=True)
    ]
    return starts[0].row, tuple(item for item in items if item.text or item.heading)


def _starts(lines: Sequence[str]) -> list[_Start]:
    """Return the starts of all items; all below a heading belongs to it."""
    fences = find_fences(lines)
    openings = frozenset(fences.openings)
    starts: list[_Start] = []
    under_heading = False
    base = 0
    for row, written in enumerate(lines):
        if fences.code[row] and row not in openings:
            continue
        line = written.replace(CUT, "") if CUT in written else written
        heading = _HEADING_3.match(line) if "###" in line else None
        if heading and (title := without_closing(heading[1])):
            starts.append(_Start(row, title))
            under_heading = True
            continue
        bullet = None if under_heading else _BULLET.match(line.expandtabs(_STEP))
        if not bullet or _RULE.match(line):
            continue
        indent = len(bullet[1])
        if starts and indent >= base + _NESTED:
            continue
        base = indent
        padding = len(bullet[3]) if 0 < len(bullet[3]) <= _STEP and bullet[4] else 1
        starts.append(_Start(row, "", indent + len(bullet[2]) + padding))
    return starts


def without_closing(heading: str) -> str:
    """Return the text of a heading without the `#` marks that may end its line."""
    heading = heading.strip()
    return _CLOSING.sub("", heading).rstrip() if heading.endswith("#") else heading


def _item(lines: tuple[str, ...], start: _Start, line: int) -> Item:
    column = len(lines[0]) - len(lines[0].lstrip(f" \t{CUT}")) + 1
    if start.heading:
        text = visible("\n".join(lines[1:])).strip("\n")
        return Item(start.heading, text, line, column, lines)
    shown = lines[0].replace(CUT, "").lstrip(" \t")
    first = shown[1:] if not shown[0].isdigit() else shown.lstrip("0123456789")[1:]
    rest = [_dedent(other, start.offset) for other in lines[1:]]
    return Item("", visible("\n".join([first.lstrip(), *rest])).strip(), line, column, lines)


def _dedent(line: str, offset: int) -> str:
    expanded = line.expandtabs(_STEP) if "\t" in line else line
    indent = len(expanded) - len(expanded.lstrip(" "))
    return expanded[min(indent, offset) :]
