"""`afterword check`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import click

from afterword import files
from afterword.build.pages import make_theme
from afterword.cli.command import CommandWithExamples
from afterword.cli.drafting import broken_entry_templates
from afterword.cli.options import json_option, strict_option, today_option
from afterword.cli.report import (
    counted,
    diagnostics_json,
    echo_diagnostics,
    echo_json,
    exit_code,
    tally,
)
from afterword.diagnostics import Diagnostic, in_order
from afterword.portfolio import open_portfolio
from afterword.understanding import Understood, understand


@click.command(
    "check",
    cls=CommandWithExamples,
    examples=("afterword check", "afterword check --strict", "afterword check --json"),
)
@today_option
@strict_option
@json_option
@click.pass_context
def command(ctx: click.Context, *, today: dt.date | None, strict: bool, as_json: bool) -> None:
    """Say what is wrong or doubtful, and build nothing.

    Errors, warnings and hints about the entries, the settings and the templates. Nothing is
    written, not even the cache.
    """
    opened = open_portfolio(files.find_portfolio(ctx.obj), today=today)
    understood = understand(opened, use_cache=False)
    drafts = understand(replace(opened, drafts=True), use_cache=False)
    found = in_order(
        [
            *understood.diagnostics,
            *_of_drafts(drafts),
            *_broken_templates(understood),
        ]
    )
    if as_json:
        echo_json({"diagnostics": diagnostics_json(found)})
    else:
        echo_diagnostics(found)
        entries = counted(len(opened.tree.entries), "entry", "entries")
        click.echo(f"\n{tally(found)} in {entries}." if found else f"All is well in {entries}.")
    ctx.exit(exit_code(found, strict=strict))


def _of_drafts(understood: Understood) -> list[Diagnostic]:
    """Return what is wrong with drafts alone: a build leaves them out, and so says nothing."""
    paths = {files.CONTENT + "/" + e.path for e in understood.journal.entries if e.draft}
    return [d for d in understood.diagnostics if d.location.file in paths]


def _broken_templates(understood: Understood) -> list[Diagnostic]:
    templates = understood.opened.templates
    errors = [*make_theme(understood).broken(), *broken_entry_templates(templates.files)]
    return [error.diagnostic() for error in errors]
