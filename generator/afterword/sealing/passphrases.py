"""Passphrases: six words by chance, or one's own if it is hard enough to guess."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from afterword.sealing.canonical import canonical, has_unassigned

WORDS = 6
"""Of 7,776: 77 bits."""
RANDOM_BYTES = 64
"""What six words need; all but never more."""
READER_BITS = 70
AUTHOR_BITS = 75
LONGEST = 72
"""Characters of the canonical form."""


class Weakness(enum.Enum):
    """Why a passphrase is refused."""

    UNASSIGNED = "it holds a character that not every system knows"
    LONG = f"it is longer than {LONGEST} characters"
    GUESSABLE = "it would be guessed too soon"


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a passphrase is to guess."""

    bits: float
    """Logarithm to base 2 of the guesses it takes someone who knows how people choose."""
    weakness: Weakness | None
    """None when it may be used."""


def make_passphrase(words: Sequence[str], randomness: bytes) -> str:
    """Return six words, each as likely as any other, with hyphens between.

    Args:
        words: The list to choose from, at most 65,536.
        randomness: `RANDOM_BYTES` from the system's source.

    Raises:
        ValueError: The randomness does not suffice, which does not happen by chance.
    """
    chosen = [word for word, _ in zip(_chosen(words, randomness), range(WORDS), strict=False)]
    if len(chosen) < WORDS:
        raise ValueError(len(randomness))
    return "-".join(chosen)


def strength_of(
    passphrase: str, *, names: Sequence[str] = (), least_bits: float = READER_BITS
) -> Strength:
    """Return how hard a passphrase is to guess, in the form that opens.

    Args:
        passphrase: As typed.
        names: Words that somebody who knows the author would try.
        least_bits: `READER_BITS`, or `AUTHOR_BITS` for one that opens everything.

    Source:
        Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016.
    """
    if has_unassigned(passphrase):
        return Strength(0, Weakness.UNASSIGNED)
    form = canonical(passphrase)
    if len(form) > LONGEST:
        return Strength(0, Weakness.LONG)
    bits = _bits(form, names)
    return Strength(bits, Weakness.GUESSABLE if bits < least_bits else None)


def _chosen(words: Sequence[str], randomness: bytes) -> Iterator[str]:
    # What lies beyond the last whole multiple would make the first words likelier.
    fair = (1 << 16) // len(words) * len(words)
    for at in range(0, len(randomness) - 1, 2):
        number = int.from_bytes(randomness[at : at + 2], "big")
        if number < fair:
            yield words[number % len(words)]


def _bits(form: str, names: Sequence[str]) -> float:
    if not form:
        return 0.0
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists take a tenth of a second to load

    inputs = [part for name in names for part in (canonical(name), *canonical(name).split("-"))]
    found = zxcvbn(form, user_inputs=list(dict.fromkeys(filter(None, inputs))))
    return float(found["guesses_log10"]) * math.log2(10)
