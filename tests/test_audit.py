"""The leak audit: nothing hidden gets out in any writing, and what is no leak is none."""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import itertools
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.insight.aliases import Hidden, NameKind
from afterword.sealing import audit_decodings, audit_runs
from afterword.sealing.audit import Audit, Decisions, audit
from afterword.sealing.audit_report import Allowance, Report
from afterword.sealing.audit_terms import PrivateText, SharedText, Terms, make_terms
from tests.support.leaks import (
    CARRIERS,
    ENCODINGS,
    WRITINGS,
    html_of,
    jpeg,
    pdf,
    png,
    png_chunk,
    zipped,
)

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


@pytest.mark.parametrize("writing", ["tags", "soft hyphens", "hex entities", "base64", "hex"])
def test_a_short_name_is_found_in_it_too(writing: str) -> None:
    journal = Journal(hidden=(Hidden("ian", "Ian", NameKind.PERSON),))

    report = checked(html_of(WRITINGS[writing]("with Ian there")), journal=journal)

    assert "Ian" in found(report)


@pytest.mark.parametrize(
    "text",
    ["Ian", "ian's", "Ians", "IanLee", "with_ian_there", "ian2", "I. A. N.", "x-ian.html", "IAN"],
)
def test_a_short_name_is_found_as_a_word_or_a_part_of_one(text: str) -> None:
    journal = Journal(hidden=(Hidden("ian", "Ian", NameKind.PERSON),))

    assert found(checked(page(text), journal=journal)) == {"Ian"}


@pytest.mark.parametrize("text", ["Italian", "Fabian said", "ianska", "I an", "in a pianist’s way"])
def test_a_word_that_holds_a_short_name_is_no_hit(text: str) -> None:
    journal = Journal(hidden=(Hidden("ian", "Ian", NameKind.PERSON),))

    assert found(checked(page(text), journal=journal)) == set()


def test_a_word_that_ends_in_a_short_name_is_asked_about_once() -> None:
    journal = Journal(hidden=(Hidden("ian", "Ian", NameKind.PERSON),))
    text = page("an italian word")

    first = checked(text, journal=journal)
    again = checked(text, journal=journal, known_words=first.new_words)

    assert first.clean
    assert first.new_words == ("italian",)
    assert again.new_words == ()


@pytest.mark.parametrize("text", ["Intel", "intelcorp", "Intel’s", "with-intel-inside"])
def test_a_long_name_is_found_in_longer_words(text: str) -> None:
    journal = Journal(hidden=(Hidden("intel", "Intel", NameKind.COMPANY),))

    assert found(checked(page(text), journal=journal)) == {"Intel"}


def test_a_longer_word_that_the_author_knows_is_no_hit() -> None:
    journal = Journal(hidden=(Hidden("intel", "Intel", NameKind.COMPANY),))
    text = page("emotional intelligence")

    assert found(checked(text, journal=journal)) == {"Intel"}
    assert found(checked(text, journal=journal, known_words=("Intelligence",))) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I will go, and you may mark it; take a long way along the line",
        "Will you go?",
        '<mark class="next">May</mark> I begin with a square?',
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    people = ("Will Peters", "Anna Long", "Mark Mayer")
    hidden = tuple(Hidden(name, name, NameKind.PERSON) for name in people)
    journal = Journal(hidden=hidden, product=("Will this be read?",))

    assert found(checked(page(text), journal=journal)) == set()


def test_an_ordinary_word_with_a_capital_is_the_name() -> None:
    journal = Journal(hidden=(Hidden("mark", "Mark Mayer", NameKind.PERSON),))

    assert found(checked(page("It was Mark who asked."), journal=journal)) == {"Mark"}


def test_an_alias_that_the_interface_uses_is_named_as_not_looked_for() -> None:
    journal = Journal(hidden=(Hidden("t", "Thea Entry", NameKind.PERSON),), product=("Entry by",))

    report = checked(page("Entry by somebody"), journal=journal)

    assert report.clean
    assert report.unchecked == ("Entry",)
    assert "Not looked for, because the pages use these words themselves: Entry." in report.lines()


def test_a_listed_name_that_the_interface_uses_is_named_as_not_looked_for_too() -> None:
    journal = Journal(hidden=(Hidden("s", "Source", NameKind.COMPANY),), product=("Source of it",))

    report = checked(page("Source of it"), journal=journal)

    assert report.clean
    assert report.unchecked == ("Source",)


