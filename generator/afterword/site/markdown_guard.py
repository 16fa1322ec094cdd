"""Whether a text would cost more to render than its length is worth, told in linear time.

Python-Markdown needs seconds for a few thousand open brackets. The limits lie far above what
people write: they keep the cost near a second for 100 KB.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DEEPEST = 40
_FEW = 24
"""So many of each sign can do no harm, whatever the text."""
_SIGNS = "[<>*_`&\\~|#-=!\"'"
_DEEP = re.compile(
    rf"^(?:[ ]*+(?:>|(?:[-*+•–]|\d{{1,9}}\.)(?= ))){{{_DEEPEST}}}"
    r"|^ {100,}(?:[-*+•–]|\d{1,9}\.) |^ {100,}!!!",
    re.MULTILINE,
)
_PIECE = re.compile(r"\n(?:[ \t]*\n|(?= {0,3}[-*+•–] ))")
"""Between two pieces of text whose inline markup is read apart: paragraphs and bullets."""
_FENCE = re.compile(r"(`{3,}|~{3,})[\w#.+-]*$")
_FENCE_HEADER = re.compile(r"^[ >\t]*(?:`{3,}|~{3,})(.*)", re.MULTILINE)
_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]*\]:(.{1000,})", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]]")
_LINK_END = re.compile(r"""\]\((?:[^()"']*+(?:"[^"]*+"|'[^']*+')?\s*\))?""")
_OPEN_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*+(?!>)")
_INLINE = re.compile(r"[`\\\[<&*_~!]|  \n")
_BREAKING = re.compile(r"^(?:[ ]{0,3}(?:#|!!!|(?:[-_*] *){3,}+$)|=+ *$|-+ *$)", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^([^\[\]]*)\]")

_SCAN_LIMIT = 30
"""How often each character may be looked at because of brackets."""
_SMALL = 10_000
_COPY_LIMIT = 10**10
_BREAK_LIMIT = 2 * 10**7
_CELL_LIMIT = 100_000
_CELL_SIGN_LIMIT = 1_000
_FENCE_LIMIT = 10**7
_TAG_LIMIT = 10_000
_BLOCK_LIMIT = 50_000
_QUOTE_LIMIT = 16
_MENTION_LIMIT = 300


def refuses(text: str) -> bool:
    """Whether the text nests too deeply or would take too long."""
    if _DEEP.search(text):
        return True
    if all(text.count(sign) <= _FEW for sign in _SIGNS):
        return text.count("\n\n") > _BLOCK_LIMIT
    if any(_quotes(found[1]) > _QUOTE_LIMIT for found in _FENCE_HEADER.finditer(text)):
        return True
    if (text.count("```") + text.count("~~~")) * text.count("\n") > _FENCE_LIMIT:
        return True
    measured = "\n".join(_outside_fences(text.split("\n")))
    return _costly_text(measured) or any(_costly_block(b) for b in measured.split("\n\n"))


def too_many_footnotes(texts: Sequence[str]) -> bool:
    """Whether one footnote is mentioned so often that numbering the mentions takes too long."""
    mentions = Counter(
        found[1] for text in texts if "[^" in text for found in _FOOTNOTE.finditer(text)
    )
    return any(count > _MENTION_LIMIT for count in mentions.values())


def _quotes(text: str) -> int:
    """Return how many quotation marks the text has."""
    return text.count('"') + text.count("'")


def _outside_fences(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that are in no simple code fence; a fence without end is none."""
    start, fence = 0, ""
    for at, line in enumerate(lines):
        if fence:
            if line == fence:
                start, fence = at + 1, ""
        elif found := _FENCE.match(line):
            yield from lines[start:at]
            start, fence = at, found[1]
    yield from lines[start:]


def _costly_text(text: str) -> bool:
    """Whether tags, long references or mere length are too much for the library."""
    unended = sum(1 for _ in _OPEN_TAG.finditer(text))
    return (
        unended * len(text) > _BREAK_LIMIT
        or text.count("<") > _TAG_LIMIT
        or text.count("\n\n") > _BLOCK_LIMIT
        or any(_quotes(found[1]) > _QUOTE_LIMIT for found in _REFERENCE.finditer(text))
    )


def _costly_block(block: str) -> bool:
    """Whether one block, which ends at a blank line, costs too much."""
    rows = block.count("\n") + 1
    columns = block.partition("\n")[0].count("|")
    breaks = sum(1 for _ in _BREAKING.finditer(block))
    return (
        columns * rows > _CELL_LIMIT
        or (columns > 0 and _crowded_row(block))
        or breaks * len(block) > _BREAK_LIMIT
        or any(_costly_piece(piece) for piece in _PIECE.split(block))
    )


def _crowded_row(block: str) -> bool:
    """Whether telling bars from code is too much in a row of the table."""
    return any(
        len(row) > _CELL_SIGN_LIMIT and row.count("|") + row.count("`") > _CELL_SIGN_LIMIT
        for row in block.split("\n")
    )


def _costly_piece(piece: str) -> bool:
    """Whether inline markup would be looked at or copied too often."""
    signs = len(_INLINE.findall(piece))
    if signs <= _FEW:
        return False
    scanned = _bracket_scans(piece) + _link_scans(piece)
    copied = signs * (len(piece) + 15 * signs)
    return scanned > _SCAN_LIMIT * len(piece) + _SMALL or copied > _COPY_LIMIT


def _bracket_scans(piece: str) -> int:
    """Return how many characters lie between each bracket and its partner, or the end."""
    opened: list[int] = []
    scanned = 0
    for found in _BRACKET.finditer(piece):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            scanned += found.start() - opened.pop()
    return scanned + sum(len(piece) - at for at in opened)


def _link_scans(piece: str) -> int:
    """Return how many characters are read to find the end of each link's address."""
    ends = (found for found in _LINK_END.finditer(piece))
    return sum(len(piece) - found.start() if found[0] == "](" else len(found[0]) for found in ends)
