"""Readings kept in the cache: whatever was read comes back the same."""

from __future__ import annotations

import json
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.journal.model import (
    Action,
    LinkForm,
    Polarity,
    Question,
    Reading,
    Reference,
    Remark,
    Span,
)
from afterword.journal.reading import read_file
from afterword.journal.stored import from_row, to_row
from tests.support.journal import read_one, words_of

TEXT = st.text(max_size=20)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
NUMBER = st.integers(0, 10_000)
SPAN = st.builds(Span, TEXT, NUMBER, NUMBER)
SPANS = st.lists(SPAN, max_size=3).map(tuple)
DAY = st.none() | st.dates()
READING = st.builds(
    Reading,
    fields=st.dictionaries(TEXT, SPANS, max_size=3).map(MappingProxyType),
    unknown=SPANS,
    heading=st.none() | SPAN,
    remarks=st.lists(
        st.builds(Remark, st.sampled_from(Polarity), SPANS, TEXT, TEXTS, TEXT, NUMBER, NUMBER)
    ).map(tuple),
    questions=st.lists(
        st.builds(Question, TEXT, TEXT, TEXT, TEXT, st.booleans(), NUMBER, NUMBER)
    ).map(tuple),
    actions=st.lists(st.builds(Action, TEXT, st.booleans(), DAY, DAY, TEXTS, NUMBER, NUMBER)).map(
        tuple
    ),
    research=TEXTS,
    references=st.lists(
        st.builds(Reference, st.sampled_from(LinkForm), TEXT, TEXT, NUMBER, NUMBER)
    ).map(tuple),
    anchors=TEXTS,
    body_line=NUMBER,
    summary=TEXT,
    diagnostics=st.lists(
        st.builds(
            Diagnostic,
            st.builds(Location, st.just(""), NUMBER, NUMBER),
            st.sampled_from(Severity),
            TEXT,
            TEXT,
            TEXT,
        )
    ).map(tuple),
)


def restored(reading: Reading) -> Reading:
    return from_row(json.loads(json.dumps(to_row(reading))))


@given(READING)
def test_any_reading_comes_back_the_same(reading: Reading) -> None:
    found = restored(reading)

    assert found == reading
    assert [type(r.polarity) for r in found.remarks] == [Polarity] * len(reading.remarks)
    assert [type(r.form) for r in found.references] == [LinkForm] * len(reading.references)
    assert [type(d.severity) for d in found.diagnostics] == [Severity] * len(reading.diagnostics)


@given(st.binary(max_size=200))
def test_whatever_a_file_says_comes_back_the_same(content: bytes) -> None:
    reading = read_file(content, words_of())

    assert restored(reading) == reading


def test_a_whole_entry_comes_back_the_same() -> None:
    reading = read_one("""
        source: peer
        strengths: pace
        unknown: x
        ---
        # Title
        ## What went well
        - **Pace** Good #calm — Ana
          > Yes. — Ben
        ## Questions
        - Why?
          Better: because.
        ## Next steps
        - [x] Ask #pace (by 2026-03-09) (done 2026-03-10)
        ## Research
        - [Them](a.md)
    """)

    assert restored(reading) == reading
    assert reading.actions
    assert reading.references


@pytest.mark.parametrize("row", [[], [1], "row", {}, None, [[]] * 12, [None] * 12, [{"a": 1}] * 12])
def test_what_is_no_row_of_ours_is_refused(row: object) -> None:
    with pytest.raises((TypeError, ValueError, KeyError, IndexError, AttributeError)):
        from_row(row)  # type: ignore[arg-type]
