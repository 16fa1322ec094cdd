"""What the last sealing of a vault left: enough to make the same again without its pages.

Everything here follows from the pages and the vault's keys, so to know it changes no byte of what
is sealed, only how long it takes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from afterword.sealing.blobs import Blob
from afterword.sealing.primitives import json_bytes
from afterword.sealing.values import Vault

T = TypeVar("T")
R = TypeVar("R")


class Spread(Protocol):
    """How work is shared out, over processes perhaps: each share is a run of the items."""

    def __call__(
        self, work: Callable[[Sequence[T]], R], items: Sequence[T], *, worth: int
    ) -> list[R]:
        """Return the results, a share's after that of the one before it.

        Args:
            work: Takes a share.
            items: What there is to do.
            worth: From how many items on it pays.
        """


def alone(work: Callable[[Sequence[T]], R], items: Sequence[T], *, worth: int) -> list[R]:  # noqa: ARG001
    """Return the result of all work, done here."""
    return [work(items)]


class Shown(NamedTuple):
    """A page as the viewer shows it, without its words."""

    digest: str
    """Of the page it was made from."""
    content: str
    """Digest of what is shown."""
    size: int
    """UTF-8 bytes of what is shown."""
    leads: str
    """Marks of the places it leads to, parted by spaces."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a vault."""

    context: str = ""
    """Digest of the keys and all else that bears on every page."""
    marks: frozenset[str] = frozenset()
    """Of every place there was to lead to."""
    pages: Mapping[str, Shown] = field(default_factory=dict)
    """By path."""
    blobs: Mapping[str, Blob] = field(default_factory=dict, repr=False)
    """By a digest of what was sealed."""

    def holding(self, vault: Vault, marks: frozenset[str]) -> Known:
        """Return what of it still holds.

        Args:
            vault: As it is now.
            marks: Of every place there is to lead to.
        """
        context = context_of(vault)
        if self.context != context:
            return Known(context, marks)
        gone = self.marks - marks
        pages = {
            page.path: shown
            for page in vault.pages
            if (shown := self.pages.get(page.path))
            and page.digest
            and shown.digest == page.digest
            and not (gone and gone.intersection(shown.leads.split()))
        }
        return Known(context, marks, pages, self.blobs)


@dataclass(frozen=True, slots=True)
class Means:
    """What sealing may take less time with; it changes no byte."""

    known: Sequence[Known] = ()
    """What the last sealing left of each vault; empty when nothing is known of any."""
    spread: Spread = alone


def context_of(vault: Vault) -> str:
    """Return a digest of all that bears on every page of a vault but where they lead."""
    said = (vault.home, vault.reader, vault.reply_to, vault.question, vault.titles)
    return digest_of(vault.keys.key + vault.keys.id + json_bytes(said))


def digest_of(content: bytes) -> str:
    """Return 32 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()
