"""What sharing writes into the portfolio, and takes out of it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any

from afterword import files
from afterword.cli.changing import Change, Move, carry_out
from afterword.cli.new_reader import ask_about
from afterword.cli.telling import can_ask
from afterword.config import ReaderSettings, read_config
from afterword.editions import EditionError, left_out
from afterword.fields import fold
from afterword.insight.choosing import hindrance
from afterword.journal.model import Entry, Journal
from afterword.journal.setting import set_field
from afterword.journal.slugs import slug
from afterword.portfolio import Opened
from afterword.understanding import Understood, understand


def share_entries(
    opened: Opened, reader: str, known: ReaderSettings | None, names: Sequence[str]
) -> None:
    """Write `share: READER` into entries, after showing what changes.

    Args:
        opened: The portfolio, drafts and all.
        reader: As it was typed: the key of a reader who is not known yet.
        known: Their settings.
        names: Of entries, as they were typed.

    Raises:
        EditionError: There is no such entry, it cannot be shared, or the author said no.
    """
    settings = known or ReaderSettings(reader)
    entries = entries_named(understand(opened), settings, names)
    changes = [_settings_change(opened.folder, reader)] if known is None else []
    called = {fold(one) for one in (settings.key, settings.name) if one}
    for entry in entries:
        shared = [span.text for span in entry.reading.fields.get("share", ())]
        if called.isdisjoint(map(fold, shared)):
            after = set_field(entry.content, "share", [*shared, settings.key])
            changes.append(Change(f"content/{entry.path}", entry.content, after))
    if changes:
        _write(opened.folder, changes, yes=not can_ask())


def entries_named(
    author: Understood, reader: ReaderSettings, names: Sequence[str]
) -> Sequence[Entry]:
    """Return the entries that somebody typed, each once.

    Raises:
        EditionError: There is no such entry, or it cannot be shared with the reader.
    """
    journal, today = author.journal, author.opened.today
    found = [_entry_named(journal, name) for name in dict.fromkeys(names)]
    left = [why for entry in found if (why := hindrance(journal, reader, entry, today))]
    if left:
        raise EditionError("\n".join([*left_out(left), "Nothing was written."]))
    return tuple({entry.path: entry for entry in found}.values())


def _entry_named(journal: Journal, name: str) -> Entry:
    wanted = slug(name.rpartition("/")[2].removesuffix(".md"))
    found = [e for e in journal.entries if wanted in (e.slug, e.slug[len("2026-03-04-") :])]
    if len(found) != 1:
        many = "there are several entries" if found else "there is no entry"
        message = f'{many} called "{name}"'
        raise EditionError(message, "give the name of its file, with the date")
    return found[0]


def put_into_settings(portfolio: Path, reader: str) -> None:
    """Add a reader to portfolio.toml after a few questions.

    Raises:
        EditionError: The author said no.
    """
    _write(portfolio, [_settings_change(portfolio, reader)], yes=False)


def _settings_change(portfolio: Path, reader: str) -> Change:
    before = (portfolio / files.SETTINGS).read_bytes()
    after = before.rstrip(b"\n") + b"\n\n" + ask_about(reader).table().encode()
    read_config(after.decode())
    return Change(files.SETTINGS, before, after)


def _write(portfolio: Path, changes: Sequence[Change], *, yes: bool) -> None:
    carry_out(Move(portfolio, tuple(changes), "", ()), dry_run=False, yes=yes)
    if any((portfolio / one.name).read_bytes() != one.after for one in changes):
        message = "nothing was shared: the files are as they were"
        raise EditionError(message)


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
