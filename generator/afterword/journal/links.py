"""Where references lead: to an entry, an application, a theme, a file, or nowhere."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from afterword.diagnostics import Severity
from afterword.fields import fold
from afterword.journal.model import Application, Destination, Leads, LinkForm, Reference
from afterword.journal.slugs import LONGEST_BYTES, slug, stem_of
from afterword.journal.themes import Themes

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE = frozenset(("http", "https", "mailto", "tel", "xmpp", "sms", "geo"))
_CUT = LONGEST_BYTES // 2
"""A longer slug may have been cut, so that its end says nothing about the whole name."""
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE)
_DATE_IN_FRONT = re.compile(r"^\d{4}([-_.])\d{2}\1\d{2}[-_ T.]+")


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
        earlier: Links | None = None,
    ) -> None:
        """Make the tables that names are looked up in.

        Args:
            entries: In order.
            applications: By slug.
            themes: Of the journal.
            files: Paths below `content/` of all that are no entries.
            earlier: Of the same entries by path and slug, and the same files.
        """
        self.undated: Mapping[str, Sequence[str]]
        self.files: frozenset[str]
        self._by_path = MappingProxyType({entry.path: entry for entry in entries})
        self._by_slug = MappingProxyType({entry.slug: entry for entry in entries})
        self._applications = MappingProxyType(
            {fold(key): a.slug for a in applications.values() for key in (a.key, a.slug, a.name)}
        )
        self._themes = themes
        self.undated = earlier.undated if earlier else _by_undated_slug(entries)
        self.files = earlier.files if earlier else frozenset(files)
        # A Mac writes `é` in a file's name as two characters, an author in a link as one.
        self._composed = MappingProxyType(
            {
                normalize("NFC", name): name
                for name in (*self._by_path, *self.files)
                if not name.isascii()
            }
        )

    def with_themes(self, themes: Themes) -> Links:
        """Return the same tables with other themes."""
        links = copy.copy(self)
        links._themes = themes  # noqa: SLF001 — its own class
        return links

    def differs_only_in_themes(self, other: Links) -> bool:
        """Tell whether one was made of the other by `with_themes`: only wiki links can differ."""
        return self._by_path is other._by_path

    def find(self, reference: Reference, path: str) -> Destination:
        """Return where a reference in the entry at `path` leads."""
        if reference.form is LinkForm.WIKI:
            return self._wiki(reference.target, path)
        return self._relative(reference.target, path)

    def entry(self, name: str) -> tuple[str, ...]:
        """Return the slugs that a name in front matter can mean: `about`, `goal`.

        The name is a slug, one without its date, or a path; in `[[…]]` or not.
        """
        name = name.strip().removeprefix("[[").removesuffix("]]").partition("|")[0].strip()
        found = self._entries(name)
        return found or (self._entries(name.partition("#")[0]) if "#" in name else ())

    def _entries(self, name: str) -> tuple[str, ...]:
        name = stem_of(name.strip())
        wanted = slug(name) if name else ""
        if wanted in self._by_slug:
            return (wanted,)
        return tuple(self.undated.get(wanted, ()))

    def _wiki(self, target: str, path: str) -> Destination:
        # `[[C#]]` may be a theme, so a name is looked up whole before it is split.
        meanings = self._meanings(target.strip())
        name, mark, heading = target.partition("#")
        if not meanings and mark:
            anchor = slug(heading) if heading.strip() else ""
            if not name.strip():
                return self._here(anchor, path)
            meanings = [m._replace(anchor=anchor) for m in self._meanings(name.strip())]
        if not meanings:
            return Destination(Leads.NOWHERE, target)
        others = tuple(f"{m.leads} {self._shown(m)}" for m in meanings[1:])
        return self._anchored(meanings[0]._replace(ambiguous=others))

    def _meanings(self, name: str) -> list[Destination]:
        """Return all that a name can mean, in the order in which it is resolved."""
        meanings = [Destination(Leads.ENTRY, found) for found in self._entries(name)[:2]]
        application = self._applications.get(fold(name))
        if application:
            meanings.append(Destination(Leads.APPLICATION, application))
        theme = self._themes.find(name)
        if theme:
            meanings.append(Destination(Leads.THEME, theme.key))
        return meanings

    def _shown(self, meaning: Destination) -> str:
        theme = self._themes.by_key.get(meaning.name) if meaning.leads is Leads.THEME else None
        return theme.name if theme else meaning.name

    def _here(self, anchor: str, path: str) -> Destination:
        """Return a heading of the same page, or its top."""
        entry = self._by_path.get(path)
        if anchor and entry and anchor not in entry.anchors:
            return Destination(Leads.HERE, "", "", ("no-heading",))
        return Destination(Leads.HERE, "", anchor)

    def _relative(self, target: str, path: str) -> Destination:
        if target.startswith("#"):
            heading = unquote(target[1:]).removeprefix("h-")
            return self._here(slug(heading) if heading else "", path)
        scheme = _SCHEME.match(target)
        if scheme or target.startswith("//"):
            safe = not scheme or scheme[0][:-1].lower() in _SAFE
            return Destination(Leads.ELSEWHERE if safe else Leads.REFUSED, target)
        bare, _, heading = target.partition("#")
        bare = bare.partition("?")[0]
        folder = posixpath.dirname(path)
        # A file may be called `100%25.md` on the disk, too.
        written = (unquote(bare), bare) if "%" in bare else (bare,)
        names = [posixpath.normpath(posixpath.join(folder, name)) for name in written]
        if names[0].startswith(("../", "/")) or names[0] == "..":
            return Destination(Leads.OUTSIDE, target)
        if self._composed:
            names += [self._composed.get(normalize("NFC", name), "") for name in names]
        for name in names:
            if name in self._by_path:
                anchor = slug(unquote(heading).removeprefix("h-")) if heading else ""
                return self._anchored(Destination(Leads.ENTRY, self._by_path[name].slug, anchor))
            if name in self.files:
                return Destination(Leads.FILE, name)
        return Destination(Leads.NOWHERE, target)

    def _anchored(self, found: Destination) -> Destination:
        """Drop an anchor the entry does not have: the page is found all the same."""
        entry = self._by_slug.get(found.name) if found.leads is Leads.ENTRY else None
        if found.anchor and not (entry and found.anchor in entry.anchors):
            return Destination(found.leads, found.name, "", (*found.ambiguous, "no-heading"))
        return found


def _by_undated_slug(entries: Sequence[Target]) -> Mapping[str, Sequence[str]]:
    undated: dict[str, list[str]] = {}
    for entry in entries:
        whole = stem_of(entry.path) if len(entry.slug) > _CUT else entry.slug
        short = _DATE_IN_FRONT.sub("", whole)
        undated.setdefault(slug(short), []).append(entry.slug)
    return MappingProxyType(undated)


def doubts(reference: Reference, found: Destination) -> Iterable[tuple[Severity, str, str, str]]:
    """Yield severity, code, message and hint for a reference that may not be as meant."""
    picture = reference.form is LinkForm.IMAGE
    shown = reference.target
    if found.leads is Leads.NOWHERE:
        what = "picture" if picture else "link"
        label = "description" if picture else "label"
        embed = reference.form is LinkForm.WIKI and _PICTURE.search(shown)
        hint = f"its {label} is shown instead; is it spelled as the file is?"
        if embed:
            hint = f"write a picture as `![what it shows]({shown})`"
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
    others = ", ".join(other for other in found.ambiguous if other != "no-heading")
    if others:
        hint = f"it leads to the {found.leads} {found.name}; write the file's whole name to be sure"
        yield Severity.HINT, "ambiguous-link", f'"{shown}" can also mean {others}', hint
    if picture and not reference.label.strip():
        hint = "say in a few words what it shows, between the brackets"
        yield Severity.HINT, "missing-alt", f'the picture "{shown}" has no description', hint
