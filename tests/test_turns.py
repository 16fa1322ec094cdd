"""What happened with one theme: descriptions."""

from __future__ import annotations

import datetime as dt

from afterword.insight.patterns import find_patterns
from afterword.insight.turns import Turns
from tests.support.journal import TODAY, read_all


def said(way: str, *, source: str = "interviewer", more: str = "") -> str:
    key = {"+": "strengths", "-": "improvements"}[way]
    return f"occasion: Day\nsource: {source}\n{key}: pace\n{more}---"


def turns(files: dict[str, str]) -> Turns:
    return find_patterns(read_all(files).journal, TODAY).turns["pace"]


def test_an_improvement_and_a_later_strength_are_then_and_now() -> None:
    turn = turns({"2026-03-04-a.md": said("-"), "2026-04-04-b.md": said("+")}).turn

    assert turn
    assert (turn.then.occasion.day.month, turn.now.occasion.day.month) == (3, 4)
    assert turn.again is None


def test_a_strength_that_came_first_is_no_turn() -> None:
    assert turns({"2026-03-04-a.md": said("+"), "2026-04-04-b.md": said("-")}).turn is None


def test_both_at_one_event_are_no_turn() -> None:
    both = "source: peer\nstrengths: pace\nimprovements: pace\n---"

    assert turns({"2026-03-04-a.md": both}).turn is None


def test_then_and_now_choose_the_first_and_the_last_with_the_giver_s_own_words() -> None:
    def quoted(heading: str) -> str:
        return f"source: peer\n---\n## {heading}\n- **Pace** was noticed\n  > so it was"

    turn = turns(
        {
            "2026-01-04-a.md": said("-"),
            "2026-02-04-b.md": quoted("To improve"),
            "2026-03-04-c.md": said("-"),
            "2026-04-04-d.md": quoted("What went well"),
            "2026-05-04-e.md": said("+"),
        }
    ).turn

    assert turn
    assert (turn.then.occasion.day.month, turn.now.occasion.day.month) == (2, 4)


def test_a_turn_knows_when_it_was_named_to_improve_again() -> None:
    turn = turns(
        {
            "2026-01-04-a.md": said("-"),
            "2026-02-04-b.md": said("+"),
            "2026-03-04-c.md": said("-"),
        }
    ).turn

    assert turn
    assert turn.again == dt.date(2026, 3, 4)


def test_steps_goals_and_practice_that_name_the_theme_stand_between() -> None:
    turn = turns(
        {
            "2026-01-01-early.md": "## Next steps\n- [ ] Too early #pace",
            "2026-01-04-a.md": said("-"),
            "2026-01-05-plan.md": "## Next steps\n- [ ] Breathe #pace\n- [ ] Sleep #rest",
            "2026-01-06-goal.md": "kind: goal\nthemes: pace\n---",
            "2026-01-07-mock.md": "kind: practice\nthemes: pace\n---",
            "2026-02-04-b.md": said("+"),
            "2026-03-07-late.md": "kind: practice\nthemes: pace\n---",
        }
    ).turn

    assert turn
    assert [(step.kind, step.day.day) for step in turn.between] == [
        *(("step", 5), ("goal", 6), ("practice", 7))
    ]


def test_two_events_each_way_have_turned_around() -> None:
    before = {"2026-01-04-a.md": said("-"), "2026-02-04-b.md": said("-")}
    after = {"2026-03-04-c.md": said("+"), "2026-04-04-d.md": said("+")}

    assert turns({**before, **after}).around
    assert not turns({**before, "2026-03-04-c.md": said("+")}).around
    assert not turns({"2026-01-04-a.md": said("-"), **after}).around


def test_one_more_improvement_is_no_turning_around() -> None:
    files = {
        "2026-01-04-a.md": said("-"),
        "2026-02-04-b.md": said("-"),
        "2026-03-04-c.md": said("+"),
        "2026-04-04-d.md": said("-"),
        "2026-05-04-e.md": said("+"),
    }

    assert not turns(files).around
    assert turns({**files, "2026-06-04-f.md": said("+")}).around


def test_my_own_notes_turn_nothing_around() -> None:
    own = {f"2026-0{i}-04-a.md": said("-" if i < 3 else "+", source="self") for i in range(1, 6)}

    assert not turns(own).around
    assert turns(own).turn


def panel(day: int, way: str, *, stage: str = "panel") -> tuple[str, str]:
    key = {"+": "strengths", "-": "improvements"}[way]
    text = f"interview: firm {day}\nstage: {stage}\nsource: panel\n{key}: pace\n---"
    return f"2026-03-{day:02}-panel.md", text


def test_two_people_each_way_at_one_stage_disagree() -> None:
    (split,) = turns(dict([panel(1, "+"), panel(2, "+"), panel(3, "-"), panel(4, "-")])).splits

    assert split.stage == "panel"
    assert (len(split.strengths), len(split.improvements)) == (2, 2)


def test_one_person_or_another_stage_is_no_disagreement() -> None:
    one = [panel(1, "+"), panel(2, "+"), panel(3, "-")]

    assert turns(dict(one)).splits == ()
    assert turns(dict([*one, panel(4, "-", stage="final")])).splits == ()


RECURRING = {f"2026-0{i}-04-a.md": said("-") for i in (1, 2, 3)}


