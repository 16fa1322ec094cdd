"""Whose names a reader must not see."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from afterword.config import NameSettings
from afterword.insight.aliases import Hidden, NameKind
from afterword.insight.folding import squeeze
from afterword.journal.model import Journal

_MAIL_DOMAIN = re.compile(rb"@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})")


def hidden_names(
    journal: Journal, listed: Sequence[NameSettings], show: Collection[str]
) -> tuple[Hidden, ...]:
    """Return everybody and everything to hide, companies first, in order of appearance.

    Args:
        journal: The whole journal: a name in a private entry must not stand in a shared one.
        listed: `[names]` of the settings; what is neither a person nor a company is always hidden.
        show: What the reader may see: `companies` and `people` are not hidden then.
    """
    all_companies = _companies(journal)
    companies = all_companies if "companies" not in show else ()
    people = [p.name for p in journal.people.values()] if "people" not in show else []
    settings = {squeeze(one.name): one for one in listed}
    domains = _domains(journal)
    known = set(map(squeeze, all_companies))
    known |= {squeeze(person.name) for person in journal.people.values()}
    others = [one.name for one in listed if squeeze(one.name) not in known]
    kinds = (
        (NameKind.COMPANY, companies),
        (NameKind.PERSON, people),
        (NameKind.OTHER, others),
    )
    return tuple(
        Hidden(f"{kind}/{squeeze(name)}", name, kind, _also(name, settings), domains)
        for kind, names in kinds
        for name in names
    )


def _also(name: str, settings: dict[str, NameSettings]) -> tuple[str, ...]:
    listed = settings.get(squeeze(name))
    return listed.also if listed else ()


def _companies(journal: Journal) -> tuple[str, ...]:
    """Return every company that is named, each once."""
    named = dict.fromkeys(entry.company for entry in journal.entries)
    return tuple(name for name in named if squeeze(name))


def _domains(journal: Journal) -> tuple[str, ...]:
    """Return the mail domains that the journal names."""
    found = (
        domain.decode().lower()
        for entry in journal.entries
        if b"@" in entry.content
        for domain in _MAIL_DOMAIN.findall(entry.content)
    )
    return tuple(dict.fromkeys(found))
