"""The printed sheets, what is said first after an ending, and what waits until it has settled."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from tests.support.portfolio import Portfolio

TODAY = dt.date(2026, 6, 10)
FILES = {
    "2026-03-01-old.md": """---
company: Old Mill
stage: panel
source: interviewer
by: Ann Lee
alerts: late
---
## What went well

- **Calm**
  > You waited for us.

## To improve

- **Money**
  > How much was it?

## Questions

### So, why us?
Because.

Better: The cows.
Went: badly

## Questions I meant to ask

- Who was here before?
""",
    "2026-04-01-bolt.md": """---
company: Bolt
stage: screen
source: interviewer
by: Bo
improvements: money
strengths: stories
---
""",
    "2026-05-01-mock.md": """---
kind: practice
by: Roz
source: friend
strengths: money
---
An hour.
""",
    "2026-06-20-cole.md": """---
company: Cole
role: Lead
stage: panel
time: "10:30"
place: Room 4
with: Cy Roe
sent: CV of May
---
## Research

- They moved in March.

## Questions I meant to ask

- Who pays?
""",
    "2026-06-08-no.md": """---
company: Dale
stage: final
outcome: rejected
source: panel
by: Di Day
settle: 5 days
---
## What went well

- **Stories**
  > Best of the day.

## To improve

- **Numbers**
  > Secret words for later.
