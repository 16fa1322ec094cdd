"""Where the marks of pictures stand."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from afterword.site.charts import (
    MOST_LINKS,
    Period,
    Place,
    can_be_followed,
    cells_strip,
    columns_axis,
    lane,
    lane_of_cells,
    percent,
    spans,
    strip,
)

URL = "journal/a.html"
DAY = dt.date(2026, 3, 4)


def place(day: dt.date = DAY, side: str = "plus") -> Place:
    return Place(day, side, side, ring=False, url=URL)


def home(_day: dt.date, year: bool) -> str:  # noqa: FBT001 — as the pictures call it
    return "year" if year else "month"


def x_of(mark: str) -> float:
    return float(mark.removesuffix("%"))


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0%"), (0.5, "50%"), (1 / 3, "33.33%"), (1, "100%")]
)
def test_a_share_is_written_as_svg_does(share: float, shown: str) -> None:
    assert percent(share) == shown


def test_a_strip_has_a_column_for_each_event_and_a_tick_where_nothing_was_said() -> None:
    made = strip([[place()], [], [place(side="minus")], []])

    assert [(dot.x, dot.shape) for dot in made.dots] == [("12.5%", "plus"), ("62.5%", "minus")]
    assert made.ticks == ("37.5%", "87.5%")
    assert made.dots[0].y < 16 < made.dots[1].y


def test_up_to_sixty_marks_are_links_and_more_are_none() -> None:
    assert all(dot.url for dot in strip([[place()]] * MOST_LINKS).dots)
    assert not any(dot.url for dot in strip([[place()]] * (MOST_LINKS + 1)).dots)


@pytest.mark.parametrize(
    ("years", "count", "size"), [(1, 13, "month"), (5, 21, "month"), (30, 31, "year")]
)
def test_time_is_cut_into_the_finest_stretches_that_fit(years: int, count: int, size: str) -> None:
    found = spans(Period(DAY, DAY.replace(year=DAY.year + years)), 40, home)

    assert len(found) == count
    assert {span.url for span in found} == {size}
    assert found[0].share[0] == 0
    assert found[-1].share[1] == 1


def test_a_cell_is_the_taller_the_more_was_said_and_the_fullest_fills_it() -> None:
    two_months = spans(Period(DAY, DAY.replace(month=5)), 40, home)
    made = cells_strip({"plus": [DAY, DAY, DAY.replace(month=4)]}, two_months, 2)

    assert [cell.times for cell in made.cells] == [2, 1]
    assert made.cells[0].height == 2 * made.cells[1].height


def test_a_lane_goes_by_real_time_from_its_first_mark_to_its_last() -> None:
    days = [DAY, DAY + dt.timedelta(30), DAY + dt.timedelta(300)]
    made = lane([place(day) for day in days], [])

    first, second, last = (x_of(dot.x) for dot in made.dots)
    assert (first, last) == (2, 98)
    assert second == pytest.approx(11.6)


def test_marks_that_are_close_stand_over_each_other() -> None:
    days = [DAY, DAY + dt.timedelta(3), DAY + dt.timedelta(300)]
    near, over, far = lane([place(day) for day in days], []).dots

    assert over.y < near.y == far.y


def test_a_lane_is_as_high_as_what_stands_in_it() -> None:
    days = [DAY + dt.timedelta(n) for n in (0, 3, 300)]
    low, high, deep = (
        lane([place(day, side) for day in found], [])
        for found, side in (([days[0], days[2]], "plus"), (days, "plus"), (days, "minus"))
    )

    assert high.line - low.line == 16
    assert high.floor - high.line == low.floor - low.line
    assert (deep.line, deep.floor) == (low.line, low.floor + 16)
    assert min(dot.y for dot in high.dots) == min(dot.y for dot in low.dots)


def test_one_mark_alone_is_a_lane() -> None:
    made = lane([place()], [DAY])

    assert len(made.dots) == len(made.steps) == 1
    assert len(made.axis) >= 1


def test_the_half_that_was_compared_is_where_its_days_are() -> None:
    days = [DAY + dt.timedelta(10 * n) for n in range(11)]
    ((start, width),) = lane([place(day) for day in days], [], (days[5], days[10])).halves

    assert (x_of(start), x_of(width)) == (50, 48)


def test_what_was_named_too_often_is_cells_that_lead_to_their_time() -> None:
    days = [DAY + dt.timedelta(9 * n) for n in range(MOST_LINKS + 1)]
    made = lane_of_cells({"plus": days, "minus": days[:7]}, home)

    assert made.dots == ()
    assert sum(cell.times for cell in made.cells) == MOST_LINKS + 8
    assert all(cell.url for cell in made.cells)


def test_names_of_months_keep_their_distance() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(20 * n) for n in range(40)]
    at = [x_of(tick.x) for tick in columns_axis(days)]

    assert all(b - a >= 5.5 for a, b in itertools.pairwise(at))
    assert next(tick.day.year for tick in columns_axis(days) if tick.year) == 2026


def test_marks_with_long_addresses_are_cells_too_so_that_a_picture_stays_small() -> None:
    marks = [place(DAY + dt.timedelta(9 * n))._replace(url="x" * 200) for n in range(40)]

    assert not can_be_followed(marks)
    assert not any(dot.url for dot in strip([[mark] for mark in marks]).dots)
