"""`afterword ask`: what it prints, what it notes in an entry, and that it asks once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from afterword import process
from afterword.cli import handing, main
from afterword.cli.worth import verdict
from tests.support.portfolio import SETTINGS, Portfolio

PANEL = "2026-03-18-acme-panel.md"
TURNED_DOWN = """---
company: Acme
role: Engineer   # the second post
stage: panel
with: Dana Whitlock
outcome: rejected
---
## To improve

- **Pace** Too quick.
"""
DANA = "2026-03-19-dana-wrote.md"
REPLY = """---
company: Acme
source: hiring manager
by: Dana Whitlock
clarity: vague
settle: 3 days
---
## To improve

- **Presence**
  > A little more gravitas.
"""

Ask = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portfolio:
    """Make a portfolio with one turn-down, and stand in it."""
    portfolio = Portfolio.make(tmp_path, {PANEL: TURNED_DOWN}, SETTINGS + 'author = "Ines"\n')
    monkeypatch.chdir(portfolio.folder)
    return portfolio


@pytest.fixture
def ask(here: Portfolio) -> Ask:
    """Run the command on 20 March 2026."""
    del here

    def invoke(*arguments: str, **options: str) -> Result:
        given = ("ask", *arguments, "--today", "2026-03-20")
        return CliRunner().invoke(main, given, catch_exceptions=False, **options)  # type: ignore[arg-type]

    return invoke


class Given:
    """Stands in for another program: keeps what it was given, and has no complaint."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __call__(self, *given: object) -> str:
        self.calls.append(given)
        return ""


def content(portfolio: Portfolio, name: str = PANEL) -> str:
    return (portfolio.folder / "content" / name).read_bytes().decode()


def conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "is_conversation", lambda: True)


# ---- the draft ----


def test_the_draft_is_on_standard_output_alone_and_the_reason_beside_it(ask: Ask) -> None:
    done = ask("acme-panel")

    assert done.exit_code == 0
    assert done.stdout.startswith("Subject: Engineer at Acme")
    assert done.stdout.endswith("Kind regards,\nInes\n")
    assert done.stderr == (
        "request: they decided on 2026-03-18, and nobody has been asked for feedback yet.\n"
    )


def test_an_application_will_do_as_well(ask: Ask) -> None:
    assert ask("acme").stdout == ask("acme-panel").stdout != ""


def test_a_kind_that_makes_no_sense_is_written_with_a_note(ask: Ask) -> None:
    done = ask("acme", "--kind", "accept")

    assert done.stdout.startswith("Subject: Yes, gladly")
    assert done.stderr == "Note: no entry has `outcome: offer`.\n"


def test_a_third_follow_up_says_that_two_are_enough(ask: Ask, here: Portfolio) -> None:
    asked = "asked: [2026-02-20, 2026-03-01, 2026-03-11]\nstage"
    here.write(f"content/{PANEL}", TURNED_DOWN.replace("stage", asked))
    done = ask("acme", "--kind", "follow-up")

    assert "this is the last time" in done.stdout
    assert "Note: two reminders are enough" in done.stderr
    assert "[third-reminder]" in done.stderr
    assert ask("acme").stdout == ""
    assert "Two reminders are enough" in ask("acme").stderr


def test_a_question_waits_until_it_settled_and_thanks_do_not(ask: Ask, here: Portfolio) -> None:
    here.write(f"content/{DANA}", REPLY)
    done = ask("dana-wrote", "--kind", "clarify")

    assert done.exit_code == 3
    assert done.stdout == ""
    assert "this settles until 2026-03-22" in done.stderr
    assert "--kind thanks" in done.stderr
    assert ask("dana-wrote").stdout.startswith("Subject: Thank you for your feedback")


def test_a_name_that_is_nothing_is_wrong_usage_and_says_what_is_near(ask: Ask) -> None:
    done = ask("acme-pannel")

    assert done.exit_code == 2
    assert "did you mean acme-panel?" in done.stderr


def test_messages_that_make_sense_are_listed(ask: Ask, here: Portfolio) -> None:
    here.write(f"content/{DANA}", REPLY)
    done = ask("acme", "--list")

    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        *("thanks", "mentor", "clarify"),
    ]
    assert "From 2026-03-22 on" in done.stdout


def test_without_a_name_it_lists_what_waits(ask: Ask) -> None:
    done = ask()

    assert done.stdout.startswith("afterword ask 2026-03-18-acme-panel\n    request: they decided")


