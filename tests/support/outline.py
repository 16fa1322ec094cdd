"""What a page says, as lines of text: what a reader of a difference wants to see."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = frozenset(
    {
        *("h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "th", "td", "tr", "caption", "blockquote"),
        *("header", "nav", "main", "article", "aside", "section", "footer", "figure", "figcaption"),
        *("table", "ul", "ol", "dl", "pre", "title", "details", "summary", "form", "svg", "hr"),
    }
)
VOID = frozenset(("img", "input", "br", "hr", "meta", "link", "path", "circle", "rect", "line"))
UNSEEN = frozenset(("script", "style"))


class _Outline(HTMLParser):
    """Collects one line for each block: its element, its place, its text."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._depth = 0
        self._text = ""
        self._element = ""
        self._links: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line with a block; a link, picture or field becomes part of the text."""
        found = dict(attrs)
        if tag in UNSEEN:
            self._unseen = tag
        elif tag in BLOCKS:
            self.end_line()
            place = f"#{found['id']}" if found.get("id") else ""
            self._element = f"{'  ' * self._depth}{tag}{place}"
            if found.get("aria-label"):
                self._text = f"({found['aria-label']}) "
            if tag not in VOID:
                self._depth += 1
        elif tag == "a":
            self._links.append(found.get("href") or "")
        elif tag == "img":
            self._text += f"[picture: {found.get('alt')}]"
        elif tag in ("input", "button", "select"):
            self._text += f"[{tag}: {found.get('type') or found.get('name') or ''}]"

    def handle_endtag(self, tag: str) -> None:
        """End the line of a block; write where a link leads."""
        if tag == self._unseen:
            self._unseen = ""
        elif tag in BLOCKS and tag not in VOID:
            self.end_line()
            self._depth -= 1
        elif tag == "a" and self._links:
            self._text += f" <{self._links.pop()}>"

    def handle_data(self, data: str) -> None:
        """Add text to the line."""
        if not self._unseen:
            self._text += data

    def end_line(self) -> None:
        """Write the line, if it says anything."""
        text = " ".join(self._text.split())
        if self._element:
            self.lines.append(f"{self._element}: {text}" if text else self._element)
        elif text:
            self.lines.append(f"{'  ' * self._depth}{text}")
        self._element = self._text = ""


def outline(html: str) -> str:
    """Return a page's blocks, a line each, indented as they are nested."""
    reader = _Outline()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return "\n".join(reader.lines) + "\n"
