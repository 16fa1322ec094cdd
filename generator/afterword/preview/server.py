"""The preview's web server: loopback only, nothing outside the site, nothing for other sites."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from afterword.diagnostics import AfterwordError
from afterword.preview.answering import SLOWEST_SECONDS, Request, Site, SiteServer
from afterword.preview.answers import Source
from afterword.preview.events import Events
from afterword.preview.requests import Door

_HOST = "127.0.0.1"
_TRIES = 100


class PortError(AfterwordError):
    """No port is free."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port
        self.hint = "choose another with --port, or --port 0 for any"

    def __str__(self) -> str:
        """Name the ports that were tried."""
        return f"the ports {self.port} to {self.port + _TRIES - 1} are all in use"


class Server:
    """Serves a site until it is stopped."""

    def __init__(
        self,
        source: Source,
        events: Events,
        *,
        port: int,
        token: bool = True,
        open_file: Callable[[Path, int, int], str],
    ) -> None:
        """Take a port; the next one when it is taken.

        Args:
            source: The pages.
            events: What is pushed to them.
            port: 0 for any that is free.
            token: Ask for the token that the first address carries.
            open_file: Opens a file at a line and column; returns why it could not, or nothing.

        Raises:
            PortError: None of a hundred ports is free.
        """
        self._http = _bound(port)
        self.port: int = self._http.server_address[1]
        self._door = Door(self.port, secrets.token_urlsafe(16) if token else "")
        self._events = events
        self._http.site = Site(self._door, source, events, open_file, secrets.token_hex(8))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.1,))

    @property
    def address(self) -> str:
        """The address to open first."""
        query = f"?token={self._door.token}" if self._door.token else ""
        return f"http://{_HOST}:{self.port}/{query}"

    def start(self) -> None:
        """Begin to answer, in threads of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End at once: open connections are cut, and every thread has ended."""
        self._events.close()
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()
        self._http.cut()


class _Http(SiteServer):
    """Knows its open connections, so that it can end them."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int) -> None:
        self._connections: dict[threading.Thread, socket.socket] = {}
        self._guard = threading.Lock()
        super().__init__((_HOST, port), Request)

    def server_bind(self) -> None:
        # The base class looks up the machine's full name here, which can ask the network.
        if os.name == "posix":  # elsewhere it would take the port from another program
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 — as in the base class
        with self._guard:
            self._connections[threading.current_thread()] = request
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._guard:
                del self._connections[threading.current_thread()]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 — as in the base class
        """Let a connection that the browser has dropped end in silence; a bug is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def cut(self) -> None:
        """Cut every open connection, and wait for its thread."""
        with self._guard:
            open_now = dict(self._connections)
        for thread, connection in open_now.items():
            with contextlib.suppress(OSError):  # it may have ended by itself
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=SLOWEST_SECONDS)


def _bound(port: int) -> _Http:
    tries = range(port, min(port + _TRIES, 65_536)) if port else (0,)
    for number in tries:
        try:
            return _Http(number)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise PortError(port)
