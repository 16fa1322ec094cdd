"""The question bank: the same question, however it was worded."""

from __future__ import annotations

import pytest

from afterword.insight.bank import bank_of, normalised
from tests.support.journal import read_all, settings_of

BOTH = """
[questions."Tell me about yourself"]
also = ["Walk me through your CV"]
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Why this job?", "why this job"),
        ("So, why this job?", "Why this job?"),
        ("What’s a session worth?", "What is a session *worth*?"),
        ("Why  us — really?", "Why us, really"),
        ("Wärum?", "WÄRUM"),
    ],
)
def test_the_same_question_in_other_dress(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Why this job?", "Why that job?"), ("So?", "And?"), ("Is 5 > 4?", "Is 4 > 5?")],
)
def test_other_questions_stay_others(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_a_question_is_there_once_with_all_its_answers_and_the_worst_last_time_first() -> None:
    files = {
        "2026-03-01-a.md": "stage: panel\n---\n## Questions\n\n### Why us?\nHm.\n\nWent: badly\n",
        "2026-04-01-b.md": (
            "stage: final\n---\n## Questions\n\n### So, why us?\nThe cows.\n\n"
            "### Walk me through your CV\nIt is long.\n"
        ),
        "2026-05-01-c.md": "## Questions\n\n### Tell me about yourself.\nSure.\n",
    }
    entries = read_all(files, settings=BOTH).journal.entries
    found = bank_of(entries, settings_of(BOTH).questions)

    assert [(one.name, len(one.asked), one.went, one.rank) for one in found] == [
        ("", 2, "badly", 0),
        ("Tell me about yourself", 2, "", 1),
    ]


def test_questions_i_meant_to_ask_are_a_bank_of_their_own() -> None:
    files = {"2026-03-01-a.md": "## Questions I meant to ask\n\n- Who was here before?\n"}
    entries = read_all(files).journal.entries

    assert bank_of(entries) == ()
    assert [one.key for one in bank_of(entries, forgotten=True)] == ["who was here before"]
