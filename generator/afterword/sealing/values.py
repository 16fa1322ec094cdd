"""What is sealed: pages, assets, vaults. What sealing needs to know of the viewer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from afterword.sealing.keys import VaultKeys


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the site renders it."""

    path: str
    """Relative to the site's root, spelled as in a folder: `themes/pacing.html`."""
    title: str
    html: bytes | Callable[[], bytes] = field(repr=False)
    """The whole document, or what makes it when it is needed."""
    digest: str = ""
    """Of the document; empty where nobody will ask whether it is still the same."""

    @property
    def document(self) -> bytes:
        """Return the whole document."""
        return self.html if isinstance(self.html, bytes) else self.html()


@dataclass(frozen=True, slots=True)
class Asset:
    """A style sheet, a picture or another file that pages refer to."""

    path: str
    """Relative to the site's root, spelled as in a folder."""
    mime: str
    """text/css, image/png, image/jpeg and image/webp are shown; the rest is downloaded."""
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Vault:
    """What one reader may see."""

    secrets: tuple[bytes, ...] = field(repr=False)
    """S, 32 bytes, of the passphrase or link, or of both; each takes a slot."""
    keys: VaultKeys
    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    title: str
    """Of the portfolio."""
    built: dt.date
    home: str = "index.html"
    """The path of the page that opens first."""
    shards: int = 1
    """How many there were at the last publish; there will be no fewer."""
    reader: str = ""
    """The name that replies are signed with."""
    reply_to: str = ""
    """The author's e-mail address; without one replies are copied or downloaded."""
    question: str = ""
    """What the author asks this reader."""
    kept_keys: bytes = field(default=b"", repr=False)
    """The author's own keys, in the author's vault alone: what they are recovered from."""
    titles: bool = False
    """Whether the window's title names the page; it stays in the browser's history."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The program that opens a container in a browser."""

    index_html: bytes = field(repr=False)
    app_js: bytes = field(repr=False)
    app_css: bytes = field(repr=False)
