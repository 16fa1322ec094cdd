"""Quick ways of taking private texts apart do it as the plain patterns do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from afterword.insight.folding import fold_keeping_case, fold_text, phrase_of, words_of
from afterword.process import share_out
from afterword.sealing import audit_passages, audit_terms

T = TypeVar("T")
R = TypeVar("R")

UNIT = re.compile(r"[.!?…。！？;:]+(?=\s|$)|[。！？]+|[\n\r]+|(?:^|(?<=\s))[|•–—](?=\s)")
PARAGRAPH = re.compile(
    r"\n[ \t>]*\n|\n(?=[ \t>]*(?:[-*+•–#|]|\d{1,3}[.)]|[^\s:]{1,40}:[ \t]))"
    r"|\d{4}-\d{2}-\d{2}-(?=[^\W\d])"
)
NUMBER = re.compile(
    r"(?<![0-9a-z])(?<![0-9][.,])(?:[0-9]{1,3}(?:[,.' ][0-9]{3})+|[0-9]{3,})"
    r"(?![0-9]|[a-z]{0,8}[0-9])"
)
PIECES = (
    *("a", "word", "two words", "1", "12", "123", "4567", "2026-03-04-", "2026-03-04", "é", "語"),
    *(" ", "  ", "\n", "\n\n", "\r\n", "\t", " > ", "\u2009", "-", "- ", "#", "|", " | ", "•", "–"),
    *(" — ", ".", "!", "…", "。", "？", ";", ":", ": ", ",", "'", "1.", "2) ", "key: ", "B"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
many = settings(max_examples=1000)


@many
@given(texts)
def test_lines_and_sentences_are_parted_where_the_plain_pattern_parts_them(text: str) -> None:
    assert audit_passages._UNIT.split(text) == UNIT.split(text)  # noqa: SLF001


@many
@given(texts)
def test_paragraphs_are_parted_where_the_plain_pattern_parts_them(text: str) -> None:
    parted = [words_of(fold_text(paragraph)) for paragraph in PARAGRAPH.split(text)]
    assert [" ".join(found.split()) for found in audit_passages._paragraphs(text)] == [  # noqa: SLF001
        " ".join(wanted.split()) for wanted in parted
    ]


@many
@given(texts)
def test_numbers_are_those_the_plain_pattern_finds(text: str) -> None:
    folded = fold_keeping_case(text)
    assert audit_terms._NUMBER.findall(folded) == NUMBER.findall(folded)  # noqa: SLF001


@many
@given(texts)
def test_a_passage_is_short_when_its_folded_words_are_few(text: str) -> None:
    units = list(audit_passages._units(text))  # noqa: SLF001
    assert units == [bare for unit in UNIT.split(text) if (bare := unit.strip(" \t>*#-+"))]
    assert audit_passages._words_of_each(units) == [phrase_of(unit).split() for unit in units]  # noqa: SLF001
    for unit in units:
        long = len(phrase_of(unit).split()) >= audit_passages.RUN_WORDS
        assert long or not audit_passages._IS_LONG(unit)  # noqa: SLF001


def test_a_text_without_an_end_is_no_trouble() -> None:
    for odd in (
        " a" * 3 + " " * 50_000,
        "- " * 50_000,
        "a " * 4 + "-" * 50_000,
        "." * 50_000 + "a",
    ):
        assert not audit_passages._IS_LONG(odd)  # noqa: SLF001


words = st.lists(st.sampled_from(("a", "b", "c", "|", "語語語語語語語語語語", "語文")), max_size=14)
paragraphs = words.map(lambda some: f" {' '.join(some)} ")


@given(st.lists(paragraphs, max_size=4), st.lists(paragraphs, max_size=2), paragraphs)
def test_runs_are_quoted_as_if_each_was_kept(
    private: list[str], shared: list[str], page: str
) -> None:
    keys = [key for one in private for key in audit_passages.run_keys(one)]
    runs = audit_passages.Runs(keys, lambda: private)
    kept = {run for one in private for run in audit_passages.runs_in(one)}
    for one in shared:
        runs.take_out(one)
        kept -= set(audit_passages.runs_in(one))
    assert runs.quoted_in(page) == kept & set(audit_passages.runs_in(page))
    assert runs.texts() == kept
    assert bool(runs) == bool(kept)


@given(st.lists(texts, max_size=9), st.lists(texts, max_size=2))
def test_passages_are_the_same_however_the_work_is_shared_out(
    private: list[str], shared: list[str]
) -> None:
    def thirds(work: Callable[[Sequence[T]], R], items: Sequence[T], *, worth: int) -> list[R]:
        assert worth > len(items)
        return [work(items[:3]), work(items[3:6]), work(items[6:])]

    whole = audit_passages.find_passages(private, shared)
    parts = audit_passages.find_passages(private, shared, spread=thirds)
    assert sorted(whole.short, key=str) == sorted(parts.short, key=str)
    assert (whole.count, whole.runs.texts()) == (parts.count, parts.runs.texts())


def test_runs_of_a_long_journal_are_found_in_all_processes() -> None:
    private = [f"Nobody but number {n} said so in that room." for n in range(4_000)]
    passages = audit_passages.find_passages(private, ["but number 17 said so"], spread=share_out)
    for number in (0, 1_999, 2_000, 3_999):
        shown = f" nobody but number {number} said so in that room "
        assert passages.runs.quoted_in(shown) == set(audit_passages.runs_in(shown))
    assert "but number 17 said so" not in passages.runs.quoted_in(" but number 17 said so ")


def test_a_short_passage_is_told_as_it_was_first_written() -> None:
    def each(work: Callable[[Sequence[T]], R], items: Sequence[T], *, worth: int) -> list[R]:
        assert worth
        return [work([item]) for item in items]

    passages = audit_passages.find_passages(["Two words.", "TWO WORDS."], [], spread=each)
    assert [text for text, _ in passages.short] == ["Two words"]
