"""The leak audit: nothing hidden gets out in any writing, and what is no leak is none."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from afterword.insight.aliases import Hidden, NameKind
from afterword.sealing.audit import Decisions, audit
from afterword.sealing.audit_report import Allowance, Report
from afterword.sealing.audit_terms import PrivateText, SharedText, make_terms
from tests.support.leaks import CARRIERS, ENCODINGS, WRITINGS, html_of

BRACKWATER = Hidden("brackwater", "Brackwater", NameKind.COMPANY)
NOTHING = SharedText((), ())


@dataclass(frozen=True, slots=True)
class Journal:
    """What an author hides, keeps and shares."""

    hidden: tuple[Hidden, ...] = (BRACKWATER,)
    private: tuple[PrivateText | str, ...] = ()
    shared: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    permitted: tuple[str, ...] = ()
    home: str = ""


JOURNAL = Journal()


def checked(
    *files: tuple[str, bytes],
    journal: Journal = JOURNAL,
    known_words: tuple[str, ...] = (),
    allowances: tuple[Allowance, ...] = (),
) -> Report:
    """Return the audit of an output that Sam shall see."""
    seen = SharedText(journal.shared, journal.product)
    texts = [PrivateText(text) if isinstance(text, str) else text for text in journal.private]
    permitted = journal.permitted
    terms = make_terms(
        journal.hidden, texts, seen, home_paths=filter(None, [journal.home]), permitted=permitted
    )
    return audit(dict(files), terms, seen, Decisions("sam", known_words, allowances, permitted))


def found(report: Report) -> set[str]:
    """Return the terms that were found."""
    return {hit.term for hit in report.hits}


def page(text: str) -> tuple[str, bytes]:
    return "page.html", f"<!doctype html><title>x</title><p>{text}</p>".encode()


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_name_is_found_in_every_writing(writing: str) -> None:
    assert "Brackwater" in found(checked(html_of(WRITINGS[writing]("Brackwater"))))


@pytest.mark.parametrize("outer", ENCODINGS)
def test_a_name_is_found_in_every_writing_within_every_other(outer: str) -> None:
    inside_out = {inner: WRITINGS[outer](write("Brackwater")) for inner, write in WRITINGS.items()}
    if outer == "comment":
        del inside_out["comment inside"]  # it ends the one around it

    missed = [
        inner
        for inner, text in inside_out.items()
        if "Brackwater" not in found(checked(html_of(text)))
    ]

    assert missed == []


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_name_is_found_in_every_kind_of_file(carrier: str) -> None:
    assert "Brackwater" in found(checked(CARRIERS[carrier]("Brackwater")))
