"""`afterword share`."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import click

from afterword import files
from afterword.assets import viewer
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.report import counted, echo_json, shown_path
from afterword.cli.secrets_given import given_passphrase, passphrase_options, tell_passphrase
from afterword.cli.sharing_words import message_for, put_into_settings, share_entries
from afterword.config import Config, ReaderSettings
from afterword.editions import (
    Edited,
    EditionError,
    Pages,
    audit_pages,
    find_reader,
    make_edition,
    refuse_faults,
    render,
)
from afterword.portfolio import open_portfolio
from afterword.sealing.audit_report import Report
from afterword.sealing.audit_shape import wrong_shapes
from afterword.sealing.container import HEADER_FILE, viewer_files
from afterword.sharing import (
    Kept,
    ShareKeys,
    answers_of,
    as_file,
    as_folder,
    as_zip,
    is_passphrase_of,
    keep,
    new_passphrase,
    new_share,
    next_epoch,
    read_kept,
    refuse_file,
    refuse_folder,
    refuse_place,
    retired,
    sealable,
    share_name,
    vault_of,
    with_passphrase,
    write_file,
    write_folder,
)
from afterword.understanding import Understood, understand

_SEALED = re.compile(
    rb'(?<=<script type="application/octet-stream" id="b-)[0-9a-fk]{1,32}">[A-Za-z0-9+/=]+'
)
"""What is sealed in a single file: its name and its base64."""


_FOR_EVERYONE = (
    "Their edition is for everyone, and `afterword publish` makes plain pages of it. "
    "A share of it is sealed all the same."
)


@click.command(
    "share",
    cls=CommandWithExamples,
    examples=(
        "afterword share sam 2026-03-04-acme-final",
        "afterword share sam --preview",
        "afterword share sam --file for-sam.html",
    ),
)
@click.argument("reader")
@click.argument("entries", metavar="[ENTRY…]", nargs=-1)
@click.option(
    "--file",
    "file",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="One file that opens anywhere; for-READER.html unless you say otherwise.",
)
@click.option(
    "--zip",
    "archive",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The sealed folder as one archive.",
)
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A sealed folder, for any host.",
)
@click.option("--preview", is_flag=True, help="Say what the reader would see; write nothing.")
@passphrase_options
@today_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 — one for each option
    start: Path,
    *,
    reader: str,
    entries: tuple[str, ...],
    file: Path | None,
    archive: Path | None,
    folder: Path | None,
    preview: bool,
    passphrase_env: str | None,
    passphrase_file: Path | None,
    today: dt.date | None,
    as_json: bool,
) -> None:
    """Show somebody a part of your journal: sealed, as one file that opens anywhere.

    READER is one of [readers] in portfolio.toml. With ENTRY, these entries are shared with them;
    a new reader is asked about first. Names are hidden, and nothing is written unless the leak
    audit finds nothing at all.
    """
    portfolio = files.find_portfolio(start)
    place = _Place.of(portfolio, reader, file=file, archive=archive, folder=folder)
    if entries:
        share_entries(portfolio, reader, entries, today)
    elif not _is_known(open_portfolio(portfolio, today=today).config, reader):
        put_into_settings(portfolio, reader)
    author = understand(open_portfolio(portfolio, today=today, drafts=True))
    settings = find_reader(author, reader)
    if not settings.sealed:
        click.echo(_FOR_EVERYONE, err=True)
        settings = replace(settings, sealed=True)
    edited, pages = _made(author, settings)
    kept = read_kept(portfolio, settings.key)
    known = kept.keys.known_words if kept.keys else ()
    report = audit_pages(edited, author, pages.files, known_words=known)
    if preview:
        _show(edited, report, as_json=as_json)
        return
    _refuse_leaks(report, as_json=as_json)
    place = place.named(settings)
    names = [author.opened.config.author, settings.name, settings.key]
    given = given_passphrase(passphrase_env, passphrase_file, names)
    new = _ask_about(report)
    kept, passphrase = _with_keys(kept, given)
    made = _seal(_next(kept, (edited, pages), author, (*known, *new)), edited, pages, author, place)
    _look_again(made.files, edited, author)
    place.refuse(made)
    keep(portfolio, made.kept)
    if passphrase:
        tell_passphrase(passphrase)
    place.write(made)
    _say(place, edited, report, as_json=as_json)


def _is_known(config: Config, reader: str) -> bool:
    return reader in config.readers or any(r.name == reader for r in config.readers.values())


def _made(author: Understood, reader: ReaderSettings) -> tuple[Edited, Pages]:
    today = author.opened.today
    if reader.until and today > reader.until:
        message = f"{reader.key} may read until {reader.until}, and that day is over"
        raise EditionError(message, "give another `until`, or take the reader out")
    edited = make_edition(author, reader)
    refuse_faults(edited)
    return edited, sealable(render(edited))


def _refuse_leaks(report: Report, *, as_json: bool) -> None:
    if report.clean:
        return
    if as_json:
        echo_json({"written": None, "audit": report.as_json()})
    message = "\n".join(report.lines())
    raise EditionError(message)


def _show(edited: Edited, report: Report, *, as_json: bool) -> None:
    entries = edited.understood.journal.entries
    if as_json:
        titles = [entry.title for entry in entries]
        echo_json({"written": None, "entries": titles, "audit": report.as_json()})
        return
    click.echo(f"{counted(len(entries), 'entry', 'entries')}:")
    for entry, read in zip(entries, edited.edition.reads, strict=False):
        alone = " (its points on a theme alone)" if read.path in edited.edition.pageless else ""
        click.echo(f"  {entry.title}{alone}")
    click.echo("")
    for line in report.lines():
        click.echo(line)
    key = edited.edition.reader.key
    click.echo(f"\nTo read it as they would: afterword build --reader {key} --output DIR")


@dataclass(frozen=True, slots=True)
class _Made:
    """A share, sealed, and what is to be kept of it."""

    kept: Kept
    keys: ShareKeys
    files: Mapping[str, bytes]
    """Of a folder or an archive; or the one file."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a share is written, and as what."""

    path: Path | None
    kind: str
    """`file`, `zip` or `folder`."""

    @classmethod
    def of(
        cls,
        portfolio: Path,
        reader: str,
        *,
        file: Path | None,
        archive: Path | None,
        folder: Path | None,
    ) -> Self:
        """Return the place that options name; of a file without a name the path is None."""
        named = [one for one in (file, archive, folder) if one]
        if len(named) > 1:
            message = "--file, --zip and --folder do not go together"
            raise click.UsageError(message)
        refuse_place(portfolio, named[0] if named else Path(_file_name(reader)))
        kind = "zip" if archive else "folder" if folder else "file"
        return cls(named[0] if named else None, kind)

    def named(self, reader: ReaderSettings) -> Self:
        """Return the place with its name."""
        return self if self.path else replace(self, path=Path(_file_name(reader.key)))

    @property
    def where(self) -> Path:
        """The path, once it is named."""
        return self.path or Path()

    def refuse(self, made: _Made) -> None:
        """Stop when something else stands there."""
        if self.kind == "folder":
            refuse_folder(self.where, made.keys, made.files)
        else:
            refuse_file(self.where)

    def write(self, made: _Made) -> None:
        """Write the share."""
        if self.kind == "folder":
            write_folder(self.where, made.files, made.keys)
        elif self.kind == "zip":
            write_file(self.where, as_zip(made.files, made.keys.epoch))
        else:
            write_file(self.where, next(iter(made.files.values())))


