"""One theme through time: where it was named, and what was done about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from afterword.insight.index import Mention
from afterword.insight.lazily import Lazily
from afterword.insight.occasions import Lane, Named, Occasion, witness
from afterword.insight.steps import Step
from afterword.journal.model import Polarity

Way = tuple[Lane, Polarity]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One theme through time, all lanes. The same track is the same object."""

    key: str
    occasions: tuple[Occasion, ...]
    """Those that named it or did something about it, in order of time."""
    steps: tuple[Step, ...]
    """In order of time."""
    rows: Mapping[Way, Sequence[int]]
    """Lane and polarity → which of the occasions named it so."""
    people: Mapping[Way, int]
    """Lane and polarity → how many people did; never the author."""

    def said(self, lane: Lane, polarity: Polarity) -> tuple[Occasion, ...]:
        """Return the occasions that named it one way in one lane."""
        return tuple([self.occasions[row] for row in self.rows.get((lane, polarity), ())])

    def rows_in(self, lane: Lane) -> list[int]:
        """Return which of the occasions named it either way in one lane."""
        return sorted({row for way in Polarity for row in self.rows.get((lane, way), ())})

    def mentions(self, row: int, lane: Lane, polarity: Polarity) -> Sequence[Mention]:
        """Return the points that named it one way at one of the occasions."""
        return self.occasions[row].mentions(lane, Named(self.key, polarity))


_FEW = 20
"""Themes up to which each is looked for by itself."""


def find_tracks(
    themes: Collection[str], occasions: Sequence[Occasion], known: Mapping[str, Track]
) -> Lazily[Track]:
    """Return the track of every theme, by its key, made when it is asked for.

    Args:
        themes: Keys, in the order wanted.
        occasions: In order of time.
        known: Tracks that are still what they were.
    """
    groups: dict[str, list[Occasion]] = {}

    def make(key: str) -> Track:
        if len(themes) - len(known) <= _FEW:
            return _track(key, [one for one in occasions if key in one.themes])
        if not groups:
            groups.update({other: [] for other in themes})
            for occasion in occasions:
                for other in occasion.themes:
                    groups[other].append(occasion)
        return _track(key, groups[key])

    return Lazily(themes, make, known)


def touched(before: Collection[Occasion], now: Collection[Occasion]) -> frozenset[str]:
    """Return the themes of the occasions that came, went or changed."""
    changed = frozenset(before) ^ frozenset(now)
    return frozenset(key for occasion in changed for key in occasion.themes)


def _track(key: str, found: Sequence[Occasion]) -> Track:
    rows: dict[Way, list[int]] = {}
    people: dict[Way, set[str]] = {}
    names = [(Named(key, polarity), polarity) for polarity in Polarity]
    for row, occasion in enumerate(found):
        for lane, said in occasion.lanes.items():
            for named, polarity in names:
                mentions = said.get(named)
                if not mentions:
                    continue
                way = (lane, polarity)
                if way not in rows:
                    rows[way], people[way] = [], set()
                rows[way].append(row)
                people[way].update(_givers(occasion, lane, named, mentions))
    counts = {way: len(who) for way, who in people.items()}
    steps = [step for occasion in found for step in occasion.steps.get(key, ())]
    steps.sort(key=attrgetter("day"))
    return Track(key, tuple(found), tuple(steps), rows, counts)


def _givers(
    occasion: Occasion, lane: Lane, named: Named, mentions: Iterable[Mention]
) -> Iterable[str]:
    if lane is Lane.OTHERS:
        return occasion.gist.others[named]
    return [witness(m) for m in mentions if not m.point.giver.is_self]
