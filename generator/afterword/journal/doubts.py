"""What is doubtful in a journal as a whole: keys, readers and themes that look like slips."""

from __future__ import annotations

from collections.abc import Sequence

from afterword.config import Config
from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import did_you_mean, fold, suggest
from afterword.journal.headers import CONTENT, Read
from afterword.journal.model import Entry, Kind, Polarity, Span, Theme
from afterword.journal.themes import Themes, near_misses, theme_key

_ALWAYS_READERS = frozenset(("author", "nobody", "no"))
"""Whom no settings need to name."""


def unknown_keys(files: Sequence[Read]) -> list[Diagnostic]:
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


def unknown_readers(files: Sequence[Read], config: Config) -> list[Diagnostic]:
    """Warn about each reader in `share` whom the settings do not name."""
    known = {fold(name) for r in config.readers.values() for name in (r.key, r.name) if name}
    known |= {fold(key) for key in config.readers} | _ALWAYS_READERS
    return [
        _unknown_reader(file.path, span, config)
        for file in files
        for span in file.reading.fields.get("share", ())
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


def theme_doubts(entries: Sequence[Entry], themes: Themes, config: Config) -> list[Diagnostic]:
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


MOST_THEMES = 12
"""Themes that an entry may name one way before it is a list of words, not remarks."""
_FEW_ENTRIES = 5


def point_doubts(entry: Entry) -> list[Diagnostic]:
    """Hint at what would make patterns say less than the author may think."""
    points = len(entry.points)
    if not points or not (entry.planned or entry.kind is Kind.FEEDBACK or points > MOST_THEMES):
        return []
    fields = entry.reading.fields
    where = CONTENT + entry.path
    found: list[Diagnostic] = []
    if entry.planned:
        span = next(iter(fields.get("date", ())), Span("", 0, 0))
        found.append(_points_ahead(Location(where, span.line, span.column), entry))
    if entry.kind is Kind.FEEDBACK and "source" not in fields and "by" not in fields:
        span = next(iter(fields.get("kind", ())), Span("", 0, 0))
        found.append(_no_source(Location(where, span.line, span.column)))
    for polarity in Polarity if points > MOST_THEMES else ():
        themes = {p.theme.key for p in entry.points if p.theme and p.polarity is polarity}
        if len(themes) > MOST_THEMES:
            found.append(_many_themes(Location(where), polarity, len(themes)))
    return found


def _points_ahead(where: Location, entry: Entry) -> Diagnostic:
    return Diagnostic(
        where,
        Severity.HINT,
        "points-ahead",
        f"what went well or not is written down, but {entry.date} is after today",
        "it counts in no pattern until then; is the date right?",
    )


def _no_source(where: Location) -> Diagnostic:
    return Diagnostic(
        where,
        Severity.HINT,
        "no-source",
        "this is feedback, but nobody is said to have given it",
        "it counts as your own note; add `source:` or `by:`",
    )


def _many_themes(where: Location, polarity: Polarity, count: int) -> Diagnostic:
    word = "strengths" if polarity is Polarity.STRENGTH else "improvements"
    return Diagnostic(
        where,
        Severity.HINT,
        "many-themes",
        f"{count} {word} at once are a list of words more than remarks",
        "the few that mattered make clearer patterns",
    )


def day_doubts(entries: Sequence[Entry]) -> list[Diagnostic]:
    """Hint at a journal whose entries are all of one day: over time it can say nothing.

    Args:
        entries: In order of time, undated ones last.
    """
    dated = [entry for entry in entries[:_FEW_ENTRIES] if entry.date]
    last = next((entry for entry in reversed(entries) if entry.date), None)
    if len(dated) < _FEW_ENTRIES or last is None or dated[0].date != last.date:
        return []
    return [
        Diagnostic(
            Location(CONTENT + dated[0].path),
            Severity.HINT,
            "one-day",
            f"all entries are dated {last.date}",
            "give each the day on which it took place; patterns over time need it",
        )
    ]


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
