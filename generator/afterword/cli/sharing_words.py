"""What sharing writes into the portfolio, and the words that go with a share."""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from afterword import files
from afterword.cli.changing import Change, Move, carry_out
from afterword.config import ReaderSettings, read_config
from afterword.editions import Edited, EditionError
from afterword.journal.setting import set_field
from afterword.journal.slugs import slug
from afterword.portfolio import open_portfolio
from afterword.understanding import understand

_SHOW = (
    *("companies", "people", "feelings", "outcomes", "roles", "days"),
    *("links", "pictures", "quotes"),
)

_ASKS = "it asks for a passphrase, which I will give you another way."
_WHAT = MappingProxyType(
    {
        "file": "the attached file holds {what} of my journal, chosen for you. Open it in a "
        f"browser; {_ASKS}",
        "zip": "the attached archive holds {what} of my journal, chosen for you. Unpack it and "
        f"open index.html in a browser; {_ASKS}",
        "folder": "at the address below you find {what} of my journal, chosen for you; "
        f"{_ASKS}\n\n[the address of the folder]",
        "link": "at the address below you find {what} of my journal, chosen for you. Whoever has "
        "all of the address can read it, so please keep it to yourself.\n\n"
        "[the address of the folder, with what opens it]",
    }
)
_HOW_TO_ANSWER = (
    "Beside each part you can leave a remark: what went well, what to try, a next step, or "
    "just a note. Copy or save them at the end, and send me what you get: it is sealed, too."
)


def share_entries(
    portfolio: Path, reader: str, names: Sequence[str], today: dt.date | None
) -> None:
    """Write `share: READER` into entries, after showing what changes.

    Raises:
        EditionError: There is no such entry, or nobody is there to ask.
    """
    opened = open_portfolio(portfolio, today=today)
    journal = understand(opened).journal
    changes: list[Change] = []
    if reader not in opened.config.readers:
        changes.append(_settings_change(portfolio, reader))
    for name in names:
        wanted = slug(name.rpartition("/")[2].removesuffix(".md"))
        found = [e for e in journal.entries if wanted in (e.slug, e.slug[len("2026-03-04-") :])]
        if len(found) != 1:
            many = "there are several entries" if found else "there is no entry"
            message = f'{many} called "{name}"'
            raise EditionError(message, "give the name of its file, with the date")
        (entry,) = found
        shared = [span.text for span in entry.reading.fields.get("share", ())]
        if reader not in shared:
            after = set_field(entry.content, "share", [*shared, reader])
            changes.append(Change(f"content/{entry.path}", entry.content, after))
    carry_out(Move(portfolio, tuple(changes), "", ()), dry_run=False, yes=not sys.stdin.isatty())


def put_into_settings(portfolio: Path, reader: str) -> None:
    """Add a reader to portfolio.toml after a few questions.

    Raises:
        EditionError: Nobody is there to ask.
    """
    change = _settings_change(portfolio, reader)
    carry_out(Move(portfolio, (change,), "", ()), dry_run=False, yes=False)


def _settings_change(portfolio: Path, reader: str) -> Change:
    if not sys.stdin.isatty():
        message = f'there is no reader "{reader}"'
        raise EditionError(
            message, f"add [readers.{reader}] to portfolio.toml, as docs/sharing.md says"
        )
    name = click.prompt("Their name, as remarks are signed", default=reader.capitalize(), err=True)
    source = click.prompt("What they are to you", default="mentor", err=True)
    click.echo(f"Hidden unless you show it: {', '.join(_SHOW)}.", err=True)
    shown = click.prompt("Show which of these", default="", show_default=False, err=True)
    ask = "What would you like to ask them"
    question = click.prompt(ask, default="", show_default=False, err=True)
    show = [word for word in shown.replace(",", " ").split() if word in _SHOW]
    before = (portfolio / files.SETTINGS).read_bytes()
    table = _table(reader, name, source, show, question)
    after = before.rstrip(b"\n") + b"\n\n" + table.encode()
    read_config(after.decode())
    return Change(files.SETTINGS, before, after)


def without_reader(before: bytes, reader: str) -> bytes:
    """Return settings without the tables of a reader, all else byte for byte as it was.

    Raises:
        EditionError: They are not written as tables of their own.
    """
    config = read_config(before.decode())[0]
    kept: list[bytes] = []
    inside, held = False, list[bytes]()
    for line in before.splitlines(keepends=True):
        path = _path_of_table(line)
        if path:
            inside = path[:2] == ("readers", reader)
            kept += [] if inside else _last_comments(held)
            held = []
        if not inside:
            kept.append(line)
        elif not path:
            held.append(line)
    after = b"".join(kept).rstrip(b"\r\n") + b"\n" if inside else b"".join(kept)
    rest = {key: one for key, one in config.readers.items() if key != reader}
    left = read_config(after.decode())[0]
    if replace(left, digest="") != replace(config, readers=MappingProxyType(rest), digest=""):
        message = f"[readers.{reader}] is not a table of its own"
        raise EditionError(message, "take it out of portfolio.toml by hand")
    return after


def _last_comments(lines: Sequence[bytes]) -> list[bytes]:
    """Return the comments at the end: they are about the table that follows."""
    found = takewhile(lambda line: line.lstrip().startswith(b"#"), reversed(lines))
    return [*found][::-1]


def _path_of_table(line: bytes) -> tuple[str, ...]:
    """Return the keys in a table's header; none when a line is no header."""
    if not line.lstrip().startswith(b"["):
        return ()
    try:
        found: Any = tomllib.loads(line.decode())
    except ValueError:
        return ()
    path: list[str] = []
    while isinstance(found, dict) and found:
        (key, found), *_ = found.items()
        path.append(key)
        found = found[0] if isinstance(found, list) else found
    return tuple(path)


def _table(reader: str, name: str, source: str, show: Sequence[str], question: str) -> str:
    plain = reader.isascii() and reader.replace("-", "").replace("_", "").isalnum()
    key = reader if plain else _quoted(reader)
    lines = [f"[readers.{key}]", f"name = {_quoted(name)}", f"source = {_quoted(source)}"]
    if show:
        lines.append(f"show = [{', '.join(map(_quoted, show))}]")
    if question:
        lines.append(f"question = {_quoted(question)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def message_for(reader: ReaderSettings, edited: Edited, kind: str = "file") -> str:
    """Return the words that go with a share: what it is, why, until when, how to answer.

    Args:
        reader: Whom it is for.
        edited: What they may see.
        kind: `file`, `zip`, `folder`, or `link` for one that its address opens.
    """
    count = len(edited.understood.journal.entries)
    what = "one entry" if count == 1 else f"{count} entries"
    paragraphs = [
        f"Hello {reader.name or reader.key},",
        _WHAT[kind].format(what=what),
        f"What I would like to know: {reader.question}" if reader.question else "",
        f"Please delete it after {reader.until}." if reader.until else "",
        _HOW_TO_ANSWER,
        "Names are left out where they are not mine to tell. Please keep it to yourself.",
    ]
    return "\n\n".join(filter(None, paragraphs))
