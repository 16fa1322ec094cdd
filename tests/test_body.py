"""The sections of a body: which headings are read, what they say, and where everything stands."""

from __future__ import annotations

from textwrap import dedent

import pytest

from afterword.journal.body import Body, plain, read_body, read_sections
from afterword.journal.model import Polarity
from tests.support.journal import codes, words_of


def body(source: str, *, first_line: int = 1, keep_heading: bool = False) -> Body:
    return read_body(
        dedent(source).strip("\n"),
        first_line=first_line,
        vocabulary=words_of(),
        keep_heading=keep_heading,
    )


def outline(found: Body) -> list[tuple[str, str, list[str]]]:
    return [(s.role, s.heading, [part.text for part in s.parts]) for s in found.sections]


# Headings


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("What went well", "strengths"),
        ("Went well", "strengths"),
        ("STRENGTHS", "strengths"),
        ("Positives:", "strengths"),
        ("To improve", "improvements"),
        ("Improve", "improvements"),
        ("Areas for improvement", "improvements"),
        ("What to improve", "improvements"),
        ("Next time", "improvements"),
        ("Questions", "questions"),
        ("Questions asked", "questions"),
        ("They asked", "questions"),
        ("Questions I meant to ask", "forgotten"),
        ("Forgotten questions", "forgotten"),
        ("Next steps", "steps"),
        ("Actions", "steps"),
        ("**Plan**", "steps"),
        ("Research", "research"),
        ("About them", "research"),
        ("What happened", ""),
    ],
)
@pytest.mark.parametrize("form", ["## {}", "## {} ##", "{}\n---", "{}\n------  "])
def test_a_level_two_heading_says_how_its_section_is_read(
    heading: str, role: str, form: str
) -> None:
    (section,) = body(form.format(heading)).sections

    assert section.role == role


def test_other_levels_are_just_text() -> None:
    found = body("# Title\n\n# Strengths\n- a\n\n### To improve\n- b")

    assert found.remarks == ()
    assert outline(found) == [("", "Strengths", ["- a\n\n### To improve\n- b"])]


@pytest.mark.parametrize("source", ["# Acme\nText", "Acme\n====\nText", "# Acme #\nText"])
def test_the_first_level_one_heading_is_the_title_and_leaves_the_body(source: str) -> None:
    found = body(source, first_line=5)

    assert found.heading
    assert (found.heading.text, found.heading.line) == ("Acme", 5)
    assert outline(found) == [("", "", ["Text"])]
    assert found.anchors == ()


def test_a_title_has_its_place_and_no_note_in_it() -> None:
    found = body("Text\n\n#  %% not %% C#")

    assert found.heading
    assert (found.heading.text, found.heading.line) == ("C#", 3)


def test_a_heading_stays_when_the_title_comes_from_elsewhere() -> None:
    found = body("# Acme\nText", keep_heading=True)

    assert found.heading is None
    assert outline(found) == [("", "Acme", ["Text"])]


def test_code_holds_no_headings_and_no_bullets() -> None:
    found = body("""
        ```
        # Title
        ## What went well
        - a
        ```
    """)

    assert (found.heading, found.remarks, found.anchors) == (None, (), ())


def test_a_rule_below_text_that_goes_on_is_no_heading() -> None:
    found = body("a\nb\n---\n\n- c\n---\n\nText\n-")

    assert found.anchors == ()


def test_anchors_are_the_ids_of_headings() -> None:
    found = body("# Title\n## C++ & *me*\n### Deep\n## C++ & me")

    assert found.anchors == ("c-plus-plus-and-me", "deep", "c-plus-plus-and-me-2")
    assert [s.anchor for s in found.sections] == ["h-c-plus-plus-and-me", "h-c-plus-plus-and-me-2"]


# What the sections say


def test_everything_is_read_with_its_place() -> None:
    found = body(
        """
        Words.

        ## What went well
        - **Pace** Good.

        ## To improve
        - %% cut
          %%Late #calm

        ## Questions
        1. Why us?

        ## Forgotten questions
        - Who goes first?

        ## Next steps
        - [ ] Ask (by 2026-04-01)

        ## Research
        - Free entry.
        """,
        first_line=11,
    )

    assert [(r.polarity, r.text, r.line) for r in found.remarks] == [
        (Polarity.STRENGTH, "Good.", 14),
        (Polarity.IMPROVEMENT, "Late", 17),
    ]
    assert [(t.text, t.line, t.column) for r in found.remarks for t in r.themes] == [
        ("Pace", 14, 5),
        ("calm", 18, 10),
    ]
    assert [(q.text, q.forgotten, q.line) for q in found.questions] == [
        ("Why us?", False, 21),
        ("Who goes first?", True, 24),
    ]
    assert [(a.text, a.line) for a in found.actions] == [("Ask", 27)]
    assert found.research == ("Free entry.",)
    assert found.diagnostics == ()


