"""What a hidden name may also be written as."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from afterword.insight.folding import phrase_of, squeeze, without_spaces
from afterword.insight.ordinary import LEGAL_FORMS, ORDINARY, PARTICLES, TITLES

SHORT = 4
"""Letters up to which a name is looked for as a whole word only."""
LEAST_INFLECTED = 3
"""Letters from which a short name is looked for with an s, too: Danas."""
_AND = ("and", "und", "et")
"""What `&` is written as, too."""
_LEAST = 3
"""Letters that a part of a name, or its capitals, must have to stand for it."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class NameKind(enum.StrEnum):
    """Whose name it is."""

    PERSON = "person"
    COMPANY = "company"
    OTHER = "other"


class Standing(enum.Enum):
    """What a place that reads like a name is, by what stands around it."""

    NAME = enum.auto()
    INSIDE = enum.auto()
    """A long name in a longer word: the name, unless the author knows the word for another."""
    NEAR = enum.auto()
    """A word that merely begins or ends with a short name."""
    NOTHING = enum.auto()


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody or something whose name must not be seen."""

    identity: str
    """Distinct from all others: what a label is given to."""
    name: str
    kind: NameKind
    also: tuple[str, ...] = ()
    """Other names the author lists: `acme.com`."""
    domains: tuple[str, ...] = ()
    """Mail domains of the portfolio; those that begin with the company's name are its own."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a hidden name."""

    text: str
    words: tuple[str, ...]
    """Folded."""
    given: bool
    """The name itself, or one the author lists; False: made from it."""
    cased: bool = False
    """Its words are ordinary ones too, so they are the name only with capitals: Will, A Long."""
    apart: bool = False
    """Written as one word it would be another: `along`."""
    unspaced: bool = False
    """Its script puts no spaces between words, so that it is found anywhere."""

    @property
    def key(self) -> str:
        """The folded letters and digits alone."""
        return "".join(self.words)

    @property
    def short(self) -> bool:
        """Whether it is looked for as a whole word only."""
        return sum(map(len, self.words)) <= SHORT and not self.unspaced


def standing(alias: Alias, *, begins: bool, ends: bool, capitals: bool) -> Standing:
    """Return what a place is.

    Args:
        alias: As it reads.
        begins: Whether a word, or a part of one, begins there.
        ends: Whether one ends there.
        capitals: Whether each of its words begins with a capital.
    """
    if alias.unspaced:
        return Standing.NAME
    if alias.cased:
        return Standing.NAME if begins and ends and capitals else Standing.NOTHING
    if begins and ends:
        return Standing.NAME
    if alias.short:
        return Standing.NEAR if begins or ends else Standing.NOTHING
    return Standing.INSIDE


def aliases_of(hidden: Hidden, *, ordinary: Collection[str] = ()) -> tuple[Alias, ...]:
    """Return the name, what the author lists, and what follows from them, each once.

    A way to write it that has no letter is none.

    Args:
        hidden: Whose.
        ordinary: Folded words, besides ours, that are no name by themselves: such words are
            looked for with a capital only.
    """
    given = [hidden.name, *hidden.also]
    made = [other for name in given for other in _made_from(name, hidden)]
    found: dict[tuple[str, ...], Alias] = {}
    for text in given + made:
        for spelled in dict.fromkeys((text.strip(), text.strip().translate(_UMLAUTS))):
            words = tuple(phrase_of(spelled).split())
            if words:
                alone = len(words) == 1 and (words[0] in ORDINARY or words[0] in ordinary)
                unspaced = without_spaces(spelled)
                initial = min(map(len, words)) == 1 < len(words) and not unspaced
                cased = alone or initial
                alias = Alias(spelled, words, text in given, cased, initial, unspaced)
                found.setdefault(words, alias)
    return tuple(found.values())


def _made_from(name: str, hidden: Hidden) -> Iterator[str]:
    if hidden.kind is NameKind.PERSON:
        yield from _of_person(name)
    elif hidden.kind is NameKind.COMPANY:
        yield from _of_company(name, hidden.domains)


def _of_person(name: str) -> Iterator[str]:
    """Yield parts of three or more letters, initial and surname, surname first."""
    bare = name.partition(",")[0]
    words = [word for word in bare.split() if squeeze(word) not in TITLES]
    if words != name.split():
        yield " ".join(words)
    parts = [part for word in words for part in (word, *word.split("-"))]
    yield from (part for part in parts if _stands_alone(part))
    if len(words) < 2:  # noqa: PLR2004
        return
    first, last = words[0], words[-1]
    for surname in dict.fromkeys((last, " ".join(_surname(words)))):
        yield f"{first} {surname}"
        yield f"{surname} {first}"
        if first[0].isupper():
            yield f"{first[0]} {surname}"
            yield f"{surname} {first[0]}"


def _stands_alone(part: str) -> bool:
    """Tell whether a part of a name means the person by itself."""
    letters = len(squeeze(part))
    return letters >= _LEAST - without_spaces(part) and squeeze(part) not in PARTICLES


def _surname(words: list[str]) -> list[str]:
    """Return the last word with the particles before it: van der Berg."""
    start = len(words) - 1
    while start > 1 and squeeze(words[start - 1]) in PARTICLES:
        start -= 1
    return words[start:]


def _of_company(name: str, domains: tuple[str, ...]) -> Iterator[str]:
    """Yield the name without legal form, its first word, its capitals and its mail domain."""
    words = name.replace(",", " ").split()
    bare = _without_legal_form(words)
    yield " ".join(bare)
    yield from _with_another_and(bare)
    first = squeeze(bare[0])
    if len(first) >= _LEAST and first not in ORDINARY and first not in PARTICLES:
        yield bare[0]
    for some in (bare, words):
        capitals = "".join(word[0] for word in some if word[0].isupper())
        if len(capitals) >= _LEAST:
            yield capitals
            yield from _domains_of(capitals, domains)
    yield from _domains_of("".join(bare), domains)
    yield from _domains_of(bare[0], domains)


def _with_another_and(words: list[str]) -> Iterator[str]:
    """Yield a name with the other ways to write what joins its words: `&`, and."""
    for at in range(1, len(words) - 1):
        if words[at] in {"&", "+"} or words[at].lower() in _AND:
            for other in ("&", *_AND):
                yield " ".join([*words[:at], other, *words[at + 1 :]])


def _without_legal_form(words: list[str]) -> list[str]:
    """Return the words up to the legal form; all of them if it is the first."""
    end = len(words)
    while end > 1 and squeeze(words[end - 1]) in LEGAL_FORMS | {""}:
        end -= 1
    return words[:end]


def _domains_of(name: str, domains: tuple[str, ...]) -> Iterator[str]:
    wanted = squeeze(name)
    yield from (d for d in domains if squeeze(d.partition(".")[0]) == wanted)
