"""The bytes of one file: what they say, and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.diagnostics import Severity
from afterword.journal.reading import LONGEST_BYTES, read_file, sections_of
from tests.support.journal import codes, read, read_one, words_of

HINT, WARNING, ERROR = Severity.HINT, Severity.WARNING, Severity.ERROR


def problems(source: str) -> list[tuple[Severity, str, int, int]]:
    return [
        (d.severity, d.code, d.location.line, d.location.column)
        for d in read_one(source).diagnostics
    ]


def test_the_smallest_useful_entry_says_nothing_wrong() -> None:
    found = read_one("""
        company: Acme
        source: hiring manager
        strengths: structure, staying calm
        improvements: teamwork examples
        ---
        He liked how I framed the trade-offs.
    """)

    assert found.diagnostics == ()
    assert found.summary == "He liked how I framed the trade-offs."
    assert found.body_line == 7
    assert [span.text for span in found.fields["strengths"]] == ["structure", "staying calm"]


def test_bytes_that_are_no_text_are_an_error_and_the_rest_is_read() -> None:
    found = read_file(
        b"---\nrole: Nurse\n---\nCaf\xe9\n\n## What went well\n- **Pace** Good\n", words_of()
    )

    assert codes(found.diagnostics) == [("not-text", 4, 4)]
    assert found.fields["role"][0].text == "Nurse"
    assert (found.summary, found.remarks[0].text) == ("Caf\ufffd", "Good")


def test_a_binary_and_a_huge_file_say_nothing() -> None:
    assert codes(read_file(b"a\0b", words_of()).diagnostics) == [("binary-file", 0, 0)]
    assert codes(read_file(b"a" * (LONGEST_BYTES + 1), words_of()).diagnostics) == [
        ("too-large", 0, 0)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("stage: bake-off", (HINT, "unknown-word", 2, 8)),
        ("stage: technicall", (HINT, "unknown-word", 2, 8)),
        ("source: peer, oracle", (HINT, "unknown-word", 2, 15)),
        ("outcome: maybe", (HINT, "unknown-word", 2, 10)),
        ("kind: thing", (HINT, "unknown-word", 2, 7)),
        ("status: sleepy", (HINT, "unknown-word", 2, 9)),
        ("outcome: declined", (ERROR, "ambiguous-value", 2, 10)),
        ("draft: soon", (ERROR, "bad-value", 2, 8)),
        ("quote: sometimes", (ERROR, "bad-value", 2, 8)),
        ("asked: 2026-13-40", (ERROR, "bad-date", 2, 8)),
        ("due: 04/03/2026", (ERROR, "bad-date", 2, 6)),
        ("settle: never", (ERROR, "bad-date", 2, 9)),
        ("every: often", (ERROR, "bad-interval", 2, 8)),
        ("time: noonish", (HINT, "bad-time", 2, 7)),
        ("internal: perhaps", (HINT, "bad-value", 2, 11)),
    ],
)
def test_what_can_be_wrong(line: str, expected: tuple[Severity, str, int, int]) -> None:
    assert problems(f"{line}\n---") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "stage: OSCE",
        "stage: on-site",
        "source: ward manager, me",
        "outcome: declined by me",
        "asked: no",
        "settle: 3 days",
        "settle: 2026-03-09",
        "follow up: 9 March 2026",
        "asked: 24 Feb",
        "every: monthly",
        "time: 12:30",
        "internal: yes",
        "feelings: whatever, comes",
        "x-own: anything",
    ],
)
def test_what_is_right(line: str) -> None:
    assert problems(f"{line}\n---") == []


def test_a_day_without_a_year_must_exist_in_that_of_the_entry() -> None:
    assert problems("date: 2026-03-04\nasked: 29 Feb\n---") == [(ERROR, "bad-date", 3, 8)]
    assert problems("asked: 31 Feb\n---") == [(ERROR, "bad-date", 2, 8)]


def test_ones_own_words_are_known() -> None:
    found = read_one("stage: bake-off\n---", settings='[words.stage]\nbake-off = "skills"')

    assert found.diagnostics == ()


def test_everything_below_front_matter_has_the_line_of_the_file() -> None:
    found = read_one("role: Nurse\n---\n\n# Title\n\n## What went well\n- a\n\n[x](y.md)\n\n::x")

    assert found.heading
    assert (found.heading.line, found.remarks[0].line) == (5, 8)
    assert [(r.line, r.column) for r in found.references] == [(10, 1)]
    assert codes(found.diagnostics) == [("malformed-private", 12, 1)]


def test_the_sections_of_an_entry_are_those_of_its_body() -> None:
    entry = read("role: Nurse\n---\n# Title\nText\n\n## Other\nMore")

    sections = sections_of(entry, words_of())

    assert [(s.heading, [p.text for p in s.parts]) for s in sections] == [
        ("", ["Text"]),
        ("Other", ["More"]),
    ]


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(content: bytes) -> None:
    read_file(content, words_of())


PIECES = st.sampled_from(
    [
        *("---\n", "## What went well\n", "## Questions\n", "## Next steps\n", "\n", "\n\n"),
        *("- ", "> ", "— Ana", "#a ", "**b** ", "[[c]]", "[d](e)", "- [ ] ", "(by 24 Feb)", "é"),
        *("%%", "::: private\n", "```"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_order_of_marks_can_be_read(source: str) -> None:
    found = read_file(source.encode(), words_of())

    lines = source.split("\n")
    assert all(1 <= d.location.line <= len(lines) for d in found.diagnostics)
    assert all(1 <= r.line <= len(lines) for r in found.remarks)
    assert not any("\0" in r.text or "\x01" in r.text for r in found.remarks)