@pytest.mark.parametrize("name", ["Jo", "EE"])
def test_two_letters_in_what_any_word_can_be_read_as_are_no_name(name: str) -> None:
    journal = Journal(hidden=(Hidden("n", name, NameKind.PERSON),))
    written = base64.b64encode(f"at {name} now".encode()).decode()

    assert checked(page(written), journal=journal).clean
    assert found(checked(page(f"at {name} now"), journal=journal)) == {name}


def test_aliases_are_found() -> None:
    hidden = (
        Hidden("dana", "Dana Whitlock", NameKind.PERSON),
        Hidden("bh", "Bright Harbour Systems Ltd", NameKind.COMPANY, also=("the harbour",)),
    )
    text = "D. Whitlock and Whitlock, Dana of BHS: the Harbour"

    report = checked(page(text), journal=Journal(hidden=hidden))

    assert found(report) == {
        "Whitlock",
        "D Whitlock",
        "Whitlock Dana",
        "Dana",
        "BHS",
        "the harbour",
    }


def test_a_name_in_a_script_without_spaces_is_found_anywhere() -> None:
    journal = Journal(hidden=(Hidden("y", "山田太郎", NameKind.PERSON),))

    assert found(checked(page("昨日は山田太郎さんと話した"), journal=journal)) == {"山田太郎"}


def test_private_passages_of_two_to_four_words_are_found_whole() -> None:
    journal = Journal(private=("Call me maybe. Well.",))

    assert found(checked(page("they said: <i>call</i> me maybe!"), journal=journal)) == {
        "Call me maybe"
    }
    assert found(checked(page("call me, maybe not. Well"), journal=journal)) == {"Call me maybe"}
    assert found(checked(page("call him maybe"), journal=journal)) == set()


def test_five_private_words_in_a_row_are_found() -> None:
    journal = Journal(private=("They rang about the offer and said a number I did not expect.",))

    assert found(checked(page("and said a <b>number</b> I forgot"), journal=journal)) == {
        "and said a number i"
    }
    assert found(checked(page("and said a word I did not like"), journal=journal)) == set()


def test_words_that_stand_in_what_is_shared_are_no_hits() -> None:
    sentence = "Drew the three boxes before saying a word."
    journal = Journal(private=(sentence, "On hold"), shared=(sentence,), product=("on hold",))

    assert checked(page(f"{sentence} On hold"), journal=journal).clean


def test_passages_do_not_reach_from_one_block_into_the_next() -> None:
    journal = Journal(private=("Bad timing",), shared=("bad", "timing"))

    assert checked(page("It was bad</p><p>timing is all"), journal=journal).clean


def test_keys_of_front_matter_are_no_passages() -> None:
    journal = Journal(private=("---\nfollow up: no\nfeelings: low spirits\n---\nx",))

    assert found(checked(page("follow up, low spirits"), journal=journal)) == {"low spirits"}


@pytest.mark.parametrize("written", ["85,250", "85250", "85.250", "85 250", "£85,250", "85250EUR"])
def test_a_private_number_is_found_however_it_is_parted(written: str) -> None:
    journal = Journal(private=("They said 85,250 a year.",))

    assert "85250" in found(checked(page(f"offered {written} then"), journal=journal))


@pytest.mark.parametrize(
    "text",
    [
        '<svg viewBox="0 0 312 85"><path d="M 312.5 312 L 312 1"/></svg>',
        '<link href="app.css?a312ff01">',
        "in 2312 or 3120",
    ],
)
def test_coordinates_and_digests_are_no_private_numbers(text: str) -> None:
    journal = Journal(private=("Room 312",), shared=("room",))

    assert found(checked(page(text), journal=journal)) == set()


def test_unshared_titles_and_file_names_are_found() -> None:
    unshared = PrivateText("x", "The day I nearly quit", "2026-03-04-brackwater-final.md")
    journal = Journal(private=(unshared,), shared=("the day I quit",))

    report = checked(page("The day I nearly quit / brackwater-final"), journal=journal)

    assert found(report) == {"The day I nearly quit", "brackwater-final", "Brackwater"}


def test_a_title_of_shared_words_is_no_term() -> None:
    journal = Journal(private=(PrivateText("", "The day I quit"),), shared=("I quit the day",))

    assert checked(page("the day I quit"), journal=journal).clean


