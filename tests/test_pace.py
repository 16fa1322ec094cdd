"""When changes are acted on."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

from afterword.preview.pace import LONGEST_SECONDS, QUIET_SECONDS, Pace, Paths

LIMIT = 20
A, B, C = frozenset("a"), frozenset("b"), frozenset("c")


class Desk:
    """A pace whose acting and waiting the test does."""

    def __init__(self) -> None:
        self.acted: queue.Queue[Paths | None] = queue.Queue()
        self.answers: queue.Queue[Paths | Exception] = queue.Queue()
        self.failures: queue.Queue[Exception] = queue.Queue()
        self.waits: queue.Queue[float] = queue.Queue()
        self.noise: queue.Queue[bool] = queue.Queue()
        self.pace = Pace(self.act, self.failures.put, self.wait)

    def act(self, paths: Paths | None) -> Paths:
        """Note what is acted on, and end as the test says."""
        self.acted.put(paths)
        answer = self.answers.get(timeout=LIMIT)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def wait(self, condition: threading.Condition, seconds: float) -> bool:
        """Note for how long it would be waited, and say whether something came."""
        self.waits.put(seconds)
        condition.release()
        try:
            return self.noise.get(timeout=LIMIT)
        finally:
            condition.acquire()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    desk.pace.start()
    yield desk
    desk.answers.put(frozenset())
    desk.noise.put(False)  # noqa: FBT003 — a value in a queue
    desk.pace.stop()


def test_the_first_change_is_acted_on_at_once(desk: Desk) -> None:
    desk.pace.changed(A)

    assert desk.acted.get(timeout=LIMIT) == A
    assert desk.waits.empty()


def test_what_comes_meanwhile_is_taken_together_after_a_moment_of_quiet(desk: Desk) -> None:
    desk.pace.changed(A)
    assert desk.acted.get(timeout=LIMIT) == A
    desk.pace.changed(B)
    desk.answers.put(frozenset())
    assert desk.waits.get(timeout=LIMIT) == QUIET_SECONDS
    desk.pace.changed(C)
    desk.noise.put(True)  # noqa: FBT003
    assert desk.waits.get(timeout=LIMIT) == QUIET_SECONDS
    desk.noise.put(False)  # noqa: FBT003

    assert desk.acted.get(timeout=LIMIT) == B | C


def test_changes_that_never_cease_are_acted_on_all_the_same(desk: Desk) -> None:
    desk.pace.changed(A)
    assert desk.acted.get(timeout=LIMIT) == A
    desk.pace.changed(B)
    for _ in range(1 + round(LONGEST_SECONDS / QUIET_SECONDS)):
        desk.noise.put(True)  # noqa: FBT003
    desk.answers.put(frozenset())

    assert desk.acted.get(timeout=LIMIT) == B


def test_what_may_be_half_written_is_looked_at_again(desk: Desk) -> None:
    desk.pace.changed(A | B)
    assert desk.acted.get(timeout=LIMIT) == A | B
    desk.answers.put(A)
    desk.noise.put(False)  # noqa: FBT003

    assert desk.acted.get(timeout=LIMIT) == A


def test_anything_and_something_is_anything(desk: Desk) -> None:
    desk.pace.changed(A)
    assert desk.acted.get(timeout=LIMIT) == A
    desk.pace.changed(None)
    desk.pace.changed(B)
    desk.answers.put(frozenset())
    desk.noise.put(False)  # noqa: FBT003

    assert desk.acted.get(timeout=LIMIT) is None


def test_a_failure_is_told_and_the_next_change_is_acted_on(desk: Desk) -> None:
    failure = ValueError("lost")
    desk.pace.changed(A)
    assert desk.acted.get(timeout=LIMIT) == A
    desk.answers.put(failure)
    assert desk.failures.get(timeout=LIMIT) is failure
    desk.pace.changed(B)

    assert desk.acted.get(timeout=LIMIT) == B
