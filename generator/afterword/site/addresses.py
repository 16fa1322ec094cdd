"""Where pages stand, relative to the site's root."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

TODAY = "index.html"
TIMELINE = "timeline.html"
THEMES = "themes/index.html"
PATTERNS = "patterns/index.html"
INTERVIEWS = "interviews/index.html"
SOURCES = "sources/index.html"
PEOPLE = "people/index.html"
STRENGTHS = "strengths.html"
QUESTIONS = "questions.html"
AGENDA = "agenda.html"
GOALS = "goals/index.html"
SEARCH = "search.html"
MISSING = "404.html"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
FILES = "files/"
"""Copies of pictures and other files that entries refer to."""
STATIC = "static/"
PICTURE = STATIC + "share.png"
SEARCHED = "search/"
"""What the search page searches, a script for each year."""

MENU = (
    ("today", TODAY),
    ("timeline", TIMELINE),
    ("themes", THEMES),
    ("patterns", PATTERNS),
    ("interviews", INTERVIEWS),
    ("questions", QUESTIONS),
    ("strengths", STRENGTHS),
    ("sources", SOURCES),
    ("people", PEOPLE),
    ("search", SEARCH),
    ("agenda", AGENDA),
    ("goals", GOALS),
)


def entry(slug: str) -> str:
    """Return the page of an entry."""
    return f"journal/{slug}.html"


def theme(slug: str) -> str:
    """Return the page of a theme."""
    return f"themes/{slug}.html"


def application(slug: str) -> str:
    """Return the page of an application."""
    return f"interviews/{slug}.html"


def source(slug: str) -> str:
    """Return the page of a kind of giver."""
    return f"sources/{slug}.html"


def person(slug: str) -> str:
    """Return the page of a person."""
    return f"people/{slug}.html"


def prepare(slug: str) -> str:
    """Return the preparation sheet of an application."""
    return f"prepare/{slug}.html"


def year_sheet(number: int) -> str:
    """Return the sheet of a year."""
    return f"year/{number}.html"


def goal_anchor(slug: str) -> str:
    """Return the place of a goal on the page of goals."""
    return f"g-{slug}"


def year(home: str, number: int) -> str:
    """Return the page of one year of a long list: `timeline.html` → `timeline/2026.html`."""
    return f"{home.removesuffix('.html')}/{number}.html"


def year_of(url: str) -> int | None:
    """Return the number a page is called by, which is its year; None when it has a name."""
    last = url.rpartition("/")[2].removesuffix(".html")
    return int(last) if last.isascii() and last.isdigit() else None


def search_data(number: int) -> str:
    """Return the script that holds the entries of a year, 0 for those without a date."""
    return f"{SEARCHED}{number}.js"


def month(day: dt.date) -> str:
    """Return the place of a month in the timeline."""
    return f"{year(TIMELINE, day.year)}#m-{day.isoformat()[:7]}"


def file(path: str) -> str:
    """Return the copy of a file below `content/`, spelled for an address."""
    return quote(FILES + path)


def root(url: str) -> str:
    """Return what leads from a page back to the site's root: nothing, or `../` per folder."""
    return "../" * url.count("/")


def absolute(site_url: str, url: str) -> str:
    """Return the address on the web; `index.html` is its folder."""
    bare = url.removesuffix("index.html") if url == TODAY or url.endswith("/index.html") else url
    return site_url + quote(bare)
