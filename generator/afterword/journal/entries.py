"""Readings of single files → a journal in which everything knows its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from afterword.config import Config
from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import Vocabulary, did_you_mean, fold, suggest
from afterword.journal import applications, events, links, points
from afterword.journal.actions import complete, may_lack_year
from afterword.journal.headers import CONTENT, Header, Read, read_headers, settles
from afterword.journal.model import Action, Entry, Event, Journal, Person, Point, Span, Theme
from afterword.journal.people import People
from afterword.journal.reading import located, without_year
from afterword.journal.themes import Themes, near_misses, theme_key

_NO_SPANS: tuple[Span, ...] = ()
_ALWAYS_READERS = frozenset(("author", "nobody", "no"))
"""Whom no settings need to name."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A journal, and the table that resolves its references."""

    journal: Journal
    links: links.Links


def join(  # noqa: PLR0913
    files: Sequence[Read],
    *,
    config: Config,
    vocabulary: Vocabulary,
    today: dt.date,
    others: Iterable[str] = (),
    drafts: bool = False,
) -> Joined:
    """Return the journal that the readings make up.

    Args:
        files: Every entry's file, read by itself.
        config: The portfolio's settings.
        vocabulary: The words in use.
        today: What is later is planned.
        others: Paths below `content/` of all other files.
        drafts: Keep drafts; else they are left out before anything is derived from them,
            and only their diagnostics stay.
    """
    headers, problems = read_headers(files, vocabulary, drafts=drafts)
    for file in files:
        if file.reading.diagnostics:
            problems += [located(d, CONTENT + file.path) for d in file.reading.diagnostics]
    problems += _unknown_keys(files)
    problems += _unknown_readers(files, config)
    for header in headers:
        if header.date is None:
            path, fields = header.read.path, header.read.reading.fields
            problems += [located(d, CONTENT + path) for d in without_year(fields)]
    joiner = _Joiner(headers, config, vocabulary, tuple(others))
    entries = joiner.entries(today)
    problems += joiner.problems
    problems += _theme_doubts(entries, joiner.themes, config)
    journal = Journal(
        entries=entries,
        applications=joiner.grouping.by_slug,
        themes=joiner.themes.by_key,
        people=joiner.people.by_key,
        diagnostics=tuple(problems),
    )
    return Joined(journal, joiner.links)


class _Joiner:
    """The tables one join needs; lives as long as the call."""

    def __init__(
        self,
        headers: Sequence[Header],
        config: Config,
        vocabulary: Vocabulary,
        others: tuple[str, ...],
    ) -> None:
        self.headers = headers
        self.problems: list[Diagnostic] = []
        self.grouping = applications.group(headers)
        self.problems += self.grouping.diagnostics
        mentions: dict[str, int] = {}
        for header in headers:
            for name, weight in points.themes_written(header):
                mentions[name] = mentions.get(name, 0) + weight
        self.themes = Themes(mentions, config.themes)
        self.people = People(headers, vocabulary)
        targets = [links.Target(h.read.path, h.slug, h.read.reading.anchors) for h in headers]
        self.links = links.Links(targets, self.grouping.by_slug, self.themes, others)
        self.rows = {header.slug: i for i, header in enumerate(headers)}
        self.context = points.Context(
            self.themes.find, self.people.find, self.people.source_of, vocabulary
        )

    def entries(self, today: dt.date) -> tuple[Entry, ...]:
        about = {
            i: self.rows[found]
            for i, header in enumerate(self.headers)
            if "about" in header.read.reading.fields
            for found in self._named_entries(header, "about")[:1]
        }
        found, problems = events.find_events(self.headers, self.grouping.of, about)
        self.problems += problems
        made: list[Entry] = []
        for i, header in enumerate(self.headers):
            target = self.headers[about[i]].slug if i in about else ""
            said = self._points(header, found[i])
            made.append(self._entry(i, said, event=found[i], about=target, today=today))
        return tuple(made)

    def _points(self, header: Header, event: Event | None) -> tuple[Point, ...]:
        by = self.people.named(header, "by")
        said, problems = points.find_points(header, event, points.voice(header, by), self.context)
        self.problems += problems
        return said

    def _entry(
        self,
        i: int,
        said: tuple[Point, ...],
        *,
        event: Event | None,
        about: str,
        today: dt.date,
    ) -> Entry:
        header = self.headers[i]
        reading = header.read.reading
        fields = reading.fields
        application = self.grouping.by_slug.get(self.grouping.of[i])
        by, present = self.people.named(header, "by"), self.people.named(header, "with")
        return Entry(
            path=header.read.path,
            slug=header.slug,
            title=header.title,
            date=header.date,
            time=header.time,
            kind=header.kind,
            draft=header.draft,
            planned=header.date is not None and header.date > today,
            application=application.slug if application else "",
            company=application.company if application else header.first("company"),
            role=application.role if application else header.first("role"),
            stage=header.stage,
            outcome=header.outcome,
            sources=header.sources,
            givers=by,
            present=present,
            people=_once((*by, *present, *(p.giver.person for p in said if p.giver.person))),
            about=about,
            goals=self._named_entries(header, "goal") if "goal" in fields else (),
            event=event,
            points=said,
            themes=self._themes_of(header, said),
            settles=settles(header) if "settle" in fields else None,
            questions=reading.questions,
            actions=self._actions(header),
            reading=reading,
            content=header.read.content,
            digest=header.read.digest,
        )

    def _actions(self, header: Header) -> tuple[Action, ...]:
        """Return the next steps; a day without a year is in that of the entry."""
        found = header.read.reading.actions
        if not any(may_lack_year(action) for action in found):
            return found
        completed = [complete(a, header.date, CONTENT + header.read.path) for a in found]
        for _, problems in completed:
            self.problems += problems
        return tuple(action for action, _ in completed)

    def _themes_of(self, header: Header, said: Sequence[Point]) -> tuple[Theme, ...]:
        named = {p.theme.key: p.theme for p in said if p.theme}
        reading = header.read.reading
        spellings = [span.text for span in reading.fields.get("themes", _NO_SPANS)]
        spellings += [name for action in reading.actions for name in action.themes]
        for spelling in spellings:
            theme = self.themes.find(spelling)
            if theme:
                named.setdefault(theme.key, theme)
        return tuple(named.values())

    def _named_entries(self, header: Header, field: str) -> tuple[str, ...]:
        """Resolve a field that names entries; what leads nowhere is an error."""
        result: list[str] = []
        for span in header.read.reading.fields.get(field, _NO_SPANS):
            slugs = self.links.entry(span.text)
            if len(slugs) > 1:
                slugs = tuple(slug for slug in slugs if slug != header.slug)
            if slugs and slugs[0] != header.slug:
                result.append(slugs[0])
            else:
                self.problems.append(_nowhere(header, field, span, slugs))
            if len(slugs) > 1:
                self.problems.append(_several(header, field, span, slugs))
        return tuple(dict.fromkeys(result))


