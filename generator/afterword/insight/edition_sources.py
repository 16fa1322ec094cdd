"""What of a chosen entry its reader may see, and what not: found line by line.

The edition is written another way. What the leak audit compares with must not come from the
edition itself, or whatever was wrongly kept would excuse itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from types import MappingProxyType
from typing import NamedTuple

from afterword.config import ReaderSettings
from afterword.fields import find_field
from afterword.insight.choosing import Chosen
from afterword.insight.edition_links import quoted_lines
from afterword.journal.body import plain
from afterword.journal.cuts import CUT, cut
from afterword.journal.model import Entry
from afterword.journal.reading import body_text

_ALWAYS = frozenset(
    ("kind", "date", "title", "lang", "stage", "source", "strengths", "improvements", "themes")
)
_BODY = frozenset(("measure", "status"))
_BARE = frozenset(("company", "interview", "role", "by"))
"""What is shown of an entry whose giver allows nothing, besides what always is, by `show`."""
_BY_SHOW = MappingProxyType(
    {
        "companies": ("company", "interview", "occasion"),
        "people": ("by", "with"),
        "roles": ("role",),
        "outcomes": ("outcome", "reason"),
        "feelings": ("feelings",),
        "days": ("time", "due"),
    }
)


class Sources(NamedTuple):
    """A chosen entry's own words."""

    shown: tuple[str, ...]
    withheld: tuple[str, ...]


def sources_of(
    one: Chosen, reader: ReaderSettings, withheld: Collection[tuple[str, int]]
) -> Sources:
    """Return what a reader may see of an entry, and what not.

    Args:
        one: The entry, of the journal without private blocks.
        reader: Whose settings.
        withheld: Path and line of bullets about private themes alone.
    """
    entry = one.entry
    quote = entry.text_of("quote").strip().lower() or "paraphrase"
    bullets = [e for p in entry.points for e in p.evidence if (entry.path, e.line) in withheld]
    gone = {line.strip() for e in bullets for line in (e.text, *e.quotes)}
    if one.only:
        said = [
            (evidence.text, point.theme.name)
            for point in entry.points
            if point.theme and point.theme.key in one.only
            for evidence in point.evidence
            if (entry.path, evidence.line) not in withheld and quote != "no"
        ]
        # In the search, a bullet's theme stands between it and the next.
        texts = [*(text for text, _ in said), " ".join(f"{name} {text}" for text, name in said)]
        return Sources(tuple(texts), (body_text(entry), *_fields(entry, frozenset())))
    shown = frozenset[str]().union(*map(_shows, reader.show))
    allowed = _ALWAYS | (shown & _BARE if quote == "no" else shown | _BODY)
    front = [s.text for key in allowed for s in entry.reading.fields.get(key, ())]
    # Any entry of an application supplies them for all of it, one that is not shared too.
    front += [name for key, name in _supplied(entry) if key in allowed]
    hidden = [*_fields(entry, allowed), *entry.reading.research, *gone]
    if quote == "no":
        return Sources(tuple(front), (body_text(entry), *hidden))
    body, quotes = _body(entry, quotes=quote == "ok" and "quotes" in reader.show)
    lost = {line.strip() for text in entry.reading.research for line in text.split("\n")} | gone
    kept = "\n".join(line for line in body.split("\n") if line.strip() not in lost or not line)
    paragraphs = tuple([plain(part) for part in kept.split("\n\n") if part.strip()])
    return Sources((*front, kept, *paragraphs), (*hidden, quotes))


def _supplied(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return what an entry has of its application, by the field that says it."""
    return ("company", entry.company), ("role", entry.role)


def _shows(word: str) -> frozenset[str]:
    return frozenset(_BY_SHOW.get(word, ()))


def _body(entry: Entry, *, quotes: bool) -> tuple[str, str]:
    """Return a body without notes to self, and the block quotes that were taken out of it."""
    found = cut(body_text(entry), first_line=1)
    lines = [line.replace(CUT, "") for line in found.lines]
    away = frozenset[int]() if quotes else quoted_lines(lines)
    kept = (line for row, line in enumerate(lines) if row not in away)
    return "\n".join(kept), "\n".join(lines[row] for row in sorted(away))


def _fields(entry: Entry, allowed: Collection[str]) -> Iterator[str]:
    """Yield the front matter that is not shown, keys we do not know with it."""
    for key, spans in entry.reading.fields.items():
        if key not in allowed:
            yield from (span.text for span in spans)
    text = entry.content.decode("utf-8", "replace")
    unknown = False
    for line in text.split("\n")[1 : max(entry.reading.body_line - 2, 1)]:
        key, colon, value = line.partition(":")
        is_key = colon and line[:1].strip() and not line.startswith("- ")
        if is_key:
            unknown = find_field(key.strip()) is None
        if unknown:
            yield (value if is_key else line).strip(" -")
