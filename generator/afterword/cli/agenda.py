"""`afterword agenda`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.report import counted, echo_json, shown_path
from afterword.insight.agenda import Line
from afterword.insight.index import build
from afterword.portfolio import Opened, open_portfolio
from afterword.site.agenda_pages import todo
from afterword.site.catalogue import Catalogue
from afterword.site.loop_views import Todo
from afterword.site.pages import menu
from afterword.site.parts import Parts
from afterword.site.views import Site
from afterword.site.wording import plain
from afterword.understanding import Understood, understand


@click.command(
    "agenda",
    cls=CommandWithExamples,
    examples=(
        "afterword agenda",
        "afterword agenda --json",
        "afterword agenda --ics agenda.ics --discreet",
    ),
)
@today_option
@json_option
@click.option(
    "--ics",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write a calendar file; calendars know its events again.",
)
@click.option("--discreet", is_flag=True, help="In the calendar file say only when, never what.")
@click.pass_obj
def command(
    start: Path, *, today: dt.date | None, as_json: bool, ics: Path | None, discreet: bool
) -> None:
    """Say what there is to do, why, and what closes it.

    The same as the site's page of the agenda; docs/writing.md says when each line comes and goes.
    """
    if discreet and not ics:
        message = "--discreet is about the calendar file: say where with --ics FILE"
        raise click.UsageError(message)
    opened = open_portfolio(files.find_portfolio(start), today=today)
    lines = agenda_lines(understand(opened))
    if ics:
        _write_calendar(ics, lines, opened, discreet=discreet)
    if as_json:
        echo_json(_document(lines, opened))
    elif not ics:
        _say(lines, opened.templates.catalogue)


def agenda_lines(understood: Understood) -> Sequence[tuple[Line, Todo]]:
    """Return the lines of the agenda, in values and in words."""
    index, opened = build(understood.journal), understood.opened
    site = Site("", "", opened.config.language, "", "", menu(index))
    parts = Parts(index, site, opened.today)
    return [(line, todo(line, parts)) for line in parts.agenda.lines]


def words_of(line: tuple[Line, Todo], catalogue: Catalogue) -> str:
    """Return a line as one says it: when, and what."""
    one = line[1]
    later, since = catalogue.weekday_date(one.date), catalogue.date_short(one.date)
    if one.year:
        later = since = catalogue.date(one.date)
    when = {
        "today": catalogue("agenda.today"),
        "later": str(later.striptags()),
        "since": f"{catalogue('agenda.since')} {since.striptags()}",
    }[one.when]
    return f"{when}: {_words(one, catalogue)}"


def _document(lines: Sequence[tuple[Line, Todo]], opened: Opened) -> object:
    catalogue = opened.templates.catalogue
    return {
        "today": opened.today.isoformat(),
        "lines": [
            {
                "kind": line.kind,
                "date": line.date.isoformat(),
                "text": _words(one, catalogue),
                "why": plain(one.why, catalogue),
                "key": line.key,
                "entry": line.entry.slug,
            }
            for line, one in lines
        ],
    }


def _words(one: Todo, catalogue: Catalogue) -> str:
    return " ".join(plain(one.text, catalogue).split())


def _say(lines: Sequence[tuple[Line, Todo]], catalogue: Catalogue) -> None:
    if not lines:
        click.echo(catalogue("agenda.empty"))
    for line in lines:
        one = line[1]
        click.echo(words_of(line, catalogue))
        closes = f" {catalogue('agenda.closes')} {one.closes}" if one.closes else ""
        click.echo(f"  {plain(one.why, catalogue)}{closes}")


def _write_calendar(
    path: Path, lines: Sequence[tuple[Line, Todo]], opened: Opened, *, discreet: bool
) -> None:
    from afterword.site.calendar import calendar_of  # noqa: PLC0415 — only this needs it

    content = calendar_of(
        lines,
        opened.templates.catalogue,
        key=files.secret(opened.folder, "calendar"),
        zone=opened.config.timezone,
        today=opened.today,
        discreet=discreet,
    )
    files.replace_file(path, content)
    click.echo(f"{shown_path(path)}: {counted(len(lines), 'event')}.", err=True)
