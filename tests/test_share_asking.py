"""The question about words that may be names: at a real terminal, once for each word."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.sharing import read_kept
from tests.support.portfolio import Portfolio
from tests.support.terminal import at_terminal

PHRASE = "velvet-otter-lagoon-quartz-bramble-signal"
QUESTION = "Is none of them a name to hide?"
SETTINGS = """\
format = 1
title = "Notes"

[readers.sam]
name = "Sam"
source = "mentor"

[publish.targets.pages]
kind = "folder"
path = "../pages"
readers = ["sam"]
"""
ENTRY = """---
company: Acme Corp
stage: panel
share: sam
---
Edie's plan. I've asked Edie twice, and C's were left out. Lumbric was quiet.
"""
pytestmark = pytest.mark.slow


class Desk:
    """A portfolio, and somebody at a terminal in front of it."""

    def __init__(self, around: Path) -> None:
        self.portfolio = Portfolio.make(around, {"2026-03-04-panel.md": ENTRY}, SETTINGS)
        self.around = around

    def run(self, *arguments: str, answer: str = "y") -> tuple[int, str]:
        words = ["-C", str(self.portfolio.folder), *arguments, "--today", "2026-06-10"]
        answers = {QUESTION: answer, "Publish this?": "y"}
        return at_terminal(words, answers=answers, folder=self.around, env={"PHRASE": PHRASE})

    def share(self, answer: str = "y") -> tuple[int, str]:
        return self.run("share", "sam", "--passphrase-env", "PHRASE", answer=answer)

    def add(self, text: str) -> None:
        self.portfolio.write("content/2026-03-04-panel.md", f"{ENTRY}{text}\n")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def asked(shown: str) -> list[str]:
    """Return the words of each question."""
    lines = [line for line in shown.splitlines() if "in no list: " in line]
    return [line.partition("in no list: ")[2].rstrip(".") for line in lines]


def test_each_word_is_asked_about_once_and_not_again(desk: Desk) -> None:
    first = desk.share()
    second = desk.share()
    desk.add("Then Priya came, and Edie’s friend.")
    third = desk.share()
    fourth = desk.share()

    assert [code for code, _ in (first, second, third, fourth)] == [0, 0, 0, 0]
    assert asked(first[1]) == ["Edie, Lumbric"]
    assert QUESTION not in second[1]
    assert asked(third[1]) == ["Priya"]
    assert QUESTION not in fourth[1]
    assert PHRASE not in "".join(shown for _, shown in (first, second, third, fourth))
    keys = read_kept(desk.portfolio.folder, "sam").keys
    assert keys
    assert keys.known_words == ("Edie", "Lumbric", "Priya")


def test_a_no_writes_nothing_and_is_asked_again(desk: Desk) -> None:
    code, shown = desk.share(answer="n")

    assert code != 0
    assert "nothing was written" in shown
    assert 'hide a name with [names."…"] in portfolio.toml' in shown
    assert not (desk.around / "for-sam.html").exists()
    assert read_kept(desk.portfolio.folder, "sam").keys is None
    assert asked(desk.share(answer="n")[1]) == ["Edie, Lumbric"]


def test_publishing_asks_once_too(desk: Desk) -> None:
    arguments = ("publish", "--passphrase-env", "sam=PHRASE")
    first = desk.run(*arguments)
    second = desk.run(*arguments)

    assert (first[0], second[0]) == (0, 0), first[1]
    assert asked(first[1]) == ["Edie, Lumbric"]
    assert QUESTION not in second[1]


def test_publishing_asks_once_for_readers_of_whom_it_would_ask_the_same(desk: Desk) -> None:
    settings = SETTINGS.replace("[readers.sam]", '[readers.ria]\nname = "Ria"\n\n[readers.sam]')
    desk.portfolio.write("portfolio.toml", settings.replace('["sam"]', '["sam", "ria"]'))
    shared = ENTRY.replace("share: sam", "share: sam, ria")
    desk.portfolio.write("content/2026-03-04-panel.md", shared)
    code, shown = desk.run("publish")

    assert code == 0, shown
    assert asked(shown) == ["Edie, Lumbric"]
    assert "For sam and ria, in no list" in shown
