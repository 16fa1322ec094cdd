"""An entry's Markdown as HTML: fragment by fragment, in one conversion."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .markdown_converter import Converter, Words, make_converter, useful_extensions
from .markdown_guard import refuses, too_many_footnotes
from .markdown_html import balance, plain_text
from .markdown_links import Link, Resolver, Target, only_elsewhere, resolve_links
from .markdown_tree import level_headings, number_footnotes

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Callable, Iterable, Sequence

__all__ = (
    "Link",
    "Markdown",
    "Rendered",
    "Resolver",
    "Target",
    "Words",
    "only_elsewhere",
    "plain_text",
)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE = r"""(?:[^\W\d_]|["'“‘(])[^\n\t`\\\[<&*_~\x00-\x1f\x7f-\x9f]*+(?<! )"""
_PARAGRAPHS = re.compile(rf"\n*+{_LINE}(?:\n++{_LINE})*+\n*+")
"""Text in which Markdown sees nothing but paragraphs."""
_GAPS = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML of an entry."""

    fragments: tuple[str, ...]
    """One for each that was given, in the same order."""
    footnotes: str = ""
    """The block of all footnotes, from whichever fragment; empty when there are none."""
    plain: tuple[int, ...] = ()
    """Which fragments are shown as written, because rendering them would take too long."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What one rendering needs to know besides the text."""

    resolve: Resolver
    top: int
    prefix: str
    taken: tuple[str, ...]


class Markdown:
    """Renders Markdown; one for each process, since its converters take time to make.

    What it returns does not depend on what it rendered before.

    Args:
        slugify: Makes the part of a heading's id that follows `h-`.
        words: What is said to people who cannot see the marks.
        shortcuts: False runs every step of every extension on every text. The result is the
            same; tests compare them.
    """

    def __init__(
        self,
        slugify: Callable[[str], str],
        *,
        words: Words | None = None,
        shortcuts: bool = True,
    ) -> None:
        self._slugify = slugify
        self._words = words or Words()
        self._shortcuts = shortcuts
        self._converters: dict[tuple[bool, ...], Converter] = {}

    def render(
        self,
        fragments: Sequence[str],
        *,
        resolve: Resolver = only_elsewhere,
        top: int = 2,
        prefix: str = "",
        taken: Iterable[str] = (),
    ) -> Rendered:
        """Return the HTML of an entry's fragments.

        References and footnotes may be defined in any of them; nothing else reaches from one
        into another, nor beyond the end of its HTML.

        Args:
            fragments: Markdown with line feeds only.
            resolve: Asked for every link, wiki link and picture, in the order of the text.
            top: The level of the first heading.
            prefix: Begins the ids of footnotes, where several entries share a page.
            taken: Ids of headings that stand on the page already.
        """
        texts = [_CONTROL.sub("\ufffd", fragment) for fragment in fragments]
        plain = {at for at, text in enumerate(texts) if refuses(text)}
        if too_many_footnotes(texts):
            plain = set(range(len(texts)))
        shown = {at: _as_written(texts[at]) for at in plain}
        if self._shortcuts:
            shown |= _paragraphs(texts, but=plain)
        rest = [at for at in range(len(texts)) if at not in shown]
        page = _Page(resolve, top, prefix, tuple(taken))
        footnotes, refused = self._render_into(shown, {at: texts[at] for at in rest}, page)
        ordered = tuple(shown[at] for at in range(len(texts)))
        return Rendered(ordered, footnotes, tuple(sorted(plain | refused)))

    def inline(self, text: str, *, resolve: Resolver = only_elsewhere) -> str:
        """Return the HTML of one fragment; footnotes have no place there."""
        return self.render((text,), resolve=resolve).fragments[0]

    def _render_into(
        self, shown: dict[int, str], texts: dict[int, str], page: _Page
    ) -> tuple[str, set[int]]:
        """Add the HTML of the texts; return their footnotes and which are shown as written."""
        if not texts:
            return "", set()
        converted = self._converted(tuple(texts.values()), page)
        refused: set[int] = set()
        if converted is None:
            refused = {at for at, text in texts.items() if not self._converted((text,), page)}
            rest = tuple(text for at, text in texts.items() if at not in refused)
            converted = self._converted(rest, page)
        if converted is None:
            refused, converted = set(texts), ([], "")
        shown |= {at: _as_written(texts[at]) for at in refused}
        shown |= dict(zip((at for at in texts if at not in refused), converted[0], strict=True))
        return converted[1], refused

    def _converted(self, texts: tuple[str, ...], page: _Page) -> tuple[list[str], str] | None:
        """Return the HTML of the texts and their footnotes; None if they nest too deeply."""
        wanted = useful_extensions("\n".join(texts))
        if not self._shortcuts:
            wanted = (True,) * len(wanted)
        if wanted not in self._converters:
            self._converters[wanted] = make_converter(wanted, self._words, lean=self._shortcuts)
        converter = self._converters[wanted]
        try:
            parts, notes = converter.convert_all(
                texts, finish=lambda root: self._finish(root, converter, page)
            )
        except RecursionError:
            # The last resort behind the guard. The converter stopped half-way, so it must go.
            del self._converters[wanted]
            return None
        if converter.htmlStash.html_counter:
            parts = [
                balance(part) if "<" in text else part
                for text, part in zip(texts, parts, strict=True)
            ]
        return parts, notes

    def _finish(self, root: ET.Element, converter: Converter, page: _Page) -> None:
        """Resolve links, level headings and number footnotes."""
        resolve_links(root, page.resolve, converter.htmlStash.rawHtmlBlocks)
        level_headings(
            root, top=page.top, slugify=self._slugify, library=converter, taken=page.taken
        )
        words = self._words
        number_footnotes(root, prefix=page.prefix, label=words.footnotes, back=words.back)


def _as_written(text: str) -> str:
    """Return the text as it is."""
    return f'<pre class="plain">{html.escape(text, quote=False)}</pre>'


def _paragraphs(texts: Sequence[str], *, but: set[int]) -> dict[int, str]:
    """Return the HTML of the texts that are nothing but paragraphs without any markup."""
    found = {}
    for at, text in enumerate(texts):
        if at in but:
            continue
        if not text.strip():
            found[at] = ""
        elif _PARAGRAPHS.fullmatch(text):
            escaped = text.strip("\n").replace(">", "&gt;")
            found[at] = "<p>" + _GAPS.sub("</p>\n<p>", escaped) + "</p>"
    return found
