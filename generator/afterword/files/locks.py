"""Locks: that two processes do not do the same thing at once."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from afterword.diagnostics import AfterwordError
from afterword.files.errors import saying_why
from afterword.files.keys import KEYS


class BusyError(AfterwordError):
    """Another process holds the lock."""

    hint = "wait until it has ended, and try again"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        """Say what is going on."""
        return f"another Afterword is at work on {self.name} right now"


@contextlib.contextmanager
def locked(folder: Path, name: str) -> Iterator[None]:
    """Hold a lock of a portfolio while the block runs; the system lets go of it at any end.

    Args:
        folder: That of portfolio.toml.
        name: Of the lock, and of what it is said to be about.

    Raises:
        BusyError: Another process holds it.
        DiskError: The disk refuses.
    """
    path = folder / KEYS / f"{name}.lock"
    with saying_why(path):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(number, name)
        yield
    finally:
        os.close(number)


def _take(number: int, name: str) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BusyError(name) from error
