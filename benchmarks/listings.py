"""Whether a built site says what its journal says: every listing, read from the pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.journals import Draft

_LINE = re.compile(r'<li[^>]*><span class="day">.*?</li>', re.DOTALL)
_ENTRY = re.compile(r'href="(?:\.\./)*journal/([^"#]+)\.html"')
_LINK = re.compile(r'<a href="([^"#]+)"[^>]*>([^<]*)</a>')
_MARK = re.compile(r'<span class="pt (\w+)"><span class="vh">[^<]*</span>([^<]*)</span>')
_STRENGTH = frozenset(("plus", "done"))
_OWN_FILES = ".afterword"
_SHOWN = 5
_NEWEST = 8
_FIRST_WORDS = 4
"""Of a body: before any emphasis or link."""
_LONGEST_LIST = 500


def state(output: Path) -> dict[str, tuple[int, int]]:
    """Return every file of a site with its time of change and size."""
    found = {}
    for name in _files(output):
        stat = (output / name).stat()
        found[name] = (stat.st_mtime_ns, stat.st_size)
    return found


def differences(output: Path, expected: Path) -> list[str]:
    """Return the files of two sites that are not the same, byte for byte."""
    left, right = set(_files(output)), set(_files(expected))
    changed = {
        name
        for name in left & right
        if (output / name).read_bytes() != (expected / name).read_bytes()
    }
    return sorted((left ^ right) | changed)


def wrong_listings(output: Path, drafts: Sequence[Draft]) -> list[str]:
    """Return what a site's lists say wrongly about a journal; empty when every list is right.

    Of the timeline and of every theme and application: which entries it has, over all its
    years, and with which themes each. Of Today: that it has the newest.
    """
    themes = _theme_pages(output)
    named = {name for draft in drafts for name in _themes(draft)}
    problems = [f"themes/index.html: wrong about {name}" for name in sorted(named ^ set(themes))]
    problems += _wrong_today(output, drafts)
    problems += _wrong_list(output, "timeline.html", drafts)
    for name in sorted(named & set(themes)):
        having = [draft for draft in drafts if name in _themes(draft)]
        problems += _wrong_list(output, themes[name], having)
    problems += [
        f"{page}: left behind"
        for page in _files(output / "themes", "*.html")
        if page != "index.html" and f"themes/{page}" not in themes.values()
    ]
    applications: dict[str, list[Draft]] = {}
    for draft in drafts:
        applications.setdefault(draft.application, []).append(draft)
    for name, having in applications.items():
        problems += _wrong_list(output, f"interviews/{name}.html", having)
    return problems


def wrong_entry(output: Path, draft: Draft) -> list[str]:
    """Return what an entry's own page lacks: its themes, or the first words of its body."""
    page = f"journal/{draft.slug}.html"
    if not (output / page).exists():
        return [f"{page}: missing"]
    text = (output / page).read_text("utf-8")
    linked = {html.unescape(name) for url, name in _LINK.findall(text) if "themes/" in url}
    problems = [f"{page}: does not link {name}" for name in _themes(draft) if name not in linked]
    first = " ".join(draft.body.split()[:_FIRST_WORDS])
    return problems if first in html.unescape(text) else [*problems, f"{page}: not its text"]


def _files(folder: Path, pattern: str = "**/*") -> Iterator[str]:
    for path in folder.glob(pattern):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(_OWN_FILES):
            yield name


def _themes(draft: Draft) -> tuple[str, ...]:
    return (*draft.strengths, *draft.improvements)


def _theme_pages(output: Path) -> dict[str, str]:
    """Return the page of each theme, by name, as the list of all themes links them."""
    text = (output / "themes" / "index.html").read_text("utf-8")
    text = text.split("<main", 1)[-1].partition("</main>")[0]
    found = {
        html.unescape(name): f"themes/{url.rpartition('/')[2]}" for url, name in _LINK.findall(text)
    }
    return {name: page for name, page in found.items() if (output / page).is_file()}


def _lines(page: Path) -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield each line of a page's lists: slug of the entry, strengths, improvements."""
    for line in _LINE.findall(page.read_text("utf-8")):
        entry = _ENTRY.search(line)
        marks = {(kind, html.unescape(name)) for kind, name in _MARK.findall(line)}
        strengths = {name for kind, name in marks if kind in _STRENGTH}
        improvements = {name for kind, name in marks if kind not in _STRENGTH}
        yield entry.group(1) if entry else "", strengths, improvements


def _wrong_lines(output: Path, page: str, by_slug: dict[str, Draft]) -> Iterator[str]:
    for slug, strengths, improvements in _lines(output / page):
        draft = by_slug.get(slug)
        if draft is None:
            yield f"{page}: lists {slug}, which does not belong there"
        elif strengths != set(draft.strengths) or improvements != set(draft.improvements):
            yield f"{page}: lists {slug} with {sorted(strengths)} and {sorted(improvements)}"


def _wrong_list(output: Path, home: str, drafts: Sequence[Draft]) -> list[str]:
    """Return what is wrong on a list's page and the pages of its years."""
    if not (output / home).exists():
        return [f"{home}: missing"]
    by_slug = {draft.slug: draft for draft in drafts}
    folder = home.removesuffix(".html")
    years = [f"{folder}/{name}" for name in _files(output / folder, "*.html")]
    problems = [p for page in (home, *years) for p in _wrong_lines(output, page, by_slug)]
    first = [slug for slug, _, _ in _lines(output / home)]
    later = {slug for year in years for slug, _, _ in _lines(output / year)}
    if len(first) != min(len(drafts), _LONGEST_LIST):
        problems.append(f"{home}: lists {len(first)} of {len(drafts)} entries")
    lacking = sorted(set(by_slug) - (later if years else set(first)))
    problems += [f"{home}: no year lists {slug}" for slug in lacking]
    return problems[:_SHOWN]


def _wrong_today(output: Path, drafts: Sequence[Draft]) -> list[str]:
    by_slug = {draft.slug: draft for draft in drafts}
    problems = list(_wrong_lines(output, "index.html", by_slug))
    listed = [by_slug[slug].date for slug, _, _ in _lines(output / "index.html") if slug in by_slug]
    newest = sorted((draft.date for draft in drafts), reverse=True)[:_NEWEST]
    return problems if listed == newest else [*problems, "index.html: has not the newest entries"]