def test_where_nothing_waits_it_says_so(ask: Ask, here: Portfolio) -> None:
    here.write(f"content/{PANEL}", TURNED_DOWN.replace("stage", "asked: no\nstage"))

    assert ask().stdout.startswith("No message waits")
    assert ask("acme").stdout == ""
    assert "Nothing has to be written now" in ask("acme").stderr


def test_a_german_portfolio_writes_german_and_an_entry_may_say_otherwise(
    ask: Ask, here: Portfolio
) -> None:
    here.write("portfolio.toml", SETTINGS + 'language = "de"\n')
    german = ask("acme").stdout
    here.write(f"content/{PANEL}", TURNED_DOWN.replace("stage", "lang: en-GB\nstage"))

    assert "am 18. März" in german
    assert "on 18 March" in ask("acme").stdout


def test_a_template_of_the_portfolios_own_is_used_and_a_broken_one_named(
    ask: Ask, here: Portfolio
) -> None:
    here.write("templates/messages/request.txt", "Subject: {{ company }}\n\nWell?\n")
    own = ask("acme").stdout
    here.write("templates/messages/request.txt", "{% if %}")

    assert own == "Subject: Acme\n\nWell?\n"
    assert ask("acme").exit_code == 3
    assert "messages/request.txt" in ask("acme").stderr
    assert "messages/request.txt" in CliRunner().invoke(main, ["check"]).stdout


@pytest.mark.parametrize(
    "arguments",
    [("acme", "--list", "--mark"), ("--check", "-", "--copy"), ("--kind", "thanks"), ("--mail",)],
)
def test_what_does_not_go_together_is_wrong_usage(ask: Ask, arguments: tuple[str, ...]) -> None:
    assert ask(*arguments).exit_code == 2


# ---- the checker ----


