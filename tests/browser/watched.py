"""Pages opened in ways people look at them, with every request and complaint noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route


@dataclass(frozen=True, slots=True)
class Look:
    """How someone looks at a page."""

    name: str
    width: int = 1280
    height: int = 900
    colors: Literal["light", "dark"] = "light"
    text_percent: int = 100
    scripts: bool = True
    forced_colors: Literal["active", "none"] = "none"


LIGHT = Look("light")
DARK = Look("dark", colors="dark")
NARROW = Look("320 px wide", width=320, height=640)
MIDDLE = Look("820 px wide", width=820)
LARGE_TEXT = Look("text at 200 %", text_percent=200)
FORCED_COLORS = Look("forced colours", forced_colors="active")
NO_SCRIPTS = Look("no scripts", scripts=False)


class Visitor:
    """Opens pages of a site, from the disk or over http, and notes what they should not do."""

    def __init__(self, browser: Browser, site: Path, address: str) -> None:
        self.strays: list[str] = []
        """Addresses outside the site that a page asked for; none was let through."""
        self.complaints: list[str] = []
        """Warnings and errors in the console, and exceptions nobody caught."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._bases = {"file": site.as_uri(), "http": address}

    def open(
        self, path: str, look: Look = LIGHT, *, over: Literal["file", "http"] = "http"
    ) -> Page:
        """Open the page at a path relative to the site, in a window of its own."""
        page = self._window(look).new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        self._turn(page, path, look, over)
        return page

    def walk(
        self, paths: Sequence[str], look: Look = LIGHT, *, over: Literal["file", "http"] = "http"
    ) -> Iterator[tuple[str, Page]]:
        """Yield pages one after the other, in one window: opening each in its own takes longer."""
        page = self.open(paths[0], look, over=over)
        yield paths[0], page
        for path in paths[1:]:
            self._turn(page, path, look, over)
            yield path, page

    def leave(self) -> None:
        """Close every window."""
        while self._contexts:
            self._contexts.pop().close()

    def _turn(self, page: Page, path: str, look: Look, over: Literal["file", "http"]) -> None:
        page.goto(f"{self._bases[over]}/{path}")
        if look.text_percent != 100:
            # Through the object model, which the page's policy on inline styles does not stop.
            page.evaluate(f"document.documentElement.style.fontSize = '{look.text_percent}%'")

    def _window(self, look: Look) -> BrowserContext:
        context = self._browser.new_context(
            color_scheme=look.colors,
            forced_colors=look.forced_colors,
            java_script_enabled=look.scripts,
            reduced_motion="reduce",
            viewport={"width": look.width, "height": look.height},
        )
        context.route(self._is_stray, self._refuse)
        self._contexts.append(context)
        return context

    def _is_stray(self, address: str) -> bool:
        own = (*(f"{base}/" for base in self._bases.values()), "data:", "blob:", "about:")
        return not address.startswith(own)

    def _refuse(self, route: Route, request: Request) -> None:
        self.strays.append(request.url)
        route.abort()

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"warning", "error"}:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")
