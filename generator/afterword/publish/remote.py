"""Targets that another program reaches: rsync over ssh, and whatever rclone knows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from os import utime
from pathlib import Path

from afterword.files.errors import saying_why
from afterword.process import run
from afterword.publish.targets import (
    Standing,
    Upload,
    checked,
    failure,
    need,
    refuse_option,
)
from afterword.sealing.container import HEADER_FILE, VIEWER_FILES, modified_at

_LISTED = re.compile(r"[^d]\S*\s+[\d,.]+ \S+ \S+ (.+)")
_NOT_THERE = 23
_RCLONE_NOT_THERE = 3


@dataclass(frozen=True, slots=True)
class Rsync:
    """A folder that rsync reaches, usually over ssh: `host:folder`."""

    remote: str
    work: Path
    header: str = HEADER_FILE

    def look(self) -> Standing:
        """Return what stands there."""
        need("rsync", "a target of this kind")
        refuse_option(self.remote, "remote")
        command = ["rsync", "--recursive", "--list-only", "-8", "-s", "--", self._place]
        ran = run(command)
        if ran.code == _NOT_THERE and "No such file" in ran.complaint:
            return Standing()
        if ran.code:
            raise failure(command[0], ran)
        lines = ran.output.decode("utf-8", "replace").splitlines()
        names = frozenset(m[1] for line in lines if (m := _LISTED.fullmatch(line)))
        header = self.fetch([self.header])[self.header] if self.header in names else None
        return Standing(header, names)

    def fetch(self, names: Collection[str]) -> dict[str, bytes]:
        """Return some of the files."""
        got = _emptied(self.work / "got")
        command = ["rsync", "--ignore-times", "--ignore-missing-args", "--files-from=-", "-s", "--"]
        wanted = "".join(f"{name}\n" for name in names).encode()
        checked([*command, self._place, f"{got}/"], content=wanted)
        return _read(got, names)

    def put(self, upload: Upload) -> None:
        """Upload what differs."""
        for part in upload.parts():
            self._send(staged(self.work / "all", part, upload.epoch))

    def switch(self, upload: Upload) -> None:
        """Upload the switch alone."""
        self._send(staged(self.work / "switch", {self.header: upload.header}, upload.epoch))

    def take_away(self, names: Collection[str]) -> None:
        """Delete files of ours: all else is protected by the filter."""
        if not names:
            return
        empty = self.work / "empty"
        folders = sorted({f"{name.rpartition('/')[0]}/" for name in names} - {"/"})
        with saying_why(empty):
            for folder in ("", *folders):
                (empty / folder).mkdir(parents=True, exist_ok=True)
        rules = "".join([*(f"+ /{name}\n" for name in (*folders, *sorted(names))), "- *\n"])
        command = ["rsync", "--recursive", "--delete", "--filter=merge -", "-s", "--"]
        checked([*command, f"{empty}/", self._place], content=rules.encode())

    @property
    def _place(self) -> str:
        return self.remote.rstrip("/") + "/"

    def _send(self, folder: Path) -> None:
        command = ["rsync", "--recursive", "--checksum", "--times", "--chmod=D755,F644"]
        checked([*command, "--delay-updates", "-s", "--", f"{folder}/", self._place])


@dataclass(frozen=True, slots=True)
class Rclone:
    """A place that rclone knows: `name:folder`."""

    remote: str
    work: Path
    header: str = HEADER_FILE

    def look(self) -> Standing:
        """Return what stands there."""
        need("rclone", "a target of this kind")
        refuse_option(self.remote, "remote")
        command = ["rclone", "lsf", "--recursive", "--files-only", "--", self.remote]
        ran = run(command)
        if ran.code == _RCLONE_NOT_THERE:
            return Standing()
        if ran.code:
            raise failure(command[0], ran)
        names = frozenset(ran.output.decode("utf-8", "replace").splitlines())
        header = self.fetch([self.header])[self.header] if self.header in names else None
        return Standing(header, names)

    def fetch(self, names: Collection[str]) -> dict[str, bytes]:
        """Return some of the files."""
        got = _emptied(self.work / "got")
        wanted = self._listed("wanted", names)
        command = ["rclone", "copy", "--ignore-times", f"--files-from-raw={wanted}", "--"]
        checked([*command, self.remote, str(got)])
        return _read(got, names)

    def put(self, upload: Upload) -> None:
        """Upload what differs. Some hosts know no checksums: there the viewer is always sent."""
        if upload.rounds is not None:
            for part in upload.rounds:
                self._send(staged(self.work / "all", part, upload.epoch))
            return
        files = upload.but_header()
        blobs = {name: content for name, content in files.items() if name not in VIEWER_FILES}
        shell = {name: files[name] for name in VIEWER_FILES}
        folder = staged(self.work / "blobs", blobs, upload.epoch)
        checked(["rclone", "copy", "--checksum", "--", str(folder), self.remote])
        self._send(staged(self.work / "viewer", shell, upload.epoch))

    def switch(self, upload: Upload) -> None:
        """Upload the switch alone."""
        folder = staged(self.work / "switch", {self.header: upload.header}, upload.epoch)
        source = str(folder / self.header)
        checked(["rclone", "copyto", "--ignore-times", "--", source, self._below(self.header)])

    def take_away(self, names: Collection[str]) -> None:
        """Delete files of ours."""
        if not names:
            return
        listed = self._listed("gone", names)
        checked(["rclone", "delete", f"--files-from-raw={listed}", "--", self.remote])

    def _send(self, folder: Path) -> None:
        checked(["rclone", "copy", "--ignore-times", "--", str(folder), self.remote])

    def _listed(self, name: str, names: Collection[str]) -> Path:
        """Return a file that names files."""
        path = self.work / name
        with saying_why(path):
            path.write_text("".join(f"{one}\n" for one in sorted(names)), "utf-8")
        return path

    def _below(self, name: str) -> str:
        return self.remote + ("" if self.remote.endswith((":", "/")) else "/") + name


def staged(folder: Path, files: Mapping[str, bytes], epoch: int) -> Path:
    """Return a folder of our own that holds these files and nothing else."""
    with saying_why(_emptied(folder)):
        for name, content in files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            moment = modified_at(name, epoch)
            utime(place, (moment, moment))
    return folder


def _emptied(folder: Path) -> Path:
    with saying_why(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    return folder


def _read(folder: Path, names: Collection[str]) -> dict[str, bytes]:
    places = {name: folder / name for name in names}
    with saying_why(folder):
        return {name: place.read_bytes() for name, place in places.items() if place.is_file()}
