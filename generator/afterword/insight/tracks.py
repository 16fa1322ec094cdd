"""One theme through time: where it was named, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from afterword.insight.index import Mention
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


Known = tuple[Sequence[Occasion], Mapping[str, Track]]
"""The occasions of a journal, and the tracks that were made of them."""


def find_tracks(
    themes: Iterable[str], occasions: Sequence[Occasion], earlier: Known | None = None
) -> Mapping[str, Track]:
    """Return the track of every theme, by its key.

    Args:
        themes: Keys, in the order wanted.
        occasions: In order of time.
        earlier: Of a journal that may share occasions with this one: the same tracks, sooner.
    """
    kept = _untouched(occasions, earlier) if earlier else {}
    wanted = {key: kept.get(key) for key in themes}
    named: dict[str, list[Occasion]] = {}
    for key, track in wanted.items():
        if track is None:
            named[key] = []
    for occasion in occasions if named else ():
        for key in occasion.themes:
            if key in named:
                named[key].append(occasion)
    return {key: track or _track(key, named[key]) for key, track in wanted.items()}


def _untouched(occasions: Sequence[Occasion], earlier: Known) -> Mapping[str, Track]:
    """Return the tracks of the themes that no occasion names that came, went or changed."""
    before, tracks = earlier
    one, other = set(before), set(occasions)
    touched = {key for occasion in one ^ other for key in occasion.themes}
    return {key: track for key, track in tracks.items() if key not in touched}


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
    return [witness(m.point) for m in mentions if not m.point.giver.is_self]
