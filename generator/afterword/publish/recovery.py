"""A published site and the author's passphrase → the keys it was published with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from afterword import files
from afterword.build import AUTHOR
from afterword.publish.carried import Carried, read_carried
from afterword.publish.kept import Published, TargetKeys, with_container
from afterword.publish.targets import PublishError, Standing
from afterword.sealing.container import BLOBS, HEADER_FILE, with_dummies_found
from afterword.sealing.header import Header, WrongSecretError
from afterword.sealing.keys import secret_of_passphrase
from afterword.sealing.opening import OpenVault, blobs_of_folder, header_of, open_vault
from afterword.sealing.primitives import Damage, DamagedError
from afterword.sharing import Kept


class Source(Protocol):
    """Where a sealed site is read from: every kind of target is one, and an address."""

    def look(self) -> Standing:
        """Return what stands there, as far as it can be told."""

    def fetch(self, names: Collection[str]) -> dict[str, bytes]:
        """Return path → content of some of it; what is not there is left out."""


def recover(source: Source, passphrase: str) -> Carried:
    """Return the keys that a published site carries, with what a look at it tells.

    Args:
        source: Where the site is.
        passphrase: The author's.

    Raises:
        WrongSecretError: It opens nothing there.
        DamagedError: Something is missing or changed.
        UnknownFormatError: The site was written by another version.
        UnknownKeysError: The keys were.
        PublishError: There is no sealed site, or it carries no keys for this passphrase.
    """
    found = source.look()
    if found.header is None:
        message = "no sealed site stands there"
        raise PublishError(message, "name a target, its folder, its archive or its address")
    header = header_of(blobs_of_folder({HEADER_FILE: found.header}))
    secret = secret_of_passphrase(passphrase, header.salt, header.iterations)
    author = _open(source, found.header, header, secret)
    named = author.kept_keys_name()
    if not named:
        message = "this passphrase opens the pages of a reader: there are no keys among them"
        hint = f'only "{AUTHOR}" has them, at a target whose `readers` names it'
        raise PublishError(message, hint)
    wanted = f"{BLOBS}{named}.js"
    kept = read_carried(author.with_blobs(blobs_of_folder(source.fetch([wanted]))).kept_keys())
    if (kept.keys.epoch, kept.keys.container.salt) != (author.manifest.epoch, header.salt):
        what = "what holds the keys"
        raise DamagedError(what, Damage.MIXED)
    return replace(kept, keys=_as_published(kept.keys, source, found, author.manifest.built))


def _as_published(keys: TargetKeys, source: Source, found: Standing, built: str) -> TargetKeys:
    """Return the keys of a target with what it shows: who reads there, and its blobs."""
    content = found.header or b""
    header = header_of(blobs_of_folder({HEADER_FILE: content}))
    day = dt.date.fromisoformat(built)
    readers, names = dict(keys.readers), {*found.blobs}
    reading = []
    for reader, kept in keys.readers.items():
        try:
            opened = _open(source, content, header, kept.keys.secret) if kept.keys else None
        except WrongSecretError:
            continue  # expired, or not published for yet
        if opened and kept.keys:
            shards = len(opened.manifest.shards)
            share = replace(kept.keys, epoch=keys.epoch, shards=shards, shared=day)
            readers[reader] = replace(kept, keys=share)
            names |= {f"{BLOBS}{name}.js" for name in opened.names()}
            reading.append(reader)
    container = with_dummies_found(keys.container, names)
    blobs, digest = tuple(sorted(names)), files.digest_of(content)
    last = Published(keys.epoch, day, digest, blobs, found.mark)
    return replace(
        keys,
        container=container,
        readers=MappingProxyType({r: with_container(k, container) for r, k in readers.items()}),
        sealed_for=tuple(reading),
        built=day,
        last=last,
        # Which of the blobs are older cannot be told: they stay for one publish more.
        before=last,
    )


def _open(source: Source, content: bytes, header: Header, secret: bytes) -> OpenVault:
    opened = header.open(secret)
    name = f"{BLOBS}{opened.keys.manifest_name(opened.epoch)}.js"
    return open_vault(blobs_of_folder({**source.fetch([name]), HEADER_FILE: content}), secret)


def with_answers(keys: TargetKeys, here: TargetKeys | None) -> TargetKeys:
    """Return recovered keys with what is known here of answers: pages and keys of the past."""
    if here is None or here.container.salt != keys.container.salt:
        return keys
    readers = {**here.readers, **keys.readers}
    joined = {r: _joined(kept, here.readers.get(r)) for r, kept in readers.items()}
    return replace(keys, readers=MappingProxyType(joined))


def _joined(kept: Kept, here: Kept | None) -> Kept:
    if here is None or here is kept:
        return kept
    retired = dict.fromkeys((*kept.answers.retired, *here.answers.retired))
    if here.keys and (kept.keys is None or kept.keys.vault != here.keys.vault):
        retired[here.keys.vault.reply] = None
    answers = replace(here.answers, retired=tuple(retired))
    return replace(kept, answers=answers)
