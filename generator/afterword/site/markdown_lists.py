"""Lists written the usual ways, rewritten so that Python-Markdown nests them as CommonMark does.

Python-Markdown knows one indentation, four spaces, and flattens lists nested by two or three.
Everything here is text to text and knows nothing of HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP = 4
_MAYBE = re.compile(r"^[ >]*(?:[-*+•–]|\d{1,9}\.)(?: |$)|^[ >]*\x02", re.MULTILINE)
_MARKER = re.compile(r"(?P<mark>[-*+•–]|\d{1,9}\.)(?P<gap> +|$)(?P<rest>.*)")
_RULE = re.compile(r"(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_TABLE_RULE = re.compile(r"(?=[^|]*\|)[-:| ]+$")
_STASHED = re.compile(r"\x02[^\x02\x03]*\x03 *$")
"""A line that stands for a code fence or an HTML block taken out before."""
_HEADING = re.compile(r"#{1,6} ")
_STARTS_BLOCK = re.compile(r"#{1,6} |>|!!! |\[\^[^\]]*\]:")
_QUOTED = re.compile(r"( {0,3})> ?(.*)")


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item that is still open."""

    content: int
    """The column where its text begins, as the author wrote it."""
    ordered: bool


@dataclass(slots=True)
class _Rewriting:
    """What is known after the lines so far; `out` holds them as Python-Markdown wants them."""

    out: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    paragraph: bool = False
    """A paragraph is open, so a following line of text continues it."""
    own: bool = False
    """The open paragraph is the first text of its item, in the same block of lines."""
    first: int | None = None
    """How deep the item is that began this block of lines; None: no item began it."""
    cut: bool = False
    """The next line needs a blank line before it."""


def nest_lists(lines: Sequence[str]) -> list[str]:
    """Return the lines with every list item indented by four spaces per level.

    Nesting is CommonMark's. A list may follow a line of text directly (a numbered one only if it
    begins with 1), `•` and `–` count as bullets, and code fences taken out before stand alone.

    Args:
        lines: Without tabs and without spaces on blank lines; code fences and HTML blocks are
            already placeholders in control characters.
    """
    text = "\n".join(lines)
    if not _MAYBE.search(text):
        return list(lines)
    state = _Rewriting()
    for line in _quotes_nested(lines):
        _take(state, line)
    return state.out


def _quotes_nested(lines: Sequence[str]) -> list[str]:
    """Return the lines with the lists inside block quotes nested already."""
    out: list[str] = []
    run: list[tuple[str, str]] = []
    for line in [*lines, ""]:
        if found := _QUOTED.match(line):
            run.append((line, found[2]))
            continue
        if run:
            out.extend(_quote_nested(run))
            run = []
        out.append(line)
    return out[:-1]


def _quote_nested(run: list[tuple[str, str]]) -> list[str]:
    """Return the lines of one quote; as they were if its lists need nothing."""
    inner = [text for _, text in run]
    nested = nest_lists(inner)
    if nested == inner:
        return [line for line, _ in run]
    return [f"> {text}" if text else ">" for text in nested]


def _take(state: _Rewriting, line: str) -> None:
    """Add one line."""
    if not line or line.isspace():
        state.out.append("")
        state.paragraph = state.own = state.cut = False
        state.first = None
        return
    indent = len(line) - len(line.lstrip(" "))
    depth = sum(item.content <= indent for item in state.items)
    margin = indent - (state.items[depth - 1].content if depth else 0)
    text = line[indent:]
    marker = _marker(state, text, depth, margin)
    if marker:
        _take_item(state, marker, indent, depth)
    else:
        _take_text(state, line, depth, margin)


def _marker(state: _Rewriting, text: str, depth: int, margin: int) -> re.Match[str] | None:
    """Return the list marker the text begins with, if it is one at this place."""
    found = _MARKER.match(text)
    if not found or _RULE.match(text) or _TABLE_RULE.match(text):
        return None
    if margin >= _STEP:
        return None
    if (
        state.paragraph
        and depth == len(state.items)
        and not (found["rest"] and _may_interrupt(found["mark"]))
    ):
        return None
    return found


def _may_interrupt(mark: str) -> bool:
    """Whether a list may begin with this mark directly under a line of text."""
    return not mark[0].isdigit() or int(mark[:-1]) == 1


def _take_item(state: _Rewriting, marker: re.Match[str], indent: int, depth: int) -> None:
    """Add the first line of an item, `depth` lists deep."""
    ordered = marker["mark"][0].isdigit()
    siblings = state.items[depth:]
    other_kind = bool(siblings) and siblings[0].ordered != ordered
    out_of_block = state.first is None or state.first > depth
    if state.out and state.out[-1] and (state.cut or other_kind or out_of_block):
        _break(state)
    if state.first is None:
        state.first = depth
    mark = "-" if marker["mark"] in "•–" else marker["mark"]
    indented = " " * (_STEP * depth) + mark
    state.out.append(f"{indented}{marker['gap'] or ' '}{marker['rest']}")
    del state.items[depth:]
    _open_items(state, marker, indent)


def _open_items(state: _Rewriting, marker: re.Match[str], indent: int) -> None:
    """Open the item, and those that begin inside it on the same line: `- 1. text`."""
    column = indent
    found: re.Match[str] | None = marker
    rest = ""
    while found:
        gap = len(found["gap"]) if found["rest"] else 1
        rest = found["rest"]
        column += len(found["mark"]) + (gap if gap <= _STEP else 1)
        state.items.append(_Item(column, found["mark"][0].isdigit()))
        found = None if _RULE.match(rest) else _MARKER.match(rest)
    state.paragraph = bool(rest) and not _HEADING.match(rest) and not _RULE.match(rest)
    state.own = True
    state.cut = False


def _take_text(state: _Rewriting, line: str, depth: int, margin: int) -> None:
    """Add a line that begins no item."""
    text = line.lstrip(" ")
    inside = depth == len(state.items)
    stashed = bool(_STASHED.match(text))
    code = margin >= _STEP and not state.paragraph
    rule = bool(_RULE.match(text)) and not (inside and state.paragraph and _UNDERLINE.match(text))
    starts = stashed or (margin < _STEP and (rule or bool(_STARTS_BLOCK.match(text))))
    if state.paragraph and not starts:
        state.out.append(_continuing(state, line))
        state.paragraph = not (inside and _UNDERLINE.match(text))
        return
    listed = bool(state.items)
    del state.items[depth:]
    ends = state.cut or stashed or (listed and not inside)
    if ends and state.out and state.out[-1]:
        _break(state)
    own = state.own and bool(state.out) and bool(state.out[-1])
    levels = depth - 1 if own and starts else depth
    state.out.append(f"{' ' * (_STEP * max(levels, 0) + margin)}{text}")
    state.paragraph = not (stashed or code or rule or _HEADING.match(text))
    state.own = own
    state.cut = stashed


def _continuing(state: _Rewriting, line: str) -> str:
    """Return a paragraph's further line so that inside an item it cannot pass for another one."""
    text = line.lstrip(" ")
    found = _MARKER.match(text)
    if not state.items or not found or found["mark"] in "•–" or _TABLE_RULE.match(text):
        return line
    indent = line[: len(line) - len(text)]
    mark = found["mark"]
    return f"{indent}{mark[:-1]}\\{text[len(mark) - 1 :]}"


def _break(state: _Rewriting) -> None:
    """Add a blank line, which ends Python-Markdown's block."""
    state.out.append("")
    state.first = None
    state.own = False
