"""What a journal says about its author: descriptions that count, and claims that were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from afterword.insight.index import Mention
from afterword.insight.lazily import Lazily
from afterword.insight.looks import (
    RECURRING_EVENTS,
    RECURRING_PEOPLE,
    Finding,
    Reader,
    last_look,
    next_look,
    read_heard,
    read_paired,
)
from afterword.insight.occasions import Gist, Lane, Named, Occasion, find_occasions
from afterword.insight.tracks import Track, find_tracks, touched
from afterword.insight.turns import Turns, find_turns
from afterword.journal.model import Journal, Kind, Polarity, Theme

CLAIMS = ("stands-out", "easing", "growing", "hidden-strength", "possible-blind-spot")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One description or claim about one theme."""

    claim: str
    """Its name, lower case with hyphens: `recurring`, `stands-out`, …"""
    theme: Theme
    polarity: Polarity | None
    """None for what is about both ways."""
    lane: Lane | None
    """None for a pair of which each half is from another lane."""
    named: int
    """Events that named it; of a hidden strength or a blind spot, by others."""
    events: int
    """Events that could have: of the lane, or those that others and the author assessed."""
    people: int
    """Givers among these, each once; 0 for the author's own notes."""
    occasions: tuple[Occasion, ...]
    """The events that named it, in order of time: the dots."""
    finding: Finding | None = None
    """How a claim was read."""

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Who speaks: one lane, or all."""
        return (self.lane,) if self.lane else tuple(Lane)

    @property
    def ways(self) -> tuple[Polarity, ...]:
        """Which way: one, or both."""
        return (self.polarity,) if self.polarity else tuple(Polarity)

    def mentions(self) -> Iterable[Mention]:
        """Yield the points behind it, in order of events."""
        for occasion in self.occasions:
            yield from self.mentions_at(occasion)

    def mentions_at(self, occasion: Occasion) -> Iterable[Mention]:
        """Yield the points by which an event named the theme so."""
        for lane in self.lanes:
            for way in self.ways:
                yield from occasion.mentions(lane, Named(self.theme.key, way))


@dataclass(frozen=True, slots=True)
class Look:
    """When claims were read last, and when they will be again."""

    events: int
    """How many there are."""
    last: int
    """At how many they were read; 0 before the first look."""
    next: int


@dataclass(frozen=True, slots=True)
class Beside:
    """How often others and the author named a theme, over the events that both assessed."""

    theme: Theme
    others: int
    own: int
    both: int
    """Events at which both did."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read at a look."""

    gists: tuple[Gist, ...]
    """From these."""
    findings: tuple[Finding, ...]


