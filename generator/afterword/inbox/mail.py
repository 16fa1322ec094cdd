"""A saved mail or a text file → the texts in which reply blocks may stand."""

from __future__ import annotations

import codecs
import email
import html
import re
from collections.abc import Iterator, Sequence
from email.message import Message
from email.policy import Compat32
from types import MappingProxyType
from typing import Any

from afterword.diagnostics import AfterwordError
from afterword.journal.decoding import decode

MOST_BYTES = 512 * 1024
"""Of a file; a reply has at most 64 KiB."""

_HEADER = re.compile(
    rb"(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2}"
)
_LINE_TAGS = re.compile(
    r"<(?:br|/?(?:p|div|pre|blockquote|tr|li|ul|ol|table|h[1-6]))(?=[\s/>])[^<>]{0,1000}>",
    re.IGNORECASE,
)
_UNSHOWN_TAGS = ("style", "script", "head", "title")
_UNSHOWN = re.compile(rf"<({'|'.join(_UNSHOWN_TAGS)})(?=[\s>])", re.IGNORECASE)
_END_OF = MappingProxyType({tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in _UNSHOWN_TAGS})
_TAGS = re.compile(r"</?[a-zA-Z!][^<>]{0,1000}>")
_LONG_NUMBERS = re.compile(r"&#[0-9]{8,}")
"""No character has one, and Python refuses to read numbers of thousands of digits."""
_MOST_PARTS = 100
_DEEPEST = 10
"""Parts within parts; every line is compared with the boundary of each."""
_SLOW_CHARSETS = frozenset({"idna", "punycode"})
"""Of names of hosts, and no mail; Python takes quadratic time to read them."""
_FAULTS = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What the parser raises at headers that nobody would write."""
_LONGEST_HEADER = 2_000
"""Characters. What is longer takes the parser more than linear time, and says nothing here."""


class LargeReplyError(AfterwordError):
    """A file is too large to be a mail with a reply."""

    hint = "save the mail without its attachments, or copy the reply into a text file"

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name, size)
        self.name = name
        self.size = size

    def __str__(self) -> str:
        """Name the file and its size."""
        limit = MOST_BYTES // 1024
        return f"{self.name}: has {self.size // 1024:,} KiB; a reply is read up to {limit} KiB"


def texts_of(name: str, content: bytes) -> tuple[str, ...]:
    """Return the texts in a file, each once, with plain line ends.

    Of a mail: its text, its HTML as text, text that is attached and mails that are attached, all
    decoded; then the file as it is. Whoever looks in all of them finds a reply more than once.

    Args:
        name: Of the file, for the message.
        content: Of the file.

    Raises:
        LargeReplyError: It has more than 512 KiB.
    """
    if len(content) > MOST_BYTES:
        raise LargeReplyError(name, len(content))
    found = [*_parts(content)] if _HEADER.match(content.replace(b"\r\n", b"\n")) else []
    found.append(decode(content)[0])
    return tuple(dict.fromkeys(text for text in map(_plain_lines, found) if text.strip()))


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")


class _Headers(Compat32):
    """Keeps headers as they are written, not taken apart; a long one says nothing."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse([*sourcelines])
        return name, value if len(value) <= _LONGEST_HEADER else ""


class _DeepMailError(ValueError):
    """A mail nests deeper than anybody's."""


class _Part(Message):
    """A part that knows how deep it is."""

    depth = 0

    def attach(self, payload: Any) -> None:  # noqa: ANN401
        payload.depth = self.depth + 1
        if payload.depth > _DEEPEST:
            raise _DeepMailError
        super().attach(payload)


def _parts(content: bytes) -> Iterator[str]:
    """Yield the texts of a mail; of one that nests too deep or is no mail, none."""
    try:
        message = email.message_from_bytes(content, _class=_Part, policy=_Headers())
    except _FAULTS:
        return
    for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False):
        if not part.is_multipart():
            yield from _text_of_part(part)


def _text_of_part(part: Message) -> Iterator[str]:
    """Yield what a part says, whatever it calls itself: a reply may be attached as any file."""
    text = _decoded(part)
    if part.get_content_type() == "text/html":
        yield _without_html(text)
    elif part.get_content_maintype() in ("text", "application"):
        yield text


def _decoded(part: Message) -> str:
    """Return a part's text; what its charset does not know is replaced."""
    try:
        payload = part.get_payload(decode=True)
    except _FAULTS:
        return ""
    if not isinstance(payload, bytes):
        return ""
    try:
        charset = codecs.lookup(part.get_content_charset("utf-8")).name
        return payload.decode("latin-1" if charset in _SLOW_CHARSETS else charset, "replace")
    except _FAULTS:
        return payload.decode("latin-1")


def _without_html(text: str) -> str:
    """Return HTML as text, a line for each block; a reply is read the same quoted or not."""
    text = _LINE_TAGS.sub("\n", _without_unshown(text))
    return html.unescape(_LONG_NUMBERS.sub("\ufffd", _TAGS.sub("", text)))


def _without_unshown(text: str) -> str:
    """Return HTML without style sheets, scripts and its head."""
    kept: list[str] = []
    position = 0
    while found := _UNSHOWN.search(text, position):
        end = _END_OF[found[1].lower()].search(text, found.end())
        if end is None:
            break
        kept.append(text[position : found.start()])
        position = end.start()
    return "".join((*kept, text[position:]))
