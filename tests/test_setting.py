"""A field of front matter set: it says what it should, and nothing else changes."""

from __future__ import annotations

import codecs
import re
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from afterword.journal.frontmatter import decode, read_front_matter
from afterword.journal.quoting import quote_item
from afterword.journal.reading import read_file
from afterword.journal.setting import UnsafeEditError, set_field, texts_of
from tests.support.journal import words_of

DAY = "2026-03-09"


def edited(text: str, field: str = "asked", values: tuple[str, ...] = (DAY,)) -> str:
    return set_field(dedent(text).lstrip("\n").encode(), field, values).decode()


def test_a_field_that_is_not_there_is_added_below_the_others() -> None:
    text = edited("""
        ---
        company: Acme  # not the cartoon
        ---
        They rang.
    """)

    assert text == f"---\ncompany: Acme  # not the cartoon\nasked: {DAY}\n---\nThey rang.\n"


def test_an_entry_without_front_matter_gets_one() -> None:
    assert edited("They rang.\n") == f"---\nasked: {DAY}\n---\nThey rang.\n"


def test_an_empty_file_gets_front_matter_too() -> None:
    assert set_field(b"", "thanked", (DAY,)) == f"---\nthanked: {DAY}\n---\n".encode()


def test_a_rule_above_a_text_is_not_taken_for_front_matter() -> None:
    assert edited("---\n\nThey rang.\n") == f"---\nasked: {DAY}\n---\n---\n\nThey rang.\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("asked:", f"asked: {DAY}"),
        ("asked:  # when?", f"asked: {DAY}  # when?"),
        ("asked: no", f"asked: {DAY}"),
        ("Asked : 'no' # hm", f"Asked : {DAY} # hm"),
        ("asked: [no]", f"asked: [{DAY}]"),
        ("asked: []", f"asked: {DAY}"),
        ("asked:\n- no", f"asked:\n- {DAY}"),
        ("asked: >\n  no\nrole: x", f"asked: {DAY}\nrole: x"),
    ],
)
def test_a_field_that_is_there_keeps_its_name_its_place_and_its_comment(
    before: str, after: str
) -> None:
    found = edited(f"---\ncompany: Acme\n{before}\nstage: panel\n---\nx\n")

    assert found.replace(f"[{DAY}]", DAY) == (
        f"---\ncompany: Acme\n{after}\nstage: panel\n---\nx\n".replace(f"[{DAY}]", DAY)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("asked: 2026-03-01", f"asked: [2026-03-01, {DAY}]"),
        ("asked: [2026-03-01]  # Lorna", f"asked: [2026-03-01, {DAY}]  # Lorna"),
        ("asked: [ '2026-03-01', ]", f"asked: [ '2026-03-01', {DAY}, ]"),
        ("asked:\n  - 2026-03-01  # Lorna", f"asked:\n  - 2026-03-01  # Lorna\n  - {DAY}"),
    ],
)
def test_a_second_day_makes_a_list_and_joins_one_that_is_there(before: str, after: str) -> None:
    found = edited(f"---\n{before}\n---\nx\n", values=("2026-03-01", DAY))

    assert found == f"---\n{after}\n---\nx\n"


def test_a_key_of_the_authors_own_is_set_like_any_other() -> None:
    text = edited("---\nx-worth-asking: yes\n---\n", "x-worth-asking", ("no",))

    assert text == "---\nx-worth-asking: no\n---\n"


def test_a_field_that_says_so_already_leaves_the_file_alone() -> None:
    text = "---\nasked: [ 2026-03-01 , 2026-03-09 ]\n---\n"

    assert edited(text, values=("2026-03-01", DAY)) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")],
)
def test_line_ends_byte_order_mark_and_encoding_stay(end: str, mark: bytes, encoding: str) -> None:
    before = end.join(("---", "company: Acmé", "---", "They rang.", ""))
    after = end.join(("---", "company: Acmé", f"asked: {DAY}", "---", "They rang.", ""))

    assert set_field(mark + before.encode(encoding), "asked", (DAY,)) == (
        mark + after.encode(encoding)
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"---\ncompany: Acme\n\nThey rang.\n", "no"),
        (b"+++\ncompany = 'Acme'\n+++\n", "no"),
        (b"\n---\ncompany: Acme\n---\n", "no"),
        (b"---\nasked: no\nasked: yes\n---\n", "more than once"),
        (b"---\nasked:\n- no # hm\n- x\n---\n", "comment"),
        (b"---\nasked: [no, # hm\n x, # hm\n ]\n---\n", "comment"),
        (b"---\n{company: Acme}\n---\n", "without changing"),
        (b"\xff\xfea\x00\x00\xd8", "no text"),
        (b"caf\xe9", "no text"),
    ],
)
def test_a_file_that_cannot_be_edited_safely_is_left_alone(content: bytes, reason: str) -> None:
    with pytest.raises(UnsafeEditError, match=reason) as caught:
        set_field(content, "asked", (DAY,))

    assert caught.value.hint == f"write it yourself: asked: {DAY}"


