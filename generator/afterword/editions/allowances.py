"""Allowances of the leak check that nobody needs any more."""

from __future__ import annotations

from collections.abc import Iterator

from afterword import files
from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.editions.auditing import NO_FILE
from afterword.fields.toml import find_places
from afterword.portfolio import Opened
from afterword.sealing.audit_report import Report


def needless_allowances(opened: Opened, report: Report) -> Iterator[Diagnostic]:
    """Yield a warning for each allowance that let nothing pass, with its line in portfolio.toml.

    Args:
        opened: The author's portfolio.
        report: Of one reader's edition.
    """
    places = find_places(opened.settings)
    for one in report.unused:
        path = ("readers", one.reader, "allow", one.term)
        place = Location(files.SETTINGS, *places.get(path, (0, 0)))
        said = f'"{one.term}" is allowed for {one.reader} in {one.file}'
        message = f"{said}, where nothing needs it"
        hint = "take it out: it would let the next one pass unseen"
        if one.file == NO_FILE:
            message = f"{said}, so it lets nothing pass"
            hint = "give `files` as the report names them, or take it out"
        yield Diagnostic(place, Severity.WARNING, "needless-allowance", message, hint)
