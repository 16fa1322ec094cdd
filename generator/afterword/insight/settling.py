"""What has not settled yet stays out of everything that counts, draws or lists it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import MappingProxyType

from afterword.insight.index import Index
from afterword.insight.reindex import rebuild
from afterword.journal.model import Entry, Polarity, Theme
from afterword.journal.themes import theme_key


def is_unsettled(entry: Entry, today: dt.date) -> bool:
    """Tell whether what an entry would improve has not settled yet."""
    return entry.settles is not None and today < entry.settles


def settled(whole: Index, today: dt.date) -> Index:
    """Return the index without improvements that have not settled; the same when there are none.

    Themes that only these name are not in it.

    Args:
        whole: Of the whole journal.
        today: The day.
    """
    entries = whole.journal.entries
    if not any(entry.settles and is_unsettled(entry, today) for entry in entries):
        return whole
    kept = tuple([_open(e) if is_unsettled(e, today) else e for e in entries])
    found = rebuild(replace(whole.journal, entries=kept), whole)
    gone = {
        key for key, use in found.themes.items() if not use.entries and whole.themes[key].entries
    }
    if not gone:
        return found
    themes = {key: use for key, use in found.themes.items() if key not in gone}
    known = {key: theme for key, theme in whole.journal.themes.items() if key not in gone}
    return replace(
        found,
        journal=replace(found.journal, themes=MappingProxyType(known)),
        themes=MappingProxyType(themes),
    )


def _open(entry: Entry) -> Entry:
    """Return an entry without its points to improve, and the themes that only they name."""
    points = tuple([p for p in entry.points if p.polarity is not Polarity.IMPROVEMENT])
    judged = {p.theme.key for p in points if p.theme}
    spellings = [span.text for span in entry.reading.fields.get("themes", ())]
    spellings += [name for action in entry.actions for name in action.themes]
    named = {theme_key(name) for name in spellings}
    themes = tuple([t for t in entry.themes if t.key in judged or _is_named(t, named)])
    return replace(entry, points=points, themes=themes)


def _is_named(theme: Theme, keys: set[str]) -> bool:
    return theme.key in keys or any(theme_key(alias) in keys for alias in theme.aliases)