@pytest.mark.parametrize("value", ["a, b", "[x]", "it's", 'say "so"', "#pace", "{x}"])
def test_an_item_of_a_list_is_quoted_where_it_must_be(value: str) -> None:
    front = read_front_matter(f"---\nx-said: [{quote_item(value)}, y]\n---\n")

    assert texts_of(front, "x-said") == [value, "y"]


# ---- whatever stands in the file ----

LINES = st.sampled_from(
    (
        *("company: Acme", "company: 'A: b'  # note", "# a comment", "", "stage: panel"),
        *("asked: no", "asked: 2026-03-01", "asked: [2026-03-01]", "asked:", "asked: [a, 'b']"),
        *("Asked: '2026-03-01' # x", "asked:\n- 2026-03-01", "asked:\n  - a # x\n  - b"),
        *("strengths: #lost", "themes:\n- one\n- two", "title: Interview: Acme", "\ttab: x"),
        *("x-mine: [1, 2]", "reason: >\n  folded\n  text", "note: |\n  kept\n", "broken", "- item"),
        *("key: [open", "asked: [open", "anchor: &a b", "follow up: 2026-04-01", "a: {b: c}"),
    )
)
FRONT = st.lists(LINES, max_size=6).map(lambda lines: "".join(f"{line}\n" for line in lines))
BODY = st.sampled_from(("", "They rang.", "# Title\n\n- x\n", "---\n", "\n---\n\ntext\n", "a: b\n"))
TEXT = st.one_of(
    st.builds(lambda front, body: f"---\n{front}---\n{body}", FRONT, BODY),
    st.builds(lambda front, body: f"{front}{body}", FRONT, BODY),
    st.builds(lambda front, body: f"---\n{front}{body}", FRONT, BODY),
)
VALUES = st.one_of(
    st.just((DAY,)),
    st.just(("2026-03-01", DAY)),
    st.just(("no",)),
    st.lists(st.text("ab ,[]{}#'\":-", min_size=1, max_size=6), min_size=1, max_size=3).map(tuple),
)
FIELDS = st.sampled_from(("asked", "thanked", "x-worth-asking"))


@given(TEXT, st.sampled_from(("\n", "\r\n")), FIELDS, VALUES)
@example("---\nasked: [a,\n b]\n---\n", "\n", "asked", ("a", "b", DAY))
def test_the_edited_file_reads_the_same_but_for_that_field(
    text: str, end: str, field: str, values: tuple[str, ...]
) -> None:
    content = text.replace("\n", end).encode()
    try:
        after = set_field(content, field, values)
    except UnsafeEditError:
        return
    old, new = (read_front_matter(decode(one)[0]) for one in (content, after))
    read_old, read_new = (read_file(one, words_of()) for one in (content, after))

    assert texts_of(new, field) == [*values]
    assert new.body == old.body
    assert {k: v for k, v in texts(read_new.fields) if k != field} == {
        k: v for k, v in texts(read_old.fields) if k != field
    }
    assert [r[:5] for r in read_new.remarks] == [r[:5] for r in read_old.remarks]
    assert after.count(b"\r\n") == after.count(b"\n") if b"\r" in content else b"\r" not in after


@given(TEXT, FIELDS, VALUES)
def test_setting_a_field_twice_is_setting_it_once(
    text: str, field: str, values: tuple[str, ...]
) -> None:
    try:
        once = set_field(text.encode(), field, values)
    except UnsafeEditError:
        return

    assert set_field(once, field, values) == once


@given(TEXT, st.sampled_from((("2026-03-01", DAY), (DAY,))))
def test_what_stood_beside_the_field_stands_there_still(text: str, values: tuple[str, ...]) -> None:
    try:
        after = set_field(text.encode(), "thanked", values).decode()
    except UnsafeEditError:
        return
    added = f"thanked: {DAY}\n" if len(values) == 1 else f"thanked: [2026-03-01, {DAY}]\n"
    fenced = f"---\n{added}---\n"

    assert added in after
    assert text in (re.sub(f" *{re.escape(added)}", "", after, count=1), after.removeprefix(fenced))


def texts(fields: object) -> list[tuple[str, list[str]]]:
    assert hasattr(fields, "items")
    return [(name, [span.text for span in spans]) for name, spans in fields.items()]
