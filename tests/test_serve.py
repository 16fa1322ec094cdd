"""`afterword serve` as a program of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.portfolio import Portfolio
from tests.support.previewing import LIMIT, address, ask, served

FIRST = "2026-11-02-first.md"


@pytest.fixture
def journal(tmp_path: Path) -> Portfolio:
    return Portfolio.make(tmp_path, {FIRST: "First text.\n"})


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_to_who_has_the_address_until_it_is_stopped(
    journal: Portfolio, ending: signal.Signals
) -> None:
    with served(journal.folder, "--port", "0") as (program, said):
        port, token = address(said)
        assert ask(port, "/")[0] == 403
        status, cookie, _ = ask(port, f"/?token={token}")
        assert status == 303
        status, _, text = ask(port, "/journal/2026-11-02-first.html", cookie)
        assert (status, "First text." in text) == (200, True)
        program.send_signal(ending)

        assert program.wait(LIMIT) == 0
    assert not journal.output.exists()


def test_a_port_in_use_is_said(journal: Portfolio) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = taken.getsockname()[1]
        with served(journal.folder, "--port", str(wanted), "--no-token") as (_, said):
            port, _ = address(said)

    assert port > wanted
    assert f"Port {wanted} is in use, so it is {port}." in said


@pytest.mark.parametrize("options", [(), ("--poll",)])
def test_problems_come_and_go_in_the_terminal(journal: Portfolio, options: tuple[str, ...]) -> None:
    with served(journal.folder, "--port", "0", "--no-token", *options) as (program, _):
        assert program.stdout
        journal.write(f"content/{FIRST}", "---\nasked: 2026-13-40\n---\nFirst text.\n")
        lines = iter(program.stdout)
        assert re.fullmatch(r"\d\d:\d\d:\d\d\n", next(lines))
        assert next(lines).startswith(f"content/{FIRST}:2:8: error: ")
        journal.write(f"content/{FIRST}", "---\nasked: 2026-11-04\n---\nFirst text.\n")

        assert next(lines).endswith(" All is well again.\n")


def test_what_is_wrong_from_the_start_is_said(journal: Portfolio) -> None:
    journal.write(f"content/{FIRST}", "---\nasked: 2026-13-40\n---\n")
    with served(journal.folder, "--port", "0", "--no-token") as (program, _):
        assert program.stdout
        assert next(iter(program.stdout)).startswith(f"content/{FIRST}:2:8: error: ")


def test_without_a_portfolio_it_says_how_to_begin_one(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "afterword", "-C", str(tmp_path), "serve"],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        env={**os.environ},
    )

    assert (found.returncode, "afterword init" in found.stderr) == (3, True)
