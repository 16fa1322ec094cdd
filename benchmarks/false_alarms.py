"""How often claims are wrong, and how soon they see what is there: counted over made-up journals.

Journals in which nothing is going on: each event names themes drawn at random, the author's notes
draw theirs alike, and nothing changes over time. A claim in one of them, at any look of a life of
60 events, is a false alarm. Then journals with one effect planted in them.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from afterword.insight.looks import Finding, last_look, looks, stands_out, trends, unseen
from afterword.insight.occasions import Gist, Named
from afterword.journal.model import Polarity

LIFE = 60
THEMES = (6, 8, 10, 14, 20, 28, 40)
POINTS = (1, 2, 3, 4)
BOUND = 0.05
"""Of journals with a false alarm of one kind, in one polarity, over their whole life."""

_FIRST = dt.date(2020, 1, 1)
_WAY = Polarity.IMPROVEMENT
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"
_PLANTED = "00"
_AMONG = 14
"""Themes of a journal with a planted effect."""
_Read = Callable[[Sequence[Gist], Polarity], list[Finding]]
_CLAIMS: Mapping[str, _Read] = MappingProxyType(
    {"stands out": stands_out, "easing or growing": trends, "blind spot": unseen}
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of journal, and how many of them had each false alarm."""

    themes: int
    points: int
    """Themes named at each event; 0 for one to four, drawn anew."""
    uneven: bool
    """Some themes are drawn more often than others."""
    journals: int
    alarms: tuple[tuple[str, int], ...]


class Effect(NamedTuple):
    """Something that is really there."""

    name: str
    looks: tuple[int, ...]
    read: _Read
    plant: Callable[[random.Random, int, int], tuple[bool, bool]]
    """From dice, event and number of events: do others name it, do the author's notes."""


def measure(journals: int) -> list[Cell]:
    """Return the false alarms of journals of every kind, several processes at once."""
    kinds = [(themes, points, False) for points in (*POINTS, 0) for themes in THEMES]
    kinds += [(themes, 0, True) for themes in THEMES]
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        return list(processes.map(_cell, kinds, [journals] * len(kinds)))


def _cell(kind: tuple[int, int, bool], journals: int) -> Cell:
    themes, points, uneven = kind
    dice = random.Random(f"{themes} {points} {uneven}")
    counts = dict.fromkeys(_CLAIMS, 0)
    for _ in range(journals):
        gists = _nothing(dice, themes, points, uneven=uneven)
        for name, read in _CLAIMS.items():
            counts[name] += any(read(gists[:look], _WAY) for look in _looks())
    return Cell(themes, points, uneven, journals, tuple(counts.items()))


def _looks() -> list[int]:
    found: list[int] = []
    for look in looks():
        if look > LIFE:
            break
        found.append(look)
    return found


def _nothing(dice: random.Random, themes: int, points: int, *, uneven: bool) -> list[Gist]:
    """Return the events of a journal in which nothing is going on."""
    weights = [1 / (1 + i) if uneven else 1.0 for i in range(themes)]
    return [
        _event(
            i,
            others=_drawn(dice, weights, points or dice.randint(1, 4)),
            own=_drawn(dice, weights, points or dice.randint(1, 4)),
        )
        for i in range(LIFE)
    ]


def _drawn(dice: random.Random, weights: Sequence[float], count: int) -> list[int]:
    """Return different themes, drawn by weight."""
    keys = [dice.random() ** (1 / weight) for weight in weights]
    return sorted(range(len(keys)), key=keys.__getitem__)[-count:]


def _event(i: int, others: Sequence[int], own: Sequence[int]) -> Gist:
    """Return an event at which one person spoke, whom no other event has."""
    return Gist(
        day=_FIRST + dt.timedelta(i),
        heard=True,
        assessed=True,
        others={Named(f"{theme:02}", _WAY): (f"person {i}",) for theme in others},
        own=frozenset(Named(f"{theme:02}", _WAY) for theme in own),
    )


