"""What was said, by whom: themes, polarity, givers and evidence of one entry."""

from __future__ import annotations

import pytest

from afterword.diagnostics import Severity
from tests.support.journal import codes, entries_of, points_of, read, read_all


def test_front_matter_alone_says_points() -> None:
    entry = read("""
        source: hiring manager
        strengths: structure, staying calm
        improvements: teamwork examples
        themes: pace
        ---
    """)

    assert points_of(entry) == [
        ("strength", "structure", "hiring manager", ""),
        ("strength", "staying calm", "hiring manager", ""),
        ("improvement", "teamwork examples", "hiring manager", ""),
    ]
    assert [theme.name for theme in entry.themes] == [
        *("structure", "staying calm", "teamwork examples", "pace")
    ]


def test_a_theme_named_in_front_matter_and_in_a_bullet_is_one_point() -> None:
    entry = read("""
        strengths: structure
        ---
        ## What went well
        - Opened with the trade-off #structure
    """)

    assert [(p.theme and p.theme.name, [e.text for e in p.evidence]) for p in entry.points] == [
        ("structure", ["Opened with the trade-off"])
    ]


def test_two_bullets_on_one_theme_are_one_point_with_all_evidence() -> None:
    entry = read("""
        ## To improve
        - **Pace** Too fast.
        - Ran out of time #pace
    """)

    assert points_of(entry) == [("improvement", "pace", "self", "Too fast. | Ran out of time")]


def test_two_marks_make_two_points_with_one_text() -> None:
    entry = read("## What went well\n- Drew first #structure #[staying calm]")

    assert points_of(entry) == [
        ("strength", "structure", "self", "Drew first"),
        ("strength", "staying calm", "self", "Drew first"),
    ]


def test_both_polarities_are_two_points() -> None:
    entry = read("strengths: pace\nimprovements: pace\n---")

    assert [point[:2] for point in points_of(entry)] == [
        ("strength", "pace"),
        ("improvement", "pace"),
    ]


def test_over_four_words_are_a_point_without_a_theme() -> None:
    entry = read("strengths: he liked how I began, one two three four\n---")

    assert points_of(entry) == [
        ("strength", "one two three four", "self", ""),
        ("strength", "", "self", "he liked how I began"),
    ]


@pytest.mark.parametrize(
    ("bullet", "theme"),
    [
        ("My system design was clear", "system design"),
        ("Design of a whole system", "system design"),
        ("My DESIGN was clear", "design"),
        ("I was clear", ""),
        ("> The system's design held", "system design"),
        ("redesigned the system", ""),
        ("Cafe\u0301 talk", "café"),
    ],
)
def test_a_bullet_has_the_longest_front_matter_theme_whose_words_it_contains(
    bullet: str, theme: str
) -> None:
    entry = read(f"strengths: design, system design, café\n---\n## What went well\n- {bullet}")

    evidenced = [p.theme.name if p.theme else "" for p in entry.points if p.evidence]

    assert evidenced == [theme]


def test_themes_of_the_other_polarity_do_not_count() -> None:
    entry = read("improvements: pace\n---\n## What went well\n- The pace was right")

    assert points_of(entry)[-1] == ("strength", "", "self", "The pace was right")


def test_a_bullet_without_a_theme_is_hinted_at_in_its_place() -> None:
    joined = read_all({"2026-03-04-a.md": "## What went well\n- a\n- **b** c"})

    assert codes(joined.journal.diagnostics) == [("no-theme", 2, 1)]
    assert joined.journal.diagnostics[0].severity is Severity.HINT


# Givers


@pytest.mark.parametrize(
    ("front", "signature", "giver"),
    [
        ("", "", "self"),
        ("source: self", "", "self"),
        ("source: hiring manager", "", "hiring manager"),
        ("source: hiring manager\nby: Ana", "", "hiring manager/Ana"),
        ("source: panel\nby: Ana; Ben", "", "panel"),
        ("source: self, recruiter", "", "recruiter"),
        ("by: Ana", "", "others/Ana"),
        ("by: me", "", "self"),
        ("source: hiring manager\nby: Ana", " — me", "self"),
        ("source: hiring manager\nby: Ana", " — Ana", "hiring manager/Ana"),
        ("source: hiring manager\nby: Ana", " — hiring manager", "hiring manager/Ana"),
        ("source: hiring manager\nby: Ana", " — Ben", "others/Ben"),
        ("source: hiring manager\nby: Ana", " — Ben, HR", "recruiter/Ben"),
        ("source: hiring manager, peer", " — a peer", "peer"),
        ("source: panel", " — Ben", "panel/Ben"),
        ("source: panel", " — the recruiter", "recruiter"),
        ("stage: final\nwith: Ben", " — Ben", "interviewer/Ben"),
        ("stage: final", " — Ben", "others/Ben"),
        ("kind: note", " — Ben", "others/Ben"),
        ("kind: note", " — my mentor", "mentor"),
    ],
)
def test_the_giver_of_a_bullet(front: str, signature: str, giver: str) -> None:
    entry = read(f"x: y\n{front}\n---\n## What went well\n- **Pace** Good.{signature}")

    assert [point[2] for point in points_of(entry)] == [giver]


def test_a_person_is_what_they_are_elsewhere_in_the_journal() -> None:
    entries = entries_of(
        {
            "2026-03-04-a.md": "source: mentor\nby: Ana\nstrengths: x\n---",
            "2026-03-05-b.md": "kind: note\n---\n## What went well\n- **Pace** Good. — Ana",
        }
    )

    assert points_of(entries["2026-03-05-b.md"])[0][2] == "mentor/Ana"


def test_quotes_of_different_people_are_different_points() -> None:
    entry = read("""
        source: panel
        ---
        ## What went well
        - **Pace**
          > Good. — Ana

          > Right. — Ben
        - **Pace** I knew. — me
    """)

    assert [p[2:] for p in points_of(entry)] == [
        ("panel/Ana", "> Good."),
        ("panel/Ben", "> Right."),
        ("self", "I knew."),
    ]


def test_front_matter_of_several_sources_is_the_others_word_even_if_i_sign_a_bullet() -> None:
    entry = read("""
        source: [self, hiring manager]
        strengths: pace
        ---
        ## What went well
        - **Pace** I knew. — me
    """)

    assert [(p[2], p[3]) for p in points_of(entry)] == [("self", "I knew."), ("hiring manager", "")]


def test_what_somebody_signs_is_one_point_with_my_own_front_matter() -> None:
    entry = read("""
        stage: final
        with: Ana
        strengths: pace
        ---
        ## What went well
        - **Pace** Good. — Ana
    """)

    assert [(p[2], p[3]) for p in points_of(entry)] == [("interviewer/Ana", "Good.")]


def test_a_bullet_that_begins_with_a_capital_does_not_decide_the_spelling() -> None:
    entries = entries_of(
        {
            "2026-03-04-a.md": "## What went well\n- **Pace** a\n- **Calm** a",
            "2026-03-05-b.md": "strengths: pace\n---\n## What went well\n- **Pace** a",
        }
    )

    assert [theme.name for theme in entries["2026-03-04-a.md"].themes] == ["pace", "Calm"]
