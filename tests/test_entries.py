"""A journal in which everything knows its place: dates, slugs, kinds, titles, drafts, doubts."""

from __future__ import annotations

import datetime as dt

import pytest

from afterword.diagnostics import Severity
from tests.support.journal import TODAY, codes, entries_of, read, read_all


def doubts(files: dict[str, str], settings: str = "") -> list[tuple[str, str, str, int, int]]:
    return [
        (d.severity.word, d.code, d.location.file, d.location.line, d.location.column)
        for d in read_all(files, settings=settings).journal.diagnostics
    ]


# Dates and order


@pytest.mark.parametrize(
    ("path", "source", "date"),
    [
        ("2026-03-04-acme.md", "A", dt.date(2026, 3, 4)),
        ("2026-03-04.md", "A", dt.date(2026, 3, 4)),
        ("2026-03-04 acme.md", "A", dt.date(2026, 3, 4)),
        ("2026_03_04.md", "A", dt.date(2026, 3, 4)),
        ("2026.03.04-acme.md", "A", dt.date(2026, 3, 4)),
        ("acme.md", "date: 4 March 2026\n---", dt.date(2026, 3, 4)),
        ("acme.md", "date: 2026-03-04 14:00\n---", dt.date(2026, 3, 4)),
        ("2026-03-04-acme.md", "date: 24 Feb\n---", dt.date(2026, 2, 24)),
        ("deep/er/2026-03-04-acme.md", "A", dt.date(2026, 3, 4)),
    ],
)
def test_the_date_comes_from_the_key_or_the_name(path: str, source: str, date: dt.date) -> None:
    assert read(source, path=path).date == date


def test_the_key_wins_over_the_name_with_a_hint() -> None:
    files = {"2026-03-04-a.md": "date: 2026-03-05\n---"}

    assert doubts(files) == [("hint", "date-mismatch", "content/2026-03-04-a.md", 2, 7)]
    entry = entries_of(files)["2026-03-04-a.md"]
    assert (entry.date, entry.slug) == (dt.date(2026, 3, 5), "2026-03-04-a")


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.md", "A", ("error", "missing-date", "content/a.md", 0, 0)),
        ("a.md", "date: 04/03/2026\n---", ("error", "bad-date", "content/a.md", 2, 7)),
        ("a.md", "date: 24 Feb\n---", ("error", "bad-date", "content/a.md", 2, 7)),
        ("2026-13-40-a.md", "A", ("error", "bad-date", "content/2026-13-40-a.md", 0, 0)),
    ],
)
def test_no_date_is_an_error(
    path: str, source: str, expected: tuple[str, str, str, int, int]
) -> None:
    assert doubts({path: source}) == [expected]
    assert read(source, path=path).date is None


def test_order_is_date_time_path_and_no_date_last() -> None:
    found = read_all(
        {
            "a.md": "A",
            "b/2026-03-04-x.md": "time: 14:00\n---",
            "2026-03-04-z.md": "time: 9.30\n---",
            "2026-03-04-b.md": "A",
            "2026-03-04-a.md": "A",
            "2026-03-03-c.md": "A",
        }
    ).journal.entries

    assert [entry.path for entry in found] == [
        "2026-03-03-c.md",
        "2026-03-04-a.md",
        "2026-03-04-b.md",
        "2026-03-04-z.md",
        "b/2026-03-04-x.md",
        "a.md",
    ]


def test_after_today_is_planned_and_counts_nowhere() -> None:
    later = TODAY + dt.timedelta(days=1)
    found = entries_of({f"{TODAY}-a.md": "A", f"{later}-b.md": "A", "c.md": "A"})

    assert [(e.planned, e.counted) for e in found.values()] == [
        (False, True),
        (True, False),
        (False, False),
    ]


def test_other_days_without_a_year_are_in_the_entrys() -> None:
    dated = {"2026-03-04-a.md": "asked: 24 Mar\n---\n## Next steps\n- Ask (by 9 Apr)"}
    undated = {"a.md": "asked: 24 Mar\n---\n## Next steps\n- Ask (by 9 Apr)"}

    assert doubts(dated) == []
    assert entries_of(dated)["2026-03-04-a.md"].actions[0].by == dt.date(2026, 4, 9)
    assert [problem[1:] for problem in doubts(undated)] == [
        ("missing-date", "content/a.md", 0, 0),
        ("bad-date", "content/a.md", 2, 8),
        ("bad-date", "content/a.md", 5, 1),
    ]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("daily.journal.2026.03.04.md", "2026-03-04"),
        ("20260304-acme.md", "2026-03-04"),
        ("202603041530 Acme.md", "2026-03-04"),
        ("2026-3-4.md", "2026-03-04"),
        ("Acme 2026-03-04.md", "2026-03-04"),
        ("March 4, 2026.md", "2026-03-04"),
        ("04-03-2026.md", ""),
        ("2026-03.md", ""),
        ("12026030412.md", ""),
        ("Acme 20260304a1b2c3d4.md", ""),
        ("Acme_20260304.md", "2026-03-04"),
    ],
)
def test_without_a_date_the_hint_names_the_day_that_the_name_may_tell(path: str, day: str) -> None:
    (problem,) = read_all({path: "A"}).journal.diagnostics
    written = f"begin the file's name with {day}, or write `date: {day}`"

    assert problem.code == "missing-date"
    assert problem.hint == written if day else "a date, 2026-03-04-…" in problem.hint


