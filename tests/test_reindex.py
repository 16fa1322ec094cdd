"""What is taken over from the last journal makes the same journal and the same index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from afterword.insight.index import Index, build
from afterword.insight.patterns import Patterns, find_patterns
from afterword.insight.reindex import rebuild
from afterword.insight.turns import Turns
from afterword.journal.entries import Joined, join
from afterword.journal.headers import Read
from afterword.journal.reading import read_file
from tests.support.journal import TODAY, file_text, settings_of, words_of

SETTINGS = '[themes."calm"]\naliases = ["serene"]\n'

FRONT = st.lists(
    st.sampled_from(
        (
            *("company: Acme", "role: Cook", "interview: acme cook", "stage: final"),
            *("source: peer", "source: mentor, self", "by: Ann Lee, Ward Manager", "with: Bo"),
            *("strengths: calm, Pace", "strengths: serene", "improvements: pace"),
            *("themes: PACE", "kind: practice", "kind: goal", "occasion: Party", "draft: yes"),
            *("about: a", "about: 2026-03-05-b", "goal: c", "time: 14:00", "date: 2026-03-06"),
            *("title: Other", "share: nobody knows", "odd: key", "outcome: rejected"),
        )
    ),
    max_size=5,
    unique_by=lambda line: line.partition(":")[0],
)
BODY = st.lists(
    st.sampled_from(
        (
            *("Some text.", "[[a]]", "[[pace]]", "[[acme cook]]", "[back](2026-03-05-b.md#one)"),
            *("## One", "## What went well", "- Kept calm — Ann Lee #calm", "- Kept my pace"),
            *("## To improve", "- **PACE** and more — peer", "## Next steps", "- Go (by 4 May)"),
        )
    ),
    max_size=6,
)
FILE = st.builds(lambda front, body: file_text("\n".join([*front, "---", *body])), FRONT, BODY)
PATH = st.sampled_from(
    (
        *("2026-03-04-a.md", "2026-03-05-b.md", "2026-03-05-c.md", "sub/2026-03-05-b.md"),
        *("undated.md", "2026-12-24-later.md"),
    )
)
CHANGE = st.dictionaries(PATH, st.none() | FILE, min_size=1, max_size=2)
DAY = st.sampled_from((TODAY, dt.date(2026, 12, 25)))


def reads_of(files: Mapping[str, str], known: Mapping[str, Read]) -> dict[str, Read]:
    """Return every file's reading; that of a file that is as it was is the same object."""
    found: dict[str, Read] = {}
    for path, text in sorted(files.items()):
        content = text.encode()
        before = known.get(path)
        if before and before.content == content:
            found[path] = before
        else:
            found[path] = Read(path, read_file(content, words_of()), content, str(hash(content)))
    return found


def joined(reads: Mapping[str, Read], today: dt.date, earlier: Joined | None) -> Joined:
    """Return the journal, drafts and all."""
    return join(
        list(reads.values()),
        config=settings_of(SETTINGS),
        vocabulary=words_of(),
        today=today,
        drafts=True,
        earlier=earlier,
    )


def sides(index: Index) -> list[object]:
    """Return all of an index, the order of its keys too."""
    maps = (index.themes, index.applications, index.people, index.sources, index.months)
    return [
        index.journal,
        dict(index.by_slug),
        dict(index.rows),
        *[list(found.items()) for found in maps],
        dict(index.backlinks),
        index.events,
    ]


def turned(turns: Turns) -> list[object]:
    """Return what happened with a theme; an occasion by its key."""
    turn, loop = turns.turn, turns.loop
    words = [turn.then, turn.now] if turn else []
    words += [loop.advice, loop.strength] if loop else []
    return [
        [(one.occasion.event.key, one.lane, one.mention) for one in words],
        turn and (turn.between, turn.again),
        loop and (loop.step, loop.practice),
        turns._replace(turn=None, loop=None),
    ]


def said(patterns: Patterns) -> list[object]:
    """Return all of what was found, as values."""
    return [
        [replace(p, occasions=(), named=len(p.occasions)) for p in patterns.found()],
        [(one.event, one.entries, dict(one.lanes)) for one in patterns.occasions],
        [(key, track.rows, track.people, track.steps) for key, track in patterns.tracks.items()],
        [turned(turns) for turns in patterns.turns.values()],
        patterns.heard,
        patterns.read_paired,
        patterns.besides(),
    ]


@example(
    files={},
    changes=[
        # An entry that is made again, just so, and edited after that.
        ({"2026-03-04-a.md": "---\ngoal: c\n---\n"}, TODAY),
        ({"2026-03-05-b.md": "---\n"}, TODAY),
        ({"2026-03-04-a.md": "---\n"}, TODAY),
    ],
)
@given(st.dictionaries(PATH, FILE, max_size=5), st.lists(st.tuples(CHANGE, DAY), max_size=5))
def test_after_any_edits_it_is_what_a_fresh_start_makes(
    files: dict[str, str], changes: list[tuple[dict[str, str | None], dt.date]]
) -> None:
    reads = reads_of(files, {})
    last = joined(reads, TODAY, None)
    index = build(last.journal)
    patterns = find_patterns(last.journal, TODAY)
    for change, today in changes:
        files = {p: t for p, t in {**files, **change}.items() if t is not None}
        reads = reads_of(files, reads)
        last = joined(reads, today, last)
        index = rebuild(last.journal, index)
        patterns = find_patterns(last.journal, today, patterns)

        fresh = joined(reads, today, None)
        assert last.journal == fresh.journal
        assert sides(index) == sides(build(fresh.journal))
        assert said(patterns) == said(find_patterns(fresh.journal, today))


def test_an_edited_body_leaves_every_other_entry_the_object_it_was() -> None:
    files = {"2026-03-04-a.md": "A", "2026-03-05-b.md": "---\nstrengths: pace\n---\nB"}
    reads = reads_of(files, {})
    before = joined(reads, TODAY, None)
    after = joined(reads_of({**files, "2026-03-04-a.md": "More"}, reads), TODAY, before)

    (a, b), (c, d) = before.journal.entries, after.journal.entries
    assert (a is c, b is d) == (False, True)
