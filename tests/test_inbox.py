"""Replies: mail is read however it was sent, and an entry shows exactly what was written."""

from __future__ import annotations

import base64
import datetime as dt
import quopri
import re
import unicodedata
from dataclasses import replace
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import afterword
from afterword.config import ReaderSettings
from afterword.inbox import (
    MOST_BYTES,
    Circumstances,
    Imported,
    Item,
    LargeReplyError,
    NothingNew,
    Opened,
    Point,
    import_reply,
    known_remarks,
    read_reply_file,
    texts_of,
    write_entry,
)
from afterword.inbox.plaintext import shown_lines
from afterword.journal.body import read_sections
from afterword.journal.model import Kind, Polarity
from afterword.journal.slugs import slug
from afterword.site.markdown import Link, Markdown, Target
from tests.support.journal import read_all, words_of
from tests.support.limited import printed
from tests.support.portfolio import Portfolio

TODAY = dt.date(2026, 11, 19)
SAM = ReaderSettings("sam", name="Sam", source="mentor")
BLOCK = """\
-----BEGIN AFTERWORD REPLY-----
share: 0123abcd

QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2
d3h5ejAxMjM0NTY3ODk=
-----END AFTERWORD REPLY-----
"""


def gone(_page: str, _anchor: str) -> str | None:
    return None


NOW = Circumstances(TODAY, gone)


def item(text: str, *, kind: str = "note", page: str = "", quote: str = "") -> Item:
    return Item(page, "", quote, text, kind)


def opened(*items: Item, from_: str = "Sam") -> Opened:
    return Opened("0123abcd", 3, from_, items)


def imported(
    *items: Item,
    now: Circumstances = NOW,
    reader: ReaderSettings = SAM,
    from_: str = "Sam",
    as_point: Point | None = None,
) -> Imported:
    """Return the entry of a reply that says something new."""
    found = import_reply(opened(*items, from_=from_), reader, now, as_point=as_point)
    assert isinstance(found, Imported)
    return found


class Quotations(HTMLParser):
    """The paragraphs in block quotes, as a browser shows them."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self.tags: set[str] = set()
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._depth += tag == "blockquote"
        if self._depth:
            self.tags.add(tag)
            if tag == "p":
                self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "blockquote"

    def handle_data(self, data: str) -> None:
        if self._depth and data.strip():
            self.paragraphs[-1] += data


def quotations(html: str) -> Quotations:
    reading = Quotations()
    reading.feed(html)
    return reading


def body_of(text: str) -> str:
    return text.split("\n---\n", 1)[1]


def rendered(text: str) -> str:
    """Return the HTML of an entry's text, as its page has it."""
    parts = [p.text for s in read_sections(body_of(text), vocabulary=words_of()) for p in s.parts]
    shown = Markdown(slug).render(parts, resolve=to_a_page)
    assert not shown.plain
    return "".join(shown.fragments) + shown.footnotes


def to_a_page(link: Link) -> Target:
    return Target(f"{link.target}.html")


def mail(html: str = "", *, encoding: str = "base64") -> EmailMessage:
    """Return a mail with the block in its text, or in its HTML alone."""
    message = EmailMessage()
    message["From"], message["To"] = "sam@example.org", "me@example.org"
    message["Subject"] = "Re: your notes"
    if html:
        message.set_content(html, subtype="html", cte=encoding)
    else:
        message.set_content(f"Here you are, é!\n\n{BLOCK}", cte=encoding)
    return message


def has_block(content: bytes, name: str = "reply.eml") -> bool:
    return any(BLOCK in text for text in texts_of(name, content))


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_a_reply_is_found_in_a_mail_however_it_is_encoded(encoding: str) -> None:
    assert has_block(mail(encoding=encoding).as_bytes())


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("end", ["<br>", "<br/>\n", "</div><div>"])
def test_a_reply_is_found_in_a_mail_of_html_alone(encoding: str, end: str) -> None:
    page = f"<style>p {{}}</style><div>Hello&nbsp;you{end}{end.join(BLOCK.splitlines())}{end}</div>"
    texts = texts_of("reply.eml", mail(page, encoding=encoding).as_bytes())

    lines = [line for line in "\n".join(texts).splitlines() if line.strip()]
    assert "\n".join(filter(None, BLOCK.splitlines())) in "\n".join(lines)


