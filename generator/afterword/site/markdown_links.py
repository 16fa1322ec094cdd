"""Links and pictures in a rendered tree, answered by whoever knows the portfolio."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from markdown.util import HTML_PLACEHOLDER_RE

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Callable, Sequence

WIKI = "wiki"
"""The attribute that marks a wiki link in the tree until it is resolved."""

_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0]+")
"""What browsers ignore in front of and inside the name of a scheme."""
_LINKING = ("a", "img")
_SCRIPTS = ("javascript:", "data:", "vbscript:")
_ELSEWHERE = re.compile(r"(?:https?:|mailto:|#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture as the author wrote it."""

    kind: Literal["wiki", "link", "image"]
    target: str
    """Decoded: `a&b`, not `a&amp;b`."""
    label: str | None = None
    """The text, or the picture's alternative text; None: a wiki link without one."""
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads."""

    url: str | None
    """None: nowhere; the label is shown as text."""
    label: str | None = None
    """Shown in place of the author's text; None: that text, or the target of a wiki link."""
    as_link: bool = False
    """Show a picture as a link."""


Resolver: TypeAlias = "Callable[[Link], Target]"


def only_elsewhere(link: Link) -> Target:
    """Return a target for addresses of the web, of mail and within the page, for no other."""
    return Target(link.target if _ELSEWHERE.match(link.target) else None)


def resolve_links(root: ET.Element, resolve: Resolver, raw: Sequence[str | ET.Element]) -> None:
    """Ask for every link and picture, in the order of the text, and show the answers.

    Args:
        root: The whole tree.
        resolve: Knows where they lead.
        raw: What the placeholders of raw HTML stand for.
    """
    found = [e for e in root.iter() if e.tag in _LINKING and not e.get("class")]
    if not found:
        return
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in found:
        if element.tag == "img":
            _show_image(element, parents, resolve)
        else:
            _show_link(element, parents, resolve, raw)


def _show_link(
    element: ET.Element,
    parents: dict[ET.Element, ET.Element],
    resolve: Resolver,
    raw: Sequence[str | ET.Element],
) -> None:
    """Give a link its address and label, or leave only its text."""
    wiki = element.attrib.pop(WIKI, None)
    text = _text(element, raw)
    written = html.unescape(element.get("href", "")) if wiki is None else wiki
    title = element.get("title")
    if wiki is None:
        answer = _ask(Link("link", written, text, title and html.unescape(title)), resolve)
    else:
        answer = _ask(Link("wiki", wiki, text or None), resolve)
    if answer.label is not None:
        _set_text(element, answer.label)
    elif wiki is not None and not text:
        _set_text(element, wiki)
    if answer.url is None or _inside_link(element, parents):
        _unwrap(element)
    else:
        element.set("href", _literal(answer.url))


def _text(element: ET.Element, raw: Sequence[str | ET.Element]) -> str:
    """Return the text of a link; of raw HTML inside, only entities are text."""

    def entity(found: re.Match[str]) -> str:
        held = str(raw[int(found[1])])
        return held if held.startswith("&") else ""

    return html.unescape(HTML_PLACEHOLDER_RE.sub(entity, "".join(element.itertext())))


def _show_image(
    element: ET.Element, parents: dict[ET.Element, ET.Element], resolve: Resolver
) -> None:
    """Give a picture its address, or make it a link or text."""
    alt = html.unescape(element.get("alt", ""))
    title = element.get("title")
    written = html.unescape(element.get("src", ""))
    answer = _ask(Link("image", written, alt, title and html.unescape(title)), resolve)
    alt = alt if answer.label is None else answer.label
    if answer.url is not None and not answer.as_link:
        element.set("src", _literal(answer.url))
        element.set("alt", _literal(alt))
        return
    element.tag = "a"
    element.attrib.clear()
    _set_text(element, alt or written)
    if answer.url is None or _inside_link(element, parents):
        _set_text(element, alt)
        _unwrap(element)
    else:
        element.set("href", _literal(answer.url))


def _ask(link: Link, resolve: Resolver) -> Target:
    """Return the resolver's answer; an address that runs a script leads nowhere."""
    if _UNSEEN.sub("", link.target).lower().startswith(_SCRIPTS):
        return Target(None)
    return resolve(link)


def _literal(text: str) -> str:
    """Return the text so that the serializer, which keeps entities, writes just this."""
    return text.replace("&", "&amp;")


def _set_text(element: ET.Element, text: str) -> None:
    """Make the text all that the element holds."""
    for child in list(element):
        element.remove(child)
    element.text = _literal(text)


def _inside_link(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> bool:
    """Whether a link surrounds the element."""
    above = parents.get(element)
    while above is not None and above.tag != "a":
        above = parents.get(above)
    return above is not None


def _unwrap(element: ET.Element) -> None:
    """Leave only what the element holds: the serializer writes no tag for one without name."""
    element.tag = None  # type: ignore[assignment]
    element.attrib.clear()
