"""What is kept of a target from one publish to the next, below `.keys/`."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from afterword import files
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import SALT_BYTES
from afterword.sharing import Kept
from afterword.sharing.kept import as_json, from_json, share_name

TARGET_KEYS = "publish-"
"""How the names of what is kept of targets begin."""


@dataclass(frozen=True, slots=True)
class Published:
    """One epoch as it was uploaded."""

    epoch: int
    day: dt.date
    digest: str
    """Of k.js."""
    blobs: tuple[str, ...]
    """Paths."""
    mark: str = ""
    """The id of the commit, where there are commits."""


@dataclass(frozen=True, slots=True)
class TargetKeys:
    """The keys of a target, and what was published there."""

    container: ContainerKeys
    readers: Mapping[str, Kept] = field(default_factory=lambda: MappingProxyType({}))
    """Of everybody it was ever published for; those who left have no keys."""
    sealed_for: tuple[str, ...] = ()
    """Who has a slot in the newest epoch."""
    epoch: int = 0
    """The newest, uploaded or not: its number is never given to anything else."""
    content: str = ""
    """Digest of what was sealed in it."""
    built: dt.date | None = None
    last: Published | None = None
    """What was published last, as far as we know."""
    before: Published | None = None
    withdrawn: bool = False
    """Whether somebody's access ended, and blobs they could read may still stand there."""
    pending: Published | None = None
    """What was being uploaded; still here when that was interrupted."""


def read_target(folder: Path, name: str) -> TargetKeys | None:
    """Return what is kept of a target; None before the first publish.

    Raises:
        DiskError: It cannot be read.
    """
    kept = kept_name(name)
    found = files.read_keys(folder, kept)
    if found is None:
        return None
    try:
        return _from_json(found, folder, kept)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        path = folder / files.KEYS / f"{kept}.json"
        hint = (
            "restore it from a backup, or move it away: `afterword readers --recover` reads it back"
        )
        raise files.DiskError(path, "is not one of ours", hint) from error


def keep_target(folder: Path, name: str, keys: TargetKeys) -> None:
    """Keep it.

    Raises:
        DiskError: The disk refuses; what was kept before is untouched.
    """
    files.write_keys(folder, kept_name(name), target_as_json(name, keys))


def kept_name(target: str) -> str:
    """Return the name under which what is kept of a target is kept."""
    return TARGET_KEYS + share_name(target)


def answering(folder: Path) -> tuple[Kept, ...]:
    """Return what replies from every target's readers are read with.

    Raises:
        DiskError: It cannot be read.
    """
    names = files.names_of_keys(folder, TARGET_KEYS)
    found = [(files.read_keys(folder, name), name) for name in names]
    targets = [_from_json(values, folder, name) for values, name in found if values]
    return tuple([kept for target in targets for kept in target.readers.values()])


def target_as_json(name: str, keys: TargetKeys) -> dict[str, Any]:
    """Return what is kept of a target, as it is written."""
    container = keys.container
    return {
        "version": 1,
        "target": name,
        "salt": base64.b64encode(container.salt).decode(),
        "pad_key": base64.b64encode(container.pad_key).decode(),
        "spares_end": container.spares_end,
        "iterations": container.iterations,
        "dummy_sizes": list(container.dummy_sizes),
        "sealed_for": list(keys.sealed_for),
        "epoch": keys.epoch,
        "content": keys.content,
        "built": keys.built.isoformat() if keys.built else None,
        "withdrawn": keys.withdrawn,
        "last": _published(keys.last),
        "before": _published(keys.before),
        "pending": _published(keys.pending),
        "readers": [as_json(kept) for kept in keys.readers.values()],
    }


def _published(one: Published | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "epoch": one.epoch,
        "day": one.day.isoformat(),
        "digest": one.digest,
        "mark": one.mark,
        "blobs": list(one.blobs),
    }


def _from_json(found: Mapping[str, Any], folder: Path, name: str) -> TargetKeys:
    container = ContainerKeys(
        salt=_salt(found["salt"]),
        pad_key=base64.b64decode(found["pad_key"], validate=True),
        spares_end=int(found["spares_end"]),
        iterations=int(found["iterations"]),
        dummy_sizes=tuple(map(int, found["dummy_sizes"])),
    )
    readers = [from_json(one, folder, name) for one in found["readers"]]
    return TargetKeys(
        container,
        MappingProxyType({kept.reader: with_container(kept, container) for kept in readers}),
        sealed_for=tuple(map(str, found["sealed_for"])),
        epoch=int(found["epoch"]),
        content=str(found["content"]),
        built=dt.date.fromisoformat(found["built"]) if found["built"] else None,
        last=_one_published(found["last"]),
        before=_one_published(found["before"]),
        withdrawn=bool(found["withdrawn"]),
        pending=_one_published(found["pending"]),
    )


def _salt(text: str) -> bytes:
    salt = base64.b64decode(text, validate=True)
    if len(salt) != SALT_BYTES:
        raise ValueError(text)
    return salt


def _one_published(found: Mapping[str, Any] | None) -> Published | None:
    if found is None:
        return None
    day = dt.date.fromisoformat(found["day"])
    blobs = tuple(map(str, found["blobs"]))
    return Published(int(found["epoch"]), day, str(found["digest"]), blobs, str(found["mark"]))


def with_container(kept: Kept, container: ContainerKeys) -> Kept:
    """Return what is kept of a reader with the keys of the container they share with others."""
    return replace(kept, keys=replace(kept.keys, container=container)) if kept.keys else kept
