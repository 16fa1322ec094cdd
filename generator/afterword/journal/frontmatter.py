"""Front matter: what an author says about an entry, with the place of every word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from frontmatter.default_handlers import YAMLHandler

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import Field, Shape, find_field, fold
from afterword.journal.comments import lost_comments
from afterword.journal.decoding import decode
from afterword.journal.flatyaml import FIRST_LINE, REFUSED, Pair, Pairs, Scalar
from afterword.journal.pairs import read_pairs
from afterword.journal.splitting import Value, values_of

__all__ = (
    "FrontMatter",
    "Key",
    "Value",
    "decode",
    "read_front_matter",
)

# Reading them as absent would show more than the author meant to.
_CAUTIOUS = frozenset({"draft", "quote", "settle"})
_JSON_KEY = re.compile(r'\s*\{\s*"[\w -]+"\s*:')


@dataclass(frozen=True, slots=True)
class Key:
    """A key we do not know, kept with what it says."""

    text: str
    line: int
    column: int
    values: tuple[Value, ...]
    silent: bool = False
    """`x-…`, or one the portfolio ignores: nothing is said about it."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the body, and the body."""

    values: Mapping[str, tuple[Value, ...]]
    """Canonical field name → items; an empty field is absent."""
    keys: Mapping[str, tuple[int, int]]
    """Canonical field name → line and column of its key."""
    unknown: tuple[Key, ...]
    body: str
    body_line: int
    """The number in the file of the body's first line."""
    diagnostics: tuple[Diagnostic, ...]
    """Their location's file is empty."""


_NOTHING: Mapping[str, tuple[Value, ...]] = MappingProxyType({})
_NO_KEYS: Mapping[str, tuple[int, int]] = MappingProxyType({})

_FENCE = re.compile(r"---[ \t]*(?:\n|$)")
_END = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY_LINE = re.compile(r"[ \t]*(?P<key>[^\s:#-][^:\n]{0,40}):(?:[ \t]|$)")
_BROKEN_FENCE = re.compile(r"\s*[-\u2013\u2014+]{2,}[ \t]*\n(?P<next>[^\n]*)")


class NoEndError(ValueError):
    """The front matter has a beginning and no end."""


