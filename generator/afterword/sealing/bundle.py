"""Keys of a portfolio ↔ one sealed file, for a machine that forgets everything between two runs."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from afterword.sealing.primitives import SealingError, json_bytes, prf

BUNDLE_KEY_BYTES = 32
_BEGIN = b"AFWK1"
_NONCE_BYTES = 12
_MOST_BYTES = 1 << 26


class BundleKeyError(SealingError):
    """What should open a bundle is no key."""

    hint = "make one: head -c 32 /dev/urandom | base64"

    def __str__(self) -> str:
        """Say what a key is."""
        return "a key is 32 random bytes, written in base64"


class BundleError(SealingError):
    """A bundle cannot be opened."""

    hint = "take the file and the key that belong together"

    def __str__(self) -> str:
        """Say why."""
        return "this key does not open the file, or the file is not what was sealed"


def read_bundle_key(written: str) -> bytes:
    """Return a key as it is written in base64.

    Raises:
        BundleKeyError: It is none. The message does not repeat it.
    """
    try:
        key = base64.b64decode(written.strip(), validate=True)
    except ValueError:
        raise BundleKeyError from None
    if len(key) != BUNDLE_KEY_BYTES:
        raise BundleKeyError
    return key


def pack_keys(keys: Mapping[str, bytes], key: bytes) -> bytes:
    """Return keys by file name, sealed; equal keys give equal bytes."""
    named = {name: base64.b64encode(content).decode() for name, content in keys.items()}
    plain = zlib.compress(json_bytes(named), 9)
    nonce = prf(prf(key, b"afwk1/nonce"), plain)[:_NONCE_BYTES]
    return _BEGIN + nonce + AESGCM(prf(key, b"afwk1/key")).encrypt(nonce, plain, _BEGIN)


def unpack_keys(content: bytes, key: bytes) -> Mapping[str, bytes]:
    """Return keys by file name.

    Raises:
        BundleError: It is no bundle, was changed, or is opened by another key.
    """
    start = len(_BEGIN) + _NONCE_BYTES
    if not content.startswith(_BEGIN):
        raise BundleError
    nonce, sealed = content[len(_BEGIN) : start], content[start:]
    try:
        packed = AESGCM(prf(key, b"afwk1/key")).decrypt(nonce, sealed, _BEGIN)
    except (InvalidTag, ValueError) as error:
        raise BundleError from error
    plain = zlib.decompressobj().decompress(packed, _MOST_BYTES)
    found = json.loads(plain)
    return {str(name): base64.b64decode(written) for name, written in found.items()}
