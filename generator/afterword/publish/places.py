"""Where a target stands, when that is a place on this machine."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from afterword.config import TargetSettings
from afterword.sharing import refuse_place

_LOCAL = ("folder", "zip")


def place_of(portfolio: Path, target: TargetSettings) -> Path | None:
    """Return where a target stands; None when a program reaches it somewhere else.

    Args:
        portfolio: A relative path is relative to it.
        target: Its settings.
    """
    named = target.path if target.kind in _LOCAL else _path_of(target.remote)
    return (portfolio / Path(named).expanduser()).absolute() if named else None


def remote_of(portfolio: Path, target: TargetSettings) -> str:
    """Return a target's remote as it is handed to its program, wherever that runs."""
    place = place_of(portfolio, target)
    return target.remote if place is None or "://" in target.remote else str(place)


def refuse_target(portfolio: Path, target: TargetSettings) -> None:
    """Stop when a target stands among the portfolio's own files.

    Raises:
        PlaceError: It does.
    """
    place = place_of(portfolio, target)
    if place is not None:
        refuse_place(portfolio, place)


def _path_of(remote: str) -> str:
    """Return the path that a remote is; empty for one that is elsewhere.

    git, rsync and rclone agree: a colon before the first slash begins with a host or a name.
    """
    if remote.startswith("file://"):
        return unquote(urlsplit(remote).path)
    elsewhere = ":" in remote.partition("/")[0] and not Path(remote).is_absolute()
    return "" if elsewhere or remote.startswith("-") else remote
