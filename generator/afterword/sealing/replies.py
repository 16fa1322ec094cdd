"""What a reader writes back: sealed blocks in a text → remarks that can be trusted to be text."""

from __future__ import annotations

import base64
import binascii
import enum
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from afterword.sealing.keys import VaultKeys
from afterword.sealing.primitives import SealingError, base64_of, json_bytes, prf

BEGIN = "-----BEGIN AFTERWORD REPLY-----"
END = "-----END AFTERWORD REPLY-----"
MOST_FILE_BYTES = 512 << 10
MOST_PLAIN_BYTES = 64 << 10
MOST_ITEMS = 200
LONGEST_TEXT = 8_000
"""Characters of any text in a reply."""
KINDS = ("well", "try", "step", "note", "answer")
"""Went well, try this, a step, just a note; and the answer to the author's question."""
NONCE_BYTES = 12
_TAG_BYTES = 16
_LINE = 64
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_AROUND = f"{_DASHES} \t"
_MARK = re.compile(rf"(?<=[{_DASHES}]) ?(BEGIN|END) {{1,3}}AFTERWORD {{1,3}}REPLY ?(?=[{_DASHES}])")
"""What is between the dashes, however many there are: programs make long dashes of several."""
_QUOTED = re.compile(r"[>\s]*")
_SHARE = re.compile(r"[Ss]hare:\s*([0-9a-f]{8})(?!\S)")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}|={1,2}")
_ROUTE = re.compile(r"(?:[a-z2-7]{13})?")
_ANCHOR = re.compile(r"(?:[a-z2-7]{8})?")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing, besides those of the categories Cc, Cf and Cs."""


class Refusal(enum.Enum):
    """Why a reply is not read."""

    LARGE = "it is larger than a reply can be"
    UNFINISHED = "its end is missing"
    MALFORMED = "it is not written as a reply is"
    FOREIGN = "it belongs to no reader known here"
    CHANGED = "it was changed on the way, or is not from here"


class ReplyError(SealingError):
    """One reply cannot be read; others in the same text can."""

    hint = "ask for it again as a file"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal

    def __str__(self) -> str:
        """Say why."""
        return f"a reply is not read: {self.refusal.value}"


@dataclass(frozen=True, slots=True)
class Block:
    """A reply as it stands in a text."""

    line: int
    """Of its first line, from 1."""
    share: str
    """8 hexadecimal digits: which reader's key opens it. Empty when it is refused."""
    sealed: bytes
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One remark."""

    page: str
    """The route of the page it is about; may be empty, or of a page that is gone."""
    anchor: str
    """Of the place within the page; may be empty."""
    quote: str
    """The words it stands beside."""
    text: str
    kind: str
    """One of `KINDS`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reader wrote: plain text throughout, by whoever holds the share's key."""

    epoch: int
    """Of the copy that was read."""
    sender: str
    """The name it claims; whoever holds the share's key can write another."""
    items: tuple[Item, ...]


def share_of(keys: VaultKeys) -> str:
    """Return the 8 hexadecimal digits that say whose reply it is."""
    return prf(keys.reply, b"afwd1/reply-tag\x01")[:4].hex()


def seal_reply(keys: VaultKeys, reply: Reply, nonce: bytes) -> str:
    """Return a reply as a block of text; the viewer makes the same.

    Args:
        keys: Of the vault that was read.
        reply: What to say.
        nonce: 12 random bytes, used once.
    """
    share = share_of(keys)
    plain = json_bytes(_as_json(reply))
    sealed = nonce + AESGCM(_key(keys)).encrypt(nonce, plain, _ad(share))
    letters = base64_of(sealed)
    lines = [letters[at : at + _LINE] for at in range(0, len(letters), _LINE)]
    return "\n".join([BEGIN, f"share: {share}", "", *lines, END, ""])


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the replies in a text in the order they stand there, quoted with `>` or not.

    Other words may stand beside their first and last line, whose dashes may be of any kind, and
    the lines between may be broken anew or joined. Takes time in proportion to the text.

    Raises:
        ReplyError: The text is larger than 512 KiB.
    """
    if len(text) > MOST_FILE_BYTES or len(text.encode(errors="replace")) > MOST_FILE_BYTES:
        raise ReplyError(Refusal.LARGE)
    return tuple(_blocks(text.splitlines()))


def open_block(block: Block, readers: Sequence[VaultKeys]) -> tuple[VaultKeys, Reply]:
    """Return whose reply a block is, and what it says.

    Args:
        block: As found in a text.
        readers: The keys of every vault a reply may answer, retired ones too.

    Raises:
        ReplyError: It cannot be read.
    """
    if block.refusal:
        raise ReplyError(block.refusal)
    candidates = [keys for keys in readers if share_of(keys) == block.share]
    for keys in candidates:
        plain = _opened(keys, block)
        if plain is not None:
            return keys, read_reply(plain)
    raise ReplyError(Refusal.CHANGED if candidates else Refusal.FOREIGN)


def read_reply(plain: bytes) -> Reply:
    """Return what the JSON of a reply says, every text free of what does not show.

    Raises:
        ReplyError: It is larger than a reply can be, or holds anything but one.
    """
    if len(plain) > MOST_PLAIN_BYTES:
        raise ReplyError(Refusal.LARGE)
    try:
        read = json.loads(
            plain.decode(),
            object_pairs_hook=_object,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise ReplyError(Refusal.MALFORMED) from error
    return _reply(read)


def cleaned(text: str) -> str:
    """Return a text without what does not show or changes how the rest does; lines stay."""
    unified = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "".join(letter for letter in unified if letter == "\n" or _shows(letter))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    start, inside = 0, list[str]()
    for number, line in enumerate(lines, 1):
        for words, mark in _pieces(line):
            if start:
                inside.append(words)
            if mark == "BEGIN":
                if start:
                    yield Block(start, "", b"", Refusal.UNFINISHED)
                start, inside = number, []
            elif mark == "END" and start:
                yield _block(start, " ".join(inside))
                start = 0
    if start:
        yield Block(start, "", b"", Refusal.UNFINISHED)


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a line with the mark that follows them: BEGIN, END or none."""
    quoted = _QUOTED.match(line)
    at = quoted.end() if quoted else 0
    for mark in _MARK.finditer(line, at):
        yield line[at : mark.start()].strip(_AROUND), mark[1]
        at = mark.end()
    yield line[at:].strip(_AROUND), ""


