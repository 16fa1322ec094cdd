"""Private passages: what is quoted from an entry that the reader must not see."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from afterword.insight.aliases import Alias
from afterword.insight.folding import EDGE, fold_text, unspaced_parts, words_of
from afterword.sealing.known import Spread, alone

RUN_WORDS = 5
"""Words in a row that are a quotation …"""
RUN_LETTERS = 8
"""… and letters in a row, in a script without spaces."""
_FEWEST_WORDS = 2
_FEWEST_LETTERS = 4
_WORTH_SPREADING = 2_000
"""Private texts from which on a second process pays."""
# One class in front lets the search skip what is none of them: this runs over every private text.
_UNIT = re.compile(
    r"[.!?…;:。！？\n\r|•–—](?:(?<=[.!?…;:。！？])[.!?…;:。！？]*(?=\s|$)|(?<=[。！？])[。！？]*"
    r"|(?<=[\n\r])[\n\r]*|(?<=[|•–—])(?<!\S[|•–—])(?=\s))"
)
_PARAGRAPH = re.compile(r"\n(?:[ \t>]*\n|(?=[ \t>]*(?:[-*+•–#|]|\d{1,3}[.)]|[^\s:]{1,40}:[ \t])))")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}-(?=[^\W\d])")
"""The day in the name of an entry, which in a list stands before the entry's title."""
_SIGNS_OF_A_DAY = 3
_KEY = re.compile(r"^[ \t]*[^\s:#-][^:\n]{0,40}:(?=[ \t]|$)", re.MULTILINE)


_IS_LONG = re.compile(
    rf"(?:[^A-Za-z]*+[A-Za-z]\S*+\s++){{{RUN_WORDS - 1}}}[^A-Za-z]*+[A-Za-z]"
).match
"""Finds a beginning of so many words that a text is no short passage; it may miss one."""


def _itself(run: Hashable) -> Hashable:
    return run


_NUMBERED = sys.hash_info.width == 64  # noqa: PLR2004
# Of ten million runs, two have one number by chance in one of 200,000 journals.
_NUMBER_OF: Callable[[Hashable], Hashable] = hash if _NUMBERED else _itself


class Runs:
    """Runs of private words that would be a quotation: five in a row, or eight letters.

    They are kept as numbers, since a long journal has millions of them.
    """

    def __init__(
        self, keys: Iterable[Hashable] = (), paragraphs: Callable[[], Iterable[str]] = tuple
    ) -> None:
        """Take every run.

        Args:
            keys: From `run_keys`.
            paragraphs: Returns what they are of.
        """
        self._paragraphs = paragraphs
        self._keys = set(keys)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._keys)

    def add(self, keys: Iterable[Hashable]) -> None:
        """Take more of them."""
        self._keys.update(keys)

    def take_out(self, words: str) -> None:
        """Let go of the runs in folded words: they are no secret."""
        self._keys.difference_update(run_keys(words))

    def quoted_in(self, words: str) -> set[str]:
        """Return those that stand in folded words."""
        found = self._keys.intersection(run_keys(words))
        if not found:
            return set()
        runs = zip(runs_in(words), run_keys(words), strict=True)
        return {run for run, key in runs if key in found}

    def texts(self) -> set[str]:
        """Return all of them, as words."""
        return {run for words in self._paragraphs() for run in self.quoted_in(words)}

    def __reduce__(self) -> NoReturn:
        """Refuse to be sent to another process, where the numbers are others."""
        message = "runs stay in the process that took them"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class Passages:
    """What stands in private texts and nowhere in what is shared."""

    short: tuple[tuple[str, Alias | None], ...]
    """Passages shorter than a run, as written; of a script without spaces with how to look."""
    runs: Runs
    count: int
    """Passages in the private texts."""


class _Found(NamedTuple):
    """What some private texts hold."""

    short: dict[str, str]
    """Passages shorter than a run: folded words → as written."""
    unspaced: dict[str, str]
    """Likewise, of a script without spaces."""
    keys: Collection[Hashable]
    units: int
    """Lines and sentences that say something."""


def find_passages(
    private: Sequence[str], shared: Sequence[str], *, spread: Spread = alone
) -> Passages:
    """Return what would be a quotation.

    Args:
        private: Whole sources, or parts cut from one.
        shared: All that the reader may see, and the words of the interface.
        spread: Shares out the work, over processes that were forked from this one: others
            number the runs in other ways.
    """
    short: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    runs = Runs((), lambda: (one for text in private for one in _paragraphs(_without_keys(text))))
    count = 0
    for found in spread(_found, private, worth=_WORTH_SPREADING):
        # As first written.
        short = found.short | short
        unspaced = found.unspaced | unspaced
        runs.add(found.keys)
        count += found.units
    for text in shared:
        shown = words_of(fold_text(text))
        runs.take_out(shown)
        _take_out(shown, short, unspaced)
    plain: list[tuple[str, Alias | None]] = [(unit, None) for unit in short.values()]
    letters = [(unit, _anywhere(key, unit)) for key, unit in unspaced.items()]
    return Passages((*plain, *letters), runs, count)


