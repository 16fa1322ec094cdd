"""One reader's edition, sealed: as a file, an archive or a folder."""

from __future__ import annotations

import datetime as dt
import hmac
import io
import mimetypes
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from afterword import files
from afterword.assets import passphrase_words, program_digest, viewer
from afterword.config import ReaderSettings
from afterword.editions import Edited, Pages
from afterword.portfolio import Opened
from afterword.sealing.container import modified_at, seal_file, seal_folder
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import LINK_BYTES, VaultKeys, secret_of_link, secret_of_passphrase
from afterword.sealing.passphrases import RANDOM_BYTES, make_passphrase
from afterword.sealing.values import Asset, Page, Vault
from afterword.sharing.kept import Answers, ShareKeys
from afterword.site import addresses

_UNSEALED = (addresses.SEARCH, addresses.SEARCHED, addresses.STATIC + "afterword.js")
"""What a sealed share has in another form: its viewer searches what it has opened."""
BLOBS = "b/"


def new_passphrase() -> str:
    """Return six words that nobody has seen."""
    return make_passphrase(passphrase_words(), files.random_bytes(RANDOM_BYTES))


def new_share(passphrase: str) -> ShareKeys:
    """Return the keys of a share that nobody has yet."""
    salt = files.random_bytes(16)
    container = ContainerKeys(salt=salt, pad_key=files.random_bytes(32))
    secret = secret_of_passphrase(passphrase, salt, container.iterations)
    return ShareKeys(container, secret, _new_vault())


def is_passphrase_of(keys: ShareKeys, passphrase: str) -> bool:
    """Tell whether a share opens with this passphrase already."""
    container = keys.container
    secret = secret_of_passphrase(passphrase, container.salt, container.iterations)
    return hmac.compare_digest(secret, keys.secret)


def with_passphrase(keys: ShareKeys, passphrase: str) -> ShareKeys:
    """Return a share's keys for another passphrase: nothing else opens what is new, no link either.

    Args:
        keys: As they are.
        passphrase: The new one.
    """
    secret = secret_of_passphrase(passphrase, keys.container.salt, keys.container.iterations)
    return replace(without_link(_with_new_vault(keys)), secret=secret)


def new_link() -> bytes:
    """Return 32 bytes that nobody has seen: what a link carries."""
    return files.random_bytes(LINK_BYTES)


def with_link(keys: ShareKeys, link_key: bytes) -> ShareKeys:
    """Return a share's keys for a link, beside the passphrase; a link before opens nothing new."""
    changed = _with_new_vault(keys) if keys.link else replace(keys, content="")
    return replace(changed, link=secret_of_link(link_key, keys.container.salt))


def without_link(keys: ShareKeys) -> ShareKeys:
    """Return a share's keys without its link: it opens nothing new."""
    if not keys.link:
        return keys
    container = replace(keys.container, spares_end=keys.container.spares_end + 1)
    return replace(_with_new_vault(keys), container=container, link=b"")


def _with_new_vault(keys: ShareKeys) -> ShareKeys:
    old = {*keys.old_blobs, *keys.blobs_before, *keys.blobs}
    return replace(
        keys,
        vault=_new_vault(),
        content="",
        blobs=(),
        blobs_before=(),
        old_blobs=tuple(sorted(old)),
    )


def _new_vault() -> VaultKeys:
    return VaultKeys.of(files.random_bytes(32), files.random_bytes(16))


def sealable(pages: Pages) -> Pages:
    """Return what of an edition is sealed."""
    kept = {path: c for path, c in pages.files.items() if is_sealed(path)}
    return replace(pages, files=MappingProxyType(kept))


def is_sealed(path: str) -> bool:
    """Tell whether a file of a site is sealed; the rest the viewer has in another form."""
    return not path.startswith(_UNSEALED)


