"""A page of the site → what of it the viewer shows, its links and places under sealed names."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from afterword.sealing.keys import VaultKeys
from afterword.sealing.primitives import SealingError
from afterword.sealing.values import Page, Vault

SHOWN_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
SEARCH_PAGE = "search.html"
"""The site's own search is not sealed; what leads to it leads to the viewer's."""
SEARCH_ADDRESS = "#search"
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_FOLLOWED = re.compile(r"(?:https?:|mailto:|tel:|//)", re.IGNORECASE)
_INLINE_PICTURE = re.compile(r"data:image/(?:png|jpeg|webp|gif)[;,]", re.IGNORECASE)
_PARTS = "body > header, body > nav, body > main, body > footer"
_DROPPED = (
    "script, style, link, meta, base, noscript, template, form, input, textarea, select, iframe, "
    "frame, object, embed, portal, dialog, video, audio, source, track"
)
_ONE_ID = ("for", "aria-activedescendant", "popovertarget", "commandfor", "form", "list")
_IDS = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-owns",
    "headers",
    "itemref",
)
_PAINTS = (
    "fill",
    "stroke",
    "clip-path",
    "mask",
    "filter",
    "marker-start",
    "marker-mid",
    "marker-end",
)
_PAINT = re.compile(r"url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)")
_REFERRING = ", ".join(f"[{name}]" for name in (*_ONE_ID, *_IDS, *_PAINTS))


class DanglingError(SealingError):
    """A page leads to something that is not sealed with it."""

    hint = "this is a fault of the edition: what leads out of it is cut before pages are made"

    def __init__(self, page: str, destination: str) -> None:
        super().__init__(page, destination)
        self.page = page
        self.destination = destination

    def __str__(self) -> str:
        """Name the page and where it leads."""
        return f"{self.page} leads to {self.destination}, which would not be sealed with it"


class NoMainError(SealingError):
    """A page has no main part to show."""

    hint = "put what the page says into a <main> element"

    def __init__(self, page: str) -> None:
        super().__init__(page)
        self.page = page

    def __str__(self) -> str:
        """Name the page."""
        return f"{self.page} has no <main>"


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything of a vault stands."""

    keys: VaultKeys
    routes: Mapping[str, str]
    """Path of a page → route."""
    assets: Mapping[str, tuple[str, str]]
    """Path of an asset → its id and type."""


class Rewritten(NamedTuple):
    """What the viewer shows of a page."""

    html: str
    leads: str
    """Marks of the places it leads to, parted by spaces."""


def marks_of(places: Places) -> frozenset[str]:
    """Return a mark for every place there is to lead to; a file's changes with what it holds."""
    files = (_mark(path, one[0]) for path, one in places.assets.items())
    return frozenset((*places.routes.values(), *files))


def _mark(path: str, asset: str) -> str:
    return hashlib.blake2b(f"{asset} {path}".encode(), digest_size=8).hexdigest()


