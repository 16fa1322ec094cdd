"""What publishing says: what is going to change, and what did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from afterword.build import AUTHOR
from afterword.cli.report import counted, listed
from afterword.publish.editions import Editions
from afterword.publish.kept import TargetKeys
from afterword.publish.sealing import Sealed
from afterword.publish.steps import Changes
from afterword.publish.targets import Standing

_AUTHOR_AND_OTHERS = (
    "Your own edition stands beside theirs: everyone who has the address may guess at the "
    "passphrase that opens everything. A target of your own avoids that."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """All there is to say about a publish."""

    target: str
    editions: Editions
    settled: TargetKeys
    sealed: Sealed
    changes: Changes
    found: Standing

    @property
    def readers(self) -> tuple[str, ...]:
        """Who will read."""
        return tuple([one.reader.key for one in self.editions.due])

    @property
    def added(self) -> tuple[str, ...]:
        """Who did not read at the last publish."""
        before = self.settled.sealed_for if self.settled.last else ()
        return tuple([reader for reader in self.readers if reader not in before])

    @property
    def removed(self) -> tuple[str, ...]:
        """Who reads no more, and has not just expired."""
        out = {*self.readers, *self.editions.expired}
        return tuple([reader for reader in self.settled.sealed_for if reader not in out])

    @property
    def mixed(self) -> bool:
        """Whether the author's edition is new beside others."""
        return AUTHOR in self.readers and len(self.readers) > 1 and AUTHOR in self.added

    def as_json(self, *, published: bool) -> dict[str, object]:
        """Return the document of `--json`."""
        return {
            "target": self.target,
            "published": published,
            "epoch": self.sealed.keys.epoch,
            "readers": [
                {
                    "reader": one.reader.key,
                    "pages": len(one.pages.titles),
                    "audit": one.report.as_json(),
                }
                for one in self.editions.due
            ],
            "added": list(self.added),
            "removed": list(self.removed),
            "expired": list(self.editions.expired),
            "written": list(self.changes.added),
            "bytes": self.changes.added_bytes,
            "deleted": list(self.changes.removed),
            "strangers": list(self.found.strangers),
        }

    def lines(self) -> Sequence[str]:
        """Return it for people."""
        pages = [
            f"{one.reader.key} ({counted(len(one.pages.titles), 'page')})"
            for one in self.editions.due
        ]
        told = [f"For {self.target}: {listed(pages) or 'nobody'}."]
        for word, names in (
            ("New here", self.added),
            ("No longer here", self.removed),
            ("Expired", self.editions.expired),
        ):
            told += [f"{word}: {listed(names)}."] if names else []
        count = counted(len(self.changes.added), "file")
        size = f"{self.changes.added_bytes:,} bytes"
        deleted = len(self.changes.removed)
        told.append(f"To upload: {count}, {size}; to delete: {counted(deleted, 'file')}.")
        if self.found.strangers:
            shown = ", ".join(self.found.strangers[:5])
            told.append(f"Not ours, and left alone: {shown}.")
        return told

    def confirm(self) -> None:
        """Ask whether to go on.

        Raises:
            Abort: No.
        """
        for line in self.lines():
            click.echo(line, err=True)
        if self.mixed:
            click.echo(_AUTHOR_AND_OTHERS, err=True)
        click.confirm("Publish this?", default=True, abort=True, err=True)
