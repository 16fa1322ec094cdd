"""What a journal says about its author: descriptions that count, and claims that were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

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
from afterword.insight.tracks import Track, find_tracks
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
    lane: Lane
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


@dataclass(frozen=True, slots=True)
class Patterns:
    """All of it, for one journal and day."""

    today: dt.date
    occasions: tuple[Occasion, ...]
    """All events up to today, in order of time."""
    lanes: Mapping[Lane, tuple[Occasion, ...]]
    """Those at which each lane said something."""
    paired: tuple[Occasion, ...]
    """Those that others and the author assessed."""
    tracks: Mapping[str, Track]
    """By theme."""
    turns: Mapping[str, Turns]
    """By theme."""
    by_theme: Mapping[str, tuple[Pattern, ...]]
    """Claims and descriptions."""
    heard: Read
    """At the last look at what others said."""
    read_paired: Read
    """At the last look at the events that both assessed."""
    last_real: dt.date | None
    """Day of the last real event."""

    def found(self) -> Iterable[Pattern]:
        """Yield all patterns, by theme."""
        return chain.from_iterable(self.by_theme.values())

    def look(self) -> Look:
        """Return when what others said was read."""
        return _look(len(self.lanes[Lane.OTHERS]))

    def paired_look(self) -> Look:
        """Return when the events were read that both assessed."""
        return _look(len(self.paired))

    def counts(self) -> Mapping[Lane, int]:
        """Return how many events each lane has."""
        return {lane: len(found) for lane, found in self.lanes.items()}

    def besides(self) -> tuple[Beside, ...]:
        """Return self beside others, the themes that were named most first."""
        others: dict[str, int] = {}
        own: dict[str, int] = {}
        both: dict[str, int] = {}
        themes: dict[str, Theme] = {}
        for occasion in self.paired:
            theirs, mine = _themes_of(occasion, Lane.OTHERS), _themes_of(occasion, Lane.OWN)
            themes |= theirs | mine
            for counts, keys in ((others, theirs), (own, mine), (both, theirs.keys() & mine)):
                for key in keys:
                    counts[key] = counts.get(key, 0) + 1
        rows = [
            Beside(theme, others.get(key, 0), own.get(key, 0), both.get(key, 0))
            for key, theme in themes.items()
        ]
        return tuple(sorted(rows, key=lambda r: (-(r.others + r.own), r.theme.name)))


def _look(events: int) -> Look:
    return Look(events, last_look(events), next_look(events))


def find_patterns(journal: Journal, today: dt.date, earlier: Patterns | None = None) -> Patterns:
    """Return the patterns of a journal on a day.

    Args:
        journal: In order of time.
        today: Later events are left out.
        earlier: Patterns of a journal that may share entries with this one: the same, sooner.
    """
    occasions = find_occasions(journal, today, earlier.occasions if earlier else ())
    lanes = {
        Lane.OTHERS: tuple([one for one in occasions if one.gist.heard]),
        Lane.OWN: tuple([one for one in occasions if one.gist.assessed]),
        Lane.PRACTICE: tuple([one for one in occasions if Lane.PRACTICE in one.lanes]),
    }
    both = tuple([one for one in lanes[Lane.OTHERS] if one.gist.assessed])
    last_real = _last_real(occasions)
    parts = _Parts(
        tracks=find_tracks(
            journal.themes, occasions, (earlier.occasions, earlier.tracks) if earlier else None
        ),
        heard=_read(lanes[Lane.OTHERS], read_heard, earlier.heard if earlier else None),
        paired=_read(both, read_paired, earlier.read_paired if earlier else None),
        counts={lane: len(found) for lane, found in lanes.items()},
        both=len(both),
    )
    turns = _turns(parts.tracks, last_real, earlier)
    return Patterns(
        today=today,
        occasions=occasions,
        lanes=lanes,
        paired=both,
        tracks=parts.tracks,
        turns=turns,
        by_theme=_patterns(journal, turns, parts, earlier),
        heard=parts.heard,
        read_paired=parts.paired,
        last_real=last_real,
    )


class _Parts(NamedTuple):
    """What the patterns of every theme are made of."""

    tracks: Mapping[str, Track]
    heard: Read
    paired: Read
    counts: Mapping[Lane, int]
    both: int


def _last_real(occasions: Sequence[Occasion]) -> dt.date | None:
    """Return the day of the last round, or of the last event at which others spoke."""
    for occasion in reversed(occasions):
        told = any(entry.kind is Kind.INTERVIEW for entry in occasion.entries)
        if not occasion.event.practice and (told or occasion.gist.heard):
            return occasion.day
    return None


def _turns(
    tracks: Mapping[str, Track], last_real: dt.date | None, earlier: Patterns | None
) -> Mapping[str, Turns]:
    if earlier is None or earlier.last_real != last_real:
        return {key: find_turns(track, last_real) for key, track in tracks.items()}
    return {
        key: earlier.turns[key]
        if earlier.tracks.get(key) is track
        else find_turns(track, last_real)
        for key, track in tracks.items()
    }


def _read(now: Sequence[Occasion], read: Reader, before: Read | None) -> Read:
    """Return what is read at the last look; from the same gists it is the same."""
    gists = tuple([one.gist for one in now[: last_look(len(now))]])
    return before if before and before.gists == gists else Read(gists, read(gists))


def is_paired(claim: str) -> bool:
    """Tell whether a claim is about events that others and the author assessed."""
    return claim in ("hidden-strength", "possible-blind-spot")


def _patterns(
    journal: Journal, turns: Mapping[str, Turns], parts: _Parts, earlier: Patterns | None
) -> dict[str, tuple[Pattern, ...]]:
    read: dict[str, list[Finding]] = {}
    for finding in (*parts.heard.findings, *parts.paired.findings):
        read.setdefault(finding.named.theme, []).append(finding)
    same = earlier is not None and parts.counts == earlier.counts()
    return {
        key: earlier.by_theme[key]
        if earlier and same and _is_same(key, theme, parts, turns, earlier)
        else tuple(_of_theme(theme, parts.tracks[key], turns[key], read.get(key, ()), parts))
        for key, theme in journal.themes.items()
    }


def _is_same(
    key: str, theme: Theme, parts: _Parts, turns: Mapping[str, Turns], earlier: Patterns
) -> bool:
    """Tell whether a theme has the same patterns as before, when as many events were counted."""
    return (
        earlier.tracks.get(key) is parts.tracks[key]
        and turns[key] is earlier.turns[key]
        and parts.heard is earlier.heard
        and parts.paired is earlier.read_paired
        and all(pattern.theme == theme for pattern in earlier.by_theme[key])
    )


def _of_theme(
    theme: Theme, track: Track, turns: Turns, findings: Iterable[Finding], parts: _Parts
) -> Iterable[Pattern]:
    """Yield what there is about one theme: claims first, then what others say, then the rest."""
    for finding in findings:
        found = _claimed(theme, track, finding, parts)
        if found:
            yield found
    for lane in Lane:
        for polarity in Polarity:
            yield from _counted(theme, track, lane, polarity, parts.counts[lane])
    if track.occasions:
        yield from _described(theme, track, turns, parts.counts[Lane.OTHERS])


def _claimed(theme: Theme, track: Track, finding: Finding, parts: _Parts) -> Pattern | None:
    polarity = finding.named.polarity
    said = track.said(Lane.OTHERS, polarity)
    events = parts.counts[Lane.OTHERS]
    if is_paired(finding.claim):
        # Whatever was read then: once the author's notes say it too, it is not so any more.
        if (Lane.OWN, polarity) in track.rows or _in_practice(track, polarity):
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


def _described(theme: Theme, track: Track, turns: Turns, events: int) -> Iterable[Pattern]:
    both_ways: dict[str, object] = {
        "turned-around": turns.around,
        "closed-loop": turns.loop,
        "then-and-now": turns.turn,
        "mixed": turns.splits,
    }
    if any(both_ways.values()):
        said = tuple([track.occasions[row] for row in track.rows_in(Lane.OTHERS)])
        named = [Named(track.key, polarity) for polarity in Polarity]
        people = {p for one in said for name in named for p in one.gist.others.get(name, ())}
        for name, found in both_ways.items():
            if found:
                yield Pattern(name, theme, None, Lane.OTHERS, len(said), events, len(people), said)
    way = (Lane.OTHERS, Polarity.IMPROVEMENT)
    one_way: dict[str, object] = {
        "advice-with-no-step": turns.without_step,
        "practised-not-tried": turns.untried,
    }
    for name, found in one_way.items():
        if found:
            said = track.said(*way)
            people_of = track.people.get(way, 0)
            yield Pattern(name, theme, way[1], Lane.OTHERS, len(said), events, people_of, said)


def _themes_of(occasion: Occasion, lane: Lane) -> dict[str, Theme]:
    return {
        mention.point.theme.key: mention.point.theme
        for mentions in occasion.lanes.get(lane, {}).values()
        for mention in mentions
        if mention.point.theme
    }
