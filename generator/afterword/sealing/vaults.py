"""A vault → its blobs: shards of pages, assets, and the manifest that names them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from afterword.sealing.blobs import Blob, seal_blob
from afterword.sealing.known import Known, Spread, alone
from afterword.sealing.primitives import SealingError, base64_of, json_bytes
from afterword.sealing.rewriting import SHOWN_PICTURES, Places, marks_of
from afterword.sealing.shards import seal_shards
from afterword.sealing.values import Asset, Vault

MANIFEST_VERSION = 1
LEAST_MANIFEST_BYTES = 32_768
"""Of a manifest's file in a folder, so that a small one does not say so."""
_NOTHING = Known()
STYLE = "text/css"
OTHER = "application/octet-stream"
_SUFFIXES = MappingProxyType(
    {STYLE: ".css", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
)


class NoHomeError(SealingError):
    """The page that opens first is not in the vault."""

    def __init__(self, home: str) -> None:
        super().__init__(home)
        self.home = home

    def __str__(self) -> str:
        """Name the page."""
        return f"{self.home} is to open first, and is not there"


@dataclass(frozen=True, slots=True)
class SealedVault:
    """The blobs of a vault."""

    manifest: Blob
    """Its name follows from the epoch."""
    blobs: tuple[Blob, ...]
    """Shards by number, then assets by id."""
    shards: int
    """How many shards; the least for the next publish."""
    routes: Mapping[str, str]
    """Path of a page → route."""
    known: Known
    """For the next publish."""


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a manifest names."""

    routes: Mapping[str, str]
    shards: Sequence[Blob]
    assets: Mapping[str, _Kept]
    style: str
    """The id of an asset."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An asset as it is sealed."""

    id: str
    mime: str
    blob: Blob


def seal_vault(
    vault: Vault,
    epoch: int,
    *,
    least_manifest_bytes: int = 0,
    known: Known = _NOTHING,
    spread: Spread = alone,
) -> SealedVault:
    """Return a vault as blobs.

    Args:
        vault: What is sealed.
        epoch: The number of this publish.
        least_manifest_bytes: Of the manifest's file.
        known: What the last sealing left; the bytes are the same without it.
        spread: Shares out the work.

    Raises:
        SealingError: A page leads out of the vault, or there is no home page.
    """
    routes = {page.path: vault.keys.route(page.path) for page in vault.pages}
    if vault.home not in routes:
        raise NoHomeError(vault.home)
    style = _keep(vault, STYLE, b"\n".join(a.content for a in vault.assets if a.mime == STYLE))
    files = {a.path: _kept(vault, a) for a in vault.assets if a.mime != STYLE}
    places = Places(vault.keys, routes, {path: (one.id, one.mime) for path, one in files.items()})
    shards, known = seal_shards(vault, places, known.holding(vault, marks_of(places)), spread)
    assets = {one.id: one for one in (style, *files.values(), *_kept_keys(vault))}
    contents = _manifest(vault, epoch, _Contents(routes, shards, assets, style.id))
    manifest = seal_blob(
        vault.keys, "manifest", "", json_bytes(contents), least_bytes=least_manifest_bytes
    )
    return SealedVault(
        replace(manifest, name=vault.keys.manifest_name(epoch)),
        (*shards, *[assets[name].blob for name in sorted(assets)]),
        len(shards),
        routes,
        known,
    )


def _manifest(vault: Vault, epoch: int, contents: _Contents) -> dict[str, object]:
    routes, shards = contents.routes, contents.shards
    assets = {name: [one.mime, base64_of(one.blob.digest)] for name, one in contents.assets.items()}
    return {
        "v": MANIFEST_VERSION,
        "epoch": epoch,
        "built": vault.built.isoformat(),
        "title": vault.title,
        "home": routes[vault.home],
        "pages": {
            routes[page.path]: [page.title, vault.keys.shard(routes[page.path], len(shards))]
            for page in vault.pages
        },
        "shards": [base64_of(blob.digest) for blob in shards],
        "style": contents.style,
        "assets": assets,
    }


def _kept_keys(vault: Vault) -> list[_Kept]:
    if not vault.kept_keys:
        return []
    sealed = seal_blob(vault.keys, "keys", "", vault.kept_keys)
    return [_Kept(vault.keys.kept_keys_id(), OTHER, sealed)]


def _kept(vault: Vault, asset: Asset) -> _Kept:
    return _keep(vault, asset.mime if asset.mime in SHOWN_PICTURES else OTHER, asset.content)


def _keep(vault: Vault, mime: str, content: bytes) -> _Kept:
    name = vault.keys.asset(content, _SUFFIXES.get(mime, ""))
    return _Kept(name, mime, seal_blob(vault.keys, "asset", name, content))
