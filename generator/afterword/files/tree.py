"""Reading what is below `content/`, whatever is there."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
    found = _Found({}, {}, [], [])
    for path, status in _walk(content, found):
        if status is None:
            found.folders.append(path)
        else:
            found.take(content, path, status)
    return found.tree(), tuple(found.problems)


def reread(
    content: Path, tree: SourceTree, unread: Sequence[Diagnostic], paths: Iterable[str]
) -> tuple[SourceTree, tuple[Diagnostic, ...]] | None:
    """Return the tree after a few of its files changed; None when more may have than they.

    Args:
        content: The folder.
        tree: As it was read before.
        unread: What was wrong with its files.
        paths: Relative to the folder, with `/`: files that were edited, added or removed.
    """
    if tree.linked:
        return None  # another name may lead to the same file
    found = _Found(
        {entry.path: entry for entry in tree.entries},
        {other.path: other for other in tree.others},
        list(tree.folders),
        list(unread),
    )
    for path in paths:
        if any(part[:1] in "._" for part in path.split("/")):
            continue
        folder = path.rpartition("/")[0]
        if not _is_text(path) or (folder and folder not in tree.folders) or path in tree.folders:
            return None
        status = _own_status(content / path)
        if status is not None and not stat.S_ISREG(status.st_mode):
            return None  # a folder, or a link that can lead to one
        found.forget(path)
        if status is not None:
            found.take(content, path, status)
    return found.tree(), tuple(found.problems)


@dataclass(slots=True)
class _Found:
    """A tree being put together."""

    entries: dict[str, SourceFile]
    others: dict[str, OtherFile]
    folders: list[str]
    problems: list[Diagnostic]
    linked: bool = False

    def take(self, content: Path, path: str, status: os.stat_result) -> None:
        """Add a file."""
        if path.lower().endswith(".md"):
            entry = _read_entry(content, path, self.problems)
            if entry:
                self.entries[path] = entry
            return
        self.others[path] = OtherFile(path, status.st_size, status.st_mtime_ns)
        if path.lower().endswith((".txt", ".markdown", ".mdown")):
            self.problems.append(_not_an_entry(path))

    def forget(self, path: str) -> None:
        """Take a file out, and what was wrong with it."""
        where = f"{CONTENT}/{path}"
        self.problems = [problem for problem in self.problems if problem.location.file != where]
        self.entries.pop(path, None)
        self.others.pop(path, None)

    def tree(self) -> SourceTree:
        """Return everything by path."""
        return SourceTree(
            tuple([self.entries[path] for path in sorted(self.entries)]),
            tuple([self.others[path] for path in sorted(self.others)]),
            tuple(sorted(self.folders)),
            self.linked,
        )


def size_of(path: Path) -> int | None:
    """Return a file's size in bytes; None when there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def _own_status(path: Path) -> os.stat_result | None:
    """Return the status of a file, of a link that of the link itself; None when it is gone."""
    try:
        return path.lstat()
    except OSError:
        return None


def _walk(content: Path, tree: _Found) -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield files with their stat, and folders with None; a folder reached twice is read once."""
    problems = tree.problems
    seen: set[tuple[int, int]] = set()
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        for child in _children(content, prefix, seen, problems):
            path = prefix + child.name
            status = _status(child, path, problems)
            tree.linked = tree.linked or child.is_symlink()
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
    if error.errno == errno.ELOOP:
        return _left_out(path, "is a link that leads back to itself", "mend or remove the link")
    return _left_out(path, f"cannot be read: {error.strerror or error}", "check its permissions")


def _left_out(path: str, message: str, hint: str) -> Diagnostic:
    where = Location(f"{CONTENT}/{path}" if path else CONTENT)
    return Diagnostic(where, Severity.ERROR, "unreadable", message, hint)


def _not_an_entry(path: str) -> Diagnostic:
    where = Location(f"{CONTENT}/{path}")
    message = "is not read: entries end in .md"
    return Diagnostic(where, Severity.WARNING, "not-an-entry", message, "rename it to end in .md")
