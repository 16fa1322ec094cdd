"""What was said at each event, in three lanes that are never added up."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, is_
from typing import NamedTuple

from afterword.insight.index import Mention
from afterword.insight.steps import Step, steps_of
from afterword.journal.model import Entry, Event, Journal, Kind, Point, Polarity

_FEW = 20
"""Edited entries up to which they are exchanged one by one."""
_ONE_IN_ALL = frozenset(("mentor", "manager", "friend"))
"""Givers without a name who are taken for one person in the whole portfolio."""


class Lane(enum.StrEnum):
    """Who speaks, and whether it counted."""

    OTHERS = "others"
    """At real events."""
    OWN = "own"
    """The author's notes on real events."""
    PRACTICE = "practice"


class Named(NamedTuple):
    """Which theme, which way."""

    theme: str
    """Its key."""
    polarity: Polarity


class Gist(NamedTuple):
    """What a claim may depend on, of one event; the same gists always make the same claims."""

    day: dt.date
    heard: bool
    """Others said something, on whatever theme or none."""
    assessed: bool
    """The author's own notes did."""
    others: Mapping[Named, tuple[str, ...]]
    """What others named → who did, each once."""
    own: frozenset[Named]
    """What the author's notes named."""


Said = Mapping[Named, Sequence[Mention]]
"""What was named → the points that name it."""


@dataclass(frozen=True, slots=True, eq=False)
class Occasion:
    """An event up to today, and every point made at it. The same occasion is the same object."""

    event: Event
    entries: tuple[Entry, ...]
    """All that tell of it and count, in order of time."""
    lanes: Mapping[Lane, Said]
    """Only those that said something on a theme."""
    speaking: frozenset[Lane]
    """Those that said something, on whatever theme or none."""
    stage: str
    """Our word, else the author's; empty when it has none."""
    steps: Mapping[str, Sequence[Step]]
    """By theme: what its entries do about it."""
    themes: tuple[str, ...]
    """Keys of the themes named in any lane, or that a step is for."""
    gist: Gist
    ahead: bool
    """It is yet to come: what was said counts nowhere; steps towards it do."""

    @property
    def order(self) -> tuple[dt.date, dt.time, str]:
        """Day, then time, then path."""
        return (self.day, *_order(self.entries[0]))

    @property
    def day(self) -> dt.date:
        """When it took place."""
        return self.event.date

    def mentions(self, lane: Lane, named: Named) -> Sequence[Mention]:
        """Return the points that named a theme one way."""
        said = self.lanes.get(lane)
        return said.get(named, ()) if said else ()


Known = tuple[Sequence[Entry], Sequence[Occasion]]
"""The entries of a journal, and its occasions."""


def find_occasions(
    journal: Journal, today: dt.date, earlier: Known | None = None
) -> tuple[Occasion, ...]:
    """Return the events of a journal in order of time; of one day by time, then path.

    Args:
        journal: In order of time.
        today: Nothing counts that is said of later events.
        earlier: Of a journal of the same day that may share entries with this one. An event told
            by the same entries stays the same object.
    """
    if earlier:
        exchanged = _exchanged(journal.entries, earlier, today)
        if exchanged is not None:
            return exchanged
    groups: dict[str, list[Entry]] = {}
    for entry in journal.entries:
        event = entry.event
        if event is None or entry.planned or entry.draft:
            continue
        group = groups.get(event.key)
        if group is None:
            groups[event.key] = [entry]
        else:
            group.append(entry)
    known = {occasion.event.key: occasion for occasion in earlier[1]} if earlier else {}
    occasions: list[Occasion] = []
    for key, group in groups.items():
        before = known.get(key)
        if before and len(before.entries) == len(group) and all(map(is_, before.entries, group)):
            occasions.append(before)
        else:
            occasions.append(_occasion(tuple(group), today))
    occasions.sort(key=attrgetter("event.date"))
    return tuple(occasions)


