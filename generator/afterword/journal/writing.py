"""Values → the text of an entry, which reads as just these values again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_UNSAFE_START = tuple("-*+•–>#|`~=!&?:%@,[]{}'\"")
_INDENT = "  "


class Said(NamedTuple):
    """A bullet to be written."""

    themes: tuple[str, ...]
    text: str
    """Markdown."""
    quotes: tuple[str, ...]
    giver: str
    """Empty when it is the entry's."""


class Asked(NamedTuple):
    """A question to be written."""

    text: str
    answer: str
    better: str
    went: str


class Todo(NamedTuple):
    """A next step to be written."""

    text: str
    done: bool
    by: dt.date | None
    finished: dt.date | None
    themes: tuple[str, ...]


class Part(NamedTuple):
    """A section to be written."""

    heading: str
    """Empty for text before any heading."""
    text: str


def front_matter(values: Mapping[str, str | Sequence[str]]) -> str:
    """Return front matter with its fences; what is empty is left out.

    Args:
        values: Key → text, or list of texts. Written in quotes, so that nothing is misread.
    """
    lines = ["---"]
    for key, value in values.items():
        if isinstance(value, str):
            if value:
                lines.append(f"{key}: {quoted(value)}")
        elif value:
            lines.append(f"{key}:")
            lines += [f"- {quoted(item)}" for item in value]
    return "\n".join([*lines, "---", ""])


def quoted(text: str) -> str:
    """Return a text as YAML reads it back, on one line."""
    plain = " ".join(text.split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def remark_text(said: Said) -> str:
    """Return a bullet."""
    paragraphs = [said.text.strip("\n")] if said.text.strip() else []
    marks = " ".join([f"#[{theme}]" for theme in said.themes])
    signed = f"— {said.giver}" if said.giver and (paragraphs or not said.quotes) else ""
    if signed or marks:
        paragraphs.append(f"{signed} {marks}".strip())
    paragraphs += [_quote(words, said.giver) for words in said.quotes]
    return _item("\n\n".join(paragraphs))


def _quote(words: str, giver: str) -> str:
    signed = f"{words}\n— {giver}" if giver else words
    return "\n".join(f"> {line}".rstrip() for line in signed.split("\n"))


def question_text(asked: Asked) -> str:
    """Return a question as a level-3 heading with what was said."""
    parts = [f"### {' '.join(asked.text.split())}", asked.answer]
    if asked.better:
        parts.append(f"Better: {asked.better}")
    if asked.went:
        parts.append(f"Went: {asked.went}")
    return "\n\n".join(part for part in parts if part)


def step_text(todo: Todo) -> str:
    """Return a next step with its box and days."""
    text = todo.text
    text += f" (by {todo.by})" if todo.by else ""
    text += f" (done {todo.finished})" if todo.finished else ""
    marks = "".join([f" #[{theme}]" for theme in todo.themes])
    return _item(f"[{'x' if todo.done else ' '}] {text}{marks}")


def body_text(
    parts: Iterable[Part],
) -> str:
    """Return a body of sections, those with nothing in them left out."""
    written = []
    for part in parts:
        if part.text.strip() or part.heading:
            heading = f"## {' '.join(part.heading.split())}\n\n" if part.heading else ""
            written.append(heading + part.text.strip("\n"))
    return "\n\n".join(written) + "\n" if written else ""


def _item(text: str) -> str:
    """Return a list item: what follows the first line stands below it, indented."""
    first, *rest = text.split("\n")
    return "\n".join([f"- {first}", *[f"{_INDENT}{line}" if line else "" for line in rest]])
