"""What must not be found in an output, made from what its reader must not see."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from afterword.insight.aliases import Alias, Hidden, aliases_of
from afterword.insight.folding import fold_keeping_case, phrase_of, words_of
from afterword.insight.names import Names
from afterword.journal.slugs import stem_of
from afterword.sealing.audit_passages import Runs, find_passages
from afterword.sealing.known import Spread, alone

_TITLE_WORDS = 3
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_FILES = (".png", ".jpg", ".jpeg", ".webp", ".svg", ".gif", ".css", ".js", ".html")
_HOST = re.compile(r"https?://(?:[^\s/@<>\"']{1,100}@)?([\w.-]{1,253})", re.IGNORECASE)
# One class in front lets the search skip what is none of them: this runs over every private text.
_NUMBER = re.compile(
    r"[0-9](?<![0-9a-z].)(?<![0-9][.,].)(?:[0-9]{0,2}(?:[,.' ][0-9]{3})+|[0-9]{2,})"
    r"(?![0-9]|[a-z]{0,8}[0-9])"
)
_PHONE = re.compile(r"[+(0](?<![\w.,-].)(?:[ /().-]{0,3}[0-9]){8,15}(?![\w-])")
_PHONE_DIGITS = 9
"""Digits at the end of a telephone number that it has from everywhere."""
_PART = re.compile("[A-Z][a-z]+")
_DATE_IN_FRONT = re.compile(r"^\d{4}([-_.])\d{2}\1\d{2}-?")
_NOT_DIGITS = re.compile(r"[^0-9]+")


class TermKind(enum.StrEnum):
    """What a term is, in the words of the report."""

    NAME = "name"
    ALIAS = "alias"
    MAIL = "e-mail address"
    DOMAIN = "domain"
    HOME = "home path"
    TITLE = "title"
    FILE_NAME = "file name"
    PASSAGE = "passage"
    NUMBER = "number"


PASSAGES = frozenset({TermKind.PASSAGE, TermKind.TITLE, TermKind.FILE_NAME})
"""Kinds whose words say something only in their order."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must not be found."""

    kind: TermKind
    text: str
    """As the report names it."""
    alias: Alias | None = None
    """How a name is looked for, or words without spaces; anything else is looked for as whole words
    in this order."""


@dataclass(frozen=True, slots=True)
class Terms:
    """All that must not be found."""

    words: tuple[Term, ...]
    runs: Runs = field(default_factory=Runs)
    passages: int = 0
    """Titles, file names and private passages of two or more words that are looked for."""
    unchecked: tuple[str, ...] = ()
    """Aliases that the interface itself uses, so that they cannot be told apart."""
    is_common: Callable[[str], bool] = lambda _: False
    """Tells words in which a name may stand without being meant."""
    is_plain: Callable[[str], bool] = lambda _: False
    """Tells small words that, where they begin a sentence, nobody is asked about."""


@dataclass(frozen=True, slots=True)
class PrivateText:
    """An entry that is not in the edition, or what was cut from one that is."""

    text: str
    """The whole source, or the cut part."""
    title: str = ""
    """Empty when the title is shared."""
    path: str = ""
    """Of the file, with `/`; empty when the file's name is shared."""


@dataclass(frozen=True, slots=True)
class SharedText:
    """What the reader may see."""

    sources: tuple[str, ...]
    """The edition's own cut sources, its titles, file names and labels."""
    product: tuple[str, ...]
    """Words of the program: its catalogues say nothing about the author."""
    code: tuple[str, ...] = ()
    """Its templates and static files: neither do their words, but a number in them is no word."""

    @property
    def ours(self) -> tuple[str, ...]:
        """All that the program itself says."""
        return (*self.product, *self.code)


def make_terms(  # noqa: PLR0913
    hidden: Sequence[Hidden],
    private: Sequence[PrivateText],
    shared: SharedText,
    *,
    home_paths: Iterable[str] = (),
    permitted: Collection[str] = (),
    ordinary: Collection[str] = (),
    is_common: Callable[[str], bool] = lambda _: False,
    is_plain: Callable[[str], bool] = lambda _: False,
    spread: Spread = alone,
) -> Terms:
    """Return what must not be found in an output.

    Args:
        hidden: Names that the reader must not see.
        private: All that is not in the edition.
        shared: All that is.
        home_paths: Folders of the author's machine: `/home/dana`.
        permitted: E-mail addresses and domains that may be seen: `reply_to` and the site's own.
        ordinary: Words that are a name with a capital only, as `Names` has them.
        is_common: Tells words in which a name may stand without being meant, likewise.
        is_plain: Tells small words that are no name where they begin a sentence.
        spread: Shares out the work, as `find_passages` wants it.
    """
    if not private:
        shared = replace(shared, sources=())  # nothing to tell apart from them
    names, unchecked = _names(hidden, shared.ours, ordinary)
    known = frozenset(_words("\n".join((*shared.ours, *shared.sources))))
    seen = [*shared.sources, *shared.ours]
    passages = find_passages([text.text for text in private], seen, spread=spread)
    allowed = frozenset(map(phrase_of, permitted))
    titles = tuple(_titles(private, known, hidden))
    words = [
        *names,
        *_addresses(private, shared, permitted),
        *(Term(TermKind.HOME, path) for path in home_paths if len(_words(path)) > 1),
        *titles,
        *(
            Term(TermKind.PASSAGE, passage, alias)
            for passage, alias in passages.short
            if phrase_of(passage) not in allowed
        ),
        *_numbers(private, shared),
    ]
    unique = {(term.kind, phrase_of(term.text)): term for term in reversed(words)}
    return Terms(
        tuple(reversed(unique.values())),
        passages.runs,
        passages.count + len(titles),
        unchecked,
        is_common,
        is_plain,
    )


