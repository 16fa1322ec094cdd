"""What the author should look at in an edition before it leaves: nothing of it stops a share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from afterword import files
from afterword.diagnostics import Diagnostic, Location, Severity, in_order
from afterword.editions.attachments import PictureError
from afterword.fields.toml import find_places
from afterword.insight.edition import Edition
from afterword.journal.headers import CONTENT
from afterword.journal.model import Leads
from afterword.portfolio import Opened

_DEFINITE = frozenset(("the", "der", "die", "das", "den", "dem", "des"))
_CAPITALS = re.compile(r"[A-ZÄÖÜ].*[A-ZÄÖÜ]")


def doubts_about(
    edition: Edition, opened: Opened, refused: Mapping[str, PictureError]
) -> tuple[Diagnostic, ...]:
    """Return warnings about an edition, by place.

    Args:
        edition: The edition.
        opened: The author's portfolio.
        refused: Path below `content/` of a file that is no picture that can be shown → why.
    """
    return in_order([*_unshown(edition, refused), *_telling(edition, opened)])


def is_telling(description: str, language: str) -> bool:
    """Tell whether a description claims to fit one alone.

    It does with a definite article first, with a digit, with two capitals in a word, and with a
    capital after the first word, but not in German, where every noun has one.

    Args:
        description: What stands in a name's place.
        language: Of the portfolio.
    """
    first, *others = description.split() or [""]
    german = language.partition("-")[0].lower() == "de"
    return (
        first.lower() in _DEFINITE
        or any(letter.isdigit() for letter in description)
        or any(_CAPITALS.match(word) for word in (first, *others))
        or (not german and any(word[:1].isupper() for word in others))
    )


def _unshown(edition: Edition, refused: Mapping[str, PictureError]) -> Iterator[Diagnostic]:
    """Yield each place that refers to a picture which is left out."""
    for entry, _ in edition.choice.chosen:
        references = zip(entry.reading.references, entry.destinations, strict=True)
        for reference, where in references:
            if where.leads is not Leads.FILE or where.name in edition.attached:
                continue
            if error := refused.get(where.name):
                yield Diagnostic(
                    Location(CONTENT + entry.path, reference.line, reference.column),
                    Severity.WARNING,
                    "unshown-picture",
                    f'"{reference.target}" is left out of what is shared: it {error.reason}',
                    error.hint,
                )


def _telling(edition: Edition, opened: Opened) -> Iterator[Diagnostic]:
    """Yield each description in use that may fit one alone."""
    telling = [one for one in edition.described if is_telling(one.label, opened.config.language)]
    places = find_places(opened.settings) if telling else {}
    for one in telling:
        place = places.get(("names", one.name, "as"), places.get(("names", one.name), (0, 0)))
        yield Diagnostic(
            Location(files.SETTINGS, *place),
            Severity.WARNING,
            "telling-label",
            f'"{one.label}", which stands for "{one.name}", may fit nobody else',
            "a description that fits one alone says who it is: say less, or leave `as` out",
        )
