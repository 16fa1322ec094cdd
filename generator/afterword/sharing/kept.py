"""What is kept of a share from one time to the next, below `.keys/`."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from afterword import files
from afterword.config import ReaderSettings
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import VaultKeys

_PREFIX = "share-"
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_UNPLAIN = re.compile(r"[^a-z0-9]+")
_HINT = "restore it from a backup; without it a new share needs a new passphrase"


@dataclass(frozen=True, slots=True)
class ShareKeys:
    """The keys of a share, and what was shared last."""

    container: ContainerKeys
    secret: bytes = field(repr=False)
    """S of the passphrase."""
    vault: VaultKeys
    link: bytes = field(default=b"", repr=False)
    """S of the link that opens it, too; empty when there is none."""
    epoch: int = 0
    shards: int = 1
    content: str = ""
    """Digest of what was sealed last."""
    built: dt.date | None = None
    """The day of the newest epoch: what did not change is of the same day."""
    shared: dt.date | None = None
    """The day on which it was written last."""
    known_words: tuple[str, ...] = ()
    """Capitalised words the author was asked about."""
    blobs: tuple[str, ...] = ()
    """Names of the blobs of the newest epoch."""
    blobs_before: tuple[str, ...] = ()
    """Names of the blobs of the epoch before."""
    old_blobs: tuple[str, ...] = ()
    """Names of all older blobs: where they still stand, they may go."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What replies to a share are read with, also when it is shared no more."""

    retired: tuple[bytes, ...] = field(default=(), repr=False)
    """Reply keys of vaults that were given up."""
    routes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Route of a page that was ever shared → the target of a link to it; may be empty."""
    name: str = ""
    """Of the reader, as last seen."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a reader."""

    reader: str
    """Their key in the settings."""
    keys: ShareKeys | None
    """None before the first share, and after the reader was removed."""
    answers: Answers = Answers()

    def vaults(self) -> Iterator[VaultKeys]:
        """Yield the keys that may open a reply, the newest first."""
        if self.keys:
            yield self.keys.vault
        for reply in self.answers.retired:
            yield VaultKeys(b"", b"", b"", b"", b"", reply)


def share_name(key: str) -> str:
    """Return a reader's key as a part of a file name, like no other's and no way out of a folder.

    Args:
        key: As portfolio.toml has it: any text.
    """
    if _PLAIN.fullmatch(key):
        return key
    plain = _UNPLAIN.sub("-", key.lower()).strip("-")[:30]
    return f"{plain or 'reader'}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def read_kept(folder: Path, key: str) -> Kept:
    """Return what is kept of a reader.

    Raises:
        DiskError: It cannot be read.
    """
    name = _PREFIX + share_name(key)
    found = files.read_keys(folder, name)
    return from_json(found, folder, name) if found else Kept(key, None)


def all_kept(folder: Path) -> tuple[Kept, ...]:
    """Return what is kept of all readers, removed ones too.

    Raises:
        DiskError: It cannot be read.
    """
    names = files.names_of_keys(folder, _PREFIX)
    found = [(files.read_keys(folder, name), name) for name in names]
    return tuple([from_json(values, folder, name) for values, name in found if values])


def keep(folder: Path, kept: Kept) -> None:
    """Keep it.

    Raises:
        DiskError: The disk refuses; what was kept before is untouched.
    """
    files.write_keys(folder, _PREFIX + share_name(kept.reader), as_json(kept))


def retired(kept: Kept, reader: ReaderSettings | None = None) -> Kept:
    """Return what is kept when a share's keys are given up: what answers it can still be read."""
    answers = kept.answers
    if kept.keys and kept.keys.vault.reply not in answers.retired:
        answers = replace(answers, retired=(kept.keys.vault.reply, *answers.retired))
    if reader:
        answers = replace(answers, name=reader.name, source=reader.source)
    return replace(kept, keys=None, answers=answers)


def as_json(kept: Kept) -> dict[str, Any]:
    """Return what is kept of a reader, as it is written."""
    answers = kept.answers
    return {
        "version": 1,
        "reader": kept.reader,
        "name": answers.name,
        "source": answers.source,
        "retired": list(map(_text, answers.retired)),
        "routes": dict(sorted(answers.routes.items())),
        "share": _share_as_json(kept.keys) if kept.keys else None,
    }


def _share_as_json(keys: ShareKeys) -> dict[str, Any]:
    container = keys.container
    return {
        "salt": _text(container.salt),
        "pad_key": _text(container.pad_key),
        "spares_end": container.spares_end,
        "iterations": container.iterations,
        "dummy_sizes": list(container.dummy_sizes),
        "secret": _text(keys.secret),
        "vault_key": _text(keys.vault.key),
        "vault_id": _text(keys.vault.id),
        "link": _text(keys.link),
        "epoch": keys.epoch,
        "shards": keys.shards,
        "content": keys.content,
        "built": keys.built.isoformat() if keys.built else None,
        "shared": keys.shared.isoformat() if keys.shared else None,
        "known_words": list(keys.known_words),
        "blobs": list(keys.blobs),
        "blobs_before": list(keys.blobs_before),
        "old_blobs": list(keys.old_blobs),
    }


def from_json(found: Mapping[str, Any], folder: Path, name: str) -> Kept:
    """Return what was written.

    Raises:
        DiskError: It is not one of ours.
    """
    try:
        share = found["share"]
        answers = Answers(
            tuple(map(_bytes, found["retired"])),
            MappingProxyType({str(r): str(target) for r, target in found["routes"].items()}),
            str(found["name"]),
            str(found["source"]),
        )
        return Kept(str(found["reader"]), _share_from_json(share) if share else None, answers)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        path = folder / files.KEYS / f"{name}.json"
        raise files.DiskError(path, "is not one of ours", _HINT) from error


def _share_from_json(found: Mapping[str, Any]) -> ShareKeys:
    return ShareKeys(
        container=ContainerKeys(
            salt=_bytes(found["salt"]),
            pad_key=_bytes(found["pad_key"]),
            spares_end=int(found["spares_end"]),
            iterations=int(found["iterations"]),
            dummy_sizes=tuple([int(size) for size in found["dummy_sizes"]]),
        ),
        secret=_bytes(found["secret"]),
        vault=VaultKeys.of(_bytes(found["vault_key"]), _bytes(found["vault_id"])),
        link=_bytes(found.get("link", "")),
        epoch=int(found["epoch"]),
        shards=int(found["shards"]),
        content=str(found["content"]),
        built=_day(found["built"]),
        shared=_day(found["shared"]),
        known_words=_texts(found["known_words"]),
        blobs=_texts(found["blobs"]),
        blobs_before=_texts(found["blobs_before"]),
        old_blobs=_texts(found["old_blobs"]),
    )


def _texts(found: list[Any]) -> tuple[str, ...]:
    return tuple(map(str, found))


def _day(found: str | None) -> dt.date | None:
    return dt.date.fromisoformat(found) if found else None


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
