"""A folder of values that can be thrown away at any time."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

CACHE = ".afterword"


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

    def write(self, name: str, content: bytes) -> None:
        """Store bytes; a cache that cannot be written is done without."""
        with contextlib.suppress(OSError):
            if self._is_elsewhere():
                return
            self.folder.mkdir(mode=0o700, exist_ok=True)
            beside = self.folder / f"{name}.{os.getpid()}"
            beside.write_bytes(content)
            (self.folder / name).unlink(missing_ok=True)
            beside.rename(self.folder / name)

    def append(self, name: str, content: bytes) -> None:
        """Add bytes at the end, made if it is not there."""
        with contextlib.suppress(OSError):
            if self._is_elsewhere():
                return
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with (self.folder / name).open("ab") as file:
                file.write(content)

    def _is_elsewhere(self) -> bool:
        """Tell whether the folder is a link: a stranger's portfolio may lead it anywhere."""
        return self.folder.is_symlink()
