"""A value of front matter → its items, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from afterword.fields import Shape
from afterword.journal.flatyaml import RAW, REFUSED, Pair, Scalar

_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_QUOTES = frozenset({"'", '"'})
_UNQUOTED = frozenset({"", RAW, REFUSED})
_MARKS = frozenset({"[", "#"})


@dataclass(frozen=True, slots=True)
class Value:
    """One item of a field; the place is that of its first character or quote."""

    text: str
    line: int
    """From 1, in the file."""
    column: int
    """From 1, in code points."""
    quoted: bool = False


def values_of(pair: Pair, separator: str, shape: Shape, source: str) -> tuple[Value, ...]:
    """Return the items of a value, empty ones left out."""
    if pair.is_list:
        split = [_split(item, "", source) for item in pair.items]
        found = tuple([value for values in split for value in values])
    else:
        found = _split(pair.items[0], separator, source)
    if separator and len(found) > 1 and found[-1].text[:4].lower() == "and ":
        found = (*found[:-1], _without_and(found[-1]))
    for value in found:
        if value.text[0] in _MARKS:
            return tuple(_without_marks(value, shape) for value in found)
    return found


def _split(scalar: Scalar, separator: str, source: str) -> tuple[Value, ...]:
    text, line, column, start, end, style = scalar
    if style in _QUOTES:
        stripped = text.strip()
        return (Value(stripped, line, column, True),) if stripped else ()  # noqa: FBT003
    if style in _UNQUOTED:
        if text in _EMPTY:
            return ()
        if not separator or separator not in text:
            return (Value(text, line, column),)
        if not style and end - start == len(text):
            return items(text, line, column, separator)
        return items(source[start:end], line, column, separator)
    return _split_block(scalar, separator, source[start:end])


def _split_block(scalar: Scalar, separator: str, segment: str) -> tuple[Value, ...]:
    """Split what stands below `|` or `>`; the place is that of the text, not of the mark."""
    _, _, below = segment.partition("\n")
    content = below.lstrip()
    if not content:
        return ()
    skipped = below[: len(below) - len(content)]
    line = scalar.line + 1 + skipped.count("\n")
    column = len(skipped) - skipped.rfind("\n")
    if not separator:
        return (Value(scalar.text.strip("\n"), line, column),)
    return items(content, line, column, separator + ("\n" if scalar.style == "|" else ""))


def items(text: str, line: int, column: int, separators: str) -> tuple[Value, ...]:
    """Split a text as it stands in the file at any of the separators; quoted items are kept whole.

    Args:
        text: Source, which may run over several lines.
        line: Where it begins.
        column: Where it begins.
        separators: Characters.
    """
    found = []
    line_start, counted = -column + 1, 0
    for begin, end in _pieces(text, separators):
        piece = text[begin:end]
        stripped = piece.strip()
        if not stripped or stripped in _EMPTY:
            continue
        first = begin + len(piece) - len(piece.lstrip())
        line_ends = text.count("\n", counted, first)
        if line_ends:
            line += line_ends
            line_start = text.rindex("\n", counted, first) + 1
        counted = first
        quoted = len(stripped) > 1 and stripped[0] in _QUOTES and stripped[-1] == stripped[0]
        shown = stripped[1:-1] if quoted else stripped
        if "\n" in shown:
            shown = " ".join(part.strip() for part in shown.split("\n") if part.strip())
        if shown.strip():
            found.append(Value(shown, line, first - line_start + 1, quoted))
    return tuple(found)


def _pieces(text: str, separators: str) -> Iterator[tuple[int, int]]:
    """Yield where the items begin and end."""
    pattern = re.compile(
        rf"""\s*(?:"[^"]*"|'[^']*')\s*(?=[{re.escape(separators)}]|\Z)|[^{re.escape(separators)}]+""",
    )
    yield from (found.span() for found in pattern.finditer(text))


def _without_and(value: Value) -> Value:
    if value.quoted:
        return value
    rest = value.text[4:].lstrip()
    return Value(rest, value.line, value.column + len(value.text) - len(rest)) if rest else value


def _without_marks(value: Value, shape: Shape) -> Value:
    """Return a link without its brackets, a theme without its `#`."""
    text = value.text
    skipped = 0
    if shape is Shape.THEMES and text[:1] == "#" and text[1:2].isalnum():
        text, skipped = text[1:], 1
    elif text.startswith("[[") and text.endswith("]]") and "[[" not in text[2:]:
        text, skipped = text[2:-2].partition("|")[0].strip(), 2
    if not skipped:
        return value
    return Value(text, value.line, value.column + skipped + value.quoted, value.quoted)
