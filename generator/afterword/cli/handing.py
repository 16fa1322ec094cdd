"""What is done with a draft: copied, opened as a mail, and noted in its entry. Never sent."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from afterword import files, process
from afterword.cli.changing import ChangedError
from afterword.diagnostics import AfterwordError
from afterword.journal.model import Entry
from afterword.journal.setting import set_field

_CLIPBOARDS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "pbcopy": ("pbcopy",),
        "wl-copy": ("wl-copy",),
        "xclip": ("xclip", "-selection", "clipboard"),
        "xsel": ("xsel", "--clipboard", "--input"),
        "clip.exe": ("clip.exe",),
    }
)
_OPENERS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "open": ("open",),
        "xdg-open": ("xdg-open",),
        "rundll32.exe": ("rundll32.exe", "url.dll,FileProtocolHandler"),
    }
)


class NotCopiedError(AfterwordError):
    """The draft is not on the clipboard."""

    hint = "the draft above can be copied by hand"

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        """Say why."""
        known = ", ".join(_CLIPBOARDS)
        return f"not copied: {self.reason or f'this system has none of {known}'}"


class NotOpenedError(AfterwordError):
    """No mail program was opened."""

    hint = "copy the draft above, or add `| cat` to the command for the address"

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        """Say why."""
        return f"no mail was opened: {self.reason or 'this system has no xdg-open and no open'}"


class EntryFile(NamedTuple):
    """An entry's file, as it was read."""

    path: Path
    content: bytes


def file_of(folder: Path, entry: Entry) -> EntryFile:
    """Return the file of an entry.

    Args:
        folder: That of portfolio.toml.
        entry: As the journal has it.
    """
    return EntryFile(folder / files.CONTENT / entry.path, entry.content)


def note(file: EntryFile, field: str, values: Sequence[str]) -> EntryFile:
    """Set a field of an entry's front matter on the disk; return the file as it is now.

    Raises:
        ChangedError: The file is no longer what was read.
        UnsafeEditError: Its front matter cannot be edited without risk.
        DiskError: The disk refuses.
    """
    after = set_field(file.content, field, values)
    try:
        now = file.path.read_bytes()
    except OSError:
        now = b""
    if now != file.content:
        raise ChangedError(file.path)
    if after != file.content:
        files.replace_file(file.path, after)
    return EntryFile(file.path, after)


def copy(text: str) -> None:
    """Put a text on the clipboard.

    Raises:
        NotCopiedError: The system has no program for it, or it did not work.
    """
    found = process.find_program(tuple(_CLIPBOARDS))
    if not found:
        raise NotCopiedError
    # What Windows reads without a mark, it takes for its own old encoding.
    content = text.encode("utf-16" if found == "clip.exe" else "utf-8")
    problem = process.feed(_CLIPBOARDS[found], content)
    if problem:
        raise NotCopiedError(problem)


def open_mail(address: str) -> None:
    """Open a draft in the mail program.

    Raises:
        NotOpenedError: The system has no program for it, or it did not start.
    """
    found = process.find_program(tuple(_OPENERS))
    if not found:
        raise NotOpenedError
    problem = process.start((*_OPENERS[found], address))
    if problem:
        raise NotOpenedError(problem)


def is_conversation() -> bool:
    """Tell whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def is_shown() -> bool:
    """Tell whether what is printed is read on a terminal."""
    return sys.stdout.isatty()
