"""People named in a journal."""

from __future__ import annotations

from pathlib import Path

from tests.support.journal import entries_of, read_all
from tests.support.portfolio import Portfolio


def people(*sources: str) -> list[str]:
    files = {f"2026-03-{day:02}-a.md": source for day, source in enumerate(sources, 1)}
    return [person.name for person in read_all(files).journal.people.values()]


def test_by_with_and_signatures_name_people() -> None:
    assert people(
        "by: Ana Petrov\nwith: Ben; Cem\n---\n## What went well\n- a — Dora",
    ) == ["Ana Petrov", "Ben", "Cem", "Dora"]


def test_a_title_after_a_comma_is_not_part_of_the_name() -> None:
    assert people("by: J. Reid, Ward Manager\n---", "with: J. Reid; J. Reid, HR\n---") == [
        "J. Reid"
    ]


def test_one_person_in_several_spellings_is_one() -> None:
    assert people("by: Ana Petrov\n---", "by: ana petrov\n---") == ["Ana Petrov"]


def test_sources_and_the_author_are_nobody_by_name() -> None:
    assert people("by: me\nwith: self\n---\n## What went well\n- a — me\n- b — a friend") == []


def test_the_people_of_an_entry_are_each_named_once() -> None:
    entry = entries_of(
        {
            "2026-03-04-a.md": """
                by: Ana
                with: [Ana, Ben]
                ---
                ## What went well
                - a — Cem
                - b — Ben
            """
        }
    )["2026-03-04-a.md"]

    assert [p.name for p in entry.givers] == ["Ana"]
    assert [p.name for p in entry.present] == ["Ana", "Ben"]
    assert [p.name for p in entry.people] == ["Ana", "Ben", "Cem"]


def test_different_people_with_one_slug_have_two_addresses() -> None:
    found = read_all({"2026-03-04-a.md": "by: J Reid; J. Reid\n---"}).journal.people

    assert len({person.slug for person in found.values()}) == 2


def test_the_page_of_somebody_names_them_once_in_its_text(tmp_path: Path) -> None:
    text = "---\nsource: mentor\nby: Ana Petrov\n---\n## What went well\n\n- **pace** Calm\n"
    portfolio = Portfolio.make(tmp_path, {"2026-03-04-call.md": text})
    portfolio.build()
    page = portfolio.page("people/ana-petrov.html")
    main = page[page.index("<main") :]

    assert main.count("Ana Petrov") == 1
    assert '<p class="by">mentor, <a href="../journal/2026-03-04-call.html">' in main
