"""Other processes: work shared out over the machine's cores."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from afterword.diagnostics import AfterwordError

T = TypeVar("T")
R = TypeVar("R")

MOST_WORKERS = 8
_PR_SET_PDEATHSIG = 1
_WORKER = "afterword-worker"
_NUMBER_BYTES = 4
_SHARES_EACH = 4
"""Shares of the work for each process."""
_PATIENCE_S = 10
"""As long as a program may take to read what it is given."""


class WorkerError(AfterwordError):
    """A worker process ended before its work did: killed, or out of memory."""

    hint = "try again; if it happens again, close other programs"

    def __str__(self) -> str:
        """Say what happened."""
        return "a worker process was ended by the system before its work was done"


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Leave the garbage collector out while hundreds of thousands of values are made.

    They hold no cycles, so it would look at all of them again and again and find nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # else the first collection would look at all of it once more
            gc.enable()


def cores() -> int:
    """Return how many processes can run at once."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def share_out(work: Callable[[Sequence[T]], R], items: Sequence[T], *, worth: int) -> list[R]:
    """Return the results of `work` on shares of the items, in the order of the items.

    A share is a run of neighbours: what was made together lies together in memory, and a
    process copies only the memory that it touches. There are a few for each process, so that
    all end at about the same time though some items take longer. This process does its part.

    Args:
        work: Takes a share; what it returns must be picklable.
        items: What there is to do.
        worth: From how many items on a second process pays.

    Raises:
        WorkerError: A process was ended by the system.
        Exception: What `work` raised in any process.
    """
    count = processes(len(items), worth=worth)
    shares = in_runs(items, min(count * _SHARES_EACH, len(items)) if count > 1 else 1)

    def numbered(number: int) -> tuple[int, R]:
        return number, work(shares[number])

    done = sorted(take_turns(numbered, range(len(shares))), key=itemgetter(0))
    return [result for _, result in done]


def processes(items: int, *, worth: int) -> int:
    """Return in how many processes so many items are worked on.

    Where processes cannot be forked, or there are fewer than `worth` items, one does all; so it
    does beside other threads, which a fork would leave behind with the locks they hold.
    """
    # macOS can fork, but its frameworks may not survive it.
    alone = sys.platform in ("win32", "darwin") or threading.active_count() > 1
    return 1 if alone or items < worth else min(cores(), MOST_WORKERS)