""",
}


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    portfolio = Portfolio.make(tmp_path, FILES)
    portfolio.build(today=TODAY)
    return portfolio


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_preparation_sheet_holds_what_one_takes_along(portfolio: Portfolio) -> None:
    sheet = words(portfolio.page("prepare/cole-lead.html"))

    assert "Saturday 20 June , 10:30. Lead" in sheet
    assert "Room 4" in sheet
    assert "You waited for us." in sheet
    assert "How much was it?" in sheet or "money" in sheet
    assert "Rehearsed:" in sheet
    assert "why us? The cows." in sheet
    assert sheet.index("Who pays?") < sheet.index("Who was here before?")
    assert "They moved in March." in sheet
    assert "They have: CV of May" in sheet
    assert "Leave earlier than seems needed." in sheet
    assert "They asked you to come." in sheet


def test_nothing_of_a_no_of_this_week_stands_on_another_sheet(portfolio: Portfolio) -> None:
    sheet = portfolio.page("prepare/cole-lead.html")

    assert "Best of the day" not in sheet
    assert "Secret words" not in sheet


def test_on_the_day_itself_the_sheet_still_says_when_and_with_whom(portfolio: Portfolio) -> None:
    portfolio.build(today=dt.date(2026, 6, 20))
    sheet = words(portfolio.page("prepare/cole-lead.html"))

    assert "Saturday 20 June , 10:30. Lead Room 4 With Cy Roe" in sheet
    assert "They asked you to come." in sheet


def test_between_two_rounds_the_sheet_says_that_they_asked_and_names_the_post_once(
    tmp_path: Path,
) -> None:
    one = "---\ncompany: Acme\nrole: Cook\nstage: panel\nstrengths: pace\n---\n"
    sent = one.replace("panel", "application").replace("Acme", "Bolt")
    portfolio = Portfolio.make(tmp_path, {"2026-06-02-a.md": one, "2026-06-01-b.md": sent})
    portfolio.build(today=TODAY)
    sheets = [words(portfolio.page(f"prepare/{name}-cook.html")) for name in ("acme", "bolt")]

    assert "They asked you to come." in sheets[0]
    assert sheets[0].count("Cook") == 2, "in the window's title, and once on the sheet"
    assert "They have seen what you wrote" in sheets[1]


def test_questions_of_other_stages_are_gone_over_when_there_are_none_of_this(
    tmp_path: Path,
) -> None:
    asked = "---\ncompany: Acme\nstage: screen\n---\n## Questions\n\n- So, why us?\n  The cows.\n"
    final = "---\ncompany: Acme\nstage: final\n---\n"
    portfolio = Portfolio.make(tmp_path, {"2026-06-02-a.md": asked, "2026-06-12-b.md": final})
    portfolio.build(today=TODAY)

    assert "why us? The cows." in words(portfolio.page("prepare/acme.html"))


def test_an_application_that_has_ended_has_no_sheet(portfolio: Portfolio) -> None:
    sheets = {path.name for path in (portfolio.output / "prepare").iterdir()}

    assert sheets == {"bolt.html", "cole-lead.html", "old-mill.html"}


def test_a_sheet_is_good_from_one_entry_on(tmp_path: Path) -> None:
    one = "---\ncompany: Acme\nstage: panel\n---\n"
    portfolio = Portfolio.make(tmp_path, {"2026-06-20-acme.md": one})
    report = portfolio.build(today=TODAY)

    assert report.diagnostics == ()
    assert "They asked you to come." in portfolio.page("prepare/acme.html")


def test_a_year_on_one_sheet_says_what_was_said_and_done(portfolio: Portfolio) -> None:
    sheet = words(portfolio.page("year/2026.html"))

    assert "4 entries. Others said something at 3 events." in sheet
    assert "You waited for us." in sheet
    assert "money at 2 events" in sheet
    assert "Secret words" not in sheet


def test_the_page_of_a_no_opens_with_how_far_it_got_and_one_next_step(
    portfolio: Portfolio,
) -> None:
    page = words(portfolio.page("journal/2026-06-08-no.html"))
    lead = "You got as far as the final round at Dale. They asked you to come."

    assert page.index(lead) < page.index("Best of the day.")
    assert "Thank Di Day" in page
    assert lead in words(portfolio.page("index.html"))
    assert lead in words(portfolio.page("interviews/dale.html"))


@pytest.mark.parametrize(
    "url", ["themes/numbers.html", "interviews/dale.html", "people/di-day.html"]
)
def test_what_has_not_settled_is_folded_wherever_it_stands(portfolio: Portfolio, url: str) -> None:
    page = portfolio.page(url)
    before, _, rest = page.partition('<details class="wait">')

    assert "Secret words" not in before
    assert "Secret words" in rest.partition("</details>")[0]


def test_a_line_in_a_list_counts_what_is_folded(portfolio: Portfolio) -> None:
    lines = portfolio.page("timeline.html").split("<li data-kind")
    line = next(line for line in lines if "2026-06-08-no" in line)

    assert "one more, folded" in line
    assert "Numbers" not in line
    assert "stories" in line


def test_what_has_settled_is_open(portfolio: Portfolio) -> None:
    portfolio.build(today=dt.date(2026, 6, 13))

    assert '<details class="wait">' not in portfolio.page("themes/numbers.html")
    assert "one more, folded" not in portfolio.page("timeline.html")


def test_practice_shows_the_words_it_answers(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, FILES)
    portfolio.write(
        "content/2026-05-02-mock.md", "---\nkind: practice\nthemes: money\n---\nOnce more."
    )
    portfolio.build(today=TODAY)
    page = words(portfolio.page("journal/2026-05-02-mock.html"))

    assert "What it works on" in page
    assert "How much was it?" in page


def test_a_request_stands_on_its_application_and_is_counted_under_sources(tmp_path: Path) -> None:
    asked = "---\ncompany: Acme\nstage: panel\noutcome: rejected\nasked: 2026-02-01\n---\nHm."
    portfolio = Portfolio.make(
        tmp_path,
        {
            "2026-01-30-acme.md": asked,
            "2026-01-30-bolt.md": asked.replace("Acme", "Bolt").replace(
                "asked:", "replied: 2026-02-03\nasked:"
            ),
        },
    )
    portfolio.build(today=TODAY)

    assert "No answer came. Most never do" in words(portfolio.page("interviews/acme.html"))
    assert "Answered on 3 February 2026" in words(portfolio.page("interviews/bolt.html"))
    sources = words(portfolio.page("sources/index.html"))
    assert "You asked 2 times; 1 answered." in sources
    assert "nothing about you" in sources
    assert "Most do not" not in sources


def test_a_reminder_joins_the_days_that_are_there(tmp_path: Path) -> None:
    asked = "---\ncompany: Acme\noutcome: rejected\nasked: 2026-06-01\n---\nHm."
    portfolio = Portfolio.make(tmp_path, {"2026-06-01-acme.md": asked})
    portfolio.build(today=TODAY)

    assert "asked: [2026-06-01, 2026-06-10]" in portfolio.page("agenda.html")


def test_a_remark_is_asked_about_where_it_came_from(tmp_path: Path) -> None:
    told = "---\ncompany: Acme\nsource: panel\nby: Ann Lee\nclarity: vague\n---\nHm."
    portfolio = Portfolio.make(tmp_path, {"2026-06-01-acme.md": told})
    portfolio.build(today=TODAY)

    assert "Ask Ann Lee what one remark meant" in words(portfolio.page("agenda.html"))


UNSETTLED = """---
company: Acme
stage: panel
outcome: rejected
source: hiring manager
settle: 3 days
improvements: drug calculation
strengths: calm
---
They said I was nearly there, ZEBRA but.

