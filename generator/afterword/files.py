"""The disk: reading a portfolio, and writing a site without ever leaving half a page.

This module, `watch` and `process` are the only ones that touch disk, clock or other programs.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import json
import os
import stat
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from afterword.diagnostics import AfterwordError, Diagnostic, Location, Severity
from afterword.sources import OtherFile, SourceFile, SourceTree

SETTINGS = "portfolio.toml"
CONTENT = "content"
OUTPUT = "output"
CACHE = ".afterword"
LIST = ".afterword-files"
"""In an output folder: every file we wrote there. It alone decides what may be overwritten."""
FRESH = ".afterword-new"
"""In an output folder: pages on their way; empty but while a build runs."""

MOST_STRANGERS = 20
"""Files of somebody else's that are named."""

LONGEST_READ = 4_000_001
"""Bytes of an entry that are read: one more than an entry may have."""


class NoPortfolioError(AfterwordError):
    """There is no portfolio.toml in the folder or above it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.hint = "`afterword init` makes one"

    def __str__(self) -> str:
        """Name the folder."""
        return f"there is no {SETTINGS} in {self.folder} or any folder above it"


class DiskError(AfterwordError):
    """The disk refuses: full, read-only, not a folder."""

    def __init__(self, path: Path | str, reason: str, hint: str = "") -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        """Name the path and the system's reason."""
        return f"{self.path}: {self.reason}"


