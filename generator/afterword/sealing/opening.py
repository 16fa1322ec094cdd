"""A container → what a passphrase opens, with every refusal the viewer makes."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from afterword.sealing.blobs import DIGEST_BYTES, open_blob
from afterword.sealing.container import BLOBS, HEADER_FILE
from afterword.sealing.header import Header, UnknownFormatError, read_header
from afterword.sealing.keys import VaultKeys
from afterword.sealing.primitives import Damage, DamagedError
from afterword.sealing.vaults import MANIFEST_VERSION

_MANIFEST = "the manifest"
_SCRIPT = re.compile(r'V\("(k|[0-9a-f]{32})","([A-Za-z0-9+/]+={0,2})"\)\n', re.ASCII)
_ELEMENT = re.compile(
    r'<script type="application/octet-stream" id="b-(k|[0-9a-f]{32})">'
    r"([A-Za-z0-9+/]+={0,2})</script>"
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a vault's manifest says."""

    epoch: int
    built: str
    """The day it was built, ISO."""
    title: str
    home: str
    """A route."""
    pages: Mapping[str, tuple[str, int]]
    """Route → title and number of the shard."""
    shards: tuple[bytes, ...]
    """H of each."""
    style: str
    """The id of an asset."""
    assets: Mapping[str, tuple[str, bytes]]
    """Id → type and H."""


@dataclass(frozen=True, slots=True)
class OpenVault:
    """A vault that was opened."""

    keys: VaultKeys
    manifest: Manifest
    _blobs: Mapping[str, bytes] = field(repr=False)

    def shard(self, number: int) -> dict[str, str]:
        """Return route → HTML of the pages in a shard.

        Raises:
            DamagedError: It is missing or not what was sealed.
        """
        found = self._open("shard", str(number), self.manifest.shards[number])
        return dict(json.loads(found))

    def page(self, route: str) -> str:
        """Return a page as the viewer shows it.

        Raises:
            DamagedError: It is missing or not what was sealed.
        """
        number = self.manifest.pages[route][1]
        found = self.shard(number)
        if route not in found:
            what = f"shard {number}"
            raise DamagedError(what, Damage.INCOMPLETE)
        return found[route]

    def asset(self, name: str) -> bytes:
        """Return a file.

        Raises:
            DamagedError: It is missing or not what was sealed.
        """
        return self._open("asset", name, self.manifest.assets[name][1])

    def kept_keys(self) -> bytes:
        """Return the author's own keys; empty in every vault but the author's.

        Raises:
            DamagedError: They are missing or not what was sealed.
        """
        named = self.manifest.assets.get(self.keys.kept_keys_id())
        return self._open("keys", "", named[1]) if named else b""

    def kept_keys_name(self) -> str:
        """Return the name of the blob that holds them; empty when there is none."""
        named = self.manifest.assets.get(self.keys.kept_keys_id())
        return self.keys.blob_name(named[1]) if named else ""

    def with_blobs(self, blobs: Mapping[str, bytes]) -> OpenVault:
        """Return the vault with more of its blobs at hand."""
        return replace(self, _blobs={**self._blobs, **blobs})

    def names(self) -> frozenset[str]:
        """Return the names of all of the vault's blobs, the manifest's too."""
        digests = [*self.manifest.shards, *[one for _, one in self.manifest.assets.values()]]
        names = {self.keys.blob_name(digest) for digest in digests}
        return frozenset(names | {self.keys.manifest_name(self.manifest.epoch)})

    def _open(self, kind: str, logical: str, digest: bytes) -> bytes:
        what = f"{kind} {logical}"
        content = _blob(self._blobs, self.keys.blob_name(digest), what)
        if content[:DIGEST_BYTES] != digest:
            raise DamagedError(what, Damage.SWAPPED)
        return open_blob(self.keys, kind, logical, content)


def blobs_of_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return name → blob of a container's files; `k` is the header.

    Raises:
        DamagedError: A file is not written as it should be.
    """
    blobs = {}
    for path, content in files.items():
        if path == HEADER_FILE or path.startswith(BLOBS):
            name = path.removeprefix(BLOBS).removesuffix(".js")
            blobs[name] = _from_script(path, name, content)
    return blobs


def blobs_of_file(content: bytes) -> dict[str, bytes]:
    """Return name → blob of a container that is one HTML file; `k` is the header."""
    return {m[1]: base64.b64decode(m[2]) for m in _ELEMENT.finditer(content.decode())}


def header_of(blobs: Mapping[str, bytes]) -> Header:
    """Return the header among the blobs: its salt and iterations make S of a passphrase.

    Raises:
        DamagedError: It is missing or damaged.
        UnknownFormatError: It was written by another version.
    """
    return read_header(_blob(blobs, "k", HEADER_FILE))


def open_vault(blobs: Mapping[str, bytes], secret: bytes) -> OpenVault:
    """Return what S opens.

    Raises:
        WrongSecretError: It opens nothing.
        DamagedError: Something is missing, changed, or from another publish.
        UnknownFormatError: It was written by another version.
    """
    opened = header_of(blobs).open(secret)
    sealed = _blob(blobs, opened.keys.manifest_name(opened.epoch), _MANIFEST)
    manifest = _manifest(open_blob(opened.keys, "manifest", "", sealed))
    if manifest.epoch != opened.epoch:
        raise DamagedError(_MANIFEST, Damage.MIXED)
    return OpenVault(opened.keys, manifest, blobs)


def _manifest(content: bytes) -> Manifest:
    read = json.loads(content)
    if read["v"] != MANIFEST_VERSION:
        raise UnknownFormatError
    return Manifest(
        epoch=read["epoch"],
        built=read["built"],
        title=read["title"],
        home=read["home"],
        pages={route: (title, shard) for route, (title, shard) in read["pages"].items()},
        shards=tuple([base64.b64decode(one) for one in read["shards"]]),
        style=read["style"],
        assets={name: (mime, base64.b64decode(h)) for name, (mime, h) in read["assets"].items()},
    )


def _from_script(path: str, name: str, content: bytes) -> bytes:
    try:
        found = _SCRIPT.fullmatch(content.decode("ascii"))
        if found is None or found[1] != name:
            raise DamagedError(path, Damage.WRITTEN)
        return base64.b64decode(found[2], validate=True)
    except (UnicodeDecodeError, binascii.Error) as error:
        raise DamagedError(path, Damage.WRITTEN) from error


def _blob(blobs: Mapping[str, bytes], name: str, what: str) -> bytes:
    if name not in blobs:
        raise DamagedError(what, Damage.MISSING)
    return blobs[name]
