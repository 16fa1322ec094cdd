"""Faults of a publish, with real processes: killed, cut off, full, at once, at the wrong time.

`AFTERWORD_STEPS=1` kills a publish before each of its steps, not only before some of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.killing import run_and_kill_before
from tests.test_publish import WORDS, Desk, desk, folder, pages, quick, text

__all__ = ("desk", "pages", "quick")
pytestmark = pytest.mark.slow

_STRIDE = int(os.environ.get("AFTERWORD_STEPS", "0"))
_KILLED = -9


def publish(desk: Desk, **env: str) -> Result:
    """Publish with passphrases for everybody, as a first publish needs them."""
    return desk.run("--yes", **env)


def must(result: Result) -> None:
    assert result.exit_code == 0, result.output


def state(desk: Desk) -> Path:
    """Return a copy of portfolio and site, to begin from again."""
    kept = desk.site.parent.parent / "kept"
    shutil.copytree(desk.site.parent, kept)
    return kept


def restore(desk: Desk, kept: Path) -> None:
    shutil.rmtree(desk.site.parent)
    shutil.copytree(kept, desk.site.parent)


@pytest.fixture
def apart(tmp_path: Path) -> Desk:
    (tmp_path / "around").mkdir()
    return Desk.make(tmp_path / "around")


def whole(found: Mapping[str, bytes], *words: str) -> None:
    """Fail unless what opens is all of one epoch, that shows one of the words.

    Half a file that was being written is nothing that a browser asks for.
    """
    made = {name: content for name, content in found.items() if "/." not in name}
    shown = text(made, WORDS["author"])
    assert sum(word in shown for word in words) == 1
    assert "zqharbour" in text(made, WORDS["sam"])


def test_killed_before_any_step_of_a_first_publish_the_next_one_brings_it_up(apart: Desk) -> None:
    kept = state(apart)
    count, stride = 1, _STRIDE or 29
    while True:
        restore(apart, kept)
        places = (apart.site, apart.portfolio.folder / ".keys")
        code = run_and_kill_before(lambda: must(publish(apart)), count, places)
        if code != _KILLED:
            break
        made = folder(apart.site) if apart.site.exists() else {}
        if "k.js" in made:
            whole(made, "zqmeadow")
        must(publish(apart))
        whole(folder(apart.site), "zqmeadow")
        count += stride

    assert code == 0
    assert count > 100


def test_killed_before_any_step_the_old_site_or_the_new_is_whole(apart: Desk) -> None:
    must(publish(apart))
    apart.edit("content/2026-05-01-own.md", "meadow", "orchard")
    kept = state(apart)
    count, stride = 1, _STRIDE or 5
    while True:
        restore(apart, kept)
        places = (apart.site, apart.portfolio.folder / ".keys")
        code = run_and_kill_before(lambda: must(publish(apart)), count, places)
        if code != _KILLED:
            break
        whole(folder(apart.site), "zqmeadow", "zqorchard")
        must(publish(apart))
        whole(folder(apart.site), "zqorchard")
        assert not [name for name in folder(apart.site) if "/." in name]
        count += stride

    assert code == 0
    assert count > 30
