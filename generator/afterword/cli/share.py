"""`afterword share`."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from afterword import files
from afterword.assets import viewer
from afterword.cli.command import CommandWithExamples
from afterword.cli.new_reader import refuse_unless_asked
from afterword.cli.options import json_option, today_option
from afterword.cli.report import counted, echo_diagnostics, echo_json, shown_path
from afterword.cli.secrets_given import (
    given_passphrase,
    need_listener,
    passphrase_options,
    tell_link,
    tell_passphrase,
)
from afterword.cli.share_letter import letter_for
from afterword.cli.share_place import Made, Place
from afterword.cli.sharing_words import entries_named, put_into_settings, share_entries
from afterword.cli.telling import can_ask, need_terminal
from afterword.config import ReaderSettings
from afterword.editions import (
    Edited,
    EditionError,
    Pages,
    audit_pages,
    find_reader,
    keep_seen,
    left_out,
    make_edition,
    needless_allowances,
    reader_called,
    refuse_faults,
    render,
    with_news,
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
    is_passphrase_of,
    keep,
    new_link,
    new_passphrase,
    new_share,
    next_epoch,
    read_kept,
    retired,
    sealable,
    share_name,
    vault_of,
    with_link,
    with_passphrase,
    without_link,
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
        "afterword share sam --folder site --link",
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
@click.option(
    "--link/--no-link",
    default=None,
    help="Make a link that opens a folder or archive without the passphrase; or end it.",
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
    link: bool | None,
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
    place = Place.of(portfolio, reader, file=file, archive=archive, folder=folder)
    wanted = _Wanted(link, passphrase_env, passphrase_file)
    opened = open_portfolio(portfolio, today=today, drafts=True)
    if preview:
        _preview(understand(opened), reader, entries, as_json=as_json)
        return
    known = reader_called(opened.config, reader)
    if known is None:
        refuse_unless_asked(reader)
    wanted.refuse_untold(portfolio, known.key if known else reader)
    if entries:
        share_entries(opened, reader, known, entries)
    elif known is None:
        put_into_settings(portfolio, reader)
    author = understand(open_portfolio(portfolio, today=today, drafts=True))
    settings = _sealed(find_reader(author, reader))
    with files.locked(portfolio, f"share-{share_name(settings.key)}"):
        _share(author, settings, place.named(settings), wanted, as_json=as_json)


def _sealed(reader: ReaderSettings) -> ReaderSettings:
    """Return the settings of a reader whose edition is sealed, whoever else may see it."""
    if not reader.sealed:
        click.echo(_FOR_EVERYONE, err=True)
    return replace(reader, sealed=True)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How a share is to be opened."""

    link: bool | None
    """Whether by a link, too; None for as before."""
    passphrase_env: str | None
    passphrase_file: Path | None

    def refuse_untold(self, portfolio: Path, key: str) -> None:
        """Stop when something secret is to be made, and there is no terminal to tell it on."""
        named = self.passphrase_env or self.passphrase_file
        if not named and read_kept(portfolio, key).keys is None:
            need_listener()
        if self.link:
            need_terminal("what opens a link", "run this on a terminal")

    def passphrase(self, author: Understood, reader: ReaderSettings) -> str:
        """Return the passphrase that was named; empty when none was."""
        names = [author.opened.config.author, reader.name, reader.key]
        return given_passphrase(self.passphrase_env, self.passphrase_file, names)


def _preview(author: Understood, name: str, entries: Sequence[str], *, as_json: bool) -> None:
    """Say what a reader would see if these entries were shared, too."""
    reader = _sealed(find_reader(author, name))
    more = [f"entry:{one.slug}" for one in entries_named(author, reader, entries)]
    reader = replace(reader, include=(*reader.include, *more))
    edited, pages = _made(author, reader)
    kept = read_kept(author.opened.folder, reader.key)
    known = kept.keys.known_words if kept.keys else ()
    report = audit_pages(edited, author, pages.files, known_words=known)
    echo_diagnostics(needless_allowances(author.opened, report), err=True)
    _show(edited, report, as_json=as_json)


