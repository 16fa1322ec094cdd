"""One field of an entry's front matter set: bytes → bytes, the same everywhere else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from afterword.diagnostics import AfterwordError
from afterword.fields import find_field, fold
from afterword.journal.flatyaml import Pair, Pairs
from afterword.journal.frontmatter import FlatHandler, FrontMatter, read_front_matter
from afterword.journal.quoting import quote, quote_item
from afterword.journal.reading import LONGEST_BYTES
from afterword.journal.rewriting import Edit, applied, read_source

_HANDLER = FlatHandler()
_UNSAFE = frozenset(
    (
        *("foreign-front-matter", "not-a-mapping"),
        *("unclosed-front-matter", "unopened-front-matter"),
    )
)
_COLON = re.compile(r"[ \t]*:[ \t]*")
_LIST_END = re.compile(r"[ \t\n]*(?:,[ \t\n]*)?\]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLOCK = ("|", ">")

_NO_TEXT = "the file is no text that can be read"
_OTHERS_CHANGE = "its front matter cannot be edited without changing what else it says"
_NO_FENCE = "its front matter has a beginning or an end that is not one"
_TWICE = "it stands there more than once"
_UNCERTAIN = "what stands there cannot be read for certain"
_COMMENT = "a comment stands in its list"


class UnsafeEditError(AfterwordError):
    """A field cannot be set without a risk for what else stands in the file."""

    def __init__(self, field: str, values: Sequence[str], reason: str) -> None:
        super().__init__(field, values, reason)
        self.field = field
        self.reason = reason
        self.hint = f"write it yourself: {_line(field, values)}"

    def __str__(self) -> str:
        """Name the field and the reason."""
        return f"{self.field} was not written: {self.reason}"


class _Wish(NamedTuple):
    """What is to be set."""

    field: str
    values: Sequence[str]

    def refused(self, reason: str) -> UnsafeEditError:
        return UnsafeEditError(self.field, self.values, reason)


def set_field(content: bytes, field: str, values: Sequence[str]) -> bytes:
    """Return an entry's file with one field of its front matter set; all else stays, byte by byte.

    An entry without front matter gets one. A key that is there keeps its name, its place, the
    comment beside it and the form of its list.

    Args:
        content: The file.
        field: Canonical name of a field, or a key that begins with `x-`.
        values: At least one; several make a list.

    Raises:
        UnsafeEditError: The file is not one that can be edited without risk.
    """
    wish = _Wish(field, values)
    source = read_source(content) if len(content) <= LONGEST_BYTES else None
    if source is None:
        raise wish.refused(_NO_TEXT)
    text = source.text
    front = read_front_matter(text)
    if texts_of(front, field) == [*values]:
        return content
    edit = _edit(text, front, wish)
    if not _is_alike(front, read_front_matter(applied(text, (edit,))), wish):
        raise wish.refused(_OTHERS_CHANGE)
    return source.edited((_with_ends(edit, source.raw),))


def _with_ends(edit: Edit, raw: str) -> Edit:
    """Return an edit whose lines end as the file's first line does."""
    found = _LINE_END.search(raw)
    end = found[0] if found else "\n"
    return Edit(edit.start, edit.end, edit.text.replace("\n", end))


def texts_of(front: FrontMatter, field: str) -> list[str]:
    """Return what the front matter says in a field, or in a key that begins with `x-`."""
    if field in front.values:
        return [value.text for value in front.values[field]]
    return [
        value.text for key in front.unknown if fold(key.text) == fold(field) for value in key.values
    ]


def _edit(text: str, front: FrontMatter, wish: _Wish) -> Edit:
    if any(problem.code in _UNSAFE for problem in front.diagnostics):
        raise wish.refused(_NO_FENCE)
    if front.body == text:
        return Edit(0, 0, f"---\n{_line(*wish)}\n---\n")
    source, _ = _HANDLER.split(text)
    offset = text.index("\n") + 1
    loaded = _HANDLER.load(source)
    found = [pair for pair in loaded.pairs if _means(pair, wish.field)]
    if len(found) > 1:
        raise wish.refused(_TWICE)
    edit = _changed(source, found[0], wish) if found else _added(source, loaded, wish)
    return Edit(edit.start + offset, edit.end + offset, edit.text)


