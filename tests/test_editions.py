"""What a reader may see: chosen, cut, renamed; and nothing else, anywhere."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from afterword.config import Config
from afterword.editions import (
    Edited,
    EditionError,
    Pages,
    audit_pages,
    find_reader,
    make_edition,
    refuse_faults,
    render,
)
from afterword.fields import vocabulary
from afterword.journal.cutting import without_private
from afterword.portfolio import open_portfolio
from afterword.understanding import Understood, read_alone, understand
from tests.support.leaks import pdf
from tests.support.portfolio import Portfolio

TODAY = dt.date(2026, 6, 10)
SHARED = "---\ncompany: Acme Corp\nrole: Lead\nstage: panel\nshare: sam\n"
EVERYTHING = "companies, people, feelings, outcomes, roles, days, links, pictures, quotes"


def settings(show: str = "", more: str = "", names: str = "") -> str:
    shown = ", ".join(f'"{word.strip()}"' for word in show.split(",") if word.strip())
    return (
        f'format = 1\ntitle = "Notes"\nauthor = "Dana Quill"\n{more}\n'
        f'[readers.sam]\nname = "Sam"\nsource = "mentor"\nshow = [{shown}]\n{names}'
    )


def author_of(tmp_path: Path, content: Mapping[str, str | bytes], config: str) -> Understood:
    portfolio = Portfolio.make(tmp_path, content, config)
    return understand(open_portfolio(portfolio.folder, today=TODAY, drafts=True), use_cache=False)


def again(author: Understood, config: str) -> Understood:
    """Read a portfolio again with other settings."""
    (author.opened.folder / "portfolio.toml").write_text(config, "utf-8")
    opened = open_portfolio(author.opened.folder, today=TODAY, drafts=True)
    return understand(opened, use_cache=False)


def edited_of(author: Understood) -> Edited:
    return make_edition(author, find_reader(author, "sam"))


def pages_of(author: Understood) -> Pages:
    edited = edited_of(author)
    refuse_faults(edited)
    pages = render(edited)
    report = audit_pages(edited, author, pages.files)
    assert report.clean, "\n".join(report.lines())
    return pages


def text_of(pages: Pages) -> str:
    """Return all that an edition says, names of files too."""
    texts = [content.decode("utf-8", "replace") for content in pages.files.values()]
    return "\n".join([*pages.files, *texts])


def words(html: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


MARKED: dict[str, str | bytes] = {
    "2026-03-04-zqpath-final.md": SHARED
    + """interview: zqinterview-id
sent: zqsent letter
alerts: zqalert
feelings: zqfeeling
outcome: rejected
reason: zqreason given
rating: zqrating
their rating: zqtheirs
clarity: vague
resonates: no
asked: 2026-03-06
follow up: 2026-05-01
place: zqplace hall
x-own: zqown
zqunknown: zqvalue
by: Zqann Zqlee
with: Zqbob Zqray
source: interviewer
strengths: calm
improvements: pace, zqprivatetheme
quote: paraphrase
---
Shown words. %% zqnote %% More. <!-- zqcomment -->

::: private
zqblock of text
:::

