"""Writing a site into a folder without ever leaving half a page."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from afterword.files.errors import DiskError, saying_why

LIST = ".afterword-files"
"""In an output folder: every file we wrote there. It alone decides what may be overwritten."""
FRESH = ".afterword-new"
"""In an output folder: pages on their way; empty but while a build runs."""
MOST_STRANGERS = 20
"""Files of somebody else's that are named."""
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Written:
    """A file in an output folder as we left it."""

    digest: str
    size: int
    modified_ns: int


def digest_of(content: bytes) -> str:
    """Return 32 hex digits for a file's bytes."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


class OutputFolder:
    """A folder that holds one edition of a site, and perhaps a stranger's files."""

    def __init__(self, folder: Path, edition: str) -> None:
        """Open an output folder, and make it if it is not there.

        Args:
            folder: Where the site stands.
            edition: Whose it is: `author`, or a reader's key.

        Raises:
            DiskError: It is no folder, cannot be written, or holds another edition.
        """
        self.folder = folder
        self._edition = edition
        self._made: set[str] = set()
        self._checked: dict[str, bool] = {}
        self.before_each_write: Callable[[], None] | None = None
        """Called before a page is written; may end the process."""
        if folder.exists() and not folder.is_dir():
            raise DiskError(folder, "is a file, not a folder", "choose another --output")
        with saying_why(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        self.ours = self._read_list()

    def _read_list(self) -> dict[str, str]:
        """Return path → digest of every file that is ours."""
        try:
            found = json.loads((self.folder / LIST).read_bytes())
            edition, files = found["edition"], found["files"]
            ours = {str(path): str(digest) for path, digest in files.items()}
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
            raise DiskError(
                self.folder / LIST,
                f"is not the list of files we wrote ({error})",
                "empty the output folder by hand, and build again",
            ) from error
        if edition != self._edition:
            raise DiskError(
                self.folder,
                f'holds the edition of "{edition}"',
                "give this edition an --output of its own",
            )
        return {path: digest for path, digest in ours.items() if _stays_inside(path)}

    def claim(self, paths: Iterable[str]) -> frozenset[str]:
        """Make paths ours before anything is written there; return those a stranger holds.

        The list is on disk first, so that a build that is killed leaves no page behind that
        the next one would take for a stranger's.
        """
        fresh = [path for path in paths if path not in self.ours]
        strangers = frozenset(p for p in paths if self._is_held(p))
        claimed = [path for path in fresh if path not in strangers]
        if claimed:
            self.ours |= dict.fromkeys(claimed, "")
            self.save_list()
        return strangers

    def _is_held(self, path: str) -> bool:
        """Tell whether something of a stranger's stands at a path, or on the way to it.

        A folder of ours in a file's place goes when nothing but files of ours is in it; a link
        to a folder is never followed, for what is behind it is not the site's.
        """
        folders = path.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            inside = "/".join(folders[:depth])
            if inside not in self._checked:
                self._checked[inside] = self._is_in_the_way(inside)
            if self._checked[inside]:
                return True
        try:
            found = os.lstat(f"{self.folder}/{path}")
        except OSError:
            return False
        if stat.S_ISDIR(found.st_mode):
            return not self._holds_only_ours(path)
        return path not in self.ours

    def _is_in_the_way(self, folder: str) -> bool:
        try:
            found = os.lstat(f"{self.folder}/{folder}")
        except OSError:
            return False
        return not stat.S_ISDIR(found.st_mode) and folder not in self.ours

    def _holds_only_ours(self, folder: str) -> bool:
        return all(
            f"{Path(root, name).relative_to(self.folder).as_posix()}" in self.ours
            for root, folders, names in os.walk(self.folder / folder)
            for name in (*names, *(n for n in folders if Path(root, n).is_symlink()))
        )

    def save_list(self) -> None:
        """Write the list of our files, in one step: without it nothing would be ours."""
        listed = {"edition": self._edition, "files": dict(sorted(self.ours.items()))}
        text = json.dumps(listed, ensure_ascii=False)
        with saying_why(self.folder):
            os.replace(self._write_beside(text.encode()), self.folder / LIST)  # noqa: PTH105

    def status(self, path: str) -> tuple[int, int] | None:
        """Return a file's size and time of change; None when it is not there."""
        try:
            found = os.lstat(f"{self.folder}/{path}")
        except OSError:
            return None
        return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None

    def write(self, path: str, content: bytes) -> tuple[Written, bool]:
        """Leave these bytes at a path that is ours; tell whether they were new.

        Raises:
            DiskError: The disk refuses.
        """
        digest = digest_of(content)
        with saying_why(self.folder / path):
            if not self._holds(path, content):
                if self.before_each_write:
                    self.before_each_write()
                self._replace(path, content)
                new = True
            else:
                new = False
            found = os.lstat(f"{self.folder}/{path}")
        return Written(digest, found.st_size, found.st_mtime_ns), new

    def _holds(self, path: str, content: bytes) -> bool:
        """Tell whether a file has these bytes already; reading costs far less than writing."""
        status = self.status(path)
        if status is None or status[0] != len(content):
            return False
        try:
            return (self.folder / path).read_bytes() == content
        except OSError:
            return False

    def _replace(self, path: str, content: bytes) -> None:
        """Write beside, remove the old, move into its place.

        Renaming over an existing file, or truncating it, makes ext4 flush it to the disk at
        once (a thousand pages take a second). A new name is not flushed. Killed between the
        two steps, the page is missing, and the next build sees that and writes it again; it
        is never half there.
        """
        parent = path.rpartition("/")[0]
        if parent not in self._made:
            self._make_parent(parent)
        beside = self._write_beside(content)
        target = f"{self.folder}/{path}"
        try:
            os.unlink(target)  # noqa: PTH108
        except FileNotFoundError:
            pass
        except (IsADirectoryError, PermissionError):
            shutil.rmtree(target)  # it holds nothing but files of ours: see claim
        os.rename(beside, target)  # noqa: PTH104

    def _write_beside(self, content: bytes) -> str:
        """Write bytes where no page stands, and return the path."""
        beside = f"{self.folder}/{FRESH}/{os.getpid()}"
        try:
            descriptor = os.open(beside, _FLAGS, 0o644)
        except FileNotFoundError:
            os.makedirs(f"{self.folder}/{FRESH}", exist_ok=True)  # noqa: PTH103
            descriptor = os.open(beside, _FLAGS, 0o644)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(descriptor, left) :]
        finally:
            os.close(descriptor)
        return beside

    def _make_parent(self, parent: str) -> None:
        """Make a page's folder; a file of ours in its place goes."""
        place = self.folder
        for part in parent.split("/") if parent else ():
            place /= part
            if not place.is_dir():
                inside = place.relative_to(self.folder).as_posix()
                if inside in self.ours:
                    place.unlink(missing_ok=True)
                place.mkdir(exist_ok=True)
        self._made.add(parent)

    def remove(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Remove files of ours, and folders that become empty; return what was removed."""
        removed: list[str] = []
        folders: set[str] = set()
        for path in paths:
            if path not in self.ours:
                continue
            if self._is_held(path):
                del self.ours[path]
                continue
            with saying_why(self.folder / path):
                try:
                    os.unlink(self.folder / path)  # noqa: PTH108
                    removed.append(path)
                except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                    pass
            del self.ours[path]
            folders |= {p.as_posix() for p in Path(path).parents if p.as_posix() != "."}
        for folder in sorted(folders, key=len, reverse=True):
            with contextlib.suppress(OSError):
                (self.folder / folder).rmdir()  # only when nothing is left in it
        return tuple(removed)

    def strangers(self) -> tuple[str, ...]:
        """Return files in the folder that we did not write, sorted; no more than are named."""
        found: list[str] = []
        waiting = [""]
        while waiting and len(found) < MOST_STRANGERS:
            prefix = waiting.pop()
            with contextlib.suppress(OSError), os.scandir(f"{self.folder}/{prefix}") as children:
                for child in children:
                    path = prefix + child.name
                    if path in self.ours or child.name[0] == ".":
                        continue
                    if child.is_dir(follow_symlinks=False):
                        waiting.append(path + "/")
                    else:
                        found.append(path)
        return tuple(sorted(found)[:MOST_STRANGERS])

    def tidy(self) -> None:
        """Remove what a build that was killed left on its way."""
        beside = self.folder / FRESH
        with contextlib.suppress(OSError):
            if beside.is_symlink():
                beside.unlink()
            for left in beside.iterdir():
                left.unlink()
            beside.rmdir()


def _stays_inside(path: str) -> bool:
    return not path.startswith(("/", "\\")) and ".." not in path.split("/") and bool(path)
