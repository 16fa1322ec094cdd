"""`afterword find`."""

from __future__ import annotations

from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import json_option
from afterword.cli.report import echo_json, shown_path
from afterword.insight.finding import Found, find
from afterword.journal.headers import CONTENT
from afterword.portfolio import open_portfolio
from afterword.understanding import understand


@click.command(
    "find",
    cls=CommandWithExamples,
    examples=("afterword find trade-off", "afterword find acme system design --json"),
)
@click.argument("words", nargs=-1, required=True)
@json_option
@click.pass_obj
def command(start: Path, words: tuple[str, ...], *, as_json: bool) -> None:
    """Find entries by the words in them.

    An entry, draft or not, is found when it holds all WORDS in its title, themes, people,
    company or text. The beginning of a word is enough; case and accents make no difference.
    Titles and themes come first, then the newest.
    """
    folder = files.find_portfolio(start)
    found = find(understand(open_portfolio(folder, drafts=True)).journal, words)
    if as_json:
        echo_json({"words": words, "entries": [_row(one) for one in found]})
    elif not found:
        click.echo(f"No entry holds {_all_of(words)}.")
    for one in () if as_json else found:
        _say(one, folder)


def _row(found: Found) -> dict[str, object]:
    entry = found.entry
    return {
        "date": str(entry.date) if entry.date else None,
        "title": entry.title,
        "path": CONTENT + entry.path,
        "slug": entry.slug,
        "draft": entry.draft,
        "excerpt": "".join(piece.text for piece in found.excerpt),
    }


def _all_of(words: tuple[str, ...]) -> str:
    quoted = " and ".join(f'"{word}"' for word in words)
    return quoted if len(words) == 1 else f"all of {quoted}"


def _say(found: Found, folder: Path) -> None:
    entry = found.entry
    date = str(entry.date) if entry.date else "no date   "
    draft = "  (draft)" if entry.draft else ""
    path = shown_path(folder / files.CONTENT / entry.path)
    click.echo(f"{date}  {click.style(entry.title, bold=True)}{draft}  {path}")
    if found.excerpt:
        pieces = (
            click.style(p.text, bold=True, underline=True) if p.matched else p.text
            for p in found.excerpt
        )
        click.echo(f"            {''.join(pieces)}")
