"""Finished HTML: what an author left open is closed, and text is taken out of it."""

from __future__ import annotations

import html
import re

_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_CLOSES_ITSELF = frozenset(
    (
        "body",
        "colgroup",
        "dd",
        "dt",
        "head",
        "html",
        "li",
        "optgroup",
        "option",
        "p",
        "rp",
        "rt",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    )
)
_HOLDS_TEXT = frozenset(
    ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
)
_TOKEN = re.compile(
    r"<!--.*?-->|<[!?][^>]*>"
    r"""|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?:[^<>"']|"[^"]*"|'[^']*')*+>|<(?=[a-zA-Z/!?])""",
    re.DOTALL,
)
_INLINE = "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}|sub|sup|time|u|var|wbr)(?=[\s/>])[^>]*>")
_ANY_TAG = re.compile(r"<(?:!--.*?--|[a-zA-Z/!?][^>]*)>", re.DOTALL)
_NOT_TEXT = re.compile(
    r'<(script|style)\b.*?</\1\s*>|<span [^>]*class="mark".*?</span>'
    r'|<sup id="[^"]*"><a [^>]*role="doc-noteref".*?</sup>',
    re.DOTALL,
)


def plain_text(fragment: str) -> str:
    """Return the text of a rendered fragment on one line, without footnote and task marks."""
    if "<" in fragment:
        fragment = _NOT_TEXT.sub("", fragment)
        fragment = _ANY_TAG.sub(" ", _INLINE_TAG.sub("", fragment))
    return " ".join(html.unescape(fragment).split())


def balance(fragment: str) -> str:
    """Return the fragment such that nothing in it reaches beyond its end.

    Elements left open are closed, end tags of nothing disappear, and a `<` that begins a tag or
    comment without end is text.
    """
    return _Balance(fragment).result()


class _Balance:
    """One pass over a fragment."""

    def __init__(self, fragment: str) -> None:
        self._source = fragment
        self._out: list[str] = []
        self._open: list[str] = []
        self._count: dict[str, int] = {}

    def result(self) -> str:
        """Return the balanced fragment."""
        at = 0
        while found := _TOKEN.search(self._source, at):
            self._out.append(self._source[at : found.start()])
            at = found.end()
            self._take(found)
            name = (found["name"] or "").lower()
            if name in _HOLDS_TEXT and not found["end"]:
                at = self._take_text(name, at)
        self._out.append(self._source[at:])
        self._close(0)
        return "".join(self._out)

    def _take(self, found: re.Match[str]) -> None:
        """Write one tag, comment or stray `<`."""
        name = (found["name"] or "").lower()
        if not name:
            self._out.append(found[0] if len(found[0]) > 1 else "&lt;")
        elif found["end"]:
            self._take_end(name, found[0])
        else:
            self._out.append(found[0])
            if name not in _VOID and not found[0].endswith("/>"):
                self._open.append(name)
                self._count[name] = self._count.get(name, 0) + 1

    def _take_end(self, name: str, tag: str) -> None:
        """Write an end tag if something of this name is open."""
        if not self._count.get(name):
            return
        last = len(self._open) - 1 - self._open[::-1].index(name)
        self._close(last + 1)
        self._count[self._open.pop()] -= 1
        self._out.append(tag)

    def _take_text(self, name: str, at: int) -> int:
        """Write what an element holds that has no tags inside; return where its end tag begins."""
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._source, at)
        end = found.start() if found else len(self._source)
        self._out.append(self._source[at:end])
        return end

    def _close(self, depth: int) -> None:
        """Close all but the outermost `depth` elements."""
        while len(self._open) > depth:
            name = self._open.pop()
            self._count[name] -= 1
            if name not in _CLOSES_ITSELF:
                self._out.append(f"</{name}>")