def _file_name(reader: str) -> str:
    return f"for-{share_name(reader)}.html"


def _ask_about(report: Report) -> tuple[str, ...]:
    """Ask once about capitalised words that are in no list; stop when one should be hidden."""
    if not report.new_words or not sys.stdin.isatty():
        return ()
    click.echo(f"These words are in no list: {', '.join(report.new_words)}.", err=True)
    if not click.confirm("Is none of them a name to hide?", err=True):
        message = "nothing was written"
        hint = 'hide a name with [names."…"] in portfolio.toml, and share again'
        raise EditionError(message, hint)
    return report.new_words


def _with_keys(kept: Kept, given: str) -> tuple[Kept, str]:
    """Return what is kept, with keys, and the passphrase if nobody has been told it yet."""
    if kept.keys is None:
        passphrase = given or new_passphrase()
        return replace(kept, keys=new_share(passphrase)), "" if given else passphrase
    if given and not is_passphrase_of(kept.keys, given):
        return replace(retired(kept), keys=with_passphrase(kept.keys, given)), ""
    return kept, ""


def _next(
    kept: Kept, made_of: tuple[Edited, Pages], author: Understood, known: tuple[str, ...]
) -> tuple[Kept, ShareKeys]:
    """Return what is kept with the keys and the number of the copy to be made."""
    edited, pages = made_of
    reader = edited.edition.reader
    if kept.keys is None:  # it was given keys before
        raise AssertionError
    keys = replace(kept.keys, known_words=tuple(dict.fromkeys(known)))
    keys = next_epoch(keys, pages, reader, author.opened)
    answers = answers_of(kept.answers, keys, edited, pages, reader)
    return replace(kept, keys=keys, answers=answers), keys


def _seal(
    kept_and_keys: tuple[Kept, ShareKeys],
    edited: Edited,
    pages: Pages,
    author: Understood,
    place: _Place,
) -> _Made:
    kept, keys = kept_and_keys
    vault = vault_of(keys, pages, edited.edition.reader, author.opened)
    if place.kind == "file":
        return _Made(kept, keys, {place.where.name: as_file(keys, vault)})
    made, keys = as_folder(keys, vault)
    return _Made(replace(kept, keys=keys), keys, made)


def _look_again(sealed: Mapping[str, bytes], edited: Edited, author: Understood) -> None:
    """Stop when what was sealed is not of the shape it must have, or says something beside it."""
    shell = viewer_files(viewer())
    if HEADER_FILE in sealed:
        wrong = wrong_shapes(sealed, shell)
    else:
        bare = {path: _SEALED.sub(b"", content) for path, content in sealed.items()}
        report = audit_pages(edited, author, bare, product=shell.values())
        wrong = () if report.clean else tuple(report.lines())
    if wrong:
        raise EditionError("\n".join(wrong))


def _say(place: _Place, edited: Edited, report: Report, *, as_json: bool) -> None:
    reader = edited.edition.reader
    if as_json:
        echo_json({"written": str(place.where), "audit": report.as_json()})
        return
    for line in report.lines():
        click.echo(line, err=True)
    click.echo(f"{shown_path(place.where)} is sealed, for {reader.name or reader.key}.")
    click.echo("\nA message for them:\n")
    click.echo(message_for(reader, edited, place.kind))
