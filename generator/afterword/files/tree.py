"""Reading what is below `content/`, whatever is there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.sources import OtherFile, SourceFile, SourceTree

CONTENT = "content"
LONGEST_READ = 4_000_001
"""Bytes of an entry that are read: one more than an entry may have."""
_FIRST_READ = 65_536
"""Bytes that are asked for at first: most entries are shorter."""


def read_tree(content: Path) -> tuple[SourceTree, tuple[Diagnostic, ...]]:
    """Return every entry's bytes and every other file's path and stat.

    Names that begin with `_` or `.` are ignored. A file that cannot be read is a diagnostic;
    one that vanishes between listing and reading was never there.
    """
    entries: list[SourceFile] = []
    others: list[OtherFile] = []
    folders: list[str] = []
    problems: list[Diagnostic] = []
    for path, found in _walk(content, problems):
        if found is None:
            folders.append(path)
        elif path.lower().endswith(".md"):
            entry = _read_entry(content, path, problems)
            if entry:
                entries.append(entry)
        else:
            others.append(OtherFile(path, found.st_size, found.st_mtime_ns))
            if path.lower().endswith((".txt", ".markdown", ".mdown")):
                problems.append(_not_an_entry(path))
    entries.sort(key=lambda e: e.path)
    others.sort(key=lambda o: o.path)
    return SourceTree(tuple(entries), tuple(others), tuple(sorted(folders))), tuple(problems)


def _walk(content: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield files with their stat, and folders with None; a folder reached twice is read once."""
    seen: set[tuple[int, int]] = set()
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        for child in _children(content, prefix, seen, problems):
            path = prefix + child.name
            status = _status(child, path, problems)
            if status is None or (child.is_symlink() and _leads_outside(content, path, problems)):
                continue
            if stat.S_ISDIR(status.st_mode):
                yield path, None
                waiting.append(f"{path}/")
            elif stat.S_ISREG(status.st_mode):
                yield path, status
            else:
                problems.append(
                    _left_out(path, "is neither a file nor a folder", "move it out of content/")
                )


def _children(
    content: Path, prefix: str, seen: set[tuple[int, int]], problems: list[Diagnostic]
) -> list[os.DirEntry[str]]:
    """Return what is in a folder, hidden names left out; nothing if it was read before."""
    folder = content / prefix if prefix else content
    try:
        place = folder.stat()
        if (place.st_dev, place.st_ino) in seen:
            return []  # a loop of symbolic links
        seen.add((place.st_dev, place.st_ino))
        with os.scandir(folder) as found:
            return [child for child in found if child.name[0] not in "._"]
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(_unreadable(prefix.rstrip("/"), error))
        return []


def _status(
    child: os.DirEntry[str], path: str, problems: list[Diagnostic]
) -> os.stat_result | None:
    """Return what a name leads to; None, and why, when that cannot be told."""
    if not _is_text(child.name):
        shown = os.fsencode(path).decode("utf-8", "replace")
        problems.append(_left_out(shown, "has a name that is not UTF-8", "rename it"))
        return None
    try:
        return child.stat()
    except FileNotFoundError:
        if child.is_symlink():
            problems.append(
                _left_out(path, "is a link to a file that is not there", "mend or remove the link")
            )
    except OSError as error:
        problems.append(_unreadable(path, error))
    return None


def _leads_outside(content: Path, path: str, problems: list[Diagnostic]) -> bool:
    """Tell whether a symbolic link leads out of `content/`: a portfolio may be a stranger's."""
    if (content / path).resolve().is_relative_to(content.resolve()):
        return False
    where = Location(f"{CONTENT}/{path}")
    message = "is a symbolic link that leads outside content/, so it is left out"
    hint = "copy the file or folder into content/ instead"
    problems.append(Diagnostic(where, Severity.WARNING, "link-outside", message, hint))
    return True


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def _read_entry(content: Path, path: str, problems: list[Diagnostic]) -> SourceFile | None:
    try:
        # Path objects would take twice the time of the reading itself.
        with open(f"{content}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
            return SourceFile(path, _read_up_to(file.fileno(), LONGEST_READ))
    except FileNotFoundError:
        return None
    except OSError as error:
        problems.append(_unreadable(path, error))
        return None


def _read_up_to(descriptor: int, limit: int) -> bytes:
    first = os.read(descriptor, min(limit, _FIRST_READ))
    if len(first) < _FIRST_READ:
        return first
    pieces, size = [first], len(first)
    while size < limit and (piece := os.read(descriptor, limit - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _unreadable(path: str, error: OSError) -> Diagnostic:
    return _left_out(path, f"cannot be read: {error.strerror or error}", "check its permissions")


def _left_out(path: str, message: str, hint: str) -> Diagnostic:
    where = Location(f"{CONTENT}/{path}" if path else CONTENT)
    return Diagnostic(where, Severity.ERROR, "unreadable", message, hint)


def _not_an_entry(path: str) -> Diagnostic:
    where = Location(f"{CONTENT}/{path}")
    message = "is not read: entries end in .md"
    return Diagnostic(where, Severity.WARNING, "not-an-entry", message, "rename it to end in .md")
