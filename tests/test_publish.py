"""`afterword publish`: sealed editions at a target, whole at every moment."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from afterword import files
from afterword.cli import COULD_NOT, main
from afterword.config import TargetSettings
from afterword.publish import steps
from afterword.publish.git import Git
from afterword.publish.kept import TargetKeys, answering, read_target
from afterword.publish.local import Folder
from afterword.publish.places import place_of, remote_of
from afterword.publish.targets import PublishError, Standing, Upload
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import secret_of_passphrase
from afterword.sealing.opening import OpenVault, blobs_of_folder, header_of, open_vault
from afterword.sealing.primitives import SealingError
from afterword.sealing.replies import Item, Reply, seal_reply
from tests.support.portfolio import Portfolio
from tests.support.sample import CHECKOUT
from tests.support.told import Told

DAY = "2026-06-10"
WORDS: Mapping[str, str] = {
    "author": "gravel-hazel-onward-scorch-tinsel-vivid",
    "sam": "velvet-otter-lagoon-quartz-bramble-signal",
    "ria": "cinder-maple-topaz-fjord-walnut-ember",
}
OTHER = "plover-anchor-mosaic-thicket-dapple-sonnet"
SETTINGS = """\
format = 1
title = "Notes"
author = "Dana Quill"

[readers.sam]
name = "Sam"

[readers.ria]
name = "Ria"
until = 2026-12-31

[publish.targets.site]
{target}
"""
FOLDER = 'kind = "folder"\npath = "../site"\nreaders = ["author", "sam", "ria"]'
MINE = ("CNAME", "mine.txt")
START = 1_577_836_800
"""2020-01-01 in seconds since 1970."""
ENTRIES = {
    "2026-03-04-acme-panel.md": """---
company: Acme Corp
share: sam
strengths: structure
---
Acme Corp asked for a plan about zqharbour.

::: private
zqprivate words of mine that nobody reads
:::

## What went well

- Drew the boxes first #structure
""",
    "2026-04-01-borealis.md": "---\ncompany: Borealis\nshare: ria\n---\nThe zqlantern talk.\n",
    "2026-05-01-own.md": "---\nkind: reflection\n---\nFor me alone, the zqmeadow.\n",
    "2026-05-02-draft.md": "---\ndraft: yes\n---\nA zqdraft of something unfinished.\n",
}


@cache
def secret(passphrase: str, salt: bytes, iterations: int) -> bytes:
    return secret_of_passphrase(passphrase, salt, iterations)


@dataclass(frozen=True, slots=True)
class Desk:
    """A portfolio with one target, and the command line in front of it."""

    portfolio: Portfolio
    site: Path

    @classmethod
    def make(cls, around: Path, target: str = FOLDER) -> Desk:
        return cls(Portfolio.make(around, ENTRIES, SETTINGS.format(target=target)), around / "site")

    def run(self, *more: str, **env: str) -> Result:
        readers = [reader for reader in WORDS if reader in self.settings_readers()]
        named = [f"--passphrase-env={reader}={reader.upper()}" for reader in readers]
        words = ["-C", str(self.portfolio.folder), "publish", "--today", DAY, *named, *more]
        known = {reader.upper(): WORDS[reader] for reader in readers}
        return CliRunner().invoke(main, words, env={**known, **env})

    def settings_readers(self) -> str:
        settings = (self.portfolio.folder / "portfolio.toml").read_text("utf-8")
        return settings.rpartition("readers = ")[2]

    def published(self, *more: str, **env: str) -> Result:
        result = self.run("--yes", *more, **env)
        assert result.exit_code == 0, result.output
        return result

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.portfolio.folder / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    @property
    def keys(self) -> TargetKeys:
        found = read_target(self.portfolio.folder, "site")
        assert found
        return found


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive the secret of a passphrase once: it takes half a second each time."""
    for module in ("publish.sealing", "publish.recovery", "sharing.making"):
        monkeypatch.setattr(f"afterword.{module}.secret_of_passphrase", secret)
    monkeypatch.setattr("afterword.cli.publish.new_target", lambda: new_target(b"s" * 16))


def new_target(salt: bytes) -> TargetKeys:
    return TargetKeys(ContainerKeys(salt=salt, pad_key=b"p" * 32))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path)