def test_words_before_the_first_bullet_are_shown_and_no_item() -> None:
    found = body("## What went well\nThree things:\n- a")

    assert outline(found) == [("strengths", "What went well", ["Three things:"])]
    assert [r.text for r in found.remarks] == ["a"]


def test_research_without_bullets_is_kept_whole_and_shown() -> None:
    found = body("## Research\nFree entry.")

    assert found.research == ("Free entry.",)
    assert outline(found) == [("research", "Research", ["Free entry."])]


def test_empty_bullets_say_nothing() -> None:
    found = body("## What went well\n- \n- %% later %%\n\n## Next steps\n- [ ] \n\n## Questions\n-")

    assert (found.remarks, found.actions, found.questions) == ((), (), ())


def test_private_parts_are_told_apart() -> None:
    found = body("""
        a
        ::: private
        b
        :::
        c

        ## What went well
        ::: private
        d
        :::
        - e
    """)

    assert [[(p.text, p.private) for p in s.parts] for s in found.sections] == [
        [("a", False), ("b", True), ("c", False)],
        [("d", True)],
    ]


def test_what_is_wrong_is_reported() -> None:
    found = body("## Next steps\n- a (by 2026-13-40)\n\n::private", first_line=4)

    assert codes(found.diagnostics) == [("malformed-private", 7, 1), ("bad-date", 5, 9)]


def test_sections_alone_are_the_same() -> None:
    source = "# T\na\n## What went well\nb\n- c\n## Other\n- d"

    assert read_sections(source, vocabulary=words_of()) == body(source).sections


# Summaries


@pytest.mark.parametrize(
    ("source", "summary"),
    [
        ("# Title\n\nHe *liked* it,\nand [me](x.md).\n\nMore.", "He liked it, and me."),
        ("See [[2026-03-04-acme|the day]] and [[acme]].", "See the day and acme."),
        (
            "From <5 to >10, about ~3 * 2 in snake_case",
            "From <5 to >10, about ~3 * 2 in snake_case",
        ),
        ("A coach.[^1] More.\n\n[^1]: Note", "A coach. More."),
        ("<https://example.org> <b>now</b>", "https://example.org now"),
        ("```\ncode\n```\n\nWords", "Words"),
        ("![A table](t.png)\n\nWords", "Words"),
        ("| a |\n|---|\n\n---\n\nWords", "Words"),
        ("::: private\nHidden\n:::\n\nWords", "Words"),
        ("%% Hidden %%\n\nWords", "Words"),
        ("- one\n- two", "one two"),
        ("## What went well\n- **Pace** Good.", "Good."),
        ("## What went well\n- **Pace**\n  > Good. — Ana", "Good."),
        ("", ""),
    ],
)
def test_a_summary_is_the_first_paragraph_as_plain_text(source: str, summary: str) -> None:
    assert body(source).summary == summary


@pytest.mark.parametrize("word", ["word ", "太快了"])
def test_a_long_summary_is_cut(word: str) -> None:
    summary = body(word * 200).summary

    assert 200 < len(summary) <= 240
    assert summary.endswith(" …")
    assert not summary.endswith("  …")


@pytest.mark.parametrize(
    "source",
    [
        "[" * 8_000,
        "#" * 100_000,
        "# " + "#" * 100_000 + "x",
        "# " + " " * 100_000 + "x",
        "# a" + "_" * 100_000 + "b",
        "# " + "*" * 100_000,
        ">" * 100_000,
        "> " * 50_000,
        "-" * 100_000,
        "- " * 50_000,
        "`" * 100_000,
        "](" * 50_000,
        "[](" * 30_000,
        "[[" * 50_000,
        "## What went well\n" + "- **a** #b — C\n" * 7_000,
        "## What went well\n- " + "#b " * 30_000,
        "## What went well\n- " + " ".join(f"#a{n}" for n in range(10_000)),
        "## What went well\n- " + "**" * 50_000,
        "## What went well\n- " + "— " * 50_000,
        "## What went well\n- a\n" + "  > b\n" * 20_000,
        "## Questions\n- " + "a? " * 30_000,
        "## Next steps\n- " + "(by x) " * 15_000,
        "## Strengths\n" + "-" + " " * 100_000,
    ],
    ids=lambda source: f"{source[:30]!r}",
)
def test_hostile_bodies_are_read(source: str) -> None:
    found = body(source)

    assert len(found.summary) <= 240


def test_plain_text_of_short_markdown() -> None:
    assert plain("**A** `b` [c](d) ![e](f) [[g|h]] ~~i~~ _j_ k_l") == "A b c e h i j k_l"
