"""A journal looked at from every side."""

from __future__ import annotations

import datetime as dt

from afterword.insight.index import Index, build, by_others, count, last_day
from afterword.journal.model import Polarity
from tests.support.journal import read_all

JOURNAL = {
    "2026-03-04-final.md": """
        interview: acme
        stage: final
        with: Ana
        strengths: pace
        ---
        [[pace]] [[2026-03-05-word]] [[2026-03-04-final]]
    """,
    "2026-03-05-word.md": """
        interview: acme
        source: hiring manager
        by: Ana
        strengths: pace, calm
        improvements: pace
        ---
    """,
    "2026-03-06-more.md": "about: final\nsource: peer, mentor\nimprovements: pace\n---",
    "2026-04-01-mock.md": "kind: practice\nsource: friend\nstrengths: pace\ngoal: quick\n---",
    "2026-04-02-quick.md": "kind: goal\nthemes: pace\n---",
    "2026-12-24-later.md": "source: peer\noccasion: Party\nstrengths: pace\n---",
    "undated.md": "source: peer\nstrengths: pace\n---",
}


def index() -> Index:
    return build(read_all(JOURNAL).journal)


def test_entries_are_grouped_in_order_of_time() -> None:
    found = index()

    assert [e.slug for e in found.applications["acme"]] == ["2026-03-04-final", "2026-03-05-word"]
    assert [e.slug for e in found.people["ana"]] == ["2026-03-04-final", "2026-03-05-word"]
    assert [e.slug for e in found.sources["mentor"]] == ["2026-03-06-more"]
    assert [e.slug for e in found.sources["peer"]] == [
        *("2026-03-06-more", "2026-12-24-later", "undated")
    ]
    assert {month: len(entries) for month, entries in found.months.items()} == {
        (2026, 3): 3,
        (2026, 4): 2,
        (2026, 12): 1,
    }


def test_a_theme_knows_its_points_and_all_that_name_it() -> None:
    use = index().themes["pace"]

    assert len(use.entries) == 7
    assert [(m.entry.slug, m.point.polarity.value) for m in use.mentions] == [
        ("2026-03-04-final", "strength"),
        ("2026-03-05-word", "strength"),
        ("2026-03-05-word", "improvement"),
        ("2026-03-06-more", "improvement"),
        ("2026-04-01-mock", "strength"),
        ("2026-12-24-later", "strength"),
        ("undated", "strength"),
    ]
    assert (count(use.mentions, Polarity.STRENGTH), count(use.mentions, Polarity.IMPROVEMENT)) == (
        *(5, 2),
    )


def test_only_what_others_said_at_real_events_up_to_today_counts_and_each_event_once() -> None:
    found = index()

    assert (found.themes["pace"].events, found.themes["calm"].events, found.events) == (1, 1, 1)


def test_practice_and_my_own_notes_are_not_by_others() -> None:
    points = {e.slug: [by_others(p) for p in e.points] for e in read_all(JOURNAL).journal.entries}

    assert points["2026-03-04-final"] == [False]
    assert points["2026-03-05-word"] == [True, True, True]
    assert points["2026-04-01-mock"] == [False]
    assert points["undated"] == [False]


def test_backlinks_are_those_of_texts_about_and_goals() -> None:
    assert dict(index().backlinks) == {
        "2026-03-05-word": ("2026-03-04-final",),
        "2026-03-04-final": ("2026-03-06-more",),
        "2026-04-02-quick": ("2026-04-01-mock",),
    }


def test_rows_and_the_last_day() -> None:
    found = index()

    assert [found.rows[e.slug] for e in found.journal.entries] == list(range(7))
    assert found.by_slug["undated"].date is None
    assert last_day(found.journal.entries) == dt.date(2026, 4, 2)  # the day in December is planned
    assert last_day(()) is None
