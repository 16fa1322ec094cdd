"""The questions about a new reader, and the table that their answers make."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import click

from afterword.cli.report import listed
from afterword.cli.telling import can_ask
from afterword.editions import EditionError

SHOW = (
    *("companies", "people", "feelings", "outcomes", "roles", "days"),
    *("links", "pictures", "quotes"),
)
_ALL, _NONE = "all", "none"


@dataclass(frozen=True, slots=True)
class NewReader:
    """A reader as their settings are to be."""

    key: str
    name: str
    source: str
    show: tuple[str, ...]
    question: str

    def table(self) -> str:
        """Return their table of portfolio.toml."""
        plain = self.key.isascii() and self.key.replace("-", "").replace("_", "").isalnum()
        key = self.key if plain else _quoted(self.key)
        lines = [f"[readers.{key}]", f"name = {_quoted(self.name)}"]
        lines.append(f"source = {_quoted(self.source)}")
        if self.show:
            lines.append(f"show = [{', '.join(map(_quoted, self.show))}]")
        if self.question:
            lines.append(f"question = {_quoted(self.question)}")
        return "\n".join(lines) + "\n"


def refuse_unless_asked(reader: str) -> None:
    """Stop when nobody is there to say who a reader is.

    Raises:
        EditionError: There is nobody.
    """
    if not can_ask():
        message = f'there is no reader "{reader}"'
        hint = f"add [readers.{reader}] to portfolio.toml, as docs/sharing.md says"
        raise EditionError(message, hint)


def ask_about(reader: str) -> NewReader:
    """Return what the author answers about a reader who is in no settings yet.

    Args:
        reader: Their key, as it was typed.
    """
    name = click.prompt("Their name, as remarks are signed", default=name_of(reader), err=True)
    source = click.prompt("What they are to you", default="mentor", err=True)
    click.echo(f"Hidden unless you show it: {', '.join(SHOW)}.", err=True)
    show = _ask_what_to_show()
    ask = "What would you like to ask them"
    question = click.prompt(ask, default="", show_default=False, err=True)
    return NewReader(reader, name, source, show, question)


def name_of(reader: str) -> str:
    """Return a name for what was typed: capitals where none was typed."""
    if reader != reader.lower():
        return reader
    return " ".join(word[:1].upper() + word[1:] for word in reader.split(" "))


def words_to_show(answer: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of `show` that an answer names, in our order, and what is none of them.

    Args:
        answer: Words between commas or spaces; `all`; `none` or nothing.
    """
    given = [word.strip(".;\"'").lower() for word in answer.replace(",", " ").split()]
    unknown = [word for word in given if word not in (*SHOW, _ALL, _NONE)]
    if _NONE in given and len(given) > 1:
        unknown.append(_NONE)
    shown = SHOW if _ALL in given else tuple(word for word in SHOW if word in given)
    return shown, tuple(dict.fromkeys(unknown))


def _ask_what_to_show() -> tuple[str, ...]:
    ask = f"Show which of these ({_ALL}, {_NONE}, or some of them)"
    while True:
        answer = click.prompt(ask, default=_NONE, show_default=False, err=True)
        shown, unknown = words_to_show(answer)
        if not unknown:
            return shown
        click.echo(f"Not one of these: {listed([_with_near(one) for one in unknown])}.", err=True)


def _with_near(word: str) -> str:
    if word == _NONE:
        return f"{_NONE} beside others"
    near = difflib.get_close_matches(word, SHOW, 1)
    return f"{word} (perhaps {near[0]})" if near else word


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
