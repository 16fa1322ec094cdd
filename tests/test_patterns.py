"""What a journal says: all of it, for odd journals too."""

from __future__ import annotations

import datetime as dt
import gc
import random
import weakref

import pytest

from afterword.insight.patterns import CLAIMS, Pattern, Patterns, find_patterns
from afterword.journal.model import Polarity
from tests.support.journal import TODAY, read_all

Files = dict[str, str]


def find(files: Files, today: dt.date = TODAY) -> Patterns:
    return find_patterns(read_all(files, today=today).journal, today)


def named(patterns: Patterns, claim: str) -> list[tuple[str, str, int, int, int]]:
    """Return theme, lane, k, n and people of each pattern of a name."""
    return [
        (p.theme.name, p.lane.value if p.lane else "", p.named, p.events, p.people)
        for p in patterns.found()
        if p.claim == claim
    ]


def claims(patterns: Patterns) -> list[Pattern]:
    return [pattern for pattern in patterns.found() if pattern.claim in CLAIMS]


def word(day: int, themes: str = "", *, source: str = "interviewer", key: str = "strengths") -> str:
    """Return feedback on an occasion of its own."""
    line = f"{key}: {themes}\n" if themes else ""
    return f"source: {source}\noccasion: Day {day}\n{line}---\n"


def month(n: int) -> str:
    return f"{2024 + n // 12}-{n % 12 + 1:02}-04"


def life(*themes: str, source: str = "interviewer", key: str = "strengths") -> Files:
    """Return one event a month."""
    return {
        f"{month(n)}-{n}.md": word(n, named, source=source, key=key)
        for n, named in enumerate(themes)
    }


def test_what_came_up_at_two_events_came_up_again_and_at_three_from_two_people_recurs() -> None:
    patterns = find(life("pace, calm", "pace, calm", "pace"))

    assert named(patterns, "came-up-again") == [("calm", "others", 2, 3, 2)]
    assert named(patterns, "recurring") == [("pace", "others", 3, 3, 3)]


def test_three_events_with_one_mentor_came_up_again() -> None:
    patterns = find(life("pace", "pace", "pace", source="mentor"))

    assert named(patterns, "came-up-again") == [("pace", "others", 3, 3, 1)]


def test_lanes_are_never_added_up() -> None:
    files = life("pace") | {
        "2026-01-04-note.md": "strengths: pace\n---",
        "2026-01-05-note.md": "strengths: pace\n---",
        "2026-01-06-mock.md": "kind: practice\nsource: friend\nstrengths: pace\n---",
        "2026-01-07-mock.md": "kind: practice\nsource: friend\nstrengths: pace\n---",
    }

    assert named(find(files), "came-up-again") == [
        ("pace", "own", 2, 2, 0),
        ("pace", "practice", 2, 2, 1),
    ]


def test_polarities_are_counted_apart_over_all_events_with_words_from_others() -> None:
    files = life("pace", "pace", "calm") | {
        "2025-01-04-a.md": word(20, "pace", key="improvements"),
        "2025-02-04-b.md": word(21, "pace", key="improvements"),
    }

    assert [(p.polarity, p.named, p.events) for p in find(files).by_theme["pace"][:2]] == [
        (Polarity.STRENGTH, 2, 5),
        (Polarity.IMPROVEMENT, 2, 5),
    ]


STANDING = life(*[f"pace, other {n}" for n in range(8)])


def test_a_claim_is_found_with_the_look_it_was_read_at() -> None:
    patterns = find(STANDING)
    (claim,) = claims(patterns)

    assert (claim.claim, claim.theme.name, claim.named, claim.events) == (
        "stands-out",
        "pace",
        8,
        8,
    )
    assert claim.finding
    assert (claim.finding.events, claim.finding.last) == (8, dt.date(2024, 8, 4))
    assert (patterns.look().events, patterns.look().last, patterns.look().next) == (8, 8, 12)


def test_the_order_of_files_changes_nothing() -> None:
    names = list(STANDING)
    random.Random(7).shuffle(names)  # noqa: S311 — a fixed seed, no secret
    mixed = find({name: STANDING[name] for name in names})

    assert [(p.claim, p.theme, p.named, p.finding) for p in mixed.found()] == [
        (p.claim, p.theme, p.named, p.finding) for p in find(STANDING).found()
    ]


def test_an_unrelated_entry_changes_no_other_claim_but_through_the_counts() -> None:
    before = claims(find(STANDING))
    after = claims(find({**STANDING, "2026-10-01-new.md": word(30, "something else")}))

    assert [p.finding for p in after] == [p.finding for p in before]
    assert [(p.named, p.events) for p in after] == [(8, 9)]


def paired(themes: str, count: int = 8) -> Files:
    """Return events that others and the author wrote about."""
    return life(*[themes] * count) | {
        f"{month(n)}-{n}-note.md": f"about: {month(n)}-{n}\nstrengths: effort\n---"
        for n in range(count)
    }


def test_what_others_see_and_my_notes_never_say_is_a_hidden_strength() -> None:
    (claim,) = claims(find(paired("listening")))

    assert (claim.claim, claim.theme.name, claim.named, claim.events, claim.people) == (
        *("hidden-strength", "listening", 8, 8, 8),
    )