def test_a_quoted_reply_keeps_its_marks() -> None:
    quoted = "".join(f"> {line}\n" for line in BLOCK.splitlines())
    message = EmailMessage()
    message["From"] = "sam@example.org"
    message["To"] = "me@example.org"
    message.set_content(f"On Monday you wrote:\n{quoted}")

    assert any(quoted in text for text in texts_of("reply.eml", message.as_bytes()))


@pytest.mark.parametrize("mime", ["text/plain", "application/octet-stream"])
def test_a_reply_is_found_in_an_attachment(mime: str) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "sam@example.org", "notes"
    message.set_content("See the file.")
    main, sub = mime.split("/")
    message.add_attachment(BLOCK.encode(), maintype=main, subtype=sub, filename="reply.txt")

    assert has_block(message.as_bytes())


def test_a_reply_is_found_in_a_mail_that_is_attached_to_another() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "me@example.org", "Fwd"
    outer.set_content("Forwarded.")
    outer.add_attachment(mail())

    assert has_block(outer.as_bytes())


def test_a_text_file_is_read_as_it_is() -> None:
    assert texts_of("reply.txt", BLOCK.encode()) == (BLOCK,)
    assert texts_of("reply.txt", BLOCK.replace("\n", "\r\n").encode("utf-16")) == (BLOCK,)


def test_a_mail_in_an_unknown_charset_is_read_all_the_same() -> None:
    content = mail(encoding="8bit").as_bytes().replace(b'charset="utf-8"', b'charset="x-none"')

    assert has_block(content)


def test_a_file_over_512_kib_is_refused_with_words(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(b"x" * (MOST_BYTES + 1024))

    with pytest.raises(LargeReplyError, match=r"has 513 KiB; a reply is read up to 512 KiB"):
        read_reply_file(path)


def test_a_mail_that_nests_too_deep_is_read_as_text() -> None:
    deep = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\nX: y\n\n--b{n}\n' for n in range(3000)
    )

    assert has_block(f"{deep}\n{BLOCK}".encode())


HEAD = b"From: a@b.c\nMIME-Version: 1.0\n"
NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(9)
)


def filled(start: bytes, unit: bytes) -> bytes:
    """Return a mail that begins so and is as large as one may be."""
    return (start + unit * ((MOST_BYTES - len(start)) // len(unit)))[: MOST_BYTES - 3] + b"\n\nx"


def looked_through(content: bytes) -> int:
    """Return how many texts are found, in a process whose time is limited."""
    program = (
        "from afterword.inbox import texts_of;"
        "print(len(texts_of('a.eml', sys.stdin.buffer.read())))"
    )
    return int(printed(program, content))


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        (b"Content-Transfer-Encoding: ", b"("),
        (b"Content-Type: text/plain", b"(a)"),
        (b"Content-Type: text/plain", b"; a=b"),
        (b"Content-Type: text/plain", b';"'),
        (b"Subject: ", b"=?utf-8?q?a?= "),
        (b"Subject: a\n", b" a\n"),
        (b"", b"a:b\n"),
        (NESTED, b"-\n"),
        (NESTED, b"--b0\n\n"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n", b"--b\nContent-Type: a" + b';"' * 900),
        (b"Content-Type: message/delivery-status\n\n", b"a:b\n\n"),
        (b"Content-Type: text/plain; charset=punycode\n\n", b"a-99999"),
        (b"Content-Type: text/html\n\n", b"<style>"),
        (b"Content-Type: text/html\n\n", b"<br "),
        (b"Content-Type: text/html\n\n&#", b"9"),
    ],
)
def test_a_mail_made_to_take_long_does_not(start: bytes, unit: bytes) -> None:
    assert looked_through(filled(HEAD + start, unit)) >= 1


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Transfer-Encoding: " + b"(" * 20_000,
        b"Content-Type: text/plain; charset=" + b"x" * 20_000,
        b"Content-Type: text/plain; charset=a\0b",
        b"Content-Type: text/plain; x=1; charset*=a; charset*1=b",
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000,
    ],
)
def test_a_header_that_nobody_would_write_keeps_no_reply_from_being_read(header: bytes) -> None:
    assert has_block(HEAD + header + b"\n\n" + BLOCK.encode())


