"""The items of a section that is read: bullets, numbered items and level-3 headings.

Forgiving on purpose: text up to the next item belongs to the one before, indented or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from afterword.fields import Vocabulary
from afterword.journal.cuts import fenced, visible

BULLET = re.compile(r"^( *)([-*+•–]|\d{1,9}[.)])([ \t]+|$)(.*)$")
HEADING_3 = re.compile(r"^ {0,3}###[ \t]+(.+?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r"^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_SIGNATURE = re.compile(r"^(.*?)(?:^|(?<=\s)|(?<=[”\"’».!?]))(?:—|–|―|--)[ \t]*(\S[^—―]{0,79}?)[ \t]*$", re.S)
_PARTICLES = frozenset("de da di del della van von der den la le el al ibn of the and y e".split())
_ARTICLES = re.compile(r"^(?:the|my|our|a|an|her|his|their|one of the)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item, dedented, with cut text already gone."""

    heading: str
    """Of a level-3 heading; empty for a bullet."""
    text: str
    line: int
    column: int


def split_items(
    lines: tuple[str, ...], first_line: int, *, all_items: bool = True
) -> tuple[str, tuple[Item, ...]]:
    """Return the text before the first item, and the items in order, unless not wanted."""
    starts = _starts(lines)
    if not starts:
        return visible("\n".join(lines)).strip("\n"), ()
    intro = visible("\n".join(lines[: starts[0][0]])).strip("\n")
    if not all_items:
        return intro, ()
    ends = [row for row, *_ in starts[1:]] + [len(lines)]
    items = tuple(
        _item(lines[row:end], heading, offset, first_line + row)
        for (row, heading, offset), end in zip(starts, ends, strict=True)
    )
    return intro, items


def _starts(lines: tuple[str, ...]) -> list[tuple[int, str, int]]:
    """Return row, heading and content offset of each item; all below a heading belongs to it."""
    code = fenced(lines)
    starts: list[tuple[int, str, int]] = []
    under_heading = False
    offset = 0
    for row, line in enumerate(lines):
        if code[row]:
            continue
        heading = HEADING_3.match(line) if "###" in line else None
        if heading:
            starts.append((row, heading[1], 0))
            under_heading = True
            continue
        bullet = None if under_heading else BULLET.match(line.expandtabs(4))
        if not bullet or _RULE.match(line):
            continue
        indent = len(bullet[1])
        if starts and indent >= offset:
            continue  # nested in the item above, as in CommonMark
        padding = len(bullet[3]) if 0 < len(bullet[3]) < 5 and bullet[4] else 1
        offset = min(indent + len(bullet[2]) + padding, indent + 4)
        starts.append((row, "", offset))
    return starts


def _item(lines: tuple[str, ...], heading: str, offset: int, line: int) -> Item:
    if heading:
        text = "\n".join(lines[1:])
        return Item(visible(heading), visible(text).strip("\n"), line, lines[0].index("#") + 1)
    bullet = BULLET.match(lines[0].expandtabs(4))
    first = bullet[4] if bullet else lines[0]
    rest = [_dedent(other, offset) for other in lines[1:]]
    column = len(lines[0]) - len(lines[0].lstrip()) + 1
    return Item("", visible("\n".join([first, *rest])).strip(), line, column)


def _dedent(line: str, offset: int) -> str:
    expanded = line.expandtabs(4) if "\t" in line else line
    indent = len(expanded) - len(expanded.lstrip(" "))
    return expanded[min(indent, offset) :]


def split_signature(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return text and giver of words that end in `— name or source`; ("…", "") when unsigned.

    A dash in a sentence is no signature: what follows it must be a source we know, or every
    word of it must begin with a capital letter.
    """
    if not text or not any(dash in text for dash in ("—", "–", "―", "--")):
        return text, ""
    found = _SIGNATURE.match(text)
    if not found or "\n" in found[2]:
        return text, ""
    name = found[2].strip("*_ ")
    bare = _ARTICLES.sub("", name)
    if vocabulary.word("source", bare):
        return found[1].rstrip(), bare
    alone = not found[1].strip() or found[1].endswith("\n")
    if _is_name(name) or (alone and _short(name)):
        return found[1].rstrip(), name
    return text, ""


def _is_name(text: str) -> bool:
    words = re.findall(r"[^\s,]+", text)
    named = [w for w in words if w.casefold() not in _PARTICLES]
    return bool(named) and len(words) <= 7 and text[-1] not in "!?:;" and all(
        w[0].isupper() or not w[0].isascii() and not w[0].islower() or w[0] == "(" for w in named
    )


def _short(text: str) -> bool:
    return len(text.split()) <= 8 and text[-1] not in "!?:;"
