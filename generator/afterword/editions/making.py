"""A portfolio → a reader's edition, or why there is none."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from types import MappingProxyType

from afterword.assets import common_words, dictionary_words, names_of_people, passphrase_words
from afterword.config import Config, ReaderSettings
from afterword.diagnostics import AfterwordError, Diagnostic
from afterword.editions.attachments import Attachments
from afterword.editions.doubts import doubts_about
from afterword.editions.seen import Seen
from afterword.fields import SECTIONS, fold, vocabulary
from afterword.insight.choosing import Left, Why
from afterword.insight.edition import Edition, edition_for
from afterword.insight.ordinary import ALSO_NAMES, stems_of
from afterword.journal.cutting import without_private
from afterword.journal.entries import join
from afterword.journal.model import Journal
from afterword.journal.themes import theme_key
from afterword.site.catalogue import Catalogue
from afterword.site.parts import News
from afterword.sources import SourceTree
from afterword.understanding import Understood, read_alone


class EditionError(AfterwordError):
    """An edition cannot be made, or must not leave."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Say why."""
        return self.message


@dataclass(frozen=True, slots=True)
class Edited:
    """A reader's edition, ready to be rendered."""

    edition: Edition
    understood: Understood
    """As if the edition were a portfolio of its own."""
    attached: Mapping[str, bytes]
    """Name → content: pictures encoded anew, and files that are named for the reader."""
    warnings: tuple[Diagnostic, ...] = ()
    """What the author should look at; it stops nothing."""
    seen: Seen = field(default_factory=Seen)
    """What the reader has been given, this edition among it; nothing before `with_news`."""
    news: News | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    """What an edition says in words of the interface."""

    catalogue: Catalogue

    def title(self, kind: str, day: dt.date) -> str:
        month = str(self.catalogue.month(day).striptags())
        return self.catalogue("shared.entry_of", kind=self.catalogue(f"kind.{kind}"), month=month)

    def label(self, noun: str, letter: str) -> str:
        if noun == "entry":
            return self.catalogue("shared.another")
        word = self.catalogue.word(noun, "noun")
        return self.catalogue("shared.label", noun=word, letter=letter)


@cache
def ordinary_words() -> frozenset[str]:
    """Return words that are a name with a capital only: Applied Materials, Apple."""
    return frozenset(passphrase_words())


def is_common(word: str) -> bool:
    """Tell whether a folded word is often used, so that a name stands in it by chance."""
    return word in common_words()


def is_plain(word: str) -> bool:
    """Tell whether a small word is of a dictionary, but for its ending, and is nobody's name."""
    return all(map(_is_plain_part, word.split("-")))


def _is_plain_part(part: str) -> bool:
    if part in names_of_people() or part in ALSO_NAMES:
        return False
    known = dictionary_words()
    return any(stem in known or stem in ordinary_words() for stem in stems_of(part))


def reader_called(config: Config, text: str) -> ReaderSettings | None:
    """Return the reader that a key or a name means: as written first, then in any case."""
    readers = config.readers.values()
    same: Sequence[Callable[[ReaderSettings], bool]] = (
        lambda one: text == one.key,
        lambda one: text == one.name,
        lambda one: fold(text) == fold(one.key),
        lambda one: fold(text) == fold(one.name),
    )
    return next((one for test in same for one in readers if test(one)), None)


def find_reader(understood: Understood, key: str) -> ReaderSettings:
    """Return the settings of a reader.

    Raises:
        EditionError: There is no such reader, or their settings could not be read in full.
    """
    readers = understood.opened.config.readers
    found = reader_called(understood.opened.config, key)
    if found is None:
        known = ", ".join(sorted(readers)) or "none yet"
        message = f'there is no reader "{key}"'
        adding = f"`afterword share {shlex.quote(key)} ENTRY` adds one"
        hint = f"[readers] in portfolio.toml has: {known}; {adding}"
        raise EditionError(message, hint)
    if not found.sound or not all(name.sound for name in understood.opened.config.names):
        message = f'not all settings of "{found.key}" or of [names] could be read'
        hint = "mend what `afterword check` says of portfolio.toml: a name might stay visible"
        raise EditionError(message, hint)
    return found


