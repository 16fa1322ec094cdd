"""Front matter → keys and values, as the author meant them.

A text that is not flat and sound YAML is read again key by key, so that one slip costs one value
at most, and mostly none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import find_field
from afterword.journal.flatyaml import (
    FIRST_LINE,
    RAW,
    REFUSED,
    OddError,
    Oddity,
    Pair,
    Pairs,
    Scalar,
    read_events,
)

_SHOWN = 200

# YAML takes the first three for line ends; files and editors do not.
_LINE_ENDS = re.compile("[\x85\u2028\u2029\ufeff]")
_CONTROLS = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEADING_TAB = re.compile(r"^ *\t[ \t]*", re.MULTILINE)
_COLON = re.compile(r":(?=[ \t]|$)")
_NO_SPACE = re.compile(r"[ ]*(?P<key>[^\s:#][^:]{0,40}?):(?P<value>\S)")
_WIKI_LINKS = re.compile(r"\[\[[^\[\]]*\]\](?:\s*,\s*\[\[[^\[\]]*\]\])*")


class _Line(NamedTuple):
    text: str
    number: int
    start: int

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def says_nothing(self) -> bool:
        stripped = self.text.strip()
        return not stripped or stripped.startswith("#")

    @property
    def is_item(self) -> bool:
        stripped = self.text.strip()
        return stripped == "-" or stripped.startswith("- ")


def read_pairs(text: str, *, first_line: int = FIRST_LINE) -> Pairs:
    """Return the keys and values of a front matter; never raises.

    Args:
        text: The lines between the fences.
        first_line: The number in the file of the first of them.
    """
    text, problems = _readable(text, first_line)
    try:
        pairs = read_events(text, first_line, 0)
    except OddError:
        pairs, more = _read_by_key(text, first_line)
        problems += more
    return Pairs(pairs, problems, text)


def _readable(text: str, first_line: int) -> tuple[str, tuple[Diagnostic, ...]]:
    """Replace what YAML cannot read by as many spaces."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text, ()
    text = _LINE_ENDS.sub(" ", text)
    if "\t" in text:
        text = _LEADING_TAB.sub(lambda found: " " * len(found[0]), text)
    controls = _CONTROLS.findall(text)
    if not controls:
        return text, ()
    first = _place(text, text.index(controls[0]), first_line)
    problem = Diagnostic(
        first,
        Severity.WARNING,
        "control-character",
        f"the control character U+{ord(controls[0]):04X} was read as a space"
        + (f", and {len(controls) - 1} more" if len(controls) > 1 else ""),
        "Delete it; most editors do not show it.",
    )
    return _CONTROLS.sub(" ", text), (problem,)


def _place(text: str, index: int, first_line: int) -> Location:
    line_start = text.rfind("\n", 0, index) + 1
    return Location("", first_line + text.count("\n", 0, line_start), index - line_start + 1)


def _read_by_key(
    text: str,
    first_line: int,
) -> tuple[tuple[Pair, ...], tuple[Diagnostic, ...]]:
    """Read each key by itself, so that what is wrong with one does not touch the others."""
    pairs: list[Pair] = []
    problems: list[Diagnostic] = []
    for group in _groups(_lines(text, first_line)):
        for part in _parts(group):
            read, wrong = _read_part(part)
            pairs += read
            problems += wrong
    return tuple(pairs), tuple(problems)


def _lines(text: str, first_line: int) -> tuple[_Line, ...]:
    lines, start = [], 0
    for number, line in enumerate(text.split("\n"), first_line):
        lines.append(_Line(line, number, start))
        start += len(line) + 1
    return tuple(lines)


def _colon(line: _Line) -> int:
    """Return where the colon after the line's key stands; 0 when it begins with no key."""
    if line.says_nothing or line.is_item or line.text.lstrip(" ")[0] in "[]{},?:":
        return 0
    found = _COLON.search(line.text)
    return found.start() if found else 0


def _groups(lines: Sequence[_Line]) -> tuple[tuple[_Line, ...], ...]:
    """Split before each key of the outermost level."""
    outermost = min((line.indent for line in lines if _colon(line)), default=0)
    groups: list[list[_Line]] = [[]]
    for line in lines:
        if line.indent == outermost and _colon(line):
            groups.append([line])
        else:
            groups[-1].append(line)
    return tuple(tuple(group) for group in groups if group)


