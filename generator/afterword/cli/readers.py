"""`afterword readers`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.report import counted, echo_json
from afterword.config import ReaderSettings
from afterword.insight.choosing import choose
from afterword.portfolio import open_portfolio
from afterword.understanding import Understood, understand


@click.command(
    "readers",
    cls=CommandWithExamples,
    examples=("afterword readers", "afterword readers --json"),
)
@today_option
@json_option
@click.pass_obj
def command(start: Path, *, today: dt.date | None, as_json: bool) -> None:
    """List the readers, and what each may see.

    Readers stand in portfolio.toml; `afterword share READER --preview` says what one would see.
    """
    understood = understand(open_portfolio(files.find_portfolio(start), today=today))
    rows = [_row(reader, understood) for reader in understood.opened.config.readers.values()]
    if as_json:
        echo_json({"readers": rows})
        return
    if not rows:
        click.echo("Nobody sees anything. `afterword share NAME ENTRY` begins with one reader.")
    for row in rows:
        click.echo(_line(row))


def _row(reader: ReaderSettings, understood: Understood) -> dict[str, object]:
    choice = choose(understood.journal, reader, understood.opened.today)
    until = reader.until
    return {
        "reader": reader.key,
        "name": reader.name,
        "source": reader.source,
        "entries": sum(not one.only for one in choice.chosen),
        "points_alone": sum(bool(one.only) for one in choice.chosen),
        "show": sorted(reader.show),
        "until": until.isoformat() if until else None,
        "expired": bool(until and understood.opened.today > until),
        "unknown": list(choice.unknown),
    }


def _line(row: dict[str, object]) -> str:
    entries = int(str(row["entries"]))
    parts = [f"{row['name'] or row['reader']}: {counted(entries, 'entry', 'entries')}"]
    if alone := int(str(row["points_alone"])):
        parts.append(f"points on a theme from {counted(alone, 'more entry', 'more entries')}")
    show = row["show"]
    if isinstance(show, list) and show:
        parts.append(f"with {', '.join(map(str, show))}")
    if row["until"]:
        parts.append(f"{'expired on' if row['expired'] else 'until'} {row['until']}")
    unknown = row["unknown"]
    if isinstance(unknown, list) and unknown:
        parts.append(f"names what is not there: {', '.join(map(str, unknown))}")
    return ", ".join(parts) + "."