def folder(site: Path) -> dict[str, bytes]:
    paths = [path for path in site.rglob("*") if path.is_file()]
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}


def times(site: Path) -> dict[str, float]:
    """Return when each file was modified, in seconds since 1970."""
    return {name: (site / name).stat().st_mtime for name in folder(site)}


def times_at(epoch: int, site: Path) -> dict[str, float]:
    """Return the times that the specification gives: 2020-01-01, and of the rest the epoch."""
    return {n: START + (0 if n.startswith("b/") else 2 * epoch) for n in folder(site)}


def vault(made: Mapping[str, bytes], passphrase: str) -> OpenVault:
    blobs = blobs_of_folder(made)
    header = header_of(blobs)
    return open_vault(blobs, secret(passphrase, header.salt, header.iterations))


def text(made: Mapping[str, bytes], passphrase: str) -> str:
    """Return all that a passphrase opens; fails unless every part of it is there."""
    opened = vault(made, passphrase)
    pages = [opened.page(route) for route in opened.manifest.pages]
    for name in opened.manifest.assets:
        if name != opened.keys.kept_keys_id():
            opened.asset(name)
    return "\n".join(pages)


def test_each_passphrase_opens_its_own_pages_and_no_other(desk: Desk) -> None:
    desk.published()
    made = folder(desk.site)

    assert "zqharbour" in text(made, WORDS["sam"])
    assert "zqlantern" not in text(made, WORDS["sam"])
    assert "zqlantern" in text(made, WORDS["ria"])
    assert all(word in text(made, WORDS["author"]) for word in ("zqharbour", "zqmeadow"))
    with pytest.raises(SealingError):
        vault(made, OTHER)


def test_the_author_reads_everything_but_private_blocks_and_drafts(desk: Desk) -> None:
    desk.published()
    everything = text(folder(desk.site), WORDS["author"])

    assert "Acme Corp" in everything
    assert "zqprivate" not in everything
    assert "zqdraft" not in everything


def test_private_blocks_are_published_when_the_author_says_so(desk: Desk) -> None:
    settings = desk.portfolio.folder / "portfolio.toml"
    settings.write_text(
        settings.read_text("utf-8") + "[readers.author]\ninclude_private = true\n", "utf-8"
    )
    with_author = 'readers = ["author"]'
    desk.edit("portfolio.toml", 'readers = ["author", "sam", "ria"]', with_author)
    result = CliRunner().invoke(
        main,
        [
            *("-C", str(desk.portfolio.folder), "publish", "--today", DAY, "--yes"),
            "--passphrase-env=author=AUTHOR",
        ],
        env={"AUTHOR": WORDS["author"]},
    )

    assert result.exit_code == 0, result.output
    assert "zqprivate" in text(folder(desk.site), WORDS["author"])


def test_nothing_readable_and_no_passphrase_leaves_the_machine(desk: Desk) -> None:
    result = desk.published()
    everything = b"".join([*folder(desk.site).values(), *map(str.encode, folder(desk.site))])
    markers = [b"zqharbour", b"zqlantern", b"zqmeadow", b"zqprivate", b"zqdraft", b"Acme C"]
    markers += [b"Dana Q", b"Borealis", b"2026-0", b"structure"]
    encoded = [base64.b64encode(b"Acme Corp")[:10], b"Acme".hex().encode()]
    kept = b"".join(path.read_bytes() for path in (desk.portfolio.folder / ".keys").iterdir())

    assert [marker for marker in (*markers, *encoded) if marker in everything] == []
    for passphrase in WORDS.values():
        assert passphrase not in result.output
        assert passphrase.encode() not in kept + everything


def test_the_folder_and_the_times_in_it_say_nothing(desk: Desk) -> None:
    desk.published()
    names = sorted(folder(desk.site))

    assert [n for n in names if "/" not in n] == ["app.css", "app.js", "index.html", "k.js"]
    assert sum(name.startswith("b/") for name in names) % 32 == 0
    assert times(desk.site) == times_at(1, desk.site)
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    desk.published()
    assert times(desk.site) == times_at(2, desk.site)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_web_server_may_read_what_a_careful_author_publishes(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path, 'kind = "folder"\npath = "../srv/site"\nreaders = ["author"]')
    before = os.umask(0o077)
    try:
        desk.published()
    finally:
        os.umask(before)
    site = tmp_path / "srv" / "site"

    assert {stat.S_IMODE(path.stat().st_mode) for path in (site, site / "b")} == {0o755}
    assert {stat.S_IMODE(p.stat().st_mode) for p in site.rglob("*") if p.is_file()} == {0o644}


