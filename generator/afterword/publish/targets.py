"""A place to publish to: what every kind of it can do, and what it may refuse."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from afterword.diagnostics import AfterwordError
from afterword.files import SETTINGS
from afterword.process import Ran, find_program, run
from afterword.sealing.container import HEADER_FILE, VIEWER_FILES

_BLOB = re.compile(r"b/[0-9a-f]{32}\.js")
_BESIDE = frozenset({HEADER_FILE, *VIEWER_FILES, ".nojekyll", "CNAME"})
_BEGUN = re.compile(
    r"(?:b/)?(?:\.~tmp~/)?\.?(?:[0-9a-f]{32}\.js|k\.js|index\.html|app\.js|app\.css)(?:\.\w+)*"
)
"""What an upload that was broken off may leave: our names, with something before or after."""
_SECRET_IN_ADDRESS = re.compile(r"(?<=://)[^/@\s'\"]+@")
_LINES = 12


class PublishError(AfterwordError):
    """It cannot be published, or must not be."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Say why."""
        return self.message


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a target."""

    header: bytes | None = None
    """The content of the switch, k.js where pages are sealed; None when there is none."""
    names: frozenset[str] = frozenset()
    """Paths of all files, with `/`."""
    mark: str = ""
    """The id of the commit, where there are commits."""

    @property
    def blobs(self) -> frozenset[str]:
        """The paths of what may be ours below b/."""
        return frozenset(name for name in self.names if _BLOB.fullmatch(name))

    @property
    def begun(self) -> frozenset[str]:
        """The paths of what an upload that was broken off left, half a file or a whole one."""
        ours = self.blobs | _BESIDE
        return frozenset(n for n in self.names if n not in ours and _BEGUN.fullmatch(n))

    @property
    def strangers(self) -> tuple[str, ...]:
        """What no sealed folder holds, sorted."""
        ours = self.blobs | self.begun | _BESIDE
        return tuple(sorted(name for name in self.names if name not in ours))


@dataclass(frozen=True, slots=True)
class Upload:
    """What is to stand at a target."""

    files: Mapping[str, bytes]
    """All that is to stand there, the switch among them."""
    gone: frozenset[str]
    """Files of ours at the target that are not to stand there any more."""
    epoch: int
    before: Standing
    switch: str = HEADER_FILE
    """The file that is uploaded alone, after all others."""
    rounds: tuple[Mapping[str, bytes], ...] | None = None
    """What of plain pages is uploaded before it, one round after the other: all of it differs."""

    @property
    def header(self) -> bytes:
        """The content of the switch."""
        return self.files[self.switch]

    def parts(self) -> tuple[Mapping[str, bytes], ...]:
        """Return everything that is uploaded before the switch, one part after the other."""
        return (self.but_header(),) if self.rounds is None else self.rounds

    def but_header(self) -> dict[str, bytes]:
        """Return everything that is uploaded before the switch, the page that reads it last."""
        last = (*VIEWER_FILES[1:], VIEWER_FILES[0])
        blobs = {n: c for n, c in self.files.items() if n not in (*last, HEADER_FILE)}
        return {**blobs, **{name: self.files[name] for name in last}}


class Target(Protocol):
    """Where a site is published. Nothing is ever deleted but files of ours, by name.

    Its `header` is the name of the switch.
    """

    def look(self) -> Standing:
        """Return what stands there; nothing when the place does not exist yet."""

    def fetch(self, names: Collection[str]) -> dict[str, bytes]:
        """Return path → content of some of it, after a look; what is not there is left out."""

    def put(self, upload: Upload) -> None:
        """Upload all but the switch; what stands there goes on working."""

    def switch(self, upload: Upload) -> None:
        """Replace the switch: from here on the new site is what stands there."""

    def take_away(self, names: Collection[str]) -> None:
        """Delete files of ours."""


def need(program: str, purpose: str) -> None:
    """Stop when a program is missing.

    Raises:
        PublishError: It is.
    """
    if not find_program([program]):
        message = f"{program} is not installed, and {purpose} needs it"
        raise PublishError(message, f"install {program}, or publish to a folder")


def refuse_option(text: str, setting: str) -> None:
    """Stop when a setting is empty, or would be read as an option by the program that gets it.

    Raises:
        PublishError: It is.
    """
    if not text:
        message = f"the target has no `{setting}`"
        raise PublishError(message, "see docs/publishing.md for what each kind needs")
    if text.startswith("-") or any(ord(c) < ord(" ") for c in text):
        message = f"`{setting}` cannot begin with a hyphen, or hold line ends"
        raise PublishError(message, "mend it in portfolio.toml")


def refuse_journal(found: Standing) -> None:
    """Stop when a portfolio stands at a target, or below: who shows the site would show it too.

    Raises:
        PublishError: One does.
    """
    journals = sorted(name for name in found.names if name.rpartition("/")[2] == SETTINGS)
    if journals:
        message = f"a portfolio stands at the target: {journals[0]}"
        hint = "whoever shows the site would show your entries, too; choose another place"
        raise PublishError(message, hint)


def checked(
    command: list[str],
    *,
    content: bytes = b"",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Return what a program printed.

    Raises:
        PublishError: It failed; with its own words.
    """
    ran = run(command, content=content, folder=folder, environment=environment)
    if ran.code:
        raise failure(command[0], ran)
    return ran.output


def failure(program: str, ran: Ran) -> PublishError:
    """Return what a program that failed said, without what an address may hold."""
    lines = _SECRET_IN_ADDRESS.sub("…@", ran.complaint).strip().splitlines()[-_LINES:]
    said = "\n".join(f"    {line}" for line in lines)
    message = f"{program} failed ({ran.code}):\n{said}" if said else f"{program} failed"
    return PublishError(message, "what was published before is as it was, or whole and new")
