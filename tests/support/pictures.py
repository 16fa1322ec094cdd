"""The pictures in the README, taken from the sample as it is built now.

Run by `make screenshots`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, OFFLINE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 1180
"""In CSS pixels: all pictures are as wide."""
PICTURES = (
    ("today.png", "index.html", 900),
    ("theme.png", "themes/short-version.html", 810),
)
"""Name below docs/, page, and how much of its height."""


def take_pictures() -> None:
    """Leave the pictures in docs/, in the light colours."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*OFFLINE])
        for name, page, height in PICTURES:
            _take(browser, name, page, height)
        browser.close()


def _take(browser: Browser, name: str, page: str, height: int) -> None:
    opened = browser.new_page(
        viewport={"width": WIDTH, "height": height}, color_scheme="light", device_scale_factor=1
    )
    opened.goto((ROOT / "output" / page).as_uri())
    opened.screenshot(path=ROOT / "docs" / name)


if __name__ == "__main__":
    take_pictures()
