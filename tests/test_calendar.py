"""The calendar file, as calendars read it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from afterword.cli import main
from tests.support.portfolio import Portfolio

AHEAD = (
    "---\ncompany: Acme, Inc.\nstage: panel\ntime: '14:00'\nplace: The old mill; room 2\n---\nHm."
)
STEP = "---\nkind: note\n---\n## Next steps\n\n- [ ] Count; then rest (by 2026-11-22)\n"
ZONE = 'format = 1\ntimezone = "Europe/London"\n'


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    return Portfolio.make(tmp_path, {"2026-11-26-acme.md": AHEAD, "2026-11-18-note.md": STEP}, ZONE)


def run(portfolio: Portfolio, *args: str) -> Result:
    command = ["-C", str(portfolio.folder), "agenda", "--today", "2026-11-19", *args]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def events(portfolio: Portfolio, *args: str) -> list[Any]:
    path = portfolio.folder / "agenda.ics"
    result = run(portfolio, "--ics", str(path), *args)
    assert result.exit_code == 0, result.output
    content = path.read_bytes()
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_appointment_has_its_hour_and_a_step_its_day(portfolio: Portfolio) -> None:
    meeting, step = events(portfolio)

    assert str(meeting["summary"]) == "Acme, panel 14:00"
    assert meeting.decoded("dtstart") == dt.datetime(2026, 11, 26, 14, tzinfo=dt.UTC)
    assert str(meeting["location"]) == "The old mill; room 2"
    assert str(step["summary"]) == "Count; then rest"
    assert step.decoded("dtstart") == dt.date(2026, 11, 22)


def test_the_same_events_keep_their_identity_and_others_cannot_guess_it(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    first = [str(event["uid"]) for event in events(portfolio)]
    again = [str(event["uid"]) for event in events(portfolio, "--discreet")]
    elsewhere = Portfolio.make(
        tmp_path / "b", {"2026-11-26-acme.md": AHEAD, "2026-11-18-note.md": STEP}, ZONE
    )

    assert first == again
    assert len({*first}) == 2
    assert {*first}.isdisjoint(str(event["uid"]) for event in events(elsewhere))
    assert (portfolio.folder / ".keys/calendar").stat().st_mode & 0o777 == 0o600


def test_a_discreet_calendar_says_only_when(portfolio: Portfolio) -> None:
    events(portfolio, "--discreet")
    text = (portfolio.folder / "agenda.ics").read_text("utf-8")

    assert "Appointment" in text
    assert not any(word in text for word in ("Acme", "panel", "Count", "mill", "14:00"))


def test_discreet_without_a_file_is_wrong_usage(portfolio: Portfolio) -> None:
    result = run(portfolio, "--discreet")

    assert result.exit_code == 2
    assert "--ics FILE" in result.output


def test_the_agenda_in_a_terminal_says_when_what_and_why(portfolio: Portfolio) -> None:
    result = run(portfolio)

    assert "Thursday 26 November: Acme, panel 14:00" in result.output
    assert "The preparation sheet is ready" in result.output


def test_the_agenda_as_json_names_kind_day_key_and_entry(portfolio: Portfolio) -> None:
    import json  # noqa: PLC0415

    document = json.loads(run(portfolio, "--json").output)

    assert document["today"] == "2026-11-19"
    assert [
        (line["kind"], line["date"], line["key"], line["entry"]) for line in document["lines"]
    ] == [
        ("interview", "2026-11-26", "date", "2026-11-26-acme"),
        ("step", "2026-11-22", "[x]", "2026-11-18-note"),
    ]


def test_two_steps_with_the_same_words_are_two_events(tmp_path: Path) -> None:
    twice = STEP.replace("- [ ] Count; then rest (by 2026-11-22)", "- [ ] Rest (by 2026-11-21)")
    twice += "- [ ] Rest (by 2026-11-22)\n"
    portfolio = Portfolio.make(tmp_path, {"2026-11-18-note.md": twice}, ZONE)

    assert len({str(event["uid"]) for event in events(portfolio)}) == 2


def test_what_is_written_later_replaces_what_was_written_before(portfolio: Portfolio) -> None:
    before = events(portfolio)[0]
    moved = AHEAD.replace("---\n", "---\ndate: 2026-11-23\n", 1)
    portfolio.write("content/2026-11-26-acme.md", moved)
    after = next(event for event in events(portfolio) if event["uid"] == before["uid"])

    assert before.decoded("dtstamp") <= after.decoded("dtstamp")
    assert after.decoded("dtstart").day == 23
