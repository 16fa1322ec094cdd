"""Messages: which one makes sense, why, what it is made of, and how it reads."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from afterword.assets import default_templates
from afterword.cli import asking
from afterword.cli.letters import Draft, write_letter
from afterword.insight import messages
from afterword.insight.agenda import find_agenda
from afterword.insight.drafts import make_letter
from afterword.insight.greetings import spoken
from afterword.insight.index import build
from afterword.insight.message_check import MOST_WORDS, check_message
from afterword.insight.messages import KINDS, SHEETS
from afterword.insight.situation import Situation, find_subject, read_situation
from afterword.site.template_faults import TemplateError
from tests.support.journal import read_all

TODAY = dt.date(2026, 3, 20)
TURNED_DOWN = """
    company: Acme
    role: Backend engineer
    stage: panel
    with: Dana Whitlock; J. Reid, Staff Engineer
    outcome: rejected
    ---
    ## To improve
    - **Teamwork examples** They wanted to hear who did what.
    ## Questions
    - Tell us about a disagreement at work.
      Went: badly
"""
REPLY = """
    company: Acme
    source: hiring manager
    by: Dana Whitlock
    clarity: vague
    ---
    ## To improve
    - **Presence**
      > A little more gravitas, perhaps. — Dana Whitlock
    ## Next steps
    - [ ] Thank Dana
    - [ ] Open with the number
