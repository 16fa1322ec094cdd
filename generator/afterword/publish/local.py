"""Targets on this machine: a folder, and an archive to upload by hand."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from afterword.files import replace_file
from afterword.files.errors import saying_why
from afterword.publish.targets import PublishError, Standing, Upload
from afterword.sealing.container import HEADER_FILE
from afterword.sharing import as_zip, set_time

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: of a web server, a stick, a synchronised disk."""

    path: Path
    header: str = HEADER_FILE

    def look(self) -> Standing:
        """Return what stands in the folder."""
        if not self.path.exists():
            return Standing()
        if not self.path.is_dir():
            message = f"{self.path} is no folder"
            raise PublishError(message)
        with saying_why(self.path):
            found = [p for p in self.path.rglob("*") if p.is_symlink() or not p.is_dir()]
        names = frozenset(path.relative_to(self.path).as_posix() for path in found)
        header = self.path / self.header
        with saying_why(header):
            return Standing(header.read_bytes() if header.is_file() else None, names)

    def fetch(self, names: Collection[str]) -> dict[str, bytes]:
        """Return some of the files."""
        places = {name: self.path / name for name in names}
        with saying_why(self.path):
            return {name: place.read_bytes() for name, place in places.items() if place.is_file()}

    def put(self, upload: Upload) -> None:
        """Write what is not there yet."""
        for part in upload.parts():
            for name, content in part.items():
                self._write(name, content, upload.epoch)

    def switch(self, upload: Upload) -> None:
        """Replace the switch in one step."""
        self._write(self.header, upload.header, upload.epoch)

    def take_away(self, names: Collection[str]) -> None:
        """Delete files of ours."""
        for name in names:
            place = self.path / name
            with saying_why(place), contextlib.suppress(FileNotFoundError):
                place.unlink()

    def _write(self, name: str, content: bytes, epoch: int) -> None:
        place = self.path / name
        for one in (place, place.parent):
            if one != self.path and one.is_symlink():
                message = f"{one} is a link, and may lead anywhere"
                raise PublishError(message, "move it away, and publish again")
        with saying_why(place):
            there = place.is_file() and place.read_bytes() == content
            self._make(place.parent)
        if not there:
            replace_file(place, content)
            with saying_why(place):
                place.chmod(_FILE_MODE)
        set_time(place, name, epoch)

    def _make(self, folder: Path) -> None:
        """Make a folder that a web server may look into, as it may read the files."""
        if folder.is_dir():
            return
        if folder == self.path:
            folder.parent.mkdir(parents=True, exist_ok=True)
        else:
            self._make(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(_FOLDER_MODE)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file: replaced in one step, for hosts that take an upload."""

    path: Path
    header: str = HEADER_FILE

    def look(self) -> Standing:
        """Return what the archive holds."""
        if not self.path.exists():
            return Standing()
        with self._opened() as archive:
            names = frozenset(archive.namelist())
            return Standing(archive.read(self.header) if self.header in names else None, names)

    def fetch(self, names: Collection[str]) -> dict[str, bytes]:
        """Return some of what the archive holds."""
        with self._opened() as archive:
            there = {*archive.namelist()}
            return {name: archive.read(name) for name in names if name in there}

    @contextlib.contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        with saying_why(self.path):
            content = self.path.read_bytes()
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield archive
        except (zipfile.BadZipFile, zlib.error) as error:
            message = f"{self.path} is no archive of ours"
            raise PublishError(message, "name another file") from error

    def put(self, upload: Upload) -> None:
        """Do nothing: an archive is written whole."""

    def switch(self, upload: Upload) -> None:
        """Replace the archive in one step."""
        with saying_why(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self.path, as_zip(upload.files, upload.epoch))

    def take_away(self, names: Collection[str]) -> None:
        """Do nothing: the archive holds the new site alone."""