## To improve

- **Pace** too quick, ZEBRA
"""


def test_nothing_that_has_not_settled_is_open_on_any_page(tmp_path: Path) -> None:
    settings = 'format = 1\n[site]\nurl = "https://x.example/"\n'
    portfolio = Portfolio.make(tmp_path, {"2026-06-09-acme.md": UNSETTLED}, settings)
    portfolio.build(today=TODAY)
    leaks = []
    for path in portfolio.output.rglob("*"):
        if path.suffix in (".html", ".xml", ".js") and "static" not in path.parts:
            text = re.sub(r"<details.*?</details>", "", path.read_text("utf-8"), flags=re.DOTALL)
            name = path.relative_to(portfolio.output).as_posix()
            found = re.findall(r"ZEBRA|drug calculation|[Pp]ace\b", text)
            leaks += [f"{name}: {word}" for word in found if not name.startswith("themes/")]

    assert [leak for leak in leaks if "sitemap" not in leak] == []
    assert "drug calculation" not in portfolio.page("themes/index.html")


def test_the_smallest_entry_gives_a_strength_to_take_along(tmp_path: Path) -> None:
    small = (
        "---\ncompany: Acme\nsource: hiring manager\nstrengths: structure\n"
        "improvements: teamwork\n---\nHm.\n"
    )
    ahead = "---\ncompany: Beta\nstage: panel\n---\n"
    portfolio = Portfolio.make(tmp_path, {"2026-03-04-acme.md": small, "2026-06-20-beta.md": ahead})
    portfolio.build(today=TODAY)
    sheet = words(portfolio.page("prepare/beta.html"))

    assert sheet.index("structure") < sheet.index("teamwork")
    assert "structure" in portfolio.page("strengths.html")


def test_today_never_quotes_somebody_who_said_no_this_week(tmp_path: Path) -> None:
    told = (
        "---\nkind: feedback\nsource: manager\nby: Matron Hale\noccasion: Supervision\n---\n"
        "## What went well\n\n- **Calm**\n  > You make them feel safe.\n"
    )
    no = (
        "---\ncompany: City\ninternal: yes\nstage: panel\noutcome: not yet\nby: Matron Hale\n"
        "source: manager\n---\nNot yet."
    )
    portfolio = Portfolio.make(tmp_path, {"2026-02-04-told.md": told, "2026-06-08-no.md": no})
    portfolio.build(today=TODAY)

    assert "You make them feel safe" not in portfolio.page("index.html")
    portfolio.build(today=dt.date(2026, 7, 1))
    assert "You make them feel safe" in portfolio.page("index.html")


def test_a_settling_that_nobody_can_read_waits_a_few_days(tmp_path: Path) -> None:
    entry = UNSETTLED.replace("settle: 3 days", "settle: a while")
    portfolio = Portfolio.make(tmp_path, {"2026-06-09-acme.md": entry})
    report = portfolio.build(today=TODAY)
    page = portfolio.page("journal/2026-06-09-acme.html")

    assert [d.code for d in report.diagnostics if d.severity.name == "ERROR"] == ["bad-date"]
    assert "3 days" in report.diagnostics[0].hint
    assert "ZEBRA" not in re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