def make_edition(understood: Understood, reader: ReaderSettings) -> Edited:
    """Return a reader's edition of a portfolio.

    Args:
        understood: The author's, drafts and all: names in them are hidden, too.
        reader: Whom it is for.
    """
    opened = understood.opened
    attached = Attachments(opened.folder)
    cut, away = _without_private(understood)
    edition = edition_for(
        reader,
        understood.journal,
        cut,
        opened.config,
        vocabulary=understood.vocabulary,
        today=opened.today,
        words=_Words(opened.templates.catalogue),
        attached=attached,
        away=away,
        ordinary=ordinary_words(),
        is_common=is_common,
    )
    catalogue = opened.templates.catalogue
    days = "days" in reader.show
    mine = replace(
        opened,
        config=edition.config,
        settings="",
        templates=replace(
            opened.templates, catalogue=catalogue if days else catalogue.without_days()
        ),
        tree=SourceTree((), ()),
        doubts=(),
        unread=(),
        drafts=False,
    )
    words = vocabulary(edition.config, catalogue.headings or SECTIONS)
    joined = join(
        edition.reads,
        config=edition.config,
        vocabulary=words,
        today=opened.today,
        others=attached.made,
    )
    journal = replace(joined.journal, diagnostics=())
    made = Understood(mine, words, edition.reads, journal, ())
    warnings = doubts_about(edition, opened, attached.refused)
    return Edited(edition, made, MappingProxyType(attached.made), warnings)


def _without_private(understood: Understood) -> tuple[Journal, Mapping[str, tuple[str, ...]]]:
    """Return a journal into which nothing private was ever written, and by path what was."""
    themes = [theme for theme in understood.journal.themes.values() if theme.private]
    private = {theme_key(name) for theme in themes for name in (theme.name, *theme.aliases)}
    cuts = [
        without_private(
            read,
            partial(read_alone, words=understood.vocabulary),
            is_private_theme=(lambda name: theme_key(name) in private) if private else None,
        )
        for read in understood.reads
    ]
    away = {one.read.path: one.away for one in cuts if one.away}
    if all(one.read is read for one, read in zip(cuts, understood.reads, strict=True)):
        return understood.journal, away
    joined = join(
        [one.read for one in cuts],
        config=understood.opened.config,
        vocabulary=understood.vocabulary,
        today=understood.opened.today,
        others=[other.path for other in understood.opened.tree.others],
        drafts=understood.opened.drafts,
    )
    return joined.journal, away


def refuse_faults(edited: Edited) -> None:
    """Stop when an edition must not leave: it has errors, or nobody would see anything.

    Raises:
        EditionError: Why, with every place.
    """
    edition = edited.edition
    if edition.problems:
        shown = "\n".join(str(problem) for problem in edition.problems)
        message = f"{shown}\nNothing was shared: these come first."
        raise EditionError(message)
    if edition.choice.unknown:
        names = ", ".join(edition.choice.unknown)
        message = f"[readers.{edition.reader.key}] names what is not there: {names}"
        raise EditionError(message, "an exclusion that is misspelt would show too much")
    if not edition.reads:
        left = "".join(f"\n    {line}" for line in left_out(edition.choice.left))
        message = f"{edition.reader.key} would see nothing{left}"
        hint = f"write `share: {edition.reader.key}` into an entry, or give `include`"
        raise EditionError(message, "" if left else hint)


_WHY = MappingProxyType(
    {
        Why.DRAFT: "it is a draft: take out `draft`",
        Why.PLANNED: "it is planned, for {day}; write it when it has been",
        Why.UNDATED: "it has no date: give `date`",
        Why.BEFORE: "it is of {day}, before `since` in portfolio.toml",
        Why.EXCLUDED: "`exclude` in portfolio.toml leaves out {selector}",
        Why.SETTLING: "it settles until {settles}; named by `share`, it is shown at once",
    }
)


def left_out(left: Iterable[Left]) -> Sequence[str]:
    """Return for each entry that is not shown, though it was meant to be, its file and why."""
    return [
        f"content/{entry.path} is not shared: "
        + _WHY[why].format(day=entry.date, settles=entry.settles, selector=selector)
        for entry, why, selector in left
    ]