def _parts(group: tuple[_Line, ...]) -> tuple[tuple[_Line, ...], ...]:
    """Split a group that cannot be read as one before what cannot belong to its key."""
    try:
        read_events(_joined(group), 0, 0)
    except OddError as odd:
        keys_too = odd.oddity is Oddity.BROKEN
    else:
        return (group,)
    parts: list[list[_Line]] = [[group[0]]]
    for line in group[1:]:
        if _stands_alone(line, group[0].indent, keys_too=keys_too):
            parts.append([line])
        else:
            parts[-1].append(line)
    return tuple(tuple(part) for part in parts)


def _stands_alone(line: _Line, outermost: int, *, keys_too: bool) -> bool:
    if line.says_nothing or line.is_item:
        return False
    if line.indent <= outermost:
        return True
    colon = _colon(line) if keys_too else 0
    return bool(colon and find_field(line.text[:colon].strip()))


def _joined(group: Sequence[_Line]) -> str:
    return "\n".join(line.text for line in group) + "\n"


def _read_part(part: tuple[_Line, ...]) -> tuple[tuple[Pair, ...], tuple[Diagnostic, ...]]:
    head = part[0]
    if not _colon(head):
        return _read_without_key(part)
    try:
        return read_events(_joined(part), head.number, head.start), ()
    except OddError as odd:
        return (_repair(part, odd),), ()


def _read_without_key(
    part: tuple[_Line, ...],
) -> tuple[tuple[Pair, ...], tuple[Diagnostic, ...]]:
    pairs: list[Pair] = []
    problems: list[Diagnostic] = []
    for line in part:
        found = _NO_SPACE.match(line.text)
        if found and find_field(found["key"]):
            key = _cut(line, found.start("key"), found.end("key"))
            value = _cut(line, found.start("value"))
            pairs.append(Pair(key, (value,), is_list=False, problems=(_as_meant(key, value),)))
        elif not line.says_nothing:
            problems.append(_no_key(_cut(line, line.indent)))
    return tuple(pairs), tuple(problems)


def _cut(line: _Line, begin: int, end: int | None = None) -> Scalar:
    """Return a stretch of a line as raw text, without spaces around it."""
    source = line.text[begin:end]
    text = source.strip()
    begin += len(source) - len(source.lstrip())
    start = line.start + begin
    return Scalar(text, line.number, begin + 1, start, start + len(text), RAW)


def _repair(part: tuple[_Line, ...], odd: OddError) -> Pair:
    """Return a pair whose value YAML does not read, as it was probably meant."""
    head, colon = part[0], _colon(part[0])
    key = _cut(head, head.indent, colon)
    if key.text[:1] in ("'", '"') and key.text[-1:] == key.text[:1]:
        key = key._replace(text=key.text[1:-1])
    value = _cut(head, colon + 1)
    more = tuple(line for line in part[1:] if not line.says_nothing)
    if key.text == "<<":
        return _refused(key, _joined_value(value, more), odd)
    if not more:
        return _repair_text(key, value, odd)
    if not value.text.split("#")[0].strip() and more[0].is_item:
        return _repair_list(key, more)
    return _repair_block(key, _joined_value(value, more), odd, part)


def _joined_value(value: Scalar, more: Sequence[_Line]) -> Scalar:
    text = " ".join(filter(None, (value.text, *(line.text.strip() for line in more))))
    if not more:
        return value
    if not value.text:
        first = _cut(more[0], more[0].indent)
        value = value._replace(line=first.line, column=first.column, start=first.start)
    return value._replace(text=text, end=more[-1].start + len(more[-1].text))


def _repair_block(key: Scalar, value: Scalar, odd: OddError, part: Sequence[_Line]) -> Pair:
    if odd.oddity is not Oddity.BROKEN:
        return _refused(key, value, odd)
    place = _place(_joined(part), odd.index, part[0].number)
    return Pair(key, (value,), is_list=False, problems=(_bad(place, value, odd.reason),))