class Patterns:
    """All of it, for one journal and day. What nobody asks for is not found."""

    def __init__(self, journal: Journal, today: dt.date, earlier: Patterns | None = None) -> None:
        """Find the events; see `find_patterns`."""
        self.today = today
        self.entries = journal.entries
        if earlier and earlier.today != today:
            earlier = None
        self.occasions: tuple[Occasion, ...] = find_occasions(
            journal, today, (earlier.entries, earlier.occasions) if earlier else None
        )
        """All events, in order of time."""
        self.lanes: Mapping[Lane, tuple[Occasion, ...]] = {
            Lane.OTHERS: tuple([one for one in self.occasions if one.gist.heard]),
            Lane.OWN: tuple([one for one in self.occasions if one.gist.assessed]),
            Lane.PRACTICE: tuple([one for one in self.occasions if Lane.PRACTICE in one.speaking]),
        }
        """Those at which each lane said something."""
        self.paired = tuple([one for one in self.lanes[Lane.OTHERS] if one.gist.assessed])
        """Those that others and the author assessed."""
        self.last_real = _last_real(self.occasions)
        """The last real event."""
        self._themes = journal.themes
        self._heard: Read | None = None
        self._read_paired: Read | None = None
        self._heard_before = earlier.heard_so_far if earlier else None
        self._paired_before = earlier.paired_so_far if earlier else None
        self._take_over(earlier)

    def _take_over(self, earlier: Patterns | None) -> None:
        """Begin with what was made before and is still the same."""
        tracks: Mapping[str, Track] = {}
        turns: Mapping[str, Turns] = {}
        if earlier:
            changed = touched(earlier.occasions, self.occasions)
            tracks = {k: v for k, v in earlier.tracks.made.items() if k not in changed}
            if earlier.last_real is self.last_real:
                turns = {k: v for k, v in earlier.turns.made.items() if k in tracks}
        self.tracks: Lazily[Track] = find_tracks(self._themes, self.occasions, tracks)
        """By theme."""
        self.turns: Lazily[Turns] = Lazily(
            self._themes, lambda key: find_turns(self.tracks[key], self.last_real), turns
        )
        """By theme."""
        self.by_theme = Lazily(self._themes, self._of_theme, {})
        """Claims and descriptions."""

    @property
    def heard(self) -> Read:
        """What was read at the last look at what others said."""
        if self._heard is None:
            self._heard = _read(self.lanes[Lane.OTHERS], read_heard, self._heard_before)
        return self._heard

    @property
    def read_paired(self) -> Read:
        """What was read at the last look at the events that both assessed."""
        if self._read_paired is None:
            self._read_paired = _read(self.paired, read_paired, self._paired_before)
        return self._read_paired

    @property
    def heard_so_far(self) -> Read | None:
        """The newest reading that was asked for, of this journal or one before it."""
        return self._heard or self._heard_before

    @property
    def paired_so_far(self) -> Read | None:
        """The newest reading that was asked for, of this journal or one before it."""
        return self._read_paired or self._paired_before

    def found(self) -> Iterable[Pattern]:
        """Yield all patterns, by theme."""
        return chain.from_iterable(self.by_theme.values())

    def look(self) -> Look:
        """Return when what others said was read."""
        return _look(len(self.lanes[Lane.OTHERS]))

    def paired_look(self) -> Look:
        """Return when the events were read that both assessed."""
        return _look(len(self.paired))

    def besides(self) -> tuple[Beside, ...]:
        """Return self beside others, the themes that were named most first."""
        others: dict[str, int] = {}
        own: dict[str, int] = {}
        both: dict[str, int] = {}
        for occasion in self.paired:
            theirs, mine = (
                {named.theme for named in occasion.lanes.get(lane, ())}
                for lane in (Lane.OTHERS, Lane.OWN)
            )
            for counts, keys in ((others, theirs), (own, mine), (both, theirs & mine)):
                for key in keys:
                    counts[key] = counts.get(key, 0) + 1
        rows = [
            Beside(self._themes[key], others.get(key, 0), own.get(key, 0), both.get(key, 0))
            for key in others | own
        ]
        return tuple(sorted(rows, key=lambda r: (-(r.others + r.own), r.theme.name)))

    def _of_theme(self, key: str) -> tuple[Pattern, ...]:
        theme, track = self._themes[key], self.tracks[key]
        findings = [
            finding
            for read in ((self.heard, self.read_paired) if _may_be_claimed(track) else ())
            for finding in read.findings
            if finding.named.theme == key
        ]
        parts = _Parts(theme, track, self.turns[key], self.lanes, len(self.paired))
        return tuple(_of_theme(parts, findings))


def _may_be_claimed(track: Track) -> bool:
    """Tell whether any claim is possible: each needs three events at which others spoke."""
    ways = [len(track.rows.get((Lane.OTHERS, way), ())) for way in Polarity]
    return max(ways) >= RECURRING_EVENTS


def _look(events: int) -> Look:
    return Look(events, last_look(events), next_look(events))


def find_patterns(journal: Journal, today: dt.date, earlier: Patterns | None = None) -> Patterns:
    """Return the patterns of a journal on a day.

    Args:
        journal: In order of time.
        today: Later events are left out.
        earlier: Patterns of a journal that may share entries with this one: the same, sooner.
    """
    return Patterns(journal, today, earlier)


class _Parts(NamedTuple):
    """What the patterns of one theme are made of."""

    theme: Theme
    track: Track
    turns: Turns
    lanes: Mapping[Lane, Sequence[Occasion]]
    """The events of each lane."""
    both: int
    """Events that others and the author assessed."""


def _last_real(occasions: Sequence[Occasion]) -> Occasion | None:
    """Return the last round, or the last other event about which anybody wrote."""
    for occasion in reversed(occasions):
        told = any(entry.kind is Kind.INTERVIEW for entry in occasion.entries)
        spoken = occasion.gist.heard or occasion.gist.assessed
        if not occasion.ahead and not occasion.event.practice and (told or spoken):
            return occasion
    return None


def _read(now: Sequence[Occasion], read: Reader, before: Read | None) -> Read:
    """Return what is read at the last look; from the same gists it is the same."""
    gists = tuple([one.gist for one in now[: last_look(len(now))]])
    return before if before and before.gists == gists else Read(gists, read(gists))


def is_paired(claim: str) -> bool:
    """Tell whether a claim is about events that others and the author assessed."""
    return claim in ("hidden-strength", "possible-blind-spot")


