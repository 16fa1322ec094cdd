"""At which occasion something was said."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from tests.support.journal import codes, entries_of, read_all

FINAL = "interview: acme\nstage: final\n---"
FEEDBACK = "interview: acme\nsource: peer\n---"


def events(files: dict[str, str]) -> dict[str, str]:
    """Return path without `.md` → key of the event."""
    return {
        path.removesuffix(".md"): entry.event.key if entry.event else ""
        for path, entry in entries_of(files).items()
    }


def test_an_entry_about_another_has_its_event_and_its_own_day() -> None:
    found = entries_of(
        {
            "2026-03-04-a.md": "stage: final\n---",
            "2026-03-20-b.md": "about: a\nsource: peer\nstrengths: pace\n---",
        }
    )

    (point,) = found["2026-03-20-b.md"].points
    assert point.event == found["2026-03-04-a.md"].event
    assert point.event
    assert (point.event.date, point.said) == (dt.date(2026, 3, 4), dt.date(2026, 3, 20))


def test_about_is_followed_to_the_end() -> None:
    found = events(
        {
            "2026-03-04-a.md": "A",
            "2026-03-05-b.md": "about: a\n---",
            "2026-03-06-c.md": "about: b\n---",
            "2026-03-07-d.md": "about: c\n---",
        }
    )

    assert set(found.values()) == {"entry/2026-03-04-a"}


def test_entries_about_each_other_share_the_event_of_the_first() -> None:
    found = events(
        {
            "2026-03-04-a.md": "about: c\n---",
            "2026-03-05-b.md": "about: a\n---",
            "2026-03-06-c.md": "about: b\n---",
            "2026-03-07-d.md": "about: c\n---",
        }
    )

    assert set(found.values()) == {"entry/2026-03-04-a"}


def test_a_long_chain_is_followed() -> None:
    names = [f"2026-03-04-{i:04}" for i in range(1_500)]
    chain = {f"{a}.md": f"about: {b}\n---" for a, b in pairwise(names)}

    assert set(events({**chain, f"{names[-1]}.md": "A"}).values()) == {f"entry/{names[-1]}"}


def test_about_itself_and_about_nothing_are_errors_and_change_nothing() -> None:
    files = {"2026-03-04-a.md": "about: a\n---", "2026-03-05-b.md": "about: nobody\n---"}

    assert codes(read_all(files).journal.diagnostics) == [
        ("unknown-entry", 2, 8),
        ("unknown-entry", 2, 8),
    ]
    assert events(files) == {
        "2026-03-04-a": "entry/2026-03-04-a",
        "2026-03-05-b": "entry/2026-03-05-b",
    }


def test_feedback_and_reflections_belong_to_the_latest_round_before_them() -> None:
    found = events(
        {
            "2026-03-01-screen.md": "interview: acme\nstage: screen\n---",
            "2026-03-04-final.md": FINAL,
            "2026-03-04-note.md": "interview: acme\nkind: note\n---",
            "2026-03-04-same-day.md": FEEDBACK,
            "2026-03-05-mine.md": "interview: acme\nsource: self\n---",
            "2026-02-01-early.md": FEEDBACK,
            "2026-03-09-later.md": "interview: acme\nstage: offer\n---",
            "2026-03-06-other.md": "interview: globex\nsource: peer\n---",
        }
    )

    final = "round/acme/2026-03-04/final/"
    assert found["2026-03-04-same-day"] == found["2026-03-05-mine"] == final
    assert found["2026-03-04-note"] == "entry/2026-03-04-note"
    assert found["2026-02-01-early"] == "entry/2026-02-01-early"
    assert found["2026-03-06-other"] == "entry/2026-03-06-other"


def test_several_rounds_a_day_ask_for_about() -> None:
    files = {
        "2026-03-04-a.md": "interview: acme\nstage: skills\ntime: 10:00\n---",
        "2026-03-04-b.md": "interview: acme\nstage: panel\ntime: 09:00\n---",
        "2026-03-05-c.md": FEEDBACK,
    }

    assert codes(read_all(files).journal.diagnostics) == [("ambiguous-event", 0, 0)]
    assert events(files)["2026-03-05-c"] == "round/acme/2026-03-04/skills/10:00:00"
    assert read_all({**files, "2026-03-05-c.md": f"about: b\n{FEEDBACK}"}).journal.diagnostics == ()


def test_two_notes_of_one_round_are_one_event() -> None:
    files = {
        "2026-03-04-a.md": FINAL,
        "2026-03-04-b.md": "interview: acme\nround: onsite\n---",
        "2026-03-05-c.md": FEEDBACK,
    }

    assert set(events(files).values()) == {"round/acme/2026-03-04/final/"}
    assert read_all(files).journal.diagnostics == ()


def test_stage_and_time_tell_rounds_of_a_day_apart() -> None:
    found = events(
        {
            "2026-03-04-a.md": "interview: acme\nstage: final\n---",
            "2026-03-04-b.md": "interview: acme\nstage: panel\n---",
            "2026-03-04-c.md": "interview: acme\nstage: panel\ntime: 15:00\n---",
        }
    )

    assert len(set(found.values())) == 3


def test_an_occasion_and_its_day_are_one_event() -> None:
    found = events(
        {
            "2026-03-04-a.md": "occasion: Night shift\nsource: peer\n---",
            "2026-03-04-b.md": "shift: night-shift\nsource: manager\n---",
            "2026-03-05-c.md": "occasion: Night shift\nsource: peer\n---",
            "2026-03-05-d.md": "stage: final\n---",
        }
    )

    assert found["2026-03-04-a"] == found["2026-03-04-b"] == "occasion/night shift/2026-03-04"
    assert found["2026-03-05-c"] == "occasion/night shift/2026-03-05"
    assert found["2026-03-05-d"] == "entry/2026-03-05-d"


def test_an_event_is_practice_if_its_first_entry_is() -> None:
    found = entries_of(
        {
            "2026-03-04-mock.md": "kind: practice\ninterview: acme\nsource: mentor\n---",
            "2026-03-05-a.md": "about: mock\nsource: mentor\n---",
            "2026-03-06-b.md": FINAL,
            "2026-03-07-c.md": "kind: practice\nabout: b\n---",
        }
    )

    assert {path: e.event.practice for path, e in found.items() if e.event} == {
        "2026-03-04-mock.md": True,
        "2026-03-05-a.md": True,
        "2026-03-06-b.md": False,
        "2026-03-07-c.md": False,
    }


def test_without_a_date_there_is_no_event() -> None:
    found = events(
        {
            "2026-03-04-a.md": FINAL,
            "b.md": f"about: a\n{FEEDBACK}",
            "2026-03-05-c.md": "about: b\nsource: peer\n---",
        }
    )

    assert found["b"] == ""
    assert found["2026-03-05-c"] == "entry/2026-03-05-c"
