"""The index of a journal in which a few entries were edited, made from that of before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from afterword.insight.index import (
    Index,
    Mention,
    ThemeUse,
    applications_of,
    backlinks,
    build,
    events_of,
    months_of,
    people_of,
    refers_to,
    sources_of,
)
from afterword.journal.model import Entry, Journal

K = TypeVar("K")

_FEW = 50
"""With more edited entries, to build the index anew costs no more."""


class Edit(NamedTuple):
    """An entry before and after."""

    old: Entry
    new: Entry


def rebuild(journal: Journal, earlier: Index | None) -> Index:
    """Return the index of a journal: what `build` returns, sooner when little has changed.

    Args:
        journal: In order of time.
        earlier: The index of a journal that may share entries with this one.
    """
    edits = _edits(journal.entries, earlier.journal.entries) if earlier else None
    if earlier is None or edits is None:
        return build(journal)
    rows = earlier.rows
    same_events = all(events_of(old) == events_of(new) for old, new in edits)
    same_links = all(refers_to(old) == refers_to(new) for old, new in edits)
    entries = journal.entries
    return Index(
        journal=journal,
        by_slug=MappingProxyType({**earlier.by_slug, **{new.slug: new for _, new in edits}}),
        rows=rows,
        themes=_themes(journal, earlier, edits),
        applications=_regrouped(earlier.applications, edits, applications_of, rows),
        people=_regrouped(earlier.people, edits, people_of, rows),
        sources=_regrouped(earlier.sources, edits, sources_of, rows),
        months=_regrouped(earlier.months, edits, months_of, rows),
        backlinks=earlier.backlinks if same_links else backlinks(entries),
        events=earlier.events
        if same_events
        else len({key for entry in entries for key in events_of(entry)}),
    )


def _edits(now: Sequence[Entry], before: Sequence[Entry]) -> list[Edit] | None:
    """Return what was edited; None when entries came, went or moved, or too many changed."""
    if len(now) != len(before):
        return None
    edits = [Edit(old, new) for old, new in zip(before, now, strict=True) if old is not new]
    moved = any(old.slug != new.slug for old, new in edits)
    return None if moved or len(edits) > _FEW else edits


def _regrouped(
    groups: Mapping[K, tuple[Entry, ...]],
    edits: Sequence[Edit],
    keys_of: Callable[[Entry], Sequence[K]],
    rows: Mapping[str, int],
) -> Mapping[K, tuple[Entry, ...]]:
    affected = dict.fromkeys(key for old, new in edits for key in (*keys_of(old), *keys_of(new)))
    if not affected:
        return groups
    changed = dict(groups)
    for key in affected:
        belonging = [new for _, new in edits if key in keys_of(new)]
        group = _exchanged(groups.get(key, ()), edits, belonging, rows)
        if group:
            changed[key] = group
        else:
            del changed[key]
    first = {key: group[0] for key, group in changed.items()}
    if any(key not in groups or first.get(key) is not groups[key][0] for key in affected):
        # Keys stand in the order in which they come up.
        order = sorted(
            changed, key=lambda key: (rows[first[key].slug], keys_of(first[key]).index(key))
        )
        changed = {key: changed[key] for key in order}
    return MappingProxyType(changed)


def _exchanged(
    group: Sequence[Entry],
    edits: Sequence[Edit],
    belonging: Sequence[Entry],
    rows: Mapping[str, int],
) -> tuple[Entry, ...]:
    """Return a group with what was edited taken out, and what belongs to it put in."""
    edited = {old.slug for old, _ in edits}
    kept = [entry for entry in group if entry.slug not in edited]
    for entry in belonging:
        kept.insert(bisect_left(kept, rows[entry.slug], key=lambda e: rows[e.slug]), entry)
    return tuple(kept)


def _themes(journal: Journal, earlier: Index, edits: Sequence[Edit]) -> Mapping[str, ThemeUse]:
    affected = {theme.key for edit in edits for entry in edit for theme in entry.themes}
    uses: dict[str, ThemeUse] = {}
    for key, theme in journal.themes.items():
        use = earlier.themes.get(key)
        if use is None:
            use = ThemeUse(theme, (), (), 0)
        if key in affected:
            use = _theme(use, edits, earlier.rows)
        uses[key] = use if use.theme is theme else ThemeUse(theme, *_rest(use))
    return MappingProxyType(uses)


def _rest(use: ThemeUse) -> tuple[tuple[Mention, ...], tuple[Entry, ...], int]:
    return use.mentions, use.entries, use.events


def _theme(use: ThemeUse, edits: Sequence[Edit], rows: Mapping[str, int]) -> ThemeUse:
    key = use.theme.key
    belonging = [new for _, new in edits if any(theme.key == key for theme in new.themes)]
    entries = _exchanged(use.entries, edits, belonging, rows)
    edited = {old.slug for old, _ in edits}
    mentions = [mention for mention in use.mentions if mention.entry.slug not in edited]
    for entry in belonging:
        at = bisect_left(mentions, rows[entry.slug], key=lambda m: rows[m.entry.slug])
        mentions[at:at] = [
            Mention(entry, point)
            for point in entry.points
            if point.theme and point.theme.key == key
        ]
    events = use.events
    if any(events_of(old, key) != events_of(new, key) for old, new in edits):
        events = len({event for entry in entries for event in events_of(entry, key)})
    return ThemeUse(use.theme, tuple(mentions), entries, events)