def test_addresses_and_home_folders_are_found_even_if_nobody_lists_them() -> None:
    text = page("write to sam@example.org, see /home/dana/notes and https://acme.example/x")
    journal = Journal(private=("https://acme.example/jobs",), home="/srv/people/dana")

    assert found(checked(text, journal=journal)) == {
        "sam@example.org",
        "/home/dana",
        "acme.example",
    }
    assert found(checked(page("in /srv/people/dana/x"), journal=journal)) == {"/srv/people/dana"}


CODE = Journal(private=("the code is 12345678",))


@pytest.mark.parametrize(
    "text",
    [
        "call 1 2 3 4 5 6 7 8 now; [77, 84, 73, 122, 78, 68, 85, 50, 78, 122, 103]",
        "[77, 84, 73, 122, 78, 68, 85, 50, 78, 122, 103] and then 1 2 3 4 5 6 7 8",
        "<!--MTIzNDU2Nzg-->\n1 2 3 4 5 6 7 8\n",
        "<!--MTIzNDU2Nzg-->\n1 2 3 4 5 6 7 8\n1 2 3 4 5 6 7 8\n",
    ],
)
def test_a_number_that_chance_says_too_is_found_where_somebody_says_it(text: str) -> None:
    assert "12345678" in found(checked(("a.json", text.encode()), journal=CODE))


def test_letters_apart_are_found_line_by_line_however_often_they_stand_there() -> None:
    lines = ["B r a c k w a t e r", "plain words", "B r a c k w a t e r"]
    report = checked(*((f"{n}.txt", "\n".join(lines[n:]).encode()) for n in range(3)))
    assert {hit.file for hit in report.hits} == {"0.txt", "1.txt", "2.txt"}


@pytest.mark.parametrize("space", ["\x1c", "\x1e", "\x1f", "\x85", "\xa0", "\u2009"])
def test_a_list_of_numbers_with_any_white_space_is_read(space: str) -> None:
    numbers = f"{space},".join(str(n) for n in b"Brackwater")
    assert "Brackwater" in found(checked(("a.txt", numbers.encode())))


@pytest.mark.parametrize(
    "text", ["https://example.org/home/about.html", "icon@2x.png", "@media print", "/homepage/x"]
)
def test_what_looks_like_an_address_and_is_none_is_no_hit(text: str) -> None:
    assert checked(page(text)).clean


def test_the_reply_address_may_be_seen() -> None:
    journal = Journal(private=("me@example.org",), permitted=("me@example.org",))

    assert checked(page("mailto:me@example.org"), journal=journal).clean


def test_an_allowance_lets_one_term_in_one_file_pass() -> None:
    journal = Journal(private=("Room 312", "Bad timing"))
    allowance = Allowance("sam", "312", "page.html", "the number of a bus")

    report = checked(page("bus 312, bad timing"), journal=journal, allowances=(allowance,))
    other = checked(("other.html", b"bus 312"), journal=journal, allowances=(allowance,))

    assert {hit.term for hit in report.allowed} == {"312"}
    assert found(report) == {"Bad timing"}
    assert found(other) == {"312"}
    assert other.unused == (allowance,)


def test_an_allowance_for_another_reader_lets_nothing_pass() -> None:
    journal = Journal(private=("Room 312",))
    allowance = Allowance("kim", "312", "page.html", "the number of a bus")

    assert found(checked(page("bus 312"), journal=journal, allowances=(allowance,))) == {"312"}


@pytest.mark.parametrize(
    ("term", "reason", "words"),
    [
        ("Brackwater", "they do not mind", "is a hidden name, which no allowance lets pass"),
        ("brack-WATER", "they do not mind", "is a hidden name, which no allowance lets pass"),
        ("312", " ", "is allowed without a reason; give one, or take the allowance out"),
    ],
)
def test_an_allowance_cannot_name_a_hidden_name_and_needs_a_reason(
    term: str, reason: str, words: str
) -> None:
    allowance = Allowance("sam", term, "page.html", reason)

    report = checked(page("Hello Brackwater"), allowances=(allowance,))

    assert found(report) == {"Brackwater"}
    assert not checked(page("Hello"), allowances=(allowance,)).clean
    assert f"page.html: “{term}” {words}" in report.lines()


