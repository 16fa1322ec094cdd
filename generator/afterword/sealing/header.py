"""The header of a container: how passphrases become keys, and eight slots, some of them taken."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from afterword.sealing.keys import VaultKeys
from afterword.sealing.primitives import Damage, DamagedError, SealingError, prf, u16, u32, u64

ITERATIONS = 1_000_000
FEWEST_ITERATIONS = 600_000
MOST_ITERATIONS = 10_000_000
SLOTS = 8
SLOT_BYTES = 108
PROLOGUE_BYTES = 29
HEADER_BYTES = PROLOGUE_BYTES + SLOTS * SLOT_BYTES
_FILE = "k.js"
_MAGIC = b"AFWD"
_VERSION = 1
_KDF = 1
_ZEROS = bytes(8)


class HeaderFault(enum.Enum):
    """Why a set of slots cannot be written."""

    TOO_MANY = "a container has room for eight passphrases and links"
    SAME_SLOT = "two readers have the same passphrase"


class HeaderError(SealingError):
    """The readers of a container do not fit its header."""

    def __init__(self, fault: HeaderFault) -> None:
        super().__init__(fault)
        self.fault = fault
        self.hint = (
            "publish some of them to another target"
            if fault is HeaderFault.TOO_MANY
            else "give one of them another passphrase"
        )

    def __str__(self) -> str:
        """Say what does not fit."""
        return self.fault.value


class UnknownFormatError(SealingError):
    """The container was sealed by a version of Afterword that this one does not know."""

    hint = "update Afterword"

    def __str__(self) -> str:
        """Say so."""
        return "this was sealed in a format that is not known here"


class WrongSecretError(SealingError):
    """No slot opens with this passphrase or link."""

    hint = "look at how it is spelled; capitals, spaces and hyphens do not matter"

    def __str__(self) -> str:
        """Say so."""
        return "nothing here opens with this passphrase"


@dataclass(frozen=True, slots=True)
class ContainerKeys:
    """What a publish target keeps from one publish to the next."""

    salt: bytes
    """16 random bytes."""
    pad_key: bytes = field(repr=False)
    """32 random bytes: what unused slots and dummies are made of."""
    spares_end: int = SLOTS
    """One past the number of the newest unused slot; grows when a reader leaves, never shrinks.

    With n readers the unused slots are numbered spares_end - (8 - n) … spares_end - 1, so a new
    reader takes the place of the oldest and every other stays as it was.
    """
    iterations: int = ITERATIONS
    dummy_sizes: tuple[int, ...] = ()
    """Bytes of each dummy as drawn so far; a dummy that comes back is the one it was."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a slot gave: a reader's keys and the number of the publish it belongs to."""

    keys: VaultKeys
    epoch: int


def prologue(salt: bytes, iterations: int) -> bytes:
    """Return the first 29 bytes of a header."""
    kinds = _MAGIC + bytes([_VERSION, _KDF]) + u16(0)
    return kinds + u32(iterations) + salt + bytes([SLOTS])


def slot(start: bytes, secret: bytes, keys: VaultKeys, epoch: int) -> bytes:
    """Return the 108 bytes that open a vault to whoever has S."""
    slot_id = _slot_id(secret)
    plain = keys.key + keys.id + u64(epoch) + _ZEROS
    nonce = prf(secret, b"afwd1/slot-nonce\x01" + start + slot_id + plain)[:12]
    return slot_id + nonce + AESGCM(_kek(secret)).encrypt(nonce, plain, start + slot_id)


def spare_slot(pad_key: bytes, number: int, epoch: int) -> bytes:
    """Return 108 bytes that look like a slot and open nothing."""
    part = u32(number) + u64(epoch)
    rest = b"".join(prf(pad_key, name + part) for name in (b"s1", b"s2", b"s3"))
    return prf(pad_key, b"id" + u32(number))[:16] + rest[:92]


def header(
    container: ContainerKeys, readers: Sequence[tuple[bytes, VaultKeys]], epoch: int
) -> bytes:
    """Return the 893 bytes of a header.

    Args:
        container: The container's own keys.
        readers: S and the vault's keys, for each passphrase and link.
        epoch: The number of this publish.

    Raises:
        HeaderError: More than eight, or two that would open with the same passphrase.
    """
    if len(readers) > SLOTS:
        raise HeaderError(HeaderFault.TOO_MANY)
    start = prologue(container.salt, container.iterations)
    taken = [slot(start, secret, keys, epoch) for secret, keys in readers]
    unused = range(container.spares_end - SLOTS + len(readers), container.spares_end)
    slots = sorted(taken + [spare_slot(container.pad_key, number, epoch) for number in unused])
    if len({one[:16] for one in slots}) < SLOTS:
        raise HeaderError(HeaderFault.SAME_SLOT)
    return start + b"".join(slots)


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was read."""

    start: bytes
    """Its first 29 bytes."""
    slots: tuple[bytes, ...]
    """In ascending order of their ids."""

    @property
    def salt(self) -> bytes:
        """The 16 bytes that make a passphrase mean something else in each container."""
        return self.start[12:28]

    @property
    def iterations(self) -> int:
        """How often the derivation of S is repeated."""
        return int.from_bytes(self.start[8:12], "big")

    def open(self, secret: bytes) -> Opened:
        """Return what the slot of S holds.

        Raises:
            WrongSecretError: None of the slots is that of S.
            DamagedError: It is there, and was changed.
        """
        slot_id = _slot_id(secret)
        found = next((one for one in self.slots if one[:16] == slot_id), None)
        if found is None:
            raise WrongSecretError
        try:
            cipher = AESGCM(_kek(secret))
            plain = cipher.decrypt(found[16:28], found[28:], self.start + slot_id)
        except InvalidTag as error:
            raise DamagedError(_FILE, Damage.CHANGED) from error
        if plain[56:] != _ZEROS:
            raise UnknownFormatError
        return Opened(VaultKeys.of(plain[:32], plain[32:48]), int.from_bytes(plain[48:56], "big"))


def read_header(content: bytes) -> Header:
    """Return a header as it was written.

    Raises:
        DamagedError: It is none, or too short or long.
        UnknownFormatError: It is of another version, or asks for too few or too many iterations.
    """
    if content[:4] != _MAGIC:
        raise DamagedError(_FILE, Damage.NO_HEADER)
    if content[4:8] != bytes([_VERSION, _KDF, 0, 0]):
        raise UnknownFormatError
    if len(content) != HEADER_BYTES or content[28] != SLOTS:
        raise DamagedError(_FILE, Damage.SHORT)
    body = range(PROLOGUE_BYTES, HEADER_BYTES, SLOT_BYTES)
    found = Header(content[:PROLOGUE_BYTES], tuple([content[i : i + SLOT_BYTES] for i in body]))
    if not FEWEST_ITERATIONS <= found.iterations <= MOST_ITERATIONS:
        raise UnknownFormatError
    return found


def _slot_id(secret: bytes) -> bytes:
    return prf(secret, b"afwd1/slot-id\x01")[:16]


def _kek(secret: bytes) -> bytes:
    return prf(secret, b"afwd1/kek\x01")
