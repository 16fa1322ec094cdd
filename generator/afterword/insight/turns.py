"""What happened with one theme: descriptions, true at any time, of its track alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from afterword.insight.index import Mention
from afterword.insight.looks import RECURRING_EVENTS, RECURRING_PEOPLE
from afterword.insight.occasions import Lane, Named, Occasion
from afterword.insight.steps import Step
from afterword.insight.tracks import Track
from afterword.journal.model import Polarity

_SIDES = 2
"""People each way before a theme depends on who one asks."""
_BEST = 3
"""The rank of a giver's own words."""
_OTHERS = Lane.OTHERS
_LANES = tuple(Lane)
_TURNS = 2
"""Events each way before something has turned around."""


_Spoken = tuple[int, int]
"""Which of a track's occasions, and which of the lanes."""


class Words(NamedTuple):
    """One way a theme was named at one event, in one lane."""

    occasion: Occasion
    lane: Lane
    mention: Mention


class Turn(NamedTuple):
    """Something to improve, and later a strength."""

    then: Words
    now: Words
    between: tuple[Step, ...]
    """Steps and practice from then to now."""
    again: dt.date | None
    """When it was named to improve after that; None when it was not."""

    @property
    def told(self) -> int:
        """How many of the two have words: a turn without any says little."""
        return sum(bool(words.mention.point.evidence) for words in (self.then, self.now))


class Split(NamedTuple):
    """A theme on which people disagree, within one stage."""

    stage: str
    """Our word for it, else the author's."""
    strengths: tuple[int, ...]
    """Which of the track's occasions named it so."""
    improvements: tuple[int, ...]
    plus: int
    """How many people named it a strength."""
    minus: int


class Loop(NamedTuple):
    """Advice that was acted on, and told in a real event."""

    advice: Words
    step: Step
    practice: Step
    strength: Words


class Turns(NamedTuple):
    """All of it about one theme."""

    turn: Turn | None
    around: bool
    """Others: an improvement at two events or more, then two or more that are only strengths."""
    splits: tuple[Split, ...]
    loop: Loop | None
    without_step: bool
    """A recurring improvement that no step, goal or practice has named since it came up."""
    untried: Step | None
    """The newest practice, if it came after the last improvement and no real event since."""


def find_turns(track: Track, last_real: Occasion | None) -> Turns:
    """Return what happened with a theme.

    Args:
        track: Of the theme.
        last_real: The last real event of the journal, on whatever theme.
    """
    around = _turned_around(track)
    return Turns(
        turn=_turn_around(track) if around else _turn(track),
        around=around,
        splits=() if around else tuple(_splits(track)),
        loop=_loop(track),
        without_step=_without_step(track),
        untried=_untried(track, last_real),
    )


def _words(track: Track, row: int, lane: Lane, polarity: Polarity) -> Words:
    """Return the best words by which an occasion named it so."""
    occasion = track.occasions[row]
    mentions = track.mentions(row, lane, polarity)
    return Words(occasion, lane, max(mentions, key=lambda mention: _rank(lane, mention)))


def _rank(lane: Lane, mention: Mention) -> int:
    """Return how well words show what was meant: a giver's own first, a bare theme last."""
    evidence = mention.point.evidence
    if not evidence:
        return 0
    if lane is _OTHERS:
        return _BEST if any(one.quotes for one in evidence) else 2
    return 1


def _best(track: Track, polarity: Polarity, spoken: Iterable[_Spoken]) -> _Spoken | None:
    """Return the first place with the best words of one polarity."""
    best: _Spoken | None = None
    best_rank = -1
    for row, place in spoken:
        lane = _LANES[place]
        for mention in track.mentions(row, lane, polarity):
            rank = _rank(lane, mention)
            if rank > best_rank:
                best, best_rank = (row, place), rank
        if best_rank == _BEST:
            break
    return best


def _spoken(track: Track, polarity: Polarity, lanes: Sequence[Lane]) -> list[_Spoken]:
    """Return where a theme was named one way, in order of time; of one event, others first."""
    return sorted(
        (row, _LANES.index(lane)) for lane in lanes for row in track.rows.get((lane, polarity), ())
    )


def _turn(track: Track, lanes: Sequence[Lane] = _LANES) -> Turn | None:
    """Return the first improvement and the last strength after it that show most.

    Args:
        track: Of the theme.
        lanes: Who may have said it.
    """
    thens = _spoken(track, Polarity.IMPROVEMENT, lanes)
    nows = _spoken(track, Polarity.STRENGTH, lanes)
    # An event that named it both ways is no "now".
    both = {row for row, _ in thens}
    nows = [spoken for spoken in nows if spoken[0] not in both]
    before = [spoken for spoken in thens if nows and spoken[0] < nows[-1][0]]
    then = _best(track, Polarity.IMPROVEMENT, before)
    if then is None:
        return None
    after = [spoken for spoken in nows if spoken[0] > then[0]]
    return _pair(track, then, after, thens[-1][0])


