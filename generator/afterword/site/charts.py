"""Geometry of the pictures: where each mark stands. Templates in `charts/` draw them.

Pictures stretch instead of scaling: x is in per cent of the width, y and sizes in pixels.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

MOST_LINKS = 60
"""Marks that can be followed one by one; more are drawn as cells of time."""
_LINK, _MOST_BYTES = 120, 8_200
"""What a link costs besides its address, and what all links of a picture may."""
MOST_COLUMNS = 40
"""Events beside each other in the grid; more are drawn as cells of time."""

ABOVE, BELOW, ON = "plus", "minus", "on"
"""A strength stands on the line, an improvement hangs under it, practice sits on it."""


class Dot(NamedTuple):
    """One mark."""

    x: str
    y: float
    shape: str
    """`plus`, `minus`, `done` or `todo` (practice), or none: only a ring."""
    ring: bool
    """My own notes agree; without a shape, only they say it."""
    url: str
    """What it leads to; empty when it cannot be followed."""
    day: dt.date


class Cell(NamedTuple):
    """How often, in a stretch of time."""

    x: str
    width: str
    height: float
    shape: str
    """`plus` or `minus` of others, `own-plus` or `own-minus`, `done` or `todo` in practice."""
    above: bool
    """It stands on the line; else it hangs under it."""
    times: int
    url: str
    """Where that time stands in the timeline; empty when it cannot be followed."""
    day: dt.date
    """Its first."""


class Tick(NamedTuple):
    """A day on the axis."""

    x: str
    day: dt.date
    year: bool
    """It is a year that begins, or that is named here first."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One theme, one event beside the other."""

    dots: tuple[Dot, ...]
    ticks: tuple[str, ...]
    """Events that did not name it."""
    cells: tuple[Cell, ...]

    @property
    def followed(self) -> bool:
        """Whether its marks are links."""
        return any(dot.url for dot in self.dots) or any(cell.url for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Lane:
    """One theme over real time."""

    dots: tuple[Dot, ...]
    cells: tuple[Cell, ...]
    steps: tuple[str, ...]
    axis: tuple[Tick, ...]
    halves: tuple[tuple[str, str], ...]
    """The later half that a claim compared: where it begins, and how wide it is."""
    months: bool
    """The axis names months, years below them; else years alone."""
    line: float
    """Where the line is: as high as what stands on it."""
    floor: float
    """Where the axis begins: below what hangs under the line."""

    @property
    def followed(self) -> bool:
        """Whether its marks are links."""
        return any(dot.url for dot in self.dots) or any(cell.url for cell in self.cells)


class Place(NamedTuple):
    """Something to draw in a lane or a strip."""

    day: dt.date
    side: str
    """`plus`, `minus` or `on`."""
    shape: str
    """As in `Dot`."""
    ring: bool
    url: str


def can_be_followed(places: Sequence[Place]) -> bool:
    """Tell whether each mark may be a link: there are few, and the picture stays below 10 KB."""
    return len(places) <= MOST_LINKS and sum(_LINK + len(p.url) for p in places) <= _MOST_BYTES


def percent(share: float) -> str:
    """Return a share of the width, 0 … 1, as SVG writes it."""
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


_STRIP_Y = MappingProxyType({ABOVE: 8.5, BELOW: 24.5, ON: 16.5})
_GRID_Y = MappingProxyType({ABOVE: 11.0, BELOW: 26.0, ON: 18.5})
_LINKED_CELLS = 48
"""Cells that can be followed one by one: the address of a month takes room."""
_WIDEST = 0.02
"""Share of the width that a cell never passes."""
_CELL = 13.0
"""Height of the fullest cell of a strip."""


def strip(columns: Sequence[Sequence[Place]], *, tall: bool = False, links: bool = True) -> Strip:
    """Return a strip with a column for each event, in order.

    Args:
        columns: What each event says of the theme; empty when nothing.
        tall: As in the grid, whose rows stand apart.
        links: Whether its marks may be followed.
    """
    heights = _GRID_Y if tall else _STRIP_Y
    followed = links and can_be_followed([place for places in columns for place in places])
    dots: list[Dot] = []
    ticks: list[str] = []
    for i, places in enumerate(columns):
        x = percent((i + 0.5) / len(columns))
        if not places:
            ticks.append(x)
        for place in places:
            url = place.url if followed else ""
            dots.append(Dot(x, heights[place.side], place.shape, place.ring, url, place.day))
    return Strip(tuple(dots), tuple(ticks), ())


def cells_strip(days: Days, spans: Sequence[Span], most: int) -> Strip:
    """Return a strip of cells of time.

    Args:
        days: When it was said.
        spans: The stretches of time, in order.
        most: The count that fills a cell.
    """
    return Strip((), (), _cells(days, spans, most, _CELL))


_LABEL = 0.055
"""Share of the width that the name of a month needs."""


def columns_axis(days: Sequence[dt.date]) -> tuple[Tick, ...]:
    """Return the months that begin among events beside each other, as many as fit.

    Args:
        days: Of the events, in order.
    """
    ticks: list[Tick] = []
    last = -1.0
    before: dt.date | None = None
    for i, day in enumerate(days):
        at = (i + 0.5) / len(days)
        new_year = before is None or day.year != before.year
        new = new_year or (before is not None and day.month != before.month)
        if new and (at - last >= _LABEL or not ticks):
            ticks.append(Tick(percent(at), day, year=new_year))
            last = at
        before = day
    return tuple(ticks)


def spans_axis(found: Sequence[Span]) -> tuple[Tick, ...]:
    """Return where each year begins, as many as fit."""
    ticks: list[Tick] = []
    last = -1.0
    year = 0
    for span in found:
        if span.first.year != year and span.share[0] - last >= _LABEL:
            ticks.append(Tick(percent(span.share[0]), span.first, year=True))
            last, year = span.share[0], span.first.year
    return tuple(ticks)


class Period(NamedTuple):
    """The days of a lane."""

    first: dt.date
    last: dt.date

    def at(self, day: dt.date) -> float:
        """Return where a day stands, 0 … 1, with room for a mark at either end."""
        days = (self.last - self.first).days or 1
        return 0.02 + 0.96 * (day - self.first).days / days


class Span(NamedTuple):
    """A stretch of time, and where it is shown in the timeline."""

    first: dt.date
    share: tuple[float, float]
    """From where to where in the picture, 0 … 1."""
    url: str


def spans(period: Period, most: int, home: Callable[[dt.date, bool], str]) -> tuple[Span, ...]:
    """Return months, quarters or years from the first day to the last: the finest that fit.

    Args:
        period: The first day and the last.
        most: How many stretches fit.
        home: What a month, or a year (True), leads to.
    """
    months = _months(*period)
    for size in (1, 3, 12):
        firsts = [m for m in months if (m.month - 1) % size == 0 or m == months[0]]
        if len(firsts) <= most:
            break
    whole = len(firsts)
    return tuple(
        Span(day, (i / whole, (i + 1) / whole), home(day, size == 12))  # noqa: PLR2004 — months
        for i, day in enumerate(firsts)
    )


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    months = [first.replace(day=1)]
    while (following := _next_month(months[-1])) <= last:
        months.append(following)
    return months


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


Days = Mapping[str, Sequence[dt.date]]
"""Shape of a cell → the days of the events that named it so, in order."""
_ABOVE = frozenset(("plus", "own-plus", "done"))


def counted(days: Days, spans: Sequence[Span]) -> dict[tuple[int, str], int]:
    """Return how many days fall into each span, for each shape; no zeros."""
    counts: dict[tuple[int, str], int] = {}
    for shape, found in days.items():
        ends = [bisect_left(found, span.first) for span in spans[1:]] + [len(found)]
        start = 0
        for i, end in enumerate(ends):
            if end > start:
                counts[i, shape] = end - start
            start = end
    return counts


def _cells(days: Days, spans: Sequence[Span], most: int, height: float) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    counts = counted(days, spans)
    for (i, shape), count in sorted(counts.items()):
        start, end = spans[i].share
        gap = max((end - start) * 0.15, (end - start - _WIDEST) / 2)
        cells.append(
            Cell(
                x=percent(start + gap),
                width=percent(end - start - 2 * gap),
                height=round(max(1.5, height * count / most), 1),
                shape=shape,
                above=shape in _ABOVE,
                times=count,
                url=spans[i].url if len(counts) <= _LINKED_CELLS else "",
                day=spans[i].first,
            )
        )
    return tuple(cells)


_LANE_FIRST = MappingProxyType({ABOVE: -14.5, BELOW: 14.0, ON: 0.0})
_LANE_STEP = MappingProxyType({ABOVE: -16.0, BELOW: 16.0, ON: 0.0})
_LANE_ROOM, _FLOOR_ROOM = 20.0, 11.0
"""Over the highest mark, and from the lowest to the axis."""
_LEVELS = 3
_CLOSE = 0.055
"""Marks nearer than this share of the width stand over each other: they overlap on a phone."""
_LANE_CELL = 48.0
_LANE_SPANS = 24
_FEW_MONTHS = 14
_SOME_MONTHS = 42


def lane(
    places: Sequence[Place],
    steps: Iterable[dt.date],
    compared: tuple[dt.date, dt.date] | None = None,
) -> Lane:
    """Return a theme over time.

    Args:
        places: What was said, in order of time, at least one.
        steps: Days of steps.
        compared: First and last day of the half that a claim compared with what was before.
    """
    taken = [*steps]
    days = [*[place.day for place in places], *taken, *(compared or ())]
    period = Period(min(days), max(days))
    halves: tuple[tuple[str, str], ...] = ()
    if compared:
        start, end = (period.at(day) for day in compared)
        halves = ((percent(start), percent(end - start)),)
    dots = _stacked(places, period)
    line = _LANE_ROOM - min(_LANE_FIRST[ABOVE], *[dot.y for dot in dots])
    lowest = max(_LANE_FIRST[BELOW], *[dot.y for dot in dots])
    return Lane(
        dots=tuple([dot._replace(y=line + dot.y) for dot in dots]),
        cells=(),
        steps=tuple(dict.fromkeys(percent(period.at(day)) for day in taken)),
        axis=_axis(period),
        halves=halves,
        months=len(_months(*period)) <= _SOME_MONTHS,
        line=line,
        floor=line + lowest + _FLOOR_ROOM,
    )


def lane_of_cells(days: Days, home: Callable[[dt.date, bool], str]) -> Lane:
    """Return a theme over time that was named too often to draw each time.

    Args:
        days: When it was named, at least once.
        home: What a month, or a year (True), leads to.
    """
    ends = [day for found in days.values() for day in (*found[:1], *found[-1:])]
    found = spans(Period(min(ends), max(ends)), _LANE_SPANS, home)
    most = max(counted(days, found).values())
    return Lane(
        dots=(),
        cells=_cells(days, found, most, _LANE_CELL),
        steps=(),
        axis=spans_axis(found),
        halves=(),
        months=False,
        line=_LANE_ROOM + _LANE_CELL - 1.5,
        floor=_LANE_ROOM + 2 * _LANE_CELL + 7.5,
    )


def _stacked(places: Sequence[Place], period: Period) -> tuple[Dot, ...]:
    """Return marks, y counted from the line; those that are close in time further from it."""
    dots: list[Dot] = []
    last: dict[str, tuple[float, int]] = {}
    for place in places:
        at = period.at(place.day)
        before, level = last.get(place.side, (-1.0, 0))
        level = (level + 1) % _LEVELS if at - before < _CLOSE else 0
        last[place.side] = (at, level)
        y = _LANE_FIRST[place.side] + level * _LANE_STEP[place.side]
        dots.append(Dot(percent(at), y, place.shape, place.ring, place.url, place.day))
    return tuple(dots)


def _axis(period: Period) -> tuple[Tick, ...]:
    months = [month for month in _months(*period) if month >= period.first] or [period.first]
    if len(months) > _SOME_MONTHS:
        months = [month for month in months if month.month == 1]
    elif len(months) > _FEW_MONTHS:
        months = [month for month in months if month.month % 3 == 1]
    return tuple(
        Tick(percent(period.at(month)), month, year=month.month == 1 or month is months[0])
        for month in months
    )
