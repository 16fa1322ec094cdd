"""A theme that leaks: each way is planted alone, and stops the share with its place named."""

from __future__ import annotations

import bz2
import codecs
import datetime as dt
import gzip
import html
import struct
import unicodedata
import zlib
from base64 import a85encode, b32encode, b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from afterword.assets import default_templates
from afterword.cli import COULD_NOT, main
from afterword.editions import (
    Edited,
    Pages,
    audit_pages,
    find_reader,
    make_edition,
    refuse_faults,
    render,
)
from afterword.portfolio import open_portfolio
from afterword.sealing.audit_report import Report
from afterword.sharing import Kept, read_kept
from afterword.site.template_faults import TemplateError
from afterword.understanding import Understood, understand
from tests.support.leaks import CARRIERS, WRITINGS, jpeg, pdf, png, png_chunk, webp, zipped
from tests.support.portfolio import Portfolio
from tests.support.sample import CHECKOUT

TODAY = dt.date(2026, 6, 10)
SETTINGS = """\
format = 1
title = "Notes"
author = "Dana Quill"

[readers.sam]
name = "Sam"
source = "mentor"

[names."Brackwater"]
also = ["the Weir"]
"""
SHARED = """---
company: Acme Corp
stage: panel
share: sam
strengths: calm
---
They asked for a plan. %% Somebody cried in the corridor afterwards. %%

::: private
Walked home in silence.
:::

## What went well

- **Calm** throughout, said the panel
  > You waited for every one of us
"""
PRIVATE = """---
company: Brackwater
with: [Thea Quillfeather, 山田太郎, Jörg Müller]
title: The morning I walked away
---
They never rang back about the lighthouse keeper. Bad timing. They said 85,250 a year.

Call +44 20 7946 0958 or write to thea@brackwater.example; the post is at
https://jobs.weirside.example/17. 彼らは年収八百万円を提示した。
"""
CONTENT = {"2026-03-04-panel.md": SHARED, "2026-04-01-brackwater-second-go.md": PRIVATE}
NAME, PASSAGE = "Brackwater", "They never rang back about it"
RUN = "they never rang back about"
STAY = ("style comment", "script comment")
BASE = "base.html"
HIDDEN = (
    *("brackwater", "acme", "quillfeather", "weir", "never rang", "85,250", "7946", "corridor"),
    *("walked", "waited for", "cried", "dana quill"),
)
EVERYWHERE = "index.html"
"""A page that `base.html` makes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A portfolio from which one reader sees one entry."""

    portfolio: Portfolio

    def report(self, own: Mapping[str, bytes]) -> Report:
        """Return the audit of the reader's edition with files of the portfolio's own theme."""
        author, edited, pages = self._made(own)
        return audit_pages(edited, author, pages.files)

    def pages(self, own: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Return the files of that edition."""
        return self._made(own)[2].files

    def _made(self, own: Mapping[str, bytes]) -> tuple[Understood, Edited, Pages]:
        for name, content in own.items():
            self.portfolio.write(f"templates/{name}", content)
        try:
            opened = open_portfolio(self.portfolio.folder, today=TODAY, drafts=True)
            author = understand(opened, use_cache=False)
            edited = make_edition(author, find_reader(author, "sam"))
            refuse_faults(edited)
            return author, edited, render(edited)
        finally:
            for name in own:
                (self.portfolio.folder / "templates" / name).unlink()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(Portfolio.make(tmp_path_factory.mktemp("leaks"), CONTENT, SETTINGS))


def base_with(snippet: str) -> dict[str, bytes]:
    """Return the frame of all pages with more in it, word for word."""
    before, body, after = default_templates()[BASE].decode().rpartition("</body>")
    raw = f"{{% raw %}}{snippet}{{% endraw %}}"
    return {BASE: f"{before}{raw}{body}{after}".encode()}


def told(report: Report, file: str, term: str) -> set[str]:
    """Return the channels in which a report names a term in a file."""
    assert not report.clean
    lines = "\n".join(report.lines())
    assert "Nothing was written: a share leaves only when nothing at all is found." in lines
    found = {hit.channel for hit in report.hits if (hit.file, hit.term) == (file, term)}
    assert not found or f"{file}: " in lines
    assert not found or term in lines
    return found


def test_the_edition_is_clean_before_anything_is_planted(stage: Stage) -> None:
    assert stage.report({}).hits == ()
    assert stage.report(base_with("<p>Have a good day</p>")).hits == ()


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_template_that_says_a_name_in_any_writing(stage: Stage, writing: str) -> None:
    report = stage.report(base_with(f"<p>{WRITINGS[writing](NAME)}</p>"))

    assert told(report, EVERYWHERE, NAME)


@pytest.mark.parametrize("carrier", [one for one in CARRIERS if one not in STAY])
def test_a_file_of_the_theme_that_holds_a_name(stage: Stage, carrier: str) -> None:
    path, content = CARRIERS[carrier](NAME)
    report = stage.report({f"static/{path}": content})

    assert told(report, f"static/{path}", NAME)


@pytest.mark.parametrize("carrier", STAY)
def test_a_comment_in_code_does_not_leave(stage: Stage, carrier: str) -> None:
    path, content = CARRIERS[carrier](NAME)
    pages = stage.pages({f"static/{path}": content + b"\n"})

    assert NAME.encode() in content
    assert NAME.encode() not in pages[f"static/{path}"]


TERMS = {
    "a name": ("Brackwater", "Brackwater"),
    "a name in the plural": ("the Brackwaters of this world", "Brackwater"),
    "another name the author lists": ("down at the weir", "the Weir"),
    "a part of a name": ("Ms Quillfeather", "Quillfeather"),
    "a first name": ("with Thea", "Thea"),
    "an initial and a surname": ("T. Quillfeather", "T Quillfeather"),
    "the surname first": ("Quillfeather, Thea", "Quillfeather Thea"),
    "a name with an umlaut": ("mit Müller", "Müller"),
    "a name whose umlaut is spelled out": ("mit Mueller", "Mueller"),
    "a name without its umlaut": ("mit Muller", "Müller"),
    "a name in a script without spaces": ("昨日は山田太郎さんと", "山田太郎"),
    "a company that is not the private one": ("at Acme", "Acme"),
    "an e-mail address": ("thea@brackwater.example", "thea@brackwater.example"),
    "an e-mail address nobody listed": ("x.y@weather.example", "x.y@weather.example"),
    "a domain": ("see jobs.weirside.example", "jobs.weirside.example"),
    "a home folder": ("/home/dana/journal", "/home/dana"),
    "a home folder of Windows": ("C:\\Users\\dana\\journal", "C:\\Users\\dana"),
    "a telephone number": ("call +44 20 7946 0958", "442079460958"),
    "a telephone number written together": ("tel:+442079460958", "442079460958"),
    "a telephone number as at home": ("(020) 7946-0958", "442079460958"),
    "a number": ("about 85,250 then", "85250"),
    "a number without a comma": ("about 85250 then", "85250"),
    "a number as in German": ("etwa 85.250 dann", "85250"),
    "a number in another script": ("about ８５２５０ then", "85250"),
    "a passage": (PASSAGE, RUN),
    "a passage in capitals": (PASSAGE.upper(), RUN),
    "a passage with other punctuation": ("They never – rang back, about: it", RUN),
    "a short passage": ("Bad timing", "Bad timing"),
    "a passage in a script without spaces": ("彼らは年収八百万円を", "彼らは年収八百万"),
    "words of a private block": ("Walked home in silence", "Walked home in silence"),
    "words of a note to self": (
        "Somebody cried in the corridor",
        "somebody cried in the corridor",
    ),
    "words that were quoted": ("You waited for every one", "you waited for every one"),
    "a title": ("The morning I walked away", "The morning I walked away"),
    "the name of a file": ("brackwater-second-go", "brackwater-second-go"),
}


@pytest.mark.parametrize("what", TERMS)
def test_a_template_that_says_anything_private(stage: Stage, what: str) -> None:
    written, term = TERMS[what]
    report = stage.report(base_with(f"<p>It was {written}</p>"))

    found = {hit.term for hit in report.hits if hit.file == EVERYWHERE}
    assert term in found
    assert told(report, EVERYWHERE, term)


def once(text: str) -> str:
    return b64encode(text.encode()).decode()


PASSAGES = {
    "an attribute": (f'<p title="{PASSAGE}">x</p>', "attributes"),
    "a data attribute": (f'<p data-said="{PASSAGE}">x</p>', "attributes"),
    "a class": (f'<p class="{PASSAGE.replace(" ", "-")}">x</p>', "attributes"),
    "an anchor": (f'<p id="h-{PASSAGE.replace(" ", "-").lower()}">x</p>', "attributes"),
    "an alternative text": (f'<img alt="{PASSAGE}">', "attributes"),
    "a description": (f'<meta name="description" content="{PASSAGE}">', "attributes"),
    "a comment": (f"<!-- {PASSAGE} -->", "comments"),
    "JSON-LD": (
        f'<script type="application/ld+json">{{"text": "{PASSAGE}"}}</script>',
        "text",
    ),
    "a style": (f'<style>p::after{{content:"{PASSAGE}"}}</style>', "text"),
    "an SVG's title": (f"<svg><title>{PASSAGE}</title></svg>", "text"),
    "an SVG's description": (f"<svg><desc>{PASSAGE}</desc></svg>", "text"),
    "a template element": (f"<template>{PASSAGE}</template>", "text"),
    "what is hidden": (f"<p hidden>{PASSAGE}</p>", "text"),
    "tags in its words": (
        "".join(f"<i>{w[:1]}</i>{w[1:]} " for w in PASSAGE.split()),
        "tags left out",
    ),
    "a link": (f'<a href="x?q={"%20".join(PASSAGE.split())}">x</a>', "percent-encoding"),
    "a link, encoded twice": (
        f'<a href="x?q={"%2520".join(PASSAGE.split())}">x</a>',
        "percent-encoding",
    ),
    "a link with plus signs": (f'<a href="x?q={"+".join(PASSAGE.split())}">x</a>', "text"),
    "named entities": (PASSAGE.replace(" ", "&nbsp;"), "text"),
    "entities": ("".join(f"&#{ord(c)};" for c in PASSAGE), "text"),
    "entities of entities": (
        html.escape("".join(f"&#x{ord(c):x};" for c in PASSAGE)),
        "character references",
    ),
    "base64": (once(PASSAGE), "base64"),
    "base64 in another's middle": (once(f"xy {PASSAGE}"), "base64"),
    "base64 of base64": (once(once(PASSAGE)), "base64 › base64"),
    "base64 for addresses": (
        f"token.{urlsafe_b64encode(PASSAGE.encode()).decode().rstrip('=')}.end",
        "base64",
    ),
    "a data URI": (f'<img src="data:text/plain;base64,{once(PASSAGE)}">', "base64"),
    "hex": (PASSAGE.encode().hex(), "hex"),
    "hex of UTF-16": (PASSAGE.encode("utf-16-le").hex(), "UTF-16"),
    "escapes": ("".join(f"\\u{ord(c):04x}" for c in PASSAGE), "escapes"),
    "quoted-printable": ("".join(f"={ord(c):02X}" for c in PASSAGE), "quoted-printable"),
    "accents taken apart": (unicodedata.normalize("NFD", PASSAGE.replace("a", "á")), "text"),
    "soft hyphens": ("\u00ad".join(PASSAGE), "text"),
    "word joiners": ("\u2060".join(PASSAGE), "text"),
    "gzip in base64": (b64encode(gzip.compress(PASSAGE.encode(), mtime=0)).decode(), "gzip"),
    "numbers": (str(list(PASSAGE.encode())), "numbers as letters"),
}


@pytest.mark.parametrize("where", PASSAGES)
def test_a_template_that_says_a_passage_anywhere(stage: Stage, where: str) -> None:
    snippet, channel = PASSAGES[where]
    report = stage.report(base_with(snippet))

    assert any(channel in one for one in told(report, EVERYWHERE, RUN))


def exif(text: str) -> bytes:
    return b"Exif\0\0II*\0\x08\0\0\0" + text.encode("utf-16-le")


FILES: Mapping[str, tuple[str, bytes, str]] = {
    "a script": ("a.js", f"const x = '{PASSAGE}';".encode(), RUN),
    "a style sheet": ("a.css", f"p::after{{content:'{PASSAGE}'}}".encode(), RUN),
    "a number in a style sheet": ("a.css", b"p::after{content:'85250'}", "85250"),
    "a number in a script": ("a.js", b"const x = 'paid 85 250';", "85250"),
    "a line broken in a script": ("a.js", b"x('They never rang \\\nback about it')", RUN),
    "JSON": ("a.json", f'{{"a": ["{PASSAGE}"]}}'.encode(), RUN),
    "a number in JSON": ("a.json", b'{"pay": 85250}', "85250"),
    "a calendar": ("a.ics", f"SUMMARY:{PASSAGE}".encode(), RUN),
    "a line folded in a calendar": ("a.ics", b"SUMMARY:They never rang\r\n  back about it", RUN),
    "a table": ("a.csv", f"1,{PASSAGE}".encode(), RUN),
    "a map of a script": ("a.map", f'{{"sources": ["{PASSAGE}"]}}'.encode(), RUN),
    "UTF-16": ("a.txt", PASSAGE.encode("utf-16"), RUN),
    "UTF-32": ("a.txt", PASSAGE.encode("utf-32"), RUN),
    "gzip": ("a.svgz", gzip.compress(PASSAGE.encode(), mtime=0), RUN),
    "zip": ("a.zip", zipped({"x.txt": PASSAGE.encode() * 3}), RUN),
    "a zip in a zip in gzip": (
        "a.gz",
        gzip.compress(
            zipped({"a.zip": zipped({"x.txt": PASSAGE.encode()}, packed=False)}), mtime=0
        ),
        RUN,
    ),
    "an office document": (
        "a.odt",
        zipped({"content.xml": f"<text:p>{PASSAGE}</text:p>".encode()}),
        RUN,
    ),
    "a PDF": ("a.pdf", pdf(f"BT ({PASSAGE}) Tj ET".encode()), RUN),
    "a PNG's text": ("a.png", png(png_chunk(b"tEXt", b"Title\0" + PASSAGE.encode())), RUN),
    "a PNG's packed text": (
        "a.png",
        png(png_chunk(b"zTXt", b"Title\0\0" + zlib.compress(PASSAGE.encode()))),
        RUN,
    ),
    "a PNG's Exif": ("a.png", png(png_chunk(b"eXIf", exif(PASSAGE))), RUN),
    "a PNG's profile": (
        "a.png",
        png(png_chunk(b"iCCP", b"x\0\0" + zlib.compress(PASSAGE.encode()))),
        RUN,
    ),
    "after a PNG": ("a.png", png(after=PASSAGE.encode()), RUN),
    "a JPEG's comment": ("a.jpg", jpeg((0xFE, PASSAGE.encode())), RUN),
    "a JPEG's Exif": ("a.jpg", jpeg((0xE1, exif(PASSAGE))), RUN),
    "after a JPEG": ("a.jpg", jpeg(after=gzip.compress(PASSAGE.encode(), mtime=0)), RUN),
    "a WebP's XMP": ("a.webp", webp((b"XMP ", PASSAGE.encode())), RUN),
    "a WebP's chunk of its own": ("a.webp", webp((b"note", PASSAGE.encode())), RUN),
    "the name of a file": (
        "they-never-rang-back-about.txt",
        b"x",
        RUN,
    ),
    "the name of a folder": ("Bad timing/a.txt", b"x", "Bad timing"),
    "a kind of file nobody knows": ("a.woff2", b"wOF2" + bytes(40), ".woff2"),
    "a file without an ending": ("NOTES", b"x", "NOTES"),
    "sound": ("a.mp3", b"ID3" + PASSAGE.encode(), ".mp3"),
    "a font that says it is a picture": ("a.png", b"wOF2" + bytes(40), "is no png file"),
    "a damaged archive": ("a.zip", zipped({"x": b"y" * 99})[:33], "zip: x: ends in the middle"),
    "an archive with a password": (
        "a.zip",
        zipped({"x": b"secret"}).replace(b"\x14\0\0\0", b"\x14\0\x01\0", 1),
        "zip: x is encrypted or packed in a way that is not read",
    ),
    "a PDF with a password": (
        "a.pdf",
        pdf(b"x", head=b"<< /Encrypt 5 0 R >>\n"),
        "PDF: encrypted, or its letters are numbers of a font",
    ),
    "bytes that are no text": (
        "a.txt",
        b"\xff\x80" + struct.pack("<d", 1.5),
        "is not readable as text",
    ),
}


@pytest.mark.parametrize("which", FILES)
def test_a_file_of_the_theme_that_says_anything_private(stage: Stage, which: str) -> None:
    path, content, term = FILES[which]

    assert told(stage.report({f"static/{path}": content}), f"static/{path}", term)


LETTERS = "".join(f"<div>{letter}</div>" for letter in NAME)
BLIND = {
    "in how a page puts its parts in order": "<b class=second>water</b><b class=first>Brack</b>",
    "said in other words": "The house by the sea never called again",
    "a single word that is no name": "lighthouse",
    "fewer than five words": "never rang back",
    "in another order": "about back rang never they",
    "of two digits": "17",
    "in words": "eighty-five thousand two hundred and fifty",
    "shortened": "85k",
    "a line end without a hyphen": "Brack\nwater",
    "the cells of a table": "<td>Brack</td><td>water</td>",
    "without its vowels": "Brckwtr",
    "with digits for letters": "Br4ckw4ter",
    "backwards": NAME[::-1],
    "in elements of their own": LETTERS,
    "base32": b32encode(NAME.encode()).decode(),
    "Ascii85": html.escape(a85encode(NAME.encode()).decode()),
    "ROT13": codecs.encode(NAME, "rot13"),
    "Morse": "-... .-. .- -.-. -.-",
    "binary": " ".join(f"{byte:b}" for byte in NAME.encode()),
    "bzip2": b64encode(bz2.compress(PASSAGE.encode())).decode(),
}


@pytest.mark.parametrize("spot", BLIND)
def test_a_blind_spot_is_one_and_is_told(stage: Stage, spot: str) -> None:
    told_of = (CHECKOUT / "docs/sharing.md").read_text("utf-8").partition("It cannot see:")[2]

    assert spot in told_of.partition("## ")[0]
    assert stage.report(base_with(f"<p>{BLIND[spot]}</p>")).hits == ()


def test_a_name_that_is_hyphenated_at_a_line_end_is_found(stage: Stage) -> None:
    report = stage.report(base_with("<p>Then Brack-\n  water rang</p>"))

    assert told(report, EVERYWHERE, NAME)


def test_a_bare_number_in_code_is_a_blind_spot_and_one_in_quotation_marks_is_none(
    stage: Stage,
) -> None:
    bare = stage.report({"static/a.js": b"const pay = 85250;"})
    quoted = stage.report({"static/a.js": b"const pay = '85250';"})

    assert bare.hits == ()
    assert {hit.term for hit in quoted.hits} == {"85250"}


@pytest.mark.parametrize(
    "printed",
    [
        "{{ page }}",
        "{{ view }}",
        "{{ page.site }}",
        "{{ view|pprint }}",
        "{% for name in view.__slots__|default([]) %}{{ name }}{% endfor %}",
        "{{ page.site.menu|join(' ') }} {{ page.site.title }} {{ page.site.author }}",
        "{{ self }} {{ self._TemplateReference__context.keys()|list }}",
    ],
)
def test_a_template_that_prints_all_it_has_prints_nothing_hidden(
    stage: Stage, printed: str
) -> None:
    before, body, after = default_templates()[BASE].decode().rpartition("</body>")
    try:
        pages = stage.pages({BASE: f"{before}<pre>{printed}</pre>{body}{after}".encode()})
    except TemplateError:
        return  # the sandbox has refused it
    said = b"".join(pages.values()).decode("utf-8", "replace").casefold()

    assert "calm" in said
    assert [word for word in HIDDEN if word in said] == []


@pytest.mark.parametrize(
    "reached",
    [
        "{% include '../../content/2026-04-01-brackwater-second-go.md' %}",
        "{% include '/etc/passwd' %}",
        "{{ view.__class__.__mro__ }}",
        "{{ page.site.__init__.__globals__ }}",
        "{{ self._TemplateReference__context.environment.loader.mapping }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
    ],
)
def test_a_template_that_reaches_for_more_makes_no_page(stage: Stage, reached: str) -> None:
    before, body, after = default_templates()[BASE].decode().rpartition("</body>")

    with pytest.raises(TemplateError):
        stage.pages({BASE: f"{before}{reached}{body}{after}".encode()})


def test_a_share_with_a_leak_writes_nothing_anywhere(stage: Stage, tmp_path: Path) -> None:
    own = stage.portfolio.write("templates/base.html", base_with(f"<!-- {PASSAGE} -->")[BASE])
    words = ("share", "sam", "--today", f"{TODAY}", "--passphrase-env", "PHRASE")
    result = CliRunner().invoke(
        main,
        ["-C", str(stage.portfolio.folder), *words, "--file", str(tmp_path / "x.html")],
        env={"PHRASE": "velvet-otter-lagoon-quartz-bramble-signal"},
    )
    own.unlink()

    assert result.exit_code == COULD_NOT
    assert f"index.html: passage “{RUN}” (in text" in result.output
    assert not (tmp_path / "x.html").exists()
    assert read_kept(stage.portfolio.folder, "sam") == Kept("sam", None)
