"""When to act on changes: at once, then after a moment of quiet."""

from __future__ import annotations

import threading
from collections.abc import Callable

Paths = frozenset[str]
Act = Callable[[Paths | None], Paths]
"""Takes what changed, None for anything; returns what to look at again after a quiet moment."""

QUIET_SECONDS = 0.03
LONGEST_SECONDS = 0.3
"""Changes that never cease are acted on all the same."""


class Pace:
    """Calls for action, one at a time, until it is stopped.

    The first change is acted on at once: nobody should wait for a single save. Those that
    come meanwhile are taken together, once no more have come for a moment.
    """

    def __init__(
        self,
        act: Act,
        failed: Callable[[Exception], None],
        wait: Callable[[threading.Condition, float], bool] = threading.Condition.wait,
    ) -> None:
        """Prepare.

        Args:
            act: Looks at what changed.
            failed: Told of an exception in `act`; the next change is acted on all the same.
            wait: Waits for a notification for so many seconds; returns whether one came.
        """
        self._act = act
        self._failed = failed
        self._wait = wait
        self._something = threading.Condition()
        self._paths: Paths | None = frozenset()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="afterword-pace")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, after what is under way."""
        with self._something:
            self._ended = True
            self._something.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def changed(self, paths: Paths | None) -> None:
        """Take in what changed. None stands for anything."""
        with self._something:
            self._add(paths)
            self._something.notify_all()

    def _add(self, paths: Paths | None) -> None:
        known = self._paths
        self._paths = None if paths is None or known is None else known | paths

    def _run(self) -> None:
        again: Paths = frozenset()
        while True:
            with self._something:
                if again or self._due():
                    self._until_quiet()
                else:
                    self._something.wait_for(lambda: self._ended or self._due())
                if self._ended:
                    return
                self._add(again)
                paths, self._paths = self._paths, frozenset()
            again = self._acted(paths)

    def _due(self) -> bool:
        return self._paths is None or bool(self._paths)

    def _until_quiet(self) -> None:
        """Wait until nothing has changed for a moment; the lock is held between changes."""
        left = LONGEST_SECONDS
        while not self._ended and left > 0 and self._wait(self._something, QUIET_SECONDS):
            left -= QUIET_SECONDS

    def _acted(self, paths: Paths | None) -> Paths:
        try:
            return self._act(paths)
        except Exception as error:  # noqa: BLE001 — the preview outlives whatever went wrong
            self._failed(error)
            return frozenset()
