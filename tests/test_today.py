"""What Today opens with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.support.portfolio import Portfolio

QUOTED = "- **Pace** was noticed\n  > {}\n"
THEN = "---\nsource: interviewer\noccasion: One\n---\n## To improve\n" + QUOTED.format("Too fast.")
NOW = "---\nsource: interviewer\noccasion: Two\n---\n## What went well\n" + QUOTED.format("Calm.")
NO = (
    "---\ncompany: Acme\nstage: panel\noutcome: rejected\nsource: interviewer\n---\n"
    "## What went well\n" + QUOTED.format("You were clear.")
)


def today(around: Path, content: Mapping[str, str]) -> str:
    portfolio = Portfolio.make(around, content)
    portfolio.build()
    return portfolio.page("index.html")


def test_a_new_pair_is_shown_with_the_strength_of_the_day(tmp_path: Path) -> None:
    page = today(tmp_path, {"2026-03-04-a.md": THEN, "2026-11-10-b.md": NOW})

    assert page.index("Too fast.") > 0
    assert "Later, in November 2026" in page
    assert "In someone’s own words" in page


def test_an_old_pair_is_not_new(tmp_path: Path) -> None:
    page = today(tmp_path, {"2026-03-04-a.md": THEN, "2026-09-10-b.md": NOW})

    assert "Too fast." not in page


def test_on_a_bad_day_the_pair_is_enough(tmp_path: Path) -> None:
    no = NO.replace("Pace", "Clarity")
    content = {"2026-03-04-a.md": THEN, "2026-11-10-b.md": NOW, "2026-11-18-no.md": no}
    page = today(tmp_path, content)

    assert "You got as far as the panel at Acme." in page
    assert "Later, in November 2026" in page
    assert "In someone’s own words" not in page


def test_a_no_of_this_week_is_no_half_of_a_pair(tmp_path: Path) -> None:
    page = today(tmp_path, {"2026-03-04-a.md": THEN, "2026-11-18-no.md": NO})

    assert "You were clear." not in page
    assert "Too fast." not in page


def test_the_grid_shows_the_themes_that_were_said_most(tmp_path: Path) -> None:
    rest = ", ".join(f"theme {n}" for n in range(12))
    content = {
        f"2026-0{n}-04-a.md": f"---\nsource: peer\nstrengths: calm, {rest}\n---\n" for n in (1, 2)
    }
    content["2026-03-04-b.md"] = "---\nsource: peer\nstrengths: calm\n---\n"
    page = today(tmp_path, content)

    assert page.count('class="n">') == 8
    assert page.index("calm</a>") < page.index("theme 0</a>")


def test_a_long_journal_has_a_grid_of_cells(tmp_path: Path) -> None:
    days = [
        f"20{year:02}-{month:02}-{day:02}"
        for year in range(20, 24)
        for month in range(1, 13)
        for day in range(1, 23)
    ]
    content = {f"{day}-a.md": "---\nsource: peer\nstrengths: calm\n---\n" for day in days}
    page = today(tmp_path, content)

    assert len(content) > 1_000
    assert 'class="c-plus"' in page
    assert f"{len(content):,} of".replace(",", "\u202f") in page
