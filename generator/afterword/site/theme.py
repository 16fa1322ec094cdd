"""Views and templates → pages. The only place where Markdown becomes HTML."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup, escape

from afterword.fields import Vocabulary
from afterword.journal.body import Section
from afterword.journal.reading import sections_of
from afterword.journal.slugs import slug
from afterword.site import addresses
from afterword.site.catalogue import Catalogue, counted
from afterword.site.environment import make_environment
from afterword.site.markdown import Link as MarkdownLink
from afterword.site.markdown import Markdown, Target
from afterword.site.page_views import EntryView
from afterword.site.template_faults import FOLDER, TemplateError, fault, misspelt
from afterword.site.views import Link, Page, Prose, Ref
from afterword.site.wording import Sentence, marked, plain

_NO_UTF8 = re.compile("[\udc80-\udcff]")

MOST_PARTS = 4_000
"""Rendered parts that are remembered at a time, about 4 MB."""


@dataclass(frozen=True, slots=True)
class SectionHtml:
    """A section of an entry, as its template shows it."""

    heading: Markup
    anchor: str
    role: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of an entry that have something to show, by what they are read as."""

    text: tuple[SectionHtml, ...]
    """Just text, and research, in the order written."""
    strengths: tuple[SectionHtml, ...]
    """Of these and the following: what is not shown from the view's remarks."""
    improvements: tuple[SectionHtml, ...]
    questions: tuple[SectionHtml, ...]
    forgotten: tuple[SectionHtml, ...]
    steps: tuple[SectionHtml, ...]


