"""The stage map: applications as lines across the stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from afterword.fields import fold
from afterword.journal.model import Entry, Kind
from afterword.site import charts
from afterword.site.parts import Parts
from afterword.site.picture_views import StageLine, StageMap
from afterword.site.wording import sentence

_MAP_FROM = 5
"""Applications from which on there is a stage map."""
_MAP_LINES = 40
_STAGES = ("application", "screen", "skills", "case", "panel", "final", "references", "offer")


def stage_map(
    entries_of: Mapping[str, Sequence[Entry]],
    outcomes: Mapping[str, tuple[str, str]],
    parts: Parts,
) -> StageMap | None:
    """Return applications across the stages, the newest first; None before the fifth.

    Args:
        entries_of: Slug of an application → its entries, in order of time.
        outcomes: Slug → outcome as written, and our word for it.
        parts: Of the site.
    """
    applications = parts.index.journal.applications
    walked = {slug: _stages_of(entries_of[slug]) for slug in entries_of}
    walked = {slug: stages for slug, stages in walked.items() if stages}
    used = [name for name in _STAGES if any(name in stages for stages in walked.values())]
    if len(walked) < _MAP_FROM or not used:
        return None
    at = {name: charts.percent((i + 0.5) / len(used)) for i, name in enumerate(used)}
    newest = sorted(walked, key=lambda slug: _last(entries_of[slug]), reverse=True)
    lines = [
        StageLine(
            ref=parts.application_ref(applications[slug]),
            outcome=outcomes[slug][0],
            known=outcomes[slug][1],
            reached=walked[slug][-1],
            stops=tuple([at[name] for name in walked[slug]]),
            names=tuple(walked[slug]),
        )
        for slug in newest[:_MAP_LINES]
    ]
    counts = {name: sum(name in stages for stages in walked.values()) for name in used}
    return StageMap(
        sentence=sentence("picture.stages", n=len(walked)),
        stages=tuple([(name, at[name], counts[name]) for name in used]),
        lines=tuple(lines),
        left_out=len(newest) - len(lines),
        unknown=sum(
            _has_stage(entries) for slug, entries in entries_of.items() if slug not in walked
        ),
    )


def _has_stage(entries: Sequence[Entry]) -> bool:
    return any(e.stage and e.kind is Kind.INTERVIEW and not e.planned for e in entries)


def _stages_of(entries: Sequence[Entry]) -> list[str]:
    """Return the stages an application went through, in our order; only those we know."""
    found = {
        fold(entry.stage.known)
        for entry in entries
        if entry.stage and entry.kind is Kind.INTERVIEW and not entry.planned
    }
    return [name for name in _STAGES if name in found]


def _last(entries: Sequence[Entry]) -> dt.date:
    return max((e.date for e in entries if e.date and not e.planned), default=dt.date.min)