def _exchanged(
    entries: Sequence[Entry], earlier: Known, today: dt.date
) -> tuple[Occasion, ...] | None:
    """Return the occasions with a few edited entries exchanged.

    None when entries came, went, moved, or belong to another event than before.
    """
    before, occasions = earlier
    if len(before) != len(entries):
        return None
    edits = [(old, new) for old, new in zip(before, entries, strict=True) if old is not new]
    if len(edits) > _FEW or any(_belongs(old) != _belongs(new) for old, new in edits):
        return None
    found = list(occasions)
    for old, new in edits:
        for row, occasion in enumerate(found):
            if any(entry is old for entry in occasion.entries):
                told = tuple([new if entry is old else entry for entry in occasion.entries])
                found[row] = _occasion(told, today)
                break
    return tuple(found)


def _belongs(entry: Entry) -> tuple[object, ...]:
    """Return all that decides whether and where an entry counts."""
    return entry.path, entry.date, entry.time, entry.event, entry.planned, entry.draft


def _order(entry: Entry) -> tuple[dt.time, str]:
    return entry.time or dt.time.min, entry.path


def _occasion(entries: tuple[Entry, ...], today: dt.date) -> Occasion:
    """Return an event, from all that tell of it."""
    event = next(entry.event for entry in entries if entry.event)
    ahead = event.date > today
    lanes: dict[Lane, dict[Named, list[Mention]]] = {}
    speaking: set[Lane] = set()
    for entry in () if ahead else entries:
        for point in entry.points:
            lane = _lane(point, event)
            if lane is None:
                continue
            speaking.add(lane)
            if point.theme is None:
                continue
            said = lanes.get(lane)
            if said is None:
                said = lanes[lane] = {}
            named = Named(point.theme.key, point.polarity)
            if named in said:
                said[named].append(Mention(entry, point))
            else:
                said[named] = [Mention(entry, point)]
    steps = steps_of(entries)
    themes = {named.theme: None for said in lanes.values() for named in said} | dict.fromkeys(steps)
    return Occasion(
        event=event,
        entries=entries,
        lanes=lanes,
        speaking=frozenset(speaking),
        stage=_stage(entries),
        steps=steps,
        themes=tuple(themes),
        gist=_gist(event, lanes, speaking),
        ahead=ahead,
    )


def _gist(
    event: Event, said: Mapping[Lane, Mapping[Named, list[Mention]]], speaking: set[Lane]
) -> Gist:
    others = {
        named: (witness(mentions[0]),)
        if len(mentions) == 1
        else tuple(sorted({witness(mention) for mention in mentions}))
        for named, mentions in said.get(Lane.OTHERS, {}).items()
    }
    own = frozenset(said.get(Lane.OWN, ()))
    return Gist(event.date, Lane.OTHERS in speaking, Lane.OWN in speaking, others, own)


def _stage(entries: Sequence[Entry]) -> str:
    """Return the stage of the round, else that of any entry about it."""
    found = ""
    for entry in entries:
        if entry.stage:
            if entry.kind is Kind.INTERVIEW:
                return entry.stage.name
            found = found or entry.stage.name
    return found


def _lane(point: Point, event: Event) -> Lane | None:
    """Return the lane of a point; None for what a tool says at a real event."""
    if event.practice:
        return Lane.PRACTICE
    known = point.giver.source.known
    if known == "self":
        return Lane.OWN
    return None if known == "tool" else Lane.OTHERS


def witness(mention: Mention) -> str:
    """Return who said it, for counting people: each is one however often they speak.

    A person without a name is one for each kind of giver at each event; a mentor, a manager or
    a friend is the same one everywhere. Several who are named together are one voice.
    """
    entry, point = mention
    source, person = point.giver
    if person:
        return f"person/{person.key}"
    if len(entry.givers) > 1:
        return "voice/" + "+".join(sorted(giver.key for giver in entry.givers))
    if source.known in _ONE_IN_ALL or point.event is None:
        return f"source/{source.name}"
    return f"{point.event.key}/{source.name}"
