"""`afterword readers` and publish targets: who reads where, who left, who has new words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.cli import main
from afterword.config import read_config
from afterword.sealing.primitives import SealingError
from tests.support.told import Told
from tests.test_publish import (
    DAY,
    OTHER,
    WORDS,
    Desk,
    branch,
    desk,
    folder,
    git,
    pages,
    quick,
    refusal,
    text,
    vault,
)

__all__ = ("desk", "pages", "quick")


def readers(desk: Desk, *words: str, **env: str) -> Result:
    return CliRunner().invoke(
        main, ["-C", str(desk.portfolio.folder), "readers", *words], env={**env}
    )


def publish(desk: Desk) -> Result:
    words = ["-C", str(desk.portfolio.folder), "publish", "--today", DAY, "--yes"]
    return CliRunner().invoke(main, words)


def states(desk: Desk) -> dict[str, tuple[str, bool, int]]:
    rows = json.loads(readers(desk, "--today", DAY, "--json").stdout)["readers"]
    return {
        row["reader"]: (one["state"], one["still_open"], one["epoch"])
        for row in rows
        for one in row["targets"]
    }


def test_readers_are_listed_with_what_each_target_has_for_them(desk: Desk) -> None:
    assert states(desk) == dict.fromkeys(WORDS, ("next", False, 0))
    desk.published()
    assert states(desk) == dict.fromkeys(WORDS, ("reads", True, 1))
    told = readers(desk, "--today", DAY).stdout

    assert f"    site: published, epoch 1 of {DAY}.\n" in told
    assert "author: everything but drafts" in told


def test_who_expired_or_was_taken_out_is_listed_until_and_after_the_next_publish(
    desk: Desk,
) -> None:
    desk.published()
    desk.edit("portfolio.toml", "2026-12-31", "2026-06-09")
    desk.edit("portfolio.toml", '"sam", "ria"]', '"ria"]')
    assert states(desk)["ria"] == ("expired", True, 1)
    assert states(desk)["sam"] == ("removed", True, 1)
    assert "still opens for them until you publish" in readers(desk, "--today", DAY).stdout
    assert publish(desk).exit_code == 0

    assert states(desk)["ria"] == ("expired", False, 2)
    assert states(desk)["sam"] == ("removed", False, 2)
    assert "still opens" not in readers(desk, "--today", DAY).stdout


def test_a_removed_reader_is_out_of_every_target_and_opens_nothing_after_a_publish(
    desk: Desk,
) -> None:
    more = '\n[publish.targets.other]\nkind = "folder"\npath = "../x"\nreaders = [\n  "Sam",\n]\n'
    path = desk.portfolio.folder / "portfolio.toml"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    desk.edit(
        "portfolio.toml",
        "[publish.targets.site]",
        '[publish]\ntarget="site"\n[publish.targets.site]',
    )
    desk.edit(
        "portfolio.toml",
        'readers = ["author", "sam", "ria"]',
        'readers = ["author", "sam", "ria"] # us',
    )
    words = ["-C", str(desk.portfolio.folder), "publish", "--today", DAY, "--yes"]
    named = [f"--passphrase-env={r}={r.upper()}" for r in WORDS]
    made = CliRunner().invoke(
        main, [*words, "site", *named], env={r.upper(): w for r, w in WORDS.items()}
    )
    assert made.exit_code == 0, made.output
    result = readers(desk, "remove", "sam", "--yes")
    left = path.read_text("utf-8")

    assert result.exit_code == 0, result.output
    assert 'readers = ["author", "ria"] # us\n' in left
    assert left.endswith("readers = [\n]\n")
    assert "sam" not in read_config(left)[0].readers
    assert "afterword publish site" in result.output
    assert "git host" not in result.output
    assert publish(desk).exit_code == 0
    with pytest.raises(SealingError):
        vault(folder(desk.site), WORDS["sam"])
    assert "zqlantern" in text(folder(desk.site), WORDS["ria"])


def test_the_only_reader_of_a_target_is_removed_with_a_word_on_what_stands_there(
    tmp_path: Path,
) -> None:
    desk = Desk.make(tmp_path, 'kind = "folder"\npath = "../site"\nreaders = ["sam"]')
    desk.published()

    assert "delete what stands there" in readers(desk, "remove", "sam", "--yes").output


def test_the_author_is_taken_out_of_targets_and_keeps_the_journal(desk: Desk) -> None:
    result = readers(desk, "remove", "author", "--yes")

    assert result.exit_code == 0, result.output
    assert desk.settings_readers().startswith('["sam", "ria"]')


def test_targets_in_one_line_are_left_to_the_author(desk: Desk) -> None:
    path = desk.portfolio.folder / "portfolio.toml"
    before = 'format = 1\n[publish]\ntargets = { x = { kind = "zip", readers = ["author"] } }\n'
    path.write_text(before)

    assert "by hand" in refusal(readers(desk, "remove", "author", "--yes"))
    assert path.read_text() == before


def test_a_new_passphrase_holds_from_the_next_publish_on(desk: Desk) -> None:
    desk.published()
    result = readers(desk, "passphrase", "sam", "--passphrase-env=NEW", NEW=OTHER)

    assert result.exit_code == 0, result.output
    assert "afterword publish site" in result.output
    assert OTHER not in result.output
    assert "zqharbour" in text(folder(desk.site), WORDS["sam"])
    assert publish(desk).exit_code == 0
    made = folder(desk.site)
    assert "zqharbour" in text(made, OTHER)
    with pytest.raises(SealingError):
        vault(made, WORDS["sam"])
    assert "zqlantern" in text(made, WORDS["ria"])


def test_a_new_passphrase_of_the_author_has_to_be_as_hard_as_at_a_publish(
    desk: Desk, told: Told
) -> None:
    desk.published()
    weak = readers(desk, "passphrase", "author", "--passphrase-env=NEW", NEW="river-stone-cloud")

    assert "refused" in refusal(weak)
    assert readers(desk, "passphrase", "author").exit_code == 0
    assert "told this once" in told.getvalue()


def test_what_a_git_host_may_keep_is_said(pages: Desk, told: Told) -> None:
    pages.published()

    assert "delete the repository" in readers(pages, "passphrase", "sam").output
    assert told.getvalue()
    assert "delete the repository" in readers(pages, "remove", "sam", "--yes").output


def test_a_revoked_passphrase_opens_the_old_commit_and_nothing_of_the_new(pages: Desk) -> None:
    """A host that keeps old commits shows them: that is said in the documentation, and so."""
    remote = pages.site.parent / "remote.git"
    pages.published()
    old = git("rev-parse", "pages", cwd=remote).strip()
    before = branch(pages)
    readers(pages, "passphrase", "sam", "--passphrase-env=NEW", NEW=OTHER)
    assert publish(pages).exit_code == 0
    rekeyed = branch(pages)
    readers(pages, "remove", "sam", "--yes")
    assert publish(pages).exit_code == 0
    removed = branch(pages)

    assert git("rev-list", "--count", "pages", cwd=remote) == "1\n"
    assert git("cat-file", "-t", old, cwd=remote) == "commit\n"
    assert "zqharbour" in text(before, WORDS["sam"])
    for made, words in ((rekeyed, WORDS["sam"]), (removed, WORDS["sam"]), (removed, OTHER)):
        with pytest.raises(SealingError):
            vault(made, words)
        # Nor does an old header: none of the blobs it names is left.
        with pytest.raises(SealingError):
            vault({**made, "k.js": before["k.js"]}, WORDS["sam"])
    assert not vault(before, WORDS["sam"]).names() & {n[2:-3] for n in rekeyed}


def test_a_target_may_call_its_readers_by_name(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path, 'kind = "folder"\npath = "../site"\nreaders = ["sam"]')
    desk.published()
    desk.edit("portfolio.toml", 'readers = ["sam"]', 'readers = ["Sam"]')

    assert "nothing changed" in publish(desk).output
    assert states(desk) == {"sam": ("reads", True, 1)}