"""


def situation(
    files: Mapping[str, str], name: str = "", *, today: dt.date = TODAY, settings: str = ""
) -> Situation:
    """Return how things stand with what a name means; without one, with the first entry."""
    index = build(read_all(files, settings=settings, today=today).journal)
    found = find_subject(index, name or next(iter(files)))
    assert not isinstance(found, tuple), found
    return read_situation(index, found, today)


def chosen(state: Situation) -> tuple[str, str]:
    """Return the message to write now, and why; empty when none is."""
    found = messages.choose(state)
    return (found.kind, found.why) if found else ("", "")


def draft(
    kind: str, state: Situation, *, language: str = "en", author: str = "Ines Marsh"
) -> Draft:
    letter = make_letter(kind, state, author)
    return write_letter(default_templates(), kind, letter, language, state.today)


# ---- which message ----


def test_after_a_turn_down_it_is_a_request() -> None:
    state = situation({"2026-03-18-acme.md": TURNED_DOWN})

    assert chosen(state) == ("request", "turned-down")


@pytest.mark.parametrize(
    ("today", "asked", "kind"),
    [
        ("2026-03-24", "2026-03-18", ""),
        ("2026-03-25", "2026-03-18", "follow-up"),
        ("2026-04-04", "[2026-03-18, 2026-03-25]", "follow-up"),
        ("2026-04-16", "[2026-03-18, 2026-03-25, 2026-04-04]", ""),
        ("2026-03-25", "no", ""),
    ],
)
def test_a_request_that_waits_is_followed_up_twice_at_most(
    today: str, asked: str, kind: str
) -> None:
    text = TURNED_DOWN.replace("outcome:", f"asked: {asked}\n    outcome:")
    state = situation({"2026-03-18-acme.md": text}, today=dt.date.fromisoformat(today))

    assert chosen(state)[0] == kind


def test_a_reply_is_thanked_before_it_is_asked_about() -> None:
    files = {"2026-03-16-acme.md": TURNED_DOWN, "2026-03-18-dana.md": REPLY}
    thanked = {**files, "2026-03-18-dana.md": REPLY.replace("by:", "thanked: no\n    by:")}

    assert chosen(situation(files)) == ("thanks", "unthanked")
    assert chosen(situation(thanked)) == ("clarify", "vague")


def test_what_is_vague_is_asked_about_once_it_settled() -> None:
    reply = REPLY.replace("by:", "thanked: 2026-03-18\n    settle: 4 days\n    by:")
    files = {"2026-03-16-acme.md": TURNED_DOWN, "2026-03-18-dana.md": reply}
    early, late = (situation(files, today=dt.date(2026, 3, day)) for day in (20, 22))

    assert messages.unsettled_until(early) == dt.date(2026, 3, 22)
    assert chosen(early) == ("", "")
    assert messages.unsettled_until(late) is None
    assert chosen(late) == ("clarify", "vague")


def test_a_first_request_does_not_wait_for_anything_to_settle() -> None:
    text = TURNED_DOWN.replace("outcome:", "settle: 2 weeks\n    outcome:")

    assert chosen(situation({"2026-03-20-acme.md": text})) == ("request", "turned-down")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("offer", ("accept", "offer")),
        ("accepted", ("thanks", "helped")),
        ("turned it down", ("decline", "declined")),
        ("withdrew", ("withdraw", "withdrew")),
        ("pending", ("thanks-interview", "talked")),
    ],
)
def test_an_ending_calls_for_its_own_message(outcome: str, expected: tuple[str, str]) -> None:
    text = TURNED_DOWN.replace("rejected", outcome)

    assert chosen(situation({"2026-03-18-acme.md": text})) == expected


def test_an_offer_can_be_declined_too() -> None:
    state = situation({"2026-03-18-acme.md": TURNED_DOWN.replace("rejected", "offer")})

    assert [r.kind for r in messages.sensible(state)][:2] == ["accept", "decline"]


def test_who_said_yes_elsewhere_withdraws_from_what_still_goes_on() -> None:
    files = {
        "2026-03-05-acme.md": "company: Acme\nstage: panel\noutcome: advanced\n---\n",
        "2026-03-18-borealis.md": "company: Borealis\nstage: final\noutcome: accepted\n---\n",
    }

    assert chosen(situation(files)) == ("withdraw", "elsewhere")


def test_a_yes_from_before_an_application_began_does_not_end_it() -> None:
    files = {
        "2026-03-05-acme.md": "company: Acme\nstage: panel\noutcome: advanced\n---\n",
        "2025-03-18-borealis.md": "company: Borealis\nstage: final\noutcome: accepted\n---\n",
    }

    assert chosen(situation(files))[0] != "withdraw"


def test_before_a_round_somebody_is_asked_to_rehearse() -> None:
    files = {"2026-03-28-acme.md": "company: Acme\nstage: panel\n---\n"}

    assert chosen(situation(files)) == ("practice", "ahead")


def test_at_work_one_asks_who_was_there() -> None:
    files = {"2026-03-18-review.md": "occasion: the review\nwith: Dara Quinn\n---\nI raced."}

    assert chosen(situation(files)) == ("request", "at-work")


def test_a_partner_in_practice_is_thanked() -> None:
    files = {"2026-03-18-mock.md": "kind: practice\nsource: friend\nby: Roz Tiller\n---\n"}

    assert chosen(situation(files)) == ("thanks", "practised")


REASONS = """
    company: Acme
    role: Backend engineer
    outcome: rejected
    source: hiring manager
    by: Jo Reid
    clarity: vague
    ---
    ## Went well
    - **Diagrams** Clear at once.
    ## To improve
    - **Presence**
      > Slow down a little.
"""
ROUND = """
    company: Acme
    role: Backend engineer
    stage: panel
    with: Dana Whitlock
    ---