def _repair_text(key: Scalar, value: Scalar, odd: OddError) -> Pair:
    text = value.text
    if odd.oddity is Oddity.NESTED and _WIKI_LINKS.fullmatch(text):
        return Pair(key, (value,), is_list=False)
    if text[:1] in ("'", '"') and text.count(text[0]) == 1:
        problem = _bad(_at(value), value, "the quote is never closed")
        value = _without_first(value)
        return Pair(key, (value,), is_list=False, problems=(problem,))
    if text[:1] == "[" and "]" not in text:
        problem = _bad(_at(value), value, "the bracket is never closed")
        value = _without_first(value)
        return Pair(key, (value,), is_list=False, problems=(problem,))
    ends_nested = text.split(" #")[0].rstrip()[-1:] in ("]", "}")
    if odd.oddity is Oddity.REFUSED or (odd.oddity is Oddity.NESTED and ends_nested):
        return _refused(key, value, odd)
    return Pair(key, (value,), is_list=False, problems=(_as_meant(key, value),))


def _without_first(value: Scalar) -> Scalar:
    text = value.text[1:].lstrip()
    skipped = len(value.text) - len(text)
    return value._replace(text=text, column=value.column + skipped, start=value.start + skipped)


def _repair_list(key: Scalar, lines: Sequence[_Line]) -> Pair:
    """Read each item by itself."""
    items: list[Scalar] = []
    problems: list[Diagnostic] = []
    for part in _item_parts(lines):
        head = part[0]
        try:
            (pair,) = read_events("k:\n" + _joined(part), head.number - 1, head.start - 3)
        except (OddError, ValueError) as odd:
            item = _cut(head, head.indent + 1)
            item = _joined_value(item, part[1:])
            pair = _repair_item(key, item, odd if isinstance(odd, OddError) else None)
        items += pair.items
        problems += pair.problems
    return Pair(key, tuple(items), is_list=True, problems=tuple(problems))


def _item_parts(lines: Sequence[_Line]) -> tuple[tuple[_Line, ...], ...]:
    parts: list[list[_Line]] = []
    for line in lines:
        if line.is_item and line.indent <= lines[0].indent:
            parts.append([line])
        else:
            parts[-1].append(line)
    return tuple(tuple(part) for part in parts)


def _repair_item(key: Scalar, item: Scalar, odd: OddError | None) -> Pair:
    if item.text[:1] not in ("[", "{", "-") and (odd is None or odd.oddity is Oddity.NESTED):
        # `- Pace: too fast` is a mapping to YAML and a sentence to its author.
        odd = OddError(Oddity.BROKEN, "")
    return _repair_text(key._replace(text="-"), item, odd or OddError(Oddity.BROKEN, ""))


def _at(scalar: Scalar) -> Location:
    return Location("", scalar.line, scalar.column)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _quoted(text: str) -> str:
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _as_meant(key: Scalar, value: Scalar) -> Diagnostic:
    lead = "-" if key.text == "-" else f"{key.text}:"
    return Diagnostic(
        _at(value),
        Severity.HINT,
        "read-as-meant",
        f'"{_short(value.text)}" means something else to YAML; it was read as written',
        f"Put it in quotes: {lead} {_quoted(_short(value.text))}",
    )


def _no_key(text: Scalar) -> Diagnostic:
    return Diagnostic(
        _at(text),
        Severity.ERROR,
        "bad-yaml",
        f'"{_short(text.text)}" belongs to no key',
        "Write `key: value` on one line, or end the front matter with --- before the text.",
    )


def _bad(place: Location, value: Scalar, reason: str) -> Diagnostic:
    return Diagnostic(
        place,
        Severity.ERROR,
        "bad-yaml",
        f'"{_short(value.text)}" cannot be read: {reason}',
        "Put the value in quotes, on one line.",
    )


def _refused(key: Scalar, value: Scalar, odd: OddError) -> Pair:
    oddity = Oddity.NESTED if odd.oddity is Oddity.NESTED else Oddity.REFUSED
    problem = Diagnostic(
        _at(value),
        Severity.ERROR,
        oddity.value,
        f'"{_short(value.text)}" cannot be used here: {odd.reason}',
        "Write one text, or a list: [one, two]. Quotes make any text plain text.",
    )
    if oddity is Oddity.NESTED:
        value = value._replace(style=REFUSED)
    return Pair(key, (value,), is_list=False, problems=(problem,))
