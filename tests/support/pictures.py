"""The pictures in the README, taken from the sample as it is built now.

Run by `make screenshots`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, OFFLINE

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "today.png"
WIDTH, HEIGHT = 1180, 900
"""In CSS pixels: the top of Today, down to the themes."""


def take_pictures() -> None:
    """Leave a picture of Today in docs/, in the light colours."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*OFFLINE])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", device_scale_factor=1
        )
        page.goto((ROOT / "output" / "index.html").as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take_pictures()
