"""Flat YAML with positions: `key: value` and `key: list`, everything a string."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from afterword.diagnostics import Diagnostic

FIRST_LINE = 2
"""The number in the file of the front matter's first line: the fence is above it."""

_NextEvent = Callable[[], Any]
# Half the time of the named tuples' own constructors, which shows with 10,000 entries.
_new: Any = tuple.__new__
# Events only: composing nodes overflows the C stack on deep nesting.
_PARSER: Any = getattr(yaml.cyaml, "CParser") if yaml.__with_libyaml__ else yaml.BaseLoader  # noqa: B009

RAW = "raw"
"""Style of a value read as meant, not as YAML would."""
REFUSED = "refused"
"""Style of what is no text: its source, for those who must not overlook it."""


class Scalar(NamedTuple):
    """A piece of text in the front matter."""

    text: str
    line: int
    """From 1, in the file."""
    column: int
    """From 1, in code points."""
    start: int
    end: int
    """Where its source stands in the front matter's text."""
    style: str
    """`'`, `"`, `|`, `>`, RAW, REFUSED, or empty when plain."""


class Pair(NamedTuple):
    """A key and what it was given."""

    key: Scalar
    items: tuple[Scalar, ...]
    is_list: bool
    problems: tuple[Diagnostic, ...] = ()


class Pairs(NamedTuple):
    """What a front matter says, in order."""

    pairs: tuple[Pair, ...]
    problems: tuple[Diagnostic, ...]
    """Those that belong to no key."""
    text: str
    """The front matter that the positions refer to; as long as what was given."""


class Oddity(enum.StrEnum):
    """Why a text is not read as flat YAML."""

    BROKEN = "bad-yaml"
    REFUSED = "refused-yaml"
    NESTED = "nested-value"
    TAGGED = "tag"


class OddError(Exception):
    """The text is not flat and sound YAML."""

    def __init__(self, oddity: Oddity, reason: str, index: int = 0) -> None:
        """Say what is odd, and where in the text that was read."""
        super().__init__(oddity, reason, index)
        self.oddity = oddity
        self.reason = reason
        self.index = index


def read_events(text: str, line: int, start: int) -> tuple[Pair, ...]:
    """Return the pairs of a sound and flat text, in one pass.

    Args:
        text: YAML.
        line: The number in the file of its first line.
        start: Where it begins in the front matter.

    Raises:
        OddError: It is not sound, or not flat.
    """
    try:
        return _walk(_PARSER(text).get_event, line, start)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        index = mark.index if mark else 0
        raise OddError(Oddity.BROKEN, error.problem or "", index) from None
    except yaml.YAMLError as error:
        raise OddError(Oddity.BROKEN, str(error)) from None


def _walk(get: _NextEvent, line: int, start: int) -> tuple[Pair, ...]:
    pairs: list[Pair] = []
    add, new = pairs.append, _new
    get()
    if type(get()) is StreamEndEvent:
        return ()
    event = get()
    if type(event) is not MappingStartEvent or event.anchor or event.tag:
        raise _odd(event)
    while type(event := get()) is not MappingEndEvent:
        key = _scalar(event, line, start)
        if key[0] == "<<" and not key[5]:
            raise OddError(Oddity.REFUSED, "merge keys are not read", key.start - start)
        event = get()
        if type(event) is SequenceStartEvent and not event.anchor and not event.tag:
            items = []
            while type(event := get()) is not SequenceEndEvent:
                items.append(_scalar(event, line, start))
            add(new(Pair, (key, tuple(items), True, ())))
        else:
            add(new(Pair, (key, (_scalar(event, line, start),), False, ())))
    get()
    event = get()
    if type(event) is not StreamEndEvent:
        mark: Any = event.start_mark
        raise OddError(Oddity.BROKEN, "a second document begins here", mark.index)
    return tuple(pairs)


def _scalar(event: Any, line: int, start: int) -> Scalar:  # noqa: ANN401
    if type(event) is not ScalarEvent or event.anchor or event.tag:
        raise _odd(event)
    mark: Any = event.start_mark
    scalar: Scalar = _new(
        Scalar,
        (
            event.value,
            mark.line + line,
            mark.column + 1,
            mark.index + start,
            event.end_mark.index + start,  # type: ignore[union-attr]
            event.style or "",
        ),
    )
    return scalar


def _odd(event: Any) -> OddError:  # noqa: ANN401
    index = event.start_mark.index
    if type(event) is AliasEvent or getattr(event, "anchor", None):
        return OddError(Oddity.REFUSED, "anchors and aliases are not read", index)
    if getattr(event, "tag", None):
        return OddError(Oddity.TAGGED, "tags are not read", index)
    return OddError(Oddity.NESTED, "a value is a text or a list of texts", index)
