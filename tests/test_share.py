"""`afterword share`, `readers` and `inbox`: one edition handed over, and what comes back."""

from __future__ import annotations

import base64
import json
import os
import re
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.cli import COULD_NOT, main
from afterword.config import read_config
from afterword.files import locked
from afterword.sealing.header import WrongSecretError
from afterword.sealing.keys import secret_of_link
from afterword.sealing.opening import blobs_of_folder, header_of, open_vault
from afterword.sealing.replies import Item, Reply, seal_reply
from afterword.sharing import Kept, all_kept, read_kept, share_name
from afterword.site import addresses
from tests.support.portfolio import Portfolio
from tests.support.told import Told

DAY = "2026-06-10"
PHRASE = "velvet-otter-lagoon-quartz-bramble-signal"
OTHER_PHRASE = "cinder-maple-topaz-fjord-walnut-ember"
SETTINGS = """\
format = 1
title = "Notes"
author = "Dana Quill"

[readers.sam]
name = "Sam"
source = "mentor"
question = "Are my stories clearer?"
"""
ACME = """---
company: Acme Corp
stage: panel
share: sam
strengths: structure
---
Acme Corp asked for a plan.

## What went well

- Drew the boxes first #structure
"""
PRIVATE = "---\ncompany: Borealis\n---\nThey never rang back about the lighthouse keeper.\n"
ENTRIES = {"2026-03-04-acme-panel.md": ACME, "2026-04-01-borealis.md": PRIVATE}


