"""What the pictures show: themes over time, the grid, self beside others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from afterword.insight.index import Mention, ThemeUse, by_others
from afterword.insight.occasions import Lane, Named, Occasion
from afterword.insight.patterns import Beside, Patterns
from afterword.insight.tracks import Track
from afterword.journal.model import Entry, Polarity, Theme
from afterword.site import addresses, charts
from afterword.site.charts import ABOVE, BELOW, ON, Place
from afterword.site.parts import Parts
from afterword.site.picture_views import (
    Besides,
    DayLink,
    Grid,
    GridRow,
    LanePicture,
    LaneRow,
    Pair,
)
from afterword.site.wording import sentence

SIDES: Mapping[Polarity, str] = MappingProxyType(
    {Polarity.STRENGTH: ABOVE, Polarity.IMPROVEMENT: BELOW}
)
_SHAPES: Mapping[Lane, Mapping[Polarity, str]] = MappingProxyType(
    {
        Lane.OTHERS: SIDES,
        Lane.OWN: MappingProxyType(
            {Polarity.STRENGTH: "own-plus", Polarity.IMPROVEMENT: "own-minus"}
        ),
        Lane.PRACTICE: MappingProxyType({Polarity.STRENGTH: "done", Polarity.IMPROVEMENT: "todo"}),
    }
)
"""How cells of time are drawn."""
_PRACTISED: Mapping[Polarity, str] = MappingProxyType(
    {Polarity.STRENGTH: "done", Polarity.IMPROVEMENT: "todo"}
)
_MOST_ROWS = 60
"""Of the table beside a lane."""
_GRID_THEMES = 25
_FIRST_ROWS = 8
"""Of the grid, on Today."""
_FEW_ENTRIES = 1_000
"""Up to these, Today's grid is found with all its marks."""
_PAIRS = 25


def places(occasion: Occasion, theme: str, parts: Parts) -> list[Place]:
    """Return the marks of one theme at one event."""
    found: list[Place] = []
    for polarity in Polarity:
        named = Named(theme, polarity)
        others = occasion.mentions(Lane.OTHERS, named)
        own = occasion.mentions(Lane.OWN, named)
        practice = occasion.mentions(Lane.PRACTICE, named)
        if others or own:
            first = (others or own)[0]
            shape = SIDES[polarity] if others else ""
            found.append(Place(occasion.day, SIDES[polarity], shape, bool(own), _url(first, parts)))
        if practice:
            url = _url(practice[0], parts)
            found.append(Place(occasion.day, ON, _PRACTISED[polarity], ring=False, url=url))
    if len(found) > 1 and found[0].side == ON:
        # Practice that went well and needs more is one mark on the line.
        return found[-1:]
    return found


def _url(mention: Mention, parts: Parts) -> str:
    return parts.ref(mention.entry).url


def time_url(day: dt.date, year: bool) -> str:  # noqa: FBT001 — a callback of charts
    """Return where a month or a year stands in the timeline."""
    return addresses.year(addresses.TIMELINE, day.year) if year else addresses.month(day)


def days_of(
    track: Track, lane: Lane | None = None, ways: Sequence[Polarity] = tuple(Polarity)
) -> charts.Days:
    """Return when a theme was named, by the shape it is drawn in.

    Args:
        track: Of the theme.
        lane: Who names it; None for others, else my own notes, else practice: the first that do.
        ways: Which way.
    """
    if lane is None:
        lane = next((one for one in Lane if _speaks(track, one)), Lane.OTHERS)
    shapes = _SHAPES[lane]
    return {shapes[way]: [one.day for one in track.said(lane, way)] for way in ways}


def _speaks(track: Track, lane: Lane) -> bool:
    return any((lane, way) in track.rows for way in Polarity)


def lane_picture(
    track: Track, theme: Theme, patterns: Patterns, parts: Parts
) -> LanePicture | None:
    """Return a theme over time; None when no event names it."""
    drawn = lane_of(track, patterns, parts)
    if drawn is None:
        return None
    lane = next((one for one in Lane if _speaks(track, one)), Lane.OTHERS)
    rows = [_lane_row(one, track, parts) for one in track.occasions[-_MOST_ROWS:]]
    first = next(one.day for one in track.occasions if is_named(one, track.key))
    last = next(one.day for one in reversed(track.occasions) if is_named(one, track.key))
    return LanePicture(
        lane=drawn,
        sentence=sentence(
            f"picture.lane_{lane.value}" if first != last else f"picture.day_{lane.value}",
            parts.theme_ref(theme),
            first=first,
            last=last,
            plus=len(track.rows.get((lane, Polarity.STRENGTH), ())),
            minus=len(track.rows.get((lane, Polarity.IMPROVEMENT), ())),
        ),
        rows=tuple(rows),
        left_out=len(track.occasions) - len(rows),
    )


