"""Keys and vaults to seal in tests: fixed bytes, so that a test says what it made."""

from __future__ import annotations

import datetime as dt
import json
import mimetypes
from pathlib import Path
from typing import Any

from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import VaultKeys
from afterword.sealing.values import Asset, Page, Vault, Viewer

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("sealing.json").read_text("utf-8"))
DAY = dt.date(2026, 11, 19)
KEYS = VaultKeys.of(bytes(range(32)), bytes(range(32, 48)))
SECRET = b"s" * 32
CONTAINER = ContainerKeys(salt=bytes(range(16)), pad_key=b"p" * 32, iterations=600_000)
VIEWER = Viewer(
    b"<meta content=\"default-src 'none'; script-src 'self'; style-src 'self'; "
    b"img-src blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'\">"
    b'<link rel="stylesheet" href="app.css"><script src="app.js" defer></script></body>',
    b"js",
    b"css",
)
"""No program, but all that sealing looks for in one."""


def page(main: str, path: str = "index.html", title: str = "A page") -> Page:
    """Make a page of the site around what its main part says."""
    html = f"""<!DOCTYPE html><html lang="en"><head><title>{title}</title>
        <script src="static/afterword.js"></script></head>
        <body><a class="skip" href="#main">Skip</a><header class="head"><p>Notes</p></header>
        <main id="main"><h1>{title}</h1>{main}</main><footer class="foot"></footer></body></html>"""
    return Page(path, title, html.encode())


def vault(*pages: Page, assets: tuple[Asset, ...] = (), **more: Any) -> Vault:  # noqa: ANN401
    """Make a vault of pages; the first opens first."""
    given = _given(more)
    return Vault(pages=pages, assets=assets, **{"home": pages[0].path, **given})


def vault_of_site(site: Path, **more: Any) -> Vault:  # noqa: ANN401
    """Make a vault of all pages, pictures and files of a site as it was built."""
    left_out = {"404.html", "search.html"}
    paths = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.*"))}
    pages = [
        Page(name, _title(path.read_bytes()), path.read_bytes())
        for name, path in paths.items()
        if name.endswith(".html") and name not in left_out
    ]
    assets = [
        Asset(name, mimetypes.guess_type(name)[0] or "", path.read_bytes())
        for name, path in paths.items()
        if name.startswith("files/") or name.endswith(".css")
    ]
    given = _given(more)
    return Vault(pages=tuple(pages), assets=tuple(assets), **given)


def _given(more: dict[str, Any]) -> dict[str, Any]:
    """Return what a vault is made of; `secret` is short for the only one."""
    secret = more.pop("secret", SECRET)
    return {"secrets": (secret,), "keys": KEYS, "title": "Notes", "built": DAY, **more}


def _title(html: bytes) -> str:
    return html.decode().partition("<title>")[2].partition("</title>")[0]
