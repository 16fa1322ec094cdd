"""Which requests are answered: from this machine's own pages and address bar, and no others.

A hostile page in another tab can send requests here, but not read the answers, and cannot
choose the headers that the browser sets: `Host`, `Origin`, `Sec-Fetch-*` and the cookie.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import unquote_to_bytes

LONGEST_ADDRESS = 8_000


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in."""

    port: int
    token: str
    """Empty when none is asked for."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The only names this server goes by."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    @property
    def cookie(self) -> str:
        """The name of the cookie: cookies know no ports, so two previews need two names."""
        return f"afterword-{self.port}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: int
    reason: str


def refuse(door: Door, headers: Mapping[str, str], path: str) -> Refusal | None:
    """Return why a request is refused, the token aside; None when it may be answered.

    Args:
        door: Who is let in.
        headers: By name in lower case.
        path: Of the address, without its query.
    """
    if headers.get("host", "").lower() not in door.hosts:
        # Else any name that is made to lead to 127.0.0.1 would be one of this site's own.
        return Refusal(421, "this address is not one of the preview's")
    origin = headers.get("origin")
    if origin is not None and origin not in [f"http://{host}" for host in door.hosts]:
        return Refusal(403, "another site asked")
    site = headers.get("sec-fetch-site", "none")
    if site in ("same-origin", "none"):
        return None
    opened = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    if path == "/" and opened == ("navigate", "document"):
        return None  # a link followed from elsewhere, as from a terminal in a browser
    return Refusal(403, "another site asked")


def may_enter(door: Door, headers: Mapping[str, str]) -> bool:
    """Tell whether a request has the cookie that the first address was exchanged for."""
    if not door.token:
        return True
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(door.cookie)
    except CookieError:
        return False
    return found is not None and same(found.value, door.token)


def same(given: str, expected: str) -> bool:
    """Tell whether two secrets are one, in a time that does not tell how far they agree."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def site_path(address: str) -> str | None:
    """Return the path an address names, relative to the site's root; None when it is no path.

    Whatever could lead out of the site on any system is no path: `..`, backslashes, NUL,
    drive letters, in any encoding.
    """
    raw = unquote_to_bytes(address.partition("?")[0].partition("#")[0])
    try:
        path = raw.decode()
    except UnicodeDecodeError:
        return None
    if not path.startswith("/") or "\\" in path or "\0" in path:
        return None
    parts = path[1:].split("/")
    # Only the last may be empty: it stands for the folder's index.
    if any(part in ("", ".", "..") for part in parts[:-1]) or parts[-1] in (".", ".."):
        return None
    return path[1:]
