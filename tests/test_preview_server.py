"""The preview's server: who is let in, what is answered, and how it ends."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from afterword.preview import events
from afterword.preview.answering import INSERT
from afterword.preview.answers import Answer, Problem, Update, merged
from afterword.preview.events import Events
from afterword.preview.ranges import UnsatisfiableError, part_of
from afterword.preview.requests import site_path
from afterword.preview.server import PortError, Server

LIMIT = 20
PAGE = b"<!DOCTYPE html><html><body><p>Page</p></body></html>"
EMPTY = Update(1, "", (), (), (), 0)


class Site:
    """A site of three addresses."""

    def __init__(self, folder: Path) -> None:
        self.picture = folder / "p.png"
        self.picture.write_bytes(bytes(range(256)) * 2000)
        self.asked: list[str] = []

    def answer(self, path: str) -> Answer:
        """Return a page, a picture or a style sheet."""
        self.asked.append(path)
        match path:
            case "" | "index.html":
                return Answer(200, "text/html; charset=utf-8", PAGE, "abc", is_page=True)
            case "files/p.png":
                return Answer(200, "image/png", self.picture, "def")
            case "files/gone.png":
                return Answer(200, "image/png", self.picture.with_name("gone.png"), "0")
            case "static/a.css":
                return Answer(200, "text/css; charset=utf-8", b"0123456789", "fed")
        return Answer(404, "text/html; charset=utf-8", b"<p>No", "", is_page=True)

    def latest(self) -> Update:
        """Return an update with nothing in it."""
        return EMPTY

    def locate(self, file: str) -> Path | None:
        """Return the one file there is."""
        return self.picture if file == "content/a.md" else None

    def show_as(self, reader: str, page: str) -> str | None:
        """Know Sam, who has every page."""
        return page or "index.html" if reader in {"", "sam"} else None


class Door:
    """A running server, and what was opened in an editor."""

    def __init__(self, folder: Path, *, token: bool = False) -> None:
        self.site = Site(folder)
        self.events = Events()
        self.opened: list[tuple[Path, int, int]] = []
        self.refusal = ""
        self.server = Server(self.site, self.events, port=0, token=token, open_file=self.open_file)
        self.server.start()
        self.host = f"127.0.0.1:{self.server.port}"

    def open_file(self, path: Path, line: int, column: int) -> str:
        """Note what is opened."""
        self.opened.append((path, line, column))
        return self.refusal

    def ask(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and content of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=LIMIT)
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, content

    def say(self, raw: bytes) -> bytes:
        """Return all that is answered to raw bytes, until the server ends the connection."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=LIMIT) as line:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            found = b""
            while piece := line.recv(65536):
                found += piece
        return found


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path)
    yield door
    door.server.stop()


def test_a_page_is_as_built_but_for_what_makes_it_follow(door: Door) -> None:
    status, headers, content = door.ask("/")

    assert status == 200
    assert content != PAGE
    assert content.replace(INSERT, b"") == PAGE
    assert {name: headers[name] for name in headers if name not in ("etag", "content-length")} == {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
    }


def test_what_is_known_already_is_not_sent_again(door: Door) -> None:
    tag = door.ask("/")[1]["etag"]

    assert door.ask("/", {"If-None-Match": tag})[::2] == (304, b"")
    assert door.ask("/", {"If-None-Match": '"other"'})[0] == 200


def test_a_head_is_the_answer_without_its_content(door: Door) -> None:
    status, headers, content = door.ask("/", method="HEAD")

    assert (status, content) == (200, b"")
    assert int(headers["content-length"]) == len(PAGE + INSERT)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "127.0.0.1.evil.example:{port}"}, 421),
        ({"Host": "localhost:{port}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
    ],
)
def test_other_sites_get_nothing(door: Door, headers: dict[str, str], status: int) -> None:
    filled = {k: v.replace("{port}", str(door.server.port)) for k, v in headers.items()}

    found, _, content = door.ask("/static/a.css", filled)
    assert found == status
    assert (b"0123456789" in content) == (status == 200)