def _means(pair: Pair, field: str) -> bool:
    known = find_field(pair.key.text)
    return known.name == field if known else fold(pair.key.text) == fold(field)


def _added(source: str, loaded: Pairs, wish: _Wish) -> Edit:
    indent = " " * (loaded.pairs[0].key.column - 1) if loaded.pairs else ""
    return Edit(len(source), len(source), f"{indent}{_line(*wish)}\n")


def _changed(source: str, pair: Pair, wish: _Wish) -> Edit:
    colon = _COLON.match(source, pair.key.end)
    if pair.problems or colon is None:
        raise wish.refused(_UNCERTAIN)
    if not pair.is_list:
        old = pair.items[0]
        gap = "" if old.text or old.end > old.start else " "
        end = "\n" if old.style in _BLOCK else ""
        return Edit(old.start, old.end, f"{gap}{_value(wish.values)}{end}")
    if source.startswith("[", colon.end()):
        return _changed_in_brackets(source, pair, colon.end(), wish)
    return _changed_below(source, pair, wish)


def _changed_in_brackets(source: str, pair: Pair, start: int, wish: _Wish) -> Edit:
    last = pair.items[-1].end if pair.items else start + 1
    end = _LIST_END.match(source, last)
    if end is None:
        raise wish.refused(_COMMENT)
    added = _added_values(pair, wish)
    if added and pair.items:
        return Edit(last, last, "".join(f", {quote_item(value)}" for value in added))
    return Edit(start, end.end(), _list(wish.values))


def _changed_below(source: str, pair: Pair, wish: _Wish) -> Edit:
    """Return the edit of a list of one item a line."""
    first, last = pair.items[0], pair.items[-1]
    begin = source.rfind("\n", 0, first.start) + 1
    end = source.find("\n", last.end)
    end = len(source) if end < 0 else end
    mark = source[source.rfind("\n", 0, last.start) + 1 : last.start]
    added = _added_values(pair, wish)
    if added:
        return Edit(end, end, "".join(f"\n{mark}{quote_item(value)}" for value in added))
    if "#" in source[begin:end]:
        raise wish.refused(_COMMENT)
    return Edit(begin, end, "\n".join(f"{mark}{quote_item(value)}" for value in wish.values))


def _added_values(pair: Pair, wish: _Wish) -> Sequence[str]:
    """Return what follows the values that are there; nothing when those do not stay."""
    old = [item.text for item in pair.items]
    return wish.values[len(old) :] if [*wish.values[: len(old)]] == old else ()


def _is_alike(before: FrontMatter, after: FrontMatter, wish: _Wish) -> bool:
    """Tell whether two files read the same but for the field, which says what was wished."""
    problems = (Counter(problem.code for problem in one.diagnostics) for one in (after, before))
    more = next(problems)
    more.subtract(next(problems))
    return (
        texts_of(after, wish.field) == [*wish.values]
        and _others(before, wish.field) == _others(after, wish.field)
        and before.body == after.body
        and all(count <= 0 for count in more.values())
    )


def _others(front: FrontMatter, field: str) -> list[tuple[str, list[tuple[str, bool]]]]:
    known = [*front.values.items(), *((key.text, key.values) for key in front.unknown)]
    return sorted(
        (name, [(value.text, value.quoted) for value in values])
        for name, values in known
        if fold(name) != fold(field)
    )


def _line(field: str, values: Sequence[str]) -> str:
    return f"{field}: {_value(values)}"


def _value(values: Sequence[str]) -> str:
    return quote(values[0]) if len(values) == 1 else _list(values)


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(quote_item, values))}]"
