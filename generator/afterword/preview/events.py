"""Updates pushed to open pages, as server-sent events."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator

from afterword.preview.answers import Update, merged

HEARTBEAT_SECONDS = 15.0
"""Between two lines on a quiet connection: how soon one that is gone is noticed."""


class Listener:
    """One open connection: holds the updates that were not sent yet, merged into one."""

    def __init__(self, lock: threading.Condition) -> None:
        self._changed = lock
        self._due: Update | None = None
        self._closed = False

    def put(self, update: Update) -> None:
        """Leave an update to be sent; the lock is held."""
        self._due = merged(self._due, update) if self._due else update

    def close(self) -> None:
        """Let the connection end; the lock is held."""
        self._closed = True

    def take(self, seconds: float) -> Update | None:
        """Wait for an update; None after so many seconds without one.

        Raises:
            EOFError: The server ends.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._due or self._closed, timeout=seconds)
            if self._closed:
                raise EOFError
            update, self._due = self._due, None
            return update


class Events:
    """All open connections that wait for updates."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._listeners: list[Listener] = []
        self._closed = False

    @property
    def listening(self) -> int:
        """How many connections are open."""
        with self._changed:
            return len(self._listeners)

    def publish(self, update: Update) -> None:
        """Push an update to every open page."""
        with self._changed:
            for listener in self._listeners:
                listener.put(update)
            self._changed.notify_all()

    def close(self) -> None:
        """End every connection."""
        with self._changed:
            self._closed = True
            for listener in self._listeners:
                listener.close()
            self._changed.notify_all()

    def stream(self, server: str, latest: Callable[[], Update]) -> Iterator[bytes]:
        """Yield what is sent on one connection, until the server ends.

        Args:
            server: Tells this process from the one that a page was loaded from.
            latest: Returns what stands now.
        """
        listener = Listener(self._changed)
        with self._changed:
            if self._closed:
                return
            self._listeners.append(listener)
        try:
            # Asked for only now: an update in between would be lost on this connection.
            hello = {"server": server, "update": latest().to_json()}
            yield b"retry: 500\n" + _event("hello", hello)
            while True:
                update = listener.take(HEARTBEAT_SECONDS)
                yield _event("update", {"update": update.to_json()}) if update else b":\n\n"
        except EOFError:
            return
        finally:
            with self._changed:
                self._listeners.remove(listener)


def _event(name: str, value: object) -> bytes:
    # JSON on one line: a line end would end the field.
    return f"event: {name}\ndata: {json.dumps(value)}\n\n".encode()
