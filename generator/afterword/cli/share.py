"""`afterword share`."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from afterword import files
from afterword.assets import viewer
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.report import counted, echo_json, shown_path
from afterword.cli.sharing_words import message_for, put_into_settings, share_entries
from afterword.config import ReaderSettings
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
from afterword.sealing.passphrases import strength_of
from afterword.sharing import (
    ShareKeys,
    as_file,
    as_folder,
    as_zip,
    keep_share,
    new_passphrase,
    new_share,
    next_epoch,
    read_share,
    vault_of,
    with_passphrase,
)
from afterword.understanding import Understood, understand

_SEALED = re.compile(
    rb'(?<=<script type="application/octet-stream" id="b-)[0-9a-fk]{1,32}">[A-Za-z0-9+/=]+'
)
"""What is sealed in a single file: its name and its base64."""


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
@click.option("--passphrase-env", metavar="VAR", help="Take the passphrase from this variable.")
@click.option(
    "--passphrase-file",
    metavar="PATH",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the passphrase from this file.",
)
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
    if entries:
        share_entries(portfolio, reader, entries, today)
    elif reader not in open_portfolio(portfolio, today=today).config.readers:
        put_into_settings(portfolio, reader)
    author = understand(open_portfolio(portfolio, today=today, drafts=True))
    settings = find_reader(author, reader)
    edited, pages = _made(author, settings)
    report = audit_pages(edited, author, pages.files)
    if preview:
        _show(edited, report, as_json=as_json)
        return
    _refuse_leaks(report, as_json=as_json)
    keys, passphrase = _keys(portfolio, settings, author, passphrase_env, passphrase_file)
    keys = next_epoch(_asked_about(keys, report), pages)
    written = _write(keys, (edited, pages), author, (file, archive, folder))
    _say(written, passphrase, edited, report, as_json=as_json)


def _made(author: Understood, reader: ReaderSettings) -> tuple[Edited, Pages]:
    today = author.opened.today
    if reader.until and today > reader.until:
        message = f"{reader.key} may read until {reader.until}, and that day is over"
        raise EditionError(message, "give another `until`, or take the reader out")
    edited = make_edition(author, reader)
    refuse_faults(edited)
    return edited, render(edited)


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


def _keys(
    portfolio: Path,
    reader: ReaderSettings,
    author: Understood,
    variable: str | None,
    path: Path | None,
) -> tuple[ShareKeys, str]:
    """Return the keys of a share, and the passphrase if nobody has been told it yet."""
    known = read_share(portfolio, reader)
    given = _given(variable, path)
    if given:
        names = [author.opened.config.author, reader.name, reader.key]
        weakness = strength_of(given, names=[name for name in names if name]).weakness
        if weakness:
            message = f"this passphrase is refused: {weakness.value}"
            raise EditionError(message, "leave it out, and six words are made for you")
        return (with_passphrase(known, given) if known else new_share(given)), ""
    if known:
        return known, ""
    made = new_passphrase()
    return new_share(made), made


def _given(variable: str | None, path: Path | None) -> str:
    if variable:
        found = os.environ.get(variable, "")
        if not found:
            message = f"the variable {variable} is empty"
            raise click.UsageError(message)
        return found
    return path.read_text("utf-8").strip("\r\n") if path else ""


def _asked_about(keys: ShareKeys, report: Report) -> ShareKeys:
    """Ask once about capitalised words that are in no list; stop when one should be hidden."""
    new = [word for word in report.new_words if word not in keys.known_words]
    if not new or not sys.stdin.isatty():
        return keys
    click.echo(f"These words are in no list: {', '.join(new)}.", err=True)
    if not click.confirm("Is none of them a name to hide?", err=True):
        message = "nothing was written"
        hint = 'hide a name with [names."…"] in portfolio.toml, and share again'
        raise EditionError(message, hint)
    return replace(keys, known_words=(*keys.known_words, *new))


def _write(
    keys: ShareKeys,
    made_of: tuple[Edited, Pages],
    author: Understood,
    places: Sequence[Path | None],
) -> Path:
    """Seal, look at the sealed result once more, keep the keys, and write."""
    portfolio = author.opened.folder
    edited, pages = made_of
    reader = edited.edition.reader
    file, archive, folder = places
    vault = vault_of(keys, pages, reader, author.opened)
    if folder or archive:
        made, keys = as_folder(keys, vault)
        _look_again(made.files, edited, author)
        keep_share(portfolio, reader, keys)
        if folder:
            _write_folder(folder, made.files)
            return folder
        content, path = as_zip(made.files, keys.epoch), archive or Path()
    else:
        content, path = as_file(keys, vault), file or Path(f"for-{reader.key}.html")
        _look_again({path.name: content}, edited, author)
        keep_share(portfolio, reader, keys)
    files.replace_file(path, content)
    return path


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


def _write_folder(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write a sealed folder, k.js last: it is the switch."""
    for path in sorted(made, key=lambda name: name == HEADER_FILE):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        files.replace_file(place, made[path])


def _say(
    written: Path,
    passphrase: str,
    edited: Edited,
    report: Report,
    *,
    as_json: bool,
) -> None:
    reader = edited.edition.reader
    if as_json:
        echo_json({"written": str(written), "audit": report.as_json()})
    else:
        for line in report.lines():
            click.echo(line, err=True)
        click.echo(f"{shown_path(written)} is sealed, for {reader.name or reader.key}.")
        click.echo("\nA message for them:\n")
        click.echo(message_for(reader, edited))
    if passphrase:
        click.echo(
            f"\nThe passphrase, told this once: {passphrase}\n"
            "Give it to them by another way than the file: by telephone, on paper.",
            err=True,
        )