# Slugs and titles


@pytest.mark.parametrize(
    ("path", "source", "slug"),
    [
        ("2026-03-04-Acme Final.md", "A", "2026-03-04-acme-final"),
        ("Acme.md", "date: 2026-03-04\n---", "2026-03-04-acme"),
        ("Acme.md", "A", "acme"),
        ("Acme.MD", "A", "acme"),
        ("2026_03_04.md", "A", "2026-03-04"),
        ("2026-03-04-C++.md", "A", "2026-03-04-c-plus-plus"),
        ("index.md", "A", "index-1"),
    ],
)
def test_the_slug_is_the_stem_with_a_date_in_front(path: str, source: str, slug: str) -> None:
    assert read(source, path=path).slug == slug


def test_two_entries_with_one_slug_are_an_error_that_names_both() -> None:
    files = {"x/2026-03-04-a.md": "A", "2026-03-04-A.md": "A", "2026-03-04-a-2.md": "A"}
    journal = read_all(files).journal

    assert {entry.path: entry.slug for entry in journal.entries} == {
        "2026-03-04-A.md": "2026-03-04-a",
        "2026-03-04-a-2.md": "2026-03-04-a-2",
        "x/2026-03-04-a.md": "2026-03-04-a-3",
    }
    (problem,) = journal.diagnostics
    assert (problem.code, problem.severity) == ("slug-clash", Severity.ERROR)
    assert "content/2026-03-04-A.md" in problem.message
    assert problem.location.file == "content/x/2026-03-04-a.md"


def test_the_second_of_two_stands_at_two() -> None:
    found = read_all({"x/2026-03-04-a.md": "A", "y/2026-03-04-a.md": "A"}).journal.entries

    assert [entry.slug for entry in found] == ["2026-03-04-a", "2026-03-04-a-2"]


@pytest.mark.parametrize(
    ("path", "source", "title"),
    [
        ("2026-03-04-acme.md", "title: Interview\n---\n# Acme", "Interview"),
        ("2026-03-04-acme.md", "# The *tile*\nText", "The tile"),
        ("2026-03-04-acme.md", "# **[Acme](https://a.example)**, with [[Dana]]", "Acme, with Dana"),
        ("2026-03-04-acme.md", "# An A* for 2 * 3\\. `x_y_z`", "An A* for 2 * 3. x_y_z"),
        ("2026-03-04-ACME.MD", "A", "ACME"),
        ("2026-03-04-acme_final-round.md", "A", "Acme final round"),
        ("2026-03-04.md", "A", "2026-03-04"),
        ("2026-03-04-acme.md", "# %% secret %%\nA", "Acme"),
    ],
)
def test_the_title(path: str, source: str, title: str) -> None:
    assert read(source, path=path).title == title


# Kinds


@pytest.mark.parametrize(
    ("front", "kind"),
    [
        ("kind: mock", "practice"),
        ("type: 360", "feedback"),
        ("kind: goal review", "check-in"),
        ("measure: ten\nstage: final", "goal"),
        ("status: doing", "goal"),
        ("stage: final\nsource: peer", "interview"),
        ("outcome: rejected", "interview"),
        ("source: peer", "feedback"),
        ("source: self, peer", "feedback"),
        ("source: me", "reflection"),
        ("strengths: pace", "note"),
        ("kind: something else\nsource: peer", "feedback"),
    ],
)
def test_the_kind_is_said_or_follows(front: str, kind: str) -> None:
    assert read(f"{front}\n---").kind == kind


# Drafts


@pytest.mark.parametrize(
    ("value", "draft"), [("yes", True), ("no", False), ("", False), ("soon", True)]
)
def test_anything_but_no_is_a_draft(value: str, draft: bool) -> None:  # noqa: FBT001
    files = {"2026-03-04-a.md": f"draft: {value}\n---\nA"}

    assert bool(read_all(files).journal.entries) is not draft
    assert [e.draft for e in read_all(files, drafts=True).journal.entries] == [draft]


