"""What there is to do: each line comes on its day, and goes on its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from afterword.insight.agenda import find_agenda
from afterword.insight.index import build
from tests.support.journal import read_all
from tests.support.portfolio import Portfolio

NO = "company: Acme\nstage: panel\noutcome: rejected\n---\nThey rang."
ROUND = "company: Acme\nstage: panel\n---\nThree people, one jug of water."
TOLD = (
    "company: Acme\nkind: feedback\nsource: panel\nby: Ann Lee\n---\n"
    "## To improve\n\n- **Pace** too fast\n"
)
ANSWERED = (
    "company: Acme\nstage: panel\noutcome: rejected\nasked: 2026-03-28\nreplied: 2026-04-10\n"
    "clarity: vague\n---\n## To improve\n\n- **Pace** Slower. — Ann Lee\n"
)
STEPS = "\n\n## Next steps\n\n- [ ] {} (by 2026-04-10)\n"


def days(
    files: Mapping[str, str], kind: str, *, first: str = "2026-03-01", last: str = "2026-06-30"
) -> list[str]:
    """Return the days, from a first to a last, on which the agenda has a line of a kind."""
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    found: list[str] = []
    while day <= end:
        agenda = find_agenda(build(read_all(files, today=day).journal), day)
        if any(kind in (line.kind, f"{line.kind}/{line.reason}") for line in agenda.lines):
            found.append(day.isoformat())
        day += dt.timedelta(1)
    return found


def span(files: Mapping[str, str], kind: str, **between: str) -> tuple[str, str] | None:
    """Return the first and last day of a line that is there without a gap; None if never."""
    found = days(files, kind, **between)
    if not found:
        return None
    first, last = dt.date.fromisoformat(found[0]), dt.date.fromisoformat(found[-1])
    assert len(found) == (last - first).days + 1, f"gaps in {found}"
    return found[0], found[-1]


@pytest.mark.parametrize(
    ("kind", "files", "expected"),
    [
        # An appointment stands there until its day is over.
        ("interview", {"2026-03-20-acme.md": ROUND}, ("2026-03-01", "2026-03-20")),
        ("interview/appointment", {"2026-03-20-tea.md": "Tea."}, ("2026-03-01", "2026-03-19")),
        (
            "interview",
            {"2026-03-20-acme.md": ROUND.replace("panel", "panel\noutcome: cancelled")},
            None,
        ),
        # What they asked is remembered for two days.
        ("debrief", {"2026-03-20-acme.md": ROUND}, ("2026-03-20", "2026-03-22")),
        (
            "debrief",
            {
                "2026-03-20-acme.md": ROUND,
                "2026-03-21-after.md": "company: Acme\nkind: reflection\n---\nHm.",
            },
            ("2026-03-20", "2026-03-20"),
        ),
        # After a no one can ask, for two weeks, once.
        ("ask", {"2026-03-20-acme.md": NO}, ("2026-03-20", "2026-04-03")),
        ("ask", {"2026-03-20-acme.md": NO.replace("---", "asked: no\n---")}, None),
        ("ask", {"2026-03-20-acme.md": NO, "2026-03-20-told.md": TOLD}, None),
        (
            "ask",
            {"2026-03-20-acme.md": NO.replace("---", "asked: 2026-03-22\n---")},
            ("2026-03-20", "2026-03-21"),
        ),
        # From one's own house one asks for something else.
        ("ask", {"2026-03-20-acme.md": NO.replace("---", "internal: yes\n---")}, None),
        (
            "ending/not_yet",
            {"2026-03-20-acme.md": NO.replace("---", "internal: yes\n---")},
            ("2026-03-20", "2026-04-03"),
        ),
        (
            "ending/not_yet",
            {
                "2026-03-20-acme.md": NO.replace("---", "internal: yes\n---"),
                "2026-03-25-goal.md": "kind: goal\ncompany: Acme\n---\nA budget.",
            },
            ("2026-03-20", "2026-03-24"),
        ),
        # A reminder after a week, one more after ten days, then a close.
        (
            "nudge/nudge",
            {"2026-03-20-acme.md": NO.replace("---", "asked: 2026-03-22\n---")},
            ("2026-03-29", "2026-04-19"),
        ),
        (
            "nudge/again",
            {"2026-03-20-acme.md": NO.replace("---", "asked: [2026-03-22, 2026-03-30]\n---")},
            ("2026-04-09", "2026-04-30"),
        ),
        (
            "nudge/close",
            {
                "2026-03-20-acme.md": NO.replace(
                    "---", "asked: [2026-03-22, 2026-03-30, 2026-04-09]\n---"
                )
            },
            ("2026-04-19", "2026-04-26"),
        ),
        (
            "nudge",
            {"2026-03-20-acme.md": NO.replace("---", "asked: 2026-03-22\nreplied: no\n---")},
            None,
        ),
        (
            "nudge/nudge",
            {
                "2026-03-20-acme.md": NO.replace(
                    "---", "asked: 2026-03-22\nfollow up: 2026-04-05\n---"
                )
            },
            ("2026-04-05", "2026-04-26"),
        ),
        # Feedback that comes in answers it by itself, and is worth a word of thanks.
        (
            "nudge",
            {
                "2026-03-20-acme.md": NO.replace("---", "asked: 2026-03-22\n---"),
                "2026-04-02-told.md": TOLD,
            },
            ("2026-03-29", "2026-04-01"),
        ),
        ("thank", {"2026-03-20-told.md": TOLD}, ("2026-03-20", "2026-04-03")),
        (
            "thank",
            {"2026-03-20-told.md": TOLD.replace("---", "thanked: 2026-03-21\n---")},
            ("2026-03-20", "2026-03-20"),
        ),
        (
            "thank",
            {
                "2026-03-20-told.md": TOLD,
                "2026-03-24-note.md": "company: Acme\nthanked: 2026-03-24\n---\nWrote to Ann.",
            },
            ("2026-03-20", "2026-03-23"),
        ),
        # At work, too, when somebody is named; a survey is not thanked.
        (
            "thank",
            {"2026-03-20-told.md": TOLD.replace("company: Acme", "occasion: Shift")},
            ("2026-03-20", "2026-04-03"),
        ),
        ("thank", {"2026-03-20-told.md": "kind: feedback\nsource: survey\n---\n- Fast."}, None),
        (
            "thank/partner",
            {"2026-03-20-mock.md": "kind: practice\nwith: Roz\n---\nAn hour."},
            ("2026-03-20", "2026-03-27"),
        ),
        # What was vague is asked about once it has settled.
        (
            "clarify",
            {"2026-03-20-told.md": TOLD.replace("---", "clarity: vague\nsettle: 3 days\n---")},
            ("2026-03-23", "2026-04-13"),
        ),
        (
            "clarify",
            {"2026-03-20-told.md": TOLD.replace("---", "clarity: vague\nclarified: no\n---")},
            None,
        ),
        # Goals ask as often as they say.
        (
            "check-in/check_in",
            {
                "2026-03-01-goal.md": "kind: goal\nevery: 2 weeks\n---\nStories.",
                "2026-03-20-look.md": "kind: check-in\ngoal: goal\n---\nOne.",
            },
            None,
        ),
        (
            "check-in/deadline",
            {"2026-03-01-goal.md": "kind: goal\ndue: 2026-06-30\n---\nStories."},
            ("2026-06-16", "2026-06-30"),
        ),
        (
            "check-in",
            {"2026-03-01-goal.md": "kind: goal\nevery: 1 week\nstatus: paused\n---\n."},
            None,
        ),
        # A step is there a week before its day, and a month after.
        (
            "step/step",
            {"2026-03-02-a.md": "## Next steps\n\n- [ ] Count (by 2026-04-10)\n"},
            ("2026-04-03", "2026-05-10"),
        ),
        ("step", {"2026-03-02-a.md": "## Next steps\n\n- [x] Count (by 2026-04-10)\n"}, None),
        (
            "step/open",
            {"2026-03-02-a.md": "## Next steps\n\n- [ ] Count\n"},
            ("2026-03-02", "2026-03-16"),
        ),
        # An application that has ended asks for nothing any more, but what is about a theme.
        (
            "step",
            {
                "2026-03-02-acme.md": ROUND + STEPS.format("Bring the tile"),
                "2026-03-05-acme.md": NO,
            },
            None,
        ),
        (
            "step",
            {
                "2026-03-02-acme.md": ROUND + STEPS.format("Count #pace"),
                "2026-03-05-acme.md": NO,
            },
            ("2026-04-03", "2026-05-10"),
        ),
        (
            "follow-up",
            {"2026-03-02-a.md": "follow up: 2026-04-10\n---\nAsk again."},
            ("2026-04-10", "2026-05-01"),
        ),
        ("follow-up", {"2026-03-02-a.md": "follow up: no\n---\nLeft it."}, None),
        # In the first week of a month one looks back, if there is something to look back on.
        ("look-back", {"2026-03-12-a.md": "Tea."}, ("2026-04-01", "2026-04-07")),
        (
            "look-back",
            {"2026-03-12-a.md": "Tea.", "2026-04-03-b.md": "kind: reflection\n---\nMuch tea."},
            ("2026-04-01", "2026-04-02"),
        ),
        # A letter is no interview: nobody asked anything, and it is no appointment.
        (
            "debrief",
            {"2026-03-20-no.md": "company: Acme\noutcome: rejected\n---\nThey wrote."},
            None,
        ),
        (
            "interview",
            {"2026-03-20-no.md": "company: Acme\noutcome: offer\n---\nThey wrote."},
            ("2026-03-01", "2026-03-19"),
        ),
        # What was sent in is no interview, nor is an offer: nobody asked anything.
        (
            "debrief",
            {"2026-03-20-acme.md": ROUND.replace("panel", "application")},
            None,
        ),
        (
            "interview/interview",
            {"2026-03-20-acme.md": ROUND.replace("panel", "application")},
            None,
        ),
        ("debrief", {"2026-03-20-acme.md": ROUND.replace("panel", "offer")}, None),
        # An appointment of any kind is there on its day too, until it is told.
        (
            "interview/appointment",
            {"2026-03-20-review.md": "kind: appraisal\nby: Ann Lee\ntime: 15:00\n---\nBring it."},
            ("2026-03-01", "2026-03-20"),
        ),
        (
            "interview/appointment",
            {"2026-03-20-mock.md": "kind: practice\nwith: Roz\n---\n"},
            ("2026-03-01", "2026-03-20"),
        ),
        (
            "interview/appointment",
            {"2026-03-20-review.md": "by: Ann Lee\ntime: 15:00\nstrengths: pace\n---\nDone."},
            ("2026-03-01", "2026-03-19"),
        ),
        (
            "thank",
            {"2026-03-20-review.md": "kind: appraisal\nby: Ann Lee\ntime: 15:00\n---\nBring it."},
            ("2026-03-21", "2026-04-03"),
        ),
        # What they answered later is heard on that day, wherever it is written.
        ("thank", {"2026-03-20-no.md": ANSWERED}, ("2026-04-10", "2026-04-24")),
        ("clarify", {"2026-03-20-no.md": ANSWERED}, ("2026-04-10", "2026-05-01")),
        (
            "thank",
            {"2026-03-20-no.md": ANSWERED.replace("outcome: rejected", "thanked: 2026-03-21")},
            ("2026-04-10", "2026-04-24"),
        ),
        # What I ended, or they called off, asks for no reminder.
        (
            "nudge",
            {
                "2026-03-01-acme.md": ROUND.replace("---", "asked: 2026-03-02\n---"),
                "2026-03-05-yes.md": "company: Acme\noutcome: accepted\n---\nYes!",
            },
            None,
        ),
        # From one's own house the same keys close it.
        (
            "ending/not_yet",
            {"2026-03-20-acme.md": NO.replace("---", "internal: yes\nasked: 2026-03-22\n---")},
            ("2026-03-20", "2026-03-21"),
        ),
        (
            "ending/not_yet",
            {
                "2026-03-20-acme.md": NO.replace("---", "internal: yes\n---"),
                "2026-03-22-close.md": "company: Acme\nx-worth-asking: no\n---\nNot this one.",
            },
            None,
        ),
        # A long settling does not swallow the question.
        (
            "clarify",
            {"2026-01-10-told.md": TOLD.replace("---", "clarity: vague\nsettle: 2 months\n---")},
            ("2026-03-11", "2026-04-01"),
        ),
        # Nobody is asked for ever.
        (
            "check-in/deadline",
            {"2026-01-01-goal.md": "kind: goal\ndue: 2026-03-20\n---\nStories."},
            ("2026-03-06", "2026-05-19"),
        ),
        # Endings of other kinds.
        (
            "ending/offer",
            {"2026-03-20-acme.md": NO.replace("rejected", "offer")},
            ("2026-03-20", "2026-04-10"),
        ),
        (
            "ending/accepted",
            {"2026-03-20-acme.md": NO.replace("rejected", "accepted")},
            ("2026-03-20", "2026-04-03"),
        ),
        (
            "ending/declined",
            {"2026-03-20-acme.md": NO.replace("rejected", "turned it down")},
            ("2026-03-20", "2026-04-03"),
        ),
        ("ending", {"2026-03-20-acme.md": NO.replace("rejected", "withdrew")}, None),
        (
            "ending/elsewhere",
            {
                "2026-03-20-acme.md": NO.replace("rejected", "accepted"),
                "2026-03-10-other.md": ROUND.replace("Acme", "Bolt"),
            },
            ("2026-03-20", "2026-04-03"),
        ),
        # Slips are told before the next interview, and only then.
        (
            "before-you-go",
            {
                "2026-03-02-acme.md": ROUND.replace("---", "alerts: late\n---"),
                "2026-04-20-bolt.md": ROUND.replace("Acme", "Bolt"),
            },
            ("2026-04-17", "2026-04-20"),
        ),
    ],
)
def test_a_line_comes_on_its_day_and_goes_on_its_day(
    kind: str, files: Mapping[str, str], expected: tuple[str, str] | None
) -> None:
    if kind == "check-in/check_in":
        found = days(files, kind)

        assert found[:5] == [f"2026-03-{day}" for day in range(15, 20)]
        assert found[5] == "2026-04-03"
        return
    last = "2026-04-30" if kind == "look-back" else "2026-06-30"

    assert span(files, kind, last=last) == expected


def test_an_appointment_within_two_weeks_comes_first_and_the_rest_by_day() -> None:
    files = {
        "2026-03-10-told.md": TOLD,
        "2026-03-20-bolt.md": ROUND.replace("Acme", "Bolt"),
        "2026-05-20-cole.md": ROUND.replace("Acme", "Cole"),
        "2026-03-02-a.md": "## Next steps\n\n- [ ] Count (by 2026-03-16)\n",
    }
    today = dt.date(2026, 3, 12)
    agenda = find_agenda(build(read_all(files, today=today).journal), today)

    assert [(line.kind, line.date.isoformat()) for line in agenda.lines] == [
        ("interview", "2026-03-20"),
        ("thank", "2026-03-10"),
        ("step", "2026-03-16"),
        ("interview", "2026-05-20"),
    ]


def test_the_page_of_the_agenda_goes_by_day(tmp_path: Path) -> None:
    files = {
        "2026-03-20-bolt.md": f"---\n{ROUND.replace('Acme', 'Bolt')}",
        "2026-03-02-a.md": "## Next steps\n\n- [ ] Count (by 2026-03-16)\n",
    }
    portfolio = Portfolio.make(tmp_path, files)
    portfolio.build(today=dt.date(2026, 3, 12))
    page = portfolio.page("agenda.html")

    assert page.index("Count") < page.index("Bolt")


def test_a_title_that_asks_keeps_its_mark_apart_from_the_sentence(tmp_path: Path) -> None:
    text = "---\ntitle: Why?\n---\n## Next steps\n\n- [ ] Count (by 2026-03-16)\n"
    portfolio = Portfolio.make(tmp_path, {"2026-03-02-a.md": text})
    portfolio.build(today=dt.date(2026, 3, 12))

    assert "A step you set yourself in “Why?”." in portfolio.page("agenda.html")


def test_a_draft_asks_for_nothing() -> None:
    files = {
        "2026-03-20-acme.md": NO.replace("---", "draft: yes\n---"),
        "2026-03-21-told.md": TOLD.replace("---", "draft: yes\nclarity: vague\n---"),
    }
    today = dt.date(2026, 3, 22)
    journal = read_all(files, today=today, drafts=True).journal

    assert find_agenda(build(journal), today).lines == ()


def test_an_undated_entry_and_dates_out_of_order_leave_the_rest_as_it_is() -> None:
    files = {
        "notes.md": "asked: 2026-03-01\nfollow up: 2026-03-20\n---\nNo date.",
        "2026-03-02-acme.md": NO.replace("---", "asked: 2026-03-09\nreplied: 2026-03-01\n---"),
        "2026-03-03-a.md": "## Next steps\n\n- [ ] Count (by 2026-03-22)\n",
    }
    today = dt.date(2026, 3, 20)
    lines = find_agenda(build(read_all(files, today=today).journal), today).lines

    assert {line.kind for line in lines} == {"nudge", "follow-up", "step"}
