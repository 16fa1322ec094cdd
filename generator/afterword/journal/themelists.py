"""Edits that rename themes in front matter: in every form a list can have there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.journal.frontmatter import FrontMatter, Value
from afterword.journal.rewriting import Edit
from afterword.journal.themes import theme_key

FIELDS = ("strengths", "improvements", "themes")

_DOUBLE = re.compile(r'(?:\\.|[^"\\])*', re.DOTALL)
_SINGLE = re.compile(r"(?:''|[^'])*")
_ITEM_LINE = re.compile(r"^[ \t]*-[ \t]+$")
_BEFORE = re.compile(r"(?:^|[,\[])(?P<gap>[ \t\n]*)(?:and[ \t]+)?$")
_COMMA_AFTER = re.compile(r"[ \t]*,[ \t]*")


@dataclass(frozen=True, slots=True)
class _Item:
    """A theme in a list, and where it stands."""

    key: str
    start: int
    end: int
    """Of the name."""
    quote: str
    """`'`, `"`, or empty."""
    outer_start: int
    outer_end: int
    """With quotes and `#`."""


def edits_in_front_matter(
    text: str, front: FrontMatter, names: Mapping[str, str], *, drop: bool
) -> tuple[Edit, ...]:
    """Return the edits that rename themes in an entry's front matter.

    Args:
        text: The whole file, line ends plain.
        front: What was read from it.
        names: Key of a theme → its new name.
        drop: Take out items that would say again what another one says.
    """
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return tuple(
        edit
        for field in FIELDS
        if (values := front.values.get(field))
        for edit in _edits(text, _items(text, starts, values), names, drop=drop)
    )


def _items(text: str, starts: Sequence[int], values: Sequence[Value]) -> Iterator[_Item]:
    for value in values:
        position = starts[value.line - 1] + value.column - 1
        item = _quoted(text, position, value) if value.quoted else _plain(text, position, value)
        if item:
            yield item


def _plain(text: str, position: int, value: Value) -> _Item | None:
    # A plain value may go on in the next line.
    words = re.compile(r"\s+".join(map(re.escape, value.text.split())))
    found = words.match(text, position)
    if not found:
        return None
    marked = text[position - 1] == "#"
    return _Item(theme_key(value.text), position, found.end(), "", position - marked, found.end())


def _quoted(text: str, position: int, value: Value) -> _Item | None:
    marked = text[position] not in "\"'"
    opening = position - 2 if marked else position
    quote = text[opening]
    if quote not in "\"'":
        return None
    inside = (_DOUBLE if quote == '"' else _SINGLE).match(text, opening + 1)
    if inside is None:
        return None
    start = position if marked else opening + 1
    return _Item(theme_key(value.text), start, inside.end(), quote, opening, inside.end() + 1)


def _edits(
    text: str, items: Iterator[_Item], names: Mapping[str, str], *, drop: bool
) -> Iterator[Edit]:
    """Rename items; drop a renamed one that another says already."""
    found = tuple(items)
    said = {item.key for item in found if item.key not in names}
    for item in found:
        if item.key not in names:
            continue
        name = names[item.key]
        again = theme_key(name) in said
        said.add(theme_key(name))
        out = _without(text, item) if again and drop else None
        shown = name.replace("'", "''") if item.quote == "'" else name
        yield out or Edit(item.start, item.end, shown)


def _without(text: str, item: _Item) -> Edit | None:
    """Return the edit that takes an item out of its list; None where that is not simple."""
    line_start = text.rfind("\n", 0, item.outer_start) + 1
    line_end = text.find("\n", item.outer_end)
    if _ITEM_LINE.match(text[line_start : item.outer_start]):
        alone = line_end >= 0 and not text[item.outer_end : line_end].strip()
        return Edit(line_start, line_end + 1, "") if alone else None
    after = _COMMA_AFTER.match(text, item.outer_end)
    if after and text[after.end()] not in "\n]":
        return Edit(item.outer_start, after.end(), "")
    before = _BEFORE.search(text, line_start, item.outer_start)
    if before and text[before.start()] == ",":
        return Edit(before.start(), item.outer_end, "")
    return None