class _Rewriter:
    """Rewrites one page after another; what was worked out for one holds for the next."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._folder = ""
        self._links: dict[tuple[str, str], tuple[str, str]] = {}
        self._anchors: dict[tuple[str, str], str] = {}
        self._leads: set[str] = set()

    def rewrite(self, page: Page, vault: Vault) -> Rewritten:
        self._leads = set()
        document = LexborHTMLParser(page.document)
        body = document.body
        if body is None or body.css_first("main") is None:
            raise NoMainError(page.path)
        while dropped := body.css_first(_DROPPED):
            dropped.decompose()
        self._rewrite_tree(body, page, document)
        if page.path == vault.home:
            _add_reply_facts(document, vault)
        root = document.root
        language = (root.attributes.get("lang") if root else "") or ""
        html = "\n".join(_html(part, language) for part in _parts(body))
        return Rewritten(html, " ".join(sorted(self._leads)))

    def _rewrite_tree(self, body: LexborNode, page: Page, document: LexborHTMLParser) -> None:
        route = self._places.routes[page.path]
        self._folder = posixpath.dirname(page.path)
        for node in body.css("[href]"):
            for name in ("href", "xlink:href"):
                if name in node.attrs:
                    self._rewrite_link(node, name, page)
        for node in body.css("[src]"):
            self._rewrite_source(node, page, document)
        for node in body.css("[id]"):
            node.attrs["id"] = self._anchor(route, node.attrs["id"] or "")
        for node in _each(body, _REFERRING):
            self._rewrite_references(node, route)

    def _rewrite_link(self, node: LexborNode, name: str, page: Page) -> None:
        href = (node.attrs[name] or "").strip()
        if node.tag != "a" and href.startswith("#"):
            # A drawing that is used again: looked up by id, never an address of the viewer.
            node.attrs[name] = "#" + self._anchor(self._places.routes[page.path], href[1:])
            return
        if _ELSEWHERE.match(href):
            if not _FOLLOWED.match(href):
                del node.attrs[name]
            return
        path, fragment = self._resolved(href, page)
        if path in self._places.assets:
            del node.attrs[name]
            _refer(node, self._asset(path)[0], path)
            return
        node.attrs[name] = self._address(path, fragment, page, href)

    def _rewrite_source(self, node: LexborNode, page: Page, document: LexborHTMLParser) -> None:
        source = (node.attrs["src"] or "").strip()
        for name in ("srcset", "sizes"):
            if name in node.attrs:
                del node.attrs[name]
        if _INLINE_PICTURE.match(source):
            return
        del node.attrs["src"]
        if _ELSEWHERE.match(source):
            raise DanglingError(page.path, source)
        path = self._resolved(source, page)[0]
        if path not in self._places.assets:
            raise DanglingError(page.path, source)
        asset, mime = self._asset(path)
        if mime in SHOWN_PICTURES:
            node.attrs["data-asset"] = asset
        else:
            link = document.create_node("a")
            _refer(link, asset, path)
            link.insert_child(node.attrs.sget("alt") or posixpath.basename(path))
            node.replace_with(link)

    def _rewrite_references(self, node: LexborNode, route: str) -> None:
        attrs = node.attrs
        for name in _ONE_ID:
            if value := attrs.sget(name):
                attrs[name] = self._anchor(route, value)
        for name in _IDS:
            if value := attrs.sget(name):
                attrs[name] = " ".join(self._anchor(route, one) for one in value.split())
        for name in _PAINTS:
            if "url(" in (value := attrs.sget(name)):
                attrs[name] = _PAINT.sub(lambda m: f"url(#{self._anchor(route, m[1])})", value)

    def _asset(self, path: str) -> tuple[str, str]:
        found = self._places.assets[path]
        self._leads.add(_mark(path, found[0]))
        return found

    def _address(self, path: str, fragment: str, page: Page, href: str) -> str:
        route = self._places.routes.get(path)
        if route is None:
            if path == SEARCH_PAGE:
                return SEARCH_ADDRESS
            raise DanglingError(page.path, href)
        self._leads.add(route)
        # The state of a list's filter is no place, and the viewer has no filters.
        if not fragment or "=" in fragment:
            return f"#{route}"
        return f"#{route}~{self._anchor(route, fragment)}"

    def _resolved(self, href: str, page: Page) -> tuple[str, str]:
        """Return the path from the site's root, and the place in it."""
        path, _, fragment = href.partition("#")
        if not path:
            return page.path, unquote(fragment)
        known = self._links.get((self._folder, href))
        if known is None:
            plain = unquote(path.partition("?")[0])
            whole = posixpath.normpath(posixpath.join(self._folder, plain))
            if plain.endswith("/") or whole == ".":
                whole = posixpath.normpath(posixpath.join(whole, "index.html"))
            known = whole, unquote(fragment)
            self._links[self._folder, href] = known
        return known

    def _anchor(self, route: str, name: str) -> str:
        known = self._anchors.get((route, name))
        if known is None:
            known = self._places.keys.anchor(route, name)
            self._anchors[route, name] = known
        return known


def rewrite_pages(
    pages: Iterable[Page], vault: Vault, places: Places
) -> Iterator[tuple[Page, Rewritten]]:
    """Yield pages of a vault, each with what the viewer shows of it.

    Raises:
        DanglingError: A page leads to a page or file that is not in the vault.
        NoMainError: A page has nothing to show.
    """
    rewriter = _Rewriter(places)
    for page in pages:
        yield page, rewriter.rewrite(page, vault)


def _each(tree: LexborNode, selectors: str) -> list[LexborNode]:
    # A node that several selectors find is found several times.
    return list({node.mem_id: node for node in tree.css(selectors)}.values())


def _refer(link: LexborNode, asset: str, path: str) -> None:
    link.attrs["data-asset"] = asset
    link.attrs["download"] = posixpath.basename(path)


def _parts(body: LexborNode) -> list[LexborNode]:
    parts = _each(body, _PARTS)
    if any(part.tag == "main" for part in parts):
        return parts
    return [*parts, *body.css("main")[:1]]


def _html(part: LexborNode, language: str) -> str:
    # The viewer's own words may be in another language.
    if language and "lang" not in part.attrs:
        part.attrs["lang"] = language
    return part.html or ""


def _add_reply_facts(document: LexborHTMLParser, vault: Vault) -> None:
    """Write what the viewer needs for replies into the home page, as manifests have no room."""
    main = document.css("main")[0]
    main.attrs["data-from"] = vault.reader
    main.attrs["data-reply-to"] = vault.reply_to
    if vault.titles:
        main.attrs["data-titles"] = ""
    if vault.question and not document.css("[data-question]"):
        asked = document.create_node("p")
        asked.attrs["class"] = "lede"
        asked.attrs["data-question"] = ""
        asked.insert_child(vault.question)
        first = main.first_child
        if first is None:
            main.insert_child(asked)
        else:
            first.insert_before(asked)
