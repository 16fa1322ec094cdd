"""Files as the rest of the program sees them: bytes with a name, no disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An entry's file as read from the portfolio."""

    path: str
    """Relative to `content/`, with `/`, exactly as the disk spells it."""
    content: bytes


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file beside the entries, copied only when an entry refers to it."""

    path: str
    """Relative to `content/`, with `/`."""
    size: int
    """In bytes."""
    modified_ns: int
    """Time of the last change, in nanoseconds since 1970."""


@dataclass(frozen=True, slots=True)
class SourceTree:
    """Everything under `content/` that is not ignored."""

    entries: tuple[SourceFile, ...]
    """`*.md`, sorted by path."""
    others: tuple[OtherFile, ...]
    """All other files, sorted by path."""
    folders: tuple[str, ...] = ()
    """Folders below `content/`, relative, sorted."""
    linked: bool = False
    """Whether a symbolic link is among them, so that a file can have two names."""