def test_a_number_that_is_no_character_keeps_no_reply_from_being_read() -> None:
    page = f"<p>&#{'9' * 5000};<p>{BLOCK.replace(chr(10), '<br>')}"

    assert any(
        BLOCK.splitlines()[0] in text.splitlines()
        for text in texts_of("reply.eml", mail(page).as_bytes())
    )


def test_what_is_not_shown_ends_where_it_ends_whatever_stands_before_it() -> None:
    page = f"<p>{'İ' * 40}<style>p {{}}</style><pre>{BLOCK}</pre>"

    assert has_block(mail(page).as_bytes())


PIECES = st.sampled_from(
    [
        "Content-Type: ",
        "multipart/mixed",
        "text/html",
        "message/rfc822",
        "message/delivery-status",
        "; boundary=b",
        "; charset=",
        "utf-8",
        "idna",
        ";charset*0=a",
        ";charset*1*=%ff",
        "; charset*=x'y'%zz",
        "=?utf-8?b?!!?=",
        "\x00",
        "é",
        "Content-Transfer-Encoding: ",
        "base64",
        "quoted-printable",
        "x-uue",
        "begin 644 a\n",
        "\n\n",
        "\n--b\n",
        "\n",
        "\n--b--\n",
        "\r",
        " ",
        "(",
        '"',
        "\\",
        "&#99999999999;",
        "<style>",
        "</STYLE",
        "From x\n",
        "=",
        "=3",
        "`",
        "!!!",
    ]
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=30))
def test_any_mail_gives_texts_and_no_fault(pieces: list[str]) -> None:
    assert isinstance(texts_of("a.eml", HEAD + "".join(pieces).encode()), tuple)


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_give_texts_and_no_fault(content: bytes) -> None:
    head = b"From: a@b.c\nMIME-Version: 1.0\nContent-Type: "

    assert isinstance(texts_of("a.eml", content), tuple)
    assert isinstance(texts_of("a.eml", head + content), tuple)


@given(st.text(st.characters(codec="ascii", exclude_characters="\x7f"), max_size=120))
def test_encodings_of_mail_do_not_matter(words: str) -> None:
    text = " ".join(words.split()) or "x"
    head = "From: a@b.c\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    as_base64 = base64.encodebytes(text.encode()).decode()
    as_printable = quopri.encodestring(text.encode()).decode()

    one = texts_of("a", f"{head}Content-Transfer-Encoding: base64\n\n{as_base64}".encode())
    other = texts_of(
        "a", f"{head}Content-Transfer-Encoding: quoted-printable\n\n{as_printable}".encode()
    )

    assert one[0].strip() == other[0].strip() == text


def test_a_reply_becomes_a_feedback_entry_in_the_readers_name() -> None:
    found = imported(item("Slower, and you are there.", kind="try"), from_="Sam the Great")

    entry = read_all({f"{found.name}.md": found.text}).journal.entries[0]
    assert found.name == "2026-11-19-remarks-from-sam"
    assert (entry.kind, entry.title, entry.date) == (Kind.FEEDBACK, "Remarks from Sam", TODAY)
    assert [source.known for source in entry.sources] == ["mentor"]
    assert [person.name for person in entry.givers] == ["Sam"]
    assert entry.reading.summary == "One remark on a copy of this portfolio."
    assert "Signed: Sam the Great" in found.text


