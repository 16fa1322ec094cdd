"""`afterword serve`, run and asked as a program of its own."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LIMIT = 30
COMMAND = (sys.executable, "-u", "-m", "afterword")


@contextmanager
def served(
    folder: Path, *options: str, command: Sequence[str] = COMMAND
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Preview a portfolio until the block ends; gives the program and what it said at first."""
    program = subprocess.Popen(
        [*command, "-C", str(folder), "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    assert program.stdout
    for line in program.stdout:
        said.append(line.rstrip())
        if "Ctrl-C" in line:
            break
    try:
        yield program, said
    finally:
        if program.poll() is None:
            program.send_signal(signal.SIGINT)
        program.wait(LIMIT)
        program.stdout.close()


def address(said: list[str]) -> tuple[int, str]:
    """Return the port and the token of the address that was said."""
    (found,) = [m for line in said if (m := re.search(r"127.0.0.1:(\d+)/(?:\?token=(.*))?$", line))]
    return int(found[1]), found[2] or ""


def ask(port: int, path: str, cookie: str = "") -> tuple[int, str, str]:
    """Return status, cookie and text of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0], text