class Theme:
    """Renders views; holds compiled templates and Markdown converters for one build."""

    def __init__(
        self,
        templates: Mapping[str, str],
        catalogue: Catalogue,
        vocabulary: Vocabulary,
        *,
        sandboxed: bool,
        compiled: jinja2.BytecodeCache | None = None,
    ) -> None:
        """Prepare a theme.

        Args:
            templates: Name → source; a byte that is not UTF-8 is a lone surrogate.
            catalogue: Words of the interface.
            vocabulary: How bodies are read.
            sandboxed: Some templates come from the portfolio, which may be a stranger's.
            compiled: Where templates compiled before are found; not asked when sandboxed.
        """
        self._templates = templates
        self._vocabulary = vocabulary
        self._private = catalogue("entry.private")
        self._markdown = Markdown(slug)
        self._environment = make_environment(self._load, sandboxed=sandboxed, compiled=compiled)
        self._environment.filters |= self._filters(catalogue)
        self._prose: dict[tuple[str, str], Markup] = {}
        self._made: dict[tuple[str, int, str, str], tuple[object, Markup]] = {}
        self._bare: dict[str, Page] = {}

    def render(self, template: str, view: Any) -> bytes:  # noqa: ANN401 — any of views.py
        """Return the page a view makes with a template, in UTF-8.

        Raises:
            TemplateError: The template or one it uses is broken.
        """
        page: Page | None = getattr(view, "page", None)
        self._prose.clear()
        extra: dict[str, object] = {}
        if isinstance(view, EntryView):
            sections, footnotes = self._entry(view)
            extra = {"sections": sections, "footnotes": footnotes}
        try:
            compiled = self._environment.get_template(template)
            return compiled.render(view=view, page=page, **extra).encode()
        except Exception as error:
            # A template can fail in any way its author can think of; a fault of ours, with
            # no template on the way to it, goes up as it is.
            found = fault(error, template)
            if found is None:
                raise
            raise found from error

    def broken(self, among: Collection[str] | None = None) -> tuple[TemplateError, ...]:
        """Return an error for each template that cannot be compiled; none is rendered.

        Args:
            among: Names; None for all.
        """
        errors: list[TemplateError] = []
        for name in sorted(self._templates):
            if among is not None and name not in among:
                continue
            try:
                self._environment.get_template(name)
            except jinja2.TemplateSyntaxError as error:
                errors.append(misspelt(error, name))
            except RecursionError:
                errors.append(TemplateError(name, 0, "is nested too deep"))
        return tuple(errors)

    def forget(self, parts: Iterable[object]) -> None:
        """Let go of what was rendered of parts that are nowhere any more."""
        gone = {id(part) for part in parts}
        if gone:
            self._made = {key: made for key, made in self._made.items() if key[1] not in gone}

    def compile_all(self) -> None:
        """Compile every template now, so that processes forked from this one need not."""
        for name in self._templates:
            # Reported when it is used.
            with contextlib.suppress(jinja2.TemplateError, RecursionError):
                self._environment.get_template(name)

    def _filters(self, catalogue: Catalogue) -> dict[str, Callable[..., object]]:
        return {
            "date": catalogue.date,
            "date_of_copy": catalogue.date_of_copy,
            "date_short": catalogue.date_short,
            "day": catalogue.day,
            "month": catalogue.month,
            "weekday_date": catalogue.weekday_date,
            "time": _time_of_day,
            "number": counted,
            "json": _json,
            "s": catalogue,
            "words": catalogue.words,
            "word": catalogue.word,
            "sentence": partial(_sentence, catalogue),
            "plain": partial(_plain, catalogue),
            "month_short": partial(_month_short, catalogue),
            "href": _href,
            "canonical": _canonical,
            "link": _link,
            "part": self._part,
            "html": self._html,
            "inline": self._inline,
        }

    def _load(self, name: str) -> tuple[str, str, None] | None:
        source = self._templates.get(name)
        if source is None:
            return None
        if found := _NO_UTF8.search(source):
            reason, line = "is not UTF-8 text", source.count("\n", 0, found.start()) + 1
            raise jinja2.TemplateSyntaxError(reason, line, name, FOLDER + name)
        return source, FOLDER + name, None

    def _entry(self, view: EntryView) -> tuple[Sections, Markup]:
        """Render an entry's sections, and its remarks with them: one conversion a page."""
        found = sections_of(view.body.entry, self._vocabulary)
        fragments: list[str] = []
        for section in found:
            fragments.append(section.heading)
            fragments += [part.text for part in section.parts]
        prose = list(dict.fromkeys(p.text for p in _prose_of(view) if _is_rich(p.text)))
        resolve = _resolver(view.body.links, view.page)
        taken = [section.anchor for section in found if section.anchor]
        rendered = self._markdown.render([*fragments, *prose], resolve=resolve, top=3, taken=taken)
        html = iter(rendered.fragments)
        sections = [
            _section(s, next(html), [next(html) for _ in s.parts], self._private) for s in found
        ]
        for text, made in zip(prose, html, strict=True):
            self._prose[text, view.page.root] = Markup(made)  # noqa: S704 — the author's right
        return _by_role(sections, view), Markup(rendered.footnotes)  # noqa: S704

    def _html(self, prose: Prose, page: Page) -> Markup:
        """Render a block of Markdown."""
        known = self._prose.get((prose.text, page.root))
        if known is not None:
            return known
        made = self._markdown.inline(prose.text, resolve=_resolver(prose.links, page))
        return Markup(made)  # noqa: S704 — raw HTML in an entry is the author's right

    def _part(self, one: object, name: str, page: Page, form: str = "") -> Markup:
        """Render what looks the same wherever it stands: once for each depth of folders."""
        key = (name, id(one), page.root, form)
        made = self._made.get(key)
        if made is None:
            template = self._environment.get_template(f"partials/{name}.html")
            bare = self._without_its_own(page)
            html = Markup(template.render(one=one, page=bare, form=form).strip())  # noqa: S704
            if len(self._made) >= MOST_PARTS:
                self._made.clear()
            # Kept beside its HTML, so that no other value can take its id.
            made = self._made[key] = (one, html)
        return made[1]

    def _without_its_own(self, page: Page) -> Page:
        """Return of a page what its root and site say, or the first one's would be on others."""
        bare = self._bare.get(page.root)
        if bare is None or bare.site is not page.site:
            bare = self._bare[page.root] = replace(page, url="", title="", current="")
        return bare

    def _inline(self, prose: Prose, page: Page) -> Markup:
        """Render Markdown without the paragraph around it, when it is only one."""
        return Markup(_unwrapped(str(self._html(prose, page))))  # noqa: S704


