"""Python-Markdown with our extensions: several texts in one conversion, each kept to itself."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from markdown import Markdown as Library
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import AUTOMAIL_RE, InlineProcessor, Pattern
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.saneheaders import SaneHeadersExtension  # type: ignore[import-untyped]

from .markdown_links import WIKI
from .markdown_lists import nest_lists
from .markdown_tree import mark_tasks, wrap_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BETWEEN = "\x02|\x03"
"""Between two texts while postprocessors run; no text can contain it."""
_SPECIAL = re.compile(r"[`\\\[<&*_~]|  \n")
"""All that any inline pattern can begin with."""
_PROSE = re.compile(r"""(?:[^\W\d_]|["'“‘(])[^\n]*+(?:\n(?:[^\W\d_]|["'“‘(])[^\n]*+)*+""")
"""A block in which no line begins as anything but prose does."""
_WIKI_LINK = r"\[\[([^\[\]|\x02]+)(?:(\||\x02klzzwxh:\d+\x03)([^\[\]]+))?\]\]"
"""In a table the bar is escaped, and by then a placeholder."""
_ESCAPED_BAR = "\x02124\x03"
_SIGNS = ("`", "\\", "[[", "[^", "[", "![", "<", "  \n", "&", "*", "_", "~")
_TRIGGERS = (
    ("backtick", "`"),
    ("escape", "\\"),
    ("wiki", "[["),
    ("footnote", "[^"),
    ("reference", "["),
    ("link", "["),
    ("image_link", "!["),
    ("image_reference", "!["),
    ("short_reference", "["),
    ("short_image_ref", "!["),
    ("autolink", "<"),
    ("automail", "<"),
    ("linebreak", "  \n"),
    ("html", "<"),
    ("entity", "&"),
    ("em_strong", "*"),
    ("em_strong", "_"),
    ("delimiter", "~"),
)
"""Inline patterns and what a text must contain for them to match anything."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said to people who cannot see the marks."""

    done: str = "done: "
    to_do: str = "to do: "
    table: str = "Table"
    footnotes: str = "Footnotes"
    back: str = "Back to footnote {} in the text"


class Converter(Library):
    """A Python-Markdown converter with a fixed choice of extensions.

    Its output does not depend on what it converted before.
    """

    def __init__(self, extensions: Sequence[Extension], *, lean: bool) -> None:
        self._lean = lean
        self._chosen: dict[tuple[bool, ...], tuple[Pattern, ...]] = {}
        super().__init__(extensions=extensions, output_format="html")
        self._inline = cast("InlineTreeprocessor", self.treeprocessors["inline"])

    def convert_all(
        self, texts: Sequence[str], *, finish: Callable[[ET.Element], None]
    ) -> tuple[list[str], str]:
        """Return the HTML of each text, and that of all their footnotes.

        References and footnotes are shared; lists, quotes, code and raw HTML end with their text.

        Args:
            texts: Without the control characters 2 and 3.
            finish: Changes the tree when everything else is done: a part for every text, in
                order, then perhaps one for the footnotes.
        """
        self.reset()
        prepared = [self._prepared(text) for text in texts]
        self._choose_patterns("\n".join(prepared))
        root = self._parsed(prepared)
        self._run_treeprocessors(root, escapes=any("\\" in text for text in prepared))
        finish(root)
        parts = [self._inner(part) for part in root[: len(texts)]]
        notes = "".join(self.serializer(part) for part in root[len(texts) :])
        *fragments, footnotes = self._postprocessed([*parts, notes])
        return fragments, footnotes

    def _prepared(self, text: str) -> str:
        """Return the text with code fences and HTML blocks taken out and its lists nested."""
        raw = not self._lean or "<" in text or "&" in text
        lines = text.split("\n")
        for name in ("normalize_whitespace", "fenced_code_block", "html_block", "lists"):
            if name in self.preprocessors and (raw or name != "html_block"):
                lines = self.preprocessors[name].run(lines)
        return "\n".join(lines)

    def _parsed(self, prepared: Sequence[str]) -> ET.Element:
        """Return one tree with a part for every text."""
        root = ET.Element(self.doc_tag)
        for text in prepared:
            self.parser.parseChunk(ET.SubElement(root, self.doc_tag), text)
        return root

    def _run_treeprocessors(self, root: ET.Element, *, escapes: bool) -> None:
        """Change the tree; without backslashes in the text there is nothing to unescape."""
        skipped = None if escapes or not self._lean else self.treeprocessors["unescape"]
        for treeprocessor in self.treeprocessors:
            if treeprocessor is not skipped:
                treeprocessor.run(root)

    def _choose_patterns(self, text: str) -> None:
        """Leave out the inline patterns that cannot match in this text."""
        if not self._lean:
            return
        signs = tuple(sign in text for sign in _SIGNS)
        if signs not in self._chosen:
            present = {sign for sign, found in zip(_SIGNS, signs, strict=True) if found}
            wanted = {name for name, sign in _TRIGGERS if sign in present}
            useful = [self.inlinePatterns[n] for n in wanted if n in self.inlinePatterns]
            self._chosen[signs] = tuple(p for p in self.inlinePatterns if p in useful)
        self._inline.inlinePatterns = cast("Any", self._chosen[signs])

    def _inner(self, part: ET.Element) -> str:
        """Return the HTML inside a part."""
        out = self.serializer(part)
        return out[len(self.doc_tag) + 2 : out.rindex("</")].strip()

    def _postprocessed(self, parts: Sequence[str]) -> list[str]:
        """Return the parts with raw HTML put back."""
        text = _BETWEEN.join(parts)
        for postprocessor in self.postprocessors:
            text = postprocessor.run(text)
        return [part.strip() for part in text.split(_BETWEEN)]


def useful_extensions(text: str) -> tuple[bool, ...]:
    """Return which of the optional extensions this text can make use of."""
    fences = "```" in text or "~~~" in text
    return ("|" in text, "[^" in text, fences, "~" in text, "!!!" in text)


def make_converter(wanted: tuple[bool, ...], words: Words, *, lean: bool = True) -> Converter:
    """Return a converter with the extensions named by `useful_extensions`.

    Args:
        wanted: In the order of `useful_extensions`.
        words: Put into the marks.
        lean: Leave out every step that cannot change the text at hand. The result is the same.
    """
    builders: tuple[Callable[[], Extension], ...] = (
        lambda: TableExtension(use_align_attribute=True),
        lambda: FootnoteExtension(PLACE_MARKER=_BETWEEN),
        _fences,
        _strikethrough,
        AdmonitionExtension,
    )
    chosen = [build() for build, use in zip(builders, wanted, strict=True) if use]
    always = [SaneListExtension(), SaneHeadersExtension(), _Ours(words, lean=lean)]
    return Converter([*always, *chosen], lean=lean)


def _fences() -> Extension:
    """Return fenced code without highlighting."""
    from pymdownx.superfences import (  # type: ignore[import-untyped]  # noqa: PLC0415 (80 ms)
        SuperFencesCodeExtension,
    )

    fence = {"name": "*", "class": "", "format": _code, "validator": _any_fence}
    extension: Extension = SuperFencesCodeExtension(custom_fences=[fence], relaxed_headers=True)
    return extension


def _strikethrough() -> Extension:
    """Return `~~gone~~`, without subscript."""
    from pymdownx.tilde import (  # type: ignore[import-untyped]  # noqa: PLC0415 (40 ms)
        DeleteSubExtension,
    )

    extension: Extension = DeleteSubExtension(subscript=False)
    return extension


def _code(source: str, language: str | None, *_: object, **__: object) -> str:
    """Return a code block; the language is a class."""
    name = f' class="language-{html.escape(language)}"' if language else ""
    return f"<pre><code{name}>{html.escape(source, quote=False)}\n</code></pre>"


def _any_fence(*_: object) -> bool:
    """Accept whatever follows the language."""
    return True


class _Ours(Extension):
    """What Python-Markdown and its extensions lack, and what makes them faster."""

    def __init__(self, words: Words, *, lean: bool) -> None:
        super().__init__()
        self._words = words
        self._lean = lean

    def extendMarkdown(self, md: Library) -> None:  # noqa: N802 (the library's name)
        """Register everything with the converter."""
        md.preprocessors.register(_Lists(md), "lists", 15)
        md.inlinePatterns.register(_WikiLink(_WIKI_LINK, md), WIKI, 177)
        md.inlinePatterns.register(_Mail(AUTOMAIL_RE, md), "automail", 110)
        md.treeprocessors.register(_Marks(self._words), "marks", 25)
        if self._lean:
            md.parser.blockprocessors.register(_Prose(md.parser), "prose", 200)
            md.treeprocessors.register(_LeavePlain(md), "plain", 21)


class _Marks(Treeprocessor):
    """Tasks and tables as people without sight or a wide screen need them."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def run(self, root: ET.Element) -> None:
        """Change the tree before inline text is read."""
        mark_tasks(root, done=self._words.done, to_do=self._words.to_do)
        wrap_tables(root, label=self._words.table)


class _Lists(Preprocessor):
    """Nests lists as CommonMark does."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with four spaces per level."""
        return nest_lists(lines)


class _WikiLink(InlineProcessor):
    """`[[target]]` and `[[target|label]]`."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name)
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return a link that keeps its target for the resolver."""
        del data
        target = " ".join(m[1].split())
        if not target or self.unescape(m[2] or "|") not in {"|", _ESCAPED_BAR}:
            return None, None, None
        element = ET.Element("a", {WIKI: target})
        element.text = AtomicString(" ".join(self.unescape(m[3] or "").split()))
        return element, m.start(), m.end()


class _Mail(InlineProcessor):
    """`<someone@example.org>`, which the library would disguise."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name)
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        """Return a link to the address."""
        del data
        address = self.unescape(m[1]).removeprefix("mailto:")
        element = ET.Element("a", {"href": f"mailto:{address}"})
        element.text = AtomicString(address)
        return element, m.start(), m.end()


class _Prose(ParagraphProcessor):
    """Takes a block that can only be a paragraph before all other processors look at it."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Whether every line begins as prose does."""
        del parent
        return bool(_PROSE.fullmatch(block))


class _LeavePlain(Treeprocessor):
    """Keeps the inline patterns away from text in which none can match."""

    def run(self, root: ET.Element) -> None:
        """Mark the text as finished."""
        for element in root.iter():
            if element.text and not _SPECIAL.search(element.text):
                element.text = AtomicString(element.text)
