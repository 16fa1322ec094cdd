"""The words and signs of a script → the same with short names for what the script declares."""

from __future__ import annotations

import itertools
import string
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

_DECLARING = frozenset({"const", "let"})
_OBJECT_AFTER = frozenset("(,=:[?&|.") | _DECLARING | {"return"}
"""What a brace stands behind that opens an object; behind anything else it opens a block."""
_RESERVED = frozenset({"as", "do", "if", "in", "is", "of"})
_CLOSING = MappingProxyType({"(": ")", "[": "]", "{": "}"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, a text or a pattern of a script."""

    kind: str
    text: str
    spaced: bool = False
    """White space stands before it."""


def shortened(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return a script with one letter or two for each name it declares.

    Names of members stay, and so do names that stand for a member and its value at once. One name
    gets one short name, wherever it was declared, so scopes stay what they were.
    """
    roles = tuple(_roles(tokens))
    used = Counter(t.text for t, role in zip(tokens, roles, strict=True) if role == "name")
    both = {t.text for t, role in zip(tokens, roles, strict=True) if role == "both"}
    names = sorted({*_declared(tokens)} - both, key=lambda name: (-used[name], name))
    short = _short_names(names, {token.text for token in tokens})
    return tuple(
        replace(token, text=short.get(token.text, token.text)) if role == "name" else token
        for token, role in zip(tokens, roles, strict=True)
    )


def _short_names(names: Sequence[str], taken: set[str]) -> Mapping[str, str]:
    """Return a free name for each that is longer than it."""
    letters = string.ascii_letters
    all_names = (*letters, *map("".join, itertools.product(letters, repeat=2)))
    free = (name for name in all_names if name not in taken and name not in _RESERVED)
    return dict(zip((name for name in names if len(name) > 1), free, strict=False))


def _roles(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield what each token is: the name of a value, of a member, of both, or no name."""
    opened = [""]
    for before, token, after in _neighbours(tokens):
        if token.kind == "word":
            yield _role(before, after, in_object=opened[-1] == "object")
            continue
        if token.kind == "sign" and token.text in _CLOSING:
            is_object = token.text == "{" and before in _OBJECT_AFTER
            opened.append("object" if is_object else token.text)
        elif token.kind == "sign" and token.text in _CLOSING.values():
            opened.pop()
        yield ""


def _role(before: str, after: str, *, in_object: bool) -> str:
    if before == ".":
        return "member"
    if in_object and before in {"{", ","} and after in {",", "}", ":", "("}:
        return "both" if after in {",", "}"} else "member"
    return "name"


def _neighbours(tokens: Sequence[Token]) -> Iterator[tuple[str, Token, str]]:
    """Yield each token between its neighbours; three dots in a row are one."""
    texts = ["", "", "", *(token.text for token in tokens), ""]
    for at, token in enumerate(tokens, 3):
        spread = texts[at - 3 : at] == [".", ".", "."]
        yield "..." if spread else texts[at - 1], token, texts[at + 1]


def _declared(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names of constants, variables, functions and what functions are given."""
    for at, token in enumerate(tokens):
        if token.text in _DECLARING:
            yield from _bound(tokens[at + 1 :])
        elif token.text == "function":
            yield tokens[at + 1].text
        elif [one.text for one in tokens[at + 1 : at + 3]] == ["=", ">"]:
            yield from [token.text] if token.kind == "word" else _given(tokens[:at])


def _bound(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names that a declaration binds; those taken out of an object stay as they are."""
    depth, is_name = 0, True
    for token in tokens:
        if depth == 0 and token.text in {";", "of"}:
            return
        if is_name and token.kind == "word":
            yield token.text
        depth += (token.text in _CLOSING) - (token.text in _CLOSING.values())
        in_list = depth == 1 and is_name and token.text != "{"
        is_name = in_list or (depth == 0 and token.text == ",")


def _given(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names in the brackets that end here; none when they hold more than names."""
    start = next(at for at in reversed(range(len(tokens))) if tokens[at].text == "(")
    given = tokens[start + 1 :]
    if all(token.kind == "word" or token.text in {",", "."} for token in given):
        yield from (token.text for token in given if token.kind == "word")
