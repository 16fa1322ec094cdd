"""What the watcher tells of real files, saved as real editors save them."""

from __future__ import annotations

import contextlib
import errno
import queue
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from afterword import watch
from afterword.watch import Watcher, is_editors_own

LIMIT = 20
NOTE = "content/2026-03-04-a.md"


class Watched:
    """A small portfolio under watch."""

    def __init__(self, folder: Path, *, poll: bool) -> None:
        self.folder = folder
        self.told: queue.Queue[frozenset[str] | None] = queue.Queue()
        for name in ("content/sub", "templates", "output", ".afterword"):
            (folder / name).mkdir(parents=True)
        self.write(NOTE, "one\n")
        self.write("portfolio.toml", "format = 1\n")
        self.watcher = Watcher(folder, self.told.put, poll=poll)
        self.watcher.start()

    def write(self, name: str, text: str) -> Path:
        """Write a file in place."""
        path = self.folder / name
        path.write_text(text)
        return path

    def hears(self, name: str | None) -> bool:
        """Tell whether a path, or anything (None), is told in the end."""
        while True:
            try:
                paths = self.told.get(timeout=LIMIT)
            except queue.Empty:
                return False
            if (paths is None) if name is None else (paths is not None and name in paths):
                return True

    def hears_in_the_end(self, name: str) -> bool:
        """Tell whether a path is told once the folder it is in is watched again.

        Until then it is told that anything may have changed, so nothing is missed.
        """
        for i in range(200):
            self.write(name, f"{i}\n")
            with contextlib.suppress(queue.Empty):
                while True:
                    paths = self.told.get(timeout=LIMIT / 200)
                    if paths is not None and name in paths:
                        return True
        return False

    def heard(self) -> set[str]:
        """Return all that is told up to a file that is written now, that file left out."""
        self.write("content/last.md", "x")
        found: set[str] = set()
        while True:
            paths = self.told.get(timeout=LIMIT)
            found |= {"anything"} if paths is None else paths
            if "content/last.md" in found:
                return found - {"content/last.md"}


@pytest.fixture(params=["events", "polling"])
def watched(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    """A watched portfolio, by the system's events and by polling."""
    monkeypatch.setattr(watch, "POLL_SECONDS", 0.02)
    watched = Watched(tmp_path / "portfolio", poll=request.param == "polling")
    yield watched
    watched.watcher.stop()


def truncate_and_write(path: Path) -> None:
    path.write_text("two, and longer\n")


def move_over(path: Path) -> None:
    beside = path.with_name(".2026-03-04-a.md.new")
    beside.write_text("two, and longer\n")
    beside.replace(path)


def keep_a_backup(path: Path) -> None:
    path.rename(path.with_name(path.name + "~"))
    path.write_text("two, and longer\n")


def move_in_from_elsewhere(path: Path) -> None:
    elsewhere = path.parents[2] / "elsewhere.md"
    elsewhere.write_text("two, and longer\n")
    shutil.move(elsewhere, path)


def use_sed(path: Path) -> None:
    subprocess.run(["sed", "-i", "s/one/two, and longer/", str(path)], check=True)


@pytest.mark.parametrize(
    "save", [truncate_and_write, move_over, keep_a_backup, move_in_from_elsewhere, use_sed]
)
def test_every_way_of_saving_is_told(watched: Watched, save: Callable[[Path], None]) -> None:
    save(watched.folder / NOTE)

    assert watched.hears(NOTE)


@pytest.mark.parametrize("name", ["content/new.md", "portfolio.toml", "templates/entry.html"])
def test_what_bears_on_a_page_is_told(watched: Watched, name: str) -> None:
    watched.write(name, "changed, and longer\n")

    assert watched.hears(name)


def test_a_removed_file_is_told(watched: Watched) -> None:
    (watched.folder / NOTE).unlink()

    assert watched.hears(NOTE)


def test_what_bears_on_no_page_is_not_told(watched: Watched) -> None:
    for name in (
        *("output/index.html", ".afterword/cache", "content/.hidden.md", "content/_draft.md"),
        *("content/a.md~", "content/.a.md.swp", "content/4913", "notes.txt"),
    ):
        watched.write(name, "x")

    assert watched.heard() <= {"anything"}


def test_reading_is_no_change(watched: Watched) -> None:
    for _ in range(50):
        (watched.folder / NOTE).read_text()

    assert watched.heard() == set()


def test_a_thousand_files_at_once_are_told(watched: Watched) -> None:
    for i in range(1000):
        watched.write(f"content/{i}.md", "x")

    assert watched.heard() >= {f"content/{i}.md" for i in range(1000)}


def test_a_renamed_folder_is_told_and_watched_on(watched: Watched) -> None:
    (watched.folder / "content/sub").rename(watched.folder / "content/other")
    assert watched.hears(None)

    assert watched.hears_in_the_end("content/other/a.md")


def test_content_removed_and_restored_is_watched_again(watched: Watched) -> None:
    content = watched.folder / "content"
    shutil.rmtree(content)
    assert watched.hears(None)
    content.mkdir()
    assert watched.hears(None)

    assert watched.hears_in_the_end(NOTE)


def test_content_exchanged_for_another_folder_is_watched_again(watched: Watched) -> None:
    other = watched.folder.parent / "other"
    other.mkdir()
    (watched.folder / "content").rename(watched.folder.parent / "old")
    other.rename(watched.folder / "content")
    assert watched.hears(None)

    assert watched.hears_in_the_end(NOTE)


def test_it_polls_with_a_note_when_the_system_has_no_watches_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("afterword.watch.Observer.schedule", refuse)
    monkeypatch.setattr(watch, "POLL_SECONDS", 0.02)
    watched = Watched(tmp_path / "portfolio", poll=False)
    watched.write(NOTE, "changed, and longer\n")

    assert "max_user_watches" in watched.watcher.note
    assert watched.hears(NOTE)
    watched.watcher.stop()


def test_a_stopped_watcher_tells_nothing(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "portfolio", poll=False)
    watched.watcher.stop()
    watched.write(NOTE, "changed\n")

    assert watched.told.empty()


@pytest.mark.parametrize(
    ("name", "own"),
    [
        *((n, True) for n in ("a.md~", ".a.md.swp", "#a.md#", ".#a.md", "4913", "sedXy1z2A")),
        *((n, False) for n in ("a.md", "sediment.md", "2026-03-04-4913.md", "p.png")),
    ],
)
def test_editors_own_files_are_known(name: str, own: bool) -> None:  # noqa: FBT001
    assert is_editors_own(name) is own
