"""What is said first of an application that has just ended: how far it got."""

from __future__ import annotations

from collections.abc import Sequence

from afterword.insight.endings import is_round
from afterword.insight.index import RECENT_DAYS
from afterword.journal.model import Entry, Polarity, Word
from afterword.site.agenda_pages import todo
from afterword.site.loop_views import EntryLead, Todo
from afterword.site.parts import Parts
from afterword.site.views import Mark, Said

_STRENGTHS = 3
SAD = frozenset(("rejected", "not_yet"))
"""Endings that are a "no"."""
_NEXT = ("ask", "ending", "thank", "clarify")
"""Kinds of agenda lines that follow an ending, the first first."""


def newest_lead(past: Sequence[Entry], parts: Parts) -> EntryLead | None:
    """Return how far the newest application got that ended within the last week."""
    for entry in reversed(past):
        if entry.date is None or (parts.today - entry.date).days > RECENT_DAYS:
            return None
        if found := lead_of(entry, parts):
            return found
    return None


def lead_of(entry: Entry, parts: Parts) -> EntryLead | None:
    """Return what is said first on the page of an entry that tells of a recent ending.

    None after a week, unless it has not settled.
    """
    ending = "" if parts.site.reader else _ending(entry, parts)
    if not ending or entry.date is None or entry.planned or entry.draft:
        return None
    if (parts.today - entry.date).days > RECENT_DAYS and not parts.is_folded(entry):
        return None
    together = parts.index.applications.get(entry.application, (entry,))
    rounds = [e for e in together if is_round(e) and e.stage and not e.planned]
    stage = rounds[-1].stage if rounds else entry.stage
    said = [s for e in together for s in parts.said(e, Polarity.STRENGTH)]
    return EntryLead(
        ending=ending,
        entry=parts.ref(entry),
        company=entry.company,
        stage=stage.text if stage else "",
        strengths=_distinct(said),
        post_gone="reason" in entry.reading.fields or _was_chosen(stage),
        next=_next(entry, parts),
    )


def _ending(entry: Entry, parts: Parts) -> str:
    known = entry.outcome.known if entry.outcome else ""
    application = parts.index.journal.applications.get(entry.application)
    if known == "rejected":
        return "not_yet" if application and application.internal else "rejected"
    return known if known in ("offer", "accepted") else ""


def _next(entry: Entry, parts: Parts) -> Todo | None:
    """Return the one next step that an ending calls for."""
    same = [
        line
        for line in parts.agenda.of.get(entry.application, parts.agenda.lines)
        if line.kind in _NEXT and (line.entry is entry or entry.application)
    ]
    same.sort(key=lambda line: _NEXT.index(line.kind))
    return todo(same[0], parts) if same else None


def _was_chosen(stage: Word | None) -> bool:
    """Tell whether one had been chosen already, so that nobody else was."""
    return stage is not None and stage.known in ("references", "offer")


def _distinct(said: Sequence[Said]) -> tuple[Said, ...]:
    """Return the newest three remarks that name different themes."""
    found: dict[tuple[Mark, ...], Said] = {}
    for one in reversed(said):
        if one.marks and not any(mark in marks for marks in found for mark in one.marks):
            found[one.marks] = one
    return tuple(list(found.values())[:_STRENGTHS])