def _by_role(sections: Sequence[SectionHtml], view: EntryView) -> Sections:
    # A section whose items the view shows stays without text: links lead to its heading.
    shown = {
        "strengths": view.strengths,
        "improvements": view.improvements,
        "questions": view.asked,
        "forgotten": view.forgotten,
        "steps": view.steps,
    }
    roles: dict[str, list[SectionHtml]] = {}
    for section in sections:
        if section.html or shown.get(section.role):
            role = "" if section.role == "research" else section.role
            roles.setdefault(role, []).append(section)
    found = {role: tuple(sections) for role, sections in roles.items()}
    return Sections(
        found.get("", ()),
        found.get("strengths", ()),
        found.get("improvements", ()),
        found.get("questions", ()),
        found.get("forgotten", ()),
        found.get("steps", ()),
    )


def _section(section: Section, heading: str, parts: Sequence[str], private: str) -> SectionHtml:
    html = "\n".join(
        _private(h, private) if p.private else h for p, h in zip(section.parts, parts, strict=True)
    )
    return SectionHtml(
        Markup(_unwrapped(heading)),  # noqa: S704
        section.anchor,
        section.role,
        Markup(html),  # noqa: S704
    )


def _private(html: str, label: str) -> str:
    return f'<div class="private">\n<p class="lbl">{escape(label)}</p>\n{html}\n</div>'


def _unwrapped(html: str) -> str:
    inner = html.strip().removeprefix("<p>").removesuffix("</p>")
    single = html.strip() == f"<p>{inner}</p>" and "<p>" not in inner
    return inner if single else html


def _is_rich(text: str) -> bool:
    """Tell whether text needs the Markdown library at all; what does not is cheaper alone."""
    return not text.replace(" ", "").replace(",", "").replace("’", "").isalnum()


def _prose_of(view: EntryView) -> list[Prose]:
    """Return all Markdown of an entry that its template may show."""
    said = (*view.strengths, *view.improvements)
    return [
        *(prose for one in said for prose in (one.text, *one.quotes)),
        *(
            prose
            for q in (*view.asked, *view.forgotten)
            for prose in (q.question, q.answer, q.better)
        ),
        *(step.text for step in view.steps),
    ]


def _resolver(links: Sequence[Link], page: Page) -> partial[Target]:
    return partial(_resolve, {(link.form, link.target): link for link in links}, page)


def _resolve(links: Mapping[tuple[str, str], Link], page: Page, asked: MarkdownLink) -> Target:
    found = links.get((asked.kind, asked.target))
    if found is None:
        # Written in a way the index does not read, as in raw brackets: only what is safe.
        absolute = urlsplit(asked.target).scheme in ("http", "https", "mailto")
        return Target(asked.target if absolute else None, asked.label, as_link=True)
    if not found.url:
        return Target(None, asked.label or found.label)
    elsewhere = _is_elsewhere(found.url)
    as_link = elsewhere and asked.kind == "image"
    return Target(_href(found.url, page), asked.label or found.label, as_link=as_link)


def _is_elsewhere(url: str) -> bool:
    return url.startswith("//") or ":" in url.partition("/")[0]


def _href(url: str, page: Page) -> str:
    return url if url.startswith("#") or _is_elsewhere(url) else page.root + url


def _link(ref: Ref, page: Page) -> Markup:
    """Return a link called by the page's title."""
    return Markup(f'<a href="{escape(_href(ref.url, page))}">{escape(ref.title)}</a>')  # noqa: S704


def _sentence(catalogue: Catalogue, one: Sentence, page: Page) -> Markup:
    return marked(one, catalogue, _href(one.theme.url, page) if one.theme else "")


def _plain(catalogue: Catalogue, one: Sentence | dt.date) -> str:
    """Write a sentence or a day without any markup, as names of pictures need it."""
    if isinstance(one, dt.date):
        return str(catalogue.date(one).striptags())
    return plain(one, catalogue)


def _month_short(catalogue: Catalogue, day: dt.date) -> str:
    return catalogue.months_short[day.month - 1]


def _canonical(page: Page) -> str:
    """Return a page's address on the web, as the sitemap has it."""
    return addresses.absolute(page.site.url, page.url)


def _time_of_day(time: dt.time) -> str:
    return f"{time:%H:%M}"


def _json(value: object) -> Markup:
    """Write a value as JSON that may stand in a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it can end the script or begin a comment.
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))  # noqa: S704
