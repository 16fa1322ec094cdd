"""Editions and keys → the folder to be published, and the keys to be kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from afterword import files
from afterword.assets import program_digest, viewer
from afterword.publish.editions import Due
from afterword.publish.kept import Published, TargetKeys, with_container
from afterword.publish.open_kept import OPEN
from afterword.publish.targets import PublishError
from afterword.sealing.audit_shape import wrong_shapes
from afterword.sealing.container import BLOBS, HEADER_FILE, seal_folder, viewer_files
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import VaultKeys, secret_of_passphrase
from afterword.sealing.primitives import base64_of, json_bytes
from afterword.sealing.values import Vault
from afterword.sharing import (
    Kept,
    ShareKeys,
    answers_of,
    is_passphrase_of,
    retired,
    vault_of,
    with_passphrase,
)
from afterword.understanding import Understood


@dataclass(frozen=True, slots=True)
class Sealed:
    """A target's folder as it is to stand."""

    files: Mapping[str, bytes]
    keys: TargetKeys

    @property
    def published(self) -> Published:
        """What is noted of it."""
        blobs = tuple(sorted(name for name in self.files if name.startswith(BLOBS)))
        digest = files.digest_of(self.files[HEADER_FILE])
        return Published(self.keys.epoch, self.keys.built or dt.date.min, digest, blobs)


def new_target() -> TargetKeys:
    """Return the keys of a target that nothing was published to."""
    salt, pad_key = files.random_bytes(16), files.random_bytes(32)
    return TargetKeys(ContainerKeys(salt=salt, pad_key=pad_key))


def opens_with(keys: TargetKeys, reader: str) -> bool:
    """Tell whether a reader has a passphrase at a target."""
    kept = keys.readers.get(reader)
    return kept is not None and kept.keys is not None


def with_passphrases(keys: TargetKeys, given: Mapping[str, str]) -> TargetKeys:
    """Return the keys of a target with passphrases for readers; another one means new keys.

    Args:
        keys: Of the target.
        given: Reader → passphrase.
    """
    readers = dict(keys.readers)
    for reader, passphrase in given.items():
        kept = readers.get(reader) or Kept(reader, None)
        if kept.keys is None:
            container = keys.container
            secret = secret_of_passphrase(passphrase, container.salt, container.iterations)
            vault = VaultKeys.of(files.random_bytes(32), files.random_bytes(16))
            readers[reader] = replace(kept, keys=ShareKeys(container, secret, vault))
        elif not is_passphrase_of(kept.keys, passphrase):
            changed = with_passphrase(kept.keys, passphrase)
            readers[reader] = replace(retired(kept), keys=changed)
            keys = replace(keys, withdrawn=True)
    return replace(keys, readers=MappingProxyType(readers))


def seal(
    keys: TargetKeys, name: str, due: Sequence[Due], named: Sequence[str], author: Understood
) -> Sealed:
    """Return a target's folder; its number rises when anything in it has changed.

    Args:
        keys: Of the target, with a passphrase for everybody who is due.
        name: Of the target.
        due: The editions.
        named: Whom the target's settings name, expired readers too: the rest lose their keys.
        author: The portfolio.

    Raises:
        SealingError: There are too many readers, or two have the same passphrase.
        PublishError: What was sealed has not the shape it must have.
    """
    now = tuple([one.reader.key for one in due])
    left = [reader for reader in keys.sealed_for if reader not in now]
    content = _digest(keys, name, due, author)
    if content != keys.content:
        spares = keys.container.spares_end + len(left)
        keys = replace(
            keys,
            container=replace(keys.container, spares_end=spares),
            content=content,
            epoch=keys.epoch + 1,
            built=author.opened.today,
            sealed_for=now,
            withdrawn=keys.withdrawn or bool(left),
        )
    readers = dict(keys.readers)
    for reader in [one for one in readers if one not in named]:
        readers[reader] = retired(readers[reader])
    keys = replace(keys, readers=MappingProxyType(readers))
    vaults = [_vault(keys, name, one, author) for one in due]
    made = seal_folder(keys.container, keys.epoch, vaults, viewer())
    wrong = wrong_shapes(made.files, viewer_files(viewer()))
    if wrong:
        raise PublishError("\n".join(wrong))
    for one, shards in zip(due, made.shards, strict=True):
        readers[one.reader.key] = _noted(readers[one.reader.key], keys, one, shards)
    kept = {reader: with_container(one, made.keys) for reader, one in readers.items()}
    keys = replace(keys, container=made.keys, readers=MappingProxyType(kept))
    return Sealed(made.files, keys)


def _vault(keys: TargetKeys, name: str, one: Due, author: Understood) -> Vault:
    found = keys.readers[one.reader.key].keys
    if found is None:
        message = f'there is no passphrase for "{one.reader.key}"'
        raise PublishError(message, "run this on a terminal, or give --passphrase-env")
    made = vault_of(replace(found, built=keys.built), one.pages, one.reader, author.opened)
    titles = author.opened.config.publish.targets[name].titles
    own = _kept_keys(author.opened.folder, keys) if one.is_author else b""
    return replace(made, titles=titles, kept_keys=own)


def _noted(kept: Kept, keys: TargetKeys, one: Due, shards: int) -> Kept:
    if kept.keys is None:
        return kept
    found = replace(kept.keys, epoch=keys.epoch, shards=shards, shared=keys.built)
    answers = answers_of(kept.answers, found, one.edited, one.pages, one.reader)
    return replace(kept, keys=found, answers=answers)


def _digest(keys: TargetKeys, name: str, due: Sequence[Due], author: Understood) -> str:
    """Return a digest of all that is sealed."""
    config = author.opened.config
    titles = config.publish.targets[name].titles
    parts = [program_digest(), config.title, config.reply_to, str(titles)]
    parts += [files.digest_of(content) for content in viewer_files(viewer()).values()]
    if any(one.is_author for one in due):
        parts += [f"{n}\0{c}" for n, c in sorted(_other_keys(author.opened.folder).items())]
    for one in due:
        kept = keys.readers[one.reader.key].keys if one.reader.key in keys.readers else None
        secret = files.digest_of(kept.secret + kept.vault.key) if kept else ""
        parts += [one.reader.key, one.reader.name, one.reader.question, secret]
        parts += [f"{p}\0{files.digest_of(c)}" for p, c in sorted(one.pages.files.items())]
    return files.digest_of("\0".join(parts).encode())


def _kept_keys(folder: Path, keys: TargetKeys) -> bytes:
    """Return what the author's vault carries: the keys, for another machine or a lost disk.

    Nothing that changes from one publish to the next is in it but the number of the epoch.
    """
    container = keys.container
    opening = {
        reader: {
            "secret": base64_of(kept.keys.secret),
            "vault_key": base64_of(kept.keys.vault.key),
            "vault_id": base64_of(kept.keys.vault.id),
        }
        for reader, kept in keys.readers.items()
        if kept.keys
    }
    target = {
        "salt": base64_of(container.salt),
        "pad_key": base64_of(container.pad_key),
        "spares_end": container.spares_end,
        "iterations": container.iterations,
        "epoch": keys.epoch,
        "readers": opening,
    }
    return json_bytes({"v": 1, "keys": _other_keys(folder), "target": target})


def _other_keys(folder: Path) -> dict[str, str]:
    # Those of targets change at every publish: each target carries its own.
    found = files.all_keys(folder).items()
    return {name: base64_of(c) for name, c in found if not name.startswith(("publish-", OPEN))}
