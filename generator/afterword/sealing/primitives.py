"""The few building blocks everything sealed is made of; docs/sharing.md says what they promise."""

from __future__ import annotations

import base64
import enum
import hmac
import json
import struct

from afterword.diagnostics import AfterwordError


class SealingError(AfterwordError):
    """Something cannot be sealed, or what was sealed cannot be opened."""


class Damage(enum.Enum):
    """How it shows that a sealed file is not what it was."""

    MISSING = "its file is missing"
    WRITTEN = "it is not written as it should be"
    NO_HEADER = "it does not begin as it should"
    SHORT = "it is cut short"
    CHANGED = "it was changed"
    SWAPPED = "another file is in its place"
    MIXED = "it is from another publish"
    CODEC = "it is packed in an unknown way"
    PACKED = "it cannot be unpacked"
    LARGE = "it would unpack to more than 64 MiB"
    PADDING = "something stands in its padding"
    INCOMPLETE = "a page is missing from it"


class DamagedError(SealingError):
    """A sealed file is not what it was when it was sealed: cut, changed, swapped or mixed."""

    hint = "copy the files again, all of them from the same publish"

    def __init__(self, what: str, damage: Damage) -> None:
        super().__init__(what, damage)
        self.what = what
        self.damage = damage

    def __str__(self) -> str:
        """Name what is damaged, and how it shows."""
        return f"{self.what} is damaged: {self.damage.value}"


def prf(key: bytes, message: bytes) -> bytes:
    """Return 32 bytes that follow from key and message: HMAC-SHA-256."""
    return hmac.digest(key, message, "sha256")


def lp(content: bytes) -> bytes:
    """Return content with its length before it, two bytes big-endian."""
    return struct.pack(">H", len(content)) + content


def u16(number: int) -> bytes:
    """Return a number as two bytes, big-endian."""
    return number.to_bytes(2, "big")


def u32(number: int) -> bytes:
    """Return a number as four bytes, big-endian."""
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    """Return a number as eight bytes, big-endian."""
    return number.to_bytes(8, "big")


def base32(content: bytes) -> str:
    """Return bytes as lower-case base32 without padding: 5 bytes → 8 letters, 8 → 13."""
    return base64.b32encode(content).decode().rstrip("=").lower()


def base64_of(content: bytes) -> str:
    """Return bytes as padded base64."""
    return base64.b64encode(content).decode()


def json_bytes(value: object) -> bytes:
    """Return a value as JSON: UTF-8, no spaces, keys by code point, nothing ASCII-escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()
