"""Secrets → what they open, and the names of what is sealed with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Self

from afterword.sealing.canonical import canonical
from afterword.sealing.primitives import base32, prf, u64

KEY_BYTES = 32
ID_BYTES = 16
SALT_BYTES = 16
LINK_BYTES = 32


def secret_of_passphrase(passphrase: str, salt: bytes, iterations: int) -> bytes:
    """Return S, 32 bytes: what a passphrase stands for in a container.

    Takes about half a second at a million iterations.
    """
    letters = canonical(passphrase).encode()
    return hashlib.pbkdf2_hmac("sha256", letters, salt, iterations, KEY_BYTES)


def secret_of_link(link_key: bytes, salt: bytes) -> bytes:
    """Return S, 32 bytes, for a link that carries 32 random bytes after `#k=`."""
    return prf(salt, b"afwd1/link\x01" + link_key)


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """All that follows from a vault's key and id, 32 and 16 random bytes."""

    key: bytes = field(repr=False)
    id: bytes
    mac: bytes = field(repr=False)
    """Names what a blob says."""
    blob: bytes = field(repr=False)
    """Gives each blob its key and nonce."""
    name: bytes = field(repr=False)
    """Gives blobs, pages and places their names."""
    reply: bytes = field(repr=False)
    """Seals what the reader writes back."""

    @classmethod
    def of(cls, key: bytes, vault_id: bytes) -> Self:
        """Return the keys of a vault."""
        mac, blob, name, reply = (
            prf(key, b"afwd1/" + use + b"\x01" + vault_id)
            for use in (b"mac", b"key", b"name", b"reply")
        )
        return cls(key, vault_id, mac, blob, name, reply)

    def blob_name(self, digest: bytes) -> str:
        """Return the name of the file that holds a blob, 32 hexadecimal digits."""
        return prf(self.name, b"blob" + digest)[:16].hex()

    def manifest_name(self, epoch: int) -> str:
        """Return the name of the manifest of an epoch, 32 hexadecimal digits."""
        return prf(self.name, b"manifest" + u64(epoch))[:16].hex()

    def route(self, path: str) -> str:
        """Return the address of a page within the vault, 13 letters and digits."""
        return base32(prf(self.name, b"route" + path.encode())[:8])

    def anchor(self, route: str, name: str) -> str:
        """Return the address of a place within a page, 8 letters and digits."""
        return base32(prf(self.name, b"anchor" + route.encode() + name.encode())[:5])

    def shard(self, route: str, shards: int) -> int:
        """Return which of so many shards holds a page, from 0."""
        return int.from_bytes(prf(self.name, b"shard" + route.encode())[:4], "big") % shards

    def kept_keys_id(self) -> str:
        """Return the id under which a manifest names the author's own keys."""
        return self.route("asset:.keys")

    def asset(self, content: bytes, suffix: str) -> str:
        """Return the id of an asset: the route of its name, which follows from its content."""
        return self.route(f"asset:{hashlib.sha256(content).hexdigest()}{suffix}")
