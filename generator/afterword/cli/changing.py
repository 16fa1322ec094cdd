"""Changes to an author's files: shown as a difference, asked about, and then written."""

from __future__ import annotations

import difflib
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from afterword import files
from afterword.cli.report import counted
from afterword.diagnostics import AfterwordError
from afterword.journal.decoding import decode


class ChangedError(AfterwordError):
    """A file was changed by somebody else in the meantime."""

    hint = "run the command again"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        """Name the file."""
        return f"{self.path} was changed in the meantime; nothing was written"


@dataclass(frozen=True, slots=True)
class Change:
    """One file, before and after."""

    name: str
    """Relative to the portfolio."""
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Move:
    """A renaming that was tried in memory and leaves every point as it was."""

    folder: Path
    changes: tuple[Change, ...]
    new: str
    left_tables: tuple[str, ...]
    """Themes whose own table stays in portfolio.toml."""


def carry_out(move: Move, *, dry_run: bool, yes: bool) -> None:
    """Show what would change, ask, and change it.

    Raises:
        ChangedError: A file is no longer what was read; nothing was written.
        DiskError: The disk refuses; what was written before is put back.
    """
    if not move.changes:
        click.echo("Nothing changes.")
        return
    for change in move.changes:
        _echo_difference(change)
    for name in move.left_tables:
        click.echo(
            f'[themes."{name}"] stays in portfolio.toml: "{move.new}" has a table of its own. '
            "Take over what you need, and delete it."
        )
    what = counted(len(move.changes), "file")
    if dry_run:
        click.echo(f"{what} would change. Nothing was written.")
    elif yes or _confirmed(what):
        _write(move)
        click.echo(f"{what} changed.")
    else:
        click.echo("Nothing was written.")


def _echo_difference(change: Change) -> None:
    before, after = (decode(c)[0].split("\n") for c in (change.before, change.after))
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in difflib.unified_diff(before, after, change.name, change.name, lineterm=""):
        is_head = line.startswith(("+++ ", "--- "))
        colour = None if is_head else colours.get(line[:1])
        click.echo(click.style(line, fg=colour, bold=is_head))


def _confirmed(what: str) -> bool:
    try:
        return click.confirm(f"Change {what}?", err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        message = "Nobody is here to ask. Add --yes to change the files, or --dry-run to look."
        raise click.UsageError(message) from None


def _write(move: Move) -> None:
    paths = [(move.folder / change.name).resolve() for change in move.changes]
    for path, change in zip(paths, move.changes, strict=True):
        if path.read_bytes() != change.before:
            raise ChangedError(path)
    done: list[tuple[Path, Change]] = []
    try:
        for path, change in zip(paths, move.changes, strict=True):
            files.replace_file(path, change.after)
            done.append((path, change))
    except (AfterwordError, KeyboardInterrupt):
        for path, change in done:
            files.replace_file(path, change.before)
        raise