def _often(dice: random.Random, _event: int, _events: int) -> tuple[bool, bool]:
    return dice.random() < 0.6, dice.random() < 0.6  # noqa: PLR2004 — as named in _EFFECTS


def _falling(dice: random.Random, event: int, events: int) -> tuple[bool, bool]:
    return dice.random() < (0.7 if event < events // 2 else 0.05), False


def _unnoticed(dice: random.Random, _event: int, _events: int) -> tuple[bool, bool]:
    return dice.random() < 0.6, False  # noqa: PLR2004 — as named in _EFFECTS


_EFFECTS = (
    Effect("a theme named at 60 % of events stands out", (8, 12, 18), stands_out, _often),
    Effect("a fall from 70 % to 5 % is seen as easing", (18, 27, 40), trends, _falling),
    Effect("others name it at 60 %, the author never", (8, 12, 18), unseen, _unnoticed),
)


class Power(NamedTuple):
    """In which share of journals an effect is claimed."""

    name: str
    besides: int
    """Other themes named at each event, at random."""
    seen: tuple[tuple[int, float], ...]
    """Events → share, 0 … 1."""


def power(journals: int) -> list[Power]:
    """Return how often each effect is seen, over a number of journals for each."""
    return [
        Power(
            effect.name,
            besides,
            tuple((events, _seen(effect, events, journals, besides)) for events in effect.looks),
        )
        for effect in _EFFECTS
        for besides in (1, 2)
    ]


def _seen(effect: Effect, events: int, journals: int, besides: int) -> float:
    dice = random.Random(f"{effect.name} {events} {besides}")
    seen = 0
    for _ in range(journals):
        gists = [_planted(dice, effect, i, events, besides) for i in range(events)]
        found = effect.read(gists[: last_look(events)], _WAY)
        seen += any(finding.named.theme == _PLANTED for finding in found)
    return seen / journals


def _planted(dice: random.Random, effect: Effect, i: int, events: int, besides: int) -> Gist:
    others, own = effect.plant(dice, i, events)
    rest = dice.sample(range(1, _AMONG), 2 * besides)
    return _event(i, rest[:besides] + [0] * others, rest[besides:] + [0] * own)


def as_markdown(cells: Sequence[Cell], effects: Sequence[Power]) -> str:
    """Return both tables."""
    names = [name for name, _ in cells[0].alarms]
    lines = [
        f"Of {cells[0].journals:,} journals of each kind, {LIFE} events long, in per cent:",
        "",
        f"| themes | named at an event | {' | '.join(names)} |",
        f"|---:|---|{'---:|' * len(names)}",
    ]
    for cell in cells:
        drawn = f"{cell.points}" if cell.points else "1 to 4"
        drawn += ", some themes far more often" if cell.uneven else ""
        # What is drawn more often than the rest does stand out.
        shares = [
            "–" if cell.uneven and name == "stands out" else f"{100 * count / cell.journals:.1f}"
            for name, count in cell.alarms
        ]
        lines.append(f"| {cell.themes} | {drawn} | {' | '.join(shares)} |")
    lines += ["", "And how often something that is there is seen, in per cent:", ""]
    lines += ["| planted among 14 themes | others named at an event | events | seen |"]
    lines += ["|---|---|---|---|"]
    for one in effects:
        events = " / ".join(str(count) for count, _ in one.seen)
        seen = " / ".join(f"{100 * share:.0f}" for _, share in one.seen)
        lines.append(f"| {one.name} | {one.besides} | {events} | {seen} |")
    return "\n".join(lines)


def written_into(page: str, tables: str) -> str:
    """Return a page with the tables between the marks that are meant for them."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n{tables}\n{_END}{after}"


def misses(cells: Sequence[Cell]) -> list[str]:
    """Return the kinds of journal in which a claim breaks its bound."""
    return [
        f"{name}: {count / cell.journals:.1%} with {cell.themes} themes, {cell.points} an event"
        for cell in cells
        for name, count in cell.alarms
        if count / cell.journals > BOUND and not (cell.uneven and name == "stands out")
    ]
