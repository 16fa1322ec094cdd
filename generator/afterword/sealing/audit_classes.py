"""Texts with each sign as the class it is in: whether a pattern can be there at all, in no time.

What is asked of them must be *necessary* for the pattern: then a text without it needs no looking
through, sign by sign.
"""

from __future__ import annotations

from collections.abc import Mapping

WHITE = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"
"""All that is white space to a pattern, in ASCII."""


class Classes:
    """Writes a text in UTF-8 as bytes, one for each of its bytes: that of the class it is in."""

    def __init__(
        self, classes: Mapping[str, str], *, beyond: str, other: str = ".", left_out: str = ""
    ) -> None:
        """Prepare.

        Args:
            classes: The sign of a class → the signs that are in it, of ASCII.
            beyond: The class of what is not ASCII; empty when it is left out.
            other: The class of the rest of ASCII.
            left_out: Signs that are nowhere in the result.
        """
        table = bytearray(other.encode() * 128 + (beyond or other).encode() * 128)
        for sign, members in classes.items():
            for member in members:
                table[ord(member)] = ord(sign)
        self._table = bytes(table)
        self._left_out = left_out.encode() + (b"" if beyond else bytes(range(128, 256)))

    def of(self, text: str) -> bytes:
        """Return the text as classes."""
        return self.of_bytes(text.encode("utf-8", "replace"))

    def of_bytes(self, encoded: bytes) -> bytes:
        """Return a text in UTF-8 as classes."""
        return encoded.translate(self._table, self._left_out)
