"""Which files of a portfolio may have changed, as the system tells it or as a walk finds it."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

Changed = Callable[[frozenset[str] | None], None]
"""Takes paths relative to the portfolio, with `/`; None when it cannot be told which."""

POLL_SECONDS = 0.5
_SETTINGS = "portfolio.toml"
_FOLDERS = ("content", "templates")
_WATCHED = (*_FOLDERS, _SETTINGS)
# Reading a file is an event too: to act on it would be to act on one's own reading for ever.
_TELLING = frozenset(("created", "modified", "moved", "deleted", "closed"))
_NO_WATCHES = frozenset((errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOSYS, errno.ENOTSUP))


def is_editors_own(name: str) -> bool:
    """Tell whether a file's name is one that editors give to what they need for a moment."""
    return (
        name.startswith((".", "#"))
        or name.endswith(("~", ".swp", ".swx", ".swo", ".tmp", ".bak", ".orig", ".part"))
        or name == "4913"  # vim's test of whether it may write here
        or (name.startswith("sed") and len(name) == len("sedAbCdEf") and "." not in name)
    )


class Watcher:
    """Tells which files of a portfolio may have changed, until it is stopped."""

    def __init__(self, portfolio: Path, changed: Changed, *, poll: bool = False) -> None:
        """Prepare; nothing is watched yet.

        Args:
            portfolio: The folder.
            changed: Called from a thread of this watcher.
            poll: Walk through the files instead of asking the system, as for network folders.
        """
        self.note = ""
        """Empty, or why it polls although it was not asked to."""
        self._portfolio = portfolio.resolve()
        self._changed = changed
        self._poll = poll
        self._running: _Listening | _Polling | None = None

    def start(self) -> None:
        """Begin to watch."""
        if not self._poll:
            listening = _Listening(self._portfolio, self._changed)
            try:
                listening.start()
            except OSError as error:
                listening.stop()
                if error.errno not in _NO_WATCHES:
                    raise
                self.note = _why(error)
            else:
                self._running = listening
                return
        self._running = _Polling(self._portfolio, self._changed)
        self._running.start()

    def stop(self) -> None:
        """End; every thread has ended when this returns."""
        if self._running:
            self._running.stop()
            self._running = None


def _why(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return (
            "the system's limit of watched folders is reached "
            "(fs.inotify.max_user_watches), so the files are looked through every half second"
        )
    reason = error.strerror or str(error)
    return f"the system cannot watch this folder ({reason}), so its files are looked through"


class _Listening(FileSystemEventHandler):
    """Watches through the system's own events."""

    def __init__(self, portfolio: Path, changed: Changed) -> None:
        self._portfolio = portfolio
        self._changed = changed
        self._observer: Any = Observer()
        self._watches: dict[str, Any] = {}
        self._guard = threading.Lock()

    def start(self) -> None:
        """Begin.

        Raises:
            OSError: The system cannot.
        """
        self._observer.start()
        # Of the portfolio's own folder only its direct children: output/ may be huge.
        self._observer.schedule(self, str(self._portfolio), recursive=False)
        for name in _FOLDERS:
            self._watch(name)

    def stop(self) -> None:
        """End."""
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take one event of the system's."""
        if event.event_type not in _TELLING:
            return
        places = [os.fsdecode(place) for place in (event.src_path, event.dest_path) if place]
        paths = [path for place in places if (path := self._inside(place)) is not None]
        shown = [path for path in paths if path.split("/")[0] in _WATCHED and _is_shown(path)]
        if not shown:
            return
        if any(path in _FOLDERS for path in shown):
            self._top_changed(event)
            return
        if not event.is_directory:
            self._changed(frozenset(shown))
        elif event.event_type != "modified":  # a folder's own entry changes with every file
            self._changed(None)

    def _top_changed(self, event: FileSystemEvent) -> None:
        """Follow `content/` or `templates/` when it is taken away, put back or exchanged."""
        if event.event_type == "modified":
            return
        for name in _FOLDERS:
            self._watch(name)
        self._changed(None)

    def _watch(self, name: str) -> None:
        folder = self._portfolio / name
        with self._guard:
            # Scheduled anew even if it is there: it may be another folder of the same name.
            old = self._watches.pop(name, None)
            if old is not None:
                self._observer.unschedule(old)
            if folder.is_dir():
                self._watches[name] = self._observer.schedule(self, str(folder), recursive=True)

    def _inside(self, place: str) -> str | None:
        path = Path(place)
        if not path.is_relative_to(self._portfolio):
            return None
        return path.relative_to(self._portfolio).as_posix()


def _is_shown(path: str) -> bool:
    """Tell whether a path below the portfolio can bear on a page."""
    top, *rest = path.split("/")
    if top == "content" and any(part[:1] in "._" for part in rest if part):
        return False
    return not rest or not is_editors_own(rest[-1])


class _Polling:
    """Walks through the files again and again."""

    def __init__(self, portfolio: Path, changed: Changed) -> None:
        self._portfolio = portfolio
        self._changed = changed
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="afterword-polling", daemon=True)
        self._known: Mapping[str, tuple[int, ...]] = {}

    def start(self) -> None:
        """Begin, with what is there now."""
        self._known = dict(_files(self._portfolio))
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(POLL_SECONDS):
            now = dict(_files(self._portfolio))
            paths = frozenset(path for path, _ in now.items() ^ self._known.items())
            before, self._known = self._known, now
            if not paths:
                continue
            folders = any(now.get(p, before.get(p, (1,))) == () for p in paths)
            self._changed(None if folders else paths)


def _files(portfolio: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield every file that can bear on a page with what tells its states apart; folders, ()."""
    settings = _state(portfolio / _SETTINGS)
    if settings:
        yield _SETTINGS, settings
    waiting = list(_FOLDERS)
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(portfolio / folder) as found:
                children = list(found)
        except OSError:
            continue
        yield folder, ()
        for child in children:
            path = f"{folder}/{child.name}"
            if not _is_shown(path):
                continue
            if child.is_dir():
                if not child.is_symlink():
                    waiting.append(path)
            elif state := _state(Path(child.path)):
                yield path, state


def _state(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except OSError:
        return ()
    if not stat.S_ISREG(status.st_mode):
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ino
