"""Previewing a journal with Afterword and with Hugo: from a saved file to the page served."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import itertools
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.journals import Draft, journal
from benchmarks.measure import CommandError
from benchmarks.programs import TODAY, Program, afterword, hugo

BODY = "a body saved → its page"
THEMES = "a theme saved → the theme's page"
START_COLD = "start → first page, no cache"
START_WARM = "start → first page"
STEPS = (BODY, THEMES, START_COLD, START_WARM)

_PATIENCE_SECONDS = 60
_THEME_PATIENCE_SECONDS = 15
_BETWEEN_SECONDS = 0.2
"""Between two saves: nobody saves more often, and bursts are another matter."""
_IDLE_SECONDS = 5.0


@dataclass(slots=True)
class Latency:
    """What previewing a journal of one length costs each program."""

    entries: int
    seconds: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    """Program → step → one for each save."""
    memory: dict[str, list[int]] = field(default_factory=dict)
    """Program → resident bytes once it has been looked at, and after all saves."""
    idle: dict[str, float] = field(default_factory=dict)
    """Program → share of one core while nobody does anything."""
    stale: list[str] = field(default_factory=list)
    """Steps after which a page never showed what was saved."""

    def median(self, program: str, step: str) -> float | None:
        """Return the median in seconds; None when it was never shown."""
        found = self.seconds[program].get(step)
        return statistics.median(found) if found else None


@dataclass(frozen=True, slots=True)
class _Server:
    """A program that serves its preview."""

    program: Program
    process: subprocess.Popen[bytes]
    port: int

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def until(self, path: str, text: str, patience: float = _PATIENCE_SECONDS) -> float | None:
        """Return how long it takes until a page holds a text; None when it never does."""
        began = time.perf_counter()
        wanted = text.encode()
        while (took := time.perf_counter() - began) < patience:
            with contextlib.suppress(OSError, http.client.HTTPException):
                status, content = self.get(path)
                if status == 200 and wanted in content:  # noqa: PLR2004
                    return time.perf_counter() - began
        return None if took >= patience else took

    def resident(self) -> int:
        """Return the bytes of memory that the process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024

    def processor_seconds(self) -> float:
        """Return the time that the process has had a core, user and system."""
        fields = (
            Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(folder: Path, entries: int, *, saves: int, hugo_binary: Path | None) -> Latency:
    """Return the latencies of a journal, program by program.

    Args:
        folder: Empty; everything is written there.
        entries: How long the journal is.
        saves: How many bodies are saved; a quarter as many themes.
        hugo_binary: None to measure Afterword alone.
    """
    drafts = journal(entries)
    result = Latency(entries)
    programs = [afterword(folder / "afterword")]
    if hugo_binary:
        programs.append(hugo(folder / "hugo", hugo_binary))
    for program in programs:
        program.write(drafts)
        result.seconds[program.name] = {}
        _say(f"{entries:,} entries, {program.name}")
        for step in (START_COLD, START_WARM):
            if program.name == "Hugo" and step == START_WARM:
                continue  # it keeps nothing
            with _serving(program) as (_, took):
                result.seconds[program.name][step] = [took]
        with _serving(program) as (server, _):
            _save_bodies(server, drafts, saves, result)
            result.memory[program.name] = [server.resident()]
            _save_themes(server, drafts, max(saves // 4, 1), result)
            result.idle[program.name] = _idle(server)
            result.memory[program.name].append(server.resident())
    return result


def grown(folder: Path, entries: int, *, saves: int) -> tuple[int, int]:
    """Return the resident bytes of Afterword after 100 saves, and after so many."""
    drafts = journal(entries)
    program = afterword(folder / "afterword")
    program.write(drafts)
    with _serving(program) as (server, _):
        draft = drafts[len(drafts) // 2]
        first = 0
        for number in range(saves):
            mark = f"Saved for the {number}th time."
            _write_over(program, dataclasses.replace(draft, body=f"{mark} {draft.body}"))
            if server.until(_page(program, draft), mark) is None:
                raise CommandError(program.name, 1, "a save was never shown")
            if number == 100:  # noqa: PLR2004
                first = server.resident()
        return first, server.resident()


@contextlib.contextmanager
def _serving(program: Program) -> Iterator[tuple[_Server, float]]:
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        _command(program, port),
        cwd=program.folder,
        env={**program.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = _Server(program, process, port)
    try:
        if server.until("/", "<html") is None:
            raise CommandError(program.name, process.poll() or 1, "it serves nothing")
        yield server, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    """Return a free port that the system gives to no connection of its own accord.

    From one that it does, a connection to it could come, and so keep the server from it.
    """
    for port in itertools.count(21_000):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError


def _command(program: Program, port: int) -> Sequence[str]:
    if program.name == "Hugo":
        binary, source = program.build[0], str(program.folder)
        options = ("--bind", "127.0.0.1", "--port", str(port), "--renderToMemory", "--quiet")
        # Under the root of the preview, so that its pages have the addresses of ours.
        return (binary, "server", "--source", source, *options, "--disableLiveReload")
    command = program.build[: program.build.index("build")]
    return (*command, "serve", "--no-token", "--port", str(port), "--today", TODAY)


def _save_bodies(server: _Server, drafts: Sequence[Draft], saves: int, result: Latency) -> None:
    program = server.program
    draft = drafts[len(drafts) // 2]
    server.get(_page(program, draft))
    for number in range(saves):
        time.sleep(_BETWEEN_SECONDS)
        mark = f"Saved for the {number}th time."
        _write_over(program, dataclasses.replace(draft, body=f"{mark} {draft.body}"))
        _note(result, program, BODY, server.until(_page(program, draft), mark))
    _write_over(program, draft)
    time.sleep(_BETWEEN_SECONDS)


def _save_themes(server: _Server, drafts: Sequence[Draft], saves: int, result: Latency) -> None:
    """Give an old entry another theme, again and again, and look at that theme's page."""
    program = server.program
    draft = drafts[len(drafts) // 2]
    for number in range(saves):
        time.sleep(_BETWEEN_SECONDS)
        theme = f"kettle{number}"
        page = f"/strengths/{theme}.html" if program.name == "Hugo" else f"/themes/{theme}.html"
        _write_over(program, dataclasses.replace(draft, strengths=(theme,), inline=True))
        took = server.until(page, draft.slug, _THEME_PATIENCE_SECONDS)
        _note(result, program, THEMES, took)
        if took is None:
            break


def _note(result: Latency, program: Program, step: str, took: float | None) -> None:
    if took is None:
        result.stale.append(f"{program.name}: {step}")
    else:
        result.seconds[program.name].setdefault(step, []).append(took)


def _write_over(program: Program, draft: Draft) -> None:
    """Save as most editors do: written beside, then moved over."""
    path = program.folder / "content" / draft.path
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(draft.text, encoding="utf-8")
    beside.replace(path)


def _page(program: Program, draft: Draft) -> str:
    if program.name == "Hugo":
        return "/" + draft.path.removesuffix(".md") + ".html"
    return f"/journal/{draft.slug}.html"


def _idle(server: _Server) -> float:
    before = server.processor_seconds()
    time.sleep(_IDLE_SECONDS)
    return (server.processor_seconds() - before) / _IDLE_SECONDS


def _say(text: str) -> None:
    print(f"→ {text}", file=sys.stderr)


def as_markdown(results: Sequence[Latency]) -> str:
    """Return a table for each length."""
    return "\n\n".join(_table(result) for result in results) + "\n"


def _table(result: Latency) -> str:
    names = list(result.seconds)
    rows = [
        f"| {result.entries:,} entries | {' | '.join(names)} |",
        "|---" * (len(names) + 1) + "|",
    ]
    for step in STEPS:
        cells = [_seconds(result.median(name, step)) for name in names]
        rows.append(f"| {step} | {' | '.join(cells)} |")
    memory = [f"{result.memory[name][-1] / 1e6:.0f} MB" for name in names]
    idle = [f"{result.idle[name]:.1%}" for name in names]
    rows += [f"| memory | {' | '.join(memory)} |", f"| idle, of one core | {' | '.join(idle)} |"]
    stale = [f"- never shown: {step}" for step in result.stale]
    return "\n".join(rows + (["", *stale] if stale else []))


def _seconds(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