def _share(
    author: Understood, reader: ReaderSettings, place: Place, wanted: _Wanted, *, as_json: bool
) -> None:
    portfolio = author.opened.folder
    edited, pages = _made(author, reader)
    kept = read_kept(portfolio, reader.key)
    known = kept.keys.known_words if kept.keys else ()
    report = audit_pages(edited, author, pages.files, known_words=known)
    echo_diagnostics(needless_allowances(author.opened, report), err=True)
    _refuse_leaks(report, as_json=as_json)
    given = wanted.passphrase(author, reader)
    new = _ask_about(report)
    kept, passphrase = _with_keys(kept, given)
    kept, link = _linked(kept, place, wanted=wanted.link)
    made = _seal(_next(kept, (edited, pages), author, (*known, *new)), edited, pages, place)
    _look_again(made.files, edited, author)
    place.refuse(made)
    keep(portfolio, made.kept)
    if passphrase:
        tell_passphrase(passphrase)
    if link:
        tell_link(link)
    place.write(made)
    keep_seen(portfolio, reader.key, edited.seen)
    way = "link" if made.keys.link and place.kind == "folder" else place.kind
    unasked = replace(report, new_words=() if new else report.new_words)
    _say(place, unasked, letter_for(author.opened, edited, way), edited, as_json=as_json)


def _made(author: Understood, reader: ReaderSettings) -> tuple[Edited, Pages]:
    today = author.opened.today
    if reader.until and today > reader.until:
        message = f"{reader.key} may read until {reader.until}, and that day is over"
        raise EditionError(message, "give another `until`, or take the reader out")
    edited = with_news(make_edition(author, reader), author)
    refuse_faults(edited)
    for line in left_out(edited.edition.choice.left):
        click.echo(line, err=True)
    echo_diagnostics(edited.warnings, err=True)
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
        replaced = [one._asdict() for one in edited.edition.replaced]
        found = {"entries": titles, "replaced": replaced, "audit": report.as_json()}
        echo_json({"written": None, **found})
        return
    click.echo(f"{counted(len(entries), 'entry', 'entries')}:")
    for entry, read in zip(entries, edited.edition.reads, strict=False):
        alone = " (its points on a theme alone)" if read.path in edited.edition.pageless else ""
        click.echo(f"  {entry.title}{alone}")
    click.echo("")
    for line in report.lines():
        click.echo(line)
    if edited.edition.replaced:
        click.echo("\nIn the place of names:")
    for written, label, times in edited.edition.replaced:
        click.echo(f"  {written} → {label} ({counted(times, 'time')})")
    key = shlex.quote(edited.edition.reader.key)
    click.echo(f"\nTo read it as they would: afterword build --reader {key} --output DIR")


def _ask_about(report: Report) -> tuple[str, ...]:
    """Ask once about capitalised words that are in no list; stop when one should be hidden."""
    if not report.new_words or not can_ask():
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


def _linked(kept: Kept, place: Place, *, wanted: bool | None) -> tuple[Kept, bytes]:
    """Return what is kept, with a new link or without one, and what the link carries."""
    keys = kept.keys
    if keys is None:  # it was given keys before
        raise AssertionError
    if wanted is None or (not wanted and not keys.link):
        return kept, b""
    if not wanted:
        return replace(retired(kept), keys=without_link(keys)), b""
    if place.kind == "file":
        message = "--link goes with --folder or --zip: a file has no address"
        raise click.UsageError(message)
    link = new_link()
    linked = with_link(keys, link)
    return replace(retired(kept) if keys.link else kept, keys=linked), link


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
    place: Place,
) -> Made:
    kept, keys = kept_and_keys
    vault = vault_of(keys, pages, edited)
    if place.kind == "file":
        return Made(kept, keys, {place.where.name: as_file(keys, vault)})
    made, keys = as_folder(keys, vault)
    return Made(replace(kept, keys=keys), keys, made)


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


def _say(place: Place, report: Report, letter: str, edited: Edited, *, as_json: bool) -> None:
    reader = edited.edition.reader
    if as_json:
        echo_json({"written": str(place.where), "audit": report.as_json()})
        return
    for line in report.lines():
        click.echo(line, err=True)
    click.echo(f"{shown_path(place.where)} is sealed, for {reader.name or reader.key}.")
    click.echo(f"\nA message for them:\n\n{letter}", nl=False)
