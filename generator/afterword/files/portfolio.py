"""Single files of a portfolio, the day, and where it is."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import stat
import zoneinfo
from collections.abc import Iterator, Mapping
from pathlib import Path

from afterword.files.errors import SETTINGS, DiskError, NoPortfolioError, saying_why

OUTPUT = "output"


def find_portfolio(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that has a portfolio.toml.

    Raises:
        NoPortfolioError: None has.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise NoPortfolioError(start)


def today(timezone: str | None) -> dt.date:
    """Return the day in a time zone, or in the system's."""
    zone = zoneinfo.ZoneInfo(timezone) if timezone else None
    return dt.datetime.now(zone).date()


def is_timezone(name: str) -> bool:
    """Tell whether the system or the tzdata package knows a time zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        DiskError: It cannot be read or is not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        reason = f"is not UTF-8: byte {error.object[error.start]:02x} in {line}:{column}"
        raise DiskError(path, reason, "save it as UTF-8") from error
    except OSError as error:
        raise DiskError(path, error.strerror or str(error)) from error


def read_start(path: Path, most_bytes: int) -> bytes:
    """Return a file's bytes, of a larger one the first.

    Raises:
        DiskError: It cannot be read.
    """
    with saying_why(path), path.open("rb") as file:
        return file.read(most_bytes)


def create(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet.

    Raises:
        FileExistsError: It does; nothing was changed.
        DiskError: The disk refuses.
    """
    with saying_why(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _saying_why_but_exists(path), path.open("xb") as file:
        file.write(content)


def replace_file(path: Path, content: bytes) -> None:
    """Replace an author's file in one step: the old bytes or the new, nothing between.

    Raises:
        DiskError: The disk refuses; the old file is untouched.
    """
    path = path.resolve()  # a link stays one
    with saying_why(path):
        beside = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(OSError):
                beside.chmod(stat.S_IMODE(path.stat().st_mode))
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def _saying_why_but_exists(path: Path) -> Iterator[None]:
    try:
        with saying_why(path):
            yield
    except DiskError as error:
        if isinstance(error.__cause__, FileExistsError):
            raise error.__cause__ from None
        raise


def read_templates(folder: Path) -> Mapping[str, bytes]:
    """Return every file below a folder of templates: name with `/` → bytes.

    Raises:
        DiskError: One cannot be read.
    """
    found: dict[str, bytes] = {}
    if not folder.is_dir():
        return found
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "."]
        for name in files:
            if name[0] != "." and not name.endswith(("~", ".swp")):
                path = Path(root, name)
                if path.exists() and not path.is_file():
                    continue  # a pipe would wait for ever
                with saying_why(path):
                    found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found
