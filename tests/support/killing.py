"""Builds in a process of their own that is killed in the middle of a chosen call to the system."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

STEPS = ("write", "unlink", "rename")
"""The calls that change what stands in a folder."""

_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.chmod", "os.utime"})
_WRITING = os.O_WRONLY | os.O_RDWR

LONGEST_SECONDS = 60
"""After which processes that still run are taken to wait for ever."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a build is killed."""

    count: int
    """Of such calls in the process, from 1."""
    steps: tuple[str, ...] = STEPS
    """Which calls count."""
    after: bool = False
    """Whether the call is still done; of a `write` half is done in any case."""
    in_worker: bool = False
    """Whether a worker is meant, not the first process."""
    alone: bool = False
    """Whether the others live on."""
    name: str = ""
    """Only calls on a path that ends so count."""


def run_and_kill(work: Callable[[], object], moment: Moment) -> int:
    """Run some work in a forked process until the moment comes and return its exit code.

    It is −9 for a process that was killed. When this returns, all of its workers have ended.
    """
    watched, held = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=_doomed, args=(work, moment))
    process.start()
    os.close(held)
    # Every process of the group holds the other end; the last one that ends closes it.
    ended, _, _ = select.select([watched], [], [], LONGEST_SECONDS)
    os.close(watched)
    if not ended:
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.join()
    assert ended, "a process of the build waits for ever"
    assert process.exitcode is not None
    return process.exitcode


def run_and_kill_before(work: Callable[[], object], count: int, places: Sequence[Path]) -> int:
    """Run some work in a forked process that is killed before one of its steps.

    A step is anything that changes a file below the places, and the start of a program.

    Args:
        work: What is done; a process whose work fails exits with 1.
        count: Of the step, from 1.
        places: Folders.

    Returns:
        The exit code: −9 for a process that was killed.
    """
    process = multiprocessing.get_context("fork").Process(
        target=_killed_before, args=(work, count, tuple(map(str, places)))
    )
    process.start()
    process.join(LONGEST_SECONDS)
    assert process.exitcode is not None, "a process waits for ever"
    return process.exitcode


def _killed_before(work: Callable[[], object], count: int, places: tuple[str, ...]) -> None:
    seen = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        writes = event in _CHANGES or (event == "open" and bool((arguments[2] or 0) & _WRITING))
        below = writes and str(arguments[0]).startswith(places)
        is_step = below or event == "subprocess.Popen"
        seen += is_step
        if is_step and seen == count:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    try:
        work()
    except BaseException:  # noqa: BLE001 — a process of a test says nothing, it only fails
        os._exit(1)
    os._exit(0)


def _doomed(work: Callable[[], object], moment: Moment) -> None:
    os.setsid()
    first, seen = os.getpid(), 0

    def step(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(target: Any, *rest: Any) -> Any:  # noqa: ANN401 — any call's
            nonlocal seen
            meant = (os.getpid() != first) == moment.in_worker
            path = rest[0] if name == "rename" else target
            if meant and name in moment.steps and str(path).endswith(moment.name):
                seen += 1
                if seen == moment.count:
                    if name == "write":
                        call(target, bytes(rest[0])[: len(rest[0]) // 2])
                    elif moment.after:
                        call(target, *rest)
                    _kill(alone=moment.alone)
            return call(target, *rest)

        return counted

    for name in STEPS:
        setattr(os, name, step(name, getattr(os, name)))
    try:
        work()
    except BaseException:  # noqa: BLE001 — a process of a test says nothing, it only fails
        os._exit(1)
    os._exit(0)


def _kill(*, alone: bool) -> NoReturn:
    if alone:
        os.kill(os.getpid(), signal.SIGKILL)
    else:
        os.killpg(0, signal.SIGKILL)
    raise AssertionError  # nobody lives to see it
