"""What a reader has been given, as `.keys/` remembers it: to say what is new in the next copy."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from afterword import files

_HINT = "move it away: nothing but the list of news on their first page is lost"


@dataclass(frozen=True, slots=True)
class Copy:
    """What a reader was given."""

    day: dt.date
    entries: Mapping[str, tuple[str, str]] = field(repr=False)
    """Slug in the author's journal → digests of its file and of what is shown of it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest copy, and the one to which news are compared."""

    last: Copy | None = None
    before: Copy | None = None

    def then(self, copy: Copy) -> Seen:
        """Return what is seen once another copy is given."""
        if self.last is None or self.last.day == copy.day:
            return replace(self, last=copy)
        if self.last.entries == copy.entries:
            return self
        return Seen(copy, self.last)


def read_seen(folder: Path, reader: str) -> Seen:
    """Return what a reader has been given.

    Args:
        folder: That of portfolio.toml.
        reader: Key of the reader.

    Raises:
        DiskError: It cannot be read, or is not one of ours.
    """
    name = _name(reader)
    found = files.read_keys(folder, name)
    if found is None:
        return Seen()
    try:
        return Seen(_copy(found["last"]), _copy(found["before"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise files.DiskError(
            folder / files.KEYS / f"{name}.json", "is not one of ours", _HINT
        ) from error


def keep_seen(folder: Path, reader: str, seen: Seen) -> None:
    """Remember what a reader was given.

    Args:
        folder: That of portfolio.toml.
        reader: Key of the reader.
        seen: With the copy they were given now.

    Raises:
        DiskError: The disk refuses; what was kept before is untouched.
    """
    if seen != read_seen(folder, reader):
        values = {"last": _as_json(seen.last), "before": _as_json(seen.before)}
        files.write_keys(folder, _name(reader), values)


def _name(reader: str) -> str:
    return f"seen-{hashlib.sha256(reader.encode()).hexdigest()[:16]}"


def _copy(found: Mapping[str, Any] | None) -> Copy | None:
    if found is None:
        return None
    entries = {str(slug): (str(a), str(b)) for slug, (a, b) in found["entries"].items()}
    return Copy(dt.date.fromisoformat(found["day"]), MappingProxyType(entries))


def _as_json(copy: Copy | None) -> dict[str, Any] | None:
    if copy is None:
        return None
    entries = {slug: list(both) for slug, both in sorted(copy.entries.items())}
    return {"day": copy.day.isoformat(), "entries": entries}
