"""What readers write back: found in a text, opened, and only ever text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.sealing.keys import VaultKeys
from afterword.sealing.replies import (
    BEGIN,
    END,
    KINDS,
    MOST_FILE_BYTES,
    Block,
    Item,
    Refusal,
    Reply,
    ReplyError,
    cleaned,
    find_blocks,
    open_block,
    read_reply,
    seal_reply,
)
from tests.support.limited import printed
from tests.support.sealing import KEYS

ITEM = Item("ibuo5xfaw5b5q", "lyumqeat", "What went well", "Well told.", "note")
REPLY = Reply(7, "Sam", (ITEM,))
NONCE = b"n" * 12
OTHER_KEYS = VaultKeys.of(b"k" * 32, b"i" * 16)


def block(reply: Reply = REPLY) -> str:
    return seal_reply(KEYS, reply, NONCE)


def raw(**changed: Any) -> bytes:  # noqa: ANN401
    """Return the JSON of a reply with one item, some of its members changed; `_` removes one."""
    whole: dict[str, Any] = {
        "v": 1,
        "epoch": 7,
        "from": "Sam",
        "items": [item()],
    } | changed
    return json.dumps({name: value for name, value in whole.items() if value != "_"}).encode()


def item(**changed: Any) -> dict[str, Any]:  # noqa: ANN401
    whole = {"page": "", "anchor": "", "quote": "", "text": "Good.", "kind": "note"} | changed
    return {name: value for name, value in whole.items() if value != "_"}


def refusal(plain: bytes) -> Refusal:
    with pytest.raises(ReplyError) as refused:
        read_reply(plain)
    return refused.value.refusal


def test_a_reply_comes_back_as_it_was_sent() -> None:
    (found,) = find_blocks(block())

    assert open_block(found, [OTHER_KEYS, KEYS]) == (KEYS, REPLY)


def test_a_reply_is_found_among_other_words_and_says_where() -> None:
    text = f"Hello!\n\nHere it is:\n{block()}\nBye\n"

    assert [found.line for found in find_blocks(text)] == [4]


@pytest.mark.parametrize("prefix", ["> ", ">", ">> ", "> > ", "    ", "\t> "])
def test_a_quoted_reply_is_read(prefix: str) -> None:
    quoted = "\r\n".join(prefix + line for line in block().splitlines())
    (found,) = find_blocks(quoted)

    assert open_block(found, [KEYS])[1] == REPLY


def test_lines_that_a_mail_program_broke_or_joined_are_read() -> None:
    lines = block().splitlines()
    letters = "".join(lines[3:-1])
    broken = [letters[at : at + 50] for at in range(0, len(letters), 50)]
    (found,) = find_blocks("\n".join([*lines[:2], *broken, "", END]))

    assert open_block(found, [KEYS])[1] == REPLY


@pytest.mark.parametrize("dashes", ["\u2014\u2014-", "\u2013\u2013", "\u2014", "- \u2012\u2212 "])
def test_a_reply_whose_dashes_became_others_is_read(dashes: str) -> None:
    (found,) = find_blocks(block().replace("-----", dashes))

    assert open_block(found, [KEYS])[1] == REPLY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Sam wrote: ", ""),
        ("> Sam wrote: ", ""),
        ("", " Sent from my telephone"),
        ("> On Monday \u2014 it rained \u2014 Sam wrote:", " -- Sam"),
    ],
)
def test_a_reply_with_other_words_beside_it_is_read(before: str, after: str) -> None:
    (found,) = find_blocks(f"Hello!\n{before}{block().rstrip()}{after}\n")

    assert found.line == 2
    assert open_block(found, [KEYS])[1] == REPLY


def test_a_reply_that_became_one_line_is_read() -> None:
    first, second = find_blocks(" ".join(block().split()) + block().replace("\n", " "))

    assert open_block(first, [KEYS])[1] == open_block(second, [KEYS])[1] == REPLY


@pytest.mark.parametrize(
    "unit",
    ["-", "\u2014 ", "-BEGIN ", "-BEGIN AFTERWORD ", BEGIN, f"{BEGIN}\n> ", END, "> ", "share: "],
)
def test_a_text_made_to_take_long_does_not(unit: str) -> None:
    text = unit * ((MOST_FILE_BYTES - len(BEGIN) - 1) // len(unit.encode()))
    program = (
        "from afterword.sealing.replies import find_blocks;"
        "print(len(find_blocks(sys.stdin.buffer.read().decode())))"
    )

    assert int(printed(program, f"{BEGIN}\n{text}".encode())) >= 1


def test_a_bad_reply_refuses_only_itself() -> None:
    bad = f"{BEGIN}\nshare: zz\n\n####\n{END}\n"
    blocks = find_blocks(f"{BEGIN}\nshare\n{bad}{block()}{BEGIN}\n")

    assert [one.refusal for one in blocks] == [
        Refusal.UNFINISHED,
        Refusal.MALFORMED,
        None,
        Refusal.UNFINISHED,
    ]
    assert open_block(blocks[2], [KEYS])[1] == REPLY
    with pytest.raises(ReplyError):
        open_block(blocks[1], [KEYS])


@pytest.mark.parametrize(
    "inside",
    ["", "share: 7B6D03DF", "share: 7b6d03d", "share: 7b6d03df\nAA*A", "share: 7b6d03df\nAAA"],
)
def test_a_block_that_is_not_written_as_it_should_be_is_refused(inside: str) -> None:
    (found,) = find_blocks(f"{BEGIN}\n{inside}\n{END}")

    assert found.refusal is Refusal.MALFORMED


def test_a_text_without_a_reply_holds_none() -> None:
    assert find_blocks("") == find_blocks(f"Nothing\n{END}\n") == ()


def test_a_text_of_more_than_512_kib_is_refused() -> None:
    with pytest.raises(ReplyError) as refused:
        find_blocks("x" * (MOST_FILE_BYTES + 1))
    assert refused.value.refusal is Refusal.LARGE

    with pytest.raises(ReplyError):
        find_blocks("é" * (MOST_FILE_BYTES // 2 + 1))


def test_a_file_full_of_beginnings_is_read_line_by_line() -> None:
    count = MOST_FILE_BYTES // (len(BEGIN) + 1)

    assert len(find_blocks(f"{BEGIN}\n" * count)) == count


def test_a_block_that_holds_more_than_a_reply_can_is_refused() -> None:
    (found,) = find_blocks(f"{BEGIN}\nshare: 7b6d03df\n\n{'AAAA' * 30_000}\n{END}")

    assert found.refusal is Refusal.LARGE


def test_a_reply_to_nobody_known_is_refused() -> None:
    with pytest.raises(ReplyError) as refused:
        open_block(find_blocks(block())[0], [OTHER_KEYS])

    assert refused.value.refusal is Refusal.FOREIGN


@pytest.mark.parametrize("sealed", [b"", b"n" * 12, b"n" * 27, b"n" * 60])
def test_a_reply_that_was_changed_is_refused(sealed: bytes) -> None:
    share = find_blocks(block())[0].share

    with pytest.raises(ReplyError) as refused:
        open_block(Block(1, share, sealed), [KEYS])
    assert refused.value.refusal is Refusal.CHANGED


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 60_000,
        b'{"v":1,"v":1,"epoch":7,"from":"Sam","items":[]}',
        b'{"v":1,"epoch":NaN,"from":"Sam","items":[]}',
        b'{"v":1,"epoch":7.0,"from":"Sam","items":[]}',
        b'{"v":1,"epoch":' + b"9" * 5000 + b',"from":"Sam","items":[]}',
        raw(v=2),
        raw(v=True),
        raw(epoch=True),
        raw(epoch=-1),
        raw(epoch=2**64),
        raw(epoch="7"),
        raw(more=1),
        raw(epoch="_"),
        raw(items={}),
        raw(items=[[]]),
        raw(items=["Good."]),
        raw(items=[item()] * 201),
        raw(items=[item(text="_")]),
        raw(items=[item(more="")]),
        raw(items=[item(text=1)]),
        raw(items=[item(text="x" * 8_001)]),
        raw(items=[item(kind="praise")]),
        raw(items=[item(page="../index.html")]),
        raw(items=[item(page="IBUO5XFAW5B5Q")]),
        raw(items=[item(anchor="<b>")]),
        raw(items=[item(anchor="lyumqeat\n")]),
        raw(**{"from": None}),
    ],
)
def test_json_that_is_not_exactly_a_reply_is_refused(plain: bytes) -> None:
    assert refusal(plain) is Refusal.MALFORMED


def test_more_than_64_kib_are_refused() -> None:
    assert refusal(raw() + b" " * (64 << 10)) is Refusal.LARGE


def test_two_hundred_items_and_8000_characters_are_read() -> None:
    many = read_reply(raw(items=[item()] * 200))
    long = read_reply(raw(items=[item(text="x" * 8_000)]))

    assert len(many.items) == 200
    assert len(long.items[0].text) == 8_000


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_remark_is_read(kind: str) -> None:
    assert read_reply(raw(items=[item(kind=kind)])).items[0].kind == kind


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\x00b\x1b[31mc\x7f\x9b", "ab[31mc"),
        ("over\u202eturned\u2066\u2069\u200f", "overturned"),
        ("ze\u200bro\u200d\ufeff\u2060\u00ad", "zero"),
        ("tag\U000e0041\ud800", "tag"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a b"),
        ("Größe, 日本語, 👍🏽", "Größe, 日本語, 👍🏽"),
    ],
)
def test_characters_that_do_not_show_are_removed(written: str, shown: str) -> None:
    assert cleaned(written) == shown
    assert read_reply(raw(items=[item(text=written)])).items[0].text == shown


def test_a_name_and_a_quote_are_one_line() -> None:
    read = read_reply(raw(**{"from": "Sam\n<b>"}, items=[item(quote="a\n\n b ")]))

    assert (read.sender, read.items[0].quote) == ("Sam <b>", "a b")


@given(st.text(max_size=500), st.sampled_from(KINDS))
def test_any_words_come_back_without_what_does_not_show(text: str, kind: str) -> None:
    text = text.encode(errors="replace").decode()
    sent = Reply(1, "Sam", (Item("", "", "", text, kind),))
    (found,) = find_blocks(block(sent))

    assert open_block(found, [KEYS])[1].items[0].text == cleaned(text).strip()


@given(st.text())
def test_any_text_is_searched_without_a_crash(text: str) -> None:
    assert all(found.refusal for found in find_blocks(f"{BEGIN}\n{text}\n{END}"))
