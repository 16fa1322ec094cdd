"""Themes that would tell a hidden name: what a theme is called is never replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.insight.choosing import Choice
from afterword.insight.names import Names
from afterword.journal.headers import CONTENT
from afterword.journal.model import Entry, Journal, Span, Theme
from afterword.journal.themes import theme_key

_FIELDS = ("strengths", "improvements", "themes")


def names_in_themes(
    journal: Journal, choice: Choice, used: Collection[str], names: Names
) -> Iterator[Diagnostic]:
    """Yield an error for each theme of an edition whose name holds a hidden one.

    Args:
        journal: The author's.
        choice: The entries that are shown.
        used: Keys of the themes that the edition names.
        names: Those that are hidden.
    """
    for theme in journal.themes.values():
        found = names.find(theme.name).names if theme.key in used else ()
        if found:
            hidden = theme.name[found[0].start : found[0].end]
            yield Diagnostic(
                _place(theme, choice),
                Severity.ERROR,
                "name-in-theme",
                f'the theme "{theme.name}" would tell a hidden name: "{hidden}"',
                f'give it another name: `afterword themes rename "{theme.name}" …`; '
                "or make it private",
            )


def _place(theme: Theme, choice: Choice) -> Location:
    """Return where a theme is named first among the entries that are shown."""
    keys = {theme.key, *map(theme_key, theme.aliases)}
    for entry, _ in choice.chosen:
        for span in _spans(entry):
            if theme_key(span.text) in keys:
                return Location(CONTENT + entry.path, span.line, span.column)
    return Location(CONTENT.rstrip("/"))


def _spans(entry: Entry) -> Iterator[Span]:
    for field in _FIELDS:
        yield from entry.reading.fields.get(field, ())
    for remark in entry.reading.remarks:
        yield from remark.themes
    for step in entry.actions:
        yield from (Span(name, step.line, step.column) for name in step.themes)
