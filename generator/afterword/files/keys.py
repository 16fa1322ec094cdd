"""Secrets of a portfolio: below `.keys/`, which git never keeps, readable by the author alone."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from afterword.files.errors import DiskError, saying_why

KEYS = ".keys"
_BYTES = 32


def secret(folder: Path, name: str) -> bytes:
    """Return a secret of 32 bytes, made when it is asked for first.

    Args:
        folder: That of portfolio.toml.
        name: Of the secret.

    Raises:
        DiskError: It cannot be read or written, or is not one of ours.
    """
    path = folder / KEYS / name
    with saying_why(path):
        try:
            return _read(path)
        except FileNotFoundError:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            made = secrets.token_bytes(_BYTES)
            try:
                number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return _read(path)  # made by somebody else just now
            with os.fdopen(number, "wb") as file:
                file.write(made.hex().encode() + b"\n")
            return made


def _read(path: Path) -> bytes:
    try:
        found = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError as error:
        raise DiskError(path, "is not a key of ours: move it away") from error
    if len(found) != _BYTES:
        raise DiskError(path, "is not a key of ours: move it away")
    return found


def random_bytes(number: int) -> bytes:
    """Return bytes from the system's source of randomness."""
    return secrets.token_bytes(number)


def read_keys(folder: Path, name: str) -> dict[str, Any] | None:
    """Return what was kept under a name; None when nothing was.

    Raises:
        DiskError: It cannot be read, or is not one of ours.
    """
    path = folder / KEYS / f"{name}.json"
    with saying_why(path):
        try:
            found = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValueError, RecursionError) as error:
            raise DiskError(path, "is not one of ours: move it away") from error
    if not isinstance(found, dict):
        raise DiskError(path, "is not one of ours: move it away")
    return found


def names_of_keys(folder: Path, prefix: str) -> tuple[str, ...]:
    """Return the names that begin so and under which something was kept, sorted.

    Raises:
        DiskError: The folder cannot be read.
    """
    place = folder / KEYS
    with saying_why(place):
        return tuple(sorted(path.stem for path in place.glob(f"{prefix}*.json")))


def write_keys(folder: Path, name: str, values: dict[str, Any]) -> None:
    """Keep values under a name, in one step, for the author alone.

    Raises:
        DiskError: The disk refuses; what was kept before is untouched.
    """
    write_key_file(folder, f"{name}.json", json.dumps(values, indent=1).encode())


def write_key_file(folder: Path, name: str, content: bytes) -> None:
    """Keep a file, in one step, for the author alone.

    Args:
        folder: That of portfolio.toml.
        name: Of the file below `.keys/`.
        content: What it holds from then on.

    Raises:
        DiskError: The disk refuses; what was kept before is untouched.
    """
    path = folder / KEYS / name
    with saying_why(path):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def all_keys(folder: Path) -> dict[str, bytes]:
    """Return everything that is kept, by file name; not the locks.

    Raises:
        DiskError: It cannot be read.
    """
    place = folder / KEYS
    with saying_why(place):
        found = sorted(place.iterdir()) if place.is_dir() else []
        kept = [p for p in found if p.is_file() and p.suffix != ".lock" and p.name[0] != "."]
        return {path.name: path.read_bytes() for path in kept}


def restore_keys(folder: Path, found: Mapping[str, bytes]) -> int:
    """Put back what was kept elsewhere, and return how many files were not here.

    Args:
        folder: That of portfolio.toml.
        found: File name → content, as `all_keys` returned it.

    Raises:
        DiskError: Other keys stand here under one of these names, or the disk refuses; nothing
            was replaced.
    """
    here = all_keys(folder)
    for name, content in found.items():
        path = folder / KEYS / name
        if Path(name).name != name or name[0] == ".":
            raise DiskError(path, "is no name of a key of ours")
        if here.get(name, content) != content:
            hint = "move .keys/ away if these are older; the newest is what was published last"
            raise DiskError(path, "is another key than the one to put there", hint)
    missing = {name: content for name, content in found.items() if name not in here}
    with saying_why(folder / KEYS):
        (folder / KEYS).mkdir(mode=0o700, exist_ok=True)
    for name, content in missing.items():
        path = folder / KEYS / name
        with saying_why(path):
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "wb") as file:
                file.write(content)
    return len(missing)
