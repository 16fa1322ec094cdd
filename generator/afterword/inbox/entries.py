"""An opened reply → the feedback entry that keeps it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from afterword.config import ReaderSettings
from afterword.inbox.plaintext import literal, quoted, shown_lines
from afterword.journal.decoding import decode
from afterword.journal.frontmatter import read_front_matter
from afterword.journal.model import Polarity
from afterword.journal.slugs import slug
from afterword.sealing.replies import KINDS, Item

_SAID = ("Went well", "Try this", "A step", "A note", "The answer to your question")
_HEADINGS = MappingProxyType(
    {Polarity.STRENGTH: "What went well", Polarity.IMPROVEMENT: "To improve"}
)
_REPLY_KEY = "x-reply"
_REMARKS_KEY = "x-remarks"
_DIGEST = re.compile(r"[0-9a-f]{16}")
_NOT_IN_LINK = re.compile(r"[\[\]|\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reply says, once its block was opened: text by whoever holds the share's key."""

    share: str
    """8 hexadecimal digits: whose key opened it."""
    epoch: int
    """Of the copy that was read."""
    from_: str
    """The name it claims."""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """As what the author lets the remarks count."""

    polarity: Polarity
    theme: str
    """A name for which `journal.edits.why_no_name` says nothing."""
    about: str = ""
    """Slug of the entry at whose event the reader was there; empty: it is advice."""


@dataclass(frozen=True, slots=True)
class Imported:
    """An entry to be written."""

    name: str
    """Of the file, without folder and `.md`; free among the slugs that were given."""
    text: str
    remarks: tuple[str, ...]
    """Digests of its remarks; they are known from now on."""
    unlinked: int
    """Remarks about pages that are gone."""


@dataclass(frozen=True, slots=True)
class NothingNew:
    """The reply, or every remark in it, was imported before; or it says nothing."""


LinkOf = Callable[[str, str], str | None]
"""Route and anchor → target of a wiki link: `2026-03-04-acme-final#went-well`.

Empty for a page that no link in an entry leads to, such as the first; None: it is gone.
"""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an import needs to know of the journal and the day."""

    day: dt.date
    """The entry's date."""
    link_of: LinkOf
    taken: Collection[str] = ()
    """Slugs of all entries."""
    known: Collection[str] = ()
    """Digests of the remarks that are in the journal, by `known_remarks`."""


def import_reply(
    opened: Opened,
    reader: ReaderSettings,
    now: Circumstances,
    *,
    as_point: Point | None = None,
) -> Imported | NothingNew:
    """Return the entry of a reply.

    Remarks that were imported before are left out: whoever writes twice sends the first again.

    Args:
        opened: The reply.
        reader: Whose share it answers; who says it is taken from here, not from the reply.
        now: The journal as it is.
        as_point: What the remarks count as; None: they are advice, and no point.
    """
    items = {digest_of(opened.share, item): item for item in opened.items if shown_lines(item.text)}
    new = {digest: item for digest, item in items.items() if digest not in now.known}
    if not new:
        return NothingNew()
    links = [_target(now.link_of(item.page, item.anchor)) for item in new.values()]
    remarks = tuple(zip(new.values(), links, strict=True))
    said = _as_points(remarks, as_point) if as_point else _as_advice(remarks)
    front = _front(reader, now.day, as_point, [_digest((opened.share, *items)), *new])
    text = "\n\n".join(["\n".join(front), _opening(opened, reader, len(new)), *said])
    unlinked = sum(bool(item.page) and link is None for item, link in remarks)
    return Imported(_free_name(now, reader), f"{text}\n", tuple(new), unlinked)


def digest_of(share: str, item: Item) -> str:
    """Return 16 hexadecimal digits that tell a remark from all others."""
    return _digest((share, item.page, item.anchor, item.quote, item.text, item.kind))


def known_remarks(sources: Iterable[bytes]) -> frozenset[str]:
    """Return the digests of the remarks that entries say they keep.

    Args:
        sources: Whole files.
    """
    found: set[str] = set()
    for content in sources:
        if _REMARKS_KEY.encode() in content[:65536]:
            for key in read_front_matter(decode(content)[0]).unknown:
                if key.text == _REMARKS_KEY:
                    found.update(d for value in key.values for d in _DIGEST.findall(value.text))
    return frozenset(found)


def _digest(said: Iterable[str]) -> str:
    written = json.dumps(list(said), ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _target(link: str | None) -> str | None:
    """Return a target in which no sign can end the link."""
    return None if link is None else _NOT_IN_LINK.sub("", link).strip()


def _front(
    reader: ReaderSettings,
    day: dt.date,
    as_point: Point | None,
    digests: Sequence[str],
) -> Iterator[str]:
    """Yield the front matter; the first digest is that of the reply, the others of remarks."""
    yield "---"
    yield f"title: {_in_yaml(f'Remarks from {_name(reader)}')}"
    yield f"date: {day.isoformat()}"
    yield "kind: feedback"
    yield f"source: {_in_yaml(reader.source or 'reader')}"
    yield f"by: {_in_yaml(_name(reader))}"
    if as_point and as_point.about:
        yield f"about: {_in_yaml(as_point.about)}"
    yield f"{_REPLY_KEY}: {_in_yaml(digests[0])}"
    yield f"{_REMARKS_KEY}: {_in_yaml(' '.join(digests[1:]))}"
    yield "---"


def _name(reader: ReaderSettings) -> str:
    return " ".join(shown_lines(reader.name)) or reader.key


def _in_yaml(text: str) -> str:
    """Return a text in quotes: JSON is YAML."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _opening(opened: Opened, reader: ReaderSettings, count: int) -> str:
    """Return how many remarks there are, and below it whose they claim to be."""
    # The first paragraph is the entry's summary, where references would show as they are.
    opening = f"{'One remark' if count == 1 else f'{count} remarks'} on a copy of this portfolio."
    claimed = " ".join(shown_lines(opened.from_))
    if not claimed or claimed == _name(reader):
        return opening
    return f"{opening}\n\nSigned: {literal(claimed)}"


def _as_advice(remarks: Iterable[tuple[Item, str | None]]) -> Iterator[str]:
    """Yield each remark as a quotation below what it is about; nothing here is read as a point."""
    for item, link in remarks:
        yield f"{_introduction(item, link)}:"
        yield quoted(item.text)


def _introduction(item: Item, link: str | None) -> str:
    """Return what kind of remark it is, where it was left, and beside which words."""
    kind = item.kind if item.kind in KINDS else "note"
    said = _SAID[KINDS.index(kind)]
    gone = link is None and item.page
    place = f", on [[{link}]]" if link else ", on a page that is no longer there" if gone else ""
    beside = literal(" ".join(shown_lines(item.quote)))
    joined = " " if kind == "answer" else ", beside "
    return f"{said}{place}{joined}“{beside}”" if beside else f"{said}{place}"


def _as_points(remarks: Iterable[tuple[Item, str | None]], as_point: Point) -> Iterator[str]:
    """Yield a heading that is read, and a bullet with the theme for each remark."""
    yield f"## {_HEADINGS[as_point.polarity]}"
    for item, link in remarks:
        below = "\n".join(f"  {line}" for line in quoted(item.text).split("\n"))
        yield f"- **{as_point.theme}** {_introduction(item, link)}\n{below}"


def _free_name(now: Circumstances, reader: ReaderSettings) -> str:
    name, number = slug(f"{now.day} remarks from {reader.key}"), 2
    while name in now.taken:
        name, number = slug(f"{now.day} remarks from {reader.key} {number}"), number + 1
    return name
