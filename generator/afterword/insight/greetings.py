"""Names as one writes and as one speaks to people."""

from __future__ import annotations

_TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "madam", "mme", "mlle"),
        *("dr", "doctor", "prof", "professor", "monsieur", "madame", "señor", "señora", "hon"),
        *("matron", "sister", "nurse", "midwife", "brother", "surgeon", "consultant", "registrar"),
        *("captain", "capt", "major", "colonel", "general", "lieutenant", "sergeant", "admiral"),
        *("commander", "inspector", "superintendent", "constable", "officer", "chief", "judge"),
        *("justice", "rev", "revd", "reverend", "father", "fr", "mother", "pastor", "bishop"),
        *("rabbi", "imam", "canon", "deacon", "vicar", "principal", "headmaster", "headmistress"),
        *("herr", "herrn", "frau", "doktor", "professorin", "schwester", "bruder", "pfleger"),
        *("oberin", "oberschwester", "stationsschwester", "stationsleitung", "oberarzt"),
        *("oberärztin", "chefarzt", "chefärztin", "hebamme", "pater", "pfarrer", "pfarrerin"),
        *("pastorin", "diakon", "diakonin", "richter", "richterin", "hauptmann", "oberst"),
        *("leutnant", "feldwebel", "kommissar", "kommissarin", "direktor", "direktorin"),
        *("rektor", "rektorin", "dekan", "dekanin", "meister", "meisterin"),
    )
)


def written(name: str) -> str:
    """Return a name without what follows it: `J. Reid, Ward Manager`."""
    return name.partition(",")[0].strip()


def spoken(name: str) -> str:
    """Return a first name; the whole where it begins with an initial, or has a title in front."""
    name = written(name)
    first, *others = name.split()[:-1] or [name]
    titled = any(word.casefold() in _TITLES for word in (first, *others))
    return name if titled or "." in first or len(first) == 1 else first
