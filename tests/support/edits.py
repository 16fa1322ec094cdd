"""Random edits of a portfolio that is published after each: values, and what they do to it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import pytest
from click.testing import CliRunner, Result
from hypothesis import strategies as st

from afterword.cli import main
from afterword.publish.kept import keep_target
from afterword.publish.local import Folder
from afterword.publish.recovery import recover
from afterword.sealing.opening import OpenVault
from afterword.sealing.primitives import SealingError
from tests.test_publish import DAY, OTHER, WORDS, Desk, failing_after, folder, read_blobs, vault

_WORDS = ("amber", "birch", "cedar", "delta", "fern", "garnet")
_CUTS = 46
"""About as many operations as a publish of this journal does."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change, and whether the publish after it is cut off."""

    kind: str
    which: int
    """Of the entries."""
    word: str
    cut: int | None
    """Operations until the power goes; None when it does not."""


def any_edits(*, least: int, most: int) -> st.SearchStrategy[list[Edit]]:
    """Return lists of edits of every kind, every third or so of which is cut off."""
    cuts = st.one_of(st.none(), st.none(), st.integers(0, _CUTS))
    one = st.builds(Edit, st.sampled_from(sorted(_KINDS)), st.integers(0, 9), _words(), cuts)
    return st.lists(one, min_size=least, max_size=most)


def _words() -> st.SearchStrategy[str]:
    return st.sampled_from(_WORDS)


@dataclass(slots=True)
class Walk:
    """A portfolio on its way through edits, and who may open the site with what."""

    desk: Desk
    day: dt.date = field(default_factory=lambda: dt.date.fromisoformat(DAY))
    words: dict[str, str] = field(default_factory=lambda: dict(WORDS))
    """Of the readers as the next publish has them."""
    opening: dict[str, frozenset[str]] = field(default_factory=dict)
    """Reader → the passphrases of which one opens what stands at the target."""

    @classmethod
    def begin(cls, around: Path) -> Walk:
        """Publish for the first time."""
        walk = cls(Desk.make(around))
        walk.desk.published()
        walk._arrived()
        return walk

    def take(self, edit: Edit) -> None:
        """Make an edit and publish it; fails unless the site is whole, and as a first one."""
        _KINDS[edit.kind](self, edit)
        with pytest.MonkeyPatch.context() as patch:
            if edit.cut is not None:
                failing_after(edit.cut, patch)
            result = self._publish()
        if result.exit_code == 0:
            self._arrived()
            self.same_as_first()
        else:
            assert edit.cut is not None, result.output
            self._may_have_arrived()
        for passphrases in self.opening.values():
            assert any(_opens(self.desk.site, one) for one in passphrases), edit

    def finish(self) -> None:
        """Publish what the last cut left undone, and compare."""
        result = self._publish()
        assert result.exit_code == 0, result.output
        self._arrived()
        self.same_as_first()

    def same_as_first(self) -> None:
        """Fail unless every page and file is as in a first publish of the same, with such keys.

        What readers were given before is taken along: their first page says what is new since.
        """
        around = self.desk.site.parent / "first"
        shutil.rmtree(around, ignore_errors=True)
        around.mkdir()
        first = Desk(replace(self.desk.portfolio, folder=around / "portfolio"), around / "site")
        ours = self.desk.portfolio.folder
        shutil.copytree(ours / "content", first.portfolio.folder / "content")
        shutil.copy(ours / "portfolio.toml", first.portfolio.folder)
        for seen in (ours / ".keys").glob("seen-*"):
            (first.portfolio.folder / ".keys").mkdir(mode=0o700, exist_ok=True)
            shutil.copy(seen, first.portfolio.folder / ".keys")
        known = self.desk.keys
        new = replace(known, epoch=0, content="", last=None, before=None, withdrawn=False)
        keep_target(first.portfolio.folder, "site", new)
        result = self._publish(first)
        assert result.exit_code == 0, result.output

        made, clean = folder(self.desk.site), folder(first.site)
        for reader in self.desk.keys.sealed_for:
            shown = contents(vault(made, self.words[reader]))
            assert shown == contents(vault(clean, self.words[reader])), reader
        assert {name for name in made if name.startswith("b/")} == read_blobs(self.desk)

    def _publish(self, desk: Desk | None = None) -> Result:
        desk = desk or self.desk
        given = {r: w for r, w in self.words.items() if r in desk.settings_readers()}
        named = [f"--passphrase-env={reader}={reader.upper()}" for reader in given]
        words = ["-C", str(desk.portfolio.folder), "publish", "--yes", f"--today={self.day}"]
        env = {reader.upper(): passphrase for reader, passphrase in given.items()}
        return CliRunner().invoke(main, [*words, *named], env=env)

    def _arrived(self) -> None:
        self.opening = {r: frozenset({self.words[r]}) for r in self.desk.keys.sealed_for}

    def _may_have_arrived(self) -> None:
        """Note who can read for certain: in the old site as in the new."""
        keys = self.desk.keys
        stay = keys.sealed_for
        self.opening = {r: w | {self.words[r]} for r, w in self.opening.items() if r in stay}