def take_turns(work: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
    """Return the results of `work` on all tasks, in no order.

    Each process does one of the first tasks, this one the first of all; who is done takes the
    next that nobody has taken.

    Args:
        work: Takes a task; what it returns must be picklable.
        tasks: What there is to do, a few thousand at most; a single one is done right here.

    Raises:
        WorkerError: A process was ended by the system.
        Exception: What `work` raised in any process.
    """
    count = min(len(tasks), cores(), MOST_WORKERS)
    if count < 2:  # noqa: PLR2004
        return [work(task) for task in tasks]
    _give_back()
    gc.freeze()  # a collection in a child would copy every page it looks at
    was_on = gc.isenabled()
    gc.enable()  # what the work itself leaves behind does hold cycles
    context = multiprocessing.get_context("fork")
    pipes: list[Connection] = []
    workers = []
    with _queue(range(count, len(tasks))) as waiting:
        take = partial(_take, work, tasks, waiting)
        for first in range(1, count):
            ours, theirs = context.Pipe(duplex=False)
            worker = context.Process(
                target=_answer, args=(take, first, theirs), name=_WORKER, daemon=True
            )
            worker.start()
            theirs.close()
            pipes.append(ours)
            workers.append(worker)
        try:
            results = take(0)
            for pipe in pipes:
                results += _received(pipe)
        finally:
            for worker in workers:
                if sys.exc_info()[0] is not None:
                    worker.terminate()
                worker.join()
            if not was_on:
                gc.disable()
    return results


@contextlib.contextmanager
def _queue(numbers: Sequence[int]) -> Iterator[int]:
    """Yield a pipe that holds the numbers: each is read by one of the processes, and by no other.

    Nobody writes to it any more, so it ends behind the last. The system gives a few bytes of a
    pipe to one reader whole.
    """
    reader, writer = os.pipe()
    try:
        os.write(writer, b"".join(number.to_bytes(_NUMBER_BYTES, "big") for number in numbers))
        os.close(writer)
        yield reader
    finally:
        os.close(reader)


def _take(work: Callable[[T], R], tasks: Sequence[T], waiting: int, first: int) -> list[R]:
    """Do one task, then others as long as some wait."""
    results = [work(tasks[first])]
    while number := os.read(waiting, _NUMBER_BYTES):
        results.append(work(tasks[int.from_bytes(number, "big")]))
    return results


def _give_back() -> None:
    """Return memory that is free to the system, where it knows how: children would share it."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def in_runs(items: Sequence[T], count: int) -> list[Sequence[T]]:
    """Return the items in so many runs of neighbours, as equal as can be."""
    size = len(items)
    return [items[i * size // count : (i + 1) * size // count] for i in range(count)]


def _answer(work: Callable[[T], R], task: T, pipe: Connection) -> None:
    _end_with_the_first()
    try:
        answer: tuple[bool, object] = (True, work(task))
    except Exception as error:  # noqa: BLE001 — raised again in the first process
        answer = (False, error)
    pipe.send(answer)
    pipe.close()


def leave_if_abandoned() -> None:
    """End this process if it is a worker and the one that started it has ended.

    The system ends it too, but a moment later, and a page fits into a moment.
    """
    if multiprocessing.current_process().name != _WORKER:
        return
    parent = multiprocessing.parent_process()
    if parent is not None and select.select([parent.sentinel], [], [], 0)[0]:
        os._exit(1)


def _end_with_the_first() -> None:
    """End this process when the one that started it ends: nobody else would wait for it."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        if ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) == 0:
            return  # Linux does it by itself, and at once
    threading.Thread(target=_wait_for_the_first, daemon=True).start()


def _wait_for_the_first() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _received(pipe: Connection) -> R:  # type: ignore[type-var]
    try:
        done, result = pipe.recv()
    except EOFError as error:
        raise WorkerError from error
    if not done:
        raise result
    answer: R = result
    return answer


def start(command: Sequence[str]) -> str:
    """Start a program that goes on by itself, and return why it could not be; empty when it was.

    It has no terminal and no part in this program's end, and no shell reads the command.
    """
    try:
        started = subprocess.Popen(  # noqa: S603 — a list, from the author's own settings
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"{command[0]}: {getattr(error, 'strerror', '') or error}"
    # Waited for, or it would stay in the system's table after its end.
    threading.Thread(target=started.wait, name="afterword-started", daemon=True).start()
    return ""


def find_program(names: Sequence[str]) -> str:
    """Return the first of some programs that this machine has; empty when it has none."""
    return next((name for name in names if shutil.which(name)), "")


def feed(command: Sequence[str], content: bytes) -> str:
    """Hand a program something to read, and return why it could not be; empty when it was.

    No shell reads the command, and what the program prints is dropped.
    """
    try:
        subprocess.run(  # noqa: S603 — a list, of programs named in this package
            list(command),
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"{command[0]}: {getattr(error, 'strerror', '') or error}"
    return ""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program that was waited for left."""

    code: int
    """Its exit code; 127 when it could not be started."""
    output: bytes
    complaint: str
    """What it said on its standard error."""


def run(
    command: Sequence[str],
    *,
    content: bytes = b"",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Wait for a program and return what it said. No shell reads the command.

    Args:
        command: The program and its arguments.
        content: What it reads.
        folder: Where it runs.
        environment: All of its variables; None for those of this process.
    """
    try:
        done = subprocess.run(  # noqa: S603 — a list, of programs named in this package
            list(command),
            input=content,
            capture_output=True,
            cwd=folder,
            env=None if environment is None else dict(environment),
            check=False,
        )
    except (OSError, ValueError) as error:
        return Ran(127, b"", f"{getattr(error, 'strerror', '') or error}")
    return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
