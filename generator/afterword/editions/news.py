"""What is new in a reader's edition since the last copy.

A copy is what was shared or published; all of one day are one. An entry has changed when both its
file and what the reader sees of it did: neither an edit of what they cannot see is told, nor that
another entry's name moved a letter.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from afterword import files
from afterword.editions.making import Edited
from afterword.editions.seen import Copy, Seen, read_seen
from afterword.site.parts import News
from afterword.understanding import Understood


def with_news(edited: Edited, author: Understood) -> Edited:
    """Return an edition that says what is new in it.

    Args:
        edited: The edition.
        author: The portfolio it was made from.

    Raises:
        DiskError: What was given before cannot be read.
    """
    if not edited.edition.reader.sealed:
        return edited  # nobody knows who has seen what of pages for everyone
    seen = read_seen(author.opened.folder, edited.edition.reader.key)
    seen = seen.then(_copy_of(edited, author))
    return replace(edited, seen=seen, news=_news(edited, seen))


def _copy_of(edited: Edited, author: Understood) -> Copy:
    files_of = {entry.slug: entry.content for entry in author.journal.entries}
    origins = edited.edition.origins
    shown = {origins[read.path]: read.content for read in edited.edition.reads}
    both = {slug: (_digest(files_of[slug]), _digest(shown[slug])) for slug in shown}
    return Copy(author.opened.today, MappingProxyType(both))


def _news(edited: Edited, seen: Seen) -> News | None:
    if seen.last is None or seen.before is None:
        return None
    new: list[str] = []
    changed: list[str] = []
    known = {written for written, _ in seen.before.entries.values()}
    for entry in edited.understood.journal.entries:
        slug = edited.edition.origins[entry.path]
        written, shown = seen.last.entries[slug]
        before = seen.before.entries.get(slug)
        if before is None and written not in known:  # else its file was given another name
            new.append(entry.slug)
        elif before and before[0] != written and before[1] != shown:
            changed.append(entry.slug)
    return News(seen.before.day, tuple(new), tuple(changed)) if new or changed else None


def _digest(content: bytes) -> str:
    return files.digest_of(content)[:16]
