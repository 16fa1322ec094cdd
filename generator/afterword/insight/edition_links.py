"""Markdown for a reader: references lead to what is in the edition, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import Protocol
from urllib.parse import unquote

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import fold
from afterword.insight.names import Names
from afterword.journal.cuts import code_spans
from afterword.journal.fences import find_fences
from afterword.journal.model import Destination, Entry, Journal, Leads, LinkForm
from afterword.journal.reading import body_text

_WIKI = re.compile(r"!?\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_TITLE = r"""(?:"[^"\n]*"|'[^'\n]*'|\((?:[^()\n]|\([^()\n]*\))*\))"""
_INLINE = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))"
    rf"(?:\s+{_TITLE})?[^()\n]*\)"
)
_BY_NAME = re.compile(r"(!?)\[([^\[\]]+)\]\[([^\[\]]*)\]")
_IMAGE_ALONE = re.compile(r"!\[([^\[\]]*)\](?![\[(])")
_DEFINITION = re.compile(
    r"^(?: {0,3}>)? {0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*\n?[ \t]*(?:<[^<>\n]*>|\S+)"
    rf"(?:[ \t]*\n?[ \t>]*{_TITLE})?[ \t]*(?:\n|$)",
    re.MULTILINE,
)
"""An address by name, as the Markdown converter takes it; a footnote is none."""
_UNSEEN = re.compile(
    r"<(script|style|template|noscript|iframe|object|svg|math|title|textarea|select)\b[^<>]*>"
    r".*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""Elements whose text no page shows as text."""
_ELEMENT = r"</?(?![a-zA-Z][a-zA-Z0-9+.-]*://)[a-zA-Z]"
_TAG = re.compile(
    rf"""{_ELEMENT}(?:[^<>"']|"[^"\n]*"|'[^'\n]*')*>|{_ELEMENT}[^<>]*>|<![^<>]*>|<\?[^<>]*>"""
)
_PLAIN_TAG = re.compile(
    r"</?(?:b|i|em|strong|sub|sup|kbd|del|ins|u|s|small|br|mark) ?/?>", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"<?\b[a-z][a-z0-9+.-]{1,20}://[^\s<>()\[\]`]+>?|\bwww\.[^\s<>()\[\]`]+", re.IGNORECASE
)
_NOTE = re.compile(r"%%.*?(?:%%|$)|<!--.*?(?:-->|$)")
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}")
_PHONE = re.compile(
    r"(?<![\w,-])(?<!\d[.])(?:\+|00)?\(?\d"
    r"(?:[ /().\u00a0\u2007\u2009-\u2015\u202f\u2212-]{0,3}\d){8,14}(?![\w-])"
)
_NO_PHONE = re.compile(
    r"[1-9]\d{0,2}(?:[ .,\u00a0\u2009\u202f]\d{3})*[ .,\u00a0\u2009\u202f]000"
    r"|97[89][ -]?\d(?:[ -]?\d){9}|(?:(?:0|[1-9]\d{0,2})(?:\.(?=\d)|$)){4}|0\.\d+"
    r"|(?:\d{1,2}\.[ ]?\d{1,2}(?:\.[ ]?\d{4}|\.)?(?:[ ]?[–-][ ]?|$))+"
    r"|(?:(?:19|20)\d\d(?:[ /–-]{1,3}|$))+"
    r"|[1-9]\d{0,2}(?:[ ]\d{3})?(?:[ ][–-][ ]\d{1,3}(?:[ ]\d{3})?)+"
    r"|\d{1,3}/\d{1,3}(?:[ ]\d{1,3}/\d{1,3})+(?:[ ]\d{1,3})?"
)
"""A round count in groups, the number of a book or of a machine, days, years, a span, ratings."""
_DAY = re.compile(
    r"(?<![\w./-])(?:(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([./])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d)(?![\d-]|[./]\d)"
    r"(?:[ T](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d))?"
)
"""A day, with a time or not; a telephone number may stand right beside it."""
_MARKERS = r"(?:(?:[-*+•–]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)"
_QUOTE = re.compile(rf"[ \t]*(?:\[\^[^\[\]\n]+\]:[ \t]*|:[ \t]+)?{_MARKERS}*>")
_ENDS_QUOTE = re.compile(rf"[ \t]*(?:{_MARKERS}|#{{1,6}}[ \t])")
_QUOTE_TAG = re.compile(r"<(blockquote|q)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)


class Attached(Protocol):
    """The files that entries refer to, as they may leave the machine."""

    def picture(self, path: str) -> str | None:
        """Return what a picture is called in the edition; None when it cannot be shown.

        Args:
            path: Below `content/`.
        """

    def document(self, path: str) -> str | None:
        """Return what any other file is called in the edition; None when it cannot be read."""


def without_quotes(text: str) -> tuple[str, str]:
    """Return Markdown without its block quotes, and what they said."""
    if ">" not in text:
        return text, ""
    said: list[str] = []

    def away(found: re.Match[str]) -> str:
        said.append(found[0])
        return ""

    text = _QUOTE_TAG.sub(away, text)
    lines = text.split("\n")
    quoted = quoted_lines(lines)
    said += [line for row, line in enumerate(lines) if row in quoted]
    return "\n".join(line for row, line in enumerate(lines) if row not in quoted), "\n".join(said)


def quoted_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the indexes of the lines of block quotes, code in them too; not those in other code.

    What follows right below a quote belongs to it, up to a blank line, a heading or a list item.
    """
    found: set[int] = set()
    fences = find_fences(lines)
    openings = frozenset(fences.openings)
    inside = in_quote = False
    for row, line in enumerate(lines):
        if row in openings:
            in_quote = _QUOTE.match(line) is not None
        code = fences.code[row] and not in_quote
        if not code and _QUOTE.match(line):
            inside = True
        elif code or not line.strip() or _ENDS_QUOTE.match(line):
            inside = False
        if inside:
            found.add(row)
    return frozenset(found)


class Rewriter:
    """Rewrites the references of entries for one edition; lives as long as it is made."""

    def __init__(  # noqa: PLR0913
        self,
        *,
        journal: Journal,
        pages: Mapping[str, tuple[str, str]],
        application: Callable[[str], str],
        attached: Attached,
        files: Sequence[str],
        pictures: bool,
        links: bool,
        names: Names,
        reply_to: str,
        allowed: Collection[str],
        another: str,
    ) -> None:
        """Begin.

        Args:
            journal: The author's.
            pages: Slug of an entry in the edition → its path and title there.
            application: Slug → what it is called.
            attached: The files that entries refer to.
            files: Paths of those that are named for the reader.
            pictures: Whether pictures are shown that are not named.
            links: Whether outside links are shown.
            names: The hidden ones: no address that holds one is shown.
            reply_to: An address that may be seen.
            allowed: Numbers that look like a telephone's and may be seen.
            another: What stands for an entry that is not there: "another entry".
        """
        self._journal = journal
        self._pages = pages
        self._application = application
        self._attached = attached
        self._files = files
        self._pictures = pictures
        self._links = links
        self._names = names
        self._seen = frozenset((reply_to.casefold(), *allowed))
        self._another = another
        self.attached: dict[str, str] = {}
        self.problems: list[Diagnostic] = []

    def rewritten(self, text: str, entry: Entry) -> str:
        """Return Markdown in which every reference leads to what the reader may see."""
        if not text:
            return text
        self._look_for_contacts(text, entry)
        leads = {
            (reference.form, reference.target): where
            for reference, where in zip(entry.reading.references, entry.destinations, strict=True)
        }
        named = {fold(found[1]) for found in _DEFINITION.finditer(body_text(entry))}
        pieces = [
            piece if code else self._prose(piece, leads, named) for piece, code in _by_code(text)
        ]
        return _ADDRESS.sub(self._address, "".join(pieces))

    def line(self, text: str, entry: Entry) -> str:
        """Return a value of the front matter, or a title, as the reader may see it."""
        return " ".join(self.rewritten(_NOTE.sub("", text), entry).split())

    def _address(self, found: re.Match[str]) -> str:
        return found[0] if self._may_lead_to(found[0]) else "…"

    def _may_lead_to(self, address: str) -> bool:
        return self._links and not self._names.find(unquote(address)).names

    def _prose(
        self,
        text: str,
        leads: Mapping[tuple[LinkForm, str], Destination],
        named: Collection[str],
    ) -> str:
        text = _UNSEEN.sub("", _DEFINITION.sub("", text))
        text = _TAG.sub(lambda tag: tag[0] if _PLAIN_TAG.fullmatch(tag[0]) else "", text)
        text = _INLINE.sub(lambda m: self._inline(m, leads), text)
        text = _BY_NAME.sub(lambda m: _by_name(m, named), text)
        text = _IMAGE_ALONE.sub(lambda m: "" if fold(m[1]) in named else m[0], text)
        return _WIKI.sub(lambda m: self._wiki(m, leads), text)

    def _inline(
        self, found: re.Match[str], leads: Mapping[tuple[LinkForm, str], Destination]
    ) -> str:
        target = found[3] if found[3] is not None else found[4]
        form = LinkForm.IMAGE if found[1] else LinkForm.LINK
        where = leads.get((form, target), Destination(Leads.NOWHERE))
        label = _INLINE.sub(lambda m: self._inline(m, leads), found[2])
        if found[1]:
            name = self._file(where)
            return f"![{label}]({name})" if name else ""
        if name := self._document(where):
            return f"[{label}]({name})"
        if where.leads is Leads.ELSEWHERE and self._may_lead_to(target):
            return f"[{label}{found[0][1 + len(found[2]) :]}"
        return self._linked(where, label)

    def _file(self, where: Destination) -> str | None:
        """Return the name of a picture, or of a file that is named for the reader."""
        if where.leads is not Leads.FILE:
            return None
        name = self._attached.picture(where.name) if self._pictures else None
        if name is None:
            return self._document(where)
        self.attached[where.name] = name
        return name

    def _document(self, where: Destination) -> str | None:
        """Return the name of a file that is named for the reader."""
        if where.leads is not Leads.FILE or where.name not in self._files:
            return None
        name = self._attached.picture(where.name) or self._attached.document(where.name)
        if name is not None:
            self.attached[where.name] = name
        return name

    def _wiki(self, found: re.Match[str], leads: Mapping[tuple[LinkForm, str], Destination]) -> str:
        where = leads.get((LinkForm.WIKI, found[1].strip()), Destination(Leads.NOWHERE))
        return self._linked(where, (found[2] or "").strip())

    def _linked(self, where: Destination, label: str) -> str:
        match where.leads:
            case Leads.ENTRY if where.name in self._pages:
                path, title = self._pages[where.name]
                return f"[[{path.removesuffix('.md')}|{label or _in_link(title)}]]"
            case Leads.ENTRY | Leads.FILE | Leads.NOWHERE | Leads.OUTSIDE:
                return label or self._another
            case Leads.APPLICATION:
                return label or self._application(where.name)
            case Leads.THEME:
                theme = self._journal.themes[where.name]
                if theme.private:
                    return label or self._another
                return f"[[{theme.name}|{label}]]" if label else f"[[{theme.name}]]"
            case _:
                return label

    def _look_for_contacts(self, text: str, entry: Entry) -> None:
        """Note addresses and telephone numbers: nobody may be written to because of a share."""
        without_days = _DAY.sub(lambda day: "|" * len(day[0]), text)
        for found in (*_MAIL.finditer(text), *_PHONE.finditer(without_days)):
            if found[0].casefold() in self._seen or _NO_PHONE.fullmatch(found[0]):
                continue
            self.problems.append(
                Diagnostic(
                    Location(f"content/{entry.path}", *_place(entry, found[0])),
                    Severity.ERROR,
                    "contact-in-share",
                    f'"{found[0]}" is an address or telephone number in what would be shared',
                    "put it into `%% … %%` or a private block, leave the entry out, or allow a "
                    "number with a reason in portfolio.toml",
                )
            )


def _place(entry: Entry, written: str) -> tuple[int, int]:
    text = entry.content.decode("utf-8", "replace")
    at = text.find(written)
    if at < 0:
        return 0, 0
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _by_name(found: re.Match[str], named: Collection[str]) -> str:
    """Return the words of a link by name; brackets that name nothing stay as they are."""
    if fold(found[3] or found[2]) not in named:
        return found[0]
    return "" if found[1] else found[2]


def _in_link(title: str) -> str:
    return re.sub(r"[\[\]|\n]", " ", title)


def _by_code(text: str) -> list[tuple[str, bool]]:
    """Return the pieces of a text in order, each code or not."""
    spans = code_spans(text)
    ends = [0, *(place for span in spans for place in span), len(text)]
    return [(text[a:b], bool(i % 2)) for i, (a, b) in enumerate(pairwise(ends))]