@pytest.mark.parametrize(
    ("file", "kind", "why"),
    [
        (("a.mp4", b"\0\0\0 ftypisom"), "unknown", ".mp4"),
        (("LICENSE", b"text"), "unknown", "LICENSE"),
        (("a.html", b"\xff\x80 page"), "unreadable", "is not readable as text"),
        (("a.png", b"no picture"), "unreadable", "is no png file"),
        (("a.png", png()[:40]), "unreadable", "a damaged png file"),
        (("a.jpg", jpeg()[:-2]), "unreadable", "a damaged jpeg file"),
        (("a.zip", b"PK\x03\x04\x14"), "unreadable", "a damaged zip file"),
        (("a.gz", b"\x1f\x8b\x08\0cut"), "unreadable", "gzip: ends in the middle"),
        (
            ("a.zip", zipped({"a": b"secret"}).replace(b"\x14\0\0\0", b"\x14\0\x01\0", 1)),
            "unreadable",
            "zip: a is encrypted or packed in a way that is not read",
        ),
        (
            ("a.pdf", pdf(b"x", head=b"<< /Encrypt 5 0 R >>\n")),
            "unreadable",
            "PDF: encrypted, or its letters are numbers of a font",
        ),
    ],
)
def test_what_cannot_be_judged_is_a_hit(file: tuple[str, bytes], kind: str, why: str) -> None:
    report = checked(file)

    assert not report.clean
    assert (kind, why) in {(hit.kind, hit.term) for hit in report.hits}


def test_a_bomb_is_a_hit_and_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(80 * 1024 * 1024), 9, mtime=0)

    report = checked(("a.gz", bomb))

    assert "gzip: more than 64 MiB when unpacked" in found(report)


def test_a_nesting_that_is_too_deep_is_a_hit() -> None:
    text = "Nothing to see here, only words and words."
    for _ in range(20):
        text = base64.b64encode(text.encode()).decode()

    assert "is nested too deep to be looked at" in found(checked(page(text)))


def test_every_channel_is_named_from_the_outside_in() -> None:
    report = checked(
        ("a.css", f".x{{content:'{base64.b64encode(b'Brackwater').decode()}'}}".encode())
    )

    assert list(report.lines())[:2] == [
        "a.css: name “Brackwater” (in text › base64)",
        "Nothing was written: a share leaves only when nothing at all is found.",
    ]


def test_capitalised_words_in_no_list_are_asked_about() -> None:
    journal = Journal(product=("Timeline",))
    text = page("Timeline. Priya met Lumbric; Then we left. then home. No ÉCOLE")

    report = checked(text, journal=journal, known_words=("lumbric", "no"))

    assert report.new_words == ("Priya", "ÉCOLE")
    assert "\n".join(report.lines()) == (
        "None of the 1 word and 0 passages we know of was found.\n"
        "It cannot know names you never listed; these capitalised words are in no list: "
        "Priya, ÉCOLE."
    )


def test_the_report_as_json_says_the_same() -> None:
    report = checked(page("Brackwater"))

    assert report.as_json() == {
        "clean": False,
        "words": 1,
        "passages": 0,
        "hits": [
            {"file": "page.html", "channel": "text", "kind": "name", "term": "Brackwater"},
            {
                "file": "page.html",
                "channel": "text › tags as spaces",
                "kind": "name",
                "term": "Brackwater",
            },
            {
                "file": "page.html",
                "channel": "text › tags left out",
                "kind": "name",
                "term": "Brackwater",
            },
        ],
        "allowed": [],
        "refused_allowances": [],
        "unused_allowances": [],
        "unchecked": [],
        "new_words": ["Brackwater"],
    }


@given(st.text(max_size=400).map(lambda text: text.replace("\0", "")))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(hit.kind != "unreadable" for hit in checked(("a.txt", text.encode())).hits)


@given(st.binary(max_size=400), st.sampled_from(["png", "jpg", "webp", "pdf", "zip", "gz", "txt"]))
def test_any_bytes_are_read_and_a_name_in_them_is_found(content: bytes, kind: str) -> None:
    start = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff\xe0", "pdf": b"%PDF-1.4\n"}
    start |= {
        "zip": b"PK\x03\x04",
        "gz": b"\x1f\x8b\x08\0\0\0\0\0\0\3",
        "webp": b"RIFF\4\0\0\0WEBP",
    }

    report = checked((f"a.{kind}", start.get(kind, b"") + content + b" Brackwater "))

    assert not report.clean


