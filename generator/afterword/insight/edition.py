"""A reader's edition: a smaller journal, made on the source before anything is derived from it.

choose → cut → resolve references → replace names in what is shown → read again. Whoever gets the
result has a journal of its own: counts, pictures, search and addresses are of that alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from afterword.config import Config, NameSettings, ReaderSettings
from afterword.diagnostics import Diagnostic, Severity
from afterword.fields import Vocabulary, fold
from afterword.insight.aliases import Hidden, NameKind
from afterword.insight.choosing import Choice, choose
from afterword.insight.edition_links import Attached
from afterword.insight.edition_sources import sources_of
from afterword.insight.edition_text import Cutter, Shown, Words
from afterword.insight.edition_themes import names_in_themes
from afterword.insight.folding import squeeze
from afterword.insight.hiding import hidden_names
from afterword.insight.labels import Labels, Replaced, company_identity
from afterword.insight.names import Names
from afterword.journal.cuts import locks_in_front, locks_in_text
from afterword.journal.headers import Read
from afterword.journal.model import Entry, Journal
from afterword.journal.reading import body_text, read_file
from afterword.journal.themes import theme_key

_SPENT = frozenset(("malformed-private", "unreadable", "not-text", "too-large"))


@dataclass(frozen=True, slots=True)
class Edition:
    """What a reader may see, as files that make up a journal."""

    reader: ReaderSettings
    """Whom it is for; their question without hidden names."""
    reads: tuple[Read, ...]
    config: Config
    """The portfolio's settings, with nothing in them that the reader must not see."""
    pageless: Mapping[str, str]
    """Path of an entry that was chosen by themes alone → key of the first of them."""
    origins: Mapping[str, str]
    """Path of an entry of the edition → slug of the author's entry it was made from."""
    choice: Choice
    hidden: tuple[Hidden, ...]
    """Names that nothing in the edition may hold."""
    sources: tuple[str, ...]
    """What the reader may see of the chosen entries, in the author's words."""
    private: tuple[tuple[str, str, str], ...]
    """Text, title and path of all that is not in it; what was cut of an entry has no path."""
    attached: Mapping[str, str]
    """Pictures and other files: path below `content/` → what it is called in the edition."""
    problems: tuple[Diagnostic, ...]
    """Errors for which nothing may be shared."""
    near: tuple[str, ...]
    """Words that merely begin or end with a short hidden name, for the author to look at."""
    replaced: tuple[Replaced, ...] = ()
    """What stands in the place of names, for the author to look at."""
    described: tuple[NameSettings, ...] = ()
    """Names in whose place a description of the author's stands."""


def edition_for(  # noqa: PLR0913
    reader: ReaderSettings,
    whole: Journal,
    cut: Journal,
    config: Config,
    *,
    vocabulary: Vocabulary,
    today: dt.date,
    words: Words,
    attached: Attached,
    away: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ordinary: Collection[str] = (),
    is_common: Callable[[str], bool] = lambda _: False,
) -> Edition:
    """Return the edition of a journal for a reader.

    Args:
        reader: Whom it is for.
        whole: The author's journal, drafts and all.
        cut: The same without what is private in its entries.
        config: The portfolio's settings.
        vocabulary: The words in use.
        today: The day.
        words: What it says in words of the interface.
        attached: The files that entries refer to.
        away: Path → what is private in an entry.
        ordinary: Words that are a name with a capital only.
        is_common: Tells words in which a name may stand without being meant.
    """
    choice = choose(cut, reader, today)
    hidden = _hidden(whole, config, reader)
    labels = Labels(cut, config, hidden, words.label)
    names = Names(hidden, ordinary=ordinary, is_common=is_common)
    withheld = _withheld(whole)
    cutter = Cutter(
        *(cut, reader, names, labels, words, choice, vocabulary, attached, config.reply_to),
        withheld,
    )
    reads: list[Read] = []
    pageless: dict[str, str] = {}
    origins: dict[str, str] = {}
    for one in choice.chosen:
        shown = cutter.cut(one)
        reads.append(_read(shown, vocabulary))
        origins[shown.path] = one.entry.slug
        if one.only:
            pageless[shown.path] = min(one.only)
    sources = [sources_of(one, reader, withheld) for one in choice.chosen]
    gone = [
        *(text for one in sources for text in one.withheld),
        *(text for one in choice.chosen for text in away.get(one.entry.path, ())),
        *cutter.cut_away,
    ]
    used = _themes_in(reads)
    problems = (*_errors(whole, choice), *names_in_themes(cut, choice, used, names))
    return Edition(
        reader=replace(reader, question=labels.replace(reader.question, names)),
        reads=tuple(reads),
        config=_cut_settings(config, reader, names, labels, used),
        pageless=MappingProxyType(pageless),
        origins=MappingProxyType(origins),
        choice=choice._replace(unknown=(*choice.unknown, *_unknown_files(reader, cutter))),
        hidden=tuple(hidden),
        sources=tuple([text for one in sources for text in one.shown]),
        private=tuple(_private(whole, choice, gone)),
        attached=MappingProxyType(cutter.attached),
        problems=(*problems, *cutter.problems),
        near=tuple(dict.fromkeys(cutter.near)),
        replaced=labels.replaced,
        described=labels.described(config.names),
    )