def find_portfolio(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that has a portfolio.toml.

    Raises:
        NoPortfolioError: None has.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise NoPortfolioError(start)


def today(timezone: str | None) -> dt.date:
    """Return the day in a time zone, or in the system's."""
    zone = zoneinfo.ZoneInfo(timezone) if timezone else None
    return dt.datetime.now(zone).date()


def is_timezone(name: str) -> bool:
    """Tell whether the system or the tzdata package knows a time zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        DiskError: It cannot be read or is not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DiskError(path, "is not UTF-8", "save it as UTF-8") from error
    except OSError as error:
        raise DiskError(path, error.strerror or str(error)) from error


# ---- reading ----


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


def _walk(
    content: Path, problems: list[Diagnostic]
) -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield files with their stat, and folders with None; a folder reached twice is read once."""
    seen: set[tuple[int, int]] = set()
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        folder = content / prefix if prefix else content
        try:
            place = folder.stat()
            if (place.st_dev, place.st_ino) in seen:
                continue  # a loop of symbolic links
            seen.add((place.st_dev, place.st_ino))
            with os.scandir(folder) as found:
                children = [child for child in found if child.name[0] not in "._"]
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(_unreadable(prefix.rstrip("/"), error))
            continue
        for child in children:
            path = prefix + os.fsencode(child.name).decode("utf-8", "replace")
            try:
                status = child.stat()
            except FileNotFoundError:
                if child.is_symlink():
                    problems.append(_dangling(path))
                continue
            except OSError as error:
                problems.append(_unreadable(path, error))
                continue
            if stat.S_ISDIR(status.st_mode):
                yield path, None
                waiting.append(prefix + child.name + "/")
            elif stat.S_ISREG(status.st_mode):
                if path != prefix + child.name:
                    problems.append(_bad_name(path))
                else:
                    yield path, status


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
    first = os.read(descriptor, min(limit, 65_536))
    if len(first) < 65_536:
        return first
    pieces, size = [first], len(first)
    while size < limit and (piece := os.read(descriptor, limit - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _unreadable(path: str, error: OSError) -> Diagnostic:
    where = Location(f"{CONTENT}/{path}" if path else CONTENT)
    message = f"cannot be read: {error.strerror or error}"
    return Diagnostic(where, Severity.ERROR, "unreadable", message, "check its permissions")


def _dangling(path: str) -> Diagnostic:
    where = Location(f"{CONTENT}/{path}")
    message = "is a link to a file that is not there"
    return Diagnostic(where, Severity.ERROR, "unreadable", message, "mend or remove the link")


def _bad_name(path: str) -> Diagnostic:
    where = Location(f"{CONTENT}/{path}")
    message = "the file's name is not UTF-8, so it is left out"
    return Diagnostic(where, Severity.ERROR, "unreadable", message, "rename it")


def _not_an_entry(path: str) -> Diagnostic:
    where = Location(f"{CONTENT}/{path}")
    message = "is not read: entries end in .md"
    return Diagnostic(where, Severity.WARNING, "not-an-entry", message, "rename it to end in .md")


# ---- writing ----


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
        if folder.exists() and not folder.is_dir():
            raise DiskError(folder, "is a file, not a folder", "choose another --output")
        with _saying_why(folder):
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
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
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
        strangers = frozenset(p for p in fresh if os.path.lexists(self.folder / p))
        claimed = [path for path in fresh if path not in strangers]
        if claimed:
            self.ours |= dict.fromkeys(claimed, "")
            self.save_list()
        return strangers

    def save_list(self) -> None:
        """Write the list of our files."""
        text = json.dumps({"edition": self._edition, "files": self.ours}, ensure_ascii=False)
        with _saying_why(self.folder):
            self._replace(LIST, text.encode())

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
        with _saying_why(self.folder / path):
            if not self._holds(path, content):
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
        beside = f"{self.folder}/{FRESH}/{os.getpid()}"
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        except FileNotFoundError:
            os.makedirs(f"{self.folder}/{FRESH}", exist_ok=True)  # noqa: PTH103
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(descriptor, left) :]
        finally:
            os.close(descriptor)
        target = f"{self.folder}/{path}"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(target)  # noqa: PTH108
        os.rename(beside, target)  # noqa: PTH104

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
            with _saying_why(self.folder / path):
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
            for left in beside.iterdir():
                left.unlink()
            beside.rmdir()


def _stays_inside(path: str) -> bool:
    return not path.startswith(("/", "\\")) and ".." not in path.split("/") and bool(path)


@contextlib.contextmanager
def _saying_why(path: Path) -> Iterator[None]:
    """Turn the system's refusal into words."""
    try:
        yield
    except OSError as error:
        hint = {
            errno.ENOSPC: "the disk is full; free some room and build again",
            errno.EDQUOT: "the quota is used up; free some room and build again",
            errno.EROFS: "the disk is read-only; choose another --output",
            errno.EACCES: "check the folder's permissions, or choose another --output",
            errno.EPERM: "check the folder's permissions, or choose another --output",
        }.get(error.errno or 0, "")
        raise DiskError(path, error.strerror or str(error), hint) from error


# ---- the cache ----


class Cache:
    """A folder of values that can be thrown away at any time."""

    def __init__(self, portfolio: Path) -> None:
        self.folder = portfolio / CACHE

    def read(self, name: str) -> bytes | None:
        """Return what was stored under a name; None when nothing can be read."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Store bytes; a cache that cannot be written is done without."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            beside = self.folder / f"{name}.{os.getpid()}"
            beside.write_bytes(content)
            (self.folder / name).unlink(missing_ok=True)
            beside.rename(self.folder / name)

    def append(self, name: str, content: bytes) -> None:
        """Add bytes at the end, made if it is not there."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with (self.folder / name).open("ab") as file:
                file.write(content)


def create(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet.

    Raises:
        FileExistsError: It does; nothing was changed.
        DiskError: The disk refuses.
    """
    with _saying_why_but_exists(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)


def replace_file(path: Path, content: bytes) -> None:
    """Replace an author's file in one step: the old bytes or the new, nothing between.

    Raises:
        DiskError: The disk refuses; the old file is untouched.
    """
    with _saying_why(path):
        beside = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(OSError):
                beside.chmod(stat.S_IMODE(path.stat().st_mode))
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def _saying_why_but_exists(path: Path) -> Iterator[None]:
    try:
        with _saying_why(path):
            yield
    except DiskError as error:
        if isinstance(error.__cause__, FileExistsError):
            raise error.__cause__ from None
        raise


def read_templates(folder: Path) -> Mapping[str, bytes]:
    """Return every file below a folder of templates: name with `/` → bytes.

    Raises:
        DiskError: One cannot be read.
    """
    found: dict[str, bytes] = {}
    if not folder.is_dir():
        return found
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "."]
        for name in files:
            if name[0] != "." and not name.endswith(("~", ".swp")):
                path = Path(root, name)
                with _saying_why(path):
                    found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found