def _found(private: Sequence[str]) -> _Found:
    short: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    keys: set[Any] = set()
    count = 0
    for text in map(_without_keys, private):
        units = _units(text)
        perhaps_short = [unit for unit in units if not _IS_LONG(unit)]
        count += len(units) - len(perhaps_short)
        for unit, words in zip(perhaps_short, _words_of_each(perhaps_short), strict=True):
            count += bool(words)
            if _FEWEST_WORDS <= len(words) < RUN_WORDS:
                if not all(word.isdigit() for word in words):
                    short.setdefault(" ".join(words), unit)
            elif len(words) == 1 and _is_short_unspaced(words[0]):
                unspaced.setdefault(words[0], unit)
        for paragraph in _paragraphs(text):
            if paragraph.count(" ") > RUN_WORDS or not paragraph.isascii():
                keys.update(run_keys(paragraph))
    # Numbers side by side are sent to another process in a tenth of the time.
    return _Found(short, unspaced, array("q", keys) if _NUMBERED else keys, count)


def runs_in(words: str) -> Iterator[str]:
    """Yield every run of five words, and of eight letters in scripts without spaces.

    Args:
        words: Folded, from `words_of`.
    """
    yield from _runs_of(words.split(), RUN_WORDS)
    for part in unspaced_parts(words):
        yield from _letters_of(part, RUN_LETTERS)


def run_keys(words: str) -> Iterator[Hashable]:
    """Yield a number for every run, in the order of `runs_in`.

    It is another one in every process, but for those that were forked from one.
    """
    parts = words.split()
    yield from map(_NUMBER_OF, zip(*(parts[start:] for start in range(RUN_WORDS)), strict=False))
    for part in unspaced_parts(words):
        yield from map(_NUMBER_OF, _letters_of(part, RUN_LETTERS))


def _take_out(words: str, short: dict[str, str], unspaced: dict[str, str]) -> None:
    """Take what stands in a shared text out of the passages that are shorter than a run."""
    for length in range(_FEWEST_WORDS, RUN_WORDS):
        for phrase in short.keys() & set(_runs_of(words.split(), length)):
            del short[phrase]
    if unspaced:
        for part in unspaced_parts(words):
            for length in range(_FEWEST_LETTERS, RUN_LETTERS):
                for letters in unspaced.keys() & set(_letters_of(part, length)):
                    del unspaced[letters]


def _runs_of(words: Sequence[str], length: int) -> Iterator[str]:
    return map(" ".join, zip(*(words[start:] for start in range(length)), strict=False))


def _letters_of(part: str, length: int) -> Iterator[str]:
    return (part[start : start + length] for start in range(len(part) - length + 1))


def _anywhere(key: str, unit: str) -> Alias:
    return Alias(unit, (key,), given=False, unspaced=True)


def _is_short_unspaced(word: str) -> bool:
    return _FEWEST_LETTERS <= len(word) < RUN_LETTERS and bool(unspaced_parts(word))


def _paragraphs(text: str) -> list[str]:
    """Return the parts of a text that no quotation reaches out of, as folded words."""
    parted = _PARAGRAPH.sub(EDGE, text)
    if parted.count("-") >= _SIGNS_OF_A_DAY:
        parted = _DAY.sub(EDGE, parted)
    return words_of(fold_text(parted)).split("|")


def _units(text: str) -> list[str]:
    """Return lines and sentences without what marks them."""
    return [bare for unit in _UNIT.split(text) if (bare := unit.strip(" \t>*#-+"))]


def _words_of_each(texts: Sequence[str]) -> list[list[str]]:
    """Return the folded words of each of several texts; to fold all at once is sooner."""
    if not texts:
        return []
    # What parts two of them may stand in one of them.
    bare = (text.replace(EDGE, " ") for text in texts)
    return [one.split() for one in words_of(fold_text(EDGE.join(bare))).split("|")]


def _without_keys(text: str) -> str:
    """Return the text without the keys of its front matter, which are no words of the author."""
    if not text.startswith("---"):
        return text
    front, fence, body = text[3:].partition("\n---")
    return f"{_KEY.sub('', front)}\n\n{body}" if fence else text