"""
WITH_REASONS = {"2026-03-10-acme.md": ROUND, "2026-03-18-acme-no.md": REASONS}


@pytest.mark.parametrize("name", ["acme-no", "acme-backend-engineer", "2026-03-10-acme"])
def test_a_no_with_its_reasons_is_thanked_and_asked_about_but_not_requested(name: str) -> None:
    state = situation(WITH_REASONS, name)
    thanks, clarify = draft("thanks", state).text, draft("clarify", state).text

    assert [r.kind for r in messages.sensible(state)] == ["thanks", "clarify", "mentor"]
    assert doubt("request", state) == "told-already"
    assert "Dear Jo Reid,\n\nThank you for telling me on 18 March" in thanks
    assert "What you said about presence was the most valuable part" in thanks
    assert "told me on 18 March" in clarify
    assert "“Slow down a little.”" in clarify
    assert messages.marked_entry("thanks", state).slug == "2026-03-18-acme-no"


def test_a_no_with_its_reasons_asks_the_agenda_for_the_same() -> None:
    index = build(read_all(WITH_REASONS, today=TODAY).journal)
    lines = {line.kind for line in find_agenda(index, TODAY).lines}

    assert {"thank", "clarify"} <= lines
    assert "ask" not in lines


def test_my_own_points_in_a_no_are_not_their_reasons() -> None:
    own = REASONS.replace("source: hiring manager\n    by:", "with:")

    assert chosen(situation({"2026-03-18-acme-no.md": own})) == ("request", "turned-down")


@pytest.mark.parametrize("name", ["acme-no", "acme-backend-engineer"])
def test_a_no_with_its_reasons_is_asked_about_from_the_day_it_settles(name: str) -> None:
    settling = REASONS.replace("clarity:", "settle: 4 days\n    clarity:")
    files = {**WITH_REASONS, "2026-03-18-acme-no.md": settling}
    early, late = (situation(files, name, today=dt.date(2026, 3, day)) for day in (20, 22))

    assert messages.unsettled_until(early) == dt.date(2026, 3, 22)
    assert [r.kind for r in messages.sensible(early)] == ["thanks"]
    assert [r.kind for r in messages.sensible(late)] == ["thanks", "clarify", "mentor"]


def test_of_two_vague_remarks_the_settled_one_is_asked_about() -> None:
    later = REPLY.replace("by:", "settle: 4 days\n    by:").replace("gravitas", "weight")
    files = {"2026-03-16-acme-no.md": REASONS, "2026-03-19-dana.md": later}
    state = situation(files, "acme-backend-engineer")

    assert messages.unsettled_until(state) is None
    assert "“Slow down a little.”" in draft("clarify", state).text


def test_a_request_names_the_day_of_the_round_even_when_the_no_is_named() -> None:
    no = "company: Acme\nrole: Backend engineer\noutcome: rejected\n---\n"
    state = situation({"2026-03-10-acme.md": ROUND, "2026-03-18-acme-no.md": no}, "acme-no")

    assert "Thank you for the interview on 10 March" in draft("request", state).text


def test_only_words_of_others_are_asked_about() -> None:
    mixed = REASONS.replace("- **Presence**", "- **Tears** I lost it. — me\n    - **Presence**")
    state = situation({"2026-03-18-acme-no.md": mixed})
    remark = make_letter("clarify", state, "").remark

    assert remark == "Slow down a little."


SETTLING = """
    company: Acme
    stage: panel
    source: interviewer
    by: Jo Reid
    settle: 2 weeks
    outcome: rejected
    ---
    ## Went well
    - **Diagrams** Clear at once.
    ## To improve
    - **Presence**
      > Slow down a little.