class FlatHandler(YAMLHandler):
    """Front matter between `---` and `---` or `...`, read flat and with positions."""

    def detect(self, text: str) -> bool:
        """Tell whether the first line opens front matter."""
        return _FENCE.match(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """Return the front matter and the body, both untouched.

        Raises:
            NoEndError: No line closes it.
        """
        first_end = text.find("\n")
        end = _END.search(text, first_end) if first_end >= 0 else None
        if end is None:
            raise NoEndError
        return text[first_end + 1 : end.start() + 1], text[end.end() :]

    # A dictionary would lose places, duplicates and order.
    def load(self, fm: str, **_options: object) -> Pairs:  # type: ignore[override]
        """Return keys and values with their places."""
        return read_pairs(fm, first_line=FIRST_LINE)


_HANDLER = FlatHandler()


def read_front_matter(text: str, *, ignore: frozenset[str] = frozenset()) -> FrontMatter:
    """Return what the front matter says, and the body; never raises.

    Args:
        text: The whole file, decoded.
        ignore: Folded keys to keep in silence.
    """
    if not _HANDLER.detect(text):
        problems = _foreign(text) or _never_opened(text)
        return FrontMatter(_NOTHING, _NO_KEYS, (), text, 1, problems)
    try:
        source, body = _HANDLER.split(text)
    except NoEndError:
        return _read_unclosed(text, ignore)
    loaded = _HANDLER.load(source)
    if loaded.problems and _is_prose(source):
        return _read_unclosed(text, ignore)
    if not loaded.pairs:
        loaded = loaded._replace(problems=_not_a_mapping(source))
        if loaded.problems:
            # Shown as text: what is in it has nowhere else to go.
            return _assemble(loaded, ignore, text.partition("\n")[2], FIRST_LINE)
    return _assemble(loaded, ignore, body, FIRST_LINE + source.count("\n") + 1)


def _never_opened(text: str) -> tuple[Diagnostic, ...]:
    """Catch front matter that would be shown as text: its `draft: yes` would not be heeded."""
    fence = _BROKEN_FENCE.match(text)
    line = fence["next"] if fence else text[: text.find("\n") + 1]
    found = _KEY_LINE.match(line)
    if not found or not find_field(found["key"]):
        return ()
    head = text.partition("\n\n")[0] + "\n"
    if not fence and not _END.search(head) and not _is_all_keys(head):
        return ()
    return (
        Diagnostic(
            Location("", 1, 1),
            Severity.ERROR,
            "unopened-front-matter",
            f'"{found["key"]}" stands in the text, not in front matter',
            "Make --- the very first line of the file, and --- a line below the last key.",
        ),
    )


def _is_all_keys(head: str) -> bool:
    """Tell whether a first paragraph is nothing but keys, with two at least that we know."""
    lines = head.rstrip().split("\n")
    keys = [found["key"] for line in lines if (found := _KEY_LINE.match(line))]
    return len(keys) == len(lines) and sum(find_field(key) is not None for key in keys) > 1


def _is_prose(source: str) -> bool:
    """Tell whether the text went on below an empty line, and a rule in it passed for the end."""
    _, _, below = source.partition("\n\n")
    return any(
        line.strip() and not line.startswith((" ", "\t", "-", "#")) and not _KEY_LINE.match(line)
        for line in below.split("\n")
    )


def _read_unclosed(text: str, ignore: frozenset[str]) -> FrontMatter:
    """Take what looks like keys up to the first empty line; the rest is the body."""
    _, _, rest = text.partition("\n")
    lines = rest.split("\n")
    count = 0
    for line in lines:
        if not _KEY_LINE.match(line) and not line.startswith((" ", "\t", "- ", "#")):
            break
        count += bool(line.strip())
        if not line.strip():
            break
    if not any(_KEY_LINE.match(line) for line in lines[:count]):
        return FrontMatter(_NOTHING, _NO_KEYS, (), text, 1, _unclosed(lines[:1]))
    loaded = _HANDLER.load("\n".join(lines[:count]) + "\n")
    loaded = loaded._replace(problems=(*_unclosed(lines[:1]), *loaded.problems))
    return _assemble(loaded, ignore, "\n".join(lines[count:]), FIRST_LINE + count)


def _foreign(text: str) -> tuple[Diagnostic, ...]:
    """Find front matter in another notation: TOML between `+++`, or JSON."""
    first, _, rest = text.partition("\n")
    toml = first.rstrip() == "+++" and "\n+++" in f"\n{rest}"
    json = first.lstrip().startswith("{") and _JSON_KEY.match(text) is not None
    if not toml and not json:
        return ()
    return (
        Diagnostic(
            Location("", 1, 1),
            Severity.ERROR,
            "foreign-front-matter",
            f"this front matter is {'TOML' if toml else 'JSON'}, which is not read here",
            "Write it as YAML between two lines of ---. Until then the entry counts as a draft.",
        ),
    )


def _unclosed(first: Sequence[str]) -> tuple[Diagnostic, ...]:
    # A rule at the top of a text without front matter is followed by an empty line.
    if not any(line.strip() for line in first):
        return ()
    return (
        Diagnostic(
            Location("", 1, 1),
            Severity.ERROR,
            "unclosed-front-matter",
            "the front matter begins here and has no end",
            "Write --- on a line of its own below the last key. "
            "If it is meant as a rule, leave an empty line below it.",
        ),
    )


def _not_a_mapping(source: str) -> tuple[Diagnostic, ...]:
    for number, line in enumerate(source.split("\n"), FIRST_LINE):
        text = line.strip()
        if text and not text.startswith("#"):
            return (
                Diagnostic(
                    Location("", number, line.index(text) + 1),
                    Severity.ERROR,
                    "not-a-mapping",
                    f'the front matter holds "{text[:200]}", which is no `key: value`',
                    "Write one `key: value` a line between the two --- lines.",
                ),
            )
    return ()


def _assemble(loaded: Pairs, ignore: frozenset[str], body: str, body_line: int) -> FrontMatter:
    values: dict[str, tuple[Value, ...]] = {}
    keys: dict[str, tuple[int, int]] = {}
    unknown: list[Key] = []
    problems = list(loaded.problems)
    for pair in loaded.pairs:
        field = find_field(pair.key[0])
        if field is None or (ignore and _is_silent(pair.key[0], ignore)):
            unknown.append(_unknown(pair, ignore, loaded.text))
            continue
        name = field.name
        is_first = name not in keys
        if is_first:
            keys[name] = pair.key[1:3]
        if is_first or name in _CAUTIOUS:
            texts = _without_refused(pair, name) if pair.problems else pair
            found = values_of(texts, field.separator, field.shape, loaded.text)
            if found:
                earlier = values.get(name, ())
                values[name] = _joined(earlier + found) if name in _CAUTIOUS else found
    if len(keys) + len(unknown) < len(loaded.pairs) or len(unknown) > 1:
        problems += _repeated(loaded.pairs, ignore)
    for pair in loaded.pairs:
        if pair.problems and not _is_silent(pair.key.text, ignore):
            problems += pair.problems
    if "#" in loaded.text:
        problems += [
            problem
            for pair, problem in lost_comments(loaded)
            if not _is_silent(pair.key.text, ignore)
        ]
    return FrontMatter(
        MappingProxyType(values),
        MappingProxyType(keys),
        tuple(unknown),
        body,
        body_line,
        tuple(problems),
    )


def _joined(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return two answers as one that is neither, so that nobody takes the first for the whole."""
    if len(values) == 1:
        return values
    first = values[0]
    return (Value(", ".join(value.text for value in values), first.line, first.column),)


def _unknown(pair: Pair, ignore: frozenset[str], source: str) -> Key:
    text, line, column = pair.key[:3]
    values = values_of(pair, "", Shape.TEXT, source)
    return Key(text, line, column, values, _is_silent(text, ignore))


def _repeated(pairs: Sequence[Pair], ignore: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield an error for each key that says again what another one said."""
    first: dict[str, Scalar] = {}
    for pair in pairs:
        key = pair.key
        field = _meaning(key.text, ignore)
        if field is None and _is_silent(key.text, ignore):
            continue
        again = first.setdefault(field.name if field else f"?{fold(key.text)}", key)
        if again is not key:
            yield _twice(again, pair, field)


def _meaning(key: str, ignore: frozenset[str]) -> Field | None:
    field = find_field(key)
    return None if field and ignore and fold(key) in ignore else field


def _is_silent(key: str, ignore: frozenset[str]) -> bool:
    return key.startswith(("x-", "X-")) or fold(key) in ignore


def _twice(first: Scalar, pair: Pair, field: Field | None) -> Diagnostic:
    second = pair.key
    place = Location("", second.line, second.column)
    given = ", ".join(scalar.text for scalar in pair.items)
    hint = f'Join them into one. The first is used; the second says "{given}".'
    if fold(first.text) == fold(second.text) or field is None:
        return Diagnostic(
            place,
            Severity.ERROR,
            "duplicate-key",
            f"{second.text} is given twice, in line {first.line} and in line {second.line}",
            hint,
        )
    return Diagnostic(
        place,
        Severity.ERROR,
        "synonym-clash",
        f"{first.text} in line {first.line} and {second.text} in line {second.line} "
        f"both mean {field.name}",
        hint,
    )


def _without_refused(pair: Pair, name: str) -> Pair:
    """Return the pair with its texts only."""
    if name in _CAUTIOUS:
        return pair
    texts = tuple(scalar for scalar in pair.items if scalar.style != REFUSED)
    return pair if len(texts) == len(pair.items) else pair._replace(items=texts, is_list=True)
