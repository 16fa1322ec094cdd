"""Vaults → what is published: a folder for any host, or one file that opens by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from afterword.sealing.blobs import SIZES, Blob
from afterword.sealing.header import ContainerKeys, header
from afterword.sealing.known import Known, Means
from afterword.sealing.primitives import base64_of, prf, u32
from afterword.sealing.values import Vault, Viewer
from afterword.sealing.vaults import LEAST_MANIFEST_BYTES, SealedVault, seal_vault

_ALONE = Means()
HEADER_FILE = "k.js"
BLOBS = "b/"
VIEWER_FILES = ("index.html", "app.js", "app.css")
ROUND = 32
"""A folder's blobs are a multiple of it."""
_BLOB_MOMENT = 1_577_836_800
"""2020-01-01 as seconds since 1970."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
_SCRIPT = '<script src="app.js" defer></script>'
_STYLE = '<link rel="stylesheet" href="app.css">'


@dataclass(frozen=True, slots=True)
class Container:
    """A sealed folder, and what its next publish needs to know."""

    files: Mapping[str, bytes]
    """Path → content: the viewer, k.js, and b/*.js; k.js is the switch, to be written last."""
    keys: ContainerKeys
    """To be kept in place of the ones given: it knows the dummies."""
    shards: tuple[int, ...]
    """Of each vault in the order given; the least for the next publish."""
    routes: tuple[Mapping[str, str], ...]
    """Of each vault in the order given: path of a page → route."""
    known: tuple[Known, ...] = field(default=(), repr=False, compare=False)
    """Of each vault in the order given, for the next publish."""


def seal_folder(
    keys: ContainerKeys,
    epoch: int,
    vaults: Sequence[Vault],
    viewer: Viewer,
    means: Means = _ALONE,
) -> Container:
    """Return a container as a folder; equal arguments give equal bytes.

    Args:
        keys: The container's own.
        epoch: The number of this publish: one more than the last that changed anything.
        vaults: One for each reader, with at most eight secrets together.
        viewer: As it ships.
        means: What it may take less time with.

    Raises:
        HeaderError: Too many readers, or two with the same passphrase.
        SealingError: A page leads out of its vault, or a vault has no home page.
    """
    sealed = [
        seal_vault(
            vault,
            epoch,
            least_manifest_bytes=LEAST_MANIFEST_BYTES,
            known=known,
            spread=means.spread,
        )
        for vault, known in zip(vaults, means.known or [Known()] * len(vaults), strict=True)
    ]
    blobs = _blobs(sealed)
    keys = _with_dummies(keys, [len(blob) for blob in blobs.values()])
    blobs |= dict(_dummies(keys, -len(blobs) % ROUND))
    files = {f"{BLOBS}{name}.js": _as_script(name, blobs[name]) for name in sorted(blobs)}
    files |= viewer_files(viewer)
    files[HEADER_FILE] = _as_script("k", _header(keys, epoch, vaults))
    return Container(
        files,
        keys,
        tuple([one.shards for one in sealed]),
        tuple([one.routes for one in sealed]),
        tuple([one.known for one in sealed]),
    )


def seal_file(keys: ContainerKeys, epoch: int, vaults: Sequence[Vault], viewer: Viewer) -> bytes:
    """Return a container as one HTML file, to be handed over or sent; usually with one vault.

    Raises:
        HeaderError: Too many readers, or two with the same passphrase.
        SealingError: A page leads out of its vault, or a vault has no home page.
    """
    blobs = _blobs(seal_vault(vault, epoch) for vault in vaults)
    stored = [_as_element("k", _header(keys, epoch, vaults))]
    stored += [_as_element(name, blobs[name]) for name in sorted(blobs)]
    script, style = viewer.app_js.decode(), viewer.app_css.decode()
    policy = (
        f"default-src 'none'; script-src '{_source_hash(script)}'; "
        f"style-src '{_source_hash(style)}'; img-src blob: data:; connect-src 'none'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = viewer.index_html.decode()
    page = _put(page, _POLICY, policy)
    page = _put(page, _STYLE, f"<style>{style}</style>")
    page = _put(page, _SCRIPT, "")
    return _put(
        page, "</body>", "\n".join([*stored, f"<script>{script}</script>\n</body>"])
    ).encode()


def modified_at(path: str, epoch: int) -> int:
    """Return the time a file of a container carries, in seconds since 1970.

    It says when nothing was published: blobs share one moment, the rest counts publishes.
    """
    return _BLOB_MOMENT if path.startswith(BLOBS) else _BLOB_MOMENT + 2 * epoch


def _header(keys: ContainerKeys, epoch: int, vaults: Iterable[Vault]) -> bytes:
    return header(keys, [(secret, v.keys) for v in vaults for secret in v.secrets], epoch)


def _blobs(sealed: Iterable[SealedVault]) -> dict[str, bytes]:
    blobs: list[Blob] = [blob for one in sealed for blob in (one.manifest, *one.blobs)]
    return {blob.name: blob.content for blob in blobs}


def _with_dummies(keys: ContainerKeys, sizes: Sequence[int]) -> ContainerKeys:
    """Return the keys with a size for every dummy there is to be, drawn from the real ones."""
    drawn, order = list(keys.dummy_sizes), sorted(sizes)
    while len(drawn) < -len(sizes) % ROUND:
        chance = prf(keys.pad_key, b"ds" + u32(len(drawn)))
        drawn.append(order[int.from_bytes(chance, "big") % len(order)])
    return replace(keys, dummy_sizes=tuple(drawn))


def with_dummies_found(keys: ContainerKeys, paths: Collection[str]) -> ContainerKeys:
    """Return the keys of a container with the sizes of the dummies that stand in its folder.

    Args:
        keys: That know of none.
        paths: Of the blobs in the folder.
    """
    sizes: list[int] = []
    for number in range(ROUND):
        named = {f"{BLOBS}{_dummy_name(keys, number, size)}.js": size for size in SIZES}
        found = [size for path, size in named.items() if path in paths]
        if not found:
            break
        sizes.append(found[0])
    return replace(keys, dummy_sizes=tuple(sizes))


def _dummy_name(keys: ContainerKeys, number: int, size: int) -> str:
    return prf(keys.pad_key, b"dn" + u32(number) + u32(size))[:16].hex()


def _dummies(keys: ContainerKeys, count: int) -> Iterable[tuple[str, bytes]]:
    for number, size in enumerate(keys.dummy_sizes[:count]):
        which = u32(number) + u32(size)
        parts = (prf(keys.pad_key, b"db" + which + u32(i)) for i in range(-(-size // 32)))
        yield _dummy_name(keys, number, size), b"".join(parts)[:size]


def _as_script(name: str, content: bytes) -> bytes:
    return f'V("{name}","{base64_of(content)}")\n'.encode()


def _as_element(name: str, content: bytes) -> str:
    return f'<script type="application/octet-stream" id="b-{name}">{base64_of(content)}</script>'


def viewer_files(viewer: Viewer) -> dict[str, bytes]:
    """Return the viewer as it stands in a folder: its page names the rest by their content."""
    page = viewer.index_html.decode()
    page = _put(page, '"app.js"', f'"app.js?{hashlib.sha256(viewer.app_js).hexdigest()[:8]}"')
    page = _put(page, '"app.css"', f'"app.css?{hashlib.sha256(viewer.app_css).hexdigest()[:8]}"')
    return dict(zip(VIEWER_FILES, (page.encode(), viewer.app_js, viewer.app_css), strict=True))


def _source_hash(source: str) -> str:
    return f"sha256-{base64_of(hashlib.sha256(source.encode()).digest())}"


def _put(page: str, old: str, new: str) -> str:
    """Replace what the viewer's page holds exactly once."""
    before, found, after = page.partition(old)
    if not found:
        raise ValueError(old)
    return before + new + after
