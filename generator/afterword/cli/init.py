"""`afterword init`."""

from __future__ import annotations

from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.report import shown_path
from afterword.scaffold import IGNORED, Made, add_ignored, copy_sample, make_portfolio


@click.command(
    "init",
    cls=CommandWithExamples,
    examples=(
        "afterword init",
        "afterword init mine --guard",
        "afterword init --sample sample",
        "afterword init --publish git --remote git@codeberg.org:me/pages.git",
    ),
)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Copy an invented portfolio, to look at and to try.")
@click.option(
    "--publish",
    "kind",
    type=click.Choice(["git"]),
    help="Write where to publish into portfolio.toml; also into one that is there.",
)
@click.option("--remote", metavar="ADDRESS", help="Of the repository to publish to.")
@click.option(
    "--workflow",
    "host",
    type=click.Choice(["forgejo", "github", "gitlab"]),
    help="Have this host publish after each push of the journal; also later.",
)
@click.option(
    "--guard",
    is_flag=True,
    help="Have git refuse commits and pushes of keys, output and private blocks; also later.",
)
@click.pass_obj
def command(  # noqa: PLR0913 — one for each option
    start: Path,
    folder: Path | None,
    *,
    sample: bool,
    kind: str | None,
    remote: str | None,
    host: str | None,
    guard: bool,
) -> None:
    """Begin a new portfolio.

    It goes into DIR, or into the current folder: portfolio.toml, a first entry that explains
    itself, and a .gitignore. Nothing that exists is ever overwritten. With --publish,
    --workflow or --guard a portfolio that is there gets what they say.
    """
    if remote and not kind:
        message = "--remote goes with --publish git"
        raise click.UsageError(message)
    folder = folder or start
    if (kind or host or guard) and not sample and (folder / files.SETTINGS).is_file():
        if not add_ignored(folder):
            _say_ignored()
    else:
        made = copy_sample(folder) if sample else make_portfolio(folder, files.today(None))
        _say(folder, made, sample=sample)
    if kind:
        from afterword.cli.init_publishing import add_target  # noqa: PLC0415 — seldom asked for

        add_target(folder, remote)
    if host:
        from afterword.cli.init_publishing import add_workflow  # noqa: PLC0415

        add_workflow(folder, host)
    if guard:
        from afterword.cli.init_publishing import add_guard  # noqa: PLC0415

        add_guard(folder)


def _say(folder: Path, made: Made, *, sample: bool) -> None:
    what = "The sample" if sample else "A new portfolio"
    place = shown_path(folder)
    click.echo(f"{what} is in {place if place != '.' else 'this folder'}.")
    if made.entry:
        click.echo(f"Begin with {shown_path(made.entry)}: it is an entry about entries.")
    if made.ignore_kept:
        _say_ignored()
    click.echo("\nNext:")
    if place != ".":
        click.echo(f"  cd {place}")
    click.echo("  afterword build" if sample else "  afterword new\n  afterword build --drafts")


def _say_ignored() -> None:
    lines = " ".join(IGNORED.split())
    click.echo(f"Its .gitignore was left as it is; these lines belong in it: {lines}")
