"""Fixtures that several suites share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.portfolio import templates_compiled_once
from tests.support.sample import CHECKOUT, build_sample
from tests.support.server import serving
from tests.support.told import Told, no_terminal

# A busy machine takes its time: that is no fault of what is tested.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Let all builds of a run share compiled templates."""
    with templates_compiled_once():
        yield


@pytest.fixture(autouse=True)
def nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep commands off the terminal of whoever runs the tests."""
    monkeypatch.setattr("afterword.cli.telling.find_terminal", no_terminal)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, nobody_there: None) -> Told:  # noqa: ARG001 — after it
    """Sit at a terminal: what is told there alone."""
    terminal = Told()
    monkeypatch.setattr("afterword.cli.telling.find_terminal", terminal.find)
    return terminal


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's site, built once; nobody writes into it."""
    return build_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def sample_address(sample_site: Path) -> Iterator[str]:
    """The address the sample's site is served at, without a slash at the end."""
    with serving(sample_site) as address:
        yield address


@pytest.fixture(scope="session")
def checkers() -> Path:
    """The folder of the checkers that npm installs."""
    folder = CHECKOUT / "node_modules"
    if not folder.is_dir():
        pytest.fail("The checkers are missing. Run `make test`, or `npm ci` once.")
    return folder
