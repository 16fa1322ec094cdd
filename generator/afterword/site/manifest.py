"""Which pages have to be rendered: those whose complete input is not the same as last time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from afterword.site.entry_pages import EntryPage
from afterword.site.search import Searched
from afterword.site.views import Line, Site

_REMEMBERED = (Line, Site)
"""Parts that stand on many pages: each is digested once."""


class Fingerprints:
    """Digests views; remembers the parts they share. Lives as long as one build."""

    def __init__(self, base: str) -> None:
        """Begin.

        Args:
            base: Digest of all that bears on every page: program, versions, templates.
        """
        self._base = base
        self._known: dict[int, tuple[object, str]] = {}
        self._fields: dict[type, Callable[[Any], object]] = {}
        self._encoder = json.JSONEncoder(
            default=self._plain,
            separators=(",", ":"),
            ensure_ascii=False,
            check_circular=False,
        )

    @property
    def size(self) -> int:
        """How many parts are remembered."""
        return len(self._known)

    def of(self, url: str, template: str, view: object) -> str:
        """Return the fingerprint of a page, 32 hex digits: equal only for equal input."""
        encoded = self._encoded([self._base, url, template, view])
        return hashlib.blake2b(encoded, digest_size=16).hexdigest()

    def _encoded(self, value: object) -> bytes:
        # Frozen dataclasses and days reach the hook; all else the C encoder writes itself.
        return self._encoder.encode(value).encode("utf-8", "surrogatepass")

    def _plain(self, value: object) -> object:
        kind = type(value)
        if isinstance(value, _REMEMBERED):
            known = self._known.get(id(value))
            if known is None:
                digest = hashlib.blake2b(
                    self._encoded(self._values(value, kind)), digest_size=16
                ).hexdigest()
                # The object is kept beside its digest, so that no other can take its id.
                known = self._known[id(value)] = (value, digest)
            return known[1]
        if isinstance(value, (dt.date, dt.time)):
            return value.isoformat()
        if isinstance(value, EntryPage | Searched):
            # What follows from the file alone, its path and digest stand for.
            return (value.entry.path, value.entry.digest, value.around)
        return self._values(value, kind)

    def _values(self, value: object, kind: type) -> object:
        values = self._fields.get(kind)
        if values is None:
            names = [field.name for field in dataclasses.fields(kind)]
            values = self._fields[kind] = attrgetter(*names, "__class__.__name__")
        return values(value)
