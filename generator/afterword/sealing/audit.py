"""The leak audit: whether anything hidden stands in an output, in whatever writing.

It fails closed: a kind of file that is not known, a part that cannot be read and a nesting that is
too deep are hits like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from afterword.insight.folding import phrase_of, squeeze
from afterword.sealing.audit_containers import parts_of, sniff
from afterword.sealing.audit_decodings import (
    TAGS_AS_SPACES,
    Decoder,
    is_markup,
    parted,
    resolved,
    strings_of,
    without_tags,
)
from afterword.sealing.audit_memory import with_room
from afterword.sealing.audit_pieces import Fault, is_marked_wide, text_of
from afterword.sealing.audit_report import UNKNOWN, UNREADABLE, Allowance, Hit, Report
from afterword.sealing.audit_search import Search
from afterword.sealing.audit_terms import PASSAGES, SharedText, TermKind, Terms
from afterword.sealing.audit_words import unknown_names

DEEPEST = 12
"""Writings within writings that are read."""
_LARGEST = 64 * 1024 * 1024
"""Characters that may be looked at for one file …"""
_GROWTH = 24
"""… or so many times its size, if that is more."""
_TEXTS = frozenset(
    """
    .html .htm .xhtml .css .js .mjs .json .jsonld .svg .xml .txt .md .csv .tsv .webmanifest .ics
    .map .eml .rss .atom
    """.split()  # noqa: SIM905
)
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        ".png": "png",
        ".jpg": "jpeg",
        ".jpeg": "jpeg",
        ".webp": "webp",
        ".pdf": "pdf",
        ".gz": "gzip",
        ".svgz": "gzip",
        **dict.fromkeys((".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), "zip"),
    }
)
_NAMED = frozenset({".nojekyll", ".afterword-files", "CNAME"})
_FILE_NAME = "file name"
_SHOWN = frozenset({".html", ".htm", ".xhtml", ".svg", ".xml", ".txt", ".md", ".rss", ".atom"})
_CODE = frozenset({".css", ".js", ".mjs"})
"""Numbers in it are lengths and colours, but for those in its strings and comments."""
_CHANCE = frozenset({"base64", "hex", "quoted-printable", "bytes"})
"""Writings as which any word can be read, so that two letters in them are no name."""
_LEAST_BY_CHANCE = 3
_REMEMBERED = 1_000
"""Letters of the longest text that is remembered as holding nothing …"""
_MOST_REMEMBERED = 1 << 14
"""… and how many are."""
_PLAIN_CHANNELS = 2
"""A text and what it is without tags: words in deeper writings are perhaps none."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the author has decided about one reader's output."""

    reader: str
    """The reader's key."""
    known_words: tuple[str, ...] = ()
    """Words the author was asked about and knows to be harmless."""
    allowances: tuple[Allowance, ...] = ()
    """Of any reader; only this one's count."""
    permitted: tuple[str, ...] = ()
    """E-mail addresses that may be seen."""
    shown_names: tuple[str, ...] = ()
    """Names that the author has listed and decided to show."""
    asked: bool = True
    """Whether the author is to be asked about words that may be names."""


def audit(
    files: Mapping[str, bytes], terms: Terms, shared: SharedText, decisions: Decisions
) -> Report:
    """Return what was found in an output.

    Args:
        files: Path below the output, with `/` → bytes.
        terms: What must not be found.
        shared: What the reader may see; nobody is asked about words of the interface.
        decisions: What the author lets pass.
    """
    looked = Audit(terms, shared, decisions)
    for path in sorted(files):
        looked.read(path, files[path])
    return looked.report()