def test_a_remark_is_advice_and_no_point() -> None:
    now = Circumstances(TODAY, lambda _page, _anchor: "2026-03-04-acme")
    found = imported(item("Slower.", kind="well", page="abcdefghijklm"), now=now)
    files = {"2026-03-04-acme.md": "company: Acme\nstage: final\n---\nIt was long."}

    journal = read_all({**files, f"{found.name}.md": found.text}).journal
    remarks = next(entry for entry in journal.entries if entry.kind is Kind.FEEDBACK)
    acme = next(entry for entry in journal.entries if entry.kind is Kind.INTERVIEW)
    assert remarks.points == ()
    assert remarks.event != acme.event
    assert [d.name for d in remarks.destinations] == [acme.slug]


def test_the_author_can_let_remarks_count() -> None:
    point = Point(Polarity.IMPROVEMENT, "pace", about="2026-03-04-acme")
    found = imported(item("Slower — Dana #boss"), as_point=point)
    files = {"2026-03-04-acme.md": "company: Acme\nstage: final\n---\nIt was long."}

    journal = read_all({**files, f"{found.name}.md": found.text}).journal
    remarks = next(entry for entry in journal.entries if entry.kind is Kind.FEEDBACK)
    (said,) = remarks.points
    assert said.theme is not None
    assert (said.theme.name, said.polarity) == ("pace", Polarity.IMPROVEMENT)
    assert said.giver.person is not None
    assert said.giver.person.name == "Sam"
    assert [person.name for person in remarks.people] == ["Sam"]
    assert said.event is not None
    assert said.event.application == "acme"


def test_remarks_name_their_kind_their_page_and_their_words() -> None:
    now = Circumstances(
        TODAY, lambda page, anchor: f"acme-final#{anchor}" if page == "here" else None
    )
    found = imported(
        Item("here", "went", "Drew the boxes.", "Good.", "well"),
        Item("away", "", "", "Hm.", "note"),
        Item("", "", "Are my stories clearer?", "Yes.", "answer"),
        now=now,
    )

    assert re.sub(r"&#(\d+);", lambda n: chr(int(n[1])), body_of(found.text)) == (
        "\n3 remarks on a copy of this portfolio.\n\n"
        "Went well, on [[acme-final#went]], beside “Drew the boxes.”:\n\n> Good.\n\n"
        "A note, on a page that is no longer there:\n\n> Hm.\n\n"
        "The answer to your question “Are my stories clearer?”:\n\n> Yes.\n"
    )
    assert found.unlinked == 1


def test_a_target_cannot_end_its_link() -> None:
    now = Circumstances(TODAY, lambda _page, _anchor: "a]] <b>|[[x")

    assert "[[a <b>x]]" in imported(item("x", page="p"), now=now).text


def test_a_reply_is_imported_once() -> None:
    first = imported(item("One."), item("Two."))
    known = known_remarks([b"---\ndate: 2026-01-01\n---\nx", first.text.encode()])
    now = replace(NOW, known=known, taken=(first.name,))

    again = import_reply(opened(item("One."), item("Two.")), SAM, now)
    more = import_reply(opened(item("One."), item("Three.")), SAM, now)

    assert known == frozenset(first.remarks)
    assert isinstance(again, NothingNew)
    assert isinstance(more, Imported)
    assert "Three" in more.text
    assert "One&#46;" not in more.text
    assert more.name == "2026-11-19-remarks-from-sam-2"


@pytest.mark.parametrize("text", ["", " \n\u200b\n", "\u202e"])
def test_a_reply_that_says_nothing_makes_no_entry(text: str) -> None:
    assert isinstance(import_reply(opened(item(text)), SAM, NOW), NothingNew)


def test_the_file_name_and_front_matter_take_nothing_from_the_reply() -> None:
    found = imported(item("x"), from_='../../evil\n---\ndraft: "yes')
    front = found.text.split("\n---\n", 1)[0]

    assert found.name == "2026-11-19-remarks-from-sam"
    assert "evil" not in front


