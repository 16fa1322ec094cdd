"""Builds in a process of their own that is killed in the middle of a chosen call to the system."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

STEPS = ("write", "unlink", "rename")
"""The calls that change what stands in a folder."""

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
