"""What an author is told about an edition: names in questions and themes, pictures, labels."""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image, ImageCms

from afterword.cli import COULD_NOT, main
from afterword.editions import Edited, find_reader, make_edition, refuse_faults, render
from afterword.editions.attachments import PictureError, cleaned
from afterword.editions.doubts import is_telling
from afterword.portfolio import open_portfolio
from afterword.sealing.keys import secret_of_passphrase
from afterword.sealing.opening import blobs_of_folder, header_of, open_vault
from afterword.understanding import understand
from tests.support.portfolio import Portfolio

TODAY = dt.date(2026, 6, 10)
PHRASE = "velvet-otter-lagoon-quartz-bramble-signal"
SHARED = "---\ncompany: Acme Corp\nstage: panel\nshare: sam\n"
SETTINGS = 'format = 1\ntitle = "Notes"\n\n[readers.sam]\nname = "Sam"\n'
A = "2026-03-04-a.md"


def edited_of(tmp_path: Path, content: Mapping[str, str | bytes], more: str = "") -> Edited:
    """Make an edition; `more` goes on with the reader's table."""
    portfolio = Portfolio.make(tmp_path, content, SETTINGS + more)
    opened = open_portfolio(portfolio.folder, today=TODAY, drafts=True)
    author = understand(opened, use_cache=False)
    return make_edition(author, find_reader(author, "sam"))


def run(folder: Path, *words: str) -> Result:
    arguments = ["-C", str(folder), *words, "--today", str(TODAY)]
    return CliRunner().invoke(main, arguments, env={"SECRET": PHRASE})