def contents(opened: OpenVault) -> Mapping[str, object]:
    """Return all that a vault holds but the days and numbers of publishes."""
    manifest, keys = opened.manifest, opened.keys.kept_keys_id()
    pages = {route: (title, opened.page(route)) for route, (title, _) in manifest.pages.items()}
    assets = {
        name: (mime, opened.asset(name))
        for name, (mime, _) in manifest.assets.items()
        if name != keys
    }
    return {"pages": pages, "assets": assets, "about": (manifest.title, manifest.home)}


def _opens(site: Path, passphrase: str) -> bool:
    try:
        return bool(contents(vault(folder(site), passphrase)))
    except SealingError:
        return False


def _entry(walk: Walk, edit: Edit) -> Path:
    found = sorted((walk.desk.portfolio.folder / "content").glob("*.md"))
    return found[edit.which % len(found)]


def _append(text: Callable[[Edit], str]) -> Callable[[Walk, Edit], None]:
    def append(walk: Walk, edit: Edit) -> None:
        path = _entry(walk, edit)
        path.write_text(f"{path.read_text('utf-8')}\n{text(edit)}\n", "utf-8")

    return append


def _title(walk: Walk, edit: Edit) -> None:
    path = _entry(walk, edit)
    before = re.sub(r"^title: .*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(before.replace("---\n", f"---\ntitle: About {edit.word}\n", 1), "utf-8")


def _new(walk: Walk, edit: Edit) -> None:
    share = "share: sam\n" if edit.which % 2 else ""
    said = f"A round of {edit.word}.\n\n- Asked first #{edit.word}\n"
    name = f"content/2026-05-1{edit.which}-{edit.word}.md"
    walk.desk.portfolio.write(name, f"---\nkind: practice\n{share}---\n{said}")


def _drop(walk: Walk, edit: Edit) -> None:
    path = _entry(walk, edit)
    if path.name.startswith("2026-05-1"):
        path.unlink()


def _rename(walk: Walk, edit: Edit) -> None:
    path = _entry(walk, edit)
    if path.name.startswith("2026-05-1"):
        path.rename(path.with_name(f"{path.name[:11]}{edit.word}-again.md"))


def _share(walk: Walk, edit: Edit) -> None:
    path = walk.desk.portfolio.folder / "content" / "2026-05-01-own.md"
    text = path.read_text("utf-8")
    shared = f"share: {'ria' if edit.which % 2 else 'sam'}\n"
    without = re.sub(r"^share: .*\n", "", text, flags=re.MULTILINE)
    path.write_text(without if shared in text else without.replace("---\n", f"---\n{shared}", 1))


def _heading(walk: Walk, edit: Edit) -> None:
    _set(walk, "title", f'"Notes, {edit.word}"')


def _until(walk: Walk, edit: Edit) -> None:
    _set(walk, "until", "2026-06-01" if edit.which % 2 else "2026-12-31")


def _readers(walk: Walk, edit: Edit) -> None:
    named = ('"author", "sam", "ria"', '"author", "ria"', '"sam", "author"')[edit.which % 3]
    _set(walk, "readers", f"[{named}]")


def _set(walk: Walk, key: str, value: str) -> None:
    path = walk.desk.portfolio.folder / "portfolio.toml"
    before = path.read_text("utf-8")
    path.write_text(re.sub(rf"^{key} = .*", f"{key} = {value}", before, flags=re.MULTILINE))


def _passphrase(walk: Walk, _edit: Edit) -> None:
    if "sam" in walk.desk.settings_readers():
        walk.words["sam"] = WORDS["sam"] if walk.words["sam"] == OTHER else OTHER


def _clock(walk: Walk, edit: Edit) -> None:
    walk.day = dt.date.fromisoformat(DAY) + dt.timedelta(days=edit.which - 4)


def _lose_keys(walk: Walk, edit: Edit) -> None:
    """Lose what another publish needs, and read it back from the site."""
    del edit
    folder = walk.desk.portfolio.folder
    if "author" in walk.opening and (folder / ".keys").is_dir():
        shutil.rmtree(folder / ".keys")
        found = recover(Folder(walk.desk.site), WORDS["author"])
        keep_target(folder, found.target, found.keys)


def _nothing(walk: Walk, edit: Edit) -> None:
    del walk, edit


_KINDS: Mapping[str, Callable[[Walk, Edit], None]] = MappingProxyType(
    {
        "body": _append(lambda edit: f"And a {edit.word}."),
        "theme": _append(lambda edit: f"- Spoke of a {edit.word} #{edit.word}"),
        "private": _append(lambda edit: f"::: private\nzq{edit.word} thought of mine alone\n:::"),
        "title": _title,
        "new": _new,
        "drop": _drop,
        "rename": _rename,
        "share": _share,
        "heading": _heading,
        "until": _until,
        "readers": _readers,
        "passphrase": _passphrase,
        "clock": _clock,
        "keys": _lose_keys,
        "nothing": _nothing,
    }
)
