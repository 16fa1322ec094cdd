"""The files of a portfolio → a journal in which everything knows its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from afterword import files
from afterword.assets import program_digest
from afterword.diagnostics import Diagnostic, in_order
from afterword.fields import SECTIONS, Vocabulary, vocabulary
from afterword.insight.requests import worth_in
from afterword.journal.entries import Joined, join
from afterword.journal.headers import Read
from afterword.journal.model import Journal, Reading
from afterword.journal.reading import read_file
from afterword.journal.stored import facts, from_row, to_row
from afterword.portfolio import Opened
from afterword.process import share_out, without_collection
from afterword.sources import SourceFile

_READINGS = "readings"
_AT_ONCE = 500
_WORTH_SHARING = 300
"""Files from which on a second process reads faster than this one alone."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A portfolio, read: all that pages are made of."""

    opened: Opened
    vocabulary: Vocabulary
    reads: Sequence[Read]
    """Every file by itself."""
    journal: Journal
    diagnostics: tuple[Diagnostic, ...]
    """All of them, in order."""
    joined: Joined | None = None
    """What the next journal can take over; None unless it was to be kept."""

    def shape(self) -> str:
        """Return a digest of all that a page depends on, but for the texts of other entries."""
        feed = bool(self.opened.config.site_url)
        parts = (
            [(read.path, read.facts, read.reading.summary if feed else "") for read in self.reads],
            [other.path for other in self.opened.tree.others],
            (self.opened.settings, self.opened.today.isoformat(), self.opened.drafts),
        )
        return files.digest_of(json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace"))


def understand(opened: Opened, *, use_cache: bool = True, keep: bool = False) -> Understood:
    """Read every entry and join them.

    Args:
        opened: From `open_portfolio`.
        use_cache: Take what was read before from the cache, and add to it.
        keep: The next journal will be understood from this one.
    """
    words = _words(opened)
    cache = files.Cache(opened.folder) if use_cache else None
    with without_collection():
        reads = _read_entries(opened.tree.entries, words, cache)
        return _understood(opened, words, reads, None, keep=keep)


def understand_again(opened: Opened, earlier: Understood) -> Understood:
    """Return what `understand` does, sooner when little has changed.

    Args:
        opened: As the portfolio is now.
        earlier: As it was, kept. What follows from the same files is the same objects.
    """
    words = _words(opened)
    last = earlier.joined if words == earlier.vocabulary else None
    known = {read.path: read for read in earlier.reads} if last else {}
    reads = _read_again(opened.tree.entries, words, known, files.Cache(opened.folder))
    same = (opened.config, opened.drafts) == (earlier.opened.config, earlier.opened.drafts)
    return _understood(opened, words, reads, last if same else None, keep=True)


def _words(opened: Opened) -> Vocabulary:
    return vocabulary(opened.config, opened.templates.catalogue.headings or SECTIONS)


def _understood(
    opened: Opened,
    words: Vocabulary,
    reads: Sequence[Read],
    earlier: Joined | None,
    *,
    keep: bool,
) -> Understood:
    joined = join(
        reads,
        config=opened.config,
        vocabulary=words,
        today=opened.today,
        others=(other.path for other in opened.tree.others),
        drafts=opened.drafts,
        earlier=earlier,
    )
    journal = joined.journal
    problems = in_order((*opened.diagnostics, *journal.diagnostics))
    return Understood(opened, words, reads, journal, problems, joined if keep else None)


def _read_again(
    sources: Sequence[SourceFile],
    words: Vocabulary,
    known: Mapping[str, Read],
    cache: files.Cache,
) -> list[Read]:
    """Return every file's reading; that of a file with the same bytes is the same object.

    Args:
        sources: The files.
        words: The words in use.
        known: Readings by path, made with the same words.
        cache: Asked and added to only when nothing is known.
    """
    reads: list[Read | None] = []
    for source in sources:
        before = known.get(source.path)
        same = before is not None and (
            before.content is source.content or before.content == source.content
        )
        reads.append(before if same else None)
    changed = [source for source, read in zip(sources, reads, strict=True) if read is None]
    fresh = iter(_read_entries(changed, words, None if known else cache))
    return [read or next(fresh) for read in reads]


def _read_entries(
    sources: Sequence[SourceFile], words: Vocabulary, cache: files.Cache | None
) -> list[Read]:
    """Return the reading of every file, from the cache where it has it."""
    digests = [files.digest_of(source.content) for source in sources]
    key = files.digest_of(f"{program_digest()} {words.digest()}".encode())
    readings = _stored_readings(cache, key, frozenset(digests)) if cache else {}
    missing = {
        digest: source.content
        for digest, source in zip(digests, sources, strict=True)
        if digest not in readings
    }
    fresh = _read_files(tuple(missing.items()), words)
    for digest, (about, row) in fresh.items():
        readings[digest] = (about, from_row(json.loads(row)))
    if cache and fresh:
        _store_rows(cache, key, fresh, frozenset(digests))
    return [
        Read(source.path, readings[digest][1], source.content, digest, readings[digest][0])
        for source, digest in zip(sources, digests, strict=True)
    ]


def read_alone(path: str, content: bytes, words: Vocabulary) -> Read:
    """Return the reading of one file that stands on no disk.

    Args:
        path: Relative to `content/`.
        content: The file's bytes.
        words: The words in use.
    """
    reading = read_file(content, words)
    return Read(path, reading, content, files.digest_of(content), _stored(reading, content)[0])


def _stored_readings(
    cache: files.Cache, key: str, wanted: frozenset[str]
) -> dict[str, tuple[str, Reading]]:
    """Return digest → facts and reading of what is stored and wanted."""
    readings: dict[str, tuple[str, Reading]] = {}
    lines = _stored_lines(cache, key, wanted)
    # So many at once: one by one takes longer, and all of them take much room.
    while some := list(islice(lines, _AT_ONCE)):
        cells = [line.decode("utf-8", "replace").split("\t", 2) for line in some]
        rows = [(*cell, "", "")[:3] for cell in cells]
        for (digest, about, _), row in zip(rows, _parsed([r for *_, r in rows]), strict=True):
            try:
                readings[digest] = (about, from_row(row))
            except (ValueError, TypeError, KeyError, IndexError, AttributeError):
                continue  # not one of ours: read the file again
    return readings


def _stored_lines(cache: files.Cache, key: str, wanted: frozenset[str]) -> Iterator[bytes]:
    """Yield what is stored and wanted: digest, digest of the facts, reading, between tabs."""
    lines = (cache.read(_READINGS) or b"").split(b"\n")
    if lines[0] == key.encode():
        known = {digest.encode() for digest in wanted}
        yield from (line for line in lines[1:] if line[: line.find(b"\t")] in known)


def _parsed(texts: Sequence[str]) -> list[Any]:
    """Return what the rows hold, None for what is no JSON; all at once is sooner."""
    try:
        found: list[Any] = json.loads(f"[{','.join(texts)}]")
    except ValueError:
        found = []
    return found if len(found) == len(texts) else [_json(text) for text in texts]


def _json(text: str) -> Any:  # noqa: ANN401 — whatever stands there
    try:
        return json.loads(text)
    except ValueError:
        return None


_Row = tuple[str, str]
"""Digest of the facts, and the stored reading."""


def _read_files(missing: Sequence[tuple[str, bytes]], words: Vocabulary) -> dict[str, _Row]:
    """Return digest → stored reading."""

    def work(share: Sequence[tuple[str, bytes]]) -> dict[str, _Row]:
        return {digest: _stored(read_file(content, words), content) for digest, content in share}

    found: dict[str, _Row] = {}
    for share in share_out(work, missing, worth=_WORTH_SHARING):
        found |= share
    return found


def _stored(reading: Reading, content: bytes) -> _Row:
    about = json.dumps([facts(reading), *worth_in(content)], ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )
    return files.digest_of(about), json.dumps(to_row(reading), ensure_ascii=False)


def _store_rows(
    cache: files.Cache, key: str, fresh: Mapping[str, _Row], wanted: frozenset[str]
) -> None:
    """Add what was read; write everything anew when half of what is stored is of no use."""
    lines = [f"\n{digest}\t{about}\t{row}".encode() for digest, (about, row) in fresh.items()]
    stored = cache.read(_READINGS)
    usable = stored is not None and stored.startswith(key.encode())
    if usable and stored is not None and stored.count(b"\n") < 2 * len(wanted) + 100:
        cache.append(_READINGS, b"".join(lines))
    else:
        kept = [b"\n" + line for line in _stored_lines(cache, key, wanted - fresh.keys())]
        cache.write(_READINGS, b"".join([key.encode(), *kept, *lines]))
