"""The leak audit: nothing hidden gets out in any writing, and what is no leak is none."""

from __future__ import annotations

import pytest

from afterword.insight.aliases import Hidden, NameKind
from afterword.sealing.audit import Decisions, audit
from afterword.sealing.audit_report import Allowance, Report
from afterword.sealing.audit_terms import PrivateText, SharedText, make_terms
from tests.support.leaks import CARRIERS, ENCODINGS, WRITINGS, html_of, jpeg, pdf, png, zipped

BRACKWATER = Hidden("brackwater", "Brackwater", NameKind.COMPANY)
NOTHING = SharedText((), ())


def checked(
    *files: tuple[str, bytes],
    hidden: tuple[Hidden, ...] = (BRACKWATER,),
    private: tuple[str, ...] = (),
    shared: tuple[str, ...] = (),
    product: tuple[str, ...] = (),
    known_words: tuple[str, ...] = (),
    allowances: tuple[Allowance, ...] = (),
    permitted: tuple[str, ...] = (),
    home_paths: tuple[str, ...] = (),
    unshared: tuple[PrivateText, ...] = (),
) -> Report:
    """Return the audit of an output that Sam shall see."""
    seen = SharedText(shared, product)
    texts = (*map(PrivateText, private), *unshared)
    terms = make_terms(hidden, texts, seen, home_paths=home_paths, permitted=permitted)
    decisions = Decisions("sam", known_words, allowances, permitted)
    return audit(dict(files), terms, seen, decisions)


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
