"""A reader's edition → all its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from afterword import files
from afterword.build.pages import make_theme
from afterword.build.whole import site_of
from afterword.editions.making import Edited
from afterword.editions.openly import for_everyone
from afterword.insight.index import build
from afterword.site import addresses
from afterword.site.minified import minified
from afterword.site.pages import plan
from afterword.site.parts import Parts


@dataclass(frozen=True, slots=True)
class Pages:
    """All files of an edition."""

    files: Mapping[str, bytes]
    """Path relative to the site → content."""
    titles: Mapping[str, str]
    """Path of a page → its title."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Path → digest of its content, where that is known without making it."""

    def digest(self, path: str) -> str:
        """Return the digest of a file."""
        return self.digests.get(path) or files.digest_of(self.files[path])


def render(edited: Edited) -> Pages:
    """Return every file of an edition.

    Raises:
        TemplateError: A page cannot be rendered.
    """
    understood, reader = edited.understood, edited.edition.reader
    index = build(understood.journal)
    opened = understood.opened
    if reader.sealed:
        opened = replace(opened, config=replace(opened.config, site_description=reader.question))
    site = site_of(
        opened,
        index,
        reader=reader.name or reader.key,
        days="days" in reader.show,
    )
    made: dict[str, bytes] = {}
    if not reader.sealed:
        site, also = for_everyone(site)
        made.update(also)
    by_path = {entry.path: entry.slug for entry in understood.journal.entries}
    pageless = {by_path[path]: theme for path, theme in edited.edition.pageless.items()}
    parts = Parts(index, site, understood.opened.today, pageless=pageless, news=edited.news)
    theme = make_theme(understood)
    titles: dict[str, str] = {}
    for route in plan(parts):
        if route.url == addresses.MISSING and reader.sealed:
            continue
        view = route.shown(route.view())
        made[route.url] = theme.render(route.template, view)
        page = getattr(view, "page", None)
        titles[route.url] = (page.title if page else "") or site.title
    static = {
        name: minified(name, content)
        for name, content in understood.opened.templates.files.items()
        if name.startswith(addresses.STATIC)
    }
    attached = {addresses.FILES + name: content for name, content in edited.attached.items()}
    return Pages(MappingProxyType({**made, **static, **attached}), MappingProxyType(titles))