def _turn_around(track: Track) -> Turn | None:
    """Return what others said before something turned around, and since."""
    thens = _spoken(track, Polarity.IMPROVEMENT, (_OTHERS,))
    nows = _spoken(track, Polarity.STRENGTH, (_OTHERS,))
    then = _best(track, Polarity.IMPROVEMENT, thens)
    after = [spoken for spoken in nows if spoken[0] > thens[-1][0]]
    return _pair(track, then, after, thens[-1][0]) if then else None


def _pair(track: Track, then: _Spoken, after: list[_Spoken], last: int) -> Turn | None:
    """Return then, and now: the newest of the best words.

    Args:
        track: Of the theme.
        then: Where it was to improve.
        after: Where it was a strength later.
        last: Which occasion named it to improve last.
    """
    after.sort(key=lambda spoken: (-spoken[0], spoken[1]))
    now = _best(track, Polarity.STRENGTH, after)
    if now is None:
        return None
    days = track.occasions[then[0]].day, track.occasions[now[0]].day
    return Turn(
        then=_words(track, then[0], _LANES[then[1]], Polarity.IMPROVEMENT),
        now=_words(track, now[0], _LANES[now[1]], Polarity.STRENGTH),
        between=tuple([step for step in track.steps if days[0] <= step.day <= days[1]]),
        again=track.occasions[last].day if last > now[0] else None,
    )


def _turned_around(track: Track) -> bool:
    at = track.rows.get((Lane.OTHERS, Polarity.IMPROVEMENT), ())
    if len(at) < _TURNS:
        return False
    since = [row for row in track.rows.get((Lane.OTHERS, Polarity.STRENGTH), ()) if row > at[-1]]
    return len(since) >= _TURNS


def _splits(track: Track) -> Iterable[Split]:
    """Yield the stages at which two people or more name a theme one way, two others the other.

    Those who changed their mind are on neither side.
    """
    ways = [(polarity, track.rows.get((Lane.OTHERS, polarity), ())) for polarity in Polarity]
    if not all(len(rows) for _, rows in ways):
        return
    sides: dict[str, dict[Polarity, list[int]]] = {}
    for polarity, rows in ways:
        for row in rows:
            stage = track.occasions[row].stage
            if stage:
                sides.setdefault(stage, {}).setdefault(polarity, []).append(row)
    for stage, found in sides.items():
        people = [_people(track, found.get(polarity, ()), polarity) for polarity in Polarity]
        plus, minus = people
        if len(plus - minus) >= _SIDES and len(minus - plus) >= _SIDES:
            strengths, improvements = (tuple(found[polarity]) for polarity in Polarity)
            yield Split(stage, strengths, improvements, len(plus), len(minus))


def _people(track: Track, rows: Iterable[int], polarity: Polarity) -> set[str]:
    named = Named(track.key, polarity)
    return {person for row in rows for person in track.occasions[row].gist.others[named]}


def _loop(track: Track) -> Loop | None:
    """Return the first whole path from advice to a strength."""
    advised = track.rows.get((Lane.OTHERS, Polarity.IMPROVEMENT))
    if not advised:
        return None
    step = _first(track.steps, _said_on(track, advised[0]), practice=False)
    practice = _first(track.steps, step.day, practice=True) if step else None
    if step is None or practice is None:
        return None
    for row in track.rows.get((Lane.OTHERS, Polarity.STRENGTH), ()):
        if track.occasions[row].day > practice.day:
            advice = _words(track, advised[0], Lane.OTHERS, Polarity.IMPROVEMENT)
            strength = _words(track, row, Lane.OTHERS, Polarity.STRENGTH)
            return Loop(advice, step, practice, strength)
    return None


def _first(steps: Sequence[Step], day: dt.date, *, practice: bool) -> Step | None:
    wanted = (s for s in steps if s.day >= day and (s.kind == "practice") is practice)
    return next(wanted, None)


def _said_on(track: Track, row: int) -> dt.date:
    """Return the day on which others first said what an event named to improve."""
    mentions = track.mentions(row, Lane.OTHERS, Polarity.IMPROVEMENT)
    days = [mention.point.said for mention in mentions if mention.point.said]
    return min(days, default=track.occasions[row].day)


def _without_step(track: Track) -> bool:
    way = (Lane.OTHERS, Polarity.IMPROVEMENT)
    found = track.rows.get(way, ())
    if len(found) < RECURRING_EVENTS or track.people[way] < RECURRING_PEOPLE:
        return False
    first = _said_on(track, found[0])
    return not any(step.day >= first for step in track.steps)


def _untried(track: Track, last_real: Occasion | None) -> Step | None:
    practice = [step for step in track.steps if step.kind == "practice"]
    rows = [
        row
        for lane in (Lane.OTHERS, Lane.OWN)
        for row in track.rows.get((lane, Polarity.IMPROVEMENT), ())
    ]
    if not practice or not rows:
        return None
    newest = max(practice, key=_order)
    before = [track.occasions[max(rows)], *([last_real] if last_real else [])]
    return newest if all(one.order < _order(newest) for one in before) else None


def _order(step: Step) -> tuple[dt.date, dt.time, str]:
    return step.day, step.entry.time or dt.time.min, step.entry.path
