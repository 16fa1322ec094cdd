"""Terminals: one that takes down what is told on it, and a real one for a process."""

from __future__ import annotations

import contextlib
import io
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

LONGEST_SECONDS = 120
"""After which a process that still waits is taken to wait for ever."""


class Told(io.StringIO):
    """What a command that has no standard error on a terminal tells on the one it has."""

    @contextlib.contextmanager
    def find(self) -> Iterator[TextIO | None]:
        yield self


@contextlib.contextmanager
def no_terminal() -> Iterator[TextIO | None]:
    """Stand in for a machine where nobody sits at a terminal."""
    yield None


@dataclass(frozen=True, slots=True)
class Ran:
    """How a process on a terminal ended."""

    code: int
    screen: str
    """All that its terminal showed."""


def run_on_terminal(
    arguments: Sequence[str],
    *,
    cwd: Path,
    answers: Sequence[str] = (),
    error_into: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run the command with a real terminal of its own; every question gets the next answer.

    Args:
        arguments: Of the command.
        cwd: Where it runs.
        answers: To its questions, each of which ends in a colon and a space.
        error_into: Where standard error goes instead of the terminal.
        environment: More of it.
    """
    import pty  # noqa: PLC0415 — Windows has none

    master, slave = pty.openpty()
    errors = os.open(error_into, os.O_WRONLY | os.O_CREAT) if error_into else slave
    process = subprocess.Popen(
        [sys.executable, "-c", _BEGIN, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
        stdin=slave,
        stdout=slave,
        stderr=errors,
        start_new_session=True,
    )
    os.close(slave)
    if error_into:
        os.close(errors)
    screen = _talk(process, master, list(answers))
    os.close(master)
    return Ran(process.wait(), screen)


_BEGIN = """\
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from afterword.cli import main
main(sys.argv[1:])
"""


def _talk(process: subprocess.Popen[bytes], master: int, answers: list[str]) -> str:
    """Read the terminal to its end and answer what is asked."""
    shown, unanswered = b"", b""
    while True:
        if not select.select([master], [], [], LONGEST_SECONDS)[0]:
            os.killpg(process.pid, signal.SIGKILL)
            message = f"it waits for ever, after {shown!r}"
            raise AssertionError(message)
        try:
            got = os.read(master, 4096)
        except OSError:  # the other end is closed
            got = b""
        if not got:
            return shown.decode("utf-8", "replace").replace("\r\n", "\n")
        shown += got
        unanswered += got
        if answers and unanswered.endswith(b": "):
            os.write(master, f"{answers.pop(0)}\n".encode())
            unanswered = b""
