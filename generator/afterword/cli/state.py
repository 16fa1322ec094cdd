"""`afterword` alone: how things stand, and what one probably wants next."""

from __future__ import annotations

from pathlib import Path

import click

from afterword import files
from afterword.cli.agenda import agenda_lines, words_of
from afterword.cli.report import counted, listed, shown_path, tally
from afterword.diagnostics import Severity
from afterword.portfolio import open_portfolio
from afterword.understanding import Understood, understand

_SHOWN = 3
"""Lines of the agenda that are told; more are counted."""


def show_state(start: Path) -> None:
    """Print the state of the portfolio around a folder, or how to begin one."""
    try:
        folder = files.find_portfolio(start)
    except files.NoPortfolioError:
        _say_how_to_begin(start)
        return
    understood = understand(open_portfolio(folder))
    click.echo(_entries(understood))
    for line in _due(understood):
        click.echo(line)
    if understood.diagnostics:
        click.echo(f"{tally(understood.diagnostics)}: `afterword check` shows where.")
    click.echo("")
    for command, what in _next(understood):
        click.echo(f"  {command:<18} {what}")


def _say_how_to_begin(start: Path) -> None:
    place = "this folder" if start == Path() else shown_path(start)
    click.echo(f"There is no portfolio in {place} or above it.\n")
    click.echo("  afterword init DIR          begin one")
    click.echo("  afterword init --sample DIR copy an invented one, to look at")


def _entries(understood: Understood) -> str:
    opened = understood.opened
    title = opened.config.title or opened.folder.resolve().name
    entries = [entry for entry in understood.journal.entries if not entry.planned]
    drafts = len(opened.tree.entries) - len(understood.journal.entries)
    if not entries and not drafts:
        return f"{title}: no entries yet."
    parts = [counted(len(entries), "entry", "entries")] if entries else []
    parts += [counted(drafts, "draft")] if drafts else []
    newest = max((entry.date for entry in entries if entry.date), default=None)
    return f"{title}: {listed(parts)}{f', the newest of {newest}' if newest else ''}."


def _due(understood: Understood) -> list[str]:
    """Return the first lines of the agenda."""
    lines = agenda_lines(understood)
    catalogue = understood.opened.templates.catalogue
    shown = [f"  {words_of(line, catalogue)}" for line in lines[:_SHOWN]]
    more = len(lines) - len(shown)
    return shown + ([f"  and {more} more: `afterword agenda` says why."] if more > 0 else [])


def _next(understood: Understood) -> list[tuple[str, str]]:
    """Return the two commands one probably wants."""
    beside = ("afterword serve", "the site beside your editor, as you write")
    if any(d.severity is Severity.ERROR for d in understood.diagnostics):
        return [("afterword check", "say what is wrong, and where"), beside]
    return [("afterword new", "write an entry"), beside]
