"""`afterword build`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from afterword import files
from afterword.build import BuildReport, build
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import json_option, strict_option, today_option
from afterword.cli.report import (
    counted,
    diagnostics_json,
    echo_diagnostics,
    echo_json,
    exit_code,
    listed,
    shown_path,
    tally,
)
from afterword.diagnostics import Severity
from afterword.portfolio import open_portfolio


@click.command(
    "build",
    cls=CommandWithExamples,
    examples=(
        "afterword build",
        "afterword build --drafts --output /tmp/site",
        "afterword build --strict --json",
    ),
)
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Put the pages here, not into the portfolio's output/.",
)
@click.option(
    "--reader",
    metavar="NAME",
    help="Build what this reader would see; needs an --output of its own.",
)
@click.option("--drafts", is_flag=True, help="Build drafts too.")
@today_option
@strict_option
@click.option("--clean", is_flag=True, help="Ignore the cache, and render every page.")
@json_option
@click.pass_context
def command(  # noqa: PLR0913 — one for each option
    ctx: click.Context,
    *,
    output: Path | None,
    reader: str | None,
    drafts: bool,
    today: dt.date | None,
    strict: bool,
    clean: bool,
    as_json: bool,
) -> None:
    """Build the site.

    The pages go into output/, where only what changed is written anew. Files there that
    Afterword did not write are never touched.
    """
    folder = files.find_portfolio(ctx.obj)
    if reader:
        report = _for_reader(folder, reader, output, today, drafts=drafts)
    else:
        report = _for_author(folder, output, today, drafts=drafts, clean=clean)
    if as_json:
        echo_json(_document(report))
    else:
        _say(report)
    ctx.exit(exit_code(report.diagnostics, strict=strict))


def _for_author(
    folder: Path, output: Path | None, today: dt.date | None, *, drafts: bool, clean: bool
) -> BuildReport:
    opened = open_portfolio(folder, today=today, drafts=drafts)
    return build(opened, output or folder / files.OUTPUT, clean=clean)


def _for_reader(
    folder: Path, reader: str, output: Path | None, today: dt.date | None, *, drafts: bool
) -> BuildReport:
    """Build a reader's edition, when the leak audit finds nothing."""
    from afterword.editions import build_edition  # noqa: PLC0415 — most builds need none

    if output is None or drafts:
        message = "--reader needs an --output of its own, and goes without --drafts"
        raise click.UsageError(message)
    return build_edition(open_portfolio(folder, today=today, drafts=True), reader, output)


def _document(report: BuildReport) -> dict[str, object]:
    return {
        "pages": report.pages,
        "written": report.written,
        "kept": report.kept,
        "removed": report.removed,
        "diagnostics": diagnostics_json(report.diagnostics),
    }


def _say(report: BuildReport) -> None:
    shown = [d for d in report.diagnostics if d.severity > Severity.HINT]
    echo_diagnostics(shown)
    if shown:
        click.echo(f"\n{tally(shown)}.")
    hints = len(report.diagnostics) - len(shown)
    if hints:
        click.echo(f"{'And ' if shown else ''}{counted(hints, 'hint')}: see `afterword check`.")
    _say_strangers(report)
    click.echo(_summary(report))
    click.echo(f"Open {shown_path(report.output / 'index.html')} in a browser.")


def _summary(report: BuildReport) -> str:
    parts = [f"{counted(len(report.written), 'file')} written"] if report.written else []
    if report.kept:
        parts.append(f"{counted(report.kept, 'page')} unchanged")
    if report.removed:
        parts.append(f"{counted(len(report.removed), 'file')} removed")
    done = f": {listed(parts)}" if parts else ""
    return f"{counted(report.pages, 'page')} in {shown_path(report.output)}{done}."


def _say_strangers(report: BuildReport) -> None:
    if report.strangers:
        names = ", ".join(report.strangers)
        click.echo(f"Not ours, and left alone in {shown_path(report.output)}: {names}.")
