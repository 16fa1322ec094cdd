"""Themes: one identity for all spellings, and the spelling that is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from afterword.config import ThemeSettings
from afterword.fields import fold
from afterword.journal.model import Theme
from afterword.journal.slugs import distinct

_NEAR_LENGTH = 5
"""Shorter names differ by a letter and mean different things: pace, pacs."""
_LONGEST_NEAR = 60
"""Longer names are sentences; their deletions would take memory by the square."""


def theme_key(name: str) -> str:
    """Return a theme's identity: case, composition form, spaces, `-` and `_` ignored."""
    return fold(name).replace(" ", "")


class Themes:
    """All themes of a journal, by any spelling."""

    def __init__(self, mentions: Mapping[str, int], declared: Iterable[ThemeSettings]) -> None:
        """Make the themes.

        Args:
            mentions: Spelling → how often it is written.
            declared: From portfolio.toml; their spelling and aliases win.
        """
        settings = tuple(declared)
        alias = {theme_key(name): theme_key(t.name) for t in settings for name in t.aliases}
        self._keys: dict[str, str] = {}
        spellings: dict[str, Counter[str]] = {theme_key(t.name): Counter() for t in settings}
        for spelling, count in mentions.items():
            key = theme_key(spelling)
            key = alias.get(key, key)
            self._keys[spelling] = key
            if key:
                spellings.setdefault(key, Counter())[spelling] += count
        self._alias = MappingProxyType(alias)
        self.by_key = _made(spellings, {theme_key(t.name): t for t in settings})

    def find(self, name: str) -> Theme | None:
        """Return the theme of a name in any spelling; None when nobody mentions or declares it."""
        key = self._keys.get(name)
        if key is None:
            key = theme_key(name)
            key = self._alias.get(key, key)
        return self.by_key.get(key)

    def differing(self, other: Themes) -> frozenset[str]:
        """Return the spellings that mean another theme here than there."""
        if self is other:
            return frozenset()
        spellings = self._keys.keys() | other._keys.keys()
        return frozenset(s for s in spellings if self.find(s) != other.find(s))


def _made(
    spellings: Mapping[str, Counter[str]], settings: Mapping[str, ThemeSettings]
) -> Mapping[str, Theme]:
    taken: dict[str, str] = {}
    themes: dict[str, Theme] = {}
    for key in sorted(spellings):
        declared = settings.get(key)
        # The most frequent spelling; of equals the first by code point, whatever the files' order.
        counts = spellings[key]
        name = declared.name if declared else min(counts, key=lambda s: (-counts[s], s))
        themes[key] = Theme(
            key=key,
            name=name,
            slug=distinct(name, taken, key),
            group=declared.group if declared else "",
            description=declared.description if declared else "",
            private=bool(declared and declared.private),
            aliases=tuple(declared.aliases) if declared else (),
        )
    return MappingProxyType(themes)


def near_misses(counts: Mapping[str, int]) -> dict[str, str]:
    """Return rare theme keys that look like a slip for a frequent one: rare → frequent.

    Two keys are near when they are equal after one letter is deleted from either or both
    (which covers a changed, added, missing or swapped letter). Each key is looked up by its
    deletions, so thousands of themes take milliseconds.

    Args:
        counts: Theme key → in how many entries it is named.
    """
    by_deletion: dict[str, list[str]] = {}
    for key in counts:
        if _NEAR_LENGTH <= len(key) <= _LONGEST_NEAR:
            for form in {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}:
                by_deletion.setdefault(form, []).append(key)
    nearest: dict[str, str] = {}
    for keys in by_deletion.values():
        if len(keys) < 2:  # noqa: PLR2004
            continue
        frequent = min(keys, key=lambda k: (-counts[k], k))
        for rare in keys:
            seldom = counts[rare] * 4 <= counts[frequent]
            if rare != frequent and seldom and _one_slip(rare, frequent):
                best = nearest.get(rare)
                if best is None or (-counts[frequent], frequent) < (-counts[best], best):
                    nearest[rare] = frequent
    return nearest


def _one_slip(one: str, other: str) -> bool:
    """Tell whether one letter was changed, added, left out, or swapped with its neighbour.

    A change of digits is no slip (round 1, round 2), nor is a plural.
    """
    if re.sub(r"\d+", "", one) == re.sub(r"\d+", "", other):
        return False
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return long != short + "s"
    differing = [i for i in range(len(one)) if one[i] != other[i]]
    if len(differing) == 1:
        return True
    i, j = differing[0], differing[-1]
    swapped = len(differing) == 2 and j == i + 1  # noqa: PLR2004
    return swapped and one[i] == other[j] and one[j] == other[i]
