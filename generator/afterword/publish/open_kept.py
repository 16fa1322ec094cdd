"""What is kept of a site for everyone from one publish to the next, below `.keys/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from afterword import files
from afterword.sharing.kept import share_name

OPEN = "open-"
"""What the names of these begin with."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OpenSite:
    """A site for everyone, as far as we know."""

    number: int = 0
    """Of the newest copy, uploaded or not."""
    stamp: str = ""
    """Digest of the stamp that was read back last; empty before the first publish."""
    pending: str = ""
    """Digest of the stamp that was being uploaded; empty unless that was interrupted."""
    known_words: tuple[str, ...] = ()
    """Capitalised words the author was asked about."""
    titles: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Path → title of what everyone can read, as the author was told."""
    files: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Path → digest of every file that we put there; empty while it may be the old or the new.

    Nothing else is ever deleted.
    """


def read_open(folder: Path, name: str) -> OpenSite:
    """Return what is kept of a target.

    Raises:
        DiskError: It cannot be read, or is not one of ours.
    """
    kept = OPEN + share_name(name)
    found = files.read_keys(folder, kept)
    if found is None:
        return OpenSite()
    try:
        return OpenSite(
            int(found["number"]),
            str(found["stamp"]),
            str(found["pending"]),
            tuple(map(str, found["known_words"])),
            _texts(found["titles"]),
            _texts(found["files"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        path = folder / files.KEYS / f"{kept}.json"
        hint = "restore it from a backup, or move it away and publish with --take-over"
        raise files.DiskError(path, "is not one of ours", hint) from error


def keep_open(folder: Path, name: str, site: OpenSite) -> None:
    """Keep it.

    Raises:
        DiskError: The disk refuses; what was kept before is untouched.
    """
    values: dict[str, Any] = {
        "version": 1,
        "target": name,
        "number": site.number,
        "stamp": site.stamp,
        "pending": site.pending,
        "known_words": list(site.known_words),
        "titles": dict(site.titles),
        "files": dict(site.files),
    }
    files.write_keys(folder, OPEN + share_name(name), values)


def _texts(found: Mapping[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({str(key): str(value) for key, value in found.items()})