def _words(text: str) -> list[str]:
    return phrase_of(text).split()


def _names(
    hidden: Sequence[Hidden], product: Sequence[str], listed: Collection[str]
) -> tuple[list[Term], tuple[str, ...]]:
    """Return names and aliases, and those that the interface's own words hide."""
    cased = words_of(fold_keeping_case("\n".join(product)))
    capitals = frozenset((*cased.split(), *_PART.findall(cased)))  # viewBox holds Box
    ordinary = frozenset((*cased.lower().split(), *listed))
    terms: dict[tuple[str, ...], Term] = {}
    unchecked: list[str] = []
    for one in hidden:
        for alias in aliases_of(one, ordinary=ordinary):
            # A listed name too: else somebody called Source could never be in a share.
            if len(alias.words) == 1 and _capitals_of(alias) & capitals:
                unchecked.append(alias.text)
                continue
            kind = TermKind.NAME if alias.given else TermKind.ALIAS
            known = terms.get(alias.words)
            if known is None or (known.alias and known.alias.cased and not alias.cased):
                terms[alias.words] = Term(kind, alias.text, alias)
    return list(terms.values()), tuple(dict.fromkeys(unchecked))


def _capitals_of(alias: Alias) -> frozenset[str]:
    """Return the ways a word can be written that begin with a capital."""
    word = alias.words[0]
    return frozenset({word.capitalize(), word.upper()}) - {word}


def _addresses(
    private: Sequence[PrivateText], shared: SharedText, permitted: Collection[str]
) -> Iterator[Term]:
    """Yield the private texts' e-mail addresses, and the domains that only they name."""
    allowed = frozenset(word.casefold() for word in permitted)
    seen = {name for text in (*shared.sources, *shared.ours) for name in _domains(text)}
    seen |= {address.rpartition("@")[2] for address in allowed} | allowed
    for text in private:
        for address in _mails(text.text):
            if address.casefold() not in allowed:
                yield Term(TermKind.MAIL, address)
        for domain in _domains(text.text):
            if domain not in seen and "." in domain:
                yield Term(TermKind.DOMAIN, domain)


def _domains(text: str) -> Iterator[str]:
    hosts = (found[1] for found in _HOST.finditer(text))
    mails = (address.rpartition("@")[2] for address in _mails(text))
    for host in (*hosts, *mails):
        yield host.casefold().removeprefix("www.").strip(".")


def _mails(text: str) -> Iterator[str]:
    # Without the sign each word would be tried in vain, letter by letter.
    return (found[0] for found in _MAIL.finditer(text)) if "@" in text else iter(())


def addresses_in(text: str) -> Iterator[str]:
    """Yield the e-mail addresses in a text, as written; `icon@2x.png` is none."""
    return (address for address in _mails(text) if not address.endswith(_FILES))


def _titles(
    private: Sequence[PrivateText], known: Collection[str], hidden: Sequence[Hidden]
) -> Iterator[Term]:
    """Yield unshared titles and file names that hold a name, or three words not all shared."""
    names = Names(hidden)
    for text in private:
        stem = stem_of(text.path)
        bare = _DATE_IN_FRONT.sub("", stem)
        for kind, said in ((TermKind.TITLE, text.title), (TermKind.FILE_NAME, bare)):
            words = _words(said)
            telling = len(words) >= _TITLE_WORDS and any(word not in known for word in words)
            if telling or (words and names.find(said.replace("-", " ")).names):
                yield Term(kind, said)


def _numbers(private: Sequence[PrivateText], shared: SharedText) -> Iterator[Term]:
    texts = (*shared.sources, *shared.product)
    seen = {number_key(n) for text in texts for n in numbers_in(fold_keeping_case(text))}
    found = {n for text in private for n in numbers_in(fold_keeping_case(text.text))}
    return (Term(TermKind.NUMBER, n) for n in sorted(found) if number_key(n) not in seen)


def number_key(digits: str) -> str:
    """Return what a number is compared by: a telephone number has more in front from afar."""
    return digits[-_PHONE_DIGITS:]


def numbers_in(text: str) -> Iterator[str]:
    """Yield numbers of three or more digits without what parts them: `85000`, `442079460958`.

    Args:
        text: Folded, with its capitals and punctuation.
    """
    for found in _NUMBER.finditer(text):
        yield _NOT_DIGITS.sub("", found[0])
        if " " in found[0]:  # perhaps several numbers in a row
            yield from (part for part in found[0].split(" ") if len(part) == 3 and part != "000")  # noqa: PLR2004
    for found in _PHONE.finditer(text):
        yield _NOT_DIGITS.sub("", found[0])