def test_publishing_again_without_a_change_uploads_nothing(desk: Desk) -> None:
    desk.published()
    before, keys = folder(desk.site), desk.keys
    result = desk.published()

    assert "nothing changed" in result.output
    assert folder(desk.site) == before
    assert desk.keys.epoch == keys.epoch == 1


def test_an_edit_keeps_the_blobs_of_everybody_else(desk: Desk) -> None:
    desk.published()
    before = folder(desk.site)
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    desk.published()
    after = folder(desk.site)
    sams = vault(before, WORDS["sam"]).names() & vault(after, WORDS["sam"]).names()

    assert all(after[name] == before[name] for name in before if name.startswith("b/"))
    assert len(sams) == len(vault(before, WORDS["sam"]).names()) - 1
    assert "zqorchard" in text(after, WORDS["author"])


def test_the_epoch_before_stays_readable_and_the_one_before_that_goes(desk: Desk) -> None:
    seen = []
    for word in ("meadow", "orchard", "thicket"):
        desk.edit("content/2026-05-01-own.md", "alone", f"alone, {word}")
        desk.published()
        seen.append(folder(desk.site))
    now = folder(desk.site)

    assert text({**now, "k.js": seen[1]["k.js"]}, WORDS["sam"])
    with pytest.raises(SealingError):
        text({**now, "k.js": seen[0]["k.js"]}, WORDS["sam"])


def test_a_removed_reader_opens_nothing_any_more(desk: Desk) -> None:
    desk.published()
    before = folder(desk.site)
    names = vault(before, WORDS["sam"]).names()
    desk.edit("portfolio.toml", '"sam", "ria"]', '"ria"]')
    desk.published()
    after = folder(desk.site)

    with pytest.raises(SealingError):
        vault(after, WORDS["sam"])
    assert not {f"b/{name}.js" for name in names} & after.keys()
    assert "zqlantern" in text(after, WORDS["ria"])
    assert any(
        kept.reader == "sam" and kept.answers.retired for kept in answering(desk.portfolio.folder)
    )


def test_an_expired_reader_is_left_out_and_comes_back_with_the_same_passphrase(desk: Desk) -> None:
    desk.published()
    desk.edit("portfolio.toml", "2026-12-31", "2026-06-09")
    assert json.loads(desk.published("--json").stdout)["expired"] == ["ria"]
    with pytest.raises(SealingError):
        vault(folder(desk.site), WORDS["ria"])
    desk.edit("portfolio.toml", "2026-06-09", "2026-12-31")
    desk.published()

    assert "zqlantern" in text(folder(desk.site), WORDS["ria"])


def test_another_passphrase_means_new_keys_for_that_reader_alone(desk: Desk) -> None:
    desk.published()
    before = folder(desk.site)
    desk.published(SAM=OTHER)
    after = folder(desk.site)
    old = {f"b/{name}.js" for name in vault(before, WORDS["sam"]).names()}

    assert "zqharbour" in text(after, OTHER)
    assert not old & after.keys()
    with pytest.raises(SealingError):
        vault(after, WORDS["sam"])
    rias = vault(before, WORDS["ria"]).names() & vault(after, WORDS["ria"]).names()
    assert len(rias) == len(vault(before, WORDS["ria"]).names()) - 1


def test_replies_to_what_was_published_are_opened_with_its_keys(desk: Desk) -> None:
    desk.published()
    found = {kept.reader: kept for kept in answering(desk.portfolio.folder)}
    reply = Reply(1, "Sam", (Item("", "", "", "Draw sooner", "try"),))
    block = seal_reply(next(found["sam"].vaults()), reply, b"n" * 12)
    path = desk.portfolio.write("../reply.txt", block)
    words = ["-C", str(desk.portfolio.folder), "inbox", str(path)]
    result = CliRunner().invoke(main, words)

    assert result.exit_code == 0, result.output
    assert list((desk.portfolio.folder / "content").glob("*remarks*"))


