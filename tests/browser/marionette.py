"""The system's Firefox, driven by its own remote protocol, Marionette; no other program is needed.

Source:
    https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAMS = ("firefox-esr", "firefox")
STARTS_WITHIN_SECONDS = 60
_PREFERENCES = """
user_pref("marionette.port", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("app.update.enabled", false);
user_pref("intl.locale.requested", "en-US");
"""


def firefox() -> str | None:
    """Return the system's Firefox, if there is one."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Firefox:
    """One window."""

    def __init__(self, connection: socket.socket) -> None:
        self._file = connection.makefile("rwb")
        self._count = 0
        self._read()
        self._ask("WebDriver:NewSession", {"capabilities": {}})
        self._ask("WebDriver:SetTimeouts", {"script": 30_000})

    def open(self, address: str) -> None:
        """Go to an address, from an empty page, so that nothing of the last one is left."""
        self._ask("WebDriver:Navigate", {"url": "about:blank"})
        self._ask("WebDriver:Navigate", {"url": address})

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - what the script returns
        """Return what a script in the page returns, once its promise is kept."""
        body = {"script": script, "args": list(arguments)}
        return self._ask("WebDriver:ExecuteScript", body)["value"]

    def wait_for(self, condition: str) -> Any:  # noqa: ANN401 - what the condition is
        """Return what an expression gives as soon as that is true of the page."""
        return self.run(f"""return new Promise(done => {{
            const look = () => {{
                const value = {condition};
                value ? done(value) : requestAnimationFrame(look);
            }};
            look();
        }})""")

    def _ask(self, command: str, body: Mapping[str, object]) -> dict[str, Any]:
        self._count += 1
        message = json.dumps([0, self._count, command, body]).encode()
        self._file.write(b"%d:%s" % (len(message), message))
        self._file.flush()
        _, _, error, result = self._read()
        assert error is None, error
        return result or {}

    def _read(self) -> Any:  # noqa: ANN401 - JSON
        length = b""
        while not length.endswith(b":"):
            length += self._file.read(1)
        return json.loads(self._file.read(int(length[:-1])))


@contextmanager
def running(program: str, profile: Path) -> Iterator[Firefox]:
    """Run a Firefox without a window, with a new profile, while the block runs."""
    profile.mkdir()
    (profile / "user.js").write_text(_PREFERENCES)
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            with socket.create_connection(("127.0.0.1", _port(process)), 60) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()


def _port(process: subprocess.Popen[bytes]) -> int:
    """Return the port Firefox says it listens on."""
    assert process.stdout
    for line in process.stdout:
        if b"Listening on port" in line:
            return int(line.rsplit(maxsplit=1)[-1])
    message = "Firefox ended before it listened"
    raise AssertionError(message)
