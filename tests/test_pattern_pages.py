"""What the page of patterns, and the pages of themes, say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest

from tests.support.links import read_anchors
from tests.support.portfolio import Portfolio

PAGE = "patterns/index.html"


def text_of(html: str) -> str:
    """Return what is read, pictures aside."""
    main = html[html.index("<main") : html.index("</main>")]
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", main, flags=re.DOTALL))
    return re.sub(r"\s+([.,:;])", r"\1", re.sub(r"\s+", " ", unescape(bare)))


def page(around: Path, content: Mapping[str, str], url: str = PAGE) -> str:
    portfolio = Portfolio.make(around, content)
    portfolio.build()
    return portfolio.page(url)


def word(n: int, body: str = "", *, key: str = "strengths", theme: str = "pace") -> str:
    line = f"{key}: {theme}\n" if theme else ""
    return f"---\nsource: interviewer\noccasion: Day {n}\n{line}---\n{body}\n"


def days(count: int) -> list[str]:
    """Return the names of entries, one a month."""
    return [f"{2024 + n // 12}-{n % 12 + 1:02}-04-day.md" for n in range(count)]


def test_three_notes_of_one_s_own_make_a_good_page_without_a_claim(tmp_path: Path) -> None:
    note = "---\nstrengths: pace\nimprovements: calm\n---\n"
    text = text_of(page(tmp_path, dict.fromkeys(days(3), note)))

    assert "Your own notes on 3 events are shown, and never added in." in text
    assert "Pace: a strength in your own notes on 3 of 3 events." in text
    assert "5 more events with words from others, and it is read, at 5." in text


@pytest.mark.parametrize("url", [PAGE, "index.html", "year/2024.html", "themes/pace.html"])
def test_a_pair_has_one_table_of_its_events(url: str, tmp_path: Path) -> None:
    said = [("improvements", "To improve", "Too quick."), ("strengths", "What went well", "Calm.")]
    content = {
        name: word(n, f"## {head}\n\n- **pace**\n  > {text}\n", theme="", key=key)
        for (n, name), (key, head, text) in zip(enumerate(days(2)), said, strict=True)
    }
    portfolio = Portfolio.make(tmp_path, content)
    portfolio.build(today=dt.date(2024, 2, 10))
    html = portfolio.page(url)

    assert html.count('<svg class="lane"') == html.count('aria-label="pace over time"><table>') == 1


def test_a_theme_shows_the_words_of_its_pair_once_above_what_was_said(tmp_path: Path) -> None:
    said = {"improvements": "Too quick.", "strengths": "Well paced."}
    content = {
        name: word(n, f"## {head}\n\n- **pace**\n  > {said[key]} {n}", theme="")
        for n, name in enumerate(days(12))
        for key, head in [
            ("improvements", "To improve") if n < 6 else ("strengths", "What went well")
        ]
    }
    html = page(tmp_path, content, "themes/pace.html")
    patterns = html[html.index('<section class="part patterns') : html.index("What was said")]

    assert "Well paced. 11" in html
    assert "Well paced. 11" not in patterns


def test_a_claim_says_how_it_was_read_and_how_much_is_known(tmp_path: Path) -> None:
    content = {
        name: word(n, theme=f"pace, other {n}", key="improvements")
        for n, name in enumerate(days(8))
    }
    text = text_of(page(tmp_path, content))

    assert (
        "Pace: to improve at 8 of the first 8 events, to 4 August 2024, "
        "more often than chance would." in text
    )
    assert "8 of 8, from 8 people; the share could lie between 68 and 100 %." in text
    assert "Read at 8 events. If the 9 themes named this way were handed out at random" in text
    assert "Looks so far: 4 May 2024 (5), 4 August 2024 (8)" in text


def test_every_dot_leads_to_the_entry_behind_it(tmp_path: Path) -> None:
    html = page(tmp_path, {name: word(n) for n, name in enumerate(days(3))})
    (strip,) = re.findall(r"<svg[^>]*role=\"group\".*?</svg>", html, flags=re.DOTALL)

    assert read_anchors(strip).targets == [
        f"../journal/{name.removesuffix('.md')}.html" for name in days(3)
    ]


def test_the_dots_of_a_pattern_have_a_table_of_their_own(tmp_path: Path) -> None:
    content = {name: word(n) for n, name in enumerate(days(3))}
    content["2024-02-04-mine.md"] = "---\nsource: self\noccasion: Day 1\nstrengths: pace\n---\n"
    html = page(tmp_path, content)
    (table,) = re.findall(r"<table>.*?</table>", html, flags=re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1])

    assert [re.sub(r"<[^>]+>", "|", row).strip("|").replace("||", "|") for row in rows] == [
        "4 March 2024||strength",
        "4 February 2024||strength, my own note",
        "4 January 2024||strength",
    ]


QUOTED = "- **Pace** was noticed\n  > {}\n"


def turned() -> dict[str, str]:
    """Return a theme that was to improve twice, and a strength twice since."""
    minus, plus = "## To improve\n" + QUOTED, "## What went well\n" + QUOTED
    bodies = (
        minus.format("Too fast."),
        minus.format("Still too fast."),
        plus.format("I could follow."),
        plus.format("Not a word too many."),
    )
    pairs = zip(days(4), bodies, strict=True)
    return {name: word(n, body, theme="") for n, (name, body) in enumerate(pairs)}


def unsettled(text: str) -> str:
    return text.replace("source:", "settle: 2030-01-01\nsource:", 1)


def test_then_and_now_stand_side_by_side_in_their_givers_words(tmp_path: Path) -> None:
    text = text_of(page(tmp_path, turned()))

    assert (
        "Pace: to improve at 2 events, and a strength at all 2 that have named it since, "
        "from 2 people." in text
    )
    assert text.index("Then, in January 2024") < text.index("Too fast.")
    assert text.index("Now, in April 2024") < text.index("Not a word too many.")


def test_the_theme_s_own_page_has_the_pair_its_lane_and_its_table(tmp_path: Path) -> None:
    html = page(tmp_path, turned(), "themes/pace.html")

    assert html.count('class="lane"') == 1
    assert "Then, in January 2024" in html
    assert html.count("<tr>") >= 5


def test_a_step_between_is_shown_without_its_marks(tmp_path: Path) -> None:
    step = "## Next steps\n- [x] Say **one** thing, as in [[2024-01-04-day]] #pace\n"
    html = page(tmp_path, {**turned(), "2024-02-10-plan.md": step})

    assert ">Say one thing, as in 2024-01-04-day</a>" in html


def test_words_that_have_not_settled_stay_folded(tmp_path: Path) -> None:
    names = days(3)
    content = {
        name: word(n, "## To improve\n" + QUOTED.format(f"Time {n}."), theme="")
        for n, name in enumerate(names)
    }
    content[names[2]] = unsettled(content[names[2]])
    text = text_of(page(tmp_path, content))

    assert "Time 2." not in text
    assert "Time 1." in text


def test_a_pair_waits_until_its_first_words_have_settled(tmp_path: Path) -> None:
    content = turned()
    for name in days(2):
        content[name] = unsettled(content[name])

    assert "Then, in January" not in page(tmp_path, content)


def test_what_turned_one_down_this_week_is_not_quoted(tmp_path: Path) -> None:
    content = {
        name: word(n, "## To improve\n" + QUOTED.format(f"Time {n}."), theme="")
        for n, name in enumerate(days(3))
    }
    content["2026-11-18-no.md"] = (
        "---\ncompany: Acme\nstage: final\noutcome: rejected\nsource: interviewer\n---\n"
        "## To improve\n" + QUOTED.format("You lost us.")
    )
    text = text_of(page(tmp_path, content))

    assert "You lost us." not in text
    assert text.count("Time 2.") == 1


def test_a_pair_without_words_is_said_with_its_dots(tmp_path: Path) -> None:
    keys = ("improvements", "improvements", "strengths", "strengths")
    content = {
        name: word(n, key=key) for n, (name, key) in enumerate(zip(days(4), keys, strict=True))
    }
    said = "Pace: to improve at 2 events, and a strength at all 2 that have named it since"

    assert said in text_of(page(tmp_path / "1", content))
    assert said in text_of(page(tmp_path / "2", content, "themes/pace.html"))


def test_the_table_leads_to_the_entry_that_names_the_theme(tmp_path: Path) -> None:
    content = {
        "2026-01-04-panel.md": "---\ncompany: Acme\nstage: panel\n---\n",
        "2026-01-09-word.md": "---\ncompany: Acme\nsource: recruiter\nstrengths: pace\n---\n",
    }
    targets = read_anchors(page(tmp_path, content, "themes/pace.html")).targets

    assert "../journal/2026-01-09-word.html" in targets
    assert "../journal/2026-01-04-panel.html" not in targets


def test_what_only_practice_or_my_notes_name_too_often_to_draw_is_cells_of_its_own(
    tmp_path: Path,
) -> None:
    first = dt.date(2020, 1, 1)
    notes = {
        f"{first + dt.timedelta(9 * n)}-a.md": "---\nstrengths: calm\n---\n" for n in range(70)
    }
    mocks = {
        f"{first + dt.timedelta(9 * n)}-b.md": "---\nkind: practice\nstrengths: pace\n---\n"
        for n in range(70)
    }
    portfolio = Portfolio.make(tmp_path, notes | mocks)
    portfolio.build()

    assert 'class="c-own-plus"' in portfolio.page("themes/calm.html")
    assert 'class="c-done"' in portfolio.page("themes/pace.html")
    assert 'class="c-plus"' not in portfolio.page("themes/index.html")


def test_a_theme_many_events_named_has_cells_that_lead_to_their_time(tmp_path: Path) -> None:
    first = dt.date(2020, 1, 1)
    content = {f"{first + dt.timedelta(20 * n)}-day.md": word(n) for n in range(70)}
    html = page(tmp_path, content, "themes/pace.html")

    assert 'class="c-plus"' in html
    assert "../timeline/2020.html#m-2020-01" in html


def test_every_picture_stays_below_ten_kilobytes(tmp_path: Path) -> None:
    first = dt.date(2020, 1, 1)
    slug = "x" * 80
    content = {
        f"{first + dt.timedelta(9 * n)}-{slug}.md": word(
            n, theme=f"pace, calm {n % 30}", key=("strengths", "improvements")[n % 2]
        )
        for n in range(120)
    }
    portfolio = Portfolio.make(tmp_path, content)
    portfolio.build()
    pictures = [
        picture
        for path in portfolio.output.rglob("*.html")
        for picture in re.findall(r"<svg.*?</svg>", path.read_text("utf-8"), flags=re.DOTALL)
    ]

    assert len(pictures) > 100
    assert max(len(picture.encode()) for picture in pictures) < 10_000


@pytest.mark.parametrize(("applications", "drawn"), [(4, False), (5, True)])
def test_from_five_applications_on_there_is_a_stage_map(
    tmp_path: Path, applications: int, *, drawn: bool
) -> None:
    content = {
        f"2026-0{n + 1}-04-panel.md": f"---\ncompany: Firm {n}\nstage: panel\n---\n"
        for n in range(applications)
    }
    html = page(tmp_path, content, "interviews/index.html")

    assert ("The stage map" in html) is drawn


def test_self_beside_others_needs_an_event_both_wrote_about(tmp_path: Path) -> None:
    alone = {"2026-01-04-a.md": word(1)}
    note = {"2026-01-05-b.md": "---\nabout: 2026-01-04-a\nstrengths: calm\n---\n"}

    assert "Self beside others" not in page(tmp_path / "1", alone, "sources/index.html")
    assert "Self beside others" in page(tmp_path / "2", alone | note, "sources/index.html")


def test_a_journal_without_points_has_no_page_of_patterns(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-01-04-a.md": "Just a note."})
    portfolio.build()

    assert not (portfolio.output / PAGE).exists()
    assert "patterns" not in portfolio.page("index.html")


@pytest.mark.parametrize(
    "unkind", ["weakness", "failed", "streak", "score", "red alert", "oversold", "You are "]
)
def test_no_sentence_about_patterns_is_unkind(unkind: str) -> None:
    words = Path("templates/strings/en.toml").read_text("utf-8")
    ours = words[words.index("[patterns]") : words.index("[theme]\n")]

    assert unkind.casefold() not in ours.casefold()
