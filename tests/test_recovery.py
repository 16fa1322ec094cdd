"""`afterword readers --recover`: what the author's vault carries brings lost keys back."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.cli import main
from afterword.publish.local import Folder
from tests.support.server import serving
from tests.test_publish import (
    DAY,
    OTHER,
    WORDS,
    Desk,
    desk,
    folder,
    git,
    pages,
    quick,
    read_blobs,
    refusal,
    text,
    vault,
)

__all__ = ("desk", "pages", "quick")


def recover(desk: Desk, where: str, *more: str, words: str = WORDS["author"]) -> Result:
    command = ["-C", str(desk.portfolio.folder), "readers", "--recover", where, *more]
    return CliRunner().invoke(main, [*command, "--passphrase-env=MINE"], env={"MINE": words})


def publish(desk: Desk, *more: str) -> Result:
    """Publish without any passphrase, as from then on."""
    words = ["-C", str(desk.portfolio.folder), "publish", "--today", DAY, "--yes", *more]
    return CliRunner().invoke(main, words)


def lose(desk: Desk) -> None:
    shutil.rmtree(desk.portfolio.folder / ".keys")


def other_computer(desk: Desk, name: str = "b") -> Desk:
    """Return the same portfolio elsewhere: what git brings along, so without its keys."""
    place = desk.site.parent / name / "portfolio"
    shutil.copytree(desk.portfolio.folder, place, ignore=shutil.ignore_patterns(".keys", "output"))
    site = str(desk.site).replace("\\", "/")
    other = Desk(type(desk.portfolio)(place), desk.site)
    other.edit("portfolio.toml", '"../site"', f'"{site}"')
    return other


def test_lost_keys_are_read_back_and_publishing_goes_on_as_if_nothing_was(desk: Desk) -> None:
    desk.published()
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    desk.published()
    before, made = desk.keys, folder(desk.site)
    lose(desk)
    result = recover(desk, "site")

    assert result.exit_code == 0, result.output
    assert "nothing changed since epoch 2" in publish(desk).output
    assert folder(desk.site) == made
    assert desk.keys.container == before.container
    assert desk.keys.content == before.content
    desk.edit("content/2026-05-01-own.md", "orchard", "thicket")
    assert publish(desk).exit_code == 0
    assert "zqthicket" in text(folder(desk.site), WORDS["author"])
    assert "zqharbour" in text(folder(desk.site), WORDS["sam"])
    assert vault(folder(desk.site), WORDS["ria"]).manifest.epoch == 3
    assert {name for name in folder(desk.site) if name.startswith("b/")} == read_blobs(desk)


def test_keys_come_back_for_their_owner_alone(desk: Desk) -> None:
    desk.published()
    lose(desk)
    recover(desk, "site")
    place = desk.portfolio.folder / ".keys"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in place.glob("*.json")}

    assert (stat.S_IMODE(place.stat().st_mode), modes) == (0o700, {0o600})


def test_the_keys_of_shares_and_of_replies_come_back_too(desk: Desk) -> None:
    words = ["-C", str(desk.portfolio.folder), "share", "sam", "--today", DAY]
    file = str(desk.site.parent / "sam.html")
    shared = [*words, "--file", file, "--passphrase-env=SAM"]
    result = CliRunner().invoke(main, shared, env={"SAM": WORDS["sam"]})
    assert result.exit_code == 0, result.output
    desk.published()
    desk.published(SAM=OTHER)
    kept, retired = desk.portfolio.folder / ".keys" / "share-sam.json", desk.keys.readers["sam"]
    content = kept.read_bytes()
    lose(desk)
    recover(desk, "site")

    assert kept.read_bytes() == content
    assert desk.keys.readers["sam"].answers.retired == retired.answers.retired != ()


def test_an_upload_that_was_cut_off_before_the_keys_were_lost_does_no_harm(desk: Desk) -> None:
    desk.published()
    for word in ("orchard", "thicket"):
        desk.edit("content/2026-05-01-own.md", "alone", f"alone, {word}")
        with pytest.MonkeyPatch.context() as patch:
            patch.delattr(Folder, "switch")
            desk.run("--yes")
    begun = desk.keys.epoch
    assert vault(folder(desk.site), WORDS["author"]).manifest.epoch == 1
    assert begun == 3
    lose(desk)
    recover(desk, "site")
    desk.edit("content/2026-05-01-own.md", "alone", "alone, willow")
    assert publish(desk).exit_code == 0

    assert vault(folder(desk.site), WORDS["author"]).manifest.epoch == begun + 1
    assert all(text(folder(desk.site), words) for words in WORDS.values())


def test_keys_that_change_while_no_page_does_are_carried_too(desk: Desk) -> None:
    desk.published()
    desk.edit("portfolio.toml", "2026-12-31", "2026-06-09")
    assert publish(desk).exit_code == 0
    desk.edit("portfolio.toml", '"sam", "ria"]', '"sam"]')
    told = publish(desk).output
    assert publish(desk).exit_code == 0
    assert "epoch 3" in told
    retired = desk.keys.readers["ria"].answers.retired
    lose(desk)

    assert recover(desk, "site").exit_code == 0
    assert desk.keys.readers["ria"].answers.retired == retired != ()
    assert desk.keys.readers["ria"].keys is None


# ---- from where ----


def from_folder(desk: Desk) -> str:
    return str(desk.site)


def from_archive(desk: Desk) -> str:
    return shutil.make_archive(str(desk.site.parent / "copy"), "zip", desk.site)


@pytest.mark.parametrize("place", [from_folder, from_archive])
def test_keys_are_read_from_a_copy_of_the_site(place: Callable[[Desk], str], desk: Desk) -> None:
    desk.published()
    lose(desk)
    result = recover(desk, place(desk))

    assert result.exit_code == 0, result.output
    assert "nothing changed" in publish(desk).output


def test_keys_are_read_from_the_address_of_the_site(desk: Desk) -> None:
    desk.published()
    lose(desk)
    with serving(desk.site) as address:
        result = recover(desk, f"{address}/index.html")

    assert result.exit_code == 0, result.output
    assert publish(desk).exit_code == 0
    assert all(text(folder(desk.site), words) for words in WORDS.values())


def test_an_address_at_which_nobody_answers_is_named(desk: Desk) -> None:
    desk.published()
    with serving(desk.site) as address:
        pass

    assert "cannot be read" in refusal(recover(desk, address))


def test_keys_are_read_from_a_branch(pages: Desk) -> None:
    pages.published()
    lose(pages)
    assert recover(pages, "site").exit_code == 0
    assert "nothing changed" in publish(pages).output
    lose(pages)
    around = pages.site.parent
    git("clone", "--quiet", "--branch", "pages", "remote.git", "clone", cwd=around)
    assert recover(pages, str(around / "clone")).exit_code == 0
    pages.edit("content/2026-05-01-own.md", "meadow", "orchard")

    # A clone does not say so, but the branch is still the one of this commit.
    assert publish(pages).exit_code == 0


@pytest.mark.parametrize("kind", ["rsync", "rclone"])
def test_keys_are_read_from_a_remote(kind: str, tmp_path: Path) -> None:
    if not shutil.which(kind):
        pytest.skip(f"{kind} is not installed")
    target = f'kind = "{kind}"\nremote = "{tmp_path}/site"\nreaders = ["author", "sam"]'
    desk = Desk.make(tmp_path, target)
    desk.published()
    lose(desk)
    result = recover(desk, "site")

    assert result.exit_code == 0, result.output
    assert "nothing changed" in publish(desk).output


# ---- refusals ----


def keys_of(desk: Desk) -> Mapping[str, bytes]:
    place = desk.portfolio.folder / ".keys"
    return {p.name: p.read_bytes() for p in place.glob("*") if p.suffix != ".lock"}


@pytest.mark.parametrize("words", [OTHER, WORDS["sam"]])
def test_only_the_authors_passphrase_brings_keys_back(words: str, desk: Desk) -> None:
    desk.published()
    lose(desk)
    told = refusal(recover(desk, "site", words=words))

    assert ("opens nothing" if words == OTHER else "of a reader") in told.replace(
        "nothing here opens", "opens nothing"
    )
    assert words not in told
    assert keys_of(desk) == {}


def test_a_damaged_blob_is_refused(desk: Desk) -> None:
    desk.published()
    opened = vault(folder(desk.site), WORDS["author"])
    path = desk.site / "b" / f"{opened.kept_keys_name()}.js"
    content = path.read_bytes()
    lose(desk)
    for damaged in (content[:-40] + b"A" * 36 + content[-4:], b"", content[:900]):
        path.write_bytes(damaged)
        assert "damaged" in refusal(recover(desk, "site"))
    path.unlink()
    assert "damaged" in refusal(recover(desk, "site"))

    assert keys_of(desk) == {}


@pytest.mark.parametrize("where", ["nowhere", "content", "portfolio.toml"])
def test_a_place_without_a_site_is_refused(
    where: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.portfolio.folder)

    refusal(recover(desk, where))
    assert keys_of(desk) == {}


def test_nobody_is_asked_where_nobody_is(desk: Desk) -> None:
    desk.published()
    words = ["-C", str(desk.portfolio.folder), "readers", "--recover", "site"]

    assert "--passphrase-env" in refusal(CliRunner().invoke(main, words))


def test_the_keys_of_another_portfolio_are_refused_unless_it_has_another_title(desk: Desk) -> None:
    desk.published()
    lose(desk)
    desk.edit("portfolio.toml", 'title = "Notes"', 'title = "A journal"')

    told = refusal(recover(desk, "site"))
    assert '"Notes"' in told
    assert '"A journal"' in told
    assert keys_of(desk) == {}
    assert recover(desk, "site", "--yes").exit_code == 0


def test_other_keys_that_are_here_are_replaced_only_when_told_to(desk: Desk) -> None:
    desk.published()
    copy = desk.site.parent / "old"
    shutil.copytree(desk.site, copy)
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    desk.published()
    here = keys_of(desk)

    assert "here epoch 2, there epoch 1" in refusal(recover(desk, str(copy)))
    assert keys_of(desk) == here
    assert recover(desk, str(copy), "--yes").exit_code == 0
    assert desk.keys.epoch == 1
    assert "Nothing was missing" in recover(desk, str(copy)).output


def test_no_passphrase_is_kept_or_said(desk: Desk) -> None:
    desk.published()
    lose(desk)
    result = recover(desk, "site", "--json")

    assert WORDS["author"] not in result.output + str(keys_of(desk))
    assert json.loads(result.stdout) == {
        "target": "site",
        "epoch": 1,
        "readers": ["author", "ria", "sam"],
        "written": ["pictures", "publish-site.json"],
        "left": [],
    }


# ---- a second computer ----


def test_what_another_computer_published_is_not_overwritten(desk: Desk) -> None:
    desk.published()
    other = other_computer(desk)
    assert "keys are not here" in refusal(publish(other))
    assert recover(other, "site", "--yes").exit_code == 0
    other.edit("content/2026-05-01-own.md", "meadow", "orchard")
    assert publish(other).exit_code == 0
    stands = folder(desk.site)
    desk.edit("content/2026-05-01-own.md", "meadow", "thicket")

    assert "another epoch" in refusal(publish(desk))
    assert folder(desk.site) == stands
    assert recover(desk, "site", "--yes").exit_code == 0
    assert publish(desk).exit_code == 0
    assert "zqthicket" in text(folder(desk.site), WORDS["author"])
    assert "another epoch" in refusal(publish(other))


def test_with_copied_keys_another_computer_goes_on(desk: Desk) -> None:
    desk.published()
    other = other_computer(desk)
    shutil.copytree(desk.portfolio.folder / ".keys", other.portfolio.folder / ".keys")
    other.edit("content/2026-05-01-own.md", "meadow", "orchard")
    assert publish(other).exit_code == 0
    shutil.rmtree(desk.portfolio.folder / ".keys")
    shutil.copytree(other.portfolio.folder / ".keys", desk.portfolio.folder / ".keys")

    assert publish(desk).exit_code == 0
    assert "zqmeadow" in text(folder(desk.site), WORDS["author"])
    assert "zqharbour" in text(folder(desk.site), WORDS["sam"])


def test_keys_of_another_site_are_told_from_old_ones(desk: Desk) -> None:
    desk.published()
    kept = desk.portfolio.folder / ".keys" / "publish-site.json"
    values = json.loads(kept.read_bytes())
    kept.write_text(json.dumps({**values, "salt": "YW5vdGhlciBzaXRlJ3Mgcw=="}))

    assert "not those of the site" in refusal(publish(desk))
    kept.write_text(json.dumps({**values, "salt": "c2hvcnQ="}))
    assert "not one of ours" in refusal(publish(desk))
