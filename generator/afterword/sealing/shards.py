"""Pages → shards: rewritten and sealed, each by itself; what is known of them is taken as it is."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from afterword.sealing.blobs import Blob, seal_blob
from afterword.sealing.known import Known, Shown, Spread, digest_of
from afterword.sealing.primitives import json_bytes
from afterword.sealing.rewriting import Places, Rewritten, rewrite_pages
from afterword.sealing.values import Page, Vault

SHARD_BYTES = 160_000
"""UTF-8 bytes of pages in a shard, at most on average."""
_PAGES_WORTH = 300
_SHARDS_WORTH = 24


@dataclass(frozen=True, slots=True)
class _Shard:
    """A shard before it is sealed."""

    number: int
    pages: tuple[Page, ...]
    """In the order of the vault."""
    key: str
    """A digest of what it holds."""


class _Made(NamedTuple):
    """What the viewer shows of a page."""

    shown: Shown
    packed: bytes
    """Its HTML: all pages are held at once."""

    @property
    def html(self) -> str:
        """Return what is shown."""
        return zlib.decompress(self.packed).decode()


def seal_shards(
    vault: Vault, places: Places, known: Known, spread: Spread
) -> tuple[tuple[Blob, ...], Known]:
    """Return a vault's shards by number, and what is known afterwards.

    Args:
        vault: Whose pages.
        places: Where everything stands.
        known: What still holds of the last sealing.
        spread: Shares out the work.

    Raises:
        DanglingError: A page leads to a page or file that is not in the vault.
        NoMainError: A page has nothing to show.
    """
    new = [page for page in vault.pages if page.path not in known.pages]

    def rewrite(pages: Sequence[Page]) -> dict[str, _Made]:
        return {page.path: _made(page, one) for page, one in rewrite_pages(pages, vault, places)}

    shares = spread(rewrite, new, worth=_PAGES_WORTH)
    made = {path: one for share in shares for path, one in share.items()}
    fresh = {path: one.shown for path, one in made.items()}
    pages = {page.path: known.pages.get(page.path) or fresh[page.path] for page in vault.pages}
    shards = _dealt(vault, places, pages)
    due = [shard for shard in shards if shard.key not in known.blobs]

    def work(share: Sequence[_Shard]) -> list[Blob]:
        return [_seal(shard, vault, places, made) for shard in share]

    sealed = [blob for share in spread(work, due, worth=_SHARDS_WORTH) for blob in share]
    blobs = {s.key: known.blobs[s.key] for s in shards if s.key in known.blobs}
    blobs |= {shard.key: blob for shard, blob in zip(due, sealed, strict=True)}
    return tuple([blobs[shard.key] for shard in shards]), replace(known, pages=pages, blobs=blobs)


def _made(page: Page, rewritten: Rewritten) -> _Made:
    html = rewritten.html.encode()
    shown = Shown(page.digest, digest_of(html), len(html), rewritten.leads)
    return _Made(shown, zlib.compress(html, 1))


def _dealt(vault: Vault, places: Places, pages: Mapping[str, Shown]) -> list[_Shard]:
    """Return the shards, each page in the one that its route says."""
    size = sum(shown.size for shown in pages.values())
    count = 1
    while count < vault.shards or size > count * SHARD_BYTES:
        count *= 2
    dealt: list[list[Page]] = [[] for _ in range(count)]
    for page in vault.pages:
        dealt[vault.keys.shard(places.routes[page.path], count)].append(page)
    return [
        _Shard(number, tuple(held), _key(number, [(p.path, pages[p.path].content) for p in held]))
        for number, held in enumerate(dealt)
    ]


def _key(number: int, held: Sequence[tuple[str, str]]) -> str:
    return digest_of(json_bytes(["shard", number, held]))


def _seal(shard: _Shard, vault: Vault, places: Places, made: Mapping[str, _Made]) -> Blob:
    others = [page for page in shard.pages if page.path not in made]
    whole = {places.routes[p.path]: made[p.path].html for p in shard.pages if p.path in made}
    for page, one in rewrite_pages(others, vault, places):
        whole[places.routes[page.path]] = one.html
    return seal_blob(vault.keys, "shard", str(shard.number), json_bytes(whole))
