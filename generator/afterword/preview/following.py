"""Which page to bring up after a save, and where on it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from afterword.journal.model import Entry, Journal
from afterword.journal.reading import body_text
from afterword.journal.slugs import slug
from afterword.site import addresses

_HEADING = re.compile(r" {0,3}#{1,6}\s+(?P<name>.*?)(?:\s#+)?\s*$")
_UNDERLINED = re.compile(r" {0,3}(?:=+|-+)\s*$")


def follow(before: Journal, after: Journal) -> str:
    """Return the page of the one entry whose file was written, at the changed heading.

    Empty when none or several were: a checkout of many files should bring up nothing.
    """
    known = {entry.path: entry for entry in before.entries}
    changed = [
        entry
        for entry in after.entries
        if (was := known.get(entry.path)) is not entry
        and (was is None or was.digest != entry.digest)
    ]
    if len(changed) != 1:
        return ""
    (entry,) = changed
    was = known.get(entry.path)
    anchor = changed_heading(was, entry) if was else ""
    return addresses.entry(entry.slug) + (f"#{anchor}" if anchor else "")


def moved(before: Journal, after: Journal) -> Mapping[str, str]:
    """Return the pages of entries that are gone, and for each where to go instead.

    That is the same text under its new name, else the entry before it in time, else Today.
    """
    now = {entry.slug for entry in after.entries}
    gone = [entry for entry in before.entries if entry.slug not in now]
    if not gone:
        return {}
    was = {entry.slug for entry in before.entries}
    come = {entry.digest: entry.slug for entry in after.entries if entry.slug not in was}
    return {addresses.entry(entry.slug): _instead(entry, before, now, come) for entry in gone}


def _instead(entry: Entry, before: Journal, now: set[str], come: Mapping[str, str]) -> str:
    if entry.digest in come:
        return addresses.entry(come[entry.digest])
    row = next(i for i, other in enumerate(before.entries) if other is entry)
    earlier = (other.slug for other in reversed(before.entries[:row]) if other.slug in now)
    slug_before = next(earlier, "")
    return addresses.entry(slug_before) if slug_before else addresses.TODAY


def changed_heading(before: Entry, after: Entry) -> str:
    """Return the id of the heading above the first line that changed; empty above the first."""
    old, new = (body_text(entry).split("\n") for entry in (before, after))
    if old == new:
        return ""  # the front matter alone was edited
    same = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    for i in range(min(same, len(new) - 1), -1, -1):
        name = _heading(new, i)
        if name and slug(name) in after.reading.anchors:
            return f"h-{slug(name)}"
    return ""


def _heading(lines: list[str], i: int) -> str:
    found = _HEADING.match(lines[i])
    if found:
        return found["name"]
    underlined = i + 1 < len(lines) and lines[i].strip() and _UNDERLINED.match(lines[i + 1])
    return lines[i].strip() if underlined else ""