def test_a_draft_leaves_no_trace() -> None:
    files = {
        "2026-03-04-a.md": "draft: yes\ncompany: Acme\nrole: Dev\nby: Ana\nstrengths: pace\n---",
        "x/2026-03-04-a.md": "company: Acme\nsource: peer\n---\n[[pace]]",
    }
    journal = read_all(files).journal

    (entry,) = journal.entries
    assert (entry.slug, entry.application, entry.role) == ("2026-03-04-a", "acme", "")
    assert (list(journal.themes), list(journal.people)) == ([], [])
    assert [d.code for d in journal.diagnostics] == ["missing-link"]


def test_what_is_wrong_in_a_draft_is_said_all_the_same() -> None:
    assert doubts({"2026-03-04-a.md": "draft: yes\nasked: 2026-13-40\n---"}) == [
        ("error", "bad-date", "content/2026-03-04-a.md", 3, 8)
    ]


# References in front matter


def test_goals_and_about_are_found_without_their_dates() -> None:
    found = entries_of(
        {
            "2026-03-01-pace.md": "kind: goal\n---",
            "2026-03-02-calm.md": "kind: goal\n---",
            "2026-03-04-final.md": "stage: final\n---",
            "2026-03-09-final.md": "about: final\ngoal: pace, 2026-03-02-calm, pace\n---",
        }
    )

    entry = found["2026-03-09-final.md"]
    assert (entry.about, entry.goals) == (
        "2026-03-04-final",
        ("2026-03-01-pace", "2026-03-02-calm"),
    )


def test_an_entry_s_own_name_makes_nothing_ambiguous() -> None:
    files = {"2026-03-04-final.md": "A", "2026-03-09-final.md": "about: final\n---"}

    assert doubts(files) == []


def test_leading_nowhere_is_an_error_and_to_several_a_hint() -> None:
    files = {
        "2026-03-04-a.md": "A",
        "2026-03-05-a.md": "A",
        "2026-03-09-b.md": "about: a\ngoal: nothing\n---",
    }

    assert doubts(files) == [
        ("hint", "ambiguous-link", "content/2026-03-09-b.md", 2, 8),
        ("error", "unknown-entry", "content/2026-03-09-b.md", 3, 7),
    ]


# Doubts


def test_an_unknown_key_is_warned_about_once_with_a_count() -> None:
    files = {
        "2026-03-04-a.md": "shoe size: 43\n---",
        "2026-03-05-b.md": "Shoe-Size: 44\nstreghts: pace\n---",
    }
    journal = read_all(files).journal

    assert codes(journal.diagnostics) == [("unknown-key", 2, 1), ("unknown-key", 3, 1)]
    assert "(2 entries)" in journal.diagnostics[0].message
    assert journal.diagnostics[1].hint == 'did you mean "strengths"?'


def test_a_reader_the_settings_do_not_name_is_warned_about() -> None:
    files = {
        "2026-03-04-a.md": "share: sam, Samuel, author\n---",
        "2026-03-05-b.md": "readers: sma\n---",
    }
    settings = '[readers.sam]\nname = "Samuel"'

    assert doubts(files, settings) == [
        ("warning", "unknown-reader", "content/2026-03-05-b.md", 2, 10)
    ]
    assert read_all(files, settings=settings).journal.diagnostics[0].hint == 'did you mean "sam"?'


def test_a_near_miss_is_hinted_at_where_it_is_written() -> None:
    files = {f"2026-03-{day:02}-a.md": "strengths: system design\n---" for day in range(1, 13)}
    files["2026-04-01-b.md"] = "strengths: pace\nthemes: Sytem-Design\n---"

    assert doubts(files) == [("hint", "near-miss", "content/2026-04-01-b.md", 3, 9)]
    (problem,) = read_all(files).journal.diagnostics
    assert problem.message == "'Sytem-Design' looks like 'system design', used 12 times"
    assert doubts(files, "[themes.sytem-design]") == []


def test_points_settle_after_days_or_on_a_day() -> None:
    assert read("settle: 3 days\n---").settles == dt.date(2026, 3, 7)
    assert read("settle: 9 March\n---").settles == dt.date(2026, 3, 9)
    assert read("settle: 99 years\n---", path="9999-01-01-a.md").settles == dt.date.max
    assert read("role: x\n---").settles is None


def test_themes_of_an_entry_are_each_named_once() -> None:
    entry = read("""
        strengths: pace
        themes: Pace, calm
        ---
        ## Next steps
        - Breathe #breath
    """)

    assert [theme.key for theme in entry.themes] == ["pace", "calm", "breath"]
