"""A piece of program run in a process that may use no more than a fixed time of a processor."""

from __future__ import annotations

import subprocess
import sys

LIMIT_SECONDS = 20
"""Of one processor, whatever else the machine does; what is linear takes one."""


def printed(program: str, given: bytes) -> str:
    """Return what a program prints that reads `given`; fail when it takes longer or fails."""
    limit = f"resource.setrlimit(resource.RLIMIT_CPU, ({LIMIT_SECONDS}, {LIMIT_SECONDS}))"
    ended = subprocess.run(
        [sys.executable, "-c", f"import resource, sys; {limit}; {program}"],
        check=False,
        input=given,
        capture_output=True,
    )
    assert ended.returncode == 0, ended.stderr.decode() or "it took too long"
    return ended.stdout.decode()
