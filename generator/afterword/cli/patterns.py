"""`afterword patterns`."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.report import echo_json
from afterword.insight.patterns import Patterns, find_patterns
from afterword.portfolio import open_portfolio
from afterword.site import addresses
from afterword.site.catalogue import Catalogue
from afterword.site.pattern_facts import pattern_facts
from afterword.site.pattern_pages import early_of, groups_of, lede_of
from afterword.site.pattern_sentences import sentence_of
from afterword.site.views import Ref
from afterword.site.wording import plain
from afterword.understanding import understand


@click.command(
    "patterns",
    cls=CommandWithExamples,
    examples=("afterword patterns", "afterword patterns --json"),
)
@today_option
@json_option
@click.pass_obj
def command(start: Path, *, today: dt.date | None, as_json: bool) -> None:
    """Say what comes up again, and how much is known about it.

    The same as the site's page of patterns; docs/patterns.md says what each sentence means.
    """
    opened = open_portfolio(files.find_portfolio(start), today=today)
    patterns = find_patterns(understand(opened).journal, opened.today)
    catalogue = opened.templates.catalogue
    if as_json:
        echo_json(_as_json(asdict(pattern_facts(patterns, catalogue))))
    else:
        _say(patterns, catalogue)


def _as_json(value: object) -> object:
    """Return a value with its days written out."""
    if isinstance(value, dict):
        return {name: _as_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _say(patterns: Patterns, catalogue: Catalogue) -> None:
    lede = " ".join(plain(one, catalogue) for one in lede_of(patterns))
    click.echo(lede or catalogue("patterns.nothing"))
    for name, found in groups_of(patterns):
        if found:
            click.echo("\n" + click.style(catalogue(f"patterns.group.{name}"), bold=True))
        for pattern in found:
            theme = Ref(addresses.theme(pattern.theme.slug), pattern.theme.name)
            click.echo(f"  {plain(sentence_of(pattern, patterns, theme), catalogue)}")
    click.echo("\n" + click.style(catalogue("patterns.early"), bold=True))
    for one in early_of(patterns).look:
        click.echo(f"  {plain(one, catalogue)}")