def _block(line: int, inside: str) -> Block:
    share = _SHARE.match(inside.lstrip())
    letters = inside.lstrip()[share.end() :].split() if share else []
    if share is None or not all(map(_BASE64.fullmatch, letters)):
        return Block(line, "", b"", Refusal.MALFORMED)
    try:
        sealed = base64.b64decode("".join(letters), validate=True)
    except binascii.Error:
        return Block(line, "", b"", Refusal.MALFORMED)
    if len(sealed) > MOST_PLAIN_BYTES + NONCE_BYTES + _TAG_BYTES:
        return Block(line, "", b"", Refusal.LARGE)
    return Block(line, share[1], sealed)


def _opened(keys: VaultKeys, block: Block) -> bytes | None:
    nonce, sealed = block.sealed[:NONCE_BYTES], block.sealed[NONCE_BYTES:]
    if len(sealed) < _TAG_BYTES:
        return None
    try:
        return AESGCM(_key(keys)).decrypt(nonce, sealed, _ad(block.share))
    except InvalidTag:
        return None


def _reply(read: object) -> Reply:
    one = _members(read, {"v", "epoch", "from", "items"})
    version, epoch, items = one["v"], one["epoch"], one["items"]
    # True is 1, too.
    if type(version) is not int or type(epoch) is not int or not isinstance(items, list):
        raise ReplyError(Refusal.MALFORMED)
    if version != 1 or not 0 <= epoch < 1 << 64 or len(items) > MOST_ITEMS:
        raise ReplyError(Refusal.MALFORMED)
    return Reply(epoch, _line(one["from"]), tuple([_item(one) for one in items]))


def _item(read: object) -> Item:
    one = _members(read, {"page", "anchor", "quote", "text", "kind"})
    page, anchor, kind = _text(one["page"]), _text(one["anchor"]), _text(one["kind"])
    if not _ROUTE.fullmatch(page) or not _ANCHOR.fullmatch(anchor) or kind not in KINDS:
        raise ReplyError(Refusal.MALFORMED)
    text = cleaned(_text(one["text"])).strip()
    return Item(page, anchor, _line(one["quote"]), text, kind)


def _members(read: object, names: set[str]) -> dict[str, object]:
    if not isinstance(read, dict) or read.keys() != names:
        raise ReplyError(Refusal.MALFORMED)
    return read


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ReplyError(Refusal.MALFORMED)
    return value


def _line(value: object) -> str:
    return " ".join(cleaned(_text(value)).split())


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ReplyError(Refusal.MALFORMED)
    return read


def _refuse(_: str) -> NoReturn:
    raise ReplyError(Refusal.MALFORMED)


def _shows(letter: str) -> bool:
    return letter not in _BLANKS and unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}


def _as_json(reply: Reply) -> dict[str, object]:
    items = [
        {
            "page": item.page,
            "anchor": item.anchor,
            "quote": item.quote,
            "text": item.text,
            "kind": item.kind,
        }
        for item in reply.items
    ]
    return {"v": 1, "epoch": reply.epoch, "from": reply.sender, "items": items}


def _key(keys: VaultKeys) -> bytes:
    return prf(keys.reply, b"afwd1/reply-key\x01")


def _ad(share: str) -> bytes:
    return b"AFWDR1" + share.encode()
