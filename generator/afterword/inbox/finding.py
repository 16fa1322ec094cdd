"""The texts of one file → the replies in it, each once, and those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from afterword.sealing.keys import VaultKeys
from afterword.sealing.replies import Block, Reply, ReplyError, find_blocks, open_block, share_of


class Refused(NamedTuple):
    """A reply that cannot be read."""

    line: int
    """Of the file, from 1; 0 when it stands in a part that the file holds encoded."""
    reason: str


class Found(NamedTuple):
    """A reply that was opened."""

    keys: VaultKeys
    share: str
    """8 hexadecimal digits: whose key opened it."""
    reply: Reply


@dataclass(frozen=True, slots=True)
class Replies:
    """What one file holds."""

    found: tuple[Found, ...]
    refused: tuple[Refused, ...]


def replies_in(texts: Sequence[str], readers: Sequence[VaultKeys]) -> Replies:
    """Return the replies in the texts of one file.

    A mail says the same several times: what its parts say counts, and the file as it is where
    no part holds a reply. A reply that cannot be read keeps no other from being read.

    Args:
        texts: As of `texts_of`: the last is the whole file.
        readers: The keys of every vault a reply may answer, retired ones too.

    Raises:
        ReplyError: A text is larger than a mail with a reply can be.
    """
    whole = find_blocks(texts[-1]) if texts else ()
    parts = [found for text in texts[:-1] if (found := find_blocks(text))] or [whole]
    opened: dict[bytes, Found] = {}
    refused: dict[tuple[str, bytes, str], Refused] = {}
    for blocks in parts:
        for number, block in enumerate(blocks):
            try:
                keys, reply = open_block(block, readers)
            except ReplyError as error:
                line = whole[number].line if number < len(whole) else 0
                mark = (block.share, block.sealed, error.refusal.value)
                refused.setdefault(mark, Refused(line, error.refusal.value))
            else:
                opened[block.sealed] = Found(keys, share_of(keys), reply)
    return Replies(tuple(opened.values()), tuple(_unlike(refused, parts)))


def _unlike(
    refused: dict[tuple[str, bytes, str], Refused], parts: Sequence[Sequence[Block]]
) -> Iterator[Refused]:
    """Yield each refusal; all of them when a part alone holds several that look alike."""
    for mark, one in refused.items():
        yield one
        if not mark[1] and len(parts) == 1:
            alike = [b for b in parts[0] if b.refusal and b.refusal.value == mark[2]]
            yield from (Refused(b.line, mark[2]) for b in alike[1:])
