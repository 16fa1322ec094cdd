"""Bytes → a sealed blob, whose size says little and whose bytes follow from what it holds."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from afterword.sealing.keys import VaultKeys
from afterword.sealing.primitives import Damage, DamagedError, lp, prf, u32

STORED = 0
DEFLATED = 1
DIGEST_BYTES = 32
OVERHEAD_BYTES = DIGEST_BYTES + 16
"""Of a file: H before, the tag after what is encrypted."""
MOST_BYTES = 64 << 20
"""What a payload may inflate to."""
_SMALLEST = 4096
_DOUBLINGS = 15
SIZES = tuple([size << k for k in range(_DOUBLINGS) for size in (_SMALLEST, _SMALLEST // 2 * 3)])
"""Every size that a blob's file may have, up to more than what it may inflate to."""
_FRONT_BYTES = 5


@dataclass(frozen=True, slots=True)
class Blob:
    """A sealed blob."""

    name: str
    """32 hexadecimal digits."""
    digest: bytes
    """H, 32 bytes: what manifests name it by."""
    content: bytes
    """The file."""


def padded_size(size: int) -> int:
    """Return the smallest of 4096·2^k and 6144·2^k that is not below a size in bytes."""
    whole = _SMALLEST
    while whole < size:
        if size <= whole // 2 * 3:
            return whole // 2 * 3
        whole *= 2
    return whole


def seal_blob(
    keys: VaultKeys, kind: str, logical: str, payload: bytes, *, least_bytes: int = 0
) -> Blob:
    """Return a payload as a blob.

    Args:
        keys: Of the vault it belongs to.
        kind: `manifest`, `shard`, `asset` or `keys`.
        logical: What it is among those of its kind, such as a shard's number.
        payload: What it holds.
        least_bytes: The file is at least as long.
    """
    return seal_plain(keys, kind, logical, padded(payload, least_bytes=least_bytes))


def padded(payload: bytes, *, least_bytes: int = 0, deflate: bool = True) -> bytes:
    """Return P: codec, length, a payload (deflated where that is shorter) and zeros."""
    shorter = _deflated(payload) if deflate else payload
    codec, stored = (DEFLATED, shorter) if len(shorter) < len(payload) else (STORED, payload)
    front = bytes([codec]) + u32(len(stored)) + stored
    size = padded_size(max(OVERHEAD_BYTES + len(front), least_bytes))
    return front.ljust(size - OVERHEAD_BYTES, b"\0")


def seal_plain(keys: VaultKeys, kind: str, logical: str, plain: bytes) -> Blob:
    """Return P as a blob: its digest gives key and nonce, so that equal bytes seal equally."""
    ad = _ad(kind, logical)
    digest = prf(keys.mac, ad + plain)
    key, nonce = _key_and_nonce(keys, digest)
    sealed = AESGCM(key).encrypt(nonce, plain, b"AFWD1" + ad)
    return Blob(keys.blob_name(digest), digest, digest + sealed)


def open_blob(keys: VaultKeys, kind: str, logical: str, content: bytes) -> bytes:
    """Return what a blob holds.

    Raises:
        DamagedError: It was cut, changed, or is not the one of that kind and name.
    """
    digest, sealed = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
    key, nonce = _key_and_nonce(keys, digest)
    ad = _ad(kind, logical)
    what = f"{kind} {logical}".rstrip()
    try:
        plain = AESGCM(key).decrypt(nonce, sealed, b"AFWD1" + ad)
    except InvalidTag as error:
        raise DamagedError(what, Damage.CHANGED) from error
    except ValueError as error:
        raise DamagedError(what, Damage.SHORT) from error
    if prf(keys.mac, ad + plain) != digest:
        raise DamagedError(what, Damage.CHANGED)
    return _payload(plain, what)


def _deflated(payload: bytes) -> bytes:
    packer = zlib.compressobj(level=6, wbits=-15)
    return packer.compress(payload) + packer.flush()


def _payload(plain: bytes, what: str) -> bytes:
    if len(plain) < _FRONT_BYTES:
        raise DamagedError(what, Damage.SHORT)
    codec, length = plain[0], int.from_bytes(plain[1:_FRONT_BYTES], "big")
    end = _FRONT_BYTES + length
    if codec not in {STORED, DEFLATED}:
        raise DamagedError(what, Damage.CODEC)
    if end > len(plain):
        raise DamagedError(what, Damage.SHORT)
    if plain[end:].strip(b"\0"):
        raise DamagedError(what, Damage.PADDING)
    stored = plain[_FRONT_BYTES:end]
    return stored if codec == STORED else _inflated(stored, what)


def _inflated(stored: bytes, what: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=-15)
    try:
        payload = unpacker.decompress(stored, MOST_BYTES + 1)
    except zlib.error as error:
        raise DamagedError(what, Damage.PACKED) from error
    if len(payload) > MOST_BYTES:
        raise DamagedError(what, Damage.LARGE)
    if not unpacker.eof or unpacker.unused_data:
        raise DamagedError(what, Damage.PACKED)
    return payload


def _ad(kind: str, logical: str) -> bytes:
    return lp(kind.encode()) + lp(logical.encode())


def _key_and_nonce(keys: VaultKeys, digest: bytes) -> tuple[bytes, bytes]:
    return prf(keys.blob, digest + b"\x01"), prf(keys.blob, digest + b"\x02")[:12]
