"""`afterword serve` as a program of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from afterword.cli.serve import _trusted_editor
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


def opening(port: int, name: str) -> tuple[int, str]:
    """Ask for a file as a page of the preview does; return status and answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    headers = {
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/json",
        "Afterword-Preview": "1",
    }
    connection.request("POST", "/-/open", json.dumps({"file": name, "line": 1}), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_a_strangers_command_is_not_run(journal: Portfolio) -> None:
    mark = journal.folder / "mark"
    journal.write("portfolio.toml", f'format = 1\neditor = "touch {mark}"\n')
    with served(journal.folder, "--port", "0", "--no-token") as (_, said):
        status, text = opening(address(said)[0], f"content/{FIRST}")

    assert "Note: `editor` in portfolio.toml is no editor we know, so it is not run." in said
    assert (status, "no editor we know" in text) == (502, True)
    assert not mark.exists()


def test_a_command_is_trusted_once_it_is_allowed_in_a_terminal(
    journal: Portfolio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    journal.write("portfolio.toml", 'format = 1\neditor = "mine {file}"\n')
    answers = [True, False]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda _: answers.pop())
    assert _trusted_editor(journal.folder) == ""
    assert _trusted_editor(journal.folder) == "mine {file}"
    assert _trusted_editor(journal.folder) == "mine {file}"

    assert answers == []
    answers.append(True)
    stored = tmp_path / "config/afterword/trusted-editors"
    assert stored.read_text() == "mine {file}\n"
    journal.write("portfolio.toml", 'format = 1\neditor = "other {file}"\n')
    assert _trusted_editor(journal.folder) == "other {file}"
    assert stored.read_text() == "mine {file}\nother {file}\n"


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
