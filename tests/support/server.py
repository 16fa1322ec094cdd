"""A web server for one folder, on this machine only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the base class takes anything
        """Say nothing."""


@contextmanager
def serving(folder: Path, log: list[str] | None = None) -> Iterator[str]:
    """Serve a folder on any free port while the block runs; gives the address without a slash.

    Args:
        folder: What is served.
        log: Gets each request with all its headers, as a host could note it.
    """

    class Noting(Quiet):
        def parse_request(self) -> bool:
            parsed = super().parse_request()
            if parsed and log is not None:
                log.append(f"{self.requestline}\n{self.headers}")
            return parsed

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Noting, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
