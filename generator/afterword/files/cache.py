"""A folder of values that can be thrown away at any time."""

from __future__ import annotations

import contextlib
import hmac
import os
from hashlib import sha256
from pathlib import Path

CACHE = ".afterword"
_SIGN_BYTES = 32
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_LINK
_ADD = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NO_LINK


class Cache:
    """A folder of values that can be thrown away at any time."""

    def __init__(self, portfolio: Path) -> None:
        self.folder = portfolio / CACHE

    def read(self, name: str) -> bytes | None:
        """Return what was stored under a name; None when nothing can be read."""
        try:
            if self._is_elsewhere():
                return None
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def read_signed(self, name: str, key: bytes) -> bytes | None:
        """Return what was stored with this key; None when it is damaged, or somebody else's."""
        stored = self.read(name) or b""
        sign, content = stored[:_SIGN_BYTES], stored[_SIGN_BYTES:]
        return content if hmac.compare_digest(sign, _sign(name, content, key)) else None

    def write_signed(self, name: str, content: bytes, key: bytes) -> None:
        """Store bytes so that only who has the key can have stored them."""
        self.write(name, _sign(name, content, key) + content)

    def write(self, name: str, content: bytes) -> None:
        """Store bytes; a cache that cannot be written is done without."""
        with contextlib.suppress(OSError):
            if self._is_elsewhere():
                return
            self.folder.mkdir(mode=0o700, exist_ok=True)
            beside = self.folder / f"{name}.{os.getpid()}"
            number = os.open(beside, _FLAGS, 0o600)
            with os.fdopen(number, "wb") as file:
                file.write(content)
            (self.folder / name).unlink(missing_ok=True)
            beside.rename(self.folder / name)

    def append(self, name: str, content: bytes) -> None:
        """Add bytes at the end, made if it is not there."""
        with contextlib.suppress(OSError):
            if self._is_elsewhere():
                return
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(self.folder / name, _ADD, 0o600), "ab") as file:
                file.write(content)

    def _is_elsewhere(self) -> bool:
        """Tell whether the folder is a link: a stranger's portfolio may lead it anywhere."""
        return self.folder.is_symlink()


def _sign(name: str, content: bytes, key: bytes) -> bytes:
    sign = hmac.new(key, name.encode() + b"\0", sha256)
    sign.update(content)
    return sign.digest()