def test_a_dry_run_says_what_would_change_and_changes_nothing(desk: Desk) -> None:
    told = json.loads(desk.run("--dry-run", "--json").stdout)

    assert told["added"] == ["author", "sam", "ria"]
    assert told["bytes"] > 0
    assert len(told["written"]) % 32 == 4
    assert not desk.site.exists()
    assert read_target(desk.portfolio.folder, "site") is None


# ---- refusals ----


def refusal(result: Result) -> str:
    assert result.exit_code == COULD_NOT, result.output
    return result.output


def test_nobody_is_published_for_without_a_passphrase(desk: Desk) -> None:
    words = ["-C", str(desk.portfolio.folder), "publish", "--today", DAY, "--yes"]

    assert "a new passphrase is told once, on a terminal" in refusal(
        CliRunner().invoke(main, words)
    )
    assert not desk.site.exists()


def test_new_passphrases_are_told_on_the_terminal_alone(desk: Desk, told: Told) -> None:
    words = ["-C", str(desk.portfolio.folder), "publish", "--today", DAY, "--yes"]
    result = CliRunner().invoke(main, words)
    found = dict(re.findall(r"The passphrase for (\w+), told this once: (\S+)", told.getvalue()))

    assert result.exit_code == 0, result.output
    assert found.keys() == {"author", "sam", "ria"}
    assert not [one for one in found.values() if one in result.output]
    assert "zqharbour" in text(folder(desk.site), found["sam"])


def test_nothing_is_published_without_a_yes(desk: Desk) -> None:
    assert "nobody is here" in refusal(desk.run())
    assert not desk.site.exists()


def test_a_passphrase_that_is_soon_guessed_is_refused_and_not_repeated(desk: Desk) -> None:
    told = refusal(desk.run("--yes", SAM="sam-quill-2026"))

    assert "refused" in told
    assert "sam-quill" not in told


def test_a_ninth_reader_is_refused_before_any_page_is_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"r{number}" for number in range(9)]
    readers = "".join(f'[readers.{name}]\nname = "{name}"\n' for name in names)
    named = ", ".join(f'"{name}"' for name in names)
    desk.edit("portfolio.toml", '"author", "sam", "ria"', named)
    desk.edit("portfolio.toml", "[readers.sam]", f"{readers}[readers.sam]")
    monkeypatch.setattr("afterword.publish.editions.make_edition", None)

    assert "room for eight" in refusal(desk.run("--yes"))


def test_a_portfolio_without_targets_is_told_how_to_get_one(desk: Desk) -> None:
    settings = (desk.portfolio.folder / "portfolio.toml").read_text("utf-8")
    desk.portfolio.write("portfolio.toml", settings.partition("[publish")[0])

    assert "afterword init --publish git" in refusal(
        CliRunner().invoke(main, ["-C", str(desk.portfolio.folder), "publish"])
    )


def test_an_author_who_has_only_drafts_is_told_that_they_stay_here(desk: Desk) -> None:
    for entry in (desk.portfolio.folder / "content").glob("*.md"):
        entry.write_text("---\ndraft: yes\n---\nUnfinished.\n")
    desk.edit("portfolio.toml", '"author", "sam", "ria"', '"author"')

    assert "drafts stay here" in refusal(desk.run("--yes"))


def test_errors_in_an_entry_stop_everything(desk: Desk) -> None:
    desk.edit("content/2026-03-04-acme-panel.md", "share: sam", "share: sam\ndate: 2026-13-40")

    assert "bad-date" in refusal(desk.run("--yes")) or desk.site.exists() is False
    assert not desk.site.exists()


def test_a_leak_stops_everything(desk: Desk) -> None:
    template = "{% extends 'base.html' %}{% block main %}<h1>Borealis</h1>{% endblock %}"
    desk.portfolio.write("templates/entry.html", template)

    assert "Borealis" in refusal(desk.run("--yes"))
    assert not desk.site.exists()


@pytest.mark.parametrize("path", ["content/site", "output", ".keys/site", "templates/x"])
def test_a_target_among_the_portfolios_own_files_is_refused(desk: Desk, path: str) -> None:
    desk.edit("portfolio.toml", "../site", path)

    assert "of the portfolio" in refusal(desk.run("--yes"))


