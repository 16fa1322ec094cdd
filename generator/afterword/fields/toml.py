"""TOML as its author wrote it: where things stand in it, and what is taken out of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''''
    r"""|#[^\n]*|\n|[\[\]{}=.]|[^\s\[\]{}=.#"']+""",
    re.DOTALL,
)


def find_places(text: str) -> Mapping[tuple[str, ...], tuple[int, int]]:
    """Return the path of every key and table header of a sound TOML text → line and column.

    Keys of inline tables are not among them.
    """
    places: dict[tuple[str, ...], tuple[int, int]] = {}
    table: tuple[str, ...] = ()
    line, line_start = 1, 0
    for tokens in _statements(text):
        first = tokens[0]
        line += text.count("\n", line_start, first.start())
        line_start = text.rfind("\n", 0, first.start()) + 1
        is_header = first[0] == "["
        key = _key(tokens)
        path = key if is_header else (*table, *key)
        table = key if is_header else table
        column = first.start() - line_start + 1
        for length in range(len(path), 0, -1):
            places.setdefault(path[:length], (line, column))
    return MappingProxyType(places)


def _statements(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the tokens of each header and each key with its value."""
    tokens: list[re.Match[str]] = []
    depth = 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == "\n":
            if tokens and depth == 0:
                yield tokens
                tokens = []
        elif word[0] != "#":
            tokens.append(token)
            depth += (word in "[{") - (word in "]}")
    if tokens:
        yield tokens


def _key(tokens: list[re.Match[str]]) -> tuple[str, ...]:
    parts: list[str] = []
    for token in tokens:
        word = token[0]
        if word == "=" or (word == "]" and parts):
            break
        if word[0] in "\"'":
            parts.append(tomllib.loads(f"k = {word}")["k"])
        elif word not in "[.":
            parts.append(word)
    return tuple(parts)


def without_item(text: str, is_list: Callable[[tuple[str, ...]], bool], item: str) -> str:
    """Return a sound TOML text without a word in some of its lists, all else as it was.

    Args:
        text: Lists in inline tables are left alone.
        is_list: Tells by its path whether a list is meant.
        item: The word.
    """
    spans: list[tuple[int, int]] = []
    table: tuple[str, ...] = ()
    for tokens in _statements(text):
        key = _key(tokens)
        table, path = (key, ()) if tokens[0][0] == "[" else (table, (*table, *key))
        if path and is_list(path):
            spans += _spans(text, tokens, item)
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def _spans(text: str, tokens: list[re.Match[str]], item: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands in a list, with the comma that goes with it."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token[0][0] not in "\"'" or tomllib.loads(f"k = {token[0]}")["k"] != item:
            continue
        start, end = token.start(), token.end()
        if after[0] == ",":
            blank = re.compile(r"[ \t]*").match(text, after.end())
            end = blank.end() if blank else after.end()
            line = text.rfind("\n", 0, start) + 1
            if text[end : end + 1] == "\n" and not text[line:start].strip():
                start, end = line, end + 1
        elif before[0] == ",":
            start = before.start()
        yield start, end
