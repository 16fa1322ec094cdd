"""What a file's path and front matter say together: when, what it is called, what it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import Vocabulary
from afterword.journal.marks import LONGEST_THEME_WORDS
from afterword.journal.model import SELF, Kind, Reading, Span, Word
from afterword.journal.slugs import slug, stem_of
from afterword.journal.values import BadDate, read_date, read_interval, read_time, read_yes_no

UNREAD_SETTLE_DAYS = 3
"""As long as points stay folded when nobody can read until when."""
_DATED = re.compile(r"^(\d{4}([-_.])\d{2}\2\d{2})(?:[-_ T.]+|$)(.*)$", re.DOTALL)
_DAY_AMID = re.compile(
    r"(?<![^\W_])(?P<year>\d{4})(?P<between>[-_. ]?)(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})"
    r"(?:\d{4}|\d{6})?(?![^\W_])"
)
"""A day, year first, anywhere in a name; a time may follow at once."""
CONTENT = "content/"


class Read(NamedTuple):
    """One file, read by itself."""

    path: str
    """Relative to `content/`."""
    reading: Reading
    content: bytes
    digest: str
    """Of the file's bytes."""
    facts: str = ""
    """Digest of all that other pages than its own can depend on."""


class Header(NamedTuple):
    """An entry before it meets the others."""

    read: Read
    slug: str
    title: str
    date: dt.date | None
    time: dt.time | None
    draft: bool
    kind: Kind
    sources: tuple[Word, ...]
    """As given, else the author alone; nobody is guessed."""
    stage: Word | None
    outcome: Word | None
    post: tuple[str, str, str]
    """Interview, company and role as written; each may be empty."""
    occasion: str
    internal: bool
    spellings: tuple[tuple[str, int], ...]
    """Every spelling of a theme, as often as it is written, with its weight."""

    def first(self, name: str) -> str:
        """Return the first item of a field; empty when absent."""
        spans = self.read.reading.fields.get(name)
        return spans[0].text if spans else ""


class Headed(NamedTuple):
    """The header of one file by itself, and what is wrong with it."""

    header: Header
    problems: tuple[Diagnostic, ...]


NOTHING_HEADED: Mapping[str, Headed] = MappingProxyType({})


def read_headers(
    files: Sequence[Read],
    vocabulary: Vocabulary,
    earlier: Mapping[str, Headed] = NOTHING_HEADED,
) -> dict[str, Headed]:
    """Return the header of each file, by path.

    Args:
        files: Each read by itself.
        vocabulary: The words in use.
        earlier: Headers made with the same words; that of the same reading is taken over.
    """
    words = _Words(vocabulary)
    found: dict[str, Headed] = {}
    for file in files:
        known = earlier.get(file.path)
        if known is None or known.header.read is not file:
            problems: list[Diagnostic] = []
            header = _header(file, words, problems)
            known = Headed(header, tuple(problems))
        found[file.path] = known
    return found


def in_order(
    headed: Mapping[str, Headed], *, drafts: bool = True
) -> tuple[list[Header], list[Diagnostic]]:
    """Return the headers in order of date, time and path, each slug once; undated ones last.

    Drafts that are not wanted take no slug from an entry that is shown.
    """
    headers = [one.header for one in headed.values() if drafts or not one.header.draft]
    headers.sort(key=_order)
    return _one_slug_each(headers)


def _order(header: Header) -> tuple[dt.date, dt.time, str]:
    return header.date or dt.date.max, header.time or dt.time.min, header.read.path


