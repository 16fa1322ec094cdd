"""Markdown for a reader: references lead to what is in the edition, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.journal.cuts import code_spans, fenced
from afterword.journal.model import Destination, Entry, Journal, Leads, LinkForm

_WIKI = re.compile(r"!?\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_TITLE = r"""(?:"[^"\n]*"|'[^'\n]*'|\((?:[^()\n]|\([^()\n]*\))*\))"""
_INLINE = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))"
    rf"(?:\s+{_TITLE})?[^()\n]*\)"
)
_BY_NAME = re.compile(r"(!?)\[([^\[\]]+)\]\[([^\[\]]*)\]")
_IMAGE_ALONE = re.compile(r"!\[[^\[\]]*\](?![\[(])")
_DEFINITION = re.compile(
    rf"^(?: {{0,3}}>)? {{0,3}}\[(?!\^)[^\[\]\n]+\]:[ \t]*(?:\n[ \t]*)?\S[^\n]*"
    rf"(?:\n[ \t]+{_TITLE}[ \t]*)?(?:\n|$)",
    re.MULTILINE,
)
_UNSEEN = re.compile(
    r"<(script|style|template|noscript|iframe|object|svg|math|title|textarea|select)\b[^<>]*>"
    r".*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""Elements whose text no page shows as text."""
_TAG = re.compile(
    r"""</?[a-zA-Z](?:[^<>"']|"[^"\n]*"|'[^'\n]*')*>|</?[a-zA-Z][^<>]*>|<![^<>]*>|<\?[^<>]*>"""
)
_PLAIN_TAG = re.compile(
    r"</?(?:b|i|em|strong|sub|sup|kbd|del|ins|u|s|small|br|mark) ?/?>", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"<?\b(?:https?|ftp|file)://[^\s<>()\[\]`]+>?|\bwww\.[^\s<>()\[\]`]+", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}")
_PHONE = re.compile(r"(?<![\w.,-])(?:\+|00)?\d(?:[ /().-]{0,3}\d){8,14}(?![\w-])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUOTE = re.compile(r"[ \t]*(?:[-*+•–][ \t]+)?>")


class Attached(Protocol):
    """The files that entries refer to, as they may leave the machine."""

    def picture(self, path: str) -> str | None:
        """Return what a picture is called in the edition; None when it cannot be shown.

        Args:
            path: Below `content/`.
        """

    def document(self, path: str) -> str | None:
        """Return what any other file is called in the edition; None when it cannot be read."""


def without_quotes(text: str) -> str:
    """Return Markdown without its block quotes, outside code."""
    if ">" not in text:
        return text
    lines = text.split("\n")
    kept: list[str] = []
    inside = False
    for line, code in zip(lines, fenced(lines), strict=True):
        if not code and _QUOTE.match(line):
            inside = True
        elif inside and line.strip() and not code and not line.lstrip().startswith(("-", "#", "*")):
            continue  # what follows right below a quote belongs to it
        else:
            inside = False
            kept.append(line)
    return "\n".join(kept)


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
        reply_to: str,
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
            reply_to: An address that may be seen.
            another: What stands for an entry that is not there: "another entry".
        """
        self._journal = journal
        self._pages = pages
        self._application = application
        self._attached = attached
        self._files = files
        self._pictures = pictures
        self._links = links
        self._reply_to = reply_to.casefold()
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
        pieces = [piece if code else self._prose(piece, leads) for piece, code in _by_code(text)]
        whole = "".join(pieces)
        return whole if self._links else _ADDRESS.sub("…", whole)

    def _prose(self, text: str, leads: Mapping[tuple[LinkForm, str], Destination]) -> str:
        text = _UNSEEN.sub("", _DEFINITION.sub("", text))
        text = _TAG.sub(lambda tag: tag[0] if _PLAIN_TAG.fullmatch(tag[0]) else "", text)
        text = _INLINE.sub(lambda m: self._inline(m, leads), text)
        text = _IMAGE_ALONE.sub("", _BY_NAME.sub(lambda m: "" if m[1] else m[2], text))
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
        if where.leads is Leads.ELSEWHERE and self._links:
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
        for found in (*_MAIL.finditer(text), *_PHONE.finditer(text)):
            if found[0].casefold() == self._reply_to or _DAY.search(found[0]):
                continue
            self.problems.append(
                Diagnostic(
                    Location(f"content/{entry.path}", *_place(entry, found[0])),
                    Severity.ERROR,
                    "contact-in-share",
                    f'"{found[0]}" is an address or telephone number in what would be shared',
                    "put it into `%% … %%` or a private block, or leave the entry out",
                )
            )


def _place(entry: Entry, written: str) -> tuple[int, int]:
    text = entry.content.decode("utf-8", "replace")
    at = text.find(written)
    if at < 0:
        return 0, 0
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _in_link(title: str) -> str:
    return re.sub(r"[\[\]|\n]", " ", title)


def _by_code(text: str) -> list[tuple[str, bool]]:
    """Return the pieces of a text in order, each code or not."""
    spans = code_spans(text)
    ends = [0, *(place for span in spans for place in span), len(text)]
    return [(text[a:b], bool(i % 2)) for i, (a, b) in enumerate(pairwise(ends))]
