"""A branch of a git repository, as GitHub, GitLab and Codeberg show it as a site."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from afterword.publish.targets import (
    Standing,
    Upload,
    checked,
    need,
    refuse_option,
)
from afterword.sealing.container import HEADER_FILE

_AUTHOR = "Afterword <afterword@localhost> 1577836800 +0000"
_MESSAGE = b"Publish"
_FOUND = "refs/afterword/found"
_MADE = "refs/afterword/made"


@dataclass(frozen=True, slots=True)
class Git:
    """One commit without a past on one branch; pushed whole, so that it is the switch."""

    remote: str
    branch: str
    work: Path
    """An empty folder for a repository that is thrown away."""
    header: str = HEADER_FILE

    def look(self) -> Standing:
        """Return what stands on the branch."""
        need("git", "a target of this kind")
        refuse_option(self.remote, "remote")
        refuse_option(self.branch, "branch")
        self._git("check-ref-format", self._ref)
        if not (self.work / "HEAD").exists():
            self._git("init", "--quiet", "--bare", ".")
        listed = self._git("ls-remote", self.remote, self._ref).decode().split()
        if not listed:
            return Standing()
        found = f"+{self._ref}:{_FOUND}"
        self._git("fetch", "--quiet", "--depth=1", "--no-tags", self.remote, found)
        names = self._names()
        header = self.fetch([self.header]).get(self.header)
        mark = self._git("rev-parse", _FOUND).decode().strip()
        return Standing(header, frozenset(names), mark)

    def fetch(self, names: Collection[str]) -> dict[str, bytes]:
        """Return some of the files of the commit that was found."""
        there = self._names()
        show = ("cat-file", "blob")
        return {name: self._git(*show, f"{_FOUND}:{name}") for name in names if name in there}

    def put(self, upload: Upload) -> None:
        """Make the commit, here."""
        kept = self._names() if upload.before.mark else {}
        also = {name: found for name, found in kept.items() if name not in upload.gone}
        files = {**upload.files, ".nojekyll": b""}
        self._git("fast-import", "--quiet", "--force", content=b"".join(_stream(files, also)))

    def switch(self, upload: Upload) -> None:
        """Push it, unless the branch has moved since it was looked at."""
        lease = f"--force-with-lease={self._ref}:{upload.before.mark}"
        self._git("push", "--quiet", "--no-verify", lease, self.remote, f"{_MADE}:{self._ref}")

    def take_away(self, names: Collection[str]) -> None:
        """Do nothing: the commit holds no more than it should."""

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.branch}"

    def _names(self) -> dict[str, str]:
        """Return path → mode and object of every file on the branch as it was found."""
        listed = self._git("ls-tree", "-r", "-z", _FOUND).decode("utf-8", "surrogateescape")
        rows = (row.partition("\t") for row in listed.split("\0") if row)
        return {path: " ".join(about.split()[0:3:2]) for about, _, path in rows}

    def _git(self, *arguments: str, content: bytes = b"") -> bytes:
        quiet = ["-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0"]
        command = ["git", *quiet, *arguments]
        return checked(command, content=content, folder=self.work, environment=environment())


def environment() -> dict[str, str]:
    """Return our variables for a git of ours.

    Those of a git that runs us, as in a hook, would name another repository.
    """
    return {n: v for n, v in os.environ.items() if not n.startswith("GIT_") or n in _USEFUL}


_USEFUL = frozenset({"GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS"})


def _stream(files: dict[str, bytes], also: dict[str, str]) -> Iterator[bytes]:
    """Yield what `git fast-import` reads: the files, and one commit of them."""
    for number, content in enumerate(files.values(), start=1):
        yield b"blob\nmark :%d\ndata %d\n%b\n" % (number, len(content), content)
    yield b"commit %b\ncommitter %b\n" % (_MADE.encode(), _AUTHOR.encode())
    yield b"data %d\n%b\n" % (len(_MESSAGE), _MESSAGE)
    for number, name in enumerate(files, start=1):
        yield b"M 100644 :%d %b\n" % (number, name.encode())
    for name, found in also.items():
        if name not in files:
            yield b"M %b %b\n" % (found.encode(), _quoted(name))


def _quoted(path: str) -> bytes:
    written = path.encode("utf-8", "surrogateescape")
    for mark, escaped in ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n")):
        written = written.replace(mark, escaped)
    return b'"' + written + b'"'
