"""Which entries belong to one hiring process."""

from __future__ import annotations

from tests.support.journal import codes, entries_of, read_all


def applications(files: dict[str, str]) -> dict[str, str]:
    """Return path without `.md` → slug of the application."""
    return {
        path.removesuffix(".md"): entry.application for path, entry in entries_of(files).items()
    }


def test_an_id_groups_entries_and_any_of_them_gives_company_and_role() -> None:
    files = {
        "2026-03-01-a.md": "interview: Acme Backend\n---",
        "2026-03-02-b.md": "application: acme-backend\ncompany: Acme\n---",
        "2026-03-03-c.md": "process: acme_backend\nrole: Developer\ninternal: yes\n---",
    }
    journal = read_all(files).journal

    assert set(applications(files).values()) == {"acme-backend"}
    assert {(e.company, e.role) for e in journal.entries} == {("Acme", "Developer")}
    application = journal.applications["acme-backend"]
    assert (application.name, application.internal) == ("Acme, Developer", True)


def test_company_and_role_group_without_an_id() -> None:
    files = {
        "2026-03-01-a.md": "company: Acme\nrole: Developer\n---",
        "2026-03-02-b.md": "employer: ACME\njob: developer\n---",
        "2026-03-03-c.md": "company: Acme\nrole: Designer\n---",
    }

    assert applications(files) == {
        "2026-03-01-a": "acme-developer",
        "2026-03-02-b": "acme-developer",
        "2026-03-03-c": "acme-designer",
    }


def test_company_and_role_join_the_id_that_has_them() -> None:
    files = {
        "2026-03-01-a.md": "company: Acme\nrole: Developer\n---",
        "2026-03-02-b.md": "interview: spring\ncompany: Acme\nrole: Developer\n---",
        "2026-03-03-c.md": "interview: acme-designer\n---",
        "2026-03-04-d.md": "company: Acme\nrole: Designer\n---",
    }

    assert list(applications(files).values()) == [
        *("spring", "spring"),
        *("acme-designer", "acme-designer"),
    ]


def test_company_alone_joins_its_only_application() -> None:
    files = {
        "2026-02-01-a.md": "company: acme\n---",
        "2026-03-01-b.md": "company: Acme\nrole: Developer\n---",
        "2026-03-02-c.md": "company: Globex\n---",
    }

    assert list(applications(files).values()) == ["acme-developer", "acme-developer", "globex"]


def test_company_alone_with_several_applications_stands_alone_with_a_hint() -> None:
    files = {
        "2026-03-01-a.md": "company: Acme\nrole: Developer\n---",
        "2026-03-02-b.md": "company: Acme\nrole: Designer\n---",
        "2026-03-03-c.md": "company: Acme\n---",
    }

    assert applications(files)["2026-03-03-c"] == ""
    assert codes(read_all(files).journal.diagnostics) == [("ambiguous-application", 2, 10)]


def test_a_file_with_neither_stands_alone() -> None:
    files = {"2026-03-01-a.md": "stage: final\n---", "2026-03-02-b.md": "role: Developer\n---"}

    assert set(applications(files).values()) == {""}


def test_feedback_at_work_is_no_application() -> None:
    files = {
        "2025-03-01-a.md": "company: Acme\nrole: Developer\nstage: final\n---",
        "2026-03-01-b.md": "company: Acme\noccasion: Spring project\nsource: peer\n---",
        "2026-03-02-c.md": "company: Globex\noccasion: Project\nsource: peer\n---",
        "2026-03-03-d.md": "company: Globex\nrole: Tester\nproject: Two\nsource: peer\n---",
        "2026-03-04-e.md": "company: Initech\npresentation: Roadmap\nstage: case\n---",
    }

    assert list(applications(files).values()) == ["acme-developer", "", "", "", "initech"]


def test_names_that_read_alike_stay_apart() -> None:
    files = {
        "2026-03-01-a.md": "company: Acme\nrole: Web Developer\n---",
        "2026-03-02-b.md": "company: Acme Web\nrole: Developer\n---",
    }

    assert len(set(applications(files).values())) == 2