[label](https://zqhost.example/zqurl) and [[zqother]] and [mine](2026-03-05-zqother.md).
Acme Corp called it so; <img src="zqimage.png" alt="zqalt"> Zqann agreed.

![zqpicture](zqpicture.png)

## What went well

- **Calm** stayed with me
  > zqquote of theirs — Zqann Zqlee

## To improve

- **Pace** was quick #zqprivatetheme

::: private
- **Pace** zqprivatebullet
:::

## Research

- zqresearch of Acme

## Next steps

- [ ] Count slowly (by 2026-04-10)
""",
    "2026-03-05-zqother.md": "---\ntitle: Zqtitle zqunshared thing here\n---\nzqwhole entry.\n",
    "2026-03-06-draft.md": "---\nshare: sam\ndraft: yes\n---\nzqdraft\n",
    "2026-09-06-planned.md": "---\nshare: sam\n---\nzqplanned\n",
    "zqpicture.png": b"zqbytes",
}


def test_a_marker_in_everything_private_is_in_no_byte_of_an_edition(tmp_path: Path) -> None:
    config = settings(names='[themes."zqprivatetheme"]\nprivate = true\n')
    everything = text_of(pages_of(author_of(tmp_path, MARKED, config)))

    assert re.findall(r"(?i)zq\w*", everything) == []
    assert "Acme" not in everything
    assert "company A" in everything
    assert "Count slowly" in everything
    assert "2026-04-10" not in everything


def test_nobody_sees_anything_unless_it_was_chosen(tmp_path: Path) -> None:
    author = author_of(tmp_path, {"2026-03-04-a.md": "---\ncompany: Acme\n---\nHm."}, settings())

    with pytest.raises(EditionError, match="sam would see nothing"):
        refuse_faults(edited_of(author))


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("companies", "Acme Corp"),
        ("people", "Ann Lee"),
        ("roles", "Lead of it"),
        ("outcomes", "their own reason"),
        ("feelings", "quite winded"),
        ("days", "4 March 2026"),
        ("links", "https://example.org/paper"),
        ("quotes", "You waited for us"),
    ],
)
def test_each_word_of_show_shows_one_thing_more(tmp_path: Path, show: str, shown: str) -> None:
    entry = """---
title: A shared entry
company: Acme Corp
role: Lead of it
stage: panel
source: interviewer
by: Ann Lee
outcome: rejected
reason: their own reason
feelings: quite winded
quote: ok
share: sam
---
See [it](https://example.org/paper).

## What went well

- **Calm** was there
  > You waited for us
"""
    without = text_of(pages_of(author_of(tmp_path / "a", {"2026-03-04-a.md": entry}, settings())))
    config = settings(show)
    with_it = text_of(pages_of(author_of(tmp_path / "b", {"2026-03-04-a.md": entry}, config)))

    assert shown not in without
    assert shown in with_it


@pytest.mark.parametrize(
    ("quote", "bullet", "words_shown"),
    [("ok", True, True), ("paraphrase", True, False), ("no", False, False), ("", True, False)],
)
def test_how_far_the_givers_words_go_is_the_entry_s_to_say(
    tmp_path: Path,
    quote: str,
    bullet: bool,  # noqa: FBT001
    words_shown: bool,  # noqa: FBT001
) -> None:
    entry = SHARED + f"quote: {quote}\nsource: panel\n---\n## What went well\n\n"
    entry += "- **Calm** in the bullet\n  > In their own words\n"
    author = author_of(tmp_path, {"2026-03-04-a.md": entry}, settings("quotes"))
    everything = text_of(pages_of(author))

    assert ("in the bullet" in everything) is bullet
    assert ("In their own words" in everything) is words_shown
    assert "calm" in everything.lower()


def test_an_entry_chosen_by_a_theme_gives_its_points_on_it_and_no_page(tmp_path: Path) -> None:
    entry = """---
title: Told at lunch
source: peer
---
The whole story of lunch.

## What went well

- **Calm** held the room

## To improve

- **Pace** ran away
"""
    config = settings().replace("show", 'include = ["theme:calm"]\nshow')
    pages = pages_of(author_of(tmp_path, {"2026-03-04-a.md": entry}, config))
    everything = text_of(pages)

    assert not any(path.startswith("journal/") for path in pages.files)
    assert "held the room" in words(pages.files["themes/calm.html"])
    assert "ran away" not in everything
    assert "story of lunch" not in everything
    assert "Told at lunch" not in everything
    assert "pace" not in everything.replace("namespace", "").replace("space", "").lower()


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ('"kind:practice"', "", {"b"}),
        ('"application:acme"', "", {"a", "c"}),
        ('"application:acme"', '"stage:offer"', {"a"}),
        ('"source:peer"', "", {"b"}),
        ('"entry:2026-03-04-a"', "", {"a"}),
        ('"entry:a", "kind:practice"', '"entry:a"', {"b"}),
    ],
)
def test_exclusion_wins(tmp_path: Path, include: str, exclude: str, expected: set[str]) -> None:
    content = {
        "2026-03-04-a.md": "---\ncompany: Acme\nstage: panel\n---\nOne of them.",
        "2026-03-05-b.md": "---\nkind: practice\nsource: peer\n---\nTwo of them.",
        "2026-03-06-c.md": "---\ncompany: Acme\nstage: offer\n---\nThree of them.",
    }
    chosen = f"include = [{include}]\nexclude = [{exclude}]\nshow"
    edited = edited_of(author_of(tmp_path, content, settings().replace("show", chosen)))

    assert {one.entry.slug[-1] for one in edited.edition.choice.chosen} == expected


def test_what_has_not_settled_is_shared_only_by_name(tmp_path: Path) -> None:
    entry = "---\nkind: practice\nsource: peer\nsettle: 9 days\n---\nHm."
    by_kind = settings().replace("show", 'include = ["kind:practice"]\nshow')
    by_name = settings().replace("show", 'include = ["entry:2026-06-08-a"]\nshow')

    assert (
        edited_of(author_of(tmp_path / "a", {"2026-06-08-a.md": entry}, by_kind)).edition.reads
        == ()
    )
    assert (
        len(edited_of(author_of(tmp_path / "b", {"2026-06-08-a.md": entry}, by_name)).edition.reads)
        == 1
    )


@pytest.mark.parametrize("selector", ["stage:offer", "kind:check-in", "source:Mentor"])
def test_a_word_of_ours_may_select_what_does_not_exist_yet(tmp_path: Path, selector: str) -> None:
    config = settings().replace("show", f'exclude = ["{selector}"]\nshow')
    author = author_of(tmp_path, {"2026-03-04-a.md": SHARED + "---\nHm."}, config)

    assert edited_of(author).edition.choice.unknown == ()


def test_a_misspelt_selector_stops_the_share(tmp_path: Path) -> None:
    config = settings().replace("show", 'exclude = ["stage:ofer"]\nshow')
    author = author_of(tmp_path, {"2026-03-04-a.md": SHARED + "---\nHm."}, config)

    with pytest.raises(EditionError, match="stage:ofer"):
        refuse_faults(edited_of(author))


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("::: privat\nsecret\n:::", 7),
        ("::: private\nsecret", 7),
        ("::: private\na\n::: private\nsecret\n:::\n:::", 9),
        ("```\n::: private\nsecret\n:::\n```", 8),
        ("text ::: private secret :::", 7),
        ("    ::: private x", 7),
        ("## What went well\n\n- a `::: private` b", 9),
        ("He said %% secret", 7),
    ],
)
def test_a_malformed_lock_stops_the_share_and_names_the_line(
    tmp_path: Path, written: str, line: int
) -> None:
    author = author_of(tmp_path, {"2026-03-04-a.md": SHARED + f"---\n{written}\n"}, settings())

    with pytest.raises(EditionError, match=rf"2026-03-04-a\.md:{line}:\d+: error"):
        refuse_faults(edited_of(author))


def test_a_private_block_may_hold_what_looks_like_a_lock(tmp_path: Path) -> None:
    text = "---\n::: private\nMy ::: private x\n:::\nShown.\n"
    author = author_of(tmp_path, {"2026-03-04-a.md": SHARED + text}, settings())

    assert not [p for p in edited_of(author).edition.problems if p.location.line >= 7]


@pytest.mark.parametrize("contact", ["ann@acme.example", "+44 20 7946 0958"])
def test_an_address_or_a_number_stops_the_share(tmp_path: Path, contact: str) -> None:
    author = author_of(
        tmp_path, {"2026-03-04-a.md": SHARED + f"---\nCall {contact} then.\n"}, settings()
    )

    with pytest.raises(EditionError, match="contact-in-share"):
        refuse_faults(edited_of(author))


def test_names_get_the_labels_the_author_gives_and_two_stay_two(tmp_path: Path) -> None:
    names = (
        '[names."Acme Corp"]\nas = "a bank"\nalso = ["the Vault"]\n'
        '[names."Bolt Ltd"]\nas = "a bank"\n'
    )
    content = {
        "2026-03-04-a.md": SHARED + "---\nThe Vault has rules. Acme is slow.",
        "2026-03-05-b.md": "---\ncompany: Bolt Ltd\nshare: sam\n---\nBolt is quick.",
    }
    pages = pages_of(author_of(tmp_path, content, settings(names=names)))
    everything = words(b" ".join(c for p, c in pages.files.items() if p.endswith(".html")))

    assert "a bank has rules. a bank is slow." in everything
    assert "a bank 2 is quick." in everything


def test_a_name_in_emphasis_over_a_line_end_or_in_a_word_is_found(tmp_path: Path) -> None:
    body = "Ac*me* Corp, ACME\nCORP and acme-corp; the Acme-Corps of this world."
    author = author_of(tmp_path, {"2026-03-04-a.md": SHARED + f"---\n{body}\n"}, settings())

    assert "acme" not in text_of(pages_of(author)).lower()


def test_a_picture_is_encoded_anew_and_named_by_its_content(tmp_path: Path) -> None:
    made = io.BytesIO()
    picture = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x010E] = "zqdescription"
    picture.save(made, "JPEG", exif=exif)
    content: dict[str, str | bytes] = {
        "2026-03-04-a.md": SHARED + "---\n![A red door](zqdoor.jpg)\n",
        "zqdoor.jpg": made.getvalue(),
    }
    pages = pages_of(author_of(tmp_path, content, settings("pictures")))
    names = [path for path in pages.files if path.startswith("files/")]

    assert len(names) == 1
    assert "zq" not in names[0]
    assert b"zqdescription" not in pages.files[names[0]]
    assert Image.open(io.BytesIO(pages.files[names[0]])).size == (40, 20)
    assert names[0] in text_of(pages)


TASK: Mapping[str, str | bytes] = {
    "2026-03-04-a.md": SHARED + "---\n[My plan](docs/zqplan.pdf), ![a sketch](zqsketch.svg).\n",
    "docs/zqplan.pdf": pdf(b"BT (A calm plan) Tj ET"),
    "zqsketch.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><title>Boxes</title></svg>',
}


def test_a_document_is_shown_to_whom_it_is_named_for_alone(tmp_path: Path) -> None:
    named = settings("pictures") + 'files = ["docs/zqplan.pdf", "zqsketch.svg"]\n'
    pages = pages_of(author_of(tmp_path / "named", TASK, named))
    files = {path.rpartition(".")[2]: path for path in pages.files if path.startswith("files/")}
    without = pages_of(author_of(tmp_path / "not", TASK, settings("pictures")))

    assert files.keys() == {"pdf", "svg"}
    assert pages.files[files["pdf"]] == TASK["docs/zqplan.pdf"]
    assert f'href="../{files["pdf"]}"' in text_of(pages)
    assert f'src="../{files["svg"]}"' in text_of(pages)
    assert "zq" not in text_of(pages)
    assert "My plan" in text_of(without)
    assert not [path for path in without.files if path.startswith("files/")]


def test_a_document_with_a_hidden_name_in_it_stops_a_share(tmp_path: Path) -> None:
    content = dict(TASK) | {
        "2026-03-04-a.md": SHARED + "---\n[My plan](docs/zqplan.pdf)\n",
        "docs/zqplan.pdf": pdf(b"BT (A plan for Acme Corp) Tj ET"),
    }
    author = author_of(tmp_path, content, settings() + 'files = ["docs/zqplan.pdf"]\n')
    edited = edited_of(author)
    report = audit_pages(edited, author, render(edited).files)

    assert not report.clean
    assert {hit.term for hit in report.hits} >= {"Acme Corp"}


def test_a_kind_of_file_that_cannot_be_read_stops_a_share_until_it_is_allowed(
    tmp_path: Path,
) -> None:
    content = dict(TASK) | {
        "2026-03-04-a.md": SHARED + "---\n[Me, talking](zqtalk.mp3)\n",
        "zqtalk.mp3": b"ID3\x04\0\0",
    }
    config = settings() + 'files = ["zqtalk.mp3"]\n'
    edited = edited_of(author := author_of(tmp_path / "a", content, config))
    report = audit_pages(edited, author, render(edited).files)
    allowed = config + '[readers.sam.allow.".mp3"]\nreason = "I listened to it."\n'

    assert [(hit.kind, hit.term) for hit in report.hits] == [("unknown", ".mp3")]
    (path,) = {hit.file for hit in report.hits}
    allowed += f'files = ["{path}"]\n'
    assert path in pages_of(again(author, allowed)).files


def test_a_picture_that_is_named_is_encoded_anew_all_the_same(tmp_path: Path) -> None:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "zqdescription"
    Image.new("RGB", (4, 2), "red").save(made, "JPEG", exif=exif)
    content: dict[str, str | bytes] = {
        "2026-03-04-a.md": SHARED + "---\n[A door](zqdoor.jpg)\n",
        "zqdoor.jpg": made.getvalue(),
    }
    pages = pages_of(author_of(tmp_path, content, settings() + 'files = ["zqdoor.jpg"]\n'))

    (name,) = [path for path in pages.files if path.startswith("files/")]
    assert b"zqdescription" not in pages.files[name]


def test_a_file_that_is_named_and_that_nothing_refers_to_stops_a_share(tmp_path: Path) -> None:
    author = author_of(tmp_path, TASK, settings() + 'files = ["docs/plan.pdf"]\n')

    with pytest.raises(EditionError, match=r"names what is not there: docs/plan\.pdf"):
        refuse_faults(edited_of(author))


def test_patterns_and_counts_are_of_the_edition_alone(tmp_path: Path) -> None:
    content = {
        f"2026-0{month}-04-{share}.md": (
            f"---\nsource: peer\noccasion: Talk {month}\nby: Ann\nstrengths: calm\n{share}---\nHm."
        )
        .replace("yes", "share: sam\n")
        .replace("no", "")
        for month in range(1, 6)
        for share in ("yes", "no")
    }
    pages = pages_of(author_of(tmp_path, content, settings()))

    assert "5 of 5 events" in words(pages.files["patterns/index.html"])


def test_every_link_of_an_edition_leads_into_it(tmp_path: Path) -> None:
    from tests.support.links import broken_links  # noqa: PLC0415

    pages = pages_of(author_of(tmp_path, MARKED, settings(EVERYTHING.replace("pictures, ", ""))))
    html = {p: c.decode() for p, c in pages.files.items() if p.endswith(".html")}
    others = [path for path in pages.files if not path.endswith(".html")]

    assert broken_links(html, others) == []


# ---- what is private stays, wherever it was written ----

SAID_IN_PRIVATE = "They said I sounded drunk."


def shown_of(tmp_path: Path, body: str, config: str = "", front: str = SHARED) -> str:
    content = {"2026-03-04-a.md": f"{front}---\n{body}\n"}
    return text_of(pages_of(author_of(tmp_path, content, config or settings())))


@pytest.mark.parametrize(
    "body",
    [
        "## To improve\n\n- **Pace** too fast.\n\n::: private\nX\n:::",
        "## To improve\n\n- **Pace** too fast.\n\n  ::: private\n  X\n  :::\n\n  Still.",
        "## To improve\n\n### Pace\n\nToo fast.\n\n::: private\nX\n:::",
        "## Questions\n\n### Why here?\n\nBecause.\n\n::: private\nX\n:::",
        "## Next steps\n\n- [ ] Count slowly\n\n::: private\nX\n:::",
        "::: private\n# X\ntext\n:::\nBody.",
        "::: private\n## X\ntext\n:::\nBody.",
        "Body.\n\n::: private\n## To improve\n\n- **Pace** X\n:::",
    ],
)
def test_no_item_title_or_heading_keeps_what_a_private_block_says(
    tmp_path: Path, body: str
) -> None:
    everything = shown_of(tmp_path, body.replace("X", SAID_IN_PRIVATE))

    assert "drunk" not in everything
    assert "sounded" not in everything


def test_a_point_chosen_by_its_theme_keeps_no_private_word(tmp_path: Path) -> None:
    config = settings().replace("show", 'include = ["theme:pace"]\nshow')
    body = f"## To improve\n\n- **Pace** too fast.\n\n::: private\n{SAID_IN_PRIVATE}\n:::\n"
    everything = shown_of(tmp_path, body, config, "---\nsource: peer\n")

    assert "too fast" in everything
    assert "drunk" not in everything


@pytest.mark.parametrize(
    "quote",
    [
        "> X",
        "1. > X",
        "2) > X",
        "- - > X",
        "- [ ] > X",
        "<blockquote>X</blockquote>",
        "Well: <q>X</q> indeed",
        "> He said that I\n**really** X",
        "> ```\n> X\n> ```",
        "- **Pace**\n  > ~~~\n  > X\n  > ~~~",
        "> He said that I\n# X",
    ],
)
def test_no_block_quote_is_shown_without_leave(tmp_path: Path, quote: str) -> None:
    body = f"Before.\n\n{quote.replace('X', 'sounded drunk')}\n\nAfter."
    everything = shown_of(tmp_path, body, settings("quotes"))
    allowed = shown_of(tmp_path / "ok", body, settings("quotes"), SHARED + "quote: ok\n")

    assert ("drunk" in everything) is (quote == "> He said that I\n# X")
    assert "Before." in everything
    assert "After." in everything
    assert "drunk" in allowed


def test_a_line_with_a_tag_is_no_quote(tmp_path: Path) -> None:
    everything = shown_of(tmp_path, "<p>so calm now</p>\n\n> Their words\n")

    assert "so calm now" in everything
    assert "Their words" not in everything


ADDRESSED = "Call see https://intranet.foo/secret and [x](https://bar.example/y)"


@pytest.mark.parametrize(
    "front", ["title", "stage", "source", "role", "reason", "measure", "feelings"]
)
def test_no_value_of_the_front_matter_shows_an_address(tmp_path: Path, front: str) -> None:
    written = SHARED.replace("role: Lead\n", "").replace("stage: panel\n", "")
    written += f'{front}: "{ADDRESSED} %% hm %%"\n'
    everything = shown_of(tmp_path, "Body.", settings("roles, outcomes, feelings"), written)

    assert "intranet" not in everything
    assert "bar.example" not in everything
    assert "hm %%" not in everything


@pytest.mark.parametrize(
    "number",
    [
        "0171 555 1234",
        "0171–5551234",
        "0171\u00a0555\u00a01234",
        "Tel.01715551234",
        "(0171) 5551234",
    ],
)
@pytest.mark.parametrize("place", ["body", "title", "measure"])
def test_a_telephone_number_stops_a_share_wherever_it_stands(
    tmp_path: Path, number: str, place: str
) -> None:
    front = SHARED if place == "body" else f'{SHARED}{place}: "{number} now"\n'
    body = f"Ring {number} now." if place == "body" else "Hm."
    author = author_of(tmp_path, {"2026-03-04-a.md": f"{front}---\n{body}\n"}, settings())

    with pytest.raises(EditionError, match=r"2026-03-04-a\.md:\d+:\d+: error.*telephone"):
        refuse_faults(edited_of(author))


@pytest.mark.parametrize(
    "beside",
    [
        *("2026-03-04 020 7946 0958", "2026-03-04 14:15 020 7946 0958", "04.03.2026 07700900123"),
        *("020 7946 0958 2026-03-04", "079.460.95.81", "020 794 – 609 581", "01.02.03.04.05"),
    ],
)
def test_a_telephone_number_is_seen_beside_a_day_and_in_groups(tmp_path: Path, beside: str) -> None:
    author = author_of(tmp_path, {"2026-03-04-a.md": f"{SHARED}---\nOn {beside}.\n"}, settings())

    assert [problem.code for problem in edited_of(author).edition.problems] == ["contact-in-share"]


@pytest.mark.parametrize(
    "number", ["100 000 000 users", "1.000.000.000", "978-3-16-148410-0", "192.168.100.101"]
)
def test_a_count_a_book_or_a_machine_is_no_telephone(tmp_path: Path, number: str) -> None:
    assert number in shown_of(tmp_path, f"It was {number} then.")


def test_a_number_that_is_allowed_with_a_reason_is_no_contact(tmp_path: Path) -> None:
    allowed = '[readers.sam.allow."1234567890"]\nreason = "An example."\n'

    assert "1234567890" in shown_of(tmp_path, "It was 1234567890.", settings() + allowed)


def test_obsidian_and_other_schemes_are_addresses(tmp_path: Path) -> None:
    everything = shown_of(tmp_path, "See obsidian://open?vault=zq and slack://zqchannel.")

    assert "zq" not in everything


def test_a_giver_who_allows_nothing_leaves_theme_polarity_and_month(tmp_path: Path) -> None:
    front = SHARED + (
        "quote: no\nreason: not senior enough\nfeelings: quite winded\nmeasure: fewer words\n"
        "outcome: rejected\nimprovements: pace\n"
    )
    everything = shown_of(tmp_path, "Body.", settings("outcomes, feelings"), front)

    assert "senior" not in everything
    assert "winded" not in everything
    assert "fewer words" not in everything
    assert "pace" in everything


@pytest.mark.parametrize(
    "body",
    ["What #salary now?", "What #[zq pay] now?", "## To improve\n\n- Two here #pace #salary"],
)
def test_no_mark_of_a_private_theme_is_left(tmp_path: Path, body: str) -> None:
    private = '[themes.salary]\naliases = ["zq pay"]\nprivate = true\n'
    everything = shown_of(tmp_path, body, settings(names=private))

    assert "salary" not in everything
    assert "zq" not in everything
    assert ("pace" in everything.replace("space", "")) is ("pace" in body)


def test_a_bullet_with_a_theme_keeps_its_giver(tmp_path: Path) -> None:
    front = SHARED + "source: hiring manager\nby: Priya Raman\n"
    body = "## What went well\n\n- **Structure** Drew boxes. — recruiter\n- Bare one. — recruiter"
    author = author_of(tmp_path, {"2026-03-04-a.md": f"{front}---\n{body}\n"}, settings())
    (entry,) = edited_of(author).understood.journal.entries

    assert {(p.giver.source.name, p.giver.person) for p in entry.points} == {("recruiter", None)}


def test_a_role_in_an_application_s_name_waits_for_roles(tmp_path: Path) -> None:
    assert "Lead" not in shown_of(tmp_path, "Body.", settings("companies"))


@pytest.mark.parametrize("quote", ["ok", "no"])
def test_a_company_and_a_role_that_another_entry_of_the_application_names_are_shown(
    tmp_path: Path, quote: str
) -> None:
    first = (
        "---\ninterview: acme\ncompany: Acme Science Centre\nrole: Schools programme lead\n---\n"
    )
    front = f"---\ninterview: acme\nkind: feedback\nshare: sam\nquote: {quote}\nstrengths: calm\n"
    content = {
        "2026-03-04-first.md": f"{first}---\n",
        "2026-03-09-they-rang.md": f"{front}---\nCalm.\n",
    }
    author = author_of(tmp_path, content, settings("companies, roles"))

    assert "Acme Science Centre" in text_of(pages_of(author))
    assert "Schools programme lead" in text_of(pages_of(author))
    unshown = text_of(pages_of(again(author, settings())))
    assert not re.search("acme|programme lead", unshown, re.IGNORECASE)


def test_a_language_is_shown_and_no_other_words_in_its_place(tmp_path: Path) -> None:
    assert 'lang="de-CH"' in shown_of(tmp_path / "a", "Hm.", settings(), f"{SHARED}lang: de-CH\n")
    assert "zq" not in shown_of(
        tmp_path / "b", "Hm.", settings(), f"{SHARED}lang: zqlingo of theirs\n"
    )


def test_no_name_is_put_into_an_address(tmp_path: Path) -> None:
    body = "[jobs](https://acme.example/jobs), https://example.org/acme-corp, <https://a.example/b>"
    everything = shown_of(tmp_path, body, settings("links"))

    assert "company A.example" not in everything
    assert "/company A" not in everything
    assert 'href="https://a.example/b"' in everything
    assert "jobs" in everything


def test_brackets_and_footnotes_that_name_nothing_stay(tmp_path: Path) -> None:
    body = "Text[^1] and a[i][j], [see][here].\n\n[^1]: A small note.\n\n[Sam]: he said hello\n\n"
    body += "[here]: https://example.org/zq\n"
    everything = shown_of(tmp_path, body)

    assert "A small note." in everything
    assert "a[i][j]" in everything
    assert "he said hello" in everything
    assert "zq" not in everything


def test_what_the_edition_wrongly_keeps_does_not_excuse_itself(tmp_path: Path) -> None:
    body = f"Shown.\n\n::: private\n{SAID_IN_PRIVATE}\n:::\n"
    front = SHARED + "x-own: a lighthouse keeper of old\n"
    author = author_of(tmp_path, {"2026-03-04-a.md": f"{front}---\n{body}\n"}, settings())
    edited = edited_of(author)
    for planted in (SAID_IN_PRIVATE, "a lighthouse keeper of old"):
        (read,) = edited.edition.reads
        kept = read._replace(content=read.content + planted.encode())
        wrong = replace(edited, edition=replace(edited.edition, reads=(kept,)))
        page = {"index.html": f"<p>{planted}</p>".encode()}

        assert not audit_pages(wrong, author, page).clean


def test_the_title_of_a_share_names_nobody(tmp_path: Path) -> None:
    config = settings().replace('title = "Notes"', 'title = "My Acme Corp year"')
    edited = edited_of(
        author := author_of(tmp_path, {"2026-03-04-a.md": SHARED + "---\nHm.\n"}, config)
    )
    raw = replace(edited.edition.config, title="My Acme Corp year")
    wrong = replace(edited, edition=replace(edited.edition, config=raw))

    assert edited.understood.opened.config.title == "My company A year"
    assert not audit_pages(wrong, author, {}).clean


def test_common_words_are_not_taken_for_the_names_in_them(tmp_path: Path) -> None:
    front = "---\ncompany: Applied Materials\nwith: Erica Lund; Clare Holt; Ester Ro\nshare: sam\n"
    text = "I applied in March. American firms declared it a semester of intelligence."
    everything = shown_of(tmp_path, f"{text}\n\nErica from Applied rang, clare too.", front=front)

    assert text in everything
    assert "Erica" not in everything
    assert "Applied rang" not in everything
    assert "clare too" not in everything


def test_nobody_is_asked_about_a_name_they_have_listed_and_show(tmp_path: Path) -> None:
    content = {"2026-03-04-a.md": SHARED + "with: Ada Lovelace\n---\nAda met Byron at Acme."}

    def asked(show: str) -> set[str]:
        author = author_of(tmp_path / show, content, settings(show))
        edited = edited_of(author)
        return set(audit_pages(edited, author, render(edited).files).new_words)

    assert asked("people") == {"Byron"}
    assert asked("companies") == {"Byron"}


@pytest.mark.parametrize(
    "front",
    [
        "by: Jo\nsource: peer",
        *(f"company: {c}\nstage: panel" for c in ("EE", "X", "Box", "Source")),
    ],
)
def test_nobody_s_name_keeps_their_entries_from_being_shared(tmp_path: Path, front: str) -> None:
    name = front.split()[1]
    everything = shown_of(tmp_path, f"Well, {name} rang.", front=f"---\n{front}\nshare: sam\n")

    assert f"Well, {name} rang" not in everything


def test_a_quotation_in_a_footnote_is_one(tmp_path: Path) -> None:
    everything = shown_of(tmp_path, "Text.[^1]\n\n[^1]: > You will zqnever.\n", settings("quotes"))

    assert "zqnever" not in everything


@pytest.mark.parametrize("key", ["measure", "reason", "x-own"])
def test_a_lock_in_front_matter_stops_a_share_and_names_the_line(tmp_path: Path, key: str) -> None:
    front = f"{SHARED}{key}: |\n  Three\n  ::: private\n  They said ninety\n  :::\n"
    author = author_of(tmp_path, {"2026-03-04-a.md": f"{front}---\nHm.\n"}, settings("outcomes"))

    with pytest.raises(EditionError, match=r"2026-03-04-a\.md:8:\d+: error"):
        refuse_faults(edited_of(author))


def test_notes_to_self_in_front_matter_stay(tmp_path: Path) -> None:
    front = SHARED + "strengths: pace %% zqone %%, calm\nlang: en %% zqtwo %%\n"
    front += "occasion: chat <!-- zqthree --> day\n"
    everything = shown_of(tmp_path, "Hm.", settings("companies"), front)

    assert "zq" not in everything
    assert "calm" in everything


@pytest.mark.parametrize(
    "body",
    [
        "## Next steps\n\n- [ ] Ask for zqninety at least #salary\n- [ ] Shown",
        "## Questions\n\n- What to earn? #salary\n  I said zqninety.\n- Shown?",
        "## Else\n\n- **Salary** They offered zqninety.\n\n  And zqmore.\n- Shown",
        "## What went well\n\n- Shown #pace\n  - but zqninety #salary",
        "1. Shown\n2. zqninety #salary\nzqlazy line",
        "- **Salary:** They offered zqninety.\n- Shown",
        "- __Salary__ They offered zqninety.\n- Shown",
    ],
)
def test_no_item_about_a_private_theme_alone_is_shown(tmp_path: Path, body: str) -> None:
    everything = shown_of(tmp_path, body, settings(names="[themes.salary]\nprivate = true\n"))

    assert "zq" not in everything
    assert "salary" not in everything.lower()
    assert "Shown" in everything


def test_two_bullets_on_one_theme_can_be_shared_by_it(tmp_path: Path) -> None:
    config = settings().replace("show", 'include = ["theme:pace"]\nshow')
    body = "## To improve\n\n- **Pace** I was far too fast at the start of it.\n"
    body += "- **Pace** Slower in the second half, and better for it.\n"

    assert "Slower in the second half" in shown_of(tmp_path, body, config, "---\nsource: peer\n")


@pytest.mark.parametrize(
    "number",
    [
        *("01.03.2026 – 05.03.2026", "2023 2024 2025", "1 200 – 3 400 – 5 600 ms"),
        *("2026-03-04 14:15", "12/03/2026 14:15:00", "12.03.2026 9:30", "0.000123456"),
        *("31/45 28/45 40/45", "8/10 7/10 9/10 6/10 10/10"),
    ],
)
def test_days_years_and_spans_are_no_telephone(tmp_path: Path, number: str) -> None:
    assert number in shown_of(tmp_path, f"It was {number} then.")


@pytest.mark.parametrize(
    ("listed", "said"),
    [("", "Sam and person A"), ('[names."Sam"]\nas = "my mentor"\n', "my mentor and person A")],
)
def test_a_reader_s_own_name_stays_unless_it_is_listed(
    tmp_path: Path, listed: str, said: str
) -> None:
    front = "---\ndate: 2026-03-04\nby: Sam; Ana Lima\nsource: mentor\nshare: sam\n"

    assert said in shown_of(tmp_path, "Sam and Ana Lima.", settings(names=listed), front)


@pytest.mark.parametrize("note", ["%% zqnote %%", "<!-- zqnote -->"])
def test_front_matter_that_never_ends_is_cut_too(note: str) -> None:
    words = vocabulary(Config())
    again = partial(read_alone, words=words)
    whole = again("2026-03-04-a.md", f"---\ntitle: x {note}\n#salary".encode())

    assert without_private(whole, again).read.content.strip() == b"---\ntitle: x \n#salary"