def test_recurring_advice_without_a_step_is_found() -> None:
    assert turns(RECURRING).without_step


def test_a_step_before_the_advice_is_no_answer_to_it_and_one_after_it_is() -> None:
    step = "## Next steps\n- [ ] Breathe #pace"

    assert turns({**RECURRING, "2025-12-01-plan.md": step}).without_step
    assert not turns({**RECURRING, "2026-01-04-plan.md": step}).without_step


def test_advice_of_two_events_or_of_one_person_asks_for_no_step() -> None:
    mentor = {path: said("-", source="mentor") for path in RECURRING}

    assert not turns(mentor).without_step
    assert not turns(dict(list(RECURRING.items())[:2])).without_step


MOCK = {"2026-04-07-mock.md": "kind: practice\nthemes: pace\n---"}


def test_practice_after_the_last_advice_waits_for_a_real_event() -> None:
    untried = turns({**RECURRING, **MOCK}).untried

    assert untried
    assert untried.day == dt.date(2026, 4, 7)


def test_any_real_event_since_ends_the_waiting() -> None:
    later = {"2026-04-08-final.md": "interview: acme\nstage: final\n---"}
    note = {"2026-04-08-note.md": "Just a note."}

    assert turns({**RECURRING, **MOCK, **later}).untried is None
    assert turns({**RECURRING, **MOCK, **note}).untried


def test_advice_step_practice_and_a_strength_close_the_loop() -> None:
    files = {
        "2026-01-04-a.md": said("-"),
        "2026-01-05-plan.md": "## Next steps\n- [ ] Breathe #pace",
        "2026-01-07-mock.md": "kind: practice\nthemes: pace\n---",
        "2026-02-04-b.md": said("+"),
    }
    loop = turns(files).loop

    assert loop
    assert [loop.advice.occasion.day.day, loop.step.day.day, loop.practice.day.day] == [4, 5, 7]
    assert loop.strength.occasion.day == dt.date(2026, 2, 4)
    for path in files:
        assert turns({p: t for p, t in files.items() if p != path}).loop is None


def test_what_turned_around_is_told_by_others_alone_whatever_my_notes_say() -> None:
    files = {
        "2026-01-01-own.md": said("-", source="self"),
        "2026-01-04-a.md": said("-"),
        "2026-02-04-b.md": said("-"),
        "2026-03-04-c.md": said("+"),
        "2026-04-04-d.md": said("+"),
        "2026-05-01-own.md": said("-", source="self"),
    }
    found = turns(files)

    assert found.around
    assert found.turn
    assert (found.turn.then.occasion.day.day, found.turn.again) == (4, None)


def test_the_same_two_people_who_changed_their_minds_do_not_disagree() -> None:
    def by(day: int, way: str, name: str) -> tuple[str, str]:
        path, text = panel(day, way)
        return path, text.replace("---", f"by: {name}\n---")

    files = [by(1, "+", "Ana"), by(2, "+", "Bo"), by(3, "-", "Ana"), by(4, "-", "Bo")]

    assert turns(dict(files)).splits == ()


def test_an_event_that_names_it_both_ways_is_no_now() -> None:
    both = said("-").replace("---", "strengths: pace\n---")

    assert turns({"2026-01-04-a.md": said("-"), "2026-02-04-b.md": both}).turn is None


def test_a_loop_begins_when_the_advice_was_said_not_when_the_interview_was() -> None:
    files = {
        "2026-01-05-panel.md": "interview: acme\nstage: panel\n---",
        "2026-01-08-plan.md": "## Next steps\n- [ ] Breathe #pace",
        "2026-01-10-mock.md": "kind: practice\nthemes: pace\n---",
        "2026-01-20-word.md": """
            interview: acme
            source: recruiter
            improvements: pace
            ---
        """,
        "2026-02-05-day.md": said("+"),
    }

    assert turns(files).loop is None
    assert turns({**files, "2026-01-06-word.md": files.pop("2026-01-20-word.md")}).loop


def test_a_step_towards_an_interview_that_is_yet_to_come_is_a_step() -> None:
    files = {
        **RECURRING,
        "2026-11-25-panel.md": "interview: zeta\nstage: panel\n---",
        "2026-11-10-prepare.md": "about: panel\n---\n## Next steps\n- [ ] Breathe #pace",
    }

    assert not turns(files).without_step


def test_practice_in_the_morning_is_tried_at_the_interview_in_the_afternoon() -> None:
    advice = {"2026-04-01-a.md": said("-")}
    mock = {"2026-04-07-mock.md": "kind: practice\ntime: 08:00\nthemes: pace\n---"}
    final = {"2026-04-07-z.md": "interview: acme\nstage: final\ntime: 14:00\n---"}
    early = {"2026-04-07-z.md": "interview: acme\nstage: final\ntime: 07:00\n---"}

    assert turns({**advice, **mock}).untried
    assert turns({**advice, **mock, **final}).untried is None
    assert turns({**advice, **mock, **early}).untried


def test_an_own_note_on_a_real_event_is_a_real_event() -> None:
    shift = {"2026-04-09-shift.md": "occasion: Shift\nstrengths: calm\n---"}

    assert turns({**RECURRING, **MOCK, **shift}).untried is None