def test_an_edited_text_is_looked_through(ask: Ask, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear [name],\n\nwhy was I wrong?\n")
    done = ask("--check", str(letter))

    assert done.exit_code == 0
    assert done.stdout == ""
    assert [line for line in done.stderr.splitlines() if not line.startswith(" ")] == [
        '1:6: warning: "[name]" looks like a place that was left to fill in [placeholder]',
        '3:1: warning: "why was" asks for reasons, and is answered with reasons [accusing-why]',
    ]


def test_a_text_comes_from_standard_input_too(ask: Ask) -> None:
    assert "[blame]" in ask("--check", "-", input="It was your fault.").stderr


def test_hidden_names_are_pointed_out_but_not_to_themselves(ask: Ask, here: Portfolio) -> None:
    here.write(
        "portfolio.toml", SETTINGS + '[names."Dana Whitlock"]\n[names.Borealis]\nalso=["B9"]'
    )
    text = "Dear Dana Whitlock, B9 and Borealis took me."

    assert ask("--check", "-", input=text).stderr.count("[hidden-name]") == 3
    assert ask("acme", "--check", "-", input=text).stderr.count("[hidden-name]") == 2
    assert "[hidden-name]" not in ask("acme").stderr


# ---- noting it ----


def test_a_request_is_noted_and_a_reminder_joins_it(ask: Ask, here: Portfolio) -> None:
    assert ask("acme", "--mark").exit_code == 0
    once = content(here)
    ask("acme", "--kind", "follow-up", "--mark")
    again = CliRunner().invoke(
        main, ["ask", "acme", "--kind", "follow-up", "--mark", "--today", "2026-03-28"]
    )

    assert once == TURNED_DOWN.replace("rejected\n", "rejected\nasked: 2026-03-20\n")
    assert content(here) == TURNED_DOWN.replace(
        "rejected\n", "rejected\nasked: [2026-03-20, 2026-03-28]\n"
    )
    assert "now says asked: 2026-03-28" in again.stderr


@pytest.mark.parametrize(("kind", "field"), [("thanks", "thanked"), ("clarify", "clarified")])
def test_thanks_and_questions_are_noted_where_the_feedback_is(
    ask: Ask, here: Portfolio, kind: str, field: str
) -> None:
    text = REPLY.replace("settle: 3 days\n", "").replace("\n", "\r\n")
    here.write(f"content/{DANA}", b"\xef\xbb\xbf" + text.encode())
    ask("acme", "--kind", kind, "--mark")

    assert content(here, DANA) == "\ufeff" + text.replace(
        "vague\r\n", f"vague\r\n{field}: 2026-03-20\r\n"
    )
    assert content(here) == TURNED_DOWN


def test_what_was_noted_is_understood(ask: Ask, here: Portfolio) -> None:
    ask("acme", "--mark")
    ask("acme", "--kind", "follow-up", "--mark")

    assert "a reminder is in place from 2026-03-27 on" in ask("acme").stderr
    assert "All is well" in CliRunner().invoke(main, ["check"]).stdout
    assert "asked" in content(here)


def test_nothing_keeps_that_a_call_was_made(ask: Ask, here: Portfolio) -> None:
    done = ask("acme", "--kind", "call", "--mark")

    assert done.exit_code == 2
    assert "no key keeps" in done.stderr
    assert content(here) == TURNED_DOWN


def test_a_yes_is_kept_by_an_entry_with_its_outcome_alone(ask: Ask, here: Portfolio) -> None:
    offer = TURNED_DOWN.replace("rejected", "offer")
    here.write(f"content/{PANEL}", offer)
    done = ask("acme", "--mark")

    assert done.exit_code == 2
    assert "`outcome: accepted`" in done.stderr
    assert content(here) == offer


def test_a_no_to_an_offer_is_noted_as_thanks_and_asks_for_an_entry(
    ask: Ask, here: Portfolio
) -> None:
    here.write(f"content/{PANEL}", TURNED_DOWN.replace("rejected", "offer"))
    done = ask("acme", "--kind", "decline", "--mark")

    assert "thanked: 2026-03-20\n" in content(here)
    assert "`outcome`" in done.stderr


def test_after_a_yes_who_helped_is_thanked_and_their_names_are_no_secret(
    ask: Ask, here: Portfolio
) -> None:
    settings = SETTINGS + '[names."Roz Tiller"]\n'
    here.write("portfolio.toml", settings)
    here.write(f"content/{PANEL}", TURNED_DOWN.replace("rejected", "accepted"))
    here.write("content/2026-03-12-mock.md", "---\nkind: practice\nby: Roz Tiller\n---\n")
    done = ask("acme", "--mark")

    assert "Hi Roz,\n" in done.stdout
    assert "[hidden-name]" not in done.stderr
    assert "thanked: 2026-03-20\n" in content(here)
    assert "thanks" not in ask("acme", "--list").stdout


def test_a_file_that_changed_meanwhile_is_left_alone(
    ask: Ask, here: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = TURNED_DOWN + "One more line.\n"
    monkeypatch.setattr(process, "find_program", lambda _: "xclip")

    def edits(*_: object) -> str:
        here.write(f"content/{PANEL}", mine)
        return ""

    monkeypatch.setattr(process, "feed", edits)
    done = ask("acme", "--copy", "--mark")

    assert done.exit_code == 3
    assert "was changed in the meantime" in done.stderr
    assert content(here) == mine


def test_a_front_matter_that_cannot_be_edited_is_refused_with_the_line_to_write(
    ask: Ask, here: Portfolio
) -> None:
    text = "---\n{company: Acme, stage: panel, outcome: rejected}\n---\nHm.\n"
    here.write(f"content/{PANEL}", text)
    done = ask("acme-panel", "--mark")

    assert done.exit_code == 3
    assert "write it yourself: asked: 2026-03-20" in done.stderr
    assert content(here) == text


# ---- handing it over ----


@pytest.mark.parametrize(
    ("program", "command", "encoding"),
    [
        ("pbcopy", ("pbcopy",), "utf-8"),
        ("wl-copy", ("wl-copy",), "utf-8"),
        ("xclip", ("xclip", "-selection", "clipboard"), "utf-8"),
        ("clip.exe", ("clip.exe",), "utf-16"),
    ],
)
def test_the_draft_goes_to_the_systems_clipboard(
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    command: Sequence[str],
    encoding: str,
) -> None:
    fed = Given()
    monkeypatch.setattr(process, "find_program", lambda names: program if program in names else "")
    monkeypatch.setattr(process, "feed", fed)
    done = ask("acme", "--copy")

    assert fed.calls == [(command, done.stdout.encode(encoding))]
    assert "Copied." in done.stderr


def test_a_system_without_a_clipboard_is_said_so(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "find_program", lambda _: "")
    done = ask("acme", "--copy", "--mark")

    assert done.exit_code == 3
    assert done.stdout.startswith("Subject: ")
    assert "none of pbcopy, wl-copy, xclip, xsel, clip.exe" in done.stderr


def test_off_a_terminal_a_mail_is_an_address(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "start", lambda _: pytest.fail("opened"))
    done = ask("acme", "--mail")

    assert done.stdout.startswith("mailto:?subject=Engineer%20at%20Acme")
    assert done.stdout.count("\n") == 1


def test_on_a_terminal_a_mail_is_opened_and_never_sent(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Given()
    monkeypatch.setattr(handing, "is_shown", lambda: True)
    monkeypatch.setattr(process, "find_program", lambda _: "xdg-open")
    monkeypatch.setattr(process, "start", started)
    done = ask("acme", "--mail")

    ((command,),) = started.calls
    assert command[0] == "xdg-open"
    assert command[1].startswith("mailto:?subject=")
    assert done.stdout.startswith("Subject: ")
    assert "It is you who sends it" in done.stderr


def test_a_program_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    command = (sys.executable, "-c", "raise SystemExit(3)")

    assert process.feed((sys.executable, "-c", "import sys; sys.stdin.read()"), b"x") == ""
    assert sys.executable in process.feed(command, b"x")
    assert "No such file" in process.feed(("/nowhere/at-all",), b"x")
    monkeypatch.setenv("PATH", "")
    assert process.find_program(("xclip", "pbcopy")) == ""


# ---- whether it is worth it ----


@pytest.mark.parametrize(
    ("wanted", "known", "shaken", "worth"),
    [
        (True, False, False, True),
        (True, True, False, False),
        (False, False, False, False),
        (False, True, True, True),
        (True, True, True, True),
    ],
)
def test_shaken_confidence_always_asks(
    *, wanted: bool, known: bool, shaken: bool, worth: bool
) -> None:
    assert verdict(wanted=wanted, known=known, shaken=shaken).worth is worth


def test_off_a_terminal_nothing_is_asked(ask: Ask, here: Portfolio) -> None:
    assert "three questions" not in ask("acme").stderr
    assert content(here) == TURNED_DOWN


def test_it_asks_once_and_keeps_the_answer(
    ask: Ask, here: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation(monkeypatch)
    first = ask("acme", "--mark", input="y\nn\nn\ny\n")
    here.write(f"content/{PANEL}", content(here).replace("asked: 2026-03-20\n", ""))
    second = ask("acme")

    assert "Did I want this job?" in first.stderr
    assert first.stdout.startswith("Subject: ")
    assert content(here) == TURNED_DOWN.replace("rejected\n", "rejected\nx-worth-asking: yes\n")
    assert "Did I want" not in second.stderr
    assert second.stdout.startswith("Subject: ")


def test_a_no_closes_it_here_and_on_the_agenda(
    ask: Ask, here: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "request" in ask().stdout
    conversation(monkeypatch)
    done = ask("acme", input="n\nn\nn\ny\n")

    assert done.stdout == ""
    assert "let this one go" in done.stderr
    assert content(here) == TURNED_DOWN.replace("rejected\n", "rejected\nx-worth-asking: no\n")
    assert "request" not in ask("acme", "--list").stdout
    assert ask().stdout.startswith("No message waits")


def test_enter_alone_is_no_answer_to_the_three_questions(
    ask: Ask, here: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation(monkeypatch)
    done = ask("acme", input="\ny\n\nn\n\nn\n\n")

    assert done.stderr.count("Did I want this job?") == 2
    assert done.stderr.count("Has it shaken my confidence?") == 2
    assert "x-worth-asking: yes\n" in content(here)


def test_an_answer_that_is_not_to_be_kept_is_not(
    ask: Ask, here: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation(monkeypatch)
    done = ask("acme", "--kind", "request", input="n\nn\nn\nn\n")

    assert content(here) == TURNED_DOWN
    assert done.stdout.startswith("Subject: ")


def test_an_answer_that_cannot_be_kept_stops_nothing(
    ask: Ask, here: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation(monkeypatch)
    text = "---\n{company: Acme, stage: panel, outcome: rejected}\n---\nHm.\n"
    here.write(f"content/{PANEL}", text)
    done = ask("acme", input="y\nn\nn\ny\n")

    assert content(here) == text
    assert "write it yourself: x-worth-asking: yes" in done.stderr
    assert done.stdout.startswith("Subject: ")


def test_at_work_nothing_is_weighed(
    ask: Ask, here: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation(monkeypatch)
    here.write("content/2026-03-19-review.md", "---\noccasion: the review\n---\nHm.\n")
    done = ask("2026-03-19-review")

    assert done.stdout.startswith("Subject: The review: how did you see it?")
    assert "three questions" not in done.stderr