def is_named(occasion: Occasion, theme: str) -> bool:
    """Tell whether an event named a theme, whoever spoke; a step alone names nothing."""
    return any(Named(theme, way) in said for said in occasion.lanes.values() for way in Polarity)


def lane_of(track: Track, patterns: Patterns, parts: Parts) -> charts.Lane | None:
    """Return the lane of a theme, the halves shaded that a claim compared.

    None when nobody named it; a theme that was named too often has cells of time.
    """
    found: list[Place] = []
    if len(track.occasions) <= charts.MOST_LINKS:
        found = [place for one in track.occasions for place in places(one, track.key, parts)]
        if not found:
            return None
    if not found or not charts.can_be_followed(found):
        days = days_of(track)
        return charts.lane_of_cells(days, time_url) if any(days.values()) else None
    compared = None
    for pattern in patterns.by_theme[track.key]:
        if pattern.finding and pattern.claim in ("easing", "growing"):
            half = pattern.finding.halves[0][1]
            compared = patterns.lanes[Lane.OTHERS][half].day, pattern.finding.last
    steps = [step.day for step in track.steps if step.kind != "practice"]
    return charts.lane(found, steps, compared)


def _lane_row(occasion: Occasion, track: Track, parts: Parts) -> LaneRow:
    def ways(lane: Lane) -> tuple[str, ...]:
        return tuple(
            way.value for way in Polarity if occasion.mentions(lane, Named(track.key, way))
        )

    return LaneRow(
        day=occasion.day,
        entry=parts.ref(entry_of(occasion, track.key)),
        others=ways(Lane.OTHERS),
        own=ways(Lane.OWN),
        practice=ways(Lane.PRACTICE),
        steps=sum(s.kind != "practice" for s in occasion.steps.get(track.key, ())),
    )


def entry_of(occasion: Occasion, theme: str) -> Entry:
    """Return the entry by which an event named a theme, or did something about it."""
    for said in occasion.lanes.values():
        for way in Polarity:
            mentions = said.get(Named(theme, way))
            if mentions:
                return mentions[0].entry
    steps = occasion.steps.get(theme)
    return steps[0].entry if steps else occasion.entries[0]


def grid(patterns: Patterns, parts: Parts) -> Grid | None:
    """Return the theme grid, the most said first; None when no dated event names a theme."""
    themes = parts.index.journal.themes
    tracks = [track for track in patterns.tracks.values() if any(track.rows.values())]
    if not tracks:
        return None
    columns = [one for one in patterns.occasions if any(one.lanes.values())]
    said = {track.key: len(track.rows_in(Lane.OTHERS)) for track in tracks}
    tracks.sort(key=lambda t: (-said[t.key], -len(t.occasions), themes[t.key].name))
    few = len(columns) <= charts.MOST_COLUMNS
    found = () if few else spans_of(columns)
    rows = (
        _grid_rows(tracks, columns, said, parts) if few else _cell_rows(tracks, found, said, parts)
    )
    return Grid(
        sentence=sentence("picture.grid", themes=len(tracks), events=len(columns)),
        events=len(patterns.lanes[Lane.OTHERS]),
        axis=charts.columns_axis([one.day for one in columns]) if few else charts.spans_axis(found),
        cells=not few,
        rows=tuple(rows[:_GRID_THEMES]),
        tail=tuple(rows[_GRID_THEMES:]),
    )


def first_rows(parts: Parts) -> Grid | None:
    """Return the theme grid with the themes that were said most, for Today.

    In a long journal it is counted from the index: to find every event takes longer.
    """
    uses = sorted(
        (use for use in parts.index.themes.values() if _judged(use)),
        key=lambda use: (-use.events, -len(use.mentions), use.theme.name),
    )[:_FIRST_ROWS]
    if not uses:
        return None
    if len(parts.index.journal.entries) <= _FEW_ENTRIES:
        whole = grid(parts.patterns, parts)
        rows = whole.rows[:_FIRST_ROWS] if whole else ()
        said = sentence("picture.grid_first", themes=len(rows))
        return replace(whole, sentence=said, rows=rows, tail=()) if whole else None
    found = [(use, _days_said(use)) for use in uses]
    days = [day for _, said in found for some in said.values() for day in (*some[:1], *some[-1:])]
    if not days:
        return None
    spans = charts.spans(charts.Period(min(days), max(days)), charts.MOST_COLUMNS, time_url)
    most = max(max(charts.counted(said, spans).values(), default=1) for _, said in found)
    counted = [
        GridRow(
            ref=parts.theme_ref(use.theme),
            named=use.events,
            strip=_unlinked(charts.cells_strip(said, spans, most)),
            strengths=(),
            improvements=(),
            practice=(),
            own=(),
            counts=(len(said["plus"]), len(said["minus"]), 0, 0),
            lane=Lane.OTHERS.value,
        )
        for use, said in found
    ]
    return Grid(
        sentence=sentence("picture.grid_first", themes=len(counted)),
        events=parts.index.events,
        axis=charts.spans_axis(spans),
        cells=True,
        rows=tuple(counted),
        tail=(),
    )