def test_what_calls_itself_wide_text_is_read_as_plain_text_too() -> None:
    assert "Brackwater" in found(checked(("a.txt", b"\xfe\xff Brackwater ")))


def test_what_was_clean_in_one_file_is_no_excuse_in_another() -> None:
    # By chance a name of two letters is none; as it stands it is one.
    journal = Journal((Hidden("ed", "Ed", NameKind.PERSON),))
    by_chance = base64.b64encode(b"\x00\xfeEd \xfe\x00").decode()
    written = base64.b64encode(b"for Brackwater alone, as ever").decode()
    report = checked(
        ("a.html", f"<p>{by_chance}</p>".encode()), ("b.html", b"<p>Ed </p>"), journal=journal
    )
    assert {hit.file for hit in report.hits} == {"b.html"}
    # Two files with one hidden name in one writing are two hits.
    report = checked(
        ("a.html", f"<p>Brackwater {written}</p>".encode()),
        ("b.html", f"<p>{written}</p>".encode()),
        ("c.html", b"<p>nothing</p>"),
        ("d.html", f"<p>{written}</p>".encode()),
    )
    assert {hit.file for hit in report.hits} == {"a.html", "b.html", "d.html"}


def test_a_name_of_a_file_is_none_because_a_text_like_it_was_clean() -> None:
    # In names of files names are written small, in texts they are not.
    journal = Journal((Hidden("mark", "Mark", NameKind.PERSON),))
    for text in ("<b>b/mark.html</b>", "<!--b/mark.html-->", "b/mark.html"):
        report = checked(("a.html", text.encode()), ("b/mark.html", b"<p>x</p>"), journal=journal)
        assert {hit.file for hit in report.hits} == {"b/mark.html"}


def test_words_near_a_name_are_asked_about_wherever_they_were_read_before() -> None:
    journal = Journal((Hidden("ian", "Ian", NameKind.PERSON),))
    deep, plain = ("a.txt", b"ital%2569an"), ("b.txt", b"ital%69an")
    assert "italian" in checked(plain, journal=journal).new_words
    assert "italian" in checked(deep, plain, journal=journal).new_words


def test_what_is_remembered_of_clean_files_has_an_end() -> None:
    audit = Audit(Terms(()), NOTHING, Decisions("sam"))
    for start in range(0, 40_000, 10_000):
        words = " ".join(
            base64.b64encode(f"word {n} of many".encode()).decode()
            for n in range(start, start + 10_000)
        )
        audit.read(f"{start}.txt", words.encode())
    assert 0 < len(audit._clean) <= 1 << 14  # noqa: SLF001


@pytest.mark.parametrize(
    "text",
    [
        f"/* {'word ' * 60}*/\nconst x = \n  5;\n",
        f"{'word ' * 60}\nx =\t\ny",
        f"{'word ' * 60}\nx = \r\ny",
        f"{'word ' * 60}\nx == y\n",
        f"{'word ' * 60}\nx=\n\n=\n=3\n==41\n",
    ],
)
@pytest.mark.parametrize("name", ["a.js", "a.txt", "a.html"])
def test_what_only_looks_like_quoted_printable_is_no_fault(name: str, text: str) -> None:
    assert checked((name, text.encode())).clean
    assert checked((name, text.encode()), journal=Journal((), home="/home/dana/journal")).clean


def test_what_is_no_quoted_printable_is_not_read_twice() -> None:
    assert not audit_decodings._quoted_printable("x = \ny =\t\nz")  # noqa: SLF001
    assert audit_decodings._quoted_printable("x = \ny=41z") == "x = \nyAz"  # noqa: SLF001


def test_a_name_that_grows_when_it_is_folded_is_found_by_itself() -> None:
    journal = Journal((Hidden("արև", "Արև", NameKind.PERSON),))
    written = base64.b64encode("Արև".encode()).decode()
    assert "Արև" in found(checked(("a.txt", written.encode()), journal=journal))


def test_a_title_is_found_though_only_its_beginning_is_quoted_printable() -> None:
    title = "Élan and what came of it " + "on a day like any other in the house " * 9
    lines = title.strip().replace(" house ", " house\n").replace("É", "=C3=89")
    journal = Journal((), (PrivateText(f"# {title}", title),))
    assert title in found(checked(("a.txt", lines.encode()), journal=journal))


