"""Work shared out over processes gives what one process gives."""

from __future__ import annotations

import gc
import os
import select
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from afterword import process
from afterword.process import (
    WorkerError,
    cores,
    in_runs,
    processes,
    share_out,
    take_turns,
    without_collection,
)


@pytest.fixture(autouse=True)
def _three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "cores", lambda: 3)
    # Whatever else runs in this process of tests.
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def squares(numbers: Sequence[int]) -> tuple[int, dict[int, int]]:
    return os.getpid(), {number: number * number for number in numbers}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 100])
def test_every_item_is_worked_on_once(count: int) -> None:
    shares = share_out(squares, range(count), worth=1)
    done = [number for _, share in shares for number in share]

    assert done == list(range(count))
    assert len({pid for pid, _ in shares}) == min(count, 3)
    assert len(shares) == min(count, 12)


def test_shares_are_in_the_order_of_the_items_whoever_is_done_first() -> None:
    told, tell = os.pipe()

    def work(numbers: Sequence[int]) -> list[int]:
        if 0 in numbers:
            assert select.select([told], [], [], 60)[0], "the last share was never begun"
        if 23 in numbers:
            os.write(tell, b".")
        return list(numbers)

    shares = share_out(work, range(24), worth=1)

    assert [number for share in shares for number in share] == list(range(24))
    os.close(told)
    os.close(tell)


def test_few_items_stay_in_this_process() -> None:
    assert share_out(squares, range(9), worth=10) == [squares(range(9))]
    assert share_out(squares, (), worth=10) == [squares(())]


def test_one_core_does_all_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "cores", lambda: 1)

    assert share_out(squares, range(9), worth=1) == [squares(range(9))]


def test_where_processes_cannot_be_forked_one_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")

    assert share_out(squares, range(9), worth=1) == [squares(range(9))]


def test_large_results_come_through() -> None:
    shares = share_out(lambda items: b"x" * 5_000_000 * len(items), range(3), worth=1)

    assert [len(share) for share in shares] == [5_000_000] * 3


@pytest.mark.parametrize("bad", [0, 5, 8])
def test_what_the_work_raises_in_any_process_is_raised_here(bad: int) -> None:
    def work(numbers: Sequence[int]) -> None:
        if bad in numbers:
            raise LookupError(bad)

    with pytest.raises(LookupError, match=str(bad)):
        share_out(work, range(9), worth=1)


def test_a_process_that_is_killed_is_said_so() -> None:
    first = os.getpid()

    def work(_: Sequence[int]) -> None:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(WorkerError, match="a worker process was ended"):
        share_out(work, range(9), worth=1)


def test_an_error_that_cannot_be_sent_is_not_lost_in_silence() -> None:
    first = os.getpid()

    class LocalError(Exception):
        """Cannot be pickled: it has no name that another process could look up."""

    def work(_: Sequence[int]) -> None:
        if os.getpid() != first:
            raise LocalError

    with pytest.raises(Exception):  # noqa: B017, PT011 — which one is for the process to say
        share_out(work, range(9), worth=1)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 500])
def test_every_task_is_done_once(count: int) -> None:
    done = take_turns(lambda number: (os.getpid(), number), range(count))

    assert sorted(number for _, number in done) == list(range(count))
    assert len({pid for pid, _ in done}) == min(count, 3)


def test_who_is_done_takes_the_next_task(tmp_path: Path) -> None:
    first, rest = os.getpid(), tmp_path / "rest"
    os.mkfifo(rest)

    def work(number: int) -> tuple[int, int]:
        if number == 0:  # held up until a worker has come to the last task
            rest.read_bytes()
        elif number == 19:
            rest.write_bytes(b"")
        return os.getpid(), number

    done = take_turns(work, range(20))

    assert [number for pid, number in done if pid == first] == [0]
    assert sorted(number for _, number in done) == list(range(20))


@pytest.mark.parametrize("bad", [0, 2, 19])
def test_what_a_task_raises_in_any_process_is_raised_here(bad: int) -> None:
    def work(number: int) -> None:
        if number == bad:
            raise LookupError(bad)

    with pytest.raises(LookupError, match=str(bad)):
        take_turns(work, range(20))


def test_one_process_is_enough_for_little() -> None:
    assert [processes(9, worth=worth) for worth in (1, 9, 10)] == [3, 3, 1]


def test_runs_are_neighbours_of_equal_length() -> None:
    assert in_runs(range(7), 3) == [range(2), range(2, 4), range(4, 7)]
    assert in_runs("ab", 3) == ["", "a", "b"]


def test_there_is_a_core() -> None:
    assert cores() >= 1


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collection_is_as_it_was_even_after_an_error(*, is_on: bool) -> None:
    before = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    inside = fail_without_collection()
    found = gc.isenabled()
    (gc.enable if before else gc.disable)()

    assert (inside, found) == (False, is_on)


def fail_without_collection() -> bool:
    """Return whether the collection was on while it was to be left out."""
    inside = True
    with suppress(KeyError), without_collection():
        inside = gc.isenabled()
        raise KeyError
    return inside


def test_beside_other_threads_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(process, "cores", lambda: 3)
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()

    assert share_out(squares, range(9), worth=1) == [squares(range(9))]
    ended.set()
    other.join()


def test_a_program_is_started_on_its_own_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert process.start(["sh", "-c", 'ps -o sid= -p $$ > "$0"', str(pipe)]) == ""
    assert int(pipe.read_text()) != os.getsid(0)
    ended = [t for t in threading.enumerate() if t.name == "afterword-started"]
    for thread in ended:
        thread.join()


def test_a_program_that_cannot_be_started_says_why() -> None:
    assert process.start(["no-such-program"]) == "no-such-program: No such file or directory"
    assert "null" in process.start(["a\0b"])