"""


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_settling_is_in_no_message(kind: str, language: str) -> None:
    ahead = "company: Borealis\nstage: panel\n---\n"
    files = {"2026-03-18-acme.md": SETTLING, "2026-03-28-borealis.md": ahead}
    states = [situation(files, name) for name in ("acme", "borealis")]
    at_work = SETTLING.replace("company: Acme\n    stage: panel", "occasion: the review")
    at_work = at_work.replace("outcome: rejected\n    ", "themes: presence\n    ")
    states.append(situation({"2026-03-18-review.md": at_work}))

    for state in states:
        text = draft(kind, state, language=language).text.casefold()
        assert [word for word in ("presence", "slow down") if word in text] == []


def test_once_it_has_settled_it_is() -> None:
    state = situation({"2026-03-18-acme.md": SETTLING}, today=dt.date(2026, 4, 1))

    assert "presence" in draft("request", state).text
    assert "presence" in draft("mentor", state).text
    assert "Slow down a little." in draft("call", state).text


def test_while_it_settles_thanks_are_for_the_praise_and_no_mentor_is_suggested() -> None:
    state = situation({"2026-03-18-acme.md": SETTLING})

    assert "What you said about diagrams was" in draft("thanks", state).text
    assert "mentor" not in [r.kind for r in messages.sensible(state)]


def test_a_theme_said_in_private_is_no_area_at_work() -> None:
    text = "occasion: the review\n---\n## To improve\n\n::: private\n- **Tears** Hm.\n:::\n"

    assert make_letter("request", situation({"2026-03-18-review.md": text}), "").areas == ()


def test_a_not_yet_in_ones_own_house_is_requested_and_marked_as_asked() -> None:
    text = TURNED_DOWN.replace("outcome: rejected", "internal: yes\n    outcome: not yet")
    asked = text.replace("outcome:", "asked: 2026-03-19\n    outcome:")
    closed = text.replace("outcome:", "asked: no\n    outcome:")
    state = situation({"2026-03-18-acme.md": text})

    assert chosen(state) == ("request", "turned-down")
    assert messages.field_of("request") == "asked"
    assert messages.marked_entry("request", state).slug == "2026-03-18-acme"
    assert chosen(situation({"2026-03-18-acme.md": asked})) == ("", "")
    assert chosen(situation({"2026-03-18-acme.md": closed})) == ("", "")


ACCEPTED = {
    "2026-01-05-mock.md": "kind: practice\nsource: peer\nby: Long Ago\n---\n",
    "2026-02-28-mock.md": "kind: practice\nsource: peer\nby: Roz Tiller\n---\n",
    "2026-03-01-acme.md": TURNED_DOWN.replace("rejected", "offer"),
    "2026-03-05-mo.md": "source: mentor\nby: Mo Adeyemi\nimprovements: pace\n---\n",
    "2026-03-06-kay.md": "company: Other\nkind: practice\nby: Kay Else\n---\n",
    "2026-03-18-acme-yes.md": "company: Acme\nrole: Backend engineer\noutcome: accepted\n---\n",
}


def test_after_a_yes_those_who_helped_are_thanked_once() -> None:
    state = situation(ACCEPTED, "acme-backend-engineer")
    text = draft("thanks", state).text
    thanked = ACCEPTED["2026-03-18-acme-yes.md"].replace("outcome", "thanked: 2026-03-19\noutcome")
    after = situation({**ACCEPTED, "2026-03-18-acme-yes.md": thanked}, "acme-backend-engineer")

    assert [r.kind for r in messages.sensible(state)] == ["thanks", "mentor"]
    assert text.startswith("Subject: I said yes, and thank you\n\nHi Mo and Roz,\n")
    assert "I have said yes to Acme" in text
    assert messages.marked_entry("thanks", state).slug == "2026-03-18-acme-yes"
    assert "thanks" not in [r.kind for r in messages.sensible(after)]
    assert doubt("thanks", after) == "thanked-already"
    assert doubt("accept", state) == "said-yes"


def test_after_a_yes_words_of_theirs_can_still_be_thanked_by_name() -> None:
    state = situation({**ACCEPTED, "2026-03-10-dana.md": REPLY}, "2026-03-10-dana")

    assert "Dear Dana Whitlock," in draft("thanks", state).text


@pytest.mark.parametrize(("language", "question"), [("en", "question"), ("de", "frage")])
def test_for_an_offer_the_agenda_promises_only_the_drafts_there_are(
    language: str, question: str
) -> None:
    words = tomllib.loads(default_templates()[f"strings/{language}.toml"].decode())
    state = situation({"2026-03-18-acme.md": TURNED_DOWN.replace("rejected", "offer")})

    assert [r.kind for r in messages.sensible(state)][:2] == ["accept", "decline"]
    assert question not in words["agenda"]["why"]["offer"].casefold()


@pytest.mark.parametrize("language", ["en", "de"])
def test_thanks_to_those_who_helped_are_short_and_kind(language: str) -> None:
    text = draft("thanks", situation(ACCEPTED, "acme-backend-engineer"), language=language).text

    assert check_message(text) == ()
    assert not re.search(r"  \S|\n{3}| [.,?!]|\(\)|“”|None", text)


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Dana Whitlock", "Dana"),
        ("Dana", "Dana"),
        ("Anna Maria Lima, Ward Manager", "Anna"),
        ("J. Reid", "J. Reid"),
        ("P Lund", "P Lund"),
        *[
            (f"{title} Hale", f"{title} Hale")
            for title in (
                *("Matron", "Sister", "Nurse", "Staff Nurse", "Ward Sister", "Doctor", "Dr", "Dr."),
                *("Prof", "Professor", "Captain", "Rev", "Father", "Judge", "Chief", "Mrs", "Mx"),
                *("Herr", "Frau", "Frau Dr.", "Schwester", "Oberin", "Oberarzt", "Pfarrerin"),
            )
        ],
    ],
)
def test_a_title_keeps_its_surname(name: str, greeted: str) -> None:
    assert spoken(name) == greeted


@pytest.mark.parametrize("quote", ['"slow down"', "“slow down”", "„slow down“", "slow down"])
@pytest.mark.parametrize("kind", ["clarify", "call"])
def test_a_remark_in_quotation_marks_keeps_one_pair(kind: str, quote: str) -> None:
    text = REPLY.replace("A little more gravitas, perhaps. — Dana Whitlock", quote)
    state = situation({"2026-03-18-dana.md": text})

    assert "“slow down”" in draft(kind, state).text
    assert "„slow down“" in draft(kind, state, language="de").text
    assert not re.search(r"[“„\"]{2}|[”“\"]{2}", draft(kind, state).text)


def test_a_question_in_quotation_marks_keeps_one_pair() -> None:
    text = TURNED_DOWN.replace("Tell us about a disagreement at work.", '"Why us?"')

    assert "“Why us?”" in draft("request", situation({"2026-03-18-a.md": text})).text


def test_what_was_found_not_worth_asking_closes_the_line_of_the_agenda_too() -> None:
    text = TURNED_DOWN.replace("outcome:", "x-worth-asking: no\n    outcome:")
    kinds = [
        {
            line.kind
            for line in find_agenda(build(read_all(files, today=TODAY).journal), TODAY).lines
        }
        for files in ({"2026-03-18-acme.md": TURNED_DOWN}, {"2026-03-18-acme.md": text})
    ]

    assert ["ask" in found for found in kinds] == [True, False]


def test_what_was_found_not_worth_asking_is_not_asked() -> None:
    text = TURNED_DOWN.replace("outcome:", "x-worth-asking: no\n    outcome:")
    state = situation({"2026-03-18-acme.md": text})

    assert state.worth_asking is False
    assert chosen(state) == ("", "")
    assert doubt("request", state) == "not-worth-it"


def doubt(kind: str, state: Situation) -> str:
    found = messages.doubt_about(kind, state)
    if found:
        assert asking.doubt(found)
    return found.why if found else ""


@pytest.mark.parametrize(
    ("kind", "asked", "why"),
    [
        ("follow-up", "", "no-request"),
        ("follow-up", "2026-03-18", "not-due"),
        ("follow-up", "[2026-03-05, 2026-03-11, 2026-03-16]", "two-are-enough"),
        ("follow-up", "2026-01-05", "over"),
        ("request", "2026-03-18", "asked-already"),
        ("request", "no", "closed"),
        ("thanks", "", "no-reply"),
        ("clarify", "", "no-reply"),
        ("accept", "", "no-offer"),
        ("decline", "", "no-offer"),
        ("withdraw", "", "ended"),
        ("mentor", "", ""),
    ],
)
def test_a_message_out_of_season_is_written_with_a_note(kind: str, asked: str, why: str) -> None:
    text = TURNED_DOWN.replace("outcome:", f"asked: {asked}\n    outcome:")
    state = situation({"2026-03-04-acme.md": text})

    assert doubt(kind, state) == why
    assert draft(kind, state).text.startswith("Subject: ")


@pytest.mark.parametrize("kind", ["request", "thanks", "clarify"])
def test_what_was_long_ago_is_not_brought_up_by_itself(kind: str) -> None:
    files = {"2026-01-05-acme.md": TURNED_DOWN}
    if kind != "request":
        files["2026-01-06-dana.md"] = REPLY
    state = situation(files)

    assert chosen(state) == ("", "")
    assert doubt(kind, state) == "long-ago"


def test_every_reason_has_its_sentence() -> None:
    source = Path(messages.__file__).read_text("utf-8")
    reasons = re.findall(r'Reason\("[a-z-]+", "([a-z-]+)"', source)
    sentences = {asking.reason(messages.Reason("x", why)) for why in reasons}

    assert len(sentences) == len({*reasons}) > 5


# ---- what a name means ----

FILES = MappingProxyType(
    {
        "2026-03-04-acme-panel.md": "company: Acme\nrole: Engineer\nstage: panel\n---\n",
        "2026-03-05-borealis.md": "company: Borealis\nrole: One\nstage: panel\n---\n",
        "2026-03-06-borealis-again.md": "company: Borealis\nrole: Two\nstage: panel\n---\n",
    }
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2026-03-04-acme-panel", "2026-03-04-acme-panel"),
        ("acme-panel", "2026-03-04-acme-panel"),
        ("content/2026-03-04-acme-panel.md", "2026-03-04-acme-panel"),
        ("acme", "acme-engineer"),
        ("Acme", "acme-engineer"),
        ("acme-engineer", "acme-engineer"),
        ("borealis", "2026-03-05-borealis"),
        ("Borealis two", "borealis-two"),
        ("acme-panle", ("acme-panel",)),
        ("nothing like it", ()),
    ],
)
def test_a_name_is_an_entry_or_an_application(name: str, found: object) -> None:
    subject = find_subject(build(read_all(FILES).journal), name)

    assert (subject if isinstance(subject, tuple) else subject.slug) == found


def test_a_company_with_two_applications_asks_which() -> None:
    files = {f"x{path}": text for path, text in FILES.items()}

    assert find_subject(build(read_all(files).journal), "Borealis") == (
        "borealis-one",
        "borealis-two",
    )


# ---- what it is made of ----


def test_a_request_says_all_that_it_should() -> None:
    text = draft("request", situation({"2026-03-18-acme.md": TURNED_DOWN})).text

    assert text.startswith("Subject: Backend engineer at Acme: a short question\n\n")
    assert "Dear Dana Whitlock and J. Reid," in text
    assert "Thank you for the interview on 18 March" in text
    assert "I accept that." in text
    assert "An honest word on teamwork examples would help me most." in text
    assert "“Tell us about a disagreement at work.”" in text
    assert "because you saw what I cannot see" in text
    assert "glad to interview with you again" in text
    assert "please leave this unanswered" in text
    assert text.endswith("Kind regards,\nInes Marsh\n")


def test_nobody_known_is_greeted_all_the_same_and_nobody_signs() -> None:
    state = situation({"2026-03-18-acme.md": "company: Acme\noutcome: rejected\n---\n"})
    text = draft("request", state, author="").text

    assert "\n\nHello,\n\n" in text
    assert "how clear my answers were" in text
    assert text.endswith("Kind regards,\n")


def test_where_one_meets_again_on_monday_it_is_worded_so() -> None:
    text = TURNED_DOWN.replace("outcome:", "internal: yes\n    outcome:")
    request = draft("request", situation({"2026-03-18-acme.md": text})).text

    assert "Hi Dana and J. Reid," in request
    assert "glad to go on working with you" in request
    assert "interview with you again" not in request
    assert request.endswith("Thanks,\nInes Marsh\n")


def test_a_clarification_quotes_one_remark_and_asks_open_questions() -> None:
    files = {"2026-03-16-acme.md": TURNED_DOWN, "2026-03-18-dana.md": REPLY}
    text = draft("clarify", situation(files)).text

    assert "“A little more gravitas, perhaps.”" in text
    assert text.count("?") == 4
    assert "set the person you chose apart" in text
    assert not re.search(r"\bwhy\b", text, re.IGNORECASE)


def test_thanks_say_what_was_valuable_and_one_thing_that_will_be_done() -> None:
    files = {"2026-03-16-acme.md": TURNED_DOWN, "2026-03-18-dana.md": REPLY}
    text = draft("thanks", situation(files)).text

    assert "Dear Dana Whitlock," in text
    assert "What you said about presence was the most valuable part" in text
    assert "One thing I will do: open with the number." in text


def test_the_step_of_a_goal_on_the_theme_will_do() -> None:
    files = {
        "2026-03-16-acme.md": TURNED_DOWN,
        "2026-03-18-dana.md": REPLY.partition("## Next")[0],
        "2026-01-02-goal.md": "kind: goal\nthemes: presence\n---\n## Next steps\n- [ ] Stand up",
    }

    assert "One thing I will do: stand up." in draft("thanks", situation(files)).text


def test_a_call_is_a_sheet_with_room_to_write() -> None:
    files = {"2026-03-16-acme.md": TURNED_DOWN, "2026-03-18-dana.md": REPLY}
    text = draft("call", situation(files)).text

    assert "Don't defend, ask." in text
    assert text.count("______") > 6
    assert "You said “A little more gravitas, perhaps.”" in text


def test_a_partner_learns_what_to_watch_for() -> None:
    files = {
        "2026-03-16-acme.md": TURNED_DOWN,
        "2026-01-02-calm.md": "title: Calm\nkind: goal\nmeasure: One story, no notes\n---\n",
        "2026-03-28-borealis.md": "company: Borealis\nstage: panel\n---\n",
    }
    text = draft("practice", situation(files, "borealis")).text

    assert "before 28 March?" in text
    assert "- teamwork examples: They wanted to hear who did what." in text
    assert "- Calm: One story, no notes" in text


def test_what_is_private_is_in_no_message() -> None:
    text = """
        company: Acme
        outcome: rejected
        stage: panel
        improvements: salary
        ---
        ## To improve
        - **Pace** Too quick.

        ::: private
        - **Tears** In the lift.
        - **Pace** Because of the pills.
        :::

        ## Questions

        ::: private
        - How old are your children?
          Went: badly
        :::

        ## Next steps

        ::: private
        - [ ] Ring the union
        :::
    """
    state = situation({"2026-03-18-acme.md": text}, settings="[themes.salary]\nprivate = true")

    for kind in KINDS:
        found = draft(kind, state).text.casefold()
        assert [
            w for w in ("tears", "salary", "children", "union", "lift", "pills") if w in found
        ] == []
    assert "pace" in draft("request", state).text


def test_a_day_long_ago_has_its_year() -> None:
    state = situation({"2024-03-18-acme.md": TURNED_DOWN})

    assert "on 18 March 2024" in draft("request", state).text


def test_what_an_entry_says_of_its_language_wins() -> None:
    files = {"2026-03-18-acme.md": TURNED_DOWN}

    assert draft("request", situation(files), language="de-AT").language == "de"
    assert "am 18. März" in draft("request", situation(files), language="de").text
    assert draft("request", situation(files), language="fr").language == "en"


def test_a_portfolio_words_its_own_messages() -> None:
    own = {**default_templates(), "messages/thanks.txt": b"Subject: Ta\n\n{{ names[0] }}: ta.\n"}
    state = situation({"2026-03-18-dana.md": REPLY})
    letter = make_letter("thanks", state, "")

    assert write_letter(own, "thanks", letter, "en", TODAY).text == (
        "Subject: Ta\n\nDana Whitlock: ta.\n"
    )


def test_a_template_of_a_message_cannot_reach_the_machine() -> None:
    own = {**default_templates(), "messages/thanks.txt": b"{{ names.__class__.__mro__ }}"}
    letter = make_letter("thanks", situation({"2026-03-18-dana.md": REPLY}), "")

    with pytest.raises(TemplateError, match=r"messages/thanks\.txt"):
        write_letter(own, "thanks", letter, "en", TODAY)


def test_a_mail_program_gets_subject_and_text() -> None:
    address = Draft("Subject: Grüße & Dank\n\nHello,\n\nso?\n", "en").mailto

    assert address == "mailto:?subject=Gr%C3%BC%C3%9Fe%20%26%20Dank&body=Hello%2C%0D%0A%0D%0Aso%3F"


# ---- every draft, for everybody ----

NURSE = {
    "2026-03-04-osce.md": """
        company: Wexcombe Infirmary
        role: Staff nurse
        stage: OSCE
        by: Mrs P. Lund, Ward Manager
        outcome: rejected
        ---
        ## To improve
        - **Drug calculation** Slow on the second one.
        - **Values examples**
        - **Handover**
        - **Time**
    """
}
ANALYST = {
    "2026-03-02-case.md": TURNED_DOWN.replace("panel", "case")
    .replace("role:", "internal: yes\nrole:")
    .replace("    ", ""),
    "2026-03-05-reply.md": REPLY,
}
ENGINEER = {
    "2026-03-05-kestrel.md": "company: Kestrel\nstage: system design\noutcome: offer\n---\n",
    "2026-02-20-plover.md": "company: Plover\nstage: phone\noutcome: rejected\n---\n",
}
AT_WORK = {
    "2026-03-03-review.md": "occasion: the review\nwith: Dara Quinn; Tom\nthemes: pace\n---\nHm.",
    "2026-02-01-slower.md": "kind: goal\nthemes: pace\nmeasure: Three questions\n---\n",
}
HEARD_AT_WORK = {
    "2026-03-03-dara.md": """
        source: manager
        by: Dara Quinn
        improvements: pace
        clarity: vague
        ---
    """
}
BARE = {"2026-03-03-note.md": "It went.\n"}
EVERYBODY = MappingProxyType(
    {
        "nurse": NURSE,
        "analyst": ANALYST,
        "engineer": ENGINEER,
        "at work": AT_WORK,
        "heard at work": HEARD_AT_WORK,
        "bare": BARE,
    }
)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_every_draft_is_whole_short_and_kind(who: str, kind: str, language: str) -> None:
    state = situation(EVERYBODY[who])
    made = draft(kind, state, language=language)
    most = 0 if kind in SHEETS else MOST_WORDS
    lines = made.text.splitlines()

    assert made.language == language
    assert check_message(made.text, most_words=most) == ()
    assert re.fullmatch(r"Subject: \S.*[^:,\s]", lines[0])
    assert lines[1] == ""
    assert lines[-1] == "Ines Marsh" or kind == "call"
    assert not re.search(r"  \S|\n{3}| [.,?!]|\(\)|“”|None|  $", made.text.replace("\n  ", "\n"))


@pytest.mark.parametrize(("language", "word"), [("en", "honest"), ("de", "offen")])
@pytest.mark.parametrize("who", ["nurse", "analyst", "at work", "bare"])
def test_every_request_asks_for_honesty(who: str, language: str, word: str) -> None:
    assert word in draft("request", situation(EVERYBODY[who]), language=language).text


@pytest.mark.parametrize("occasion", ["demo", "the review", "1:1"])
def test_an_occasion_at_work_fits_whatever_it_is_called(occasion: str) -> None:
    said = f'occasion: "{occasion}"\nasked: 2026-03-01\n---\nHm.'
    state = situation({"2026-03-01-work.md": said})
    capital = occasion[0].upper() + occasion[1:]

    request = draft("request", state).text
    assert request.startswith(f"Subject: {capital}: how did you see it?\n")
    assert f"You saw my part on 1 March ({occasion}) from where I could not." in request
    assert f"how it went ({occasion})." in draft("follow-up", state).text


def test_every_kind_has_a_template_in_every_language_that_has_one() -> None:
    names = {name for name in default_templates() if name.startswith("messages/")}
    kinds = {*KINDS, "share", "words"}

    assert names == {f"messages/{lang}{kind}.txt" for lang in ("", "de/") for kind in kinds}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", sorted({*KINDS} - {*SHEETS}))
def test_the_fullest_entries_still_make_a_short_mail(kind: str, language: str) -> None:
    words = " ".join(["word"] * 80)
    panel = f"""
        company: The Royal Marsh Hospital Trust
        role: Senior specialist nurse for everything
        stage: case
        with: Mrs P. Lund; Sister Bello; Dr Ana Maria Lima; Prof. Iyer
        asked: 2026-03-05
        outcome: rejected
        ---
        ## To improve
        - **One two three four** {words}
        - **Five six seven eight** {words}
        - **Nine ten eleven twelve** {words}
        ## Questions
        - {" ".join(["why"] * 29)}?
          Went: badly
    """
    reply = f"""
        company: The Royal Marsh Hospital Trust
        source: panel
        by: Mrs P. Lund; Sister Bello; Dr Ana Maria Lima; Prof. Iyer
        ---
        ## To improve
        - **One two three four** {words}
        ## Next steps
        - [ ] {" ".join(["step"] * 20)}
    """
    state = situation({"2026-03-04-marsh.md": panel, "2026-03-18-reply.md": reply})

    assert check_message(draft(kind, state, language=language).text) == ()