def test_settings_with_odd_names_are_quoted() -> None:
    reader = ReaderSettings("sam", name='Sam: "the #1"; Esq.', source="mentor, retired")

    entry = read_all({"2026-11-19-x.md": imported(item("x"), reader=reader).text}).journal.entries[
        0
    ]
    assert [person.name for person in entry.givers] == ['Sam: "the #1"; Esq.']
    assert [source.text for source in entry.sources] == ["mentor, retired"]


def test_an_entry_is_written_beside_what_is_there(tmp_path: Path) -> None:
    found = imported(item("x"))

    first = write_entry(tmp_path, found)
    second = write_entry(tmp_path, replace(found, text="other"))

    assert first.read_text("utf-8") == found.text
    assert second.name == "2026-11-19-remarks-from-sam-2.md"


NASTY = (
    "<script>alert(1)</script>",
    "# heading\n- bullet\n1. one\n> quote\n```\ncode\n```\n    indented",
    "::: private\nsecret\n:::",
    "：：： private",
    "%% note %% <!-- comment -->",
    "[[acme]] [a](javascript:x) ![p](x.png) <https://example.org> https://example.org",
    "*a* **b** __c__ ~~d~~ `e` \\f &amp; &#60; [^1]\n[^1]: foot",
    "| a | b |\n|---|---|\n| c | d |",
    "title\n===\nother\n---",
    "Great work — Dana Whitlock",
    "– dash\n• bullet\n— me",
    "#pace and #[system design]",
    "{{ config }} {% raw %} !!! note",
    "a\u202eb\u200bc\0d\x1be",
    "ends with spaces  \nnext",
    "café ÄÖÜ 日本語 العربية 😀 e\u0301",
)


@pytest.mark.parametrize("text", NASTY)
def test_an_entry_shows_exactly_what_was_written(text: str) -> None:
    found = imported(item(text, quote=text), from_=text)

    shown = quotations(rendered(found.text))
    joined = read_all({"2026-11-19-x.md": found.text}).journal
    assert shown.paragraphs == list(shown_lines(text))
    assert shown.tags == {"blockquote", "p"}
    assert joined.entries[0].points == ()
    assert [d for d in joined.diagnostics if d.code != "unknown-word"] == []


@settings(max_examples=150)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.sampled_from(
        ["", "    ", "\t", "- ", "1. ", "> ", "# ", ":::", "---\n", "```\n", "— ", "\n\n"]
    ),
)
def test_an_entry_shows_exactly_what_anybody_writes(text: str, start: str) -> None:
    text = start + text
    found = import_reply(opened(item(text, quote=text), from_=text), SAM, NOW)

    if isinstance(found, NothingNew):
        assert shown_lines(text) == ()
        return
    shown = quotations(rendered(found.text))
    joined = read_all({"2026-11-19-x.md": found.text}).journal
    assert shown.paragraphs == list(shown_lines(text))
    assert shown.tags == {"blockquote", "p"}
    assert joined.diagnostics == ()
    assert joined.entries[0].points == ()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_what_is_shown_is_what_was_written_but_for_white_space_and_unseen_signs(text: str) -> None:
    def seen(words: str) -> str:
        return "".join(
            letter
            for letter in words
            if unicodedata.category(letter) not in ("Cc", "Cf") and not letter.isspace()
        )

    shown = "".join(shown_lines(text))

    assert seen(shown) == "".join(
        c for c in seen(text) if c not in "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    )


def test_a_whole_portfolio_shows_it_too(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-03-04-acme.md": "company: Acme\n"})
    found = imported(*(item(text, quote=text) for text in NASTY))
    write_entry(portfolio.folder, found)

    read = afterword.read(portfolio.folder, today=TODAY)
    report = read.build(portfolio.output)
    page = portfolio.page(f"journal/{found.name}.html")
    expected = [line for text in NASTY for line in shown_lines(text)]
    assert report.diagnostics == ()
    assert quotations(page).paragraphs == expected


def test_the_longest_reply_is_shown_too() -> None:
    found = imported(*(item("!" * 8000, kind="try") for _ in range(1)), item("?.-" * 2600))

    assert quotations(rendered(found.text)).paragraphs == ["!" * 8000, "?.-" * 2600]
