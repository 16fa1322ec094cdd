"""`afterword inbox`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import today_option
from afterword.cli.report import counted
from afterword.config import Config, ReaderSettings
from afterword.diagnostics import AfterwordError
from afterword.inbox import (
    Circumstances,
    Imported,
    NothingNew,
    Opened,
    Point,
    import_reply,
    known_remarks,
    read_reply_file,
    write_entry,
)
from afterword.inbox.finding import Found, replies_in
from afterword.journal.edits import why_no_name
from afterword.journal.headers import CONTENT
from afterword.journal.model import Journal, Polarity
from afterword.journal.slugs import slug
from afterword.portfolio import open_portfolio
from afterword.publish.kept import answering
from afterword.sealing.keys import VaultKeys
from afterword.sealing.replies import ReplyError
from afterword.sharing import Kept, all_kept
from afterword.understanding import understand

_POLARITIES = ("strength", "improvement")
_MOST_TOLD = 20
"""Replies refused in one file that are told line by line: anybody can send thousands."""


@click.command(
    "inbox",
    cls=CommandWithExamples,
    examples=(
        "afterword inbox reply.txt",
        "afterword inbox *.eml --dry-run",
        "afterword inbox reply.txt --as improvement pace",
    ),
)
@click.argument(
    "paths",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--dry-run", is_flag=True, help="Only show the entries that would be written.")
@click.option(
    "--as",
    "counts_as",
    metavar="strength|improvement THEME",
    nargs=2,
    type=(click.Choice(_POLARITIES), str),
    help="Let the remarks count as a point on this theme; else they are advice.",
)
@today_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    dry_run: bool,
    counts_as: tuple[str, str] | None,
    today: dt.date | None,
) -> None:
    """Turn what your readers wrote back into entries.

    FILE is a saved mail or a text with the reply in it. Each reply becomes a feedback entry that
    links to the pages it is about; one that was imported before is known, and left out.
    """
    portfolio = files.find_portfolio(ctx.obj)
    as_point = _point(counts_as)
    desk = _Desk.of(portfolio, today)
    imported: list[Imported] = []
    faults = 0
    for path in paths:
        found, wrong = _read(path, desk)
        for line in wrong[:_MOST_TOLD]:
            click.echo(line, err=True)
        if len(wrong) > _MOST_TOLD:
            click.echo(f"{path}: and {len(wrong) - _MOST_TOLD:,} more like these.", err=True)
        faults += len(wrong)
        for one in found:
            desk, made = desk.importing(one, as_point)
            imported += [made] if made else []
        if not found and not wrong:
            click.echo(f"{path}: there is no reply in it.", err=True)
            faults += 1
    for entry in imported:
        _write(portfolio, entry, dry_run=dry_run)
    if faults:
        ctx.exit(1)


def _point(counts_as: tuple[str, str] | None) -> Point | None:
    if not counts_as:
        return None
    word, theme = counts_as
    theme = " ".join(theme.split())
    if why := why_no_name(theme):
        message = f'"{theme}" cannot be the name of a theme: it {why}.'
        raise click.UsageError(message)
    return Point(Polarity.STRENGTH if word == "strength" else Polarity.IMPROVEMENT, theme)


def _read(path: Path, desk: _Desk) -> tuple[Sequence[Found], Sequence[str]]:
    """Return the replies in a file, and a line for each that cannot be read."""
    try:
        replies = replies_in(read_reply_file(path), desk.vaults)
    except ReplyError as error:
        return (), (f"{path}: {error}\n    {error.hint}",)
    except AfterwordError as error:
        return (), (f"{error}\n    {error.hint}",)
    wrong = [
        f"{path}:{one.line}: {one.reason}" if one.line else f"{path}: a reply: {one.reason}"
        for one in replies.refused
    ]
    return replies.found, wrong


def _write(portfolio: Path, entry: Imported, *, dry_run: bool) -> None:
    if dry_run:
        click.echo(f"{CONTENT}{entry.name}.md would be written:\n\n{entry.text}")
        return
    path = write_entry(portfolio, entry)
    click.echo(f"{CONTENT}{path.name}: {counted(len(entry.remarks), 'remark')}.")
    if entry.unlinked:
        click.echo(f"    {counted(entry.unlinked, 'remark')} on pages that are gone.")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What replies are read with, as of the reply before."""

    kept: tuple[Kept, ...]
    config: Config
    journal: Journal
    now: Circumstances

    @classmethod
    def of(cls, portfolio: Path, today: dt.date | None) -> _Desk:
        opened = open_portfolio(portfolio, today=today, drafts=True)
        journal = understand(opened).journal
        now = Circumstances(
            opened.today,
            lambda _page, _anchor: None,
            frozenset(entry.slug for entry in journal.entries),
            known_remarks(source.content for source in opened.tree.entries),
        )
        return cls((*all_kept(portfolio), *answering(portfolio)), opened.config, journal, now)

    @property
    def vaults(self) -> tuple[VaultKeys, ...]:
        """The keys of every share there ever was."""
        return tuple(vault for kept in self.kept for vault in kept.vaults())

    def importing(self, found: Found, as_point: Point | None) -> tuple[_Desk, Imported | None]:
        """Return the entry of a reply, if it says anything new, and the desk after it."""
        kept = next(k for k in self.kept if found.keys.reply in {v.reply for v in k.vaults()})
        reply = found.reply
        now = replace(self.now, link_of=_Links(kept, found.keys, self.journal).target)
        opened = Opened(found.share, reply.epoch, reply.sender, reply.items)
        made = import_reply(opened, self._reader(kept), now, as_point=as_point)
        if isinstance(made, NothingNew):
            click.echo(f"A reply from {self._reader(kept).name or kept.reader}: nothing new.")
            return self, None
        taken, known = {*now.taken, made.name}, {*now.known, *made.remarks}
        return replace(self, now=replace(now, taken=taken, known=known)), made

    def _reader(self, kept: Kept) -> ReaderSettings:
        found = self.config.readers.get(kept.reader)
        return found or ReaderSettings(
            kept.reader, name=kept.answers.name, source=kept.answers.source
        )


@dataclass(frozen=True, slots=True)
class _Links:
    """Leads from the pages of a share to what they were made from."""

    kept: Kept
    keys: VaultKeys
    journal: Journal

    def target(self, route: str, anchor: str) -> str | None:
        """Return the target of a link to a page and a place on it; None when it is gone."""
        target = self.kept.answers.routes.get(route)
        if not target:
            return target
        entry = next((e for e in self.journal.entries if e.slug == target), None)
        if entry is None:
            return (
                target if slug(target) in {t.slug for t in self.journal.themes.values()} else None
            )
        places = (p for p in entry.reading.anchors if anchor in self._written(route, p))
        return "#".join([target, *list(places)[:1]])

    def _written(self, route: str, place: str) -> Iterator[str]:
        for name in (f"h-{place}", place):
            yield self.keys.anchor(route, name)
