"""Next steps: with or without a box, by when, done when."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from afterword.diagnostics import Diagnostic
from afterword.journal.actions import complete, may_lack_year, read_action
from afterword.journal.items import split_items
from afterword.journal.model import Action
from tests.support.journal import codes, words_of


def step(source: str, *, year: int | None = None) -> tuple[Action | None, tuple[Diagnostic, ...]]:
    _, (item,) = split_items(dedent(source).strip("\n").split("\n"), 7)
    return read_action(item, words_of(), year=year)


def facts(source: str) -> tuple[str, bool, str, str, tuple[str, ...]]:
    action, problems = step(source)
    assert action
    assert problems == ()
    return action.text, action.done, str(action.by or ""), str(action.finished or ""), action.themes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("- [ ] Ask Ana (by 2026-04-01)", ("Ask Ana", False, "2026-04-01", "", ())),
        ("- [x] Ask Ana (done 2026-04-03)", ("Ask Ana", True, "", "2026-04-03", ())),
        ("- [X] Ask Ana", ("Ask Ana", True, "", "", ())),
        ("- [] Ask Ana", ("Ask Ana", False, "", "", ())),
        ("- Ask Ana", ("Ask Ana", False, "", "", ())),
        ("- Ask Ana (done 3 April 2026)", ("Ask Ana", True, "", "2026-04-03", ())),
        ("- Ask Ana (By: 2026-04-01) again", ("Ask Ana again", False, "2026-04-01", "", ())),
        (
            "- [x] Ask Ana (by 2026-04-01) (done 2026-04-03)",
            ("Ask Ana", True, "2026-04-01", "2026-04-03", ()),
        ),
        ("- [ ] Ask Ana #pace (by 2026-04-01)", ("Ask Ana", False, "2026-04-01", "", ("pace",))),
        ("- [ ] Ask Ana (by 2026-04-01) #pace", ("Ask Ana", False, "2026-04-01", "", ("pace",))),
        ("- [x] Ask (done by Ana)", ("Ask (done by Ana)", True, "", "", ())),
        ("- Read the book (by Ana)", ("Read the book (by Ana)", False, "", "", ())),
        ("### Ask Ana\nAt lunch.", ("Ask Ana\n\nAt lunch.", False, "", "", ("Ask Ana",))),
    ],
)
def test_a_step(source: str, expected: tuple[str, bool, str, str, tuple[str, ...]]) -> None:
    assert facts(source) == expected


@pytest.mark.parametrize("written", ["2026-13-40", "Friday", "next week", "04/03/2026"])
def test_a_date_that_cannot_be_read_is_an_error_and_stays_in_the_text(written: str) -> None:
    action, problems = step(f"- [ ] Ask Ana (by {written})")

    assert action
    assert action.text == f"Ask Ana (by {written})"
    assert codes(problems) == [("bad-date", 7, 19)]


def test_an_empty_box_is_no_step() -> None:
    assert step("- [ ] ") == (None, ())


def test_a_day_without_a_year_is_in_that_of_the_entry() -> None:
    unfinished, problems = step("- [ ] Ask Ana (by 24 Mar)")
    assert unfinished
    assert problems == ()
    assert may_lack_year(unfinished)

    action, problems = complete(unfinished, dt.date(2026, 3, 4), "content/a.md")

    assert (action.text, action.by, problems) == ("Ask Ana", dt.date(2026, 3, 24), ())

    finished, _ = step("- Ask Ana (done 24 Mar)", year=2025)
    assert finished
    assert (finished.text, finished.finished) == ("Ask Ana", dt.date(2025, 3, 24))


@pytest.mark.parametrize("date", [None, dt.date(2026, 12, 20)])
def test_no_year_is_guessed(date: dt.date | None) -> None:
    unfinished, _ = step("- [ ] Ask Ana (by 10 Jan)")
    assert unfinished

    action, problems = complete(unfinished, date, "content/a.md")

    assert action == unfinished
    assert codes(problems) == [("bad-date", 7, 1)]
