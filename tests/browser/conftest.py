"""Chromium, and pages that are watched while a test uses them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.watched import Visitor

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
OFFLINE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers: one for all suites, as no second can run beside it."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, kept from talking to anyone."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.fail("The browser tests need Chromium: sudo apt-get install chromium")
    # Opening what is sealed takes a second of processor time, on a busy machine many.
    expect.set_options(timeout=20_000)
    browser = playwright.chromium.launch(executable_path=program, args=[*OFFLINE])
    yield browser
    browser.close()


@pytest.fixture
def visitor(chromium: Browser, sample_site: Path, sample_address: str) -> Iterator[Visitor]:
    """Someone who looks at the sample; fails when a page asks for, or complains of, anything."""
    visitor = Visitor(chromium, sample_site, sample_address)
    yield visitor
    visitor.leave()
    assert visitor.strays == [], "a page asked for something outside the site"
    assert visitor.complaints == [], "the browser's console was not empty"


@pytest.fixture(scope="session")
def axe(checkers: Path) -> str:
    """The source of axe, the accessibility checker."""
    return (checkers / "axe-core" / "axe.min.js").read_text("utf-8")