class Desk:
    """A portfolio, and the command line in front of it."""

    def __init__(self, around: Path, entries: Mapping[str, str], settings: str, told: Told) -> None:
        self.portfolio = Portfolio.make(around, entries, settings)
        self.folder = self.portfolio.folder
        self.around = around
        self.told = told
        """What is told on the terminal alone."""

    def run(self, *arguments: str, typed: str = "", env: Mapping[str, str] | None = None) -> Result:
        words = ["-C", str(self.folder), *arguments]
        return CliRunner().invoke(
            main, words, input=typed, env={"SECRET": PHRASE, "OTHER": OTHER_PHRASE, **(env or {})}
        )

    def share(self, *more: str, named: str = "SECRET") -> Result:
        words = ("share", "sam", "--today", DAY, *more)
        return self.run(*words, *(("--passphrase-env", named) if named else ()))

    def shared(self, *more: str, named: str = "SECRET") -> Result:
        result = self.share(*more, named=named)
        assert result.exit_code == 0, result.output
        return result

    @property
    def kept(self) -> Kept:
        return read_kept(self.folder, "sam")

    @property
    def epoch(self) -> int:
        assert self.kept.keys
        return self.kept.keys.epoch

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    def reply(self, *items: Item, name: str = "reply.txt", sender: str = "Sam") -> Path:
        """Write what the viewer gives: a sealed reply."""
        keys = next(self.kept.vaults())
        nonce = len(name).to_bytes(12, "big")
        path = self.around / name
        path.write_text(f"Hi,\n\n{seal_reply(keys, Reply(1, sender, items), nonce)}", "utf-8")
        return path

    def remark(self, text: str, *, place: str = "", kind: str = "try") -> Item:
        """Return a remark on the page of the entry that was shared."""
        keys = next(self.kept.vaults())
        routes = self.kept.answers.routes
        route = next(route for route, target in routes.items() if target == "2026-03-04-acme-panel")
        return Item(route, keys.anchor(route, place) if place else "", "Drew the boxes", text, kind)

    @property
    def remarks(self) -> list[Path]:
        return sorted((self.folder / "content").glob("*remarks*"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, ENTRIES, SETTINGS, told)


def files_below(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


# ---- what is new ----


def first_page(desk: Desk) -> str:
    """Return the text of what Sam sees first, as the sealed folder has it."""
    assert desk.kept.keys
    blobs = blobs_of_folder(read_folder(desk.around / "site"))
    opened = open_vault(blobs, desk.kept.keys.secret)
    return " ".join(re.sub(r"<[^>]*>", " ", opened.page(opened.manifest.home)).split())


def read_folder(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def on(desk: Desk, day: str, **more: str) -> str:
    """Share on a day, and return what Sam reads first."""
    words = ("share", "sam", "--folder", "site", "--today", day, "--passphrase-env", "SECRET")
    result = desk.run(*words, env=more)
    assert result.exit_code == 0, result.output
    return first_page(desk)


SECOND = "---\nsource: peer\nshare: sam\n---\nA calm rehearsal.\n"


def test_the_first_copy_has_no_news_and_the_next_says_what_is_new(desk: Desk) -> None:
    first = on(desk, "2026-06-10")
    (desk.folder / "content/2026-05-01-rehearsal.md").write_text(SECOND)
    then = on(desk, "2026-06-12")

    assert "New since" not in first
    assert "New since 10 June 2026" in then
    assert then.index("New since") < then.index("May 2026") < then.index("To read")


def test_what_was_edited_is_called_changed_once_the_reader_can_see_it(desk: Desk) -> None:
    on(desk, "2026-06-10")
    desk.edit("content/2026-03-04-acme-panel.md", "Acme Corp asked", "Acme Corp kindly asked")

    assert "Changed since then" in on(desk, "2026-06-12")


def test_an_edit_of_what_nobody_else_sees_is_no_news(desk: Desk) -> None:
    on(desk, "2026-06-10")
    desk.edit("content/2026-03-04-acme-panel.md", "for a plan.", "for a plan.\n\n%% pah %%")

    assert "since" not in on(desk, "2026-06-12")


def test_copies_of_one_day_are_one_and_what_did_not_change_keeps_its_bytes(desk: Desk) -> None:
    on(desk, "2026-06-10")
    (desk.folder / "content/2026-05-01-rehearsal.md").write_text(SECOND)
    on(desk, "2026-06-12")
    desk.edit("content/2026-05-01-rehearsal.md", "calm", "very calm")
    same_day = on(desk, "2026-06-12")
    before = read_folder(desk.around / "site")
    later = on(desk, "2026-06-20")

    assert same_day == later
    assert "New since 10 June 2026" in later
    assert read_folder(desk.around / "site") == before


def test_an_entry_whose_file_got_another_name_is_not_new(desk: Desk) -> None:
    on(desk, "2026-06-10")
    path = desk.folder / "content/2026-03-04-acme-panel.md"
    path.rename(path.with_name("2026-03-04-acme-talk.md"))

    assert "New since" not in on(desk, "2026-06-12")


def test_a_damaged_note_of_what_was_seen_stops_a_share_and_names_the_file(desk: Desk) -> None:
    on(desk, "2026-06-10")
    (kept,) = (desk.folder / ".keys").glob("seen-*.json")
    kept.write_text('{"last": 3}')
    result = desk.share("--folder", "site")

    assert result.exit_code == COULD_NOT
    assert kept.name in result.stderr
    assert "move it away" in result.stderr


# ---- a link ----


def linked(desk: Desk, *more: str) -> bytes:
    """Share as a folder with a new link, and return what the link carries."""
    result = desk.shared("--folder", "site", *more)
    *_, end = re.findall(r"told this once: #k=([\w-]{43})$", desk.told.getvalue(), re.MULTILINE)
    assert end not in result.output
    return base64.urlsafe_b64decode(end + "=")


def opens(desk: Desk, link: bytes) -> bool:
    blobs = blobs_of_folder(read_folder(desk.around / "site"))
    secret = secret_of_link(link, header_of(blobs).salt)
    try:
        return bool(open_vault(blobs, secret).manifest.pages)
    except WrongSecretError:
        return False


def test_a_link_opens_a_folder_beside_the_passphrase(desk: Desk) -> None:
    link = linked(desk, "--link")
    again = desk.shared("--folder", "site")

    assert opens(desk, link)
    assert "Notes" in first_page(desk)
    assert desk.told.getvalue().count("told this once") == 1
    assert "Whoever has all of the address can read it" in again.stdout


def test_another_link_ends_the_first_and_keeps_the_passphrase(desk: Desk) -> None:
    first, second = linked(desk, "--link"), linked(desk, "--link")

    assert not opens(desk, first)
    assert opens(desk, second)
    assert first_page(desk)


@pytest.mark.parametrize("ending", [("--no-link",), ()])
def test_a_link_ends_when_it_is_taken_back_or_the_passphrase_changes(
    desk: Desk, ending: tuple[str, ...]
) -> None:
    link = linked(desk, "--link")
    desk.shared("--folder", "site", *ending, named="SECRET" if ending else "OTHER")

    assert not opens(desk, link)
    assert first_page(desk)
    assert desk.kept.keys
    assert desk.kept.keys.link == b""


def test_a_file_has_no_address_and_so_no_link(desk: Desk) -> None:
    result = desk.share("--link")

    assert result.exit_code == 2
    assert "--folder or --zip" in result.stderr
    assert desk.kept.keys is None


# ---- two at once ----


def test_two_shares_for_one_reader_do_not_run_at_once(desk: Desk) -> None:
    with locked(desk.folder, "share-sam"):
        result = desk.share()

    assert result.exit_code == COULD_NOT
    assert "another Afterword is at work" in result.stderr
    assert not (desk.around / "for-sam.html").exists()


# ---- share ----


def test_a_share_is_one_file_where_one_stands(desk: Desk) -> None:
    result = desk.shared()

    path = desk.around / "for-sam.html"
    assert path.is_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert "Hello Sam," in result.stdout
    assert "lighthouse" not in path.read_text("utf-8")


def test_six_words_are_told_once_and_never_in_the_message(desk: Desk) -> None:
    first = desk.shared(named="")
    second = desk.shared(named="")

    (told,) = re.findall(r"told this once: ([a-z-]+)", desk.told.getvalue())
    assert told.count("-") >= 5
    assert told not in first.output + second.output


def test_a_passphrase_of_ones_own_is_never_repeated(desk: Desk) -> None:
    path = desk.around / "secret.txt"
    path.write_text(f"{PHRASE}\n")
    by_variable = desk.shared()
    by_file = desk.shared("--passphrase-file", str(path), named="")
    weak = desk.run("share", "sam", "--passphrase-env", "WEAK", env={"WEAK": "sam and dana"})

    assert PHRASE not in by_variable.output + by_file.output + desk.told.getvalue()
    assert (weak.exit_code, "sam and dana" in weak.output) == (COULD_NOT, False)
    assert "guessed too soon" in weak.output


def test_a_variable_without_a_passphrase_is_wrong_usage(desk: Desk) -> None:
    assert desk.share(named="NOBODY").exit_code == 2
    assert desk.share("--passphrase-file", str(desk.folder / "portfolio.toml")).exit_code == 2


def test_the_same_content_keeps_its_number_and_its_bytes(desk: Desk) -> None:
    desk.shared("--file", "a.html")
    result = desk.run("share", "sam", "--file", "b.html", "--today", "2026-06-12")

    assert result.exit_code == 0
    assert desk.epoch == 1
    assert (desk.around / "a.html").read_bytes() == (desk.around / "b.html").read_bytes()


def test_an_edit_raises_the_number(desk: Desk) -> None:
    desk.shared()
    desk.edit("content/2026-03-04-acme-panel.md", "a plan", "a longer plan")
    desk.shared()

    assert desk.epoch == 2


def test_another_passphrase_makes_new_keys_and_the_same_one_does_not(desk: Desk) -> None:
    desk.shared()
    first = desk.kept
    desk.shared()
    same = desk.kept
    desk.shared(named="OTHER")
    other = desk.kept

    assert first.keys
    assert same.keys
    assert other.keys
    assert first.keys.vault == same.keys.vault
    assert first.keys.vault != other.keys.vault
    assert other.answers.retired == (first.keys.vault.reply,)


def test_a_preview_writes_nothing(desk: Desk) -> None:
    before = files_below(desk.around)
    result = desk.share("--preview", named="")

    told = files_below(desk.around) - before
    assert result.exit_code == 0
    assert "1 entry:" in result.stdout
    assert {name for name in told if not name.startswith("portfolio/.afterword/")} <= {
        "portfolio/.keys/pictures"
    }


def test_json_is_one_document(desk: Desk) -> None:
    shown = json.loads(desk.share("--preview", "--json", named="").stdout)
    written = json.loads(desk.shared("--json", "--file", "x.html").stdout)

    assert shown["written"] is None
    assert len(shown["entries"]) == 1
    assert (written["written"], written["audit"]["clean"]) == ("x.html", True)


def test_after_its_last_day_nothing_is_shared(desk: Desk) -> None:
    desk.edit("portfolio.toml", 'name = "Sam"', 'name = "Sam"\nuntil = 2026-06-09')
    result = desk.share()

    assert result.exit_code == COULD_NOT
    assert "that day is over" in result.output
    assert not (desk.around / "for-sam.html").exists()


def test_on_its_last_day_it_is_shared(desk: Desk) -> None:
    desk.edit("portfolio.toml", 'name = "Sam"', 'name = "Sam"\nuntil = 2026-06-10')

    assert "Please delete it after 10 June." in desk.shared().stdout


def test_nobody_is_a_reader_until_the_author_says_so(desk: Desk) -> None:
    result = desk.run("share", "kim")

    assert result.exit_code == COULD_NOT
    assert 'there is no reader "kim"' in result.output


def test_a_reader_for_whom_nothing_is_chosen_gets_nothing(desk: Desk) -> None:
    desk.edit("content/2026-03-04-acme-panel.md", "share: sam\n", "")
    result = desk.share()

    assert (result.exit_code, "sam would see nothing" in result.output) == (COULD_NOT, True)


def test_an_address_in_what_would_be_shared_is_named_with_its_line(desk: Desk) -> None:
    desk.edit("content/2026-03-04-acme-panel.md", "a plan", "a plan by kim@example.org")
    result = desk.share()

    assert result.exit_code == COULD_NOT
    assert "content/2026-03-04-acme-panel.md:7:31: error:" in result.output
    assert not (desk.around / "for-sam.html").exists()


def test_an_address_for_replies_is_no_leak(desk: Desk) -> None:
    desk.edit("portfolio.toml", "format = 1", 'format = 1\nreply_to = "dana@example.org"')
    desk.edit("content/2026-03-04-acme-panel.md", "a plan", "a plan to dana@example.org")

    result = desk.share()
    assert result.exit_code == 0, result.output


LEAK = """
[readers.sam.allow."{term}"]
files = ["{file}"]
reason = "{reason}"
"""


@pytest.mark.parametrize(
    ("reason", "code"), [("The number stands on the invitation.", 0), ("", COULD_NOT)]
)
def test_what_the_audit_finds_passes_with_a_reason_alone(
    desk: Desk, reason: str, code: int
) -> None:
    path = desk.folder / "portfolio.toml"
    described = '\n[themes.structure]\ndescription = "They never rang back about it."\n'
    path.write_text(path.read_text("utf-8") + described, "utf-8")
    found = json.loads(desk.share("--json").stdout)["audit"]["hits"]
    assert found
    for term in sorted({hit["term"] for hit in found}):
        files = '", "'.join(sorted({hit["file"] for hit in found if hit["term"] == term}))
        text = LEAK.format(term=term, file=files, reason=reason)
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    result = desk.share("--file", "allowed.html")
    assert result.exit_code == code, result.output


@pytest.mark.parametrize("place", ["output/x.html", "content/x.html", ".keys/x.html"])
def test_a_share_never_lands_among_pages_entries_or_keys(desk: Desk, place: str) -> None:
    result = desk.share("--file", str(desk.folder / place))

    assert result.exit_code == COULD_NOT
    assert "of the portfolio; nothing was written" in result.output
    assert not (desk.folder / place).exists()


def test_a_file_that_is_no_share_is_not_replaced(desk: Desk) -> None:
    (desk.around / "letter.html").write_text("Dear Sam")
    result = desk.share("--file", "letter.html")

    assert result.exit_code == COULD_NOT
    assert (desk.around / "letter.html").read_text() == "Dear Sam"


def test_the_times_in_a_folder_tell_its_number_and_nothing_else(desk: Desk) -> None:
    folder = desk.around / "site"
    desk.shared("--folder", "site")
    os.utime(next((folder / "b").iterdir()))
    desk.edit("content/2026-03-04-acme-panel.md", "a plan", "a longer plan")
    desk.shared("--folder", "site")
    times = {name: (folder / name).stat().st_mtime for name in files_below(folder)}
    start = 1_577_836_800  # 2020-01-01

    assert times == {name: start + (0 if name.startswith("b/") else 4) for name in times}


def test_an_archive_holds_the_folder(desk: Desk) -> None:
    desk.shared("--folder", "site")
    desk.shared("--zip", "site.zip")

    with zipfile.ZipFile(desk.around / "site.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    folder = desk.around / "site"
    assert packed == {name: (folder / name).read_bytes() for name in files_below(folder)}


def test_a_folder_that_is_not_ours_is_refused(desk: Desk) -> None:
    folder = desk.around / "site"
    folder.mkdir()
    (folder / "index.html").write_text("mine")
    result = desk.share("--folder", "site")

    assert result.exit_code == COULD_NOT
    assert files_below(folder) == {"index.html"}


def test_the_folder_of_another_share_is_refused(desk: Desk) -> None:
    desk.shared("--folder", "site")
    desk.edit("portfolio.toml", "[readers.sam]", '[readers.kim]\nname = "Kim"\n\n[readers.sam]')
    desk.edit("content/2026-04-01-borealis.md", "company:", "share: kim\ncompany:")
    result = desk.run("share", "kim", "--folder", "site", "--passphrase-env", "OTHER")

    assert (result.exit_code, "is not this share" in result.output) == (COULD_NOT, True)


def test_old_blobs_go_after_two_copies_and_nothing_else_ever(desk: Desk) -> None:
    folder = desk.around / "site"
    desk.shared("--folder", "site")
    (folder / "CNAME").write_text("notes.example.org")
    stranger = folder / "b" / f"{'0' * 32}.js"
    stranger.write_text("not ours")
    first = files_below(folder)
    named = []
    for word in ("longer", "newer"):
        desk.edit("content/2026-03-04-acme-panel.md", "a plan", f"a {word} plan")
        desk.edit("content/2026-03-04-acme-panel.md", "a longer plan", f"a {word} plan")
        desk.shared("--folder", "site")
        assert desk.kept.keys
        named.append({*desk.kept.keys.blobs})

    now = files_below(folder)
    blobs = {name for name in now if name.startswith("b/")}
    assert named[0] != named[1]
    assert blobs == {*named[0], *named[1], f"b/{'0' * 32}.js"}
    assert first - now
    assert (folder / "CNAME").exists()


def test_only_one_place_at_a_time(desk: Desk) -> None:
    assert desk.share("--folder", "a", "--zip", "b").exit_code == 2


@pytest.mark.parametrize("key", ["../../x", "Sam", "sam/..", "", "a" * 80, "söm"])
def test_the_name_of_a_reader_is_no_way_out_of_a_folder(key: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", share_name(key))
    assert share_name(key) != share_name(f"{key}x")


# ---- readers ----


def test_readers_say_when_each_was_shared_last(desk: Desk) -> None:
    before = desk.run("readers").stdout
    desk.shared()
    after = desk.run("readers").stdout
    (row,) = json.loads(desk.run("readers", "--json").stdout)["readers"]

    assert "not shared yet" in before
    assert f"shared on {DAY}" in after
    assert (row["shared"], row["copy"]) == (DAY, 1)


def test_a_reader_is_removed_after_the_difference_was_shown(desk: Desk) -> None:
    more = '\n# Kim asked in May.\n[readers."kim.b"]\nname = "Kim"\n'
    allowed = '\n[readers.sam.allow."x y z"]\nreason = "r"\n'
    (desk.folder / "portfolio.toml").write_text(SETTINGS + allowed + more)
    result = desk.run("readers", "remove", "Sam", "--yes")

    text = (desk.folder / "portfolio.toml").read_text()
    assert result.exit_code == 0
    assert '-name = "Sam"' in result.stdout
    assert "2026-03-04-acme-panel.md" in result.stdout
    assert [*read_config(text)[0].readers] == ["kim.b"]
    assert "# Kim asked in May.\n" in text
    assert text.startswith('format = 1\ntitle = "Notes"\n')


def test_a_dry_run_removes_nobody(desk: Desk) -> None:
    desk.shared()
    desk.run("readers", "remove", "sam", "--dry-run")

    assert (desk.folder / "portfolio.toml").read_text() == SETTINGS
    assert desk.kept.keys


def test_a_reader_in_one_line_is_left_to_the_author(desk: Desk) -> None:
    (desk.folder / "portfolio.toml").write_text('format = 1\nreaders.sam = { name = "Sam" }\n')
    result = desk.run("readers", "remove", "sam", "--yes")

    assert (result.exit_code, "by hand" in result.output) == (COULD_NOT, True)


def test_the_secret_of_a_removed_reader_is_forgotten_and_their_reply_still_read(
    desk: Desk,
) -> None:
    desk.shared()
    reply = desk.reply(desk.remark("Slower."))
    assert desk.kept.keys
    secret, vault = desk.kept.keys.secret, desk.kept.keys.vault
    desk.run("readers", "remove", "sam", "--yes")
    result = desk.run("inbox", str(reply), "--today", DAY)

    (kept,) = all_kept(desk.folder)
    raw = (desk.folder / ".keys" / "share-sam.json").read_text()
    assert kept.keys is None
    assert kept.answers.retired == (vault.reply,)
    assert secret.hex() not in raw
    assert result.exit_code == 0, result.output
    assert 'by: "Sam"' in desk.remarks[0].read_text()


def test_a_new_passphrase_is_told_once_and_seals_with_new_keys(desk: Desk) -> None:
    desk.shared()
    before = desk.kept.keys
    result = desk.run("readers", "passphrase", "sam")
    after = desk.kept

    assert before
    assert after.keys
    assert "told this once" in desk.told.getvalue()
    assert "told this once" not in result.output
    assert before.vault != after.keys.vault
    assert after.answers.retired == (before.vault.reply,)
    assert desk.shared(named="").exit_code == 0
    assert desk.epoch == 2


def test_a_reader_without_a_share_has_no_passphrase_to_change(desk: Desk) -> None:
    assert desk.run("readers", "passphrase", "sam").exit_code == 2


# ---- inbox ----


def test_a_reply_becomes_an_entry_that_links_to_the_page_it_answers(desk: Desk) -> None:
    desk.shared()
    reply = desk.reply(desk.remark("Say the number first.", place="h-what-went-well"))
    result = desk.run("inbox", str(reply), "--today", DAY)

    (path,) = desk.remarks
    text = path.read_text("utf-8")
    assert result.exit_code == 0
    assert result.stdout == f"content/{path.name}: 1 remark.\n"
    assert "[[2026-03-04-acme-panel#what-went-well]]" in text
    assert "> Say the number first&#46;" in text
    page = desk.run("check", "--today", DAY)
    assert page.exit_code == 0, page.output


def test_a_page_of_a_theme_is_linked_by_its_name(desk: Desk) -> None:
    desk.shared()
    keys = next(desk.kept.vaults())
    route = keys.route(addresses.theme("structure"))
    desk.run("inbox", str(desk.reply(Item(route, "", "", "Yes.", "well"))), "--today", DAY)

    assert "Went well, on [[structure]]:" in desk.remarks[0].read_text("utf-8")


def test_the_first_page_is_there_and_needs_no_link(desk: Desk) -> None:
    desk.shared()
    route = next(desk.kept.vaults()).route(addresses.TODAY)
    item = Item(route, "", "Are my stories clearer?", "They are.", "answer")
    desk.run("inbox", str(desk.reply(item)), "--today", DAY)

    text = desk.remarks[0].read_text("utf-8")
    assert "The answer to your question “Are my stories clearer&#63;”:" in text


def test_a_page_that_is_gone_is_said_to_be(desk: Desk) -> None:
    desk.shared()
    reply = desk.reply(desk.remark("Good."))
    (desk.folder / "content/2026-03-04-acme-panel.md").unlink()
    result = desk.run("inbox", str(reply), "--today", DAY)

    assert "1 remark on pages that are gone." in result.stdout
    assert "on a page that is no longer there" in desk.remarks[0].read_text("utf-8")


def test_a_reply_is_imported_once_however_often_it_is_given(desk: Desk) -> None:
    desk.shared()
    reply = desk.reply(desk.remark("Good."))
    desk.run("inbox", str(reply), str(reply), "--today", DAY)
    again = desk.run("inbox", str(reply), "--today", DAY)

    assert len(desk.remarks) == 1
    assert (again.exit_code, "nothing new" in again.stdout) == (0, True)


def test_a_dry_run_shows_the_entry_and_writes_none(desk: Desk) -> None:
    desk.shared()
    result = desk.run("inbox", "--dry-run", str(desk.reply(desk.remark("Good."))), "--today", DAY)

    assert "> Good&#46;" in result.stdout
    assert desk.remarks == []


def test_remarks_count_when_the_author_says_so(desk: Desk) -> None:
    desk.shared()
    reply = str(desk.reply(desk.remark("Good.")))
    wrong = desk.run("inbox", reply, "--as", "strength", "a, b")
    desk.run("inbox", reply, "--as", "improvement", "pace", "--today", DAY)

    assert wrong.exit_code == 2
    assert "- **pace** Try this" in desk.remarks[0].read_text("utf-8")


def test_a_bad_reply_refuses_only_itself_and_is_named_with_its_line(desk: Desk) -> None:
    desk.shared()
    good = desk.reply(desk.remark("Good.")).read_text("utf-8")
    bad = good.replace("share: ", "share: 0").replace("Hi,", "Hello,")
    path = desk.around / "both.txt"
    path.write_text(f"{bad}\n{good}", "utf-8")
    result = desk.run("inbox", str(path), "--today", DAY)

    assert result.exit_code == 1
    assert f"{path}:3: it is not written as a reply is" in result.stderr
    assert len(desk.remarks) == 1


def test_thousands_of_bad_replies_are_not_told_one_by_one(desk: Desk) -> None:
    path = desk.around / "many.txt"
    path.write_text("-----BEGIN AFTERWORD REPLY-----\n" * 5000, "utf-8")
    result = desk.run("inbox", str(path))

    assert result.exit_code == 1
    assert f"{path}:20: its end is missing\n{path}: and 4,980 more like these.\n" in result.stderr
    assert f"{path}:21:" not in result.stderr


def test_a_changed_reply_and_one_for_nobody_here_are_refused(desk: Desk) -> None:
    desk.shared()
    path = desk.reply(desk.remark("Good."))
    text = path.read_text("utf-8")
    changed = re.sub(r"\n\n([A-Za-z0-9+/])", lambda m: "\n\n" + ("B" if m[1] == "A" else "A"), text)
    foreign = re.sub(r"share: \w+", "share: 00000000", text)
    path.write_text(changed + foreign, "utf-8")
    result = desk.run("inbox", str(path))

    assert result.exit_code == 1
    assert "it was changed on the way" in result.stderr
    assert "it belongs to no reader known here" in result.stderr
    assert desk.remarks == []


def test_a_file_without_a_reply_says_so(desk: Desk) -> None:
    path = desk.around / "mail.txt"
    path.write_text("Thanks!")
    result = desk.run("inbox", str(path))

    assert (result.exit_code, "there is no reply in it" in result.stderr) == (1, True)


def test_what_a_reply_claims_names_no_file(desk: Desk) -> None:
    desk.shared()
    reply = desk.reply(desk.remark("Good."), sender="../../../etc/passwd")
    before = files_below(desk.around)
    desk.run("inbox", str(reply), "--today", DAY)

    assert {n for n in files_below(desk.around) - before if ".afterword" not in n} == {
        f"portfolio/content/{DAY}-remarks-from-sam.md"
    }


def test_a_page_of_a_reply_is_an_address_or_nothing(desk: Desk) -> None:
    desk.shared()
    reply = desk.reply(Item("../../secret", "", "", "x", "note"))
    result = desk.run("inbox", str(reply))

    assert result.exit_code == 1
    assert desk.remarks == []


def test_replies_in_a_mail_are_found_once(desk: Desk) -> None:
    desk.shared()
    text = desk.reply(desk.remark("Good.")).read_text("utf-8")
    lines = "".join(f"> {line}\n" for line in text.splitlines())
    path = desk.around / "mail.eml"
    head = "From: sam@example.org\nTo: me@example.org\nContent-Type: text/plain\n\n"
    path.write_text(head + lines, "utf-8")
    result = desk.run("inbox", str(path), "--today", DAY)

    assert result.exit_code == 0, result.output
    assert len(desk.remarks) == 1


def test_an_allowance_that_nothing_needs_is_said_with_its_line(desk: Desk) -> None:
    path = desk.folder / "portfolio.toml"
    before = path.read_text("utf-8")
    path.write_text(before + LEAK.format(term="Bad timing", file="index.html", reason="So be it."))
    line = before.count("\n") + 2
    said = f'portfolio.toml:{line}:1: warning: "Bad timing" is allowed for sam in index.html'

    for arguments in ((), ("--preview",)):
        result = desk.share(*arguments)
        assert said in result.stderr
        assert result.exit_code == 0
    built = desk.run("build", "--reader", "sam", "--output", str(desk.around / "look"))
    assert said in built.output


def test_an_allowance_without_a_file_says_that_it_lets_nothing_pass(desk: Desk) -> None:
    path = desk.folder / "portfolio.toml"
    with path.open("a") as settings:
        settings.write('\n[readers.sam.allow."312"]\nreason = "A bus."\n')

    assert '"312" is allowed for sam in no file, so it lets nothing' in desk.shared().stderr
