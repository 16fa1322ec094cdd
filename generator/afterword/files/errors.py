"""What the disk can refuse, in words."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from afterword.diagnostics import AfterwordError

SETTINGS = "portfolio.toml"


class NoPortfolioError(AfterwordError):
    """There is no portfolio.toml in the folder or above it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.hint = "`afterword init` makes one"

    def __str__(self) -> str:
        """Name the folder."""
        return f"there is no {SETTINGS} in {self.folder} or any folder above it"


class DiskError(AfterwordError):
    """The disk refuses: full, read-only, not a folder."""

    def __init__(self, path: Path | str, reason: str, hint: str = "") -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        """Name the path and the system's reason."""
        return f"{self.path}: {self.reason}"


@contextlib.contextmanager
def saying_why(path: Path) -> Iterator[None]:
    """Turn the system's refusal into words."""
    try:
        yield
    except OSError as error:
        hint = {
            errno.ENOSPC: "the disk is full; free some room and try again",
            errno.EDQUOT: "the quota is used up; free some room and try again",
            errno.EROFS: "the disk is read-only; choose another place",
            errno.EACCES: "check the permissions, or choose another place",
            errno.EPERM: "check the permissions, or choose another place",
        }.get(error.errno or 0, "")
        raise DiskError(path, error.strerror or str(error), hint) from error