def _unknown_files(reader: ReaderSettings, cutter: Cutter) -> tuple[str, ...]:
    """Return the files that are named for the reader and that nothing of theirs refers to."""
    return tuple([path for path in reader.files if path not in cutter.attached])


def _read(shown: Shown, vocabulary: Vocabulary) -> Read:
    content = shown.text.encode("utf-8", "replace")
    return Read(shown.path, read_file(content, vocabulary), content, shown.path)


def _hidden(journal: Journal, config: Config, reader: ReaderSettings) -> list[Hidden]:
    """Return the names a reader must not see: those the author lists are hidden from everybody.

    The reader's own name, as remarks are signed with it, is no news to them.
    """
    listed = {squeeze(one.name) for one in config.names}
    ids = _ids(journal)
    everybody = hidden_names(journal, config.names, ())
    hidden = {one.identity for one in hidden_names(journal, config.names, reader.show)}
    hidden.discard(f"{NameKind.PERSON}/{squeeze(reader.name)}")
    found = [
        replace(one, also=(*one.also, *ids.get(one.identity, ())))
        for one in everybody
        if one.identity in hidden or squeeze(one.name) in listed
    ]
    if "companies" not in reader.show:
        found += [
            Hidden(f"{NameKind.OTHER}/{application.key}", application.key, NameKind.OTHER)
            for application in journal.applications.values()
            if application.key and not application.company
        ]
    return found


def _ids(journal: Journal) -> Mapping[str, tuple[str, ...]]:
    """Return for each company what its applications are called in front matter."""
    found: dict[str, dict[str, None]] = {}
    for application in journal.applications.values():
        company = application.company
        if company and fold(company) not in application.key:
            found.setdefault(company_identity(company), {})[application.key] = None
    return {company: tuple(keys) for company, keys in found.items()}


def _cut_settings(
    config: Config,
    reader: ReaderSettings,
    names: Names,
    labels: Labels,
    used: frozenset[str],
) -> Config:
    """Return settings without readers, names, targets, private themes and addresses.

    An edition for everyone says where it stands.
    """
    themes = tuple(
        [
            replace(
                theme,
                description=labels.replace(theme.description, names),
                group=labels.replace(theme.group, names),
                aliases=tuple([also for also in theme.aliases if not names.find(also).names]),
            )
            for theme in config.themes
            if not theme.private and theme_key(theme.name) in used
        ]
    )
    return replace(
        config,
        title=labels.replace(config.title, names),
        author="" if "people" not in reader.show else config.author,
        site_url="" if reader.sealed else config.site_url,
        site_description="" if reader.sealed else labels.replace(config.site_description, names),
        themes=themes,
        questions=(),
        names=(),
        readers=MappingProxyType({}),
        publish=Config().publish,
        editor="",
    )


def _themes_in(reads: Sequence[Read]) -> frozenset[str]:
    """Return the keys of all themes that the edition names: no other may be declared in it."""
    return frozenset(
        theme_key(span.text)
        for read in reads
        for field in ("strengths", "improvements", "themes")
        for span in read.reading.fields.get(field, ())
    ) | frozenset(
        theme_key(span.text) for r in reads for m in r.reading.remarks for span in m.themes
    )


def _errors(journal: Journal, choice: Choice) -> list[Diagnostic]:
    """Return the errors of the entries that were chosen: nothing is shared while there are any."""
    paths = {f"content/{one.entry.path}" for one in choice.chosen}
    said = [
        problem
        for problem in journal.diagnostics
        if problem.location.file in paths
        and (problem.severity is Severity.ERROR or problem.code in _SPENT)
    ]
    return [*said, *(lock for one in choice.chosen for lock in _open_locks(one.entry))]


def _open_locks(entry: Entry) -> list[Diagnostic]:
    file = f"content/{entry.path}"
    first = entry.reading.body_line
    head = entry.content.decode("utf-8", "replace").split("\n")[: first - 1]
    found = [*locks_in_front(head), *locks_in_text(body_text(entry), first_line=first)]
    return [replace(lock, location=replace(lock.location, file=file)) for lock in found]


def _withheld(whole: Journal) -> frozenset[tuple[str, int]]:
    """Return path and line of the bullets that are about private themes alone."""
    named: dict[tuple[str, int], list[bool]] = {}
    for entry in whole.entries:
        for point in entry.points:
            for evidence in point.evidence:
                private = point.theme is not None and point.theme.private
                named.setdefault((entry.path, evidence.line), []).append(private)
    return frozenset(place for place, private in named.items() if all(private))


def _private(
    journal: Journal, choice: Choice, gone: Sequence[str]
) -> Sequence[tuple[str, str, str]]:
    shown = {one.entry.slug for one in choice.chosen if not one.only}
    whole = [
        (_source(entry), entry.title, entry.path)
        for entry in journal.entries
        if entry.slug not in shown
    ]
    return [*whole, *((text, "", "") for text in gone if text.strip())]


def _source(entry: Entry) -> str:
    # Apart, as their keys keep them in the file: a title and a date are no passage together.
    head = "\n\n".join(span.text for spans in entry.reading.fields.values() for span in spans)
    return f"{head}\n\n{body_text(entry)}"
