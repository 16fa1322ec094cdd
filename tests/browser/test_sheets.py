"""What is printed, as a browser prints it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.portfolio import Portfolio

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = dt.date(2026, 6, 10)
MANY = "Then I said what we measured, what it cost and who had to agree. " * 12
NAMES = "; ".join(f"Bartholomew Featherstone-{letter}, Director" for letter in "ABCDEFGHIJ")


def round_of(number: int) -> str:
    """Return a round in which everything was long."""
    return f"""---
company: The United Waterworks and Sewers of the Northern Counties
role: Principal engineer for pumps, valves and everything between
stage: panel
with: {NAMES}
alerts: late, dress, no research, forgot questions, undersold
sent: {MANY[:200]}
---
# {MANY[:90]}

## What went well

- **Pumps {number}** {MANY}
  > {MANY} — Bartholomew Featherstone-A

## To improve

- **Valves** {MANY}
  > {MANY} — Bartholomew Featherstone-B

## Questions

- {MANY[:200]}{number}?
  {MANY}
  Better: {MANY}
  Went: badly

## Questions I meant to ask

- {MANY[:200]}{number}?

## Research

- {MANY}
- {MANY}

## Next steps

- [ ] {MANY[:150]} #valves
"""


def ahead(stage: str = "panel") -> str:
    found = round_of(0).partition("## What went well")[0]
    return found.replace("stage: panel", f"stage: {stage}\ntime: 14:00\nplace: {MANY[:120]}")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("rounds", [0, 1, 8])
def test_a_preparation_sheet_is_one_printed_page_however_much_there_is(
    chromium: Browser, tmp_path: Path, rounds: int, paper: str
) -> None:
    told = {f"2026-05-{10 + number}-round.md": round_of(number) for number in range(rounds)}
    portfolio = Portfolio.make(tmp_path, {**told, "2026-06-12-next.md": ahead()})
    portfolio.build(today=TODAY)
    sheet = next((portfolio.output / "prepare").iterdir())
    page = chromium.new_page()
    page.goto(sheet.as_uri())
    printed = page.pdf(format=paper)
    page.close()

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