@pytest.mark.parametrize("kind", ["git", "rsync", "rclone"])
@pytest.mark.parametrize("start", ["", "{}/", "file://{}/"])
def test_a_remote_among_the_portfolios_own_files_is_refused(
    start: str, kind: str, tmp_path: Path
) -> None:
    remote = start.format(tmp_path / "portfolio") + "content/site"
    desk = Desk.make(tmp_path, f'kind = "{kind}"\nremote = "{remote}"\nreaders = ["author"]')

    assert "lies in content/ of the portfolio" in refusal(desk.run("--yes"))


@pytest.mark.parametrize("setting", ['folder"\npath', 'rsync"\nremote', 'rclone"\nremote'])
@pytest.mark.parametrize("place", [".", ".."])
def test_a_place_that_holds_the_portfolio_is_never_taken_over(
    place: str, setting: str, tmp_path: Path
) -> None:
    program = setting.partition('"')[0]
    if program != "folder" and not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    desk = Desk.make(tmp_path, f'kind = "{setting} = "{place}"\nreaders = ["author"]')
    before = sorted(folder(tmp_path / "portfolio" / "content"))

    assert "a portfolio stands at the target" in refusal(desk.run("--yes", "--take-over"))
    assert not [*tmp_path.rglob("k.js")]
    assert sorted(folder(tmp_path / "portfolio" / "content")) == before


def test_a_branch_that_holds_a_journal_is_never_taken_over(pages: Desk) -> None:
    journal = pages.portfolio.folder
    remote = pages.site.parent / "remote.git"
    git("init", "--quiet", "--initial-branch=pages", cwd=journal)
    git("add", "portfolio.toml", "content", cwd=journal)
    git("commit", "--quiet", "-m", "mine", cwd=journal)
    git("push", "--quiet", str(remote), "pages", cwd=journal)
    before = git("rev-parse", "pages", cwd=remote)

    assert "a portfolio stands at the target" in refusal(pages.run("--yes", "--take-over"))
    assert git("rev-parse", "pages", cwd=remote) == before


@pytest.mark.parametrize("kind", ["git", "rsync", "rclone"])
def test_a_remote_on_this_machine_is_relative_to_the_portfolio(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which(kind):
        pytest.skip(f"{kind} is not installed")
    if kind == "git":
        subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "site"], check=True)
    desk = Desk.make(tmp_path, f'kind = "{kind}"\nremote = "../site"\nreaders = ["author"]')
    monkeypatch.chdir("/")
    desk.published()

    assert "nothing changed" in desk.published().output
    assert any((tmp_path / "site").iterdir())


@pytest.mark.parametrize(
    "remote", ["me@host:site", "host:/srv/site", "dav:", "ssh://host/site", "https://host/x.git"]
)
def test_a_remote_elsewhere_is_handed_over_as_it_is(remote: str, tmp_path: Path) -> None:
    target = TargetSettings("site", kind="git", remote=remote)

    assert place_of(tmp_path, target) is None
    assert remote_of(tmp_path, target) == remote


def test_plain_pages_do_not_go_to_a_sealed_target(desk: Desk) -> None:
    desk.edit("portfolio.toml", 'name = "Sam"', 'name = "Sam"\nsealed = false')

    assert "sealed = false" in refusal(desk.run("--yes"))


def test_a_folder_that_is_not_ours_is_left_as_it_is(desk: Desk) -> None:
    desk.site.mkdir()
    (desk.site / "letter.txt").write_text("mine")

    assert "not ours" in refusal(desk.run("--yes"))
    assert folder(desk.site) == {"letter.txt": b"mine"}
    desk.published("--take-over")
    assert (desk.site / "letter.txt").read_text() == "mine"


def test_a_site_published_from_elsewhere_is_refused_until_taken_over(desk: Desk) -> None:
    desk.published()
    old = folder(desk.site)
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    desk.published()
    (desk.site / "k.js").write_bytes(old["k.js"])

    assert "another epoch" in refusal(desk.run("--yes"))
    desk.published("--take-over")
    assert vault(folder(desk.site), WORDS["sam"]).manifest.epoch == 3