def read_folder(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


# ---- questions ----


ASKED = 'question = "Was my Acme story clear?"\n'


def test_a_name_in_the_question_is_replaced_wherever_it_is_shown(tmp_path: Path) -> None:
    edited = edited_of(tmp_path, {A: SHARED + "---\nAcme asked.\n"}, ASKED)
    home = render(edited).files["index.html"].decode()

    assert edited.edition.reader.question == "Was my company A story clear?"
    assert "Was my company A story clear?" in home
    assert "Acme" not in home


BARE = '{% extends "base.html" %}{% block main %}<h1>Notes</h1>{% endblock %}'
"""A first page of the author's own, to which sealing adds the question."""
PUBLISH = '\n[publish.targets.s]\nkind = "folder"\npath = "../site"\nreaders = ["sam"]\n'


@pytest.mark.parametrize(
    "words",
    [
        ("share", "sam", "--folder", "site", "--passphrase-env", "SECRET"),
        ("publish", "s", "--yes", "--passphrase-env", "sam=SECRET"),
    ],
)
@pytest.mark.parametrize("template", ["", BARE])
def test_a_name_in_the_question_is_in_nothing_that_is_sealed_or_said(
    template: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = SHARED + "---\nAcme asked.\n"
    portfolio = Portfolio.make(tmp_path, {A: text}, SETTINGS + ASKED + PUBLISH)
    if template:
        (portfolio.folder / "templates").mkdir()
        (portfolio.folder / "templates/shared.html").write_text(template, "utf-8")
    result = run(portfolio.folder, *words)
    assert result.exit_code == 0, result.output
    blobs = blobs_of_folder(read_folder(tmp_path / "site"))
    header = header_of(blobs)
    secret = secret_of_passphrase(PHRASE, header.salt, header.iterations)
    opened = open_vault(blobs, secret)

    assert "Was my company A story clear?" in opened.page(opened.manifest.home)
    assert "Acme" not in "".join(map(opened.page, opened.manifest.pages))
    assert "Acme" not in repr(opened.manifest)
    assert "Acme story" not in result.stdout


# ---- themes ----


@pytest.mark.parametrize(
    ("entry", "line", "column"),
    [
        ("strengths: calm, Acme culture\n---\nHm.\n", 5, 18),
        ("---\n## What went well\n\n- **Acme culture** helped\n", 8, 5),
        ("---\n## Next steps\n\n- [ ] Ask about it #[Acme culture]\n", 8, 1),
    ],
)
def test_a_theme_with_a_name_in_it_stops_a_share_and_is_named_with_its_line(
    entry: str, line: int, column: int, tmp_path: Path
) -> None:
    (problem,) = edited_of(tmp_path, {A: SHARED + entry}).edition.problems

    assert problem.code == "name-in-theme"
    assert str(problem.location) == f"content/{A}:{line}:{column}"
    assert "Acme culture" in problem.message
    assert 'themes rename "Acme culture"' in problem.hint


@pytest.mark.parametrize("more", ["", '[themes."Acme culture"]\nprivate = true\n'])
def test_a_theme_that_is_not_shown_may_hold_a_name(more: str, tmp_path: Path) -> None:
    own = "---\nsource: peer\nstrengths: Acme culture\n---\nMine.\n"
    also = SHARED + ("strengths: Acme culture\n" if more else "") + "---\nHm.\n"
    edited = edited_of(tmp_path, {A: also, "2026-03-05-own.md": own}, more)
    refuse_faults(edited)

    assert "Acme culture" not in "".join(
        content.decode("utf-8", "replace") for content in render(edited).files.values()
    )


def test_what_a_theme_is_said_to_be_names_nobody(tmp_path: Path) -> None:
    more = """
    [themes.calm]
    description = "What Acme Corp praised"
    group = "at Acme Corp"
    aliases = ["Acme calm", "quiet"]
    """
    edited = edited_of(tmp_path, {A: SHARED + "strengths: quiet\n---\nHm.\n"}, more)
    refuse_faults(edited)
    said = "".join(content.decode("utf-8", "replace") for content in render(edited).files.values())

    assert "at company A" in said
    assert "quiet" in said
    assert "acme" not in said.lower()


# ---- pictures ----


def png_header(width: int, height: int) -> bytes:
    """Return a sound PNG of a size, with hardly any pixels in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sum_ = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", sum_)

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    ends = chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + ends


def made(kind: str, **options: object) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 90)).save(content, kind, **options)
    return content.getvalue()


LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


@pytest.mark.parametrize("profile", [LAB, b"no profile"])
def test_a_picture_whose_profile_is_none_for_it_is_shown_as_browsers_show_it(
    profile: bytes,
) -> None:
    ending, content = cleaned("x.png", made("PNG", icc_profile=profile))
    picture = Image.open(io.BytesIO(content))

    assert ending == "png"
    assert picture.getpixel((0, 0)) == (200, 30, 90)
    assert "icc_profile" not in picture.info


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (png_header(20_000, 20_000), "has more than 100 million pixels"),
        (png_header(12_000, 12_000), "has more than 100 million pixels"),
        (png_header(200, 200), "cannot be read as a picture"),
        (made("PNG")[:60], "cannot be read as a picture"),
        (made("JPEG")[:300], "cannot be read as a picture"),
        (made("GIF"), "is of a kind that is not shown: GIF"),
        (b"", "cannot be read as a picture"),
    ],
    ids=("bomb", "large", "short", "cut png", "cut jpeg", "gif", "empty"),
)
def test_a_picture_that_cannot_be_shown_is_told_with_the_line_that_refers_to_it(
    content: bytes, why: str, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    entry = SHARED + "---\nWords,\nand ![boxes](boxes.png) too.\n"
    edited = edited_of(tmp_path, {A: entry, "boxes.png": content}, 'show = ["pictures"]\n')
    refuse_faults(edited)
    (warning,) = edited.warnings

    assert str(warning).startswith(f'content/{A}:7:5: warning: "boxes.png" is left out of what ')
    assert why in warning.message
    assert edited.attached == {}
    assert not recwarn.list


def test_a_damaged_picture_is_refused_in_one_way_alone() -> None:
    sound = [made(kind) for kind in ("PNG", "JPEG", "WEBP")]
    ways = set()
    for content in sound:
        for at in range(0, len(content), 3):
            changed = content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :]
            try:
                cleaned("x", changed)
            except PictureError as error:
                ways.add(str(error).partition(":")[0])

    assert ways >= {"content/x cannot be read as a picture"}
    assert all(way.startswith("content/x ") for way in ways)


def test_a_picture_that_is_not_asked_for_is_not_told(tmp_path: Path) -> None:
    entry = SHARED + "---\n![boxes](boxes.png)\n"

    assert edited_of(tmp_path, {A: entry, "boxes.png": b""}).warnings == ()


@pytest.mark.parametrize(
    "words",
    [
        ("share", "sam", "--preview"),
        ("share", "sam", "--passphrase-env", "SECRET"),
        ("publish", "s", "--yes", "--passphrase-env", "sam=SECRET"),
        ("build", "--reader", "sam", "--output", "look"),
    ],
)
def test_every_command_that_makes_an_edition_tells_what_to_look_at(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    entry = SHARED + "---\n![boxes](boxes.png)\n"
    content: dict[str, str | bytes] = {A: entry, "boxes.png": b"no picture"}
    settings = SETTINGS + 'show = ["pictures"]\n' + PUBLISH
    result = run(Portfolio.make(tmp_path, content, settings).folder, *words)

    assert result.exit_code == 0, result.output
    assert f"content/{A}:6:1: warning:" in result.output
    assert "[unshown-picture]" in result.output


# ---- labels ----


@pytest.mark.parametrize(
    ("description", "language", "telling"),
    [
        ("a payments company", "en", False),
        ("A payments company", "en", False),
        ("the largest bank", "en", True),
        ("a bank of Lisbon", "en", True),
        ("a bank with 40 branches", "en", True),
        ("a maker of DBs", "en", True),
        ("eine Bank", "de", False),
        ("ein Anbieter von Zahlungen", "de-CH", False),
        ("die größte Bank", "de", True),
        ("eine Bank mit 40 Filialen", "de", True),
        ("ein Haus für EDV", "de", True),
        ("", "en", False),
    ],
)
def test_a_description_is_telling_by_its_first_word_digits_and_capitals(
    description: str,
    language: str,
    telling: bool,  # noqa: FBT001
) -> None:
    assert is_telling(description, language) is telling


def test_a_telling_description_is_told_once_it_is_used(tmp_path: Path) -> None:
    names = '[names."Acme Corp"]\nas = "the largest bank of Lisbon"\n'
    names += '[names.Borealis]\nas = "the oldest mill"\n'
    edited = edited_of(tmp_path, {A: SHARED + "---\nHm.\n"}, names)
    (warning,) = edited.warnings

    assert str(warning).startswith(
        'portfolio.toml:7:1: warning: "the largest bank of Lisbon", which stands for "Acme Corp"'
    )


def test_a_preview_says_what_stands_in_the_place_of_which_words(tmp_path: Path) -> None:
    content = {
        A: SHARED
        + "with: Ann Lee\n---\nAcme asked, Acme\nCorp listened. I Applied. Ann said yes.\n",
        "2026-03-05-b.md": "---\ncompany: Applied\n---\nNot shared.\n",
    }
    portfolio = Portfolio.make(tmp_path, content, SETTINGS)
    shown = run(portfolio.folder, "share", "sam", "--preview").stdout
    found = json.loads(run(portfolio.folder, "share", "sam", "--preview", "--json").stdout)

    assert "In the place of names:\n" in shown
    assert "  Acme → company A (1 time)\n" in shown
    assert "  Applied → company B (1 time)\n" in shown
    assert {"written": "Acme Corp", "label": "company A", "times": 2} in found["replaced"]
    assert {"written": "Ann", "label": "person A", "times": 1} in found["replaced"]


def test_a_share_with_a_name_in_a_theme_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    entry = SHARED + "strengths: Acme culture\n---\nHm.\n"
    folder = Portfolio.make(tmp_path, {A: entry}, SETTINGS).folder
    result = run(folder, "share", "sam", "--passphrase-env", "SECRET")

    assert result.exit_code == COULD_NOT
    assert f"content/{A}:5:12: error:" in result.stderr
    assert not list(tmp_path.glob("*.html"))
