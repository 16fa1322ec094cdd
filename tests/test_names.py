"""Hidden names: how else they are written, where they stand, and labels in their place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.config import NameSettings
from afterword.insight.aliases import Hidden, NameKind, aliases_of
from afterword.insight.folding import fold_keeping_case, fold_text, squeeze, words_of
from afterword.insight.hiding import hidden_names
from afterword.insight.names import Names, replace_names
from tests.support.journal import read_all

DANA = Hidden("dana", "Dana Whitlock", NameKind.PERSON)
ACME = Hidden("acme", "Acme Corp", NameKind.COMPANY)
IAN = Hidden("ian", "Ian Ng", NameKind.PERSON)


def aliases(name: str, kind: NameKind = NameKind.PERSON, *domains: str) -> set[str]:
    return {alias.text for alias in aliases_of(Hidden("x", name, kind, domains=domains))} - {name}


def replaced(
    text: str,
    *hidden: Hidden,
    known_words: tuple[str, ...] = (),
    is_common: Callable[[str], bool] = lambda _: False,
) -> str:
    """Return a text with `{identity}` for each name."""
    names = Names(hidden or (DANA, ACME, IAN), known_words=known_words, is_common=is_common)
    found = names.find(text)
    return replace_names(text, found, lambda identity: f"{{{identity}}}")


def near(text: str, *hidden: Hidden) -> list[str]:
    return [text[one.start : one.end] for one in Names(hidden or (IAN,)).find(text).near]


def test_a_person_is_also_their_parts_their_initial_and_their_surname_first() -> None:
    assert aliases("Dana Whitlock") == {
        *("Dana", "Whitlock", "Whitlock Dana", "D Whitlock", "Whitlock D"),
    }


def test_parts_of_two_letters_and_particles_are_no_names() -> None:
    found = aliases("Li van der Berg")

    assert {"Berg", "L Berg", "van der Berg Li", "L van der Berg"} <= found
    assert found.isdisjoint({"Li", "van", "der"})


def test_titles_and_what_follows_a_comma_do_not_belong_to_the_name() -> None:
    assert {"Reid", "J Reid", "Jo Reid"} <= aliases("Dr. Jo Reid, Ward Manager")


def test_umlauts_may_be_written_out() -> None:
    assert {"Mueller", "Jörg", "Joerg"} <= aliases("Jörg Müller")


def test_a_company_is_also_its_name_without_legal_form_its_first_word_and_its_capitals() -> None:
    assert aliases("Brackwater Glen Heritage GmbH & Co. KG", NameKind.COMPANY) >= {
        *("Brackwater Glen Heritage", "Brackwater", "BGH"),
    }


def test_an_ordinary_first_word_is_no_alias() -> None:
    found = aliases("Bright Harbour Ltd", NameKind.COMPANY)

    assert "Bright" not in found
    assert "Bright Harbour" in found


@pytest.mark.parametrize("name", ["Marks & Spencer", "Marks and Spencer plc", "Marks und Spencer"])
def test_a_company_with_an_and_is_hidden_however_that_is_written(name: str) -> None:
    texts = {alias.text for alias in aliases_of(Hidden("c", name, NameKind.COMPANY))}

    assert {"Marks & Spencer", "Marks and Spencer"} <= texts


def test_two_capitals_are_no_alias() -> None:
    assert "LG" not in aliases("Lumbric Guild", NameKind.COMPANY)


def test_a_companys_own_mail_domain_is_an_alias_and_others_are_not() -> None:
    found = aliases("Brackwater Ltd", NameKind.COMPANY, "brackwater.co.uk", "example.org")

    assert found == {"Brackwater", "brackwater.co.uk"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I met Dana Whitlock.", "I met {dana}."),
        ("DANA WHITLOCK’s", "{dana}’s"),
        ("Whitlock, Dana", "{dana}"),
        ("D. Whitlock rang", "{dana} rang"),
        ("Dana\nWhitlock", "{dana}"),
        ("> Dana\n> Whitlock", "> {dana}"),
        ("Dana *Whitlock*", "{dana}"),
        ("**Dana** Whitlock", "{dana}"),
        ("**Dana Whitlock**", "**{dana}**"),
        ("Da<b>na</b> Whitlock", "{dana}"),
        ("Dana&nbsp;Whitlock", "{dana}"),
        ("Da\u00adna Whit\u200block", "{dana}"),
        ("Dаnа Whitlock", "{dana}"),
        ("Ｄａｎａ", "{dana}"),
        ("Danà", "{dana}"),
        ("Dana\u0301 left", "{dana} left"),
        ("dana_whitlock-notes", "{dana}-notes"),
        ("DanaWhitlock", "{dana}"),
        ("acmecorp.example and Acme-Corp", "{acme}.example and {acme}"),
        ("[[2026-03-04-acme-final]]", "[[2026-03-04-{acme}-final]]"),
        ("the Whitlocks", "the {dana}"),
        ("Dana Whit-\nlock", "{dana}"),
        ("> so did Whit- \n> lock there", "> so did {dana} there"),
    ],
)
def test_a_name_is_replaced_however_it_is_written(text: str, expected: str) -> None:
    assert replaced(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Dan a\n\nWhit lock",
        "a whit-\n\nlock",
        "An ample academy",
        "in a pianist’s hands",
        "I, an optimist",
        "Nothing at all — “quoted”, naïve, ＦＵＬＬ\u00a0width",
    ],
)
def test_what_is_no_name_stays_as_it_is(text: str) -> None:
    assert replaced(text) == text


def test_a_name_does_not_reach_across_an_empty_line() -> None:
    hidden = Hidden("x", "Blue Harbour", NameKind.OTHER)

    assert replaced("Blue\n\nHarbour", hidden) == "Blue\n\nHarbour"


@pytest.mark.parametrize(
    "text", ["Ian", "Ian’s", "IanNg", "ian_ng", "mailIan2", "x-ian-y", "IANLee"]
)
def test_a_short_name_is_a_whole_word_or_a_part_of_one(text: str) -> None:
    assert "{ian}" in replaced(text) or text == "IANLee"


@pytest.mark.parametrize(
    ("text", "words"),
    [("Ianswer", ["Ian"]), ("Fabian", ["ian"]), ("Italian ianx", ["ian"] * 2), ("variance", [])],
)
def test_a_word_that_begins_or_ends_with_a_short_name_is_reported(
    text: str, words: list[str]
) -> None:
    assert near(text) == words
    assert replaced(text, IAN) == text


def test_a_longer_word_is_replaced_whole_unless_the_author_knows_it() -> None:
    intel = Hidden("chips", "Intel", NameKind.COMPANY)

    assert replaced("Emotional intelligence", intel) == "Emotional {chips}"
    assert replaced("Emotional intelligence", intel, known_words=("intelligence",)) == (
        "Emotional intelligence"
    )


def test_a_name_that_stands_by_chance_in_a_common_word_is_not_meant() -> None:
    erica = Hidden("erica", "Erica Deutsch", NameKind.PERSON)

    assert replaced("American deutschen, Ericas", erica, is_common={"american"}.__contains__) == (
        "American {erica}, {erica}"
    )


def test_a_short_name_is_found_with_an_s() -> None:
    dana = Hidden("dana", "Dana", NameKind.PERSON)
    jan = Hidden("jan", "Jan", NameKind.PERSON)

    assert replaced("Danas Frage, Danaswald", dana) == "{dana} Frage, Danaswald"
    assert replaced("Jans", jan, is_common={"jans"}.__contains__) == "Jans"


def test_a_name_does_not_go_on_in_the_next_sentence() -> None:
    text = "I asked Whitlock. Dana answered, then D. Whitlock."

    assert replaced(text) == "I asked {dana}. {dana} answered, then {dana}."


def test_an_ordinary_word_is_a_name_with_a_capital_only() -> None:
    will = Hidden("will", "Will Mark", NameKind.PERSON)

    assert replaced("Will will not mark it, said Mark", will) == (
        "{will} will not mark it, said {will}"
    )


def test_an_initial_and_a_surname_are_no_word() -> None:
    anna = Hidden("anna", "Anna Long", NameKind.PERSON)

    assert replaced("take a long way along with A. Long", anna) == (
        "take a long way along with {anna}"
    )


def test_a_script_without_spaces_needs_none() -> None:
    yamada = Hidden("y", "山田 太郎", NameKind.PERSON)

    assert replaced("昨日は山田太郎さんと山田さん", yamada) == "昨日は{y}さんと{y}さん"


def test_two_people_may_share_a_part_of_their_names() -> None:
    both = (DANA, Hidden("other", "Dana Moor", NameKind.PERSON))

    (found,) = Names(both).find("Dana rang").names

    assert found.identities == ("dana", "other")


def test_labels_are_asked_for_in_the_order_of_the_text() -> None:
    asked: list[str] = []

    def label(identity: str) -> str:
        asked.append(identity)
        return identity

    text = "Ian, then Dana, then Acme"
    replace_names(text, Names((DANA, ACME, IAN)).find(text), label)

    assert asked == ["ian", "dana", "acme"]


def test_without_hidden_names_nothing_is_found() -> None:
    assert Names(()).find("Dana").names == ()


def test_people_companies_and_what_the_author_lists_are_hidden() -> None:
    files = {
        "2026-01-02-a.md": "company: Brackwater Ltd\nwith: Dana Whitlock\n---\nx@brackwater.uk",
        "2026-01-03-b.md": "by: Priya\ndraft: no\n---\nx",
    }
    journal = read_all(files).journal
    listed = (
        NameSettings("Brackwater Ltd", also=("the Water",)),
        NameSettings("Project Heron", label="a project"),
    )

    hidden = hidden_names(journal, listed, frozenset())
    fewer = hidden_names(journal, listed, frozenset({"people", "companies"}))

    assert [(one.kind.value, one.name) for one in hidden] == [
        ("company", "Brackwater Ltd"),
        ("person", "Dana Whitlock"),
        ("person", "Priya"),
        ("other", "Project Heron"),
    ]
    assert hidden[0].also == ("the Water",)
    assert "brackwater.uk" in {alias.text for alias in aliases_of(hidden[0])}
    assert [one.name for one in fewer] == ["Project Heron"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_around_a_name_every_sign_stays(before: str, after: str) -> None:
    text = f"{before}\n\nDana Whitlock\n\n{after}"
    found = Names((DANA,)).find(text)

    result = replace_names(text, found, {"dana": "X"})

    assert result.startswith(before) or found.names[0].start < len(before)
    assert "\n\nX\n\n" in result
    assert result.endswith(after) or found.names[-1].end > len(text) - len(after)


@given(st.text(max_size=100))
def test_folding_keeps_its_promises(text: str) -> None:
    kept, folded = fold_keeping_case(text), fold_text(text)

    assert len(kept) == len(folded)
    assert words_of(kept).lower() == words_of(folded)
    assert squeeze(text) == squeeze(folded)
