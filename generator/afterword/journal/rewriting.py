"""A file's text with some places changed: byte order mark, line ends and encoding stay."""

from __future__ import annotations

import codecs
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

_ENCODINGS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A place in a text with plain line ends, and what belongs there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, and what is needed to write its bytes again."""

    raw: str
    """Decoded, line ends as they are."""
    mark: bytes
    """Byte order mark; empty when there is none."""
    encoding: str

    @property
    def text(self) -> str:
        """The text with plain line ends, in which edits are placed."""
        return self.raw.replace("\r\n", "\n").replace("\r", "\n")

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """Return the file's bytes with the edits made; none may overlap another."""
        pairs = _line_ends_of_two(self.raw)
        kept: list[str] = []
        position = 0
        for edit in sorted(edits):
            start = edit.start + bisect_left(pairs, edit.start)
            kept += (self.raw[position:start], edit.text)
            position = edit.end + bisect_left(pairs, edit.end)
        kept.append(self.raw[position:])
        return self.mark + "".join(kept).encode(self.encoding)


def read_source(content: bytes) -> Source | None:
    """Return the text of a file; None when it is no text that can be written again as it was."""
    mark, encoding = next(
        (pair for pair in _ENCODINGS if content.startswith(pair[0])), (b"", "utf-8")
    )
    try:
        raw = content.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in raw else Source(raw, mark, encoding)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with plain line ends with the edits made; none may overlap another."""
    kept: list[str] = []
    position = 0
    for edit in sorted(edits):
        kept += (text[position : edit.start], edit.text)
        position = edit.end
    return "".join((*kept, text[position:]))


def _line_ends_of_two(raw: str) -> list[int]:
    r"""Return where `\r\n` stand in the text with plain line ends."""
    found: list[int] = []
    position = raw.find("\r\n")
    while position >= 0:
        found.append(position - len(found))
        position = raw.find("\r\n", position + 2)
    return found