class _Words:
    """The words and days that thousands of headers share, each looked up once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.word: Callable[[str, str], Word] = cache(
            lambda field, text: Word(text, vocabulary.word(field, text) or "")
        )
        self.day = cache(read_date)
        self.is_theme = cache(is_theme)


def _header(file: Read, words: _Words, problems: list[Diagnostic]) -> Header:
    stem = stem_of(file.path)
    dated = _DATED.match(stem)
    date, time = _when(file, dated, words, problems)
    rest = dated[3] if dated else stem
    fields = file.reading.fields
    said = {
        name: tuple([words.word(name, span.text) for span in fields[name]])
        for name in ("kind", "stage", "outcome", "source")
        if name in fields
    }
    sources = said.get("source") or _nobody_named(file, words)
    return Header(
        read=file,
        slug=slug(stem) if dated or date is None else slug(f"{date}-{stem}"),
        title=_title(file, rest or stem),
        date=date,
        time=time,
        draft=_is_draft(file.reading),
        kind=_kind(file.reading, said, sources),
        sources=sources,
        stage=said["stage"][0] if "stage" in said else None,
        outcome=said["outcome"][0] if "outcome" in said else None,
        post=(_first(fields, "interview"), _first(fields, "company"), _first(fields, "role")),
        occasion=_first(fields, "occasion"),
        internal="internal" in fields and bool(read_yes_no(_first(fields, "internal"))),
        spellings=_spellings(file.reading, words),
    )


def _first(fields: Mapping[str, tuple[Span, ...]], name: str) -> str:
    spans = fields.get(name)
    return spans[0].text if spans else ""


def is_theme(text: str) -> bool:
    """Tell a theme from a sentence: over four words is a point without a theme."""
    return len(text.split()) <= LONGEST_THEME_WORDS


def _spellings(reading: Reading, words: _Words) -> tuple[tuple[str, int], ...]:
    """Return every spelling of a theme, with a weight.

    A bullet begins with a capital letter whatever the theme is called, so that spelling
    weighs nothing.
    """
    fields = reading.fields
    found = [
        (span.text, 1)
        for name in ("strengths", "improvements", "themes")
        if name in fields
        for span in fields[name]
        if name == "themes" or words.is_theme(span.text)
    ]
    for remark in reading.remarks:
        if remark.themes:
            found += [(s.text, 0 if s.text[:1].isupper() else 1) for s in remark.themes]
    for action in reading.actions:
        if action.themes:
            found += [(name, 1) for name in action.themes]
    return tuple(found)


def _is_draft(reading: Reading) -> bool:
    """Tell whether an entry is a draft: it says so, or may say so where we cannot read it."""
    if "draft" in reading.fields:
        return read_yes_no(reading.fields["draft"][0].text) is not False
    return any(problem.code == "foreign-front-matter" for problem in reading.diagnostics)


def _nobody_named(file: Read, words: _Words) -> tuple[Word, ...]:
    """Without a source the author speaks, unless `by` names somebody else."""
    by = file.reading.fields.get("by")
    if by and any(words.word("source", span.text).known != "self" for span in by):
        return (Word("others"),)
    return (SELF,)


def _when(
    file: Read, dated: re.Match[str] | None, words: _Words, problems: list[Diagnostic]
) -> tuple[dt.date | None, dt.time | None]:
    fields = file.reading.fields
    named = words.day(dated[1].replace("_", "-")) if dated else None
    from_name = named[0] if isinstance(named, tuple) else None
    date, time = from_name, None
    if isinstance(named, BadDate):
        problems.append(_bad_name(file, named))
    if "date" in fields:
        span = fields["date"][0]
        if dated and span.text == dated[1] and from_name:
            read: tuple[dt.date, dt.time | None] | BadDate = (from_name, None)
        else:
            read = read_date(span.text, year=from_name.year if from_name else None)
        where = Location(CONTENT + file.path, span.line, span.column)
        if isinstance(read, BadDate):
            message = f'"{span.text}" {read.reason}'
            problems.append(Diagnostic(where, Severity.ERROR, "bad-date", message, read.hint))
        else:
            date, time = read
            if from_name and from_name != date:
                message = f"the key says {date}, the file's name {from_name}"
                hint = "the key wins; rename the file if that is right"
                problems.append(Diagnostic(where, Severity.HINT, "date-mismatch", message, hint))
    elif date is None and not isinstance(named, BadDate):
        problems.append(_no_date(file))
    if "time" in fields:
        time = read_time(fields["time"][0].text) or time
    return date, time


def _bad_name(file: Read, bad: BadDate) -> Diagnostic:
    where = Location(CONTENT + file.path)
    message = f"the date in the file's name {bad.reason}"
    return Diagnostic(where, Severity.ERROR, "bad-date", message, bad.hint)


def _no_date(file: Read) -> Diagnostic:
    day = _day_amid(stem_of(file.path))
    return Diagnostic(
        Location(CONTENT + file.path),
        Severity.ERROR,
        "missing-date",
        "this entry has no date, so it is shown last and counts in no pattern",
        f"begin the file's name with {day}, or write `date: {day}`"
        if day
        else "begin the file's name with a date, 2026-03-04-…, or write `date: 2026-03-04`",
    )


def _day_amid(stem: str) -> dt.date | None:
    """Return the day that a name may tell in a way that is not read: a suggestion, no guess."""
    found = _DAY_AMID.search(stem)
    text = "{year}-{month}-{day}".format_map(found.groupdict()) if found else stem
    read = read_date(text)
    return read[0] if isinstance(read, tuple) else None


def _title(file: Read, rest: str) -> str:
    fields = file.reading.fields
    if "title" in fields:
        return fields["title"][0].text
    if file.reading.heading and file.reading.heading.text.strip():
        return file.reading.heading.text
    if _DATED.match(rest):
        return rest
    words = " ".join(rest.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] if words else rest


def _kind(reading: Reading, words: dict[str, tuple[Word, ...]], sources: tuple[Word, ...]) -> Kind:
    """Return the kind as said, else by the first rule that fits."""
    said = words["kind"][0].known if "kind" in words else ""
    if said:
        return Kind(said)
    fields = reading.fields
    if any(name in fields for name in ("measure", "due", "every", "status")):
        return Kind.GOAL
    if "stage" in fields or "outcome" in fields:
        return Kind.INTERVIEW
    if any(source.known != "self" for source in sources):
        return Kind.FEEDBACK
    return Kind.REFLECTION if "source" in fields else Kind.NOTE


def _one_slug_each(headers: list[Header]) -> tuple[list[Header], list[Diagnostic]]:
    problems: list[Diagnostic] = []
    if len({header.slug for header in headers}) == len(headers):
        return headers, problems
    taken: dict[str, str] = {}
    result: list[Header] = []
    for header in headers:
        other = taken.get(header.slug)
        if other is None:
            taken[header.slug] = header.read.path
            result.append(header)
            continue
        problems.append(_clash(header, other))
        number = 2
        while f"{header.slug}-{number}" in taken:
            number += 1
        free = f"{header.slug}-{number}"
        taken[free] = header.read.path
        result.append(header._replace(slug=free))
    return result, problems


def _clash(header: Header, other: str) -> Diagnostic:
    return Diagnostic(
        Location(CONTENT + header.read.path),
        Severity.ERROR,
        "slug-clash",
        f"this entry and {CONTENT}{other} would both stand at {header.slug}.html",
        "rename one of the two files",
    )


def settles(header: Header) -> dt.date | None:
    """Return the day from which improvement points are open; None when they always were."""
    text = header.first("settle")
    if not text or header.date is None:
        return None
    days = read_interval(text)
    if days is not None:
        last = (dt.date.max - header.date).days
        return header.date + dt.timedelta(days=min(days, last))
    read = read_date(text, year=header.date.year)
    if isinstance(read, tuple):
        return read[0]
    # Somebody wanted it to wait, and nobody knows until when: a few days, and an error says so.
    return header.date + dt.timedelta(min(UNREAD_SETTLE_DAYS, (dt.date.max - header.date).days))
