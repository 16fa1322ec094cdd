"""Events in three lanes, and who counts as one person."""

from __future__ import annotations

import datetime as dt

import pytest

from afterword.insight.occasions import Lane, Named, Occasion, find_occasions
from afterword.journal.model import Polarity
from tests.support.journal import TODAY, read_all

PACE = Named("pace", Polarity.STRENGTH)


def occasions(files: dict[str, str], today: dt.date = TODAY) -> tuple[Occasion, ...]:
    return find_occasions(read_all(files, today=today).journal, today)


def people(files: dict[str, str]) -> set[str]:
    return {p for one in occasions(files) for p in one.gist.others.get(PACE, ())}


def test_an_interview_and_the_feedback_on_it_are_one_event() -> None:
    (one,) = occasions(
        {
            "2026-03-04-panel.md": "interview: acme\nstage: panel\nstrengths: pace\n---",
            "2026-03-09-word.md": "interview: acme\nsource: recruiter\nstrengths: pace\n---",
        }
    )

    assert one.day == dt.date(2026, 3, 4)
    assert len(one.mentions(Lane.OTHERS, PACE)) == len(one.mentions(Lane.OWN, PACE)) == 1
    assert one.gist.heard
    assert one.gist.assessed


def test_practice_is_a_lane_of_its_own_whoever_speaks() -> None:
    (one,) = occasions(
        {"2026-03-04-mock.md": "kind: practice\nsource: friend, self\nstrengths: pace\n---"}
    )

    assert set(one.lanes) == {Lane.PRACTICE}
    assert not one.gist.heard


def test_what_a_tool_says_at_a_real_event_is_in_no_lane() -> None:
    (one,) = occasions({"2026-03-04-video.md": "source: tool\nstrengths: pace\n---"})

    assert one.lanes == {}


def test_a_remark_without_a_theme_makes_its_event_one_at_which_others_spoke() -> None:
    (one,) = occasions(
        {"2026-03-04-word.md": "source: peer\n---\n## What went well\n- It was good to have you"}
    )

    assert one.gist.heard
    assert one.themes == ()


def test_what_is_planned_undated_or_a_draft_is_no_event() -> None:
    assert (
        occasions(
            {
                "2026-12-24-later.md": "source: peer\nstrengths: pace\n---",
                "undated.md": "source: peer\nstrengths: pace\n---",
                "2026-03-04-draft.md": "source: peer\ndraft: yes\nstrengths: pace\n---",
            }
        )
        == ()
    )


def test_events_are_in_order_of_day_then_time_then_path_whatever_the_files_order() -> None:
    files = {
        "2026-03-04-b.md": "source: peer\nstrengths: pace\n---",
        "2026-03-04-a.md": "source: peer\nstrengths: pace\ntime: 09:00\n---",
        "2026-03-04-c.md": "source: peer\nstrengths: pace\n---",
        "2026-03-01-d.md": "source: peer\nstrengths: pace\n---",
    }
    backwards = dict(reversed(files.items()))

    order = [one.entries[0].path for one in occasions(files)]
    assert order == [f"2026-03-0{name}.md" for name in ("1-d", "4-b", "4-c", "4-a")]
    assert [one.entries[0].path for one in occasions(backwards)] == order


def test_somebody_with_a_name_is_one_person_wherever_they_speak() -> None:
    given = "source: interviewer\nby: Ana\nstrengths: pace\n---"

    assert people({"2026-03-04-a.md": given, "2026-03-05-b.md": given}) == {"person/ana"}


@pytest.mark.parametrize(
    ("source", "count"),
    [("mentor", 1), ("manager", 1), ("friend", 1), ("interviewer", 2), ("panel", 2)],
)
def test_without_a_name_a_mentor_manager_or_friend_is_one_and_others_one_an_event(
    source: str, count: int
) -> None:
    given = f"source: {source}\nstrengths: pace\n---"

    assert len(people({"2026-03-04-a.md": given, "2026-03-05-b.md": given})) == count


def test_one_person_who_says_it_twice_at_an_event_is_one_voice() -> None:
    (one,) = occasions(
        {
            "2026-03-04-a.md": """
                source: peer
                occasion: Review
                ---
                ## What went well
                - **Pace** in the morning
                - **Pace** after lunch
            """,
            "2026-03-04-b.md": "source: peer\noccasion: Review\nstrengths: pace\n---",
        }
    )

    assert len(one.mentions(Lane.OTHERS, PACE)) == 2
    assert len(one.gist.others[PACE]) == 1


def test_the_stage_is_the_round_s_not_that_of_what_was_written_about_it() -> None:
    (one,) = occasions(
        {
            "2026-03-04-panel.md": "interview: acme\nstage: panel\n---",
            "2026-03-09-word.md": """
                kind: feedback
                interview: acme
                stage: offer
                source: recruiter
                strengths: pace
                ---
            """,
        }
    )

    assert one.stage == "panel"


def test_several_who_are_named_together_are_one_voice_wherever_they_are() -> None:
    given = "source: interviewer\nby: Ben; Ana\nstrengths: pace\n---"
    turned = given.replace("Ben; Ana", "Ana; Ben")

    assert people({"2026-03-04-a.md": given, "2026-03-05-b.md": turned}) == {"voice/ana+ben"}


def test_practice_without_a_theme_is_practice_too() -> None:
    (one,) = occasions(
        {"2026-03-04-mock.md": "kind: practice\n---\n## What went well\n- It flowed"}
    )

    assert one.speaking == {Lane.PRACTICE}
