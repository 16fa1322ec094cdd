"""What spares looking through a text sign by sign never spares what would be found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterword.sealing import audit_decodings, audit_runs
from afterword.sealing.audit_classes import WHITE, Classes
from afterword.sealing.audit_decodings import Decoder
from afterword.sealing.audit_runs import RunReader

BASE64 = re.compile(r"[A-Za-z0-9+/_-]{4,}")
URL_SAFE = str.maketrans("-_", "+/")
HEX = re.compile(r"[0-9a-fA-F]{6,}")
TAG = re.compile(r"""<[a-zA-Z/!?][^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>""")
BLOCK = re.compile(rf"</?(?:{audit_decodings._BLOCKS})[\s/>]", re.IGNORECASE)  # noqa: SLF001
ATTRIBUTES = re.compile(
    r"\b(?:title|alt|aria-[a-z]{1,20}|content|href|src|id|class|value|datetime|label|name|"
    r"placeholder|data-[a-z-]{1,40})\s{0,3}=\s{0,3}(?:\"([^\"<>]*)\"|'([^'<>]*)')",
    re.IGNORECASE,
)

PIECES = (
    *("a", "B", "7", "0", "12", "fe", "0x", "x", "é", "я", "٣٤", "·", "\u2009", "\u00a0", "\x1e"),
    *("-", "_", "+", "/", "=", " = ", ".", ",", ":", ";", "'", '"', "`", "<", ">", "\\"),
    *(" ", "  ", "\n", "\r\n", "\t", "\x0b", "\x1c", "title", "data-a-b", "aria-label", "hrEf"),
    *('="', "='", '" "', "<p ", "QWNtZQ==", "deadbeef", "12, 34, 56", "41 63 6d", "a b c"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
many = settings(max_examples=600)


@many
@given(texts)
def test_words_that_may_be_base64_are_all_found(text: str) -> None:
    wanted = {run.translate(URL_SAFE) for run in BASE64.findall(text)}
    assert {run.decode() for run in audit_runs.base64_runs(text)} == wanted


@many
@given(texts)
def test_digits_that_may_be_hex_are_all_found(text: str) -> None:
    apart = (m[0] for m in audit_runs._HEX_APART.finditer(text))  # noqa: SLF001
    wanted = {*HEX.findall(text), *(audit_runs._HEX_BETWEEN.sub("", row) for row in apart)}  # noqa: SLF001
    reader = audit_runs.RunReader()
    for _ in range(2):  # the second time from what it remembers
        found = reader.hex_runs(text, audit_runs.base64_runs(text))
        assert {run.decode() for run in found} == wanted


@many
@given(texts)
def test_pairs_of_hex_need_not_be_looked_for_where_there_are_none(text: str) -> None:
    assert audit_runs.may_have_pairs(text) or not audit_runs._HEX_APART.search(text)  # noqa: SLF001


@many
@given(texts)
def test_lines_of_base64_are_put_together(text: str) -> None:
    joined = audit_runs.lines_joined(text)
    assert joined == text or any(map(audit_runs.may_go_on, text.split("\n")))


@many
@given(texts)
def test_strings_need_not_be_put_together_where_there_is_one(text: str) -> None:
    row = audit_decodings._STRING_ROW.search(text)  # noqa: SLF001
    assert audit_decodings.may_have_two_strings(text) or not row


@many
@given(texts)
def test_lists_of_numbers_need_not_be_read_where_there_are_none(text: str) -> None:
    row = audit_decodings._BYTE_LIST.search(text)  # noqa: SLF001
    assert audit_decodings.may_have_byte_list(text) or not row


@many
@given(texts)
def test_attributes_are_those_a_pattern_finds(text: str) -> None:
    wanted = [m[1] or m[2] or "" for m in ATTRIBUTES.finditer(text)] if "<" in text else []
    assert audit_decodings._attributes(text) == audit_runs.BETWEEN.join(wanted)  # noqa: SLF001


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("abcdefgh\nij", "abcdefghij"),
        ("xabcdefgh \t\r\n \tij", "xabcdefghij"),
        ("abcdefgh\n\nij", None),
        ("abcdefg\nij", None),
        ("abcdefgh\ni", None),
        ("abcdefgh\r\r\nij", None),
        ("abcdefgh\u2009\nij", None),
        ("a\nabcdefgh\nabcdefgh\nij", "a\nabcdefghabcdefghij"),
    ],
)
def test_lines_at_the_edges(text: str, joined: str | None) -> None:
    assert audit_runs.lines_joined(text) == (joined or text)
    assert joined is None or any(map(audit_runs.may_go_on, text.split("\n")))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "41\n42\n43",
            "0x41,0x42,0x43",
            "41: 42; 43",
            "é 41-42-43 é",
            "2026-41-42-43",
            "é41 42 43",
        ),
        *("41\t\t42\t\t43", "x41 42 43", "_41 42 43", ".41 42 43.", "41 42 43é", "41 42 43_"),
    ],
)
def test_pairs_at_the_edges(text: str) -> None:
    assert audit_runs.may_have_pairs(text) or not audit_runs._HEX_APART.search(text)  # noqa: SLF001


@pytest.mark.parametrize(
    "text",
    ["'a'\n\n'b'", "'a' +\n \"b\"", "`a`\u2009+\u00a0`b`", "\" \" ' '", "'é''é'", "'a'\x1e'b'"],
)
def test_strings_at_the_edges(text: str) -> None:
    assert audit_decodings._STRING_ROW.search(text)  # noqa: SLF001
    assert audit_decodings.may_have_two_strings(text)


@pytest.mark.parametrize(
    "text", ["65,66,67", "65 ,\n 66,67", "٣٤, ٣٤, ٣٤", "65\u2009,66,\u00a067", "65\x1e,66,67"]
)
def test_numbers_at_the_edges(text: str) -> None:
    assert audit_decodings._BYTE_LIST.search(text)  # noqa: SLF001
    assert audit_decodings.may_have_byte_list(text)


LONG = "x" * 60
EDGES = (
    f'<a data-{"a" * 40}="yes" data-{"a" * 41}="no">',
    f'<a {LONG}title="no" {LONG}-title="yes" {LONG} title   ="yes" title    ="no">',
    "<a d=\"title='in it'\" title=\"class='not in it'\">",
    '<a"b"title="x">',
    "<a\u00e9title='no' \u2009title='yes'>",
)


@pytest.mark.parametrize("text", EDGES)
def test_attributes_at_the_edges(text: str) -> None:
    wanted = [m[1] or m[2] or "" for m in ATTRIBUTES.finditer(text)]
    assert audit_decodings._attributes(text) == audit_runs.BETWEEN.join(wanted)  # noqa: SLF001


@many
@given(st.lists(texts, max_size=6))
def test_what_was_read_before_changes_nothing(several: list[str]) -> None:
    """Of a text nothing is said less because other texts were read."""
    kept, words = Decoder(), RunReader()
    for text in (*several, *several):
        assert list(kept.decodings(text)) == list(Decoder().decodings(text))
        joined = audit_runs.lines_joined(text)
        assert list(words.read(text, joined)) == list(RunReader().read(text, joined))


@many
@given(
    st.lists(
        st.sampled_from(
            (
                *(
                    "<p>",
                    "</P >",
                    "<b>",
                    "</b>",
                    "<br/>",
                    "<tr\n",
                    "<title",
                    "<td class='a'>",
                    " title='",
                ),
                *(
                    "<!-- ",
                    "-->",
                    "<!DOCTYPE html>",
                    "<",
                    ">",
                    "'",
                    '"',
                    "a",
                    " ",
                    "\n",
                    "\x1f",
                    "é",
                ),
                *('<a href="x>y">', "<i", "/>", "<hr>", "<thx>", "<sPan>", "<p/", "<h1>", "<h7>"),
            )
        ),
        max_size=14,
    ).map("".join)
)
def test_tags_are_left_out_as_plain_patterns_leave_them_out(text: str) -> None:
    bare = audit_decodings._without_comments(text)  # noqa: SLF001
    wanted = TAG.sub(lambda tag: audit_runs.BETWEEN if BLOCK.match(tag[0]) else "", bare)
    assert audit_decodings.without_tags(text) == (wanted if "<" in text else "")
    spaced = TAG.sub(" ", text)
    found = {one.channel: one.content for one in Decoder().decodings(text)}
    if spaced != text and not spaced.isspace():
        assert found["tags as spaces"] == spaced


@many
@given(texts)
def test_letters_apart_need_not_be_looked_for_where_there_are_none(text: str) -> None:
    for line in filter(str.isascii, text.split("\n")):
        found = audit_decodings._APART.search(line)  # noqa: SLF001
        assert audit_decodings.may_have_letters_apart(line) or not found


@many
@given(texts)
def test_letters_apart_are_put_together_line_by_line(text: str) -> None:
    whole = {
        "".join(filter(str.isalnum, m[0]))
        for m in audit_decodings._APART.finditer(text)  # noqa: SLF001
    }
    found = Decoder()._letters_apart(text.split("\n")).split(audit_runs.BETWEEN)  # noqa: SLF001
    assert set(found) - {""} == whole - {""}


def test_what_is_remembered_has_an_end() -> None:
    words = RunReader()
    for start in range(0, 200_000, 5_000):
        text = " ".join(f"{n:07x} {n:05d}zz" for n in range(start, start + 5_000))
        list(words.read(text, text))
    for memory in (words._base64._silent, words._hex._silent, words._without_hex):  # noqa: SLF001
        assert 0 < len(memory) <= 1 << 16


def test_classes_say_what_each_sign_is() -> None:
    signs = Classes({"d": "0123456789", ",": ","}, beyond="?", left_out=WHITE)
    assert signs.of("a1, 2\né") == b".d,d??"
    assert Classes({"d": "1"}, beyond="").of("1é1") == b"dd"


def test_all_white_space_of_ascii_is_white() -> None:
    assert {chr(n) for n in range(128) if re.match(r"\s", chr(n))} == set(WHITE)