class Audit:
    """Looks through the files of one output, one after the other."""

    def __init__(self, terms: Terms, shared: SharedText, decisions: Decisions) -> None:
        """Begin; see `audit`."""
        self._terms = terms
        self._decisions = decisions
        self._ours = frozenset(phrase_of("\n".join(shared.ours)).split())
        self._known = frozenset(map(squeeze, decisions.known_words))
        known = self._ours | self._known
        self._search = Search(terms, known_words=known, permitted=decisions.permitted)
        self._decoder = Decoder(self._search.shortest, self._search.longest)
        self._unchanged = frozenset(shared.code)
        self._clean: dict[str | bytes, int] = {}
        """Short texts of files that hold nothing, and what was looked for in them."""
        self._hits: set[Hit] = set()
        self._near: set[str] = set()
        self._shown: list[str] = []

    def read(self, path: str, content: bytes) -> bool:
        """Look through a file, and tell whether anything at all was found in it.

        Args:
            path: Below the output, with `/`.
            content: The file.
        """
        reading = _Reading(path, self._search, self._decoder, len(content), self._clean)
        reading.read_file(content, self._unchanged)
        self._hits |= reading.hits
        if not reading.hits and not reading.near:
            self._remember(reading.seen)
        if self._decisions.asked:
            self._near |= reading.near
            self._shown += map(_shown, reading.plain)
        return bool(reading.hits)

    def _remember(self, seen: Mapping[str | bytes, int]) -> None:
        """Note what need not be looked at again: heads of pages and the like."""
        for content, look in seen.items():
            if len(content) <= _REMEMBERED:
                known = self._clean.get(content, 0)
                with_room(self._clean, _MOST_REMEMBERED)[content] = known | look

    def report(self) -> Report:
        """Return what was found in the files so far."""
        listed = (phrase_of(name).split() for name in self._decisions.shown_names)
        asked = unknown_names(
            self._shown,
            ours=self._ours,
            known=self._known.union(*listed),
            is_plain=self._terms.is_plain,
        )
        words = sorted({*asked, *self._near}, key=str.casefold)
        return _report(self._hits, self._terms, self._decisions, tuple(words))


def _shown(text: str) -> str:
    """Return what a reader sees of a text."""
    return resolved(without_tags(text) or text)


# What is looked for in a text, in bits: all that decides what is found in it. Never 0: names that
# are one anywhere are always looked for.
_NAMES, _SMALL_NAMES, _SHORT_NAMES, _NUMBERS, _PASSAGES, _NEAR, _NEAR_WITHIN, _FURTHER = (
    1 << bit for bit in range(8)
)
"""The last: what else it may say, in other writings; and in those, words near a name."""


def _look(channel: tuple[str, ...], *, noisy: bool) -> int:
    """Return what is looked for at the end of a channel: less where chance writes, too."""
    look = _NAMES | _FURTHER
    if not noisy:
        look |= _NUMBERS
        if len(channel) <= _PLAIN_CHANNELS:
            look |= _NEAR
    if len(channel) < _PLAIN_CHANNELS:
        look |= _NEAR_WITHIN
    if channel[0] == _FILE_NAME:
        look |= _SMALL_NAMES
    if _CHANCE.isdisjoint(channel):
        look |= _SHORT_NAMES
    if channel[-1] != TAGS_AS_SPACES:
        look |= _PASSAGES
    return look