def vault_of(keys: ShareKeys, pages: Pages, edited: Edited) -> Vault:
    """Return what a reader may see, ready to be sealed."""
    # The edition's settings: names in the author's own title are hidden, too.
    shown, reader, opened = pages.files, edited.edition.reader, edited.understood.opened
    return Vault(
        secrets=(keys.secret, keys.link) if keys.link else (keys.secret,),
        keys=keys.vault,
        pages=tuple(
            [
                Page(
                    path,
                    pages.titles.get(path, ""),
                    partial(shown.__getitem__, path),
                    pages.digest(path),
                )
                for path in sorted(shown)
                if path.endswith(".html")
            ]
        ),
        assets=tuple(
            [
                Asset(
                    path, mimetypes.guess_type(path)[0] or "application/octet-stream", shown[path]
                )
                for path in sorted(shown)
                if not path.endswith((".html", ".js"))
            ]
        ),
        title=opened.config.title or "Afterword",
        built=keys.built or opened.today,
        shards=keys.shards,
        reader=reader.name or reader.key,
        reply_to=opened.config.reply_to,
        question=reader.question,
    )


def next_epoch(keys: ShareKeys, pages: Pages, reader: ReaderSettings, opened: Opened) -> ShareKeys:
    """Return the keys for the next copy: its number rises when anything in it has changed."""
    config = opened.config
    said = (config.title, reader.name or reader.key, config.reply_to, reader.question)
    sums = (f"{path}\0{pages.digest(path)}" for path in sorted(pages.files))
    content = files.digest_of("\0".join((program_digest(), *said, *sums)).encode())
    keys = replace(keys, shared=opened.today)
    if content == keys.content:
        return keys
    return replace(keys, epoch=keys.epoch + 1, content=content, built=opened.today)


def answers_of(
    answers: Answers, keys: ShareKeys, edited: Edited, pages: Pages, reader: ReaderSettings
) -> Answers:
    """Return what replies are read with, this copy's pages among the rest."""
    targets = _targets(edited)
    routes = {keys.vault.route(url): targets.get(url, "") for url in pages.titles}
    together = MappingProxyType({**answers.routes, **routes})
    return replace(answers, routes=together, name=reader.name, source=reader.source)


def _targets(edited: Edited) -> dict[str, str]:
    """Return page of an edition → the target of a link to it in the author's own journal."""
    journal = edited.understood.journal
    origins = edited.edition.origins
    entries = {addresses.entry(entry.slug): origins[entry.path] for entry in journal.entries}
    themes = {addresses.theme(theme.slug): theme.name for theme in journal.themes.values()}
    return {**themes, **entries}


def as_file(keys: ShareKeys, vault: Vault) -> bytes:
    """Return a share as one HTML file."""
    return seal_file(keys.container, keys.epoch, [vault], viewer())


def as_folder(keys: ShareKeys, vault: Vault) -> tuple[Mapping[str, bytes], ShareKeys]:
    """Return a share as a folder for any host, and the keys to be kept."""
    made = seal_folder(keys.container, keys.epoch, [vault], viewer())
    blobs = tuple(sorted(path for path in made.files if path.startswith(BLOBS)))
    keys = replace(keys, container=made.keys, shards=made.shards[0])
    if blobs == keys.blobs:
        return made.files, keys
    old = {*keys.old_blobs, *keys.blobs_before} - {*blobs, *keys.blobs}
    return made.files, replace(
        keys, blobs=blobs, blobs_before=keys.blobs, old_blobs=tuple(sorted(old))
    )


def as_zip(made: Mapping[str, bytes], epoch: int) -> bytes:
    """Return a sealed folder as an archive that says nothing of when it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted(made.items()):
            at = dt.datetime.fromtimestamp(modified_at(path, epoch), dt.UTC)
            moment = (at.year, at.month, at.day, at.hour, at.minute, at.second)
            archive.writestr(zipfile.ZipInfo(path, moment), content)
    return packed.getvalue()
