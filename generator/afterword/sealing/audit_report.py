"""What the leak audit found: as values, in words for people, and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MOST_WORDS = 60
_MOST_CHANNELS = 3


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A term in a file, or a file that cannot be judged."""

    file: str
    channel: str
    """In which writing it stands, the outermost first: `text › base64`."""
    kind: str
    """A TermKind, or UNREADABLE or UNKNOWN."""
    term: str
    """The term; of UNREADABLE why it is, of UNKNOWN how the file's name ends."""


UNREADABLE = "unreadable"
"""Kind of a hit: a part that cannot be read, so that nobody knows what it says."""
UNKNOWN = "unknown"
"""Kind of a hit: a kind of file that is not known."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the author lets pass, once and for a reason."""

    reader: str
    """Key of the reader."""
    term: str
    """As the report names it."""
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one audit found."""

    hits: tuple[Hit, ...]
    """In order of file, channel, kind and term."""
    allowed: tuple[Hit, ...]
    """What allowances let pass."""
    refused: tuple[Allowance, ...]
    """Allowances that name a hidden name or give no reason; they let nothing pass."""
    unused: tuple[Allowance, ...]
    """Allowances for this reader that nothing needs."""
    new_words: tuple[str, ...]
    """Capitalised words in no list, and words that begin or end with a short hidden name."""
    words: int
    """Names, addresses and numbers that were looked for."""
    passages: int
    """Private passages and titles that were looked for."""
    unchecked: tuple[str, ...] = ()
    """Hidden names that are words of the interface, so that they could not be looked for."""

    @property
    def clean(self) -> bool:
        """Whether nothing at all was found; new words are asked about, not found."""
        return not self.hits and not self.refused

    def lines(self) -> Iterator[str]:
        """Yield the report for people, line by line."""
        yield from _told(self.hits)
        for allowance in self.refused:
            yield f"{allowance.file}: “{allowance.term}” {_refusal(allowance)}"
        if self.clean:
            yield (
                f"None of the {_counted(self.words, 'word')} and "
                f"{_counted(self.passages, 'passage')} we know of was found."
            )
        else:
            yield "Nothing was written: a share leaves only when nothing at all is found."
        yield from self._limits()

    def _limits(self) -> Iterator[str]:
        if self.unchecked:
            names = ", ".join(self.unchecked)
            yield f"Not looked for, because the pages use these words themselves: {names}."
        if not self.new_words:
            yield "It cannot know names you never listed; no capitalised word is in no list."
            return
        shown = ", ".join(self.new_words[:_MOST_WORDS])
        more = len(self.new_words) - _MOST_WORDS
        rest = f" and {more} more" if more > 0 else ""
        yield (
            "It cannot know names you never listed; "
            f"these capitalised words are in no list: {shown}{rest}."
        )

    def as_json(self) -> dict[str, object]:
        """Return the report for programs."""
        return {
            "clean": self.clean,
            "words": self.words,
            "passages": self.passages,
            "hits": [_hit_as_json(hit) for hit in self.hits],
            "allowed": [_hit_as_json(hit) for hit in self.allowed],
            "refused_allowances": [_allowance_as_json(one) for one in self.refused],
            "unused_allowances": [_allowance_as_json(one) for one in self.unused],
            "unchecked": list(self.unchecked),
            "new_words": list(self.new_words),
        }


def _told(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield a line for each term in a file, with every writing it was found in."""
    channels: dict[tuple[str, str, str], list[str]] = {}
    for hit in hits:
        channels.setdefault((hit.file, hit.kind, hit.term), []).append(hit.channel)
    for (file, kind, term), found in channels.items():
        where = ", ".join(sorted(found, key=len)[:_MOST_CHANNELS])
        if kind == UNKNOWN:
            yield f"{file}: “{term}” is a kind of file that cannot be looked into"
        elif kind == UNREADABLE:
            yield f"{file}: {term} (in {where})"
        else:
            yield f"{file}: {kind} “{term}” (in {where})"


def _refusal(allowance: Allowance) -> str:
    if not allowance.reason.strip():
        return "is allowed without a reason; give one, or take the allowance out"
    return "is a hidden name, which no allowance lets pass"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _hit_as_json(hit: Hit) -> dict[str, str]:
    return {"file": hit.file, "channel": hit.channel, "kind": hit.kind, "term": hit.term}


def _allowance_as_json(one: Allowance) -> dict[str, str]:
    return {"reader": one.reader, "term": one.term, "file": one.file, "reason": one.reason}