class _Reading:
    """Reads one file, and what is in it; lives as long as one call."""

    def __init__(
        self,
        path: str,
        search: Search,
        decoder: Decoder,
        size: int,
        clean: Mapping[str | bytes, int],
    ) -> None:
        self.hits: set[Hit] = set()
        self.near: set[str] = set()
        self.seen: dict[str | bytes, int] = {}
        """What was looked through, and for what."""
        self.plain: list[str] = []
        """Texts that are shown as they are, or as markup says."""
        self._path = path
        self._search = search
        self._decoder = decoder
        self._left = max(_LARGEST, _GROWTH * size)
        self._clean = clean

    def read_file(self, content: bytes, unchanged: Collection[str]) -> None:
        """Read a file by what its name says it is, and its name.

        Args:
            content: The file.
            unchanged: Texts of the theme.
        """
        self._read_text(self._path, (_FILE_NAME,), noisy=False)
        name = self._path.rpartition("/")[2]
        suffix = f".{name.rpartition('.')[2].lower()}" if "." in name[1:] else ""
        if name in _NAMED or suffix in _TEXTS:
            text = text_of(content)
            if text is None:
                self._fault(("text",), "is not readable as text")
            elif text not in unchanged:  # else it is the theme's, byte for byte
                code = suffix in _CODE
                self._read_text(text, ("text",), noisy=code)
                if code:
                    self._read_text(strings_of(text), ("text", "strings"), noisy=False)
                if suffix in _SHOWN:
                    self.plain.append(text)
            if text is None or is_marked_wide(content):
                # What calls itself text of two bytes a letter may be of one.
                self._read_bytes(content, ("bytes",), noisy=True)
            return
        kind = _KINDS.get(suffix)
        if kind is None:
            self._hit(("file",), UNKNOWN, suffix or name)
        elif sniff(content) != kind:
            self._fault((kind,), f"is no {kind} file")
        self._read_bytes(content, (kind or "bytes",), noisy=False)

    def _read_bytes(self, content: bytes, channel: tuple[str, ...], *, noisy: bool) -> None:
        if not self._may_read(content, channel, _look(channel, noisy=noisy)):
            return
        for part in parts_of(content):
            if self._left < 0:
                return
            if isinstance(part, Fault):
                self._fault(channel, part.reason)
                continue
            inner = (*channel, part.channel) if part.channel else channel
            if isinstance(part.content, str):
                self._read_text(part.content, inner, noisy=noisy or part.noisy)
            else:
                self._read_bytes(part.content, inner, noisy=noisy or part.noisy)

    def _read_text(self, text: str, channel: tuple[str, ...], *, noisy: bool) -> None:
        text = resolved(text)
        look = _look(channel, noisy=noisy)
        if self._may_read(text, channel, look):
            parts = self._search_text(text, channel, look)
            for decoded in self._decoder.decodings(text, parts=parts):
                inner = (*channel, decoded.channel)
                noise = noisy or decoded.noisy
                if isinstance(decoded.content, bytes):
                    self._read_bytes(decoded.content, inner, noisy=noise)
                elif not decoded.final:
                    self._read_text(decoded.content, inner, noisy=noise)
                else:
                    once = _look(inner, noisy=noise) & ~_FURTHER
                    if self._may_read(decoded.content, inner, once):
                        self._search_text(decoded.content, inner, once)

    def _search_text(self, text: str, channel: tuple[str, ...], look: int) -> bool:
        """Look through a text, and tell whether a part of it may hold something."""
        markup = is_markup(text)
        unbroken = bool(look & _PASSAGES) and self._search.has_passages
        found = self._search.matches(
            text,
            numbers=bool(look & _NUMBERS) and not markup,
            phrases="" if not unbroken else parted(text) if markup else None,
            small=bool(look & _SMALL_NAMES),
        )
        if look & _NEAR:
            self.near |= found.near
        for term in found.terms:
            short = term.alias is not None and len(term.alias.key) < _LEAST_BY_CHANCE
            if not short or look & _SHORT_NAMES:
                self._hit(channel, term.kind, term.text)
        return found.may_be_in_parts

    def _may_read(self, content: str | bytes, channel: tuple[str, ...], look: int) -> bool:
        """Tell whether something is new, or is now looked through for more.

        Note when there is too much of it, or it is too deep.
        """
        seen = self.seen.get(content, 0) | self._clean.get(content, 0)
        if not content or not look & ~seen:
            return False
        self._left -= len(content)
        if self._left < 0:
            self._fault(channel[:1], "holds more than can be looked at")
            return False
        if len(channel) > DEEPEST:
            self._fault(channel[:DEEPEST], "is nested too deep to be looked at")
            return False
        self.seen[content] = look | seen
        return True

    def _fault(self, channel: tuple[str, ...], reason: str) -> None:
        self._hit(channel, UNREADABLE, reason)

    def _hit(self, channel: tuple[str, ...], kind: str, term: str) -> None:
        self.hits.add(Hit(self._path, " › ".join(channel), str(kind), term))


def _report(
    hits: Collection[Hit], terms: Terms, decisions: Decisions, new_words: tuple[str, ...]
) -> Report:
    """Return what is left of the hits when allowances have let some pass."""
    allowances = [one for one in decisions.allowances if one.reader == decisions.reader]
    of_names = (TermKind.NAME, TermKind.ALIAS)
    names = frozenset(
        term.alias.key for term in terms.words if term.alias and term.kind in of_names
    )
    refused = tuple(one for one in allowances if not _is_sound(one, names))
    sound = {(one.file, one.term): one for one in allowances if _is_sound(one, names)}
    allowed = {hit for hit in hits if (hit.file, hit.term) in sound and hit.kind not in of_names}
    used = {(hit.file, hit.term) for hit in allowed}
    return Report(
        hits=tuple(sorted(set(hits) - allowed)),
        allowed=tuple(sorted(allowed)),
        refused=refused,
        unused=tuple(one for key, one in sound.items() if key not in used),
        new_words=new_words,
        words=sum(term.kind not in PASSAGES for term in terms.words),
        passages=terms.passages,
        unchecked=terms.unchecked,
    )


def _is_sound(one: Allowance, names: Collection[str]) -> bool:
    """Tell whether an allowance has a reason and does not name a hidden name."""
    return bool(one.reason.strip()) and squeeze(one.term) not in names