def _judged(use: ThemeUse) -> bool:
    return any(mention.point.event and mention.entry.counted for mention in use.mentions)


def _days_said(use: ThemeUse) -> charts.Days:
    """Return the days of the real events at which others named a theme, each way."""
    days: dict[str, dict[str, dt.date]] = {side: {} for side in SIDES.values()}
    for entry, point in use.mentions:
        if entry.counted and point.event and by_others(point):
            days[SIDES[point.polarity]][point.event.key] = point.event.date
    return {side: sorted(found.values()) for side, found in days.items()}


def spans_of(columns: Sequence[Occasion]) -> tuple[charts.Span, ...]:
    """Return the stretches of time from the first of some events to the last."""
    period = charts.Period(columns[0].day, columns[-1].day)
    return charts.spans(period, charts.MOST_COLUMNS, time_url)


def _grid_rows(
    tracks: Sequence[Track], columns: Sequence[Occasion], said: Mapping[str, int], parts: Parts
) -> list[GridRow]:
    marks = sum(len(track.occasions) for track in tracks)
    rows: list[GridRow] = []
    for track in tracks:
        mine = frozenset(track.occasions)
        cells = [places(one, track.key, parts) if one in mine else [] for one in columns]
        strip = charts.strip(cells, tall=True, links=marks <= charts.MOST_LINKS)
        rows.append(_grid_row(track, strip, said[track.key], parts, named=True))
    return rows


def _cell_rows(
    tracks: Sequence[Track], spans: Sequence[charts.Span], said: Mapping[str, int], parts: Parts
) -> list[GridRow]:
    found = [(track, days_of(track)) for track in tracks]
    most = max(max(charts.counted(days, spans).values(), default=1) for _, days in found)
    return [
        _grid_row(
            track,
            _unlinked(charts.cells_strip(days, spans, most)),
            said[track.key],
            parts,
            named=False,
        )
        for track, days in found
    ]


def _unlinked(strip: charts.Strip) -> charts.Strip:
    """Return a strip whose cells cannot be followed: in a grid there are a thousand of them."""
    cells = tuple([cell._replace(url="") for cell in strip.cells])
    return charts.Strip(strip.dots, strip.ticks, cells)


def _grid_row(
    track: Track, strip: charts.Strip, said: int, parts: Parts, *, named: bool
) -> GridRow:
    theme = parts.index.journal.themes[track.key]
    plus = track.said(Lane.OTHERS, Polarity.STRENGTH)
    minus = track.said(Lane.OTHERS, Polarity.IMPROVEMENT)
    practice, own = (
        [track.occasions[row] for row in track.rows_in(lane)] for lane in (Lane.PRACTICE, Lane.OWN)
    )
    return GridRow(
        ref=parts.theme_ref(theme),
        named=said,
        strip=strip,
        strengths=_days(plus, track, parts) if named else (),
        improvements=_days(minus, track, parts) if named else (),
        practice=_days(practice, track, parts) if named else (),
        own=_days(own, track, parts) if named else (),
        counts=(len(plus), len(minus), len(practice), len(own)),
        lane=next((one for one in Lane if _speaks(track, one)), Lane.OTHERS).value,
    )


def _days(occasions: Iterable[Occasion], track: Track, parts: Parts) -> tuple[DayLink, ...]:
    return tuple([DayLink(parts.ref(entry_of(one, track.key)).url, one.day) for one in occasions])


def besides(patterns: Patterns, parts: Parts) -> Besides | None:
    """Return self beside others; None until an event was assessed by both."""
    paired = len(patterns.paired)
    rows = [_pair(beside, paired, parts) for beside in patterns.besides()]
    if not rows:
        return None
    return Besides(
        sentence=sentence("picture.besides", n=paired),
        paired=paired,
        rows=tuple(rows[:_PAIRS]),
        tail=tuple(rows[_PAIRS:]),
    )


def _pair(beside: Beside, paired: int, parts: Parts) -> Pair:
    def at(count: int) -> str:
        return charts.percent(0.02 + 0.96 * count / paired)

    ref = parts.theme_ref(beside.theme)
    return Pair(ref, beside.others, beside.own, beside.both, (at(beside.others), at(beside.own)))