def _of_theme(parts: _Parts, findings: Iterable[Finding]) -> Iterable[Pattern]:
    """Yield what there is about one theme: claims first, then what others say, then the rest."""
    theme, track = parts.theme, parts.track
    for finding in findings:
        found = _claimed(theme, track, finding, parts)
        if found:
            yield found
    for lane in Lane:
        for polarity in Polarity:
            yield from _counted(theme, track, lane, polarity, len(parts.lanes[lane]))
    if track.occasions:
        yield from _changed(parts)
        yield from _split(parts)
        yield from _to_do(parts)


def _claimed(theme: Theme, track: Track, finding: Finding, parts: _Parts) -> Pattern | None:
    polarity = finding.named.polarity
    said = track.said(Lane.OTHERS, polarity)
    events = len(parts.lanes[Lane.OTHERS])
    if is_paired(finding.claim):
        # Whatever was read then: once the author's notes say it too, it is not so any more.
        if (Lane.OWN, polarity) in track.rows or _in_practice(track, polarity):
            return None
        if polarity is Polarity.IMPROVEMENT and track.steps:
            return None
        said = tuple([one for one in said if one.gist.assessed])
        events = parts.both
    people = len({person for one in said for person in one.gist.others[finding.named]})
    return Pattern(
        *(finding.claim, theme, polarity, Lane.OTHERS, len(said), events, people, said, finding)
    )


def _in_practice(track: Track, polarity: Polarity) -> bool:
    """Tell whether the author's own notes on practice name a theme one way."""
    return any(
        mention.point.giver.is_self
        for row in track.rows.get((Lane.PRACTICE, polarity), ())
        for mention in track.mentions(row, Lane.PRACTICE, polarity)
    )


def _counted(
    theme: Theme, track: Track, lane: Lane, polarity: Polarity, events: int
) -> Iterable[Pattern]:
    said = track.said(lane, polarity)
    if len(said) <= 1:
        return
    people = track.people.get((lane, polarity), 0)
    often = len(said) >= RECURRING_EVENTS and people >= RECURRING_PEOPLE
    claim = "recurring" if often else "came-up-again"
    yield Pattern(claim, theme, polarity, lane, len(said), events, people, said)


def _changed(parts: _Parts) -> Iterable[Pattern]:
    """Yield what has become of a theme."""
    theme, track, turns = parts.theme, parts.track, parts.turns
    said = tuple([track.occasions[row] for row in track.rows_in(Lane.OTHERS)])
    events, people = len(parts.lanes[Lane.OTHERS]), _people(said, track.key)
    if turns.around:
        yield Pattern("turned-around", theme, None, Lane.OTHERS, len(said), events, people, said)
    if turns.loop:
        yield Pattern("closed-loop", theme, None, Lane.OTHERS, len(said), events, people, said)
    if turns.turn:
        lanes = [*dict.fromkeys((turns.turn.then.lane, turns.turn.now.lane))]
        rows = sorted({row for lane in lanes for row in track.rows_in(lane)})
        told = tuple([track.occasions[row] for row in rows])
        counted = {one for lane in lanes for one in parts.lanes[lane]}
        common = lanes[0] if len(lanes) == 1 else None
        people = _people(told, track.key) if Lane.OTHERS in lanes else 0
        yield Pattern("then-and-now", theme, None, common, len(told), len(counted), people, told)


def _split(parts: _Parts) -> Iterable[Pattern]:
    """Yield where it depends on who one asks: of the events of that stage alone."""
    if not parts.turns.splits:
        return
    split = parts.turns.splits[0]
    rows = sorted({*split.strengths, *split.improvements})
    said = tuple([parts.track.occasions[row] for row in rows])
    events = sum(one.stage == split.stage for one in parts.lanes[Lane.OTHERS])
    people = _people(said, parts.track.key)
    yield Pattern("mixed", parts.theme, None, Lane.OTHERS, len(said), events, people, said)


def _to_do(parts: _Parts) -> Iterable[Pattern]:
    """Yield what one could do next about a theme."""
    theme, track, turns = parts.theme, parts.track, parts.turns
    minus = Polarity.IMPROVEMENT
    lane = Lane.OTHERS if (Lane.OTHERS, minus) in track.rows else Lane.OWN
    said = track.said(lane, minus)
    people = track.people.get((lane, minus), 0) if lane is Lane.OTHERS else 0
    for name, found in (
        ("advice-with-no-step", turns.without_step),
        ("practised-not-tried", turns.untried),
    ):
        if found:
            events = len(parts.lanes[lane])
            yield Pattern(name, theme, minus, lane, len(said), events, people, said)


def _people(said: Iterable[Occasion], theme: str) -> int:
    named = [Named(theme, polarity) for polarity in Polarity]
    return len({p for one in said for name in named for p in one.gist.others.get(name, ())})
