"""`afterword readers`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import click

from afterword import files
from afterword.cli.changing import Change, Move, carry_out
from afterword.cli.command import CommandWithExamples, GroupWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.report import counted, echo_json
from afterword.cli.secrets_given import (
    given_passphrase,
    need_listener,
    passphrase_options,
    tell_passphrase,
)
from afterword.cli.sharing_words import without_reader
from afterword.config import ReaderSettings
from afterword.editions import find_reader
from afterword.fields import fold
from afterword.insight.choosing import choose
from afterword.portfolio import open_portfolio
from afterword.sharing import keep, new_passphrase, read_kept, retired, with_passphrase
from afterword.understanding import Understood, understand


@click.group(
    "readers",
    cls=GroupWithExamples,
    invoke_without_command=True,
    examples=(
        "afterword readers",
        "afterword readers passphrase sam",
        "afterword readers remove sam",
    ),
)
@today_option
@json_option
@click.pass_context
def command(ctx: click.Context, *, today: dt.date | None, as_json: bool) -> None:
    """List the readers; take one out, or give one a new passphrase.

    Readers stand in portfolio.toml; `afterword share READER --preview` says what one would see.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, today, as_json=as_json)


def _list(start: Path, today: dt.date | None, *, as_json: bool) -> None:
    understood = understand(open_portfolio(files.find_portfolio(start), today=today))
    rows = [_row(reader, understood) for reader in understood.opened.config.readers.values()]
    if as_json:
        echo_json({"readers": rows})
        return
    if not rows:
        click.echo("Nobody sees anything. `afterword share NAME ENTRY` begins with one reader.")
    for row in rows:
        click.echo(_line(row))


def _row(reader: ReaderSettings, understood: Understood) -> dict[str, object]:
    choice = choose(understood.journal, reader, understood.opened.today)
    until = reader.until
    keys = read_kept(understood.opened.folder, reader.key).keys
    return {
        "reader": reader.key,
        "name": reader.name,
        "source": reader.source,
        "entries": sum(not one.only for one in choice.chosen),
        "points_alone": sum(bool(one.only) for one in choice.chosen),
        "show": sorted(reader.show),
        "until": until.isoformat() if until else None,
        "expired": bool(until and understood.opened.today > until),
        "shared": keys.shared.isoformat() if keys and keys.shared else None,
        "copy": keys.epoch if keys else 0,
        "unknown": list(choice.unknown),
    }


def _line(row: dict[str, object]) -> str:
    entries = int(str(row["entries"]))
    parts = [f"{row['name'] or row['reader']}: {counted(entries, 'entry', 'entries')}"]
    if alone := int(str(row["points_alone"])):
        parts.append(f"points on a theme from {counted(alone, 'more entry', 'more entries')}")
    show = row["show"]
    if isinstance(show, list) and show:
        parts.append(f"with {', '.join(map(str, show))}")
    if row["until"]:
        parts.append(f"{'expired on' if row['expired'] else 'until'} {row['until']}")
    parts.append(f"shared on {row['shared']}" if row["shared"] else "not shared yet")
    unknown = row["unknown"]
    if isinstance(unknown, list) and unknown:
        parts.append(f"names what is not there: {', '.join(map(str, unknown))}")
    return ", ".join(parts) + "."


@command.command(
    "remove",
    cls=CommandWithExamples,
    examples=("afterword readers remove sam", "afterword readers remove sam --dry-run"),
)
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def remove(ctx: click.Context, *, name: str, dry_run: bool, yes: bool) -> None:
    """Take a reader out of portfolio.toml, after showing the difference.

    Nothing is made for them any more. What they have stays theirs, and their replies can still
    be read.
    """
    portfolio = files.find_portfolio(ctx.obj)
    understood = understand(open_portfolio(portfolio, drafts=True))
    reader = find_reader(understood, name)
    before = (portfolio / files.SETTINGS).read_bytes()
    change = Change(files.SETTINGS, before, without_reader(before, reader.key))
    carry_out(Move(portfolio, (change,), "", ()), dry_run=dry_run, yes=yes)
    if (portfolio / files.SETTINGS).read_bytes() != change.after:
        return
    kept = read_kept(portfolio, reader.key)
    if kept.keys:
        keep(portfolio, retired(kept, reader))
    names = {fold(one) for one in (reader.key, reader.name) if one}
    named = [
        entry.path
        for entry in understood.journal.entries
        if any(fold(span.text) in names for span in entry.reading.fields.get("share", ()))
    ]
    if named:
        one = len(named) == 1
        click.echo(
            f"{'This entry' if one else 'These entries'} still {'names' if one else 'name'} "
            f"them in `share`: {', '.join(named)}."
        )
    click.echo("They keep what they have: a file that was sent cannot be taken back.")


@command.command(
    "passphrase",
    cls=CommandWithExamples,
    examples=(
        "afterword readers passphrase sam",
        "afterword readers passphrase sam --passphrase-env SAM_PASSPHRASE",
    ),
)
@click.argument("name")
@passphrase_options
@click.pass_context
def passphrase(
    ctx: click.Context, *, name: str, passphrase_env: str | None, passphrase_file: Path | None
) -> None:
    """Give a reader another passphrase: six words, or one of yours.

    The next share is sealed with new keys: the old passphrase opens the old copies alone.
    """
    portfolio = files.find_portfolio(ctx.obj)
    opened = open_portfolio(portfolio)
    reader = find_reader(understand(opened), name)
    kept = read_kept(portfolio, reader.key)
    if kept.keys is None:
        message = f"{reader.key} has no passphrase yet: `afterword share {reader.key}` makes one"
        raise click.UsageError(message)
    names = [opened.config.author, reader.name, reader.key]
    given = given_passphrase(passphrase_env, passphrase_file, names)
    if not given:
        need_listener()
    made = given or new_passphrase()
    keep(portfolio, replace(retired(kept), keys=with_passphrase(kept.keys, made)))
    if not given:
        tell_passphrase(made)
    click.echo(f"From now on it is another one. Share again: afterword share {reader.key}")
