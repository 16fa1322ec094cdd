"""Time and memory of other programs, with every process they start."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PAUSE_SECONDS = 0.02
_SHOWN = 2000


class CommandError(Exception):
    """A measured program failed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, in seconds."""

    wall: float
    cpu: float
    """In user and system mode, of the program and all it started."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The most memory that one run had at once, in bytes, over all its processes."""

    pss: int
    """Pages shared by processes count once."""
    rss: int
    """Pages shared by processes count once for each."""


def time_of(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Return what a command takes.

    Raises:
        CommandError: It failed.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        with _started(command, folder, environment, said.fileno()) as process:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        _refuse_failure(process.returncode, command, said.read())
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def memory_of(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Memory | None:
    """Return the most memory a command has, looked at every 20 ms; None where there is no /proc.

    Raises:
        CommandError: It failed.
    """
    if not (_PROC / "self" / "smaps_rollup").exists():
        return None
    pss = rss = 0
    with tempfile.TemporaryFile() as said:
        with _started(command, folder, environment, said.fileno()) as process:
            while process.poll() is None:
                now = _memory_now(process.pid)
                pss, rss = max(pss, now.pss), max(rss, now.rss)
                time.sleep(_PAUSE_SECONDS)
        said.seek(0)
        _refuse_failure(process.returncode, command, said.read())
    return Memory(pss, rss)


def _started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], output: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def _refuse_failure(code: int, command: Sequence[str], said: bytes) -> None:
    if code:
        text = said[-_SHOWN:].decode("utf-8", "replace")
        message = f"{' '.join(command)} ended with {code}:\n{text}"
        raise CommandError(message)


def _memory_now(root: int) -> Memory:
    pss = rss = 0
    for process in _tree(root):
        try:
            lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
        except OSError:  # it has just ended
            continue
        kilobytes = {line.split(":")[0]: line.split()[1] for line in lines[1:]}
        pss += int(kilobytes.get("Pss", "0")) * 1024
        rss += int(kilobytes.get("Rss", "0")) * 1024
    return Memory(pss, rss)


def _tree(root: int) -> list[int]:
    """Return a process and all below it."""
    children: dict[int, list[int]] = {}
    for name in os.listdir(_PROC):  # noqa: PTH208 — many times a second
        if name.isdecimal():
            children.setdefault(_parent(name), []).append(int(name))
    found = [root]
    for process in found:
        found += children.get(process, ())
    return found


def _parent(process: str) -> int:
    try:
        stat = (_PROC / process / "stat").read_text()
    except OSError:  # it has just ended
        return 0
    # pid (name) state parent …: the name may hold anything, parentheses too.
    return int(stat.rpartition(")")[2].split()[1])