def test_a_site_whose_keys_are_lost_is_refused_with_words(desk: Desk) -> None:
    desk.published()
    shutil.rmtree(desk.portfolio.folder / ".keys")

    assert "keys are not here" in refusal(desk.run("--yes"))
    desk.published("--take-over")
    assert "zqharbour" in text(folder(desk.site), WORDS["sam"])
    assert sum(name.startswith("b/") for name in folder(desk.site)) % 32 == 0


def test_two_publishes_at_once_are_refused(desk: Desk) -> None:
    with files.locked(desk.portfolio.folder, "publish"):
        assert "right now" in refusal(desk.run("--yes"))

    desk.published()


def test_keys_that_are_damaged_are_named_and_nothing_is_written(desk: Desk) -> None:
    desk.published()
    before = folder(desk.site)
    (desk.portfolio.folder / ".keys" / "publish-site.json").write_text('{"version": 1}')

    assert "not one of ours" in refusal(desk.run("--yes"))
    assert folder(desk.site) == before


# ---- faults ----


class Cut(Exception):  # noqa: N818
    """The power went."""


class Failing(Folder):
    """A folder at which the power goes before the n-th operation."""

    left: int

    def __init__(self, path: Path, left: int) -> None:
        super().__init__(path)
        object.__setattr__(self, "left", left)

    def _write(self, name: str, content: bytes, epoch: int) -> None:
        self._count()
        Folder._write(self, name, content, epoch)  # noqa: SLF001

    def take_away(self, names: Collection[str]) -> None:
        for name in names:
            self._count()
            Folder.take_away(self, [name])

    def _count(self) -> None:
        if not self.left:
            raise Cut
        object.__setattr__(self, "left", self.left - 1)


def failing_after(count: int, patch: pytest.MonkeyPatch) -> None:
    def make(portfolio: Path, _settings: object, _work: Path) -> Failing:
        return Failing(portfolio.parent / "site", count)

    patch.setattr("afterword.cli.publish.target_of", make)


def whole(site: Path, before: str, after: str) -> None:
    """Fail unless what opens is all of the old site or all of the new."""
    shown = text(folder(site), WORDS["author"])
    assert (before in shown) != (after in shown)
    assert "zqharbour" in text(folder(site), WORDS["sam"])


@pytest.mark.parametrize("count", [0, 1, 20, 33, 34, 35, 36, 37, 38, 40])
def test_cut_off_anywhere_the_old_or_the_new_site_is_whole(count: int, desk: Desk) -> None:
    desk.published()
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    desk.published()
    desk.edit("content/2026-05-01-own.md", "orchard", "thicket")
    with pytest.MonkeyPatch.context() as patch:
        failing_after(count, patch)
        desk.run("--yes")
    whole(desk.site, "zqorchard", "zqthicket")
    desk.edit("content/2026-05-01-own.md", "thicket", "willow")
    desk.published()
    made = folder(desk.site)

    assert "zqwillow" in text(made, WORDS["author"])
    allowed = {*read_blobs(desk)}
    assert {name for name in made if name.startswith("b/")} == allowed


def read_blobs(desk: Desk) -> set[str]:
    keys = desk.keys
    assert keys.last
    assert keys.pending is None
    return {*keys.last.blobs, *(keys.before.blobs if keys.before else ())}


def test_a_removal_that_was_cut_off_is_carried_out_by_the_next_publish(desk: Desk) -> None:
    desk.published()
    names = vault(folder(desk.site), WORDS["sam"]).names()
    desk.edit("portfolio.toml", '"sam", "ria"]', '"ria"]')
    with pytest.MonkeyPatch.context() as patch:
        failing_after(3, patch)
        desk.run("--yes")
    desk.published()

    assert not {f"b/{name}.js" for name in names} & folder(desk.site).keys()


def test_an_upload_that_did_not_arrive_is_noticed(desk: Desk) -> None:
    class Lossy(Folder):
        __slots__ = ()

        def put(self, upload: Upload) -> None:
            Folder.put(self, upload)
            self.take_away(sorted(upload.files)[2:3])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "afterword.cli.publish.target_of",
            lambda portfolio, _, __: Lossy(portfolio.parent / "site"),
        )
        assert "does not hold" in refusal(desk.run("--yes"))
    desk.published()

    assert "zqharbour" in text(folder(desk.site), WORDS["sam"])


