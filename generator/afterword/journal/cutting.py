"""Files as if nothing private had ever been written into them.

What is private is cut from the source, and the rest is read again: no title, point, answer or
step can keep a word of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from afterword.journal.cuts import CUT, code_spans, cut, may_be_cut, within
from afterword.journal.fences import fenced
from afterword.journal.frontmatter import decode
from afterword.journal.headers import Read
from afterword.journal.marks import HASH

_NOTE = re.compile(r"%%.*?(?:%%|$)|<!--.*?(?:-->|$)", re.MULTILINE)
_ITEM = re.compile(r"([ \t]*)(?:[-*+•–]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_MAY_MARK = re.compile(r"#|\*\*|__")
_LEAD = re.compile(r"(\*\*|__)(.+?)\1")


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
    is_private_theme: Callable[[str], bool] | None = None,
) -> CutRead:
    """Return a file with blank lines where its private blocks were.

    Args:
        read: The file.
        read_again: Reads a path and other bytes for it.
        keep_blocks: Leave private blocks in.
        is_private_theme: Tells by its name whether marks of a theme go, too: `#salary`. None when
            no theme is private.
    """
    text, _ = decode(read.content)
    if is_private_theme and not _MAY_MARK.search(text):
        is_private_theme = None
    if is_private_theme is None and not may_be_cut(text):
        return CutRead(read, ())
    lines = text.split("\n")
    first = read.reading.body_line
    # Front matter without an end takes all lines.
    body = lines[first - 1 :] or [""]
    found = cut("\n".join(body), first_line=first)
    head = "\n".join(lines[: first - 1])
    away = _NOTE.findall(head)
    bare = _NOTE.sub("", head)
    changed = bare != head
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
    unmarked = _without_themes(body, is_private_theme, away) if is_private_theme else shown
    if not changed and unmarked == shown:
        return CutRead(read, tuple(away))
    content = "\n".join([bare, unmarked] if lines[: first - 1] else [unmarked]).encode()
    return CutRead(read_again(read.path, content), tuple(away))


def _without_themes(
    body: list[str], is_private_theme: Callable[[str], bool], away: list[str]
) -> str:
    """Return a body without marks of private themes; add what they were told in to what is away."""
    for row in _private_items(body, is_private_theme):
        away.append(body[row])
        body[row] = ""
    return _without_marks("\n".join(body), is_private_theme)


def _private_items(lines: Sequence[str], is_private_theme: Callable[[str], bool]) -> set[int]:
    """Return the indexes of the lines of list items that name private themes and no others."""
    code = fenced(lines)
    found: set[int] = set()
    for row, line in enumerate(lines):
        item = None if code[row] else _ITEM.match(line)
        if item is None:
            continue
        end = _end_of_item(lines, row, len(item[1].expandtabs()))
        names = [(mark[1] or mark[2]).strip() for mark in HASH.finditer(line[item.end() :])]
        lead = _LEAD.match(line, item.end())
        names += [lead[2].strip(" :.")] if lead else []
        if names and all(map(is_private_theme, names)):
            found.update(range(row, end))
    return found


def _end_of_item(lines: Sequence[str], row: int, indent: int) -> int:
    """Return the index after the last line of a list item: what is indented more, or goes on."""
    end = row + 1
    for at in range(row + 1, len(lines)):
        line = lines[at]
        if not line.strip():
            continue
        deep = len(line.expandtabs()) - len(line.expandtabs().lstrip())
        goes_on = at == end and not _ITEM.match(line) and not line.lstrip().startswith("#")
        if deep <= indent and not goes_on:
            break
        end = at + 1
    return end


def _without_marks(text: str, is_private_theme: Callable[[str], bool]) -> str:
    if "#" not in text:
        return text
    code = code_spans(text)

    def shown(found: re.Match[str]) -> str:
        gone = is_private_theme((found[1] or found[2]).strip()) and not within(code, found.start())
        return "" if gone else found[0]

    return HASH.sub(shown, text)
