"""`afterword themes`."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples, GroupWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.report import echo_json
from afterword.insight.index import ThemeUse, build, count, last_day
from afterword.journal.model import Polarity
from afterword.journal.themes import near_misses
from afterword.portfolio import open_portfolio
from afterword.understanding import understand


@click.group(
    "themes",
    cls=GroupWithExamples,
    invoke_without_command=True,
    examples=(
        "afterword themes",
        "afterword themes rename pacing pace --dry-run",
        'afterword themes merge pacing tempo --into "speaking pace"',
    ),
)
@today_option
@json_option
@click.pass_context
def command(ctx: click.Context, *, today: dt.date | None, as_json: bool) -> None:
    """List the themes; rename or merge them.

    Each with its strengths, its improvements, the entries that name it, and the last day one did.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, today, as_json=as_json)


def _list(start: Path, today: dt.date | None, *, as_json: bool) -> None:
    understood = understand(open_portfolio(files.find_portfolio(start), today=today))
    index = build(understood.journal)
    uses = sorted(index.themes.values(), key=lambda u: (-len(u.entries), u.theme.name.casefold()))
    near = near_misses({key: len(use.entries) for key, use in index.themes.items() if use.entries})
    similar = {key: index.themes[other].theme.name for key, other in near.items()}
    rows = [_row(use, similar) for use in uses]
    if as_json:
        echo_json({"themes": rows})
    elif not rows:
        click.echo("No entry names a theme yet.")
    else:
        _echo_table(rows)


def _row(use: ThemeUse, similar: Mapping[str, str]) -> dict[str, object]:
    last = last_day(use.entries)
    return {
        "theme": use.theme.name,
        "group": use.theme.group,
        "strengths": count(use.mentions, Polarity.STRENGTH),
        "improvements": count(use.mentions, Polarity.IMPROVEMENT),
        "entries": len(use.entries),
        "last": str(last) if last else None,
        "similar": similar.get(use.theme.key),
    }


def _echo_table(rows: list[dict[str, object]]) -> None:
    width = max(_width(str(row["theme"])) for row in rows)
    head = f"{'theme':<{width}}  strengths  improvements  entries  last"
    click.echo(click.style(head, bold=True))
    for row in rows:
        name = str(row["theme"])
        padding = " " * (width - _width(name))
        numbers = f"{row['strengths']:>9}  {row['improvements']:>12}  {row['entries']:>7}"
        click.echo(f"{name}{padding}  {numbers}  {row['last'] or ''}".rstrip())
    for row in rows:
        if row["similar"]:
            click.echo(
                f'\n"{row["theme"]}" looks like "{row["similar"]}". If it is the same: '
                f'afterword themes merge "{row["theme"]}" --into "{row["similar"]}"'
            )


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


_dry_run = click.option("--dry-run", is_flag=True, help="Only show what would change.")
_yes = click.option("--yes", is_flag=True, help="Do not ask.")


@command.command(
    "rename",
    cls=CommandWithExamples,
    examples=(
        "afterword themes rename pacing pace",
        'afterword themes rename "sys design" "system design" --dry-run',
    ),
)
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@_dry_run
@_yes
@click.pass_obj
def rename(start: Path, old: str, new: str, *, dry_run: bool, yes: bool) -> None:
    """Rename the theme A to B in every entry and in portfolio.toml.

    Shows the difference first, and asks. All other bytes of your files stay as they are.
    """
    from afterword.cli import changing, moving  # noqa: PLC0415 — listing does without them

    move = moving.plan(files.find_portfolio(start), (old,), new, may_join=False)
    changing.carry_out(move, dry_run=dry_run, yes=yes)


@command.command(
    "merge",
    cls=CommandWithExamples,
    examples=('afterword themes merge pacing tempo --into "speaking pace" --dry-run',),
)
@click.argument("old", metavar="A [B …]", nargs=-1, required=True)
@click.option("--into", "new", metavar="C", required=True, help="The theme they become.")
@_dry_run
@_yes
@click.pass_obj
def merge(start: Path, old: tuple[str, ...], new: str, *, dry_run: bool, yes: bool) -> None:
    """Make one theme, C, of two or more, in every entry and in portfolio.toml.

    C may be one of them, another theme, or new. Shows the difference first, and asks.
    """
    from afterword.cli import changing, moving  # noqa: PLC0415 — listing does without them

    move = moving.plan(files.find_portfolio(start), old, new, may_join=True)
    changing.carry_out(move, dry_run=dry_run, yes=yes)