# ---- kinds of targets ----


def test_an_archive_holds_the_whole_site(tmp_path: Path) -> None:
    target = 'kind = "zip"\npath = "../site.zip"\nreaders = ["sam"]'
    desk = Desk.make(tmp_path, target)
    desk.published()
    desk.edit("content/2026-03-04-acme-panel.md", "zqharbour", "zqpier")
    desk.published()
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        made = {name: archive.read(name) for name in archive.namelist()}

    assert "zqpier" in text(made, WORDS["sam"])


def git(*arguments: str, cwd: Path) -> str:
    words = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(words, cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def pages(tmp_path: Path) -> Desk:
    git("init", "--quiet", "--bare", "remote.git", cwd=tmp_path)
    remote = (tmp_path / "remote.git").as_uri()
    target = f'kind = "git"\nremote = "{remote}"\nbranch = "pages"\nreaders = ["author", "sam"]'
    return Desk.make(tmp_path, target)


def branch(desk: Desk) -> dict[str, bytes]:
    remote = desk.site.parent / "remote.git"
    names = git("ls-tree", "-r", "--name-only", "pages", cwd=remote).split()
    shown = [
        subprocess.run(
            ["git", "cat-file", "blob", f"pages:{name}"],
            cwd=remote,
            check=True,
            capture_output=True,
        ).stdout
        for name in names
    ]
    return dict(zip(names, shown, strict=True))


def test_a_branch_is_one_commit_that_says_nothing_of_its_author(pages: Desk) -> None:
    remote = pages.site.parent / "remote.git"
    pages.published()
    pages.edit("content/2026-05-01-own.md", "meadow", "orchard")
    pages.published()
    log = git("log", "--format=%an|%ae|%cn|%s|%ad", "--date=unix", "pages", cwd=remote)

    assert log == "Afterword|afterword@localhost|Afterword|Publish|1577836800\n"
    assert "zqorchard" in text(branch(pages), WORDS["author"])
    assert ".nojekyll" in branch(pages)


def test_a_branch_keeps_its_cname_and_a_publish_without_a_change_its_commit(pages: Desk) -> None:
    remote, clone = pages.site.parent / "remote.git", pages.site.parent / "clone"
    pages.published()
    git("clone", "--quiet", "--branch", "pages", str(remote), str(clone), cwd=pages.site.parent)
    (clone / "CNAME").write_text("journal.example.org\n")
    git("add", "CNAME", cwd=clone)
    git("commit", "--quiet", "-m", "name", cwd=clone)
    git("push", "--quiet", cwd=clone)
    commit = git("rev-parse", "pages", cwd=remote)
    pages.published()
    assert git("rev-parse", "pages", cwd=remote) == commit
    pages.edit("content/2026-05-01-own.md", "meadow", "orchard")
    pages.published()

    assert branch(pages)["CNAME"] == b"journal.example.org\n"
    assert "zqorchard" in text(branch(pages), WORDS["author"])


def test_the_job_that_the_documentation_gives_for_gitlab_leaves_the_site(pages: Desk) -> None:
    around, written = pages.site.parent, re.compile(r"```yaml\n(pages:\n.*?)```", re.DOTALL)
    (job,) = written.findall((CHECKOUT / "docs/publishing.md").read_text("utf-8"))
    pages.published()
    git("clone", "--quiet", "--branch=pages", "remote.git", "mine", cwd=around)
    (around / "mine" / ".gitlab-ci.yml").write_text(job)
    git("add", ".gitlab-ci.yml", cwd=around / "mine")
    git("commit", "--quiet", "-m", "job", cwd=around / "mine")
    git("push", "--quiet", "origin", "pages", cwd=around / "mine")
    pages.edit("content/2026-05-01-own.md", "meadow", "orchard")
    pages.published()
    git("clone", "--quiet", "--branch=pages", "remote.git", "run", cwd=around)
    for line in yaml.safe_load((around / "run" / ".gitlab-ci.yml").read_text())["pages"]["script"]:
        subprocess.run(["sh", "-c", line], cwd=around / "run", check=True)
    made = folder(around / "run" / "public")

    assert "zqorchard" in text(made, WORDS["author"])
    assert made.keys() == branch(pages).keys() - {".gitlab-ci.yml", ".nojekyll"}


def test_a_branch_that_moves_meanwhile_is_not_overwritten(pages: Desk) -> None:
    pages.published()
    pages.edit("content/2026-05-01-own.md", "meadow", "orchard")
    target = steps.target_of
    remote = pages.site.parent / "remote.git"

    def moving(*arguments: object) -> object:
        made = target(*arguments)  # type: ignore[arg-type]
        look = type(made).look

        def looked(self: object) -> Standing:
            found: Standing = look(self)  # type: ignore[arg-type]
            tree = git("rev-parse", "pages^{tree}", cwd=remote).strip()
            other = git("commit-tree", "-m", "other", tree, cwd=remote).strip()
            git("update-ref", "refs/heads/pages", other, cwd=remote)
            return found

        patch.setattr(type(made), "look", looked)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("afterword.cli.publish.target_of", moving)
        told = refusal(pages.run("--yes"))

    assert "git failed" in told
    assert "zqmeadow" in text(branch(pages), WORDS["author"])


def test_hooks_do_not_run_and_a_remote_that_refuses_is_quoted(pages: Desk) -> None:
    hook = pages.site.parent / "remote.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)

    assert "not today" in refusal(pages.run("--yes"))
    hook.unlink()
    pages.published()
    assert "zqharbour" in text(branch(pages), WORDS["sam"])


def test_no_program_is_given_a_passphrase(pages: Desk) -> None:
    spy = pages.site.parent / "programs"
    spy.mkdir()
    real = shutil.which("git")
    (spy / "git").write_text(
        f'#!/bin/sh\n{{ env; echo "$@"; }} >> "{spy}/seen"\nexec "{real}" "$@"\n'
    )
    (spy / "git").chmod(0o755)
    pages.published(PATH=f"{spy}:{os.environ['PATH']}")
    seen = (spy / "seen").read_text("utf-8")

    assert "fast-import" in seen
    assert [words for words in WORDS.values() if words in seen] == []


def test_a_program_that_is_missing_is_named(pages: Desk) -> None:
    assert "git is not installed" in refusal(pages.run("--yes", PATH="/nowhere"))


@pytest.mark.parametrize("kind", ["rsync", "rclone"])
def test_a_remote_is_brought_up_to_date_and_nothing_beside_it_is_deleted(
    kind: str, tmp_path: Path
) -> None:
    if not shutil.which(kind):
        pytest.skip(f"{kind} is not installed")
    site = tmp_path / "site"
    target = f'kind = "{kind}"\nremote = "{site}"\nreaders = ["author", "sam"]'
    desk = Desk.make(tmp_path, target)
    desk.published()
    (site / "CNAME").write_text("example.org")
    (site / "mine.txt").write_text("mine")
    for word in ("orchard", "thicket", "willow"):
        desk.edit("content/2026-05-01-own.md", "alone", f"alone, {word}")
        desk.published()
    made = folder(site)
    now = times_at(desk.keys.epoch, site)

    assert {n: t for n, t in times(site).items() if n not in MINE} == {
        n: t for n, t in now.items() if n not in MINE
    }
    assert "willow" in text(made, WORDS["author"])
    assert made["mine.txt"] == b"mine"
    assert {n for n in made if n.startswith("b/")} == read_blobs(desk)
    desk.edit("portfolio.toml", '"author", "sam"]', '"author"]')
    desk.published()
    with pytest.raises(SealingError):
        vault(folder(site), WORDS["sam"])


@pytest.mark.parametrize("remote", ["-e sh", "", "--rsh=sh"])
def test_a_remote_that_would_be_an_option_is_refused(remote: str, tmp_path: Path) -> None:
    target = f'kind = "git"\nremote = "{remote}"\nreaders = ["author", "sam"]'

    refusal(Desk.make(tmp_path, target).run("--yes"))


def test_what_a_program_says_is_shown_without_the_secret_in_an_address() -> None:
    with pytest.raises(PublishError) as caught:
        Git("https://me:hunter2@127.0.0.1:1/x.git", "pages", Path("/tmp")).look()  # noqa: S108

    assert "hunter2" not in str(caught.value)
