"""Where references lead: to an entry, an application, a theme, a file, or nowhere."""

from __future__ import annotations

import enum
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from afterword.diagnostics import Severity
from afterword.fields import fold
from afterword.journal.model import Application, LinkForm, Reference, Theme
from afterword.journal.slugs import slug
from afterword.journal.themes import Themes

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE = frozenset(("http", "https", "mailto", "tel", "xmpp", "sms", "geo"))
_DATE_IN_FRONT = re.compile(r"^\d{4}-\d{2}-\d{2}-")


class Leads(enum.StrEnum):
    """What a reference leads to."""

    ENTRY = "entry"
    APPLICATION = "application"
    THEME = "theme"
    FILE = "file"
    HERE = "here"
    """A heading of the same page."""
    ELSEWHERE = "elsewhere"
    """Another host, a mail address."""
    OUTSIDE = "outside"
    """A file outside `content/`."""
    NOWHERE = "nowhere"
    REFUSED = "refused"
    """A script, or another address that is not followed."""


class Destination(NamedTuple):
    """Where one reference leads."""

    leads: Leads
    name: str = ""
    """Slug of an entry or application, key of a theme, path of a file, or an address."""
    anchor: str = ""
    """Slug of a heading."""
    ambiguous: tuple[str, ...] = ()
    """What else the name could mean."""


class Target(NamedTuple):
    """An entry as far as links are concerned."""

    path: str
    slug: str
    anchors: tuple[str, ...]


class Links:
    """Resolves the references of a journal."""

    def __init__(
        self,
        entries: Sequence[Target],
        applications: Mapping[str, Application],
        themes: Themes,
        files: Iterable[str],
    ) -> None:
        self._by_path = MappingProxyType({entry.path: entry for entry in entries})
        self._by_slug = MappingProxyType({entry.slug: entry for entry in entries})
        undated: dict[str, list[str]] = {}
        for entry in entries:
            undated.setdefault(_DATE_IN_FRONT.sub("", entry.slug), []).append(entry.slug)
        self._undated = MappingProxyType(undated)
        self._applications = MappingProxyType(
            {fold(key): a.slug for a in applications.values() for key in (a.key, a.slug, a.name)}
        )
        self._themes = themes
        self._files = frozenset(files)

    def find(self, reference: Reference, path: str) -> Destination:
        """Return where a reference in the entry at `path` leads."""
        if reference.form is LinkForm.WIKI:
            return self._wiki(reference.target)
        return self._relative(reference.target, path)

    def entry(self, name: str) -> tuple[str, ...]:
        """Return the slugs that a name in front matter can mean: `about`, `goal`.

        The name is a slug, one without its date, or a path; in `[[…]]` or not.
        """
        name = name.strip().removeprefix("[[").removesuffix("]]").partition("|")[0].strip()
        name = name.partition("#")[0].removesuffix(".md").rpartition("/")[2]
        wanted = slug(name) if name else ""
        if wanted in self._by_slug:
            return (wanted,)
        return tuple(self._undated.get(wanted, ()))

    def _wiki(self, target: str) -> Destination:
        name, _, heading = target.partition("#")
        anchor = slug(heading) if heading else ""
        meanings = [Destination(Leads.ENTRY, found, anchor) for found in self.entry(name)[:2]]
        application = self._applications.get(fold(name.strip()))
        if application:
            meanings.append(Destination(Leads.APPLICATION, application))
        theme: Theme | None = self._themes.find(name.strip())
        if theme:
            meanings.append(Destination(Leads.THEME, theme.key))
        if not meanings:
            return Destination(Leads.NOWHERE, target)
        first = meanings[0]
        others = tuple(f"{m.leads} {m.name}" for m in meanings[1:])
        return self._anchored(Destination(first.leads, first.name, first.anchor, others))

    def _relative(self, target: str, path: str) -> Destination:
        if target.startswith("#"):
            return Destination(Leads.HERE, "", slug(unquote(target[1:]).removeprefix("h-")))
        scheme = _SCHEME.match(target)
        if scheme or target.startswith("//"):
            safe = not scheme or scheme[0][:-1].lower() in _SAFE
            return Destination(Leads.ELSEWHERE if safe else Leads.REFUSED, target)
        bare, _, heading = target.partition("#")
        bare = unquote(bare.partition("?")[0])
        joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), bare))
        climbs = posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))
        if climbs.startswith(("../", "/")) or climbs == "..":
            return Destination(Leads.OUTSIDE, target)
        found = joined.removeprefix("/")
        if found in self._by_path:
            anchor = slug(unquote(heading).removeprefix("h-")) if heading else ""
            return self._anchored(Destination(Leads.ENTRY, self._by_path[found].slug, anchor))
        if found in self._files:
            return Destination(Leads.FILE, found)
        return Destination(Leads.NOWHERE, target)

    def _anchored(self, found: Destination) -> Destination:
        """Drop an anchor the entry does not have: the page is found all the same."""
        if found.anchor and found.anchor not in self._by_slug[found.name].anchors:
            return Destination(found.leads, found.name, "", (*found.ambiguous, "no-heading"))
        return found


def doubts(
    reference: Reference, found: Destination
) -> Iterable[tuple[Severity, str, str, str]]:
    """Yield severity, code, message and hint for a reference that may not be as meant."""
    picture = reference.form is LinkForm.IMAGE
    shown = reference.target
    if found.leads is Leads.NOWHERE:
        what = "picture" if picture else "link"
        hint = f"its {'description' if picture else 'label'} is shown instead; is it spelled as the file is?"
        yield Severity.WARNING, f"missing-{what}", f'"{shown}" leads nowhere', hint
    elif found.leads is Leads.OUTSIDE:
        hint = "move the file into content/; nothing outside is ever copied"
        yield Severity.WARNING, "link-outside", f'"{shown}" is outside content/', hint
    elif found.leads is Leads.REFUSED:
        hint = "only web, mail and telephone addresses are followed"
        yield Severity.WARNING, "refused-link", f'"{shown}" is not an address we link to', hint
    elif found.leads is Leads.ELSEWHERE and picture:
        hint = "a page asks no other host for anything; save the picture beside the entry"
        yield Severity.WARNING, "picture-elsewhere", f'the picture "{shown}" becomes a link', hint
    if "no-heading" in found.ambiguous:
        hint = "the link leads to the top of the page"
        yield Severity.WARNING, "missing-heading", f'"{shown}": there is no such heading', hint
    elif found.ambiguous:
        hint = f"it leads to the {found.leads} {found.name}; write the file's whole name to be sure"
        others = ", ".join(found.ambiguous)
        yield Severity.HINT, "ambiguous-link", f'"{shown}" can also mean {others}', hint
    if picture and not reference.label.strip():
        hint = "say in a few words what it shows, between the brackets"
        yield Severity.HINT, "missing-alt", f'the picture "{shown}" has no description', hint
