"""A folder of values that can be thrown away at any time."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

CACHE = ".afterword"
LIST = ".afterword-files"
"""In an output folder: every file we wrote there. It alone decides what may be overwritten."""
FRESH = ".afterword-new"
"""In an output folder: pages on their way; empty but while a build runs."""

MOST_STRANGERS = 20
"""Files of somebody else's that are named."""

LONGEST_READ = 4_000_001
"""Bytes of an entry that are read: one more than an entry may have."""


class Cache:
    """A folder of values that can be thrown away at any time."""

    def __init__(self, portfolio: Path) -> None:
        self.folder = portfolio / CACHE

    def read(self, name: str) -> bytes | None:
        """Return what was stored under a name; None when nothing can be read."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Store bytes; a cache that cannot be written is done without."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            beside = self.folder / f"{name}.{os.getpid()}"
            beside.write_bytes(content)
            (self.folder / name).unlink(missing_ok=True)
            beside.rename(self.folder / name)

    def append(self, name: str, content: bytes) -> None:
        """Add bytes at the end, made if it is not there."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with (self.folder / name).open("ab") as file:
                file.write(content)
