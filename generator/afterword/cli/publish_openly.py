"""`afterword publish` at a target for everyone: plain pages, and their titles asked about."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from afterword.cli.report import counted, echo_json
from afterword.config import TargetSettings
from afterword.editions import EditionError
from afterword.publish.open_kept import OpenSite, keep_open, read_open
from afterword.publish.openly import (
    STAMP,
    Handing,
    OpenEdition,
    hand_over,
    handing,
    open_edition,
    settle,
)
from afterword.publish.steps import target_of
from afterword.publish.targets import PublishError
from afterword.understanding import Understood

_NO_ADDRESS = (
    "Without [site] url in portfolio.toml there is no feed, no sitemap and no picture for links, "
    "and the pages ask search engines to stay away."
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for."""

    dry_run: bool
    yes: bool
    take_over: bool
    as_json: bool


def publish_openly(
    author: Understood, settings: TargetSettings, work: Path, wishes: Wishes
) -> None:
    """Bring a site for everyone up to date.

    Args:
        author: The portfolio, drafts and all.
        settings: Of the target, which names one reader whose pages are not sealed.
        work: An empty folder, thrown away afterwards.
        wishes: Of the command line.

    Raises:
        EditionError: It must not leave: errors, leaks, a name to hide.
        PublishError: Nobody said yes, what stands there is not ours, a program failed.
    """
    folder = author.opened.folder
    site = read_open(folder, settings.name)
    edition = open_edition(author, settings, site.known_words)
    if not edition.report.clean:
        raise EditionError("\n".join([f"{edition.reader.key}:", *edition.report.lines()]))
    target = target_of(folder, settings, work, STAMP)
    found = target.look()
    settled = settle(site, found, take_over=wishes.take_over)
    plan = handing(edition, settled, found)
    if wishes.dry_run:
        _say(settings.name, edition, plan, published=False, as_json=wishes.as_json)
        return
    if plan.any:
        settled, plan = _asked(settings.name, edition, plan, settled, yes=wishes.yes)
    hand_over(target, plan, settled, keep=lambda one: keep_open(folder, settings.name, one))
    _say(settings.name, edition, plan, published=True, as_json=wishes.as_json)


def _asked(
    name: str, edition: OpenEdition, plan: Handing, settled: OpenSite, *, yes: bool
) -> tuple[OpenSite, Handing]:
    """Ask about words that are in no list, and whether to go on."""
    new = edition.report.new_words
    here = sys.stdin.isatty()
    if new and here:
        click.echo(f"In no list: {', '.join(new)}.", err=True)
        if not click.confirm("Is none of them a name to hide?", err=True):
            message = "nothing was published"
            hint = 'hide a name with [names."…"] in portfolio.toml, and publish again'
            raise EditionError(message, hint)
        known = (*settled.known_words, *new)
        settled = replace(settled, known_words=known)
        plan = replace(plan, site=replace(plan.site, known_words=known))
    if yes:
        return settled, plan
    if not here:
        message = "nobody is here to say yes"
        raise PublishError(message, "add --yes, or look first with --dry-run")
    for line in _lines(name, edition, plan):
        click.echo(line, err=True)
    click.confirm("Publish this for everyone?", default=False, abort=True, err=True)
    return settled, plan


def _lines(name: str, edition: OpenEdition, plan: Handing) -> Sequence[str]:
    told = [f"For {name}: {counted(edition.count, 'page')}, for everyone, without a passphrase."]
    if plan.new_titles:
        told.append("With these titles for the first time:")
        told += [f"  {title}  ({path})" for path, title in sorted(plan.new_titles.items())]
    count = counted(len(plan.added), "file")
    told.append(
        f"To upload: {count}, {plan.added_bytes:,} bytes; "
        f"to delete: {counted(len(plan.removed), 'file')}."
    )
    if plan.strangers:
        told.append(f"Not ours, and left alone: {', '.join(plan.strangers[:5])}.")
    if not edition.url:
        told.append(_NO_ADDRESS)
    return told


def _say(name: str, edition: OpenEdition, plan: Handing, *, published: bool, as_json: bool) -> None:
    if as_json:
        echo_json(
            {
                "target": name,
                "published": published,
                "open": True,
                "epoch": plan.site.number,
                "readers": [
                    {
                        "reader": edition.reader.key,
                        "pages": edition.count,
                        "audit": edition.report.as_json(),
                    }
                ],
                "titles": dict(plan.new_titles),
                "written": list(plan.added),
                "bytes": plan.added_bytes,
                "deleted": list(plan.removed),
                "strangers": list(plan.strangers),
            }
        )
    elif not published:
        for line in _lines(name, edition, plan):
            click.echo(line)
    elif plan.any:
        count = counted(len(plan.added), "file")
        click.echo(f"{name}: copy {plan.site.number} is there, for everyone; {count} uploaded.")
        if not edition.url:
            click.echo(_NO_ADDRESS)
    else:
        click.echo(f"{name}: nothing changed since copy {plan.site.number}.")
