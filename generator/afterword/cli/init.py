"""`afterword init`."""

from __future__ import annotations

from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.report import shown_path
from afterword.scaffold import IGNORED, Made, copy_sample, make_portfolio


@click.command(
    "init",
    cls=CommandWithExamples,
    examples=("afterword init", "afterword init mine", "afterword init --sample sample"),
)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Copy an invented portfolio, to look at and to try.")
@click.pass_obj
def command(start: Path, folder: Path | None, *, sample: bool) -> None:
    """Begin a new portfolio.

    It goes into DIR, or into the current folder: portfolio.toml, a first entry that explains
    itself, and a .gitignore. Nothing that exists is ever overwritten.
    """
    folder = folder or start
    made = copy_sample(folder) if sample else make_portfolio(folder, files.today(None))
    _say(folder, made, sample=sample)


def _say(folder: Path, made: Made, *, sample: bool) -> None:
    what = "The sample" if sample else "A new portfolio"
    place = shown_path(folder)
    click.echo(f"{what} is in {place if place != '.' else 'this folder'}.")
    if made.entry:
        click.echo(f"Begin with {shown_path(made.entry)}: it is an entry about entries.")
    if made.ignore_kept:
        lines = " ".join(IGNORED.split())
        click.echo(f"Its .gitignore was left as it is; these lines belong in it: {lines}")
    click.echo("\nNext:")
    if place != ".":
        click.echo(f"  cd {place}")
    click.echo("  afterword build" if sample else "  afterword new\n  afterword build --drafts")
