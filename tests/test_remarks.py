"""Bullets under what went well and what to improve: themes, words, quotes, givers; questions."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from afterword.journal.items import split_items
from afterword.journal.model import Polarity, Question, Remark
from afterword.journal.remarks import read_question, read_remarks
from tests.support.journal import words_of


def remarks(source: str) -> tuple[Remark, ...]:
    _, items = split_items(dedent(source).strip("\n").split("\n"), 1)
    return tuple(r for item in items for r in read_remarks(item, Polarity.STRENGTH, words_of()))


def said(source: str) -> list[tuple[tuple[str, ...], str, tuple[str, ...], str]]:
    return [(tuple(t.text for t in r.themes), r.text, r.quotes, r.giver) for r in remarks(source)]


def question(source: str, *, forgotten: bool = False) -> Question:
    lines = dedent(source).strip("\n").split("\n")
    _, (item,) = split_items(lines, 1)
    return read_question(item, forgotten=forgotten)


# Themes


@pytest.mark.parametrize(
    ("bullet", "themes", "text"),
    [
        ("**Pace** Too fast.", ["Pace"], "Too fast."),
        ("**Pace:** Too fast.", ["Pace"], "Too fast."),
        ("**Pace**: Too fast.", ["Pace"], "Too fast."),
        ("**Pace.** Too fast.", ["Pace"], "Too fast."),
        ("**Pace** — too fast.", ["Pace"], "too fast."),
        ("__Pace__ Too fast.", ["Pace"], "Too fast."),
        ("***Pace*** Too fast.", ["Pace"], "Too fast."),
        ("**[[Pace]]** Too fast.", ["Pace"], "Too fast."),
        ("**Pace**", ["Pace"], ""),
        ("**Staying calm under fire** Yes.", ["Staying calm under fire"], "Yes."),
        ("**Four words and one more** here", [], "**Four words and one more** here"),
        ("I was **very** calm", [], "I was **very** calm"),
        ("Too fast #pace", ["pace"], "Too fast"),
        ("Too fast. #pace", ["pace"], "Too fast."),
        ("Too fast #[staying calm]", ["staying calm"], "Too fast"),
        ("Too fast #pace #[staying calm]", ["pace", "staying calm"], "Too fast"),
        ("Too fast #pace, #calm", ["pace", "calm"], "Too fast"),
        ("My #pace was off", ["pace"], "My pace was off"),
        ("Worked on my #pace.", ["pace"], "Worked on my pace."),
        ("#pace Too fast", ["pace"], "Too fast"),
        ("#pace was off", ["pace"], "pace was off"),
        ("**Pace** Too fast #calm", ["Pace", "calm"], "Too fast"),
        ("**Pace** Too fast #pace", ["Pace"], "Too fast"),
        ("Too fast #ci/cd #time-keeping", ["ci/cd", "time-keeping"], "Too fast"),
        ("Zu schnell #Präsenz", ["Präsenz"], "Zu schnell"),
        ("तेज़ #संरचना", ["संरचना"], "तेज़"),
        ("Room #12", [], "Room #12"),
        ("a#pace", [], "a#pace"),
        ("(#pace)", [], "(#pace)"),
        ("See `#pace here`", [], "See `#pace here`"),
        ("Escaped \\#pace", [], "Escaped \\#pace"),
        ("Nothing at all", [], "Nothing at all"),
    ],
)
def test_the_themes_of_a_bullet(bullet: str, themes: list[str], text: str) -> None:
    (remark,) = remarks(f"- {bullet}")

    assert [theme.text for theme in remark.themes] == themes
    assert remark.text == text


def test_themes_have_their_places() -> None:
    (remark,) = remarks("- **Pace** was\n  off #calm and `#calm` #[calm]")

    assert [(t.line, t.column) for t in remark.themes] == [(1, 5), (2, 7)]
    assert (remark.line, remark.column) == (1, 1)


@pytest.mark.parametrize(
    ("source", "themes", "text"),
    [
        ("### Pace\nToo fast.", ("Pace",), "Too fast."),
        ("### Pace:\nToo fast.", ("Pace",), "Too fast."),
        ("### I was far too fast there\nYes.", (), "I was far too fast there\n\nYes."),
        ("### Too fast #pace\nYes.", ("pace",), "Too fast\n\nYes."),
    ],
)
def test_a_heading_is_the_theme_or_the_first_words(
    source: str, themes: tuple[str, ...], text: str
) -> None:
    assert said(source) == [(themes, text, (), "")]


def test_a_heading_may_be_signed() -> None:
    assert said("### Pace — Ana\nToo fast.") == [(("Pace",), "Too fast.", (), "Ana")]


# Givers and quotes


@pytest.mark.parametrize(
    "bullet",
    [
        "**Pace** Too fast. — Ana",
        "**Pace** — Too fast. — Ana",
        "Too fast. — Ana #Pace",
        "Too fast. #Pace — Ana",
        "Too fast.\n  — Ana #Pace",
        "Too fast. #Pace\n\n  — Ana",
    ],
)
def test_signature_and_theme_come_in_either_order(bullet: str) -> None:
    assert said(f"- {bullet}") == [(("Pace",), "Too fast.", (), "Ana")]


@pytest.mark.parametrize(
    "quote",
    [
        "> Too fast. — Ana",
        "> Too fast.\n> — Ana",
        "> Too fast.\n— Ana",
        "> Too fast.\n>\n> — Ana",
        "> Too fast.\n\n— Ana",
        "> Too fast. — Ana #Pace",
        "> Too fast. #Pace — Ana",
    ],
)
def test_a_quote_is_the_givers_own_words(quote: str) -> None:
    assert said(f"- **Pace**\n{indent(quote, '  ')}") == [(("Pace",), "", ("Too fast.",), "Ana")]


def test_a_theme_may_be_all_that_is_signed() -> None:
    assert said("- **Pace** — Ana Petrov") == [(("Pace",), "", (), "Ana Petrov")]


def test_words_of_mine_above_a_signed_quote_stay_mine() -> None:
    assert said("- **Pace** I knew.\n  > Too fast. — Ana") == [
        (("Pace",), "I knew.", (), ""),
        (("Pace",), "", ("Too fast.",), "Ana"),
    ]


def test_a_signature_below_everything_covers_the_quotes() -> None:
    assert said("- > Too fast.\n\n  And too loud. — Ana") == [
        ((), "And too loud.", ("Too fast.",), "Ana")
    ]


@pytest.mark.parametrize(
    "quotes",
    [
        "> Fast. — Ana\n\n> Loud. — Ben",
        "> Fast. — Ana\n>\n> Loud. — Ben",
        "> Fast. — Ana\n> Loud. — Ben",
        "> Fast.\n— Ana\n\n> Loud.\n— Ben",
    ],
)
def test_several_people_are_quoted_in_one_bullet(quotes: str) -> None:
    assert said(f"- **Pace**\n{indent(quotes, '  ')}") == [
        (("Pace",), "", ("Fast.",), "Ana"),
        (("Pace",), "", ("Loud.",), "Ben"),
    ]


def test_two_quotes_of_one_person_stay_together() -> None:
    assert said("- > Fast. — Ana\n\n  > Loud. — Ana") == [((), "", ("Fast.", "Loud."), "Ana")]


def test_a_line_right_below_a_quote_belongs_to_it() -> None:
    assert said("- > They went\n  on and on\n\n  My words.") == [
        ((), "My words.", ("They went\non and on",), "")
    ]


def test_a_quote_in_a_nested_bullet_is_a_quote() -> None:
    assert said("- **Pace**\n  - > Too fast. — Ana") == [(("Pace",), "", ("Too fast.",), "Ana")]


def test_a_prompt_in_code_is_no_quote() -> None:
    assert said("- a\n  ```\n  > ls\n  ```") == [((), "a\n```\n> ls\n```", (), "")]


# Questions


@pytest.mark.parametrize(
    ("source", "asked", "answer", "better", "went"),
    [
        ("- Why us?\n  The tile.", "Why us?", "The tile.", "", ""),
        ("- Why us? The tile.", "Why us?", "The tile.", "", ""),
        ("- Why us?\n  Better: the dog.", "Why us?", "", "the dog.", ""),
        ("- Why us?\n  A.\n  Better: B.\n  Went: badly", "Why us?", "A.", "B.", "badly"),
        ("- Why us?\n  Went: well\n  Better: B.", "Why us?", "", "B.", "well"),
        ("- Why us?\n  - Better: B.\n  - Went: okay.", "Why us?", "", "B.", "ok"),
        ("- Why us?\n  **Better:** B.\n  *Went*: not well", "Why us?", "", "B.", "badly"),
        ("- Why us? And why now?\n  A.", "Why us? And why now?", "A.", "", ""),
        ("- A shop is on fire. What now? Run.", "A shop is on fire. What now?", "Run.", "", ""),
        ("- “Why us?”\n  A.", "“Why us?”", "A.", "", ""),
        ("- **Why us?** A.", "**Why us?**", "A.", "", ""),
        (
            "- Tell us about a failure.\n  Which one?",
            "Tell us about a failure.",
            "Which one?",
            "",
            "",
        ),
        (
            "- What would you do\n  if it rained?\n  Wait.",
            "What would you do\nif it rained?",
            "Wait.",
            "",
            "",
        ),
        ("- Strengths\n  I said: which?", "Strengths", "I said: which?", "", ""),
        ("- なぜ？ 犬。", "なぜ？", "犬。", "", ""),
        ("### Why us?\nA.\n\nBetter: B.", "Why us?", "A.", "B.", ""),
        ("- Why us?\n  Went: well, mostly", "Why us?", "Went: well, mostly", "", ""),
    ],
)
def test_a_question_and_what_i_said(
    source: str, asked: str, answer: str, better: str, went: str
) -> None:
    found = question(source)

    assert (found.text, found.answer, found.better, found.went) == (asked, answer, better, went)
    assert not found.forgotten


def test_a_question_i_meant_to_ask() -> None:
    assert question("- Who goes in first?", forgotten=True).forgotten
