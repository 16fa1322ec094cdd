"""Where a share is written, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import click

from afterword.config import ReaderSettings
from afterword.sharing import (
    Kept,
    ShareKeys,
    as_zip,
    refuse_file,
    refuse_folder,
    refuse_place,
    share_name,
    write_file,
    write_folder,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A share, sealed, and what is to be kept of it."""

    kept: Kept
    keys: ShareKeys
    files: Mapping[str, bytes]
    """Of a folder or an archive; or the one file."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a share is written, and as what."""

    path: Path | None
    kind: str
    """`file`, `zip` or `folder`."""

    @classmethod
    def of(
        cls,
        portfolio: Path,
        reader: str,
        *,
        file: Path | None,
        archive: Path | None,
        folder: Path | None,
    ) -> Self:
        """Return the place that options name; of a file without a name the path is None."""
        named = [one for one in (file, archive, folder) if one]
        if len(named) > 1:
            message = "--file, --zip and --folder do not go together"
            raise click.UsageError(message)
        refuse_place(portfolio, named[0] if named else Path(_file_name(reader)))
        kind = "zip" if archive else "folder" if folder else "file"
        return cls(named[0] if named else None, kind)

    def named(self, reader: ReaderSettings) -> Self:
        """Return the place with its name."""
        return self if self.path else replace(self, path=Path(_file_name(reader.key)))

    @property
    def where(self) -> Path:
        """The path, once it is named."""
        return self.path or Path()

    def refuse(self, made: Made) -> None:
        """Stop when something else stands there."""
        if self.kind == "folder":
            refuse_folder(self.where, made.keys, made.files)
        else:
            refuse_file(self.where)

    def write(self, made: Made) -> None:
        """Write the share."""
        if self.kind == "folder":
            write_folder(self.where, made.files, made.keys)
        elif self.kind == "zip":
            write_file(self.where, as_zip(made.files, made.keys.epoch))
        else:
            write_file(self.where, next(iter(made.files.values())))


def _file_name(reader: str) -> str:
    return f"for-{share_name(reader)}.html"
