"""Requests for feedback, from the days that entries give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from afterword.insight.index import build
from afterword.insight.requests import State, groups_of, requests_of
from tests.support.journal import codes, read_all

TODAY = dt.date(2026, 6, 1)
TOLD = "company: Acme\nkind: feedback\nsource: panel\n---\n- Fast."


def requests(files: Mapping[str, str]) -> list[tuple[str, list[str], str, State]]:
    index = build(read_all(files, today=TODAY).journal)
    groups = groups_of(index.journal.entries, index.applications)
    return [
        (
            group,
            [day.day.isoformat() for day in one.asked],
            one.reply.day.isoformat() if one.reply else "",
            one.state,
        )
        for group, found in requests_of(groups, TODAY).items()
        for one in found
    ]


def asked(days: str, more: str = "") -> str:
    return f"company: Acme\nasked: {days}\n{more}---\nHm."


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"2026-05-20-a.md": asked("2026-05-22")}, (["2026-05-22"], "", State.WAITING)),
        (
            {"2026-03-20-a.md": asked("2026-03-22", "replied: 2026-03-25\n")},
            (["2026-03-22"], "2026-03-25", State.ANSWERED),
        ),
        (
            {"2026-03-20-a.md": asked("2026-03-22"), "2026-03-29-b.md": TOLD},
            (["2026-03-22"], "2026-03-29", State.ANSWERED),
        ),
        (
            {
                "2026-05-20-a.md": asked("2026-05-22"),
                "2026-05-25-b.md": (
                    "company: Acme\nsource: panel\noutcome: rejected\nimprovements: pace\n---\nNo."
                ),
            },
            (["2026-05-22"], "2026-05-25", State.ANSWERED),
        ),
        # Two days with no answer between them are a request and a reminder.
        (
            {"2026-05-20-a.md": asked("2026-05-12"), "2026-05-21-b.md": asked("2026-05-21")},
            (["2026-05-12", "2026-05-21"], "", State.WAITING),
        ),
        ({"2026-03-20-a.md": asked("2026-03-22")}, (["2026-03-22"], "", State.SILENT)),
        (
            {"2026-05-20-a.md": asked("2026-05-22", "replied: no\n")},
            (["2026-05-22"], "", State.SILENT),
        ),
        (
            {"2026-05-20-a.md": asked("2026-05-22"), "2026-05-25-b.md": asked("no")},
            (["2026-05-22"], "", State.CLOSED),
        ),
        (
            {"2026-05-20-a.md": asked("2026-05-22", "outcome: no reply\n")},
            (["2026-05-22"], "", State.SILENT),
        ),
    ],
)
def test_where_a_request_stands(
    files: Mapping[str, str], expected: tuple[list[str], str, State]
) -> None:
    assert requests(files) == [("acme", *expected)]


def test_a_request_after_an_answer_is_another_one() -> None:
    files = {
        "2026-03-20-a.md": asked("2026-03-22", "replied: 2026-03-25\n"),
        "2026-05-20-b.md": asked("2026-05-22"),
    }

    assert [found[1:] for found in requests(files)] == [
        (["2026-03-22"], "2026-03-25", State.ANSWERED),
        (["2026-05-22"], "", State.WAITING),
    ]


def test_a_day_that_has_not_come_is_no_request() -> None:
    assert requests({"2026-05-20-a.md": asked("2026-07-01")}) == []


def test_feedback_at_work_answers_by_what_it_is_about() -> None:
    files = {
        "2026-05-20-shift.md": "occasion: Night shift\nasked: 2026-05-22\n---\nHm.",
        "2026-05-24-told.md": "kind: feedback\nsource: manager\nabout: shift\n---\n- Calm.",
        "2026-05-25-other.md": "kind: feedback\nsource: peer\noccasion: Day shift\n---\n- Calm.",
    }

    assert [found[1:] for found in requests(files)] == [
        (["2026-05-22"], "2026-05-24", State.ANSWERED)
    ]


def test_thanks_before_the_answer_are_for_something_else() -> None:
    files = {
        "2026-03-20-a.md": asked("2026-03-22", "thanked: 2026-03-21\n"),
        "2026-03-29-b.md": TOLD,
    }
    index = build(read_all(files, today=TODAY).journal)
    (found,) = requests_of(groups_of(index.journal.entries, index.applications), TODAY)["acme"]

    assert found.thanked is None


def test_days_out_of_order_two_requests_and_a_settling_of_years_are_told() -> None:
    files = {
        "2026-03-01-a.md": "company: Acme\nasked: 2026-03-05\nreplied: 2026-03-02\n---\nHm.",
        "2026-03-02-b.md": "replied: 2026-03-09\nthanked: 2026-03-04\n---\nHm.",
        "2026-03-20-c.md": "company: Acme\nasked: 2026-03-20\n---\nHm.",
        "2026-03-21-d.md": "settle: 2036-03-21\n---\nHm.",
        "2026-03-22-e.md": "settle: 2026-03-12\n---\nHm.",
        "2026-03-23-shift.md": "occasion: Shift\nasked: 2026-03-23\n---\nHm.",
        "2026-03-24-f.md": "about: shift\nasked: 2026-03-30\n---\nHm.",
    }

    assert codes(read_all(files, today=TODAY).journal.diagnostics) == [
        ("dates-out-of-order", 4, 10),
        ("dates-out-of-order", 3, 10),
        ("far-settle", 2, 9),
        ("dates-out-of-order", 2, 9),
        ("two-requests", 3, 8),
        ("two-requests", 3, 8),
    ]


def test_thanks_for_the_talk_and_for_the_answer_are_in_order() -> None:
    thanked = "company: Acme\nreplied: 2026-03-09\nthanked: [2026-03-02, 2026-03-10]\n---\nHm."

    assert codes(read_all({"2026-03-01-a.md": thanked}, today=TODAY).journal.diagnostics) == []