@pytest.mark.parametrize(
    "note",
    [
        "strengths: listening\n---",
        "kind: practice\nstrengths: listening\n---",
    ],
)
def test_as_soon_as_my_notes_say_it_it_is_hidden_no_more(note: str) -> None:
    files = {**paired("listening"), "2026-10-01-note.md": note}

    assert [claim for claim in claims(find(files)) if claim.claim == "hidden-strength"] == []


def test_a_step_on_it_shows_that_a_blind_spot_is_none() -> None:
    files = {
        name: text.replace("strengths", "improvements") for name, text in paired("pace").items()
    }
    step = {"2026-10-01-plan.md": "## Next steps\n- [ ] Breathe #pace"}

    assert [claim.claim for claim in claims(find(files))] == ["possible-blind-spot"]
    assert claims(find({**files, **step})) == []


def test_a_pair_of_my_own_notes_is_in_my_lane_and_counted_there() -> None:
    files = {
        "2026-01-04-a.md": "improvements: pace\n---",
        "2026-02-04-b.md": "strengths: pace\n---",
    }

    assert named(find(files), "then-and-now") == [("pace", "own", 2, 2, 0)]


def test_a_pair_across_lanes_is_in_none() -> None:
    files = life("pace", key="improvements") | {"2026-02-04-b.md": "strengths: pace\n---"}

    assert named(find(files), "then-and-now") == [("pace", "", 2, 2, 1)]


def test_where_it_depends_on_who_one_asks_counts_the_events_of_that_stage() -> None:
    def at(stage: str, n: int, key: str) -> str:
        return f"company: Firm {n}\nstage: {stage}\nsource: panel\n{key}: pace\n---\n"

    ways = ("strengths", "strengths", "improvements", "improvements")
    files = {f"2026-0{n + 1}-04-a.md": at("panel", n, way) for n, way in enumerate(ways)}
    files["2026-06-04-b.md"] = at("final", 9, "strengths")

    assert named(find(files), "mixed") == [("pace", "others", 4, 4, 4)]


def test_self_beside_others_counts_only_what_both_wrote_about() -> None:
    files = {**paired("listening", 3), "2026-01-04-more.md": word(40, "listening")}
    besides = find(files).besides()

    assert [(b.theme.name, b.others, b.own, b.both) for b in besides] == [
        ("effort", 0, 3, 0),
        ("listening", 3, 0, 0),
    ]


def test_three_notes_of_my_own_make_descriptions_and_no_claim() -> None:
    patterns = find({f"2026-0{n}-04-note.md": "strengths: pace\n---" for n in (1, 2, 3)})

    assert [p.claim for p in patterns.found()] == ["came-up-again"]
    assert (patterns.look().events, patterns.look().next) == (0, 5)


def test_one_event_with_two_hundred_points_is_one_event() -> None:
    bullets = "\n".join(f"- **Theme {n}** was seen\n- **Theme {n}** again" for n in range(100))
    patterns = find({"2026-01-04-a.md": f"source: peer\n---\n## What went well\n{bullets}"})

    assert list(patterns.found()) == []
    assert patterns.look().events == 1


def test_five_hundred_themes_are_no_pattern() -> None:
    files = life(*[", ".join(f"theme {n * 10 + i}" for i in range(10)) for n in range(30)])
    files |= {"2027-01-04-more.md": word(99, ", ".join(f"theme {n}" for n in range(300, 500)))}

    assert claims(find(files, dt.date(2027, 2, 1))) == []


def test_many_events_on_one_day_are_in_order_of_their_paths_and_make_no_trend() -> None:
    files = {f"2026-01-04-{n:02}.md": word(n, "pace" if n % 2 else "calm") for n in range(18)}
    patterns = find(files)

    assert [p for p in claims(patterns) if p.claim in ("easing", "growing")] == []
    assert patterns.look().events == 18


def test_the_future_counts_nowhere() -> None:
    files = {f"2027-01-{n:02}-later.md": word(n, "pace") for n in range(1, 9)}
    patterns = find(files)

    assert (list(patterns.found()), patterns.look().events) == ([], 0)


def test_an_empty_journal_has_no_patterns() -> None:
    patterns = find({})

    assert (list(patterns.found()), patterns.besides()) == ([], ())


def test_patterns_of_the_same_entries_are_taken_over() -> None:
    journal = read_all(STANDING).journal
    before = find_patterns(journal, TODAY)
    list(before.found())
    after = find_patterns(journal, TODAY, before)

    assert after.heard is before.heard
    assert all(after.turns[key] is found for key, found in before.turns.items())


def test_a_journal_s_patterns_do_not_keep_those_before_them() -> None:
    journal = read_all(STANDING).journal
    first = find_patterns(journal, TODAY)
    gone = weakref.ref(first)
    second = find_patterns(journal, TODAY, first)
    third = find_patterns(journal, TODAY, second)
    del first, second
    gc.collect()

    assert third.look().events == 8
    assert gone() is None
