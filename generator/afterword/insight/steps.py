"""What was done about themes, or meant to be: next steps, goals, practice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from afterword.journal.model import Action, Entry, Kind, Theme
from afterword.journal.themes import theme_key

_WHOLE = (Kind.PRACTICE, Kind.GOAL)
"""Entries that are a step for every theme they name."""


class Step(NamedTuple):
    """Something done about a theme, or meant to be."""

    kind: str
    """`step`, `goal` or `practice`."""
    day: dt.date
    """When it was written down or took place."""
    entry: Entry
    action: Action | None
    """Only of a step."""


def steps_of(entries: Sequence[Entry]) -> Mapping[str, list[Step]]:
    """Return what entries do about each theme, by its key, in the order of the entries."""
    steps: dict[str, list[Step]] = {}
    for entry in entries:
        if entry.date is None:
            continue
        if entry.kind in _WHOLE:
            for theme in entry.themes:
                steps.setdefault(theme.key, []).append(Step(entry.kind, entry.date, entry, None))
        for action in entry.actions:
            for theme in _named_by(action, entry.themes):
                found = Step("step", entry.date, entry, action)
                steps.setdefault(theme.key, []).append(found)
    return steps


def _named_by(action: Action, themes: Sequence[Theme]) -> Sequence[Theme]:
    """Return the themes that a next step names, of those its entry names."""
    if not action.themes:
        return ()
    keys = {theme_key(name) for name in action.themes}
    return [
        theme
        for theme in themes
        if theme.key in keys or any(theme_key(alias) in keys for alias in theme.aliases)
    ]