def _once(people: Iterable[Person | None]) -> tuple[Person, ...]:
    return tuple({person.key: person for person in people if person}.values())


def _nowhere(header: Header, field: str, span: Span, slugs: tuple[str, ...]) -> Diagnostic:
    message = (
        f'{field}: "{span.text}" is this entry itself'
        if slugs
        else f'{field}: there is no entry "{span.text}"'
    )
    hint = "write the file's name without .md, with or without its date"
    where = Location(CONTENT + header.read.path, span.line, span.column)
    return Diagnostic(where, Severity.ERROR, "unknown-entry", message, hint)


def _several(header: Header, field: str, span: Span, slugs: tuple[str, ...]) -> Diagnostic:
    where = Location(CONTENT + header.read.path, span.line, span.column)
    message = f'{field}: "{span.text}" can be {" or ".join(slugs[:3])}'
    return Diagnostic(where, Severity.HINT, "ambiguous-link", message, "write it with its date")


def _unknown_keys(files: Sequence[Read]) -> list[Diagnostic]:
    """Warn about each unknown key once, where it stands first, with how many entries have it."""
    first: dict[str, tuple[str, Span]] = {}
    counts: dict[str, int] = {}
    for file in files:
        for span in file.reading.unknown:
            key = fold(span.text)
            first.setdefault(key, (file.path, span))
            counts[key] = counts.get(key, 0) + 1
    return [_unknown_key(path, span, counts[key]) for key, (path, span) in first.items()]


def _unknown_key(path: str, span: Span, count: int) -> Diagnostic:
    times = f" ({count} entries)" if count > 1 else ""
    near = did_you_mean(span.text)
    hint = (
        f'did you mean "{near}"?'
        if near
        else "it stays in the file and is shown on no page; "
        f'`[front_matter] ignore = ["{span.text}"]` silences this'
    )
    where = Location(CONTENT + path, span.line, span.column)
    message = f'"{span.text}" is not a key we know{times}'
    return Diagnostic(where, Severity.WARNING, "unknown-key", message, hint)


def _unknown_readers(files: Sequence[Read], config: Config) -> list[Diagnostic]:
    """Warn about each reader in `share` whom the settings do not name."""
    known = {fold(name) for r in config.readers.values() for name in (r.key, r.name) if name}
    known |= {fold(key) for key in config.readers} | _ALWAYS_READERS
    return [
        _unknown_reader(file.path, span, config)
        for file in files
        for span in file.reading.fields.get("share", _NO_SPANS)
        if fold(span.text) not in known
    ]


def _unknown_reader(path: str, span: Span, config: Config) -> Diagnostic:
    near = suggest(span.text, config.readers)
    hint = (
        f'did you mean "{near}"?'
        if near
        else f"until `[readers.{span.text}]` stands in portfolio.toml, nobody of that name sees it"
    )
    where = Location(CONTENT + path, span.line, span.column)
    message = f'share: there is no reader "{span.text}"'
    return Diagnostic(where, Severity.WARNING, "unknown-reader", message, hint)


def _theme_doubts(entries: Sequence[Entry], themes: Themes, config: Config) -> list[Diagnostic]:
    """Hint at rare themes, not declared, that look like a slip for a frequent one."""
    counts: dict[str, int] = {}
    for entry in entries:
        for theme in entry.themes:
            counts[theme.key] = counts.get(theme.key, 0) + 1
    declared = {theme_key(theme.name) for theme in config.themes}
    near = {k: meant for k, meant in near_misses(counts).items() if k not in declared}
    if not near:
        return []
    return [
        _near_miss(entry, theme, themes.by_key[near[theme.key]], counts[near[theme.key]])
        for entry in entries
        for theme in entry.themes
        if theme.key in near
    ]


def _near_miss(entry: Entry, theme: Theme, meant: Theme, count: int) -> Diagnostic:
    span = _where_written(entry, theme)
    where = Location(CONTENT + entry.path, span.line, span.column)
    return Diagnostic(
        where,
        Severity.HINT,
        "near-miss",
        f"'{theme.name}' looks like '{meant.name}', used {count} times",
        f"if it is the same, write '{meant.name}', or make it an alias in portfolio.toml",
    )


def _where_written(entry: Entry, theme: Theme) -> Span:
    reading = entry.reading
    spans = [
        *(
            s
            for name in ("strengths", "improvements", "themes")
            for s in reading.fields.get(name, ())
        ),
        *(s for remark in reading.remarks for s in remark.themes),
    ]
    return next((s for s in spans if theme_key(s.text) == theme.key), Span("", 0, 0))