def test_a_link_from_elsewhere_leads_to_the_first_page_alone(door: Door) -> None:
    headers = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }

    assert door.ask("/", headers)[0] == 200
    assert door.ask("/static/a.css", headers)[0] == 403
    assert door.ask("/", {**headers, "Sec-Fetch-Dest": "iframe"})[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret", "/%2e%2e/secret", "/a/../../secret", "/..%2fsecret", "/%2e%2e%2fsecret"),
        *("/..\\secret", "/%5c..%5csecret", "/%2fetc/passwd", "/a//b", "/./a"),
        *("/a%00.html", "/%ff%fe", "/.%2e/x", "/a/.."),
    ],
)
def test_no_address_leads_out_of_the_site(door: Door, path: str) -> None:
    assert door.ask(path)[0] == 404
    assert door.site.asked == []


def test_addresses_are_decoded_once() -> None:
    assert site_path("/journal/a%20b.html?x=1#y") == "journal/a b.html"
    assert site_path("/journal/%C3%BC.html") == "journal/ü.html"
    assert site_path("/%252e%252e/x") == "%2e%2e/x"
    assert site_path("/themes/") == "themes/"


def test_long_addresses_and_many_headers_are_refused(door: Door) -> None:
    assert door.ask("/" + "a" * 10_000)[0] == 414
    assert b" 414 " in door.say(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    many = b"".join(b"A%d: b\r\n" % i for i in range(200))
    assert b" 431 " in door.say(b"GET / HTTP/1.1\r\n" + many + b"\r\n")


def test_old_and_broken_requests_are_answered_and_the_server_lives(door: Door) -> None:
    host = door.host.encode()
    old = door.say(b"GET / HTTP/1.0\r\nHost: " + host + b"\r\n\r\n")
    assert b"<p>Page</p>" in old
    assert b"Connection: close" in old
    for raw in (b"", b"\r\n", b"nonsense\r\n\r\n", b"GET\r\n\r\n", b"\x00\xff\r\n\r\n"):
        door.say(raw)

    assert door.ask("/")[0] == 200


@pytest.mark.parametrize("path", ["/files/p.png", "/static/a.css"])
def test_a_part_is_sent_to_who_asks_for_one(door: Door, path: str) -> None:
    _, headers, whole = door.ask(path)
    assert headers["accept-ranges"] == "bytes"
    status, headers, part = door.ask(path, {"Range": "bytes=2-5"})

    assert (status, part) == (206, whole[2:6])
    assert headers["content-range"] == f"bytes 2-5/{len(whole)}"
    assert door.ask(path, {"Range": f"bytes={len(whole)}-"})[0] == 416


def test_ranges_are_read_as_the_standard_says() -> None:
    assert part_of("bytes=0-0", 10) == (0, 1)
    assert part_of("bytes=4-", 10) == (4, 6)
    assert part_of("bytes=-3", 10) == (7, 3)
    assert part_of("bytes=-30", 10) == (0, 10)
    assert part_of("bytes=8-100", 10) == (8, 2)
    for whole in (None, "", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"):
        assert part_of(whole, 10) is None
    for beyond in ("bytes=10-", "bytes=-0"):
        with pytest.raises(UnsatisfiableError):
            part_of(beyond, 10)


def test_a_picture_that_vanished_is_no_such_page(door: Door) -> None:
    assert door.ask("/files/gone.png")[0] == 404


def test_the_first_address_is_exchanged_for_a_cookie(tmp_path: Path) -> None:
    door = Door(tmp_path, token=True)
    query = door.server.address.partition("127.0.0.1")[2].partition("/")[2]
    assert re.fullmatch(r"\?token=[\w-]{20,}", query)
    assert door.ask("/")[0] == 403
    assert door.ask("/?token=wrong")[0] == 403
    assert door.ask("/static/a.css", {"Cookie": f"afterword-{door.server.port}=wrong"})[0] == 403
    status, headers, _ = door.ask("/" + query)
    assert (status, headers["location"]) == (303, "/")
    cookie, _, rest = headers["set-cookie"].partition(";")

    assert rest == " Path=/; SameSite=Strict; HttpOnly"
    assert cookie.startswith(f"afterword-{door.server.port}=")
    assert door.ask("/", {"Cookie": cookie})[0] == 200
    assert door.ask("/-/events", {"Cookie": "x=y"})[0] == 403
    door.server.stop()


def test_a_link_from_elsewhere_with_the_token_goes_in_by_a_page_of_its_own(tmp_path: Path) -> None:
    door = Door(tmp_path, token=True)
    query = door.server.address.rpartition("/")[2]
    headers = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    status, answered, content = door.ask("/" + query, headers)

    assert (status, "set-cookie" in answered) == (200, True)
    assert b'content="0;url=/"' in content
    door.server.stop()


OPENING = {"Content-Type": "application/json", "Afterword-Preview": "1"}


def test_a_page_of_this_preview_opens_a_file(door: Door) -> None:
    headers = {**OPENING, "Origin": f"http://{door.host}"}
    wanted = json.dumps({"file": "content/a.md", "line": 12, "column": 3}).encode()

    assert door.ask("/-/open", headers, method="POST", body=wanted)[0] == 204
    assert door.opened == [(door.site.picture, 12, 3)]
    door.refusal = "no editor"
    status, _, content = door.ask("/-/open", headers, method="POST", body=wanted)
    assert (status, json.loads(content)) == (502, {"message": "no editor"})


@pytest.mark.parametrize(
    ("change", "body", "status"),
    [
        ({"Origin": None}, {"file": "content/a.md"}, 403),
        ({"Origin": "http://evil.example"}, {"file": "content/a.md"}, 403),
        ({"Afterword-Preview": None}, {"file": "content/a.md"}, 403),
        ({"Content-Type": "text/plain"}, {"file": "content/a.md"}, 403),
        ({}, {"file": "../etc/passwd"}, 404),
        ({}, {"file": 5, "line": "x"}, 404),
        ({}, ["content/a.md"], 403),
        ({}, {"file": "a" * 20_000}, 403),
    ],
)
def test_nothing_else_opens_one(
    door: Door, change: dict[str, str | None], body: object, status: int
) -> None:
    headers = {**OPENING, "Origin": f"http://{door.host}", **change}
    given = {name: value for name, value in headers.items() if value is not None}
    found = door.ask("/-/open", given, method="POST", body=json.dumps(body).encode())

    assert found[0] == status
    assert door.opened == []


@pytest.mark.parametrize(
    ("change", "body", "answer"),
    [
        ({}, {"reader": "sam", "page": "/journal/a.html"}, (200, "/journal/a.html")),
        ({}, {"reader": "", "page": "/"}, (200, "/index.html")),
        ({}, {"reader": "sam", "page": "/../etc/passwd"}, (200, "/index.html")),
        ({}, {"reader": "kim", "page": "/"}, (404, None)),
        ({"Origin": "http://evil.example"}, {"reader": "sam", "page": "/"}, (403, None)),
        ({"Afterword-Preview": None}, {"reader": "sam", "page": "/"}, (403, None)),
    ],
)
def test_a_page_of_this_preview_shows_the_site_as_a_reader_sees_it(
    door: Door, change: dict[str, str | None], body: object, answer: tuple[int, str | None]
) -> None:
    headers = {**OPENING, "Origin": f"http://{door.host}", **change}
    given = {name: value for name, value in headers.items() if value is not None}
    found = door.ask("/-/reader", given, method="POST", body=json.dumps(body).encode())

    page = json.loads(found[2])["page"] if found[0] == 200 else None
    assert (found[0], page) == answer


def test_nothing_can_be_sent_elsewhere(door: Door) -> None:
    assert door.ask("/", method="POST", body=b"x")[0] == 405
    assert door.ask("/", method="PUT", body=b"x")[0] == 501


class Stream:
    """An open connection that waits for updates."""

    def __init__(self, door: Door) -> None:
        self._line = socket.create_connection(("127.0.0.1", door.server.port), timeout=LIMIT)
        self._line.sendall(f"GET /-/events HTTP/1.1\r\nHost: {door.host}\r\n\r\n".encode())
        self._file = self._line.makefile("rb")
        while self._file.readline() not in (b"\r\n", b""):
            pass

    def event(self) -> tuple[str, Any]:
        """Return the next event's name and value; a heartbeat is nameless."""
        name = ""
        while line := self._file.readline():
            text = line.decode().rstrip("\n")
            if text.startswith("event: "):
                name = text.removeprefix("event: ")
            elif text.startswith("data: "):
                return name, json.loads(text.removeprefix("data: "))
            elif text == ":":
                return "", None
        return "end", None

    def close(self) -> None:
        """Go away."""
        self._file.close()
        self._line.close()


def test_updates_are_pushed_to_every_open_page(door: Door) -> None:
    streams = [Stream(door), Stream(door)]
    hellos = [stream.event() for stream in streams]
    problem = Problem("content/a.md", 2, 1, "error", "bad-date", "is no date", "", "asked: x")
    door.events.publish(replace(EMPTY, version=2, follow="journal/a.html", problems=(problem,)))

    assert [name for name, _ in hellos] == ["hello", "hello"]
    assert hellos[0][1]["server"] == hellos[1][1]["server"]
    for stream in streams:
        name, value = stream.event()
        assert (name, value["update"]["follow"]) == ("update", "journal/a.html")
        assert value["update"]["problems"][0]["source"] == "asked: x"
        stream.close()


def test_who_missed_updates_gets_one_for_all() -> None:
    older = Update(1, "journal/a.html", ("static/a.css",), (("a", "b"),), (), 3)
    newer = Update(2, "", ("static/b.css",), (("c", "d"),), (), 1)

    assert merged(older, newer) == Update(
        *(2, "journal/a.html", ("static/a.css", "static/b.css"), (("a", "b"), ("c", "d")), (), 1)
    )


def test_a_page_that_went_away_is_noticed(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.02)
    stream, stays = Stream(door), Stream(door)
    assert stream.event()[0] == stays.event()[0] == "hello"
    assert door.events.listening == 2
    stream.close()
    while door.events.listening == 2:
        assert stays.event() == ("", None)

    assert door.events.listening == 1
    stays.close()


def test_it_ends_at_once_with_connections_open_and_no_thread_left(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    door = Door(tmp_path)
    streams = [Stream(door) for _ in range(3)]
    idle = socket.create_connection(("127.0.0.1", door.server.port), timeout=LIMIT)
    assert [stream.event()[0] for stream in streams] == ["hello"] * 3
    door.server.stop()

    assert set(threading.enumerate()) - before == set()
    assert [stream.event()[0] for stream in streams] == ["end"] * 3
    for stream in streams:
        stream.close()
    idle.close()


def test_two_hundred_at_once_are_answered(door: Door) -> None:
    slow = [socket.create_connection(("127.0.0.1", door.server.port)) for _ in range(50)]
    for line in slow:
        line.sendall(b"GET / HT")
    with ThreadPoolExecutor(200) as pool:
        found = list(pool.map(lambda _: door.ask("/")[0], range(400)))

    assert found == [200] * 400
    for line in slow:
        line.close()


def test_a_port_in_use_leads_to_the_next(tmp_path: Path) -> None:
    door = Door(tmp_path)
    other = Server(door.site, Events(), port=door.server.port, open_file=lambda *_: "", token=False)

    assert other.port > door.server.port
    other.stop()
    door.server.stop()


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    door = Door(tmp_path)
    monkeypatch.setattr("afterword.preview.server._TRIES", 1)

    with pytest.raises(PortError, match="all in use"):
        Server(door.site, Events(), port=door.server.port, open_file=lambda *_: "")
    door.server.stop()


def test_the_previews_own_files_are_served(door: Door) -> None:
    script, style = door.ask("/-/preview.js"), door.ask("/-/preview.css")

    assert script[1]["content-type"] == "text/javascript; charset=utf-8"
    assert b"EventSource" in script[2]
    assert style[1]["content-type"] == "text/css; charset=utf-8"
