"""The command at a real terminal: what it says there, and what is typed."""

from __future__ import annotations

import os
import pty
import select
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LONGEST_SECONDS = 60
"""After which a command that says nothing is taken to wait for ever."""


def at_terminal(
    arguments: Sequence[str],
    *,
    answers: Mapping[str, str],
    folder: Path,
    env: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run `afterword` at a terminal of its own; return its exit code and all that was shown.

    Args:
        arguments: Of the command.
        answers: Words of a question → what is typed when it has been asked, each time anew.
        folder: Where it runs.
        env: Variables besides the usual ones.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        program = [sys.executable, "-m", "afterword", *arguments]
        os.execve(sys.executable, program, {**os.environ, "TERM": "dumb", **(env or {})})  # noqa: S606
    shown, heard = "", 0
    while select.select([terminal], [], [], LONGEST_SECONDS)[0]:
        try:
            new = os.read(terminal, 4096)
        except OSError:  # it has ended
            break
        if not new:
            break
        shown += new.decode("utf-8", "replace")
        for question, answer in answers.items():
            if question in shown[heard:]:
                heard = len(shown)
                os.write(terminal, f"{answer}\n".encode())
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.replace("\r\n", "\n")