def test_parts_that_are_too_short_for_a_name_may_hold_one_together() -> None:
    parts = base64.b64encode(b"\0abc\0defg\0hij\0\1=42rackwat=65r\1\0").decode()
    assert "Brackwater" in found(checked(("a.txt", parts.encode())))


@pytest.mark.parametrize("far", [0, 100, 1_000, 20_000])
def test_quoted_printable_is_read_with_what_stands_around_it(far: int) -> None:
    between = "\n".join(["<p>nothing at all</p>"] * (far // 20))
    for said in ("Br=61ck=\nwater", "Brack=77ater", "B=\r\nrackwater", "=42rackwater"):
        text = f"<p>width=device-width</p>\n{between}\n<p>{said}</p>\n{between}\n<p>a=b0c</p>"
        assert "Brackwater" in found(checked(page(text))), (said, far)
    # A passage that begins in a line without any such sign, and one that ends there.
    journal = Journal((), ("The chair never once looked up from the table.",))
    for said in ("The chair never\nonce l=6Foked up", "The cha=69r never once\nlooked up"):
        report = checked(("a.txt", f"{between}\n{said}\n{between}".encode()), journal=journal)
        assert not report.clean, (said, far)


@given(
    st.lists(
        st.sampled_from(
            [
                "=41",
                "=\n",
                "= \r\n",
                "a=b",
                "x",
                "\n",
                " " * 150,
                "word ",
                "é",
                "=3D",
                "\r\n",
                "z" * 300,
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_every_sign_of_quoted_printable_is_read_as_in_the_whole(text: str) -> None:
    assert checked(("a.txt", text.encode())).clean
    whole = binascii.a2b_qp(text.encode()).decode("utf-8", "replace")
    decoded = audit_decodings._quoted_printable(text)  # noqa: SLF001
    if not re.search(r"=(?:[0-9A-Fa-f]{2}|[ \t]*\r?\n)", text):
        assert not decoded
        return
    parts = decoded.split(audit_runs.BETWEEN)
    assert all(part in whole for part in parts)
    assert sum(part.count("A") for part in parts) == whole.count("A")


@pytest.mark.parametrize("name", ["/home/dana/journal", "/home/dana/Ärger", "/srv/a-b/c.d"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_only_name_that_is_looked_for_is_found_in_every_writing(
    name: str, encoding: str
) -> None:
    """Where few names and nothing else is hidden, most texts are not taken apart into words."""
    written = html_of(WRITINGS[encoding](f"in {name} there"))
    assert name in found(checked(written, journal=Journal((), home=name)))
    assert checked(html_of(WRITINGS[encoding]("in the house there"))).clean


@pytest.mark.parametrize(
    "text",
    [
        "<" * 200_000,
        "<a title='" * 20_000,
        "&" * 200_000,
        "\\" * 200_000,
        "%41" * 70_000,
        "=3D" * 70_000,
        "a1" * 100_000,
        "a b " * 50_000,
        "'a' " * 50_000,
        "<!--" * 50_000,
        "a@a." * 50_000,
        "1,111" * 40_000,
        "(" * 200_000,
        "PK\x03\x04" * 50_000,
        "aIan" * 50_000,
        "brackwater" * 20_000,
        "\u0301" * 100_000,
    ],
)
def test_texts_that_invite_long_searches_are_read(text: str) -> None:
    assert "Brackwater" in found(checked(("a.txt", f"{text} Brackwater".encode())))


def test_passages_in_a_script_without_spaces_are_found() -> None:
    journal = Journal(
        private=("残業は少ない。彼らは年収八百万円を提示したが私は断った。",),
        shared=("私は断った",),
    )

    found_in = [
        found(checked(page(text), journal=journal))
        for text in (
            "昨日は残業は少ないと聞いた",
            "彼らは年収八百万円を提示した",
            "私は断った。残業が多い",
        )
    ]

    assert found_in[0] == {"残業は少ない"}
    assert "彼らは年収八百万" in found_in[1]
    assert found_in[2] == set()


def test_a_name_that_is_an_ordinary_word_is_found_in_the_name_of_a_file() -> None:
    journal = Journal(hidden=(Hidden("square", "Square", NameKind.COMPANY),))

    assert found(checked(("2026-square-final.html", b"a square"), journal=journal)) == {"Square"}
    assert found(checked(("a.html", b"a square"), journal=journal)) == set()


def test_digits_of_full_width_are_digits() -> None:
    journal = Journal(private=("They said 85,250.",))

    assert "85250" in found(checked(page("８５２５０"), journal=journal))


def test_words_of_the_interface_are_asked_about_by_nobody() -> None:
    ian = Hidden("ian", "Ian", NameKind.PERSON)
    journal = Journal(hidden=(ian,), product=("Median of all",))

    assert checked(page("Median"), journal=journal).new_words == ()


@pytest.mark.parametrize(
    "text",
    ["q7IanX2bR9tLm4Kd0vZ8", "sha384-aB3IanC9dE5fG7hI1jK3lM5nO7pQ9rS1tU3vW5xY7zA9"],
)
def test_keys_and_digests_hold_no_short_names(text: str) -> None:
    journal = Journal(hidden=(Hidden("ian", "Ian", NameKind.PERSON),))

    assert found(checked(page(text), journal=journal)) == set()
    assert found(checked(page("talkedToIanAboutTheWholeThing"), journal=journal)) == {"Ian"}


def test_pixels_hold_no_names_by_chance() -> None:
    names = map("".join, itertools.product("BDFM", "aeiou", "lnrst"))
    hidden = tuple(Hidden(name, name, NameKind.PERSON) for name in names)
    noise = b"".join(hashlib.sha256(bytes([n >> 8, n & 255])).digest() for n in range(12_000))
    picture = png(png_chunk(b"IDAT", noise))
    photo = jpeg()[:-2] + noise.replace(b"\xff", b"\xff\0") + b"\xff\xd9"

    report = checked(("a.png", picture), ("a.jpg", photo), journal=Journal(hidden=hidden))

    assert report.clean


def test_a_text_in_pixels_that_are_not_packed_is_found() -> None:
    pixels = b"\x01\x02" * 50 + b"a picture of Brackwater" + b"\x01\x02" * 50

    assert "Brackwater" in found(checked(("a.png", png(png_chunk(b"IDAT", pixels)))))


def test_every_stream_of_a_pdf_is_read() -> None:
    two = pdf(b"(first) Tj") + pdf(b"(Brackwater) Tj")[9:]

    assert "Brackwater" in found(checked(("a.pdf", two)))


def test_lines_name_a_term_once_for_a_file() -> None:
    assert list(checked(page("Brackwater"), ("a.mov", b"x")).lines())[:2] == [
        "a.mov: “.mov” is a kind of file that cannot be looked into",
        "page.html: name “Brackwater” (in text, text › tags left out, text › tags as spaces)",
    ]


def test_latin_1_in_base64_is_read() -> None:
    journal = Journal(hidden=(Hidden("m", "Jörg Müller", NameKind.PERSON),))
    encoded = base64.b64encode("a letter to Müller".encode("latin-1")).decode()

    assert "Müller" in found(checked(page(encoded), journal=journal))


@pytest.mark.parametrize(
    "text",
    [
        'first see <a href="x">short</a>',
        '<a href="/guides/star-method">a short article</a>',
        '<li data-asked="and the duplicate key"><h3>The manager said</h3>',
        '<option value="the duplicate key">The manager said</option>',
        '<i title="and the duplicate" lang="key the">manager said</i>',
    ],
)
def test_tags_and_attributes_make_no_passage_with_what_stands_beside_them(text: str) -> None:
    private = (
        "It was a failing first. See a page. Read guides/star-method. A short one. "
        "The rest and the duplicate key. The manager said so."
    )
    journal = Journal(private=(private,))

    assert found(checked(("page.html", text.encode()), journal=journal)) == set()


def test_the_day_in_the_name_of_an_entry_is_no_part_of_a_passage() -> None:
    private = "See [it](../2024/2024-05-24-technical-round-at-atlasgrid.md) again."
    page_of_it = "<p>24 <a>Technical round at Atlasgrid</a></p>"

    assert checked(page(page_of_it), journal=Journal(private=(private,))).clean


def test_a_number_of_the_themes_code_is_looked_for_in_pages() -> None:
    seen = SharedText((), (), ("a { z-index: 60000 }",))
    terms = make_terms((), [PrivateText("They said 60,000.")], seen)
    decisions = Decisions("sam")

    assert audit({"a.css": b"a{z-index:60000}"}, terms, seen, decisions).clean
    assert not audit({"a.html": b"<p>60,000</p>"}, terms, seen, decisions).clean
    assert not audit({"a.css": b"a{content:'60000'}"}, terms, seen, decisions).clean
