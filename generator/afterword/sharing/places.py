"""Where a share is written: never over anything that is not one, never where a site is kept."""

from __future__ import annotations

import base64
import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from afterword import files
from afterword.diagnostics import AfterwordError
from afterword.files.errors import saying_why
from afterword.sealing.container import HEADER_FILE, modified_at
from afterword.sealing.header import read_header
from afterword.sealing.primitives import SealingError
from afterword.sharing.kept import ShareKeys
from afterword.sharing.making import BLOBS

_KEPT_FOR_OTHERS = (files.CONTENT, files.OUTPUT, "templates", files.KEYS, files.CACHE)
_MODE = 0o644
_FILE_MARK = b'id="b-k"'
_HEADER_START, _HEADER_END = b'V("k","', b'")\n'


class PlaceError(AfterwordError):
    """A share cannot be written there."""

    def __init__(self, path: Path, reason: str, hint: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        """Name the place and the reason."""
        return f"{self.path} {self.reason}; nothing was written"


def refuse_place(portfolio: Path, path: Path) -> None:
    """Stop when a share would stand among what is kept for other uses.

    Raises:
        PlaceError: It would.
    """
    place = path.resolve()
    root = portfolio.resolve()
    for name in _KEPT_FOR_OTHERS:
        if place.is_relative_to((root / name).resolve()):
            hint = "a share stands outside: name another place"
            raise PlaceError(path, f"lies in {name}/ of the portfolio", hint)


def refuse_file(path: Path) -> None:
    """Stop when a file that is no share would be replaced.

    Raises:
        PlaceError: It would.
    """
    if path.is_dir():
        raise PlaceError(path, "is a folder", "name a file")
    with saying_why(path):
        found = path.read_bytes() if path.exists() else b""
    if found and not (_FILE_MARK in found or _is_archive(found)):
        raise PlaceError(path, "is there already and is no share", "name another file")


def refuse_folder(folder: Path, keys: ShareKeys, made: Mapping[str, bytes]) -> None:
    """Stop when a folder holds anything but this share.

    Raises:
        PlaceError: It does.
    """
    if folder.exists() and not folder.is_dir():
        raise PlaceError(folder, "is no folder", "name a folder")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    header = folder / HEADER_FILE
    if header.is_file() and not header.is_symlink():
        if _salt(header.read_bytes()) == keys.container.salt:
            return
    elif all(_is_made(path, folder, made) for path in folder.rglob("*") if not path.is_dir()):
        return  # the first time was cut short: everything there is of this share
    hint = "name an empty folder, or the one this reader's share was written to"
    raise PlaceError(folder, "holds something that is not this share", hint)


def write_file(path: Path, content: bytes) -> None:
    """Write a share as one file, to be sent.

    Raises:
        DiskError: The disk refuses; what was there is untouched.
    """
    with saying_why(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    files.replace_file(path, content)
    with saying_why(path):
        path.chmod(_MODE)


def write_folder(folder: Path, made: Mapping[str, bytes], keys: ShareKeys) -> None:
    """Write a sealed folder, `k.js` last: it is the switch. Then old blobs of ours go.

    A blob that this epoch or the one before names stays, for pages that are open; what we did
    not write stays, whatever it is. No file's time says when it was written.

    Raises:
        DiskError: The disk refuses; the old share is whole, or the new one is.
    """
    for path in sorted(made, key=lambda name: name == HEADER_FILE):
        place = folder / path
        if not (path.startswith(BLOBS) and _holds(place, made[path])):
            write_file(place, made[path])
        set_time(place, path, keys.epoch)
    for path in keys.old_blobs:
        place = folder / path
        with saying_why(place):
            if place.is_file() and not place.is_symlink():
                place.unlink()


def set_time(place: Path, name: str, epoch: int) -> None:
    """Give a file of a sealed folder the time that says no more than its number.

    Args:
        place: Where it stands.
        name: Its path in the folder.
        epoch: Of the folder.

    Raises:
        DiskError: The disk refuses.
    """
    moment = modified_at(name, epoch)
    with saying_why(place):
        # What has it already may be somebody else's, who alone could set it.
        if place.stat().st_mtime != moment:
            os.utime(place, (moment, moment))


def _is_made(path: Path, folder: Path, made: Mapping[str, bytes]) -> bool:
    name = path.relative_to(folder).as_posix()
    return name in made and not path.is_symlink() and _holds(path, made[name])


def _holds(place: Path, content: bytes) -> bool:
    with saying_why(place):
        return place.is_file() and place.read_bytes() == content


def _is_archive(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return HEADER_FILE in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _salt(content: bytes) -> bytes:
    """Return the salt in a `k.js`; empty when it is none."""
    if not content.startswith(_HEADER_START) or not content.endswith(_HEADER_END):
        return b""
    try:
        letters = content[len(_HEADER_START) : -len(_HEADER_END)]
        return read_header(base64.b64decode(letters, validate=True)).salt
    except (ValueError, SealingError):
        return b""
