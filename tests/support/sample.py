"""The sample portfolio, copied and built as a person would build it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
TODAY = "2026-11-19"
"""The day the sample is set on; `make site` builds it on the same one."""


def copy_sample(folder: Path) -> Path:
    """Copy the sample's settings and entries into a new folder, which is returned."""
    shutil.copytree(CHECKOUT / "content", folder / "content")
    shutil.copy(CHECKOUT / "portfolio.toml", folder)
    return folder


def build_sample(folder: Path) -> Path:
    """Build a copy of the sample below an empty folder and return the site's folder.

    Raises:
        AssertionError: The build reported an error or a warning; its words are the message.
    """
    portfolio, site = copy_sample(folder / "portfolio"), folder / "site"
    command = [sys.executable, "-m", "afterword", "-C", str(portfolio), "build", "--strict"]
    options = ["--today", TODAY, "--output", str(site)]
    done = subprocess.run(
        [*command, *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def pages(site: Path) -> list[Path]:
    """Return every page of a site, sorted by path; none is an error of the build."""
    found = sorted(site.rglob("*.html"))
    assert found, f"{site} holds no page"
    return found
