"""Goals: steps, check-ins, and what was said since."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from afterword.insight.goals import Goal, goals_of, rewritten, since
from afterword.insight.index import Index, build
from tests.support.journal import read_all
from tests.support.portfolio import Portfolio

TODAY = dt.date(2026, 6, 1)
FILES = {
    "2026-03-01-stories.md": (
        "kind: goal\nthemes: stories\nevery: 2 weeks\ndue: 2026-07-01\n---\n"
        "## Next steps\n\n- [ ] Write three (by 2026-03-10)\n- [ ] Tell one\n"
    ),
    "2026-03-15-look.md": (
        "kind: check-in\ngoal: stories\n---\n## Next steps\n\n- [x] Write three\n- [ ] Tell one\n"
    ),
    "2026-04-01-mock.md": (
        "kind: practice\ngoal: stories\nstrengths: stories\n---\n## Next steps\n\n- [ ] Ask Roz\n"
    ),
    "2026-02-01-before.md": "source: peer\nimprovements: stories\n---\nToo short.",
    "2026-05-01-acme.md": (
        "source: interviewer\noccasion: Talk\n---\n"
        "## What went well\n\n- **Stories** had people in them\n"
    ),
    "2026-05-08-bolt.md": "source: client\noccasion: Desk\nstrengths: calm\n---\nCalm.",
}


def index() -> Index:
    return build(read_all(FILES, today=TODAY).journal)


def goal() -> Goal:
    (found,) = goals_of(index(), TODAY)
    return found


def test_a_step_written_twice_is_one_and_stands_as_it_was_written_last() -> None:
    steps = [(step.action.text, step.action.done, step.entry.slug) for step in goal().steps]

    assert steps == [
        ("Write three", True, "2026-03-15-look"),
        ("Tell one", False, "2026-03-15-look"),
        ("Ask Roz", False, "2026-04-01-mock"),
    ]
    assert {slug for slug, _ in rewritten([goal()])} == {"2026-03-01-stories"}


def test_the_next_look_is_counted_from_the_last() -> None:
    assert goal().next_check() == dt.date(2026, 3, 29)
    assert goal().deadline == dt.date(2026, 7, 1)


def test_what_was_said_since_counts_events_with_words_from_others_after_it_was_set() -> None:
    said = since(goal(), index(), TODAY)

    assert said is not None
    assert (said.strengths, said.improvements, said.events) == (1, 0, 2)
    assert [mention.entry.slug for mention in said.newest] == ["2026-05-01-acme"]


def test_the_page_of_goals_shows_steps_looks_and_what_was_said(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {name: f"---\n{text}" for name, text in FILES.items()})
    portfolio.build(today=TODAY)
    page = portfolio.page("goals/index.html")

    assert "2 events with words from others since; stories: a strength at 1" in page
    assert page.count("Write three") == 1
    assert 'href="../journal/2026-03-15-look.html"' in page
    assert "The look was due:" in page


def test_a_look_from_before_the_goal_is_told_and_does_not_count() -> None:
    files = {
        "2026-03-02-goal.md": "kind: goal\nevery: 2 weeks\ndue: 2025-01-01\n---\nStories.",
        "2026-02-01-look.md": "kind: check-in\ngoal: goal\n---\nEarly.",
    }
    journal = read_all(files, today=TODAY).journal
    (found,) = goals_of(build(journal), TODAY)

    assert found.next_check() == dt.date(2026, 3, 16)
    assert [d.code for d in journal.diagnostics] == ["dates-out-of-order"] * 2


def test_a_look_at_what_is_no_goal_and_one_at_none_are_told() -> None:
    files = {
        "2026-03-02-panel.md": "stage: panel\n---\nThree people.",
        "2026-03-03-goal.md": "kind: goal\nevery: 2 weeks\n---\nStories.",
        "2026-03-04-look.md": "kind: check-in\ngoal: [goal, panel]\n---\nWell.",
        "2026-03-05-look.md": "kind: check-in\n---\nWell.",
    }
    journal = read_all(files, today=TODAY).journal
    (found,) = goals_of(build(journal), TODAY)

    assert [entry.slug for entry in found.check_ins] == ["2026-03-04-look"]
    assert [(d.code, d.location.line, d.location.column) for d in journal.diagnostics] == [
        ("not-a-goal", 3, 14),
        ("no-goal", 2, 7),
    ]
