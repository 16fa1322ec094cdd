"""Shares: one reader's edition, sealed, as a file, an archive or a folder."""

from __future__ import annotations

import base64
import io
import mimetypes
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from afterword import files
from afterword.assets import passphrase_words, viewer
from afterword.config import ReaderSettings
from afterword.editions import Pages
from afterword.portfolio import Opened
from afterword.sealing.container import Container, modified_at, seal_file, seal_folder
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import VaultKeys, secret_of_passphrase
from afterword.sealing.passphrases import RANDOM_BYTES, make_passphrase
from afterword.sealing.values import Asset, Page, Vault
from afterword.site import addresses

_UNSEALED = (addresses.SEARCH, addresses.SEARCHED, addresses.STATIC + "afterword.js")
"""What a sealed share has in another form: its viewer searches what it has opened."""


@dataclass(frozen=True, slots=True)
class ShareKeys:
    """What is kept of a share from one time to the next."""

    container: ContainerKeys
    secret: bytes
    """S of the passphrase."""
    vault: VaultKeys
    epoch: int
    shards: int
    content: str
    """Digest of what was sealed last."""
    known_words: tuple[str, ...]
    """Capitalised words the author was asked about."""


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase, and whether anybody has seen it yet."""

    text: str
    new: bool


def share_name(reader: ReaderSettings) -> str:
    """Return the name under which a reader's share is kept."""
    return f"share-{reader.key}"


def read_share(folder: Path, reader: ReaderSettings) -> ShareKeys | None:
    """Return what is kept of a reader's share; None before the first.

    Raises:
        DiskError: It cannot be read.
    """
    found = files.read_keys(folder, share_name(reader))
    try:
        return _from_json(found) if found else None
    except (KeyError, TypeError, ValueError) as error:
        path = folder / files.KEYS / f"{share_name(reader)}.json"
        hint = "restore it from a backup; without it a new share needs a new passphrase"
        raise files.DiskError(path, "is not one of ours", hint) from error


def keep_share(folder: Path, reader: ReaderSettings, keys: ShareKeys) -> None:
    """Keep a share's keys."""
    files.write_keys(folder, share_name(reader), _as_json(keys))


def new_passphrase() -> str:
    """Return six words that nobody has seen."""
    return make_passphrase(passphrase_words(), files.random_bytes(RANDOM_BYTES))


def new_share(passphrase: str) -> ShareKeys:
    """Return the keys of a share that nobody has yet."""
    salt = files.random_bytes(16)
    container = ContainerKeys(salt=salt, pad_key=files.random_bytes(32))
    secret = secret_of_passphrase(passphrase, salt, container.iterations)
    vault = VaultKeys.of(files.random_bytes(32), files.random_bytes(16))
    return ShareKeys(container, secret, vault, 0, 1, "", ())


def with_passphrase(keys: ShareKeys, passphrase: str) -> ShareKeys:
    """Return a share's keys for another passphrase: new keys, so that the old opens nothing new."""
    fresh = new_share(passphrase)
    secret = secret_of_passphrase(passphrase, keys.container.salt, keys.container.iterations)
    return replace(keys, secret=secret, vault=fresh.vault, content="")


def vault_of(keys: ShareKeys, pages: Pages, reader: ReaderSettings, opened: Opened) -> Vault:
    """Return what a reader may see, ready to be sealed."""
    shown = {p: c for p, c in pages.files.items() if not p.startswith(_UNSEALED)}
    return Vault(
        secrets=(keys.secret,),
        keys=keys.vault,
        pages=tuple(
            [
                Page(path, pages.titles.get(path, ""), content)
                for path, content in sorted(shown.items())
                if path.endswith(".html")
            ]
        ),
        assets=tuple(
            [
                Asset(path, mimetypes.guess_type(path)[0] or "application/octet-stream", content)
                for path, content in sorted(shown.items())
                if not path.endswith((".html", ".js"))
            ]
        ),
        title=opened.config.title or "Afterword",
        built=opened.today,
        shards=keys.shards,
        reader=reader.name or reader.key,
        reply_to=opened.config.reply_to,
        question=reader.question,
    )


def next_epoch(keys: ShareKeys, pages: Pages) -> ShareKeys:
    """Return the keys for the next copy: its number rises when anything has changed."""
    parts = (f"{path}\0{files.digest_of(c)}" for path, c in sorted(pages.files.items()))
    content = files.digest_of("\0".join(parts).encode())
    if content == keys.content:
        return keys
    return replace(keys, epoch=keys.epoch + 1, content=content)


def as_file(keys: ShareKeys, vault: Vault) -> bytes:
    """Return a share as one HTML file."""
    return seal_file(keys.container, keys.epoch, [vault], viewer())


def as_folder(keys: ShareKeys, vault: Vault) -> tuple[Container, ShareKeys]:
    """Return a share as a folder for any host, and the keys to be kept."""
    made = seal_folder(keys.container, keys.epoch, [vault], viewer())
    return made, replace(keys, container=made.keys, shards=made.shards[0])


def as_zip(made: Mapping[str, bytes], epoch: int) -> bytes:
    """Return a sealed folder as an archive that says nothing of when it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted(made.items()):
            moment = _moment(modified_at(path, epoch))
            archive.writestr(zipfile.ZipInfo(path, moment), content)
    return packed.getvalue()


def _moment(seconds: int) -> tuple[int, int, int, int, int, int]:
    import datetime as dt  # noqa: PLC0415

    at = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return at.year, at.month, at.day, at.hour, at.minute, at.second


def _as_json(keys: ShareKeys) -> dict[str, Any]:
    container = keys.container
    return {
        "version": 1,
        "salt": _text(container.salt),
        "pad_key": _text(container.pad_key),
        "spares_end": container.spares_end,
        "iterations": container.iterations,
        "dummy_sizes": list(container.dummy_sizes),
        "secret": _text(keys.secret),
        "vault_key": _text(keys.vault.key),
        "vault_id": _text(keys.vault.id),
        "epoch": keys.epoch,
        "shards": keys.shards,
        "content": keys.content,
        "known_words": list(keys.known_words),
    }


def _from_json(found: dict[str, Any]) -> ShareKeys:
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
        epoch=int(found["epoch"]),
        shards=int(found["shards"]),
        content=str(found["content"]),
        known_words=tuple([str(word) for word in found["known_words"]]),
    )


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
