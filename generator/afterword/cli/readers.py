"""`afterword readers`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import click

from afterword import files
from afterword.build import AUTHOR
from afterword.cli.changing import Change, Move, carry_out
from afterword.cli.command import CommandWithExamples, GroupWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.readers_words import (
    after_passphrase,
    after_removal,
    as_row,
    line_of,
    line_without_settings,
    out_of_targets,
)
from afterword.cli.recovering import recover_keys
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
from afterword.publish.editions import reader_at
from afterword.publish.kept import keep_target, read_target
from afterword.publish.reading import named_at, readings
from afterword.publish.sealing import opens_with, with_passphrases
from afterword.sealing.passphrases import AUTHOR_BITS, READER_BITS
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
        "afterword readers --recover pages",
    ),
)
@click.option(
    "--recover",
    "where",
    metavar="WHERE",
    help="Read lost keys back from a published site: a target, a folder, an archive, an address.",
)
@click.option("--yes", is_flag=True, help="With --recover: do not ask.")
@passphrase_options
@today_option
@json_option
@click.pass_context
def command(  # noqa: PLR0913 — one for each option
    ctx: click.Context,
    *,
    where: str | None,
    yes: bool,
    passphrase_env: str | None,
    passphrase_file: Path | None,
    today: dt.date | None,
    as_json: bool,
) -> None:
    """List the readers; take one out or give a new passphrase; read lost keys back.

    Readers stand in portfolio.toml; `afterword share READER --preview` says what one would see.
    A passphrase given here is the author's, for --recover.
    """
    if ctx.invoked_subcommand is not None:
        if where:
            message = f"--recover does not go with {ctx.invoked_subcommand}"
            raise click.UsageError(message)
    elif where is not None:
        recover_keys(ctx.obj, where, (passphrase_env, passphrase_file), yes=yes, as_json=as_json)
    elif passphrase_env or passphrase_file:
        message = "a passphrase goes with --recover, or with `afterword readers passphrase NAME`"
        raise click.UsageError(message)
    else:
        _list(ctx.obj, today, as_json=as_json)


def _list(start: Path, today: dt.date | None, *, as_json: bool) -> None:
    understood = understand(open_portfolio(files.find_portfolio(start), today=today))
    config = understood.opened.config
    found = readings(understood.opened)
    rows = [_row(reader, understood) for reader in config.readers.values()]
    others = dict.fromkeys(one.reader for one in found if one.reader not in config.readers)
    rows += [{"reader": reader, "name": ""} for reader in others]
    for row in rows:
        row["targets"] = [as_row(one) for one in found if one.reader == row["reader"]]
    if as_json:
        echo_json({"readers": rows})
        return
    if not rows:
        click.echo("Nobody sees anything. `afterword share NAME ENTRY` begins with one reader.")
    for row in rows:
        click.echo(_line(row) if "entries" in row else line_without_settings(str(row["reader"])))
        for one in found:
            if one.reader == row["reader"]:
                click.echo(f"    {line_of(one)}")


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
    """Take a reader out of portfolio.toml and its targets, after showing the difference.

    Nothing is made for them any more; the next publish takes their pages away. What they have
    stays theirs, and their replies can still be read.
    """
    portfolio = files.find_portfolio(ctx.obj)
    understood = understand(open_portfolio(portfolio, drafts=True))
    reader = reader_at(understood, name)
    named = named_at(understood.opened, reader.key)
    before = (portfolio / files.SETTINGS).read_bytes()
    change = Change(files.SETTINGS, before, _without(before, understood, reader, name))
    carry_out(Move(portfolio, (change,), "", ()), dry_run=dry_run, yes=yes)
    if (portfolio / files.SETTINGS).read_bytes() != change.after:
        return
    kept = read_kept(portfolio, reader.key)
    if kept.keys:
        keep(portfolio, retired(kept, reader))
    _say_still_shared(understood, reader)
    for line in after_removal(understood.opened, reader.key, named):
        click.echo(line)
    click.echo("They keep what they have: a file that was sent cannot be taken back.")


def _without(before: bytes, author: Understood, reader: ReaderSettings, name: str) -> bytes:
    """Return the settings without a reader.

    Raises:
        EditionError: They are written in a way that only their author can mend; or there are none.
    """
    known = reader.key in author.opened.config.readers
    if not known and not named_at(author.opened, reader.key):
        find_reader(author, name)
    # From the targets first: by name they are told as long as their table is there.
    after = out_of_targets(before, reader)
    return without_reader(after, reader.key) if known else after


def _say_still_shared(author: Understood, reader: ReaderSettings) -> None:
    names = {fold(one) for one in (reader.key, reader.name) if one}
    named = [
        entry.path
        for entry in author.journal.entries
        if any(fold(span.text) in names for span in entry.reading.fields.get("share", ()))
    ]
    if named:
        one = len(named) == 1
        click.echo(
            f"{'This entry' if one else 'These entries'} still {'names' if one else 'name'} "
            f"them in `share`: {', '.join(named)}."
        )


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

    The next share and the next publish are sealed with new keys: the old passphrase opens the old
    copies alone.
    """
    portfolio = files.find_portfolio(ctx.obj)
    opened = open_portfolio(portfolio)
    reader = reader_at(understand(opened), name)
    if not (passphrase_env or passphrase_file):
        need_listener()
    with files.locked(portfolio, "publish"):
        kept = read_kept(portfolio, reader.key)
        targets = {
            target.name: keys
            for target in opened.config.publish.targets.values()
            if (keys := read_target(portfolio, target.name)) and opens_with(keys, reader.key)
        }
        if kept.keys is None and not targets:
            message = (
                f"{reader.key} has no passphrase yet: `afterword share {reader.key}` makes one"
            )
            raise click.UsageError(message)
        names = [opened.config.author, reader.name, reader.key]
        least = AUTHOR_BITS if reader.key == AUTHOR else READER_BITS
        given = given_passphrase(passphrase_env, passphrase_file, names, least_bits=least)
        made = given or new_passphrase()
        if kept.keys:
            keep(portfolio, replace(retired(kept), keys=with_passphrase(kept.keys, made)))
        for target, keys in targets.items():
            keep_target(portfolio, target, with_passphrases(keys, {reader.key: made}))
    if not given:
        tell_passphrase(made)
    for line in after_passphrase(opened, reader.key, tuple(targets), shared=bool(kept.keys)):
        click.echo(line)
