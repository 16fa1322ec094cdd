"""The author's own edition as it may be published: all of it, but for private blocks."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from afterword.build.copies import find_copies
from afterword.build.pages import make_theme
from afterword.build.whole import site_of
from afterword.config import ReaderSettings
from afterword.diagnostics import Severity
from afterword.editions import Edited, EditionError, Pages
from afterword.files.errors import saying_why
from afterword.insight.choosing import Choice
from afterword.insight.edition import Edition
from afterword.insight.index import build as build_index
from afterword.journal.cutting import without_private
from afterword.journal.entries import join
from afterword.site import addresses
from afterword.site.minified import minified
from afterword.site.pages import plan
from afterword.site.parts import Parts
from afterword.understanding import Understood

_NOT_SEALED = frozenset((addresses.MISSING, addresses.FEED, addresses.SITEMAP))


def author_edition(author: Understood, reader: ReaderSettings) -> Edited:
    """Return everything the author's own pages show, without what is in private blocks.

    Args:
        author: The author's portfolio, drafts and all.
        reader: The settings of the reader who is the author.

    Raises:
        EditionError: An entry has errors: something private might stay in.
    """
    drafts = {entry.path for entry in author.journal.entries if entry.draft}
    _refuse_errors(author, drafts)
    cuts = [
        without_private(read, author.vocabulary, keep_blocks=reader.include_private)
        for read in author.reads
        if read.path not in drafts
    ]
    opened = replace(
        author.opened,
        config=replace(author.opened.config, site_url="", site_description=""),
        drafts=False,
    )
    joined = join(
        [one.read for one in cuts],
        config=opened.config,
        vocabulary=author.vocabulary,
        today=opened.today,
        others=[other.path for other in opened.tree.others],
    )
    reads = tuple([one.read for one in cuts])
    unseen = [
        (read.content.decode("utf-8", "replace"), "", "")
        for read in author.reads
        if read.path in drafts
    ]
    private = [*unseen, *((text, "", "") for one in cuts for text in one.away)]
    edition = Edition(
        reader=reader,
        reads=reads,
        config=opened.config,
        pageless=MappingProxyType({}),
        origins=MappingProxyType({e.path: e.slug for e in joined.journal.entries}),
        choice=Choice((), ()),
        hidden=(),
        sources=tuple([one.read.content.decode("utf-8", "replace") for one in cuts]),
        private=tuple(private),
        attached=MappingProxyType({}),
        problems=(),
        near=(),
    )
    made = Understood(opened, author.vocabulary, reads, joined.journal, ())
    return Edited(edition, made, MappingProxyType({}))


def render_author(edited: Edited) -> Pages:
    """Return every file of the author's edition.

    Raises:
        TemplateError: A page cannot be rendered.
        DiskError: A file that an entry refers to cannot be read.
    """
    understood = edited.understood
    opened = understood.opened
    index = build_index(understood.journal)
    site = site_of(opened, index)
    parts = Parts(index, site, opened.today, questions=opened.config.questions)
    theme = make_theme(understood)
    made: dict[str, bytes] = {}
    titles: dict[str, str] = {}
    for route in plan(parts):
        if route.url in _NOT_SEALED:
            continue
        view = route.shown(route.view())
        made[route.url] = theme.render(route.template, view)
        page = getattr(view, "page", None)
        titles[route.url] = (page.title if page else "") or site.title
    for path, source in find_copies(understood).items():
        if isinstance(source, bytes):
            made[path] = minified(path, source)
        else:
            with saying_why(source):
                made[path] = source.read_bytes()
    return Pages(MappingProxyType(made), MappingProxyType(titles))


def _refuse_errors(author: Understood, drafts: set[str]) -> None:
    paths = {f"content/{path}" for path in drafts}
    errors = [
        problem
        for problem in author.diagnostics
        if problem.location.file not in paths
        and (problem.severity is Severity.ERROR or problem.code == "malformed-private")
    ]
    if errors:
        shown = "\n".join(str(problem) for problem in errors)
        message = f"{shown}\nNothing was published: these come first."
        raise EditionError(message)
