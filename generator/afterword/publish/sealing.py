"""Editions and keys → the folder to be published, and the keys to be kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from afterword import files
from afterword.assets import program_digest, viewer
from afterword.process import share_out
from afterword.publish.carried import carried, digest_of_carried
from afterword.publish.editions import Due
from afterword.publish.kept import Published, TargetKeys, with_container
from afterword.publish.known import read_known, write_known
from afterword.publish.targets import PublishError
from afterword.sealing.audit_shape import wrong_shapes
from afterword.sealing.container import BLOBS, HEADER_FILE, seal_folder, viewer_files
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import VaultKeys, secret_of_passphrase
from afterword.sealing.known import Means
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
    readers = dict(keys.readers)
    for reader in [one for one in readers if one not in named]:
        readers[reader] = retired(readers[reader])
    keys = replace(keys, readers=MappingProxyType(readers))
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
    vaults = [_vault(keys, name, one, author) for one in due]
    before = read_known(author.opened, name, now)
    means = Means(before, share_out)
    made = seal_folder(keys.container, keys.epoch, vaults, viewer(), means)
    wrong = wrong_shapes(made.files, viewer_files(viewer()))
    if wrong:
        raise PublishError("\n".join(wrong))
    if made.known != before:
        write_known(author.opened, name, dict(zip(now, made.known, strict=True)))
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
    made = vault_of(replace(found, built=keys.built), one.pages, one.edited)
    titles = author.opened.config.publish.targets[name].titles
    own = carried(author.opened.folder, name, made.title, keys) if one.is_author else b""
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
        parts.append(digest_of_carried(author.opened.folder, name, config.title, keys))
    for one in due:
        kept = keys.readers[one.reader.key].keys if one.reader.key in keys.readers else None
        secret = files.digest_of(kept.secret + kept.vault.key) if kept else ""
        parts += [one.reader.key, one.reader.name, one.reader.question, secret]
        parts += [f"{path}\0{one.pages.digest(path)}" for path in sorted(one.pages.files)]
    return files.digest_of("\0".join(parts).encode())
