"""Answering one request: a page, a file, the stream of updates, or why not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from afterword.preview import requests
from afterword.preview.answers import Answer, Source
from afterword.preview.events import Events
from afterword.preview.notices import notice
from afterword.preview.ranges import UnsatisfiableError, part_of
from afterword.preview.requests import Door, may_enter, refuse, same, site_path

INSERT = b'<link rel="stylesheet" href="/-/preview.css">\n<script src="/-/preview.js"></script>\n'
"""What every page is given before its end, to follow its files; without it, it is as built."""
_END = b"</body>"
SLOWEST_SECONDS = 30
"""For a browser to send its request, or to take its answer."""
_LONGEST_BODY = 10_000
_PIECE = 262_144
_HEADERS = (
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)
_OWN = MappingProxyType(
    {
        "/-/preview.js": ("preview.js", "text/javascript; charset=utf-8"),
        "/-/preview.css": ("preview.css", "text/css; charset=utf-8"),
    }
)
_EVENTS = "/-/events"
_OPEN = "/-/open"
_READER = "/-/reader"
_HTML = "text/html; charset=utf-8"
_GO_IN = b"""<!DOCTYPE html>
<html lang="en"><title>Afterword</title><meta http-equiv="refresh" content="0;url=/"></html>
"""


@dataclass(frozen=True, slots=True)
class Site:
    """What every request is answered from."""

    door: Door
    source: Source
    events: Events
    open_file: Callable[[Path, int, int], str]
    process: str
    """Tells this process from others, for pages that were loaded before it began."""


class SiteServer(ThreadingHTTPServer):
    """A web server that knows what it serves."""

    site: Site


class Request(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Afterword"
    sys_version = ""
    # Else the second half of an answer waits 40 ms for the first to be acknowledged.
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = SLOWEST_SECONDS
    server: SiteServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — as in the base class
        """Say nothing: the terminal is for what the author writes."""

    def do_GET(self) -> None:
        """Answer a page, a file, or the stream of updates."""
        if not self._is_let_in():
            return
        path = urlsplit(self.path).path
        if path == _EVENTS:
            self._stream()
        elif path in _OWN:
            self._send_own(path)
        else:
            name = site_path(self.path)
            self._send_answer(_missing() if name is None else self._site.source.answer(name))

    def do_HEAD(self) -> None:
        """Answer as for a page, without it."""
        self.do_GET()

    def do_POST(self) -> None:
        """Open a file in the editor, or show another edition, for this server's pages alone."""
        self.close_connection = True  # whatever was not read of the body ends with it
        if not self._is_let_in():
            return
        act = {_OPEN: self._open, _READER: self._show_as}.get(urlsplit(self.path).path)
        if act is None:
            self._send_json(405, {"message": "nothing is sent here"})
            return
        wanted = self._wanted()
        if wanted is None:
            self._send_json(403, {"message": "only a page of this preview can ask for this"})
            return
        act(wanted)

    @property
    def _site(self) -> Site:
        return self.server.site

    def _is_let_in(self) -> bool:
        """Tell whether a request is answered; else it has been refused."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        if len(self.path) > requests.LONGEST_ADDRESS:
            self._send_notice(414, "This address is too long", "")
            return False
        address = urlsplit("http://-" + self.path if self.path.startswith("/") else "http://-/")
        refusal = refuse(self._site.door, headers, address.path)
        if refusal:
            self._send_notice(refusal.status, "Not from here", refusal.reason.capitalize() + ".")
            return False
        given = parse_qs(address.query).get("token", [""])[0]
        if self._site.door.token and given and same(given, self._site.door.token):
            self._let_in(headers)
            return False
        if may_enter(self._site.door, headers):
            return True
        text = "Open the address that `afterword serve` has printed in its terminal."
        self._send_notice(403, "This preview is private", text)
        return False

    def _let_in(self, headers: Mapping[str, str]) -> None:
        """Exchange the token in the first address for a cookie."""
        door = self._site.door
        cookie = f"{door.cookie}={door.token}; Path=/; SameSite=Strict; HttpOnly"
        if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
            self._send(303, b"", _HTML, ("Location", "/"), ("Set-Cookie", cookie))
            return
        # A strict cookie is not sent after a link from elsewhere, nor after its redirection.
        content = (
            b'<!DOCTYPE html><title>Afterword</title><meta http-equiv="refresh" content="0;url=/">'
        )
        self._send(200, content, _HTML, ("Set-Cookie", cookie))

    def _stream(self) -> None:
        self.send_response_only(200)
        self.send_header("Content-Type", "text/event-stream")
        for name, value in _HEADERS:
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        for piece in self._site.events.stream(self._site.process, self._site.source.latest):
            self.wfile.write(piece)
            self.wfile.flush()

    def _send_own(self, path: str) -> None:
        name, kind = _OWN[path]
        content = resources.files("afterword.preview").joinpath("client", name).read_bytes()
        self._send(200, content, kind)

    def _send_answer(self, answer: Answer) -> None:
        tag = f'"{answer.digest}"'
        if answer.status == 200 and self.headers.get("If-None-Match") == tag:  # noqa: PLR2004
            self._send(304, b"", answer.content_type, ("ETag", tag))
        elif isinstance(answer.content, Path):
            self._send_file(answer, answer.content, tag)
        elif answer.is_page:
            self._send(
                answer.status, with_insert(answer.content), answer.content_type, ("ETag", tag)
            )
        else:
            self._send_part(answer, answer.content, tag)

    def _send_part(self, answer: Answer, content: bytes, tag: str) -> None:
        more = (("ETag", tag), ("Accept-Ranges", "bytes"))
        try:
            part = part_of(self.headers.get("Range"), len(content))
        except UnsatisfiableError:
            self._send(416, b"", answer.content_type, _whole(len(content)))
            return
        if part is None or answer.status != 200:  # noqa: PLR2004
            self._send(answer.status, content, answer.content_type, *more)
            return
        first, count = part
        where = _where(first, count, len(content))
        self._send(206, content[first : first + count], answer.content_type, *more, where)

    def _send_file(self, answer: Answer, path: Path, tag: str) -> None:
        """Send a file from the disk, or the part of it that is asked for."""
        try:
            file = path.open("rb")
        except OSError:
            self._send_answer(_missing())
            return
        with file:
            size = path.stat().st_size
            try:
                part = part_of(self.headers.get("Range"), size)
            except UnsatisfiableError:
                self._send(416, b"", answer.content_type, _whole(size))
                return
            first, count = part or (0, size)
            more = [("ETag", tag), ("Accept-Ranges", "bytes")]
            if part:
                more.append(_where(first, count, size))
            self._send_head(206 if part else 200, count, answer.content_type, *more)
            if self.command == "GET":
                file.seek(first)
                self._copy(file.read, count)

    def _copy(self, read: Callable[[int], bytes], count: int) -> None:
        while count:
            piece = read(min(count, _PIECE))
            if not piece:
                self.close_connection = True  # it was cut short: the length would be a lie
                return
            self.wfile.write(piece)
            count -= len(piece)

    def _wanted(self) -> Mapping[str, Any] | None:
        """Return what a page asks to open; None when it is not one of ours that asks."""
        headers = self.headers
        ours = "Origin" in headers and headers.get("Afterword-Preview") == "1"
        length = headers.get("Content-Length", "")
        if not ours or headers.get_content_type() != "application/json":
            return None
        if not length.isdigit() or int(length) > _LONGEST_BODY:
            return None
        try:
            found = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def _open(self, wanted: Mapping[str, Any]) -> None:
        path = self._site.source.locate(str(wanted.get("file", "")))
        if path is None:
            self._send_json(404, {"message": "there is no such file in the portfolio"})
            return
        line, column = (_number(wanted.get(name)) for name in ("line", "column"))
        reason = self._site.open_file(path, line, column)
        if reason:
            self._send_json(502, {"message": reason})
        else:
            self._send(204, b"", "application/json")

    def _show_as(self, wanted: Mapping[str, Any]) -> None:
        name = site_path(str(wanted.get("page", "")))
        page = self._site.source.show_as(str(wanted.get("reader", "")), name or "")
        if page is None:
            self._send_json(404, {"message": "there is no such reader in portfolio.toml"})
        else:
            self._send_json(200, {"page": f"/{page}"})

    def _send_notice(self, status: int, heading: str, text: str) -> None:
        self._send(status, notice(heading, text, ()), _HTML)

    def _send_json(self, status: int, value: object) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: int, content: bytes, kind: str, *more: tuple[str, str]) -> None:
        self._send_head(status, len(content), kind, *more)
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_head(self, status: int, size: int, kind: str, *more: tuple[str, str]) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", kind)
        if status not in (204, 304):
            self.send_header("Content-Length", str(size))
        for name, value in (*_HEADERS, *more):
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


def with_insert(page: bytes) -> bytes:
    """Return a page that follows its files: as built, but for what is put in before its end."""
    before, end, after = page.rpartition(_END)
    return before + INSERT + end + after if end else page + INSERT


def _missing() -> Answer:
    content = notice("There is no such page", "", [("Today", "/index.html")])
    return Answer(404, _HTML, content, "", is_page=True)


def _where(first: int, count: int, size: int) -> tuple[str, str]:
    return "Content-Range", f"bytes {first}-{first + count - 1}/{size}"


def _whole(size: int) -> tuple[str, str]:
    return "Content-Range", f"bytes */{size}"


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else 0
