"""Who reads at which target, by what was published there last."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from afterword.config import ReaderSettings, TargetSettings
from afterword.portfolio import Opened
from afterword.publish.kept import TargetKeys, read_target


class State(enum.Enum):
    """What a target's settings and keys have for a reader."""

    READS = "reads"
    NEXT = "next"
    """From the next publish on."""
    EXPIRED = "expired"
    REMOVED = "removed"
    """No longer named by the settings."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader at one target."""

    reader: str
    target: str
    state: State
    still: bool
    """Whether what stands at the target opens for them."""
    day: dt.date | None
    """Of the last publish there, whether for them or not; None before the first."""
    epoch: int


def readings(opened: Opened) -> tuple[Reading, ...]:
    """Return everybody a target names or once had keys for, targets as the settings have them.

    Raises:
        DiskError: Keys cannot be read.
    """
    config = opened.config
    found = []
    for target in config.publish.targets.values():
        keys = read_target(opened.folder, target.name)
        named = {_key(name, config.readers.values()) for name in target.readers}
        for reader in sorted(named | {*(keys.readers if keys else ())}):
            settings = config.readers.get(reader)
            until = settings.until if settings else None
            expired = bool(until and opened.today > until)
            state = _state(keys, reader, named=reader in named, expired=expired)
            found.append(_reading(reader, target.name, keys, state))
    return tuple(found)


def named_at(opened: Opened, reader: str) -> tuple[TargetSettings, ...]:
    """Return the targets whose settings name a reader."""
    config = opened.config
    targets = config.publish.targets.values()
    readers = config.readers.values()
    return tuple([t for t in targets if reader in {_key(n, readers) for n in t.readers}])


def _key(name: str, readers: Iterable[ReaderSettings]) -> str:
    """Return the key of a reader, whom a target's settings may also call by name."""
    known = {reader.name: reader.key for reader in readers} | {r.key: r.key for r in readers}
    return known.get(name, name)


def _state(keys: TargetKeys | None, reader: str, *, named: bool, expired: bool) -> State:
    if not named:
        return State.REMOVED
    if expired:
        return State.EXPIRED
    return State.READS if keys and reader in keys.sealed_for else State.NEXT


def _reading(reader: str, target: str, keys: TargetKeys | None, state: State) -> Reading:
    last = keys.last if keys else None
    still = bool(keys and last and reader in keys.sealed_for)
    return Reading(
        reader, target, state, still, last.day if last else None, last.epoch if last else 0
    )
