"""The disk: what is read, what is written, and what is left alone."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from afterword.files import (
    FRESH,
    LIST,
    LONGEST_READ,
    Cache,
    DiskError,
    NoPortfolioError,
    OutputFolder,
    create,
    digest_of,
    find_portfolio,
    is_timezone,
    read_templates,
    read_text,
    read_tree,
    replace_file,
    reread,
    today,
)


def write(path: Path, content: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


# ---- finding and reading ----


def test_the_nearest_folder_upwards_with_settings_is_the_portfolio(tmp_path: Path) -> None:
    write(tmp_path / "portfolio.toml")
    write(tmp_path / "inner/portfolio.toml")
    deep = tmp_path / "inner/content/2026"
    deep.mkdir(parents=True)

    assert find_portfolio(deep) == (tmp_path / "inner").resolve()
    assert find_portfolio(tmp_path) == tmp_path.resolve()


def test_no_portfolio_is_said_with_the_folder_one_looked_in(tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").mkdir()
    with pytest.raises(NoPortfolioError, match=r"there is no portfolio\.toml in") as caught:
        find_portfolio(tmp_path)

    assert caught.value.folder == tmp_path.resolve()
    assert "init" in caught.value.hint


def test_text_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.toml"
    path.write_bytes("\ufefftitle".encode())

    assert read_text(path) == "title"


def test_text_that_is_not_utf_8_or_not_there_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.toml"
    with pytest.raises(DiskError, match="No such file"):
        read_text(path)
    path.write_bytes(b"\xff")

    with pytest.raises(DiskError, match="is not UTF-8: byte ff in 1:1"):
        read_text(path)


def test_a_tree_holds_entries_other_files_and_folders_by_path(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.MD", "a/p.png", "a.md", "_x.md", ".y.md", "_a/b.md", ".b/c.md"):
        write(tmp_path / name, name)
    tree, problems = read_tree(tmp_path)

    assert [(e.path, e.content) for e in tree.entries] == [
        ("a.md", b"a.md"),
        ("a/z.MD", b"a/z.MD"),
        ("b.md", b"b.md"),
    ]
    assert [(o.path, o.size) for o in tree.others] == [("a/p.png", 7)]
    assert (tree.folders, problems) == (("a",), ())


def test_texts_that_are_no_entries_are_warned_about(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md.txt", "c.markdown", "d.pdf"):
        write(tmp_path / name)
    _, problems = read_tree(tmp_path)

    assert sorted(p.location.file for p in problems) == [
        "content/a.txt",
        "content/b.md.txt",
        "content/c.markdown",
    ]
    assert {p.code for p in problems} == {"not-an-entry"}


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 300_000])
def test_entries_of_any_length_are_read_whole(tmp_path: Path, size: int) -> None:
    (tmp_path / "a.md").write_bytes(b"x" * size)
    tree, _ = read_tree(tmp_path)

    assert [len(e.content) for e in tree.entries] == [size]


def test_no_more_of_an_entry_is_read_than_it_may_have(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x" * (LONGEST_READ + 1_000_000))
    tree, _ = read_tree(tmp_path)

    assert [len(e.content) for e in tree.entries] == [LONGEST_READ]


def test_a_tree_that_is_not_there_is_empty(tmp_path: Path) -> None:
    tree, problems = read_tree(tmp_path / "content")

    assert (tree.entries, tree.others, problems) == ((), (), ())


def test_templates_are_read_by_name_without_hidden_and_backup_files(tmp_path: Path) -> None:
    for name in ("base.html", "partials/a.html", ".hidden", "base.html~", ".git/x", "b.html.swp"):
        write(tmp_path / name, name)

    assert read_templates(tmp_path) == {
        "base.html": b"base.html",
        "partials/a.html": b"partials/a.html",
    }
    assert read_templates(tmp_path / "nowhere") == {}


def test_a_time_zone_decides_the_day() -> None:
    assert is_timezone("Europe/London")
    assert not is_timezone("Europe/Nowhere")
    assert not is_timezone("../../etc/passwd")
    # No two places are farther apart than 26 hours, nor these two nearer than 25.
    assert (today("Pacific/Kiritimati") - today("Pacific/Pago_Pago")).days in (1, 2)


# ---- an output folder ----


def paths_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> OutputFolder:
    return OutputFolder(tmp_path / "site", "author")


def test_a_page_is_written_once_and_found_again(folder: OutputFolder) -> None:
    folder.claim(["a/b.html"])
    first, new = folder.write("a/b.html", b"page")
    second, again = folder.write("a/b.html", b"page")

    assert (new, again) == (True, False)
    assert first == second
    assert (first.digest, first.size) == (digest_of(b"page"), 4)
    assert folder.status("a/b.html") == (4, first.modified_ns)


def test_a_page_of_other_bytes_replaces_the_old_one(folder: OutputFolder) -> None:
    folder.claim(["a.html"])
    folder.write("a.html", b"page")
    _, new = folder.write("a.html", b"mage")

    assert new
    assert (folder.folder / "a.html").read_bytes() == b"mage"


def test_replacing_a_linked_file_leaves_the_other_name_as_it_is(folder: OutputFolder) -> None:
    folder.claim(["a.html"])
    folder.write("a.html", b"page")
    os.link(folder.folder / "a.html", folder.folder / "kept")
    folder.write("a.html", b"mage")

    assert (folder.folder / "kept").read_bytes() == b"page"


def test_what_is_claimed_is_on_the_list_before_it_is_written(folder: OutputFolder) -> None:
    folder.claim(["a.html", "b/c.html"])
    again = OutputFolder(folder.folder, "author")

    assert again.ours == {"a.html": "", "b/c.html": ""}


def test_a_stranger_s_file_cannot_be_claimed(folder: OutputFolder) -> None:
    write(folder.folder / "a.html", "mine")
    strangers = folder.claim(["a.html", "b.html"])

    assert strangers == {"a.html"}
    assert folder.ours == {"b.html": ""}


def test_a_stranger_s_dangling_link_cannot_be_claimed(folder: OutputFolder) -> None:
    (folder.folder / "a.html").symlink_to("nowhere")

    assert folder.claim(["a.html"]) == {"a.html"}


def test_only_our_files_are_removed_and_folders_that_become_empty(folder: OutputFolder) -> None:
    folder.claim(["a/b/c.html", "a/d.html"])
    folder.write("a/b/c.html", b"")
    folder.write("a/d.html", b"")
    write(folder.folder / "a/mine.txt")
    removed = folder.remove(["a/b/c.html", "a/d.html", "a/mine.txt"])

    assert removed == ("a/b/c.html", "a/d.html")
    assert folder.ours == {}
    assert (folder.folder / "a/mine.txt").is_file()
    assert not (folder.folder / "a/b").exists()


def test_what_is_gone_already_is_forgotten(folder: OutputFolder) -> None:
    folder.claim(["a.html"])

    assert folder.remove(["a.html"]) == ()
    assert folder.ours == {}


def test_strangers_are_named_up_to_twenty(folder: OutputFolder) -> None:
    folder.claim(["a.html"])
    folder.write("a.html", b"")
    for number in range(30):
        write(folder.folder / f"deep/{number:02}.txt")
    write(folder.folder / ".gitkeep")
    found = folder.strangers()

    assert len(found) == 20
    assert set(found) < {f"deep/{number:02}.txt" for number in range(30)}


def test_what_a_killed_build_left_is_tidied(folder: OutputFolder) -> None:
    write(folder.folder / FRESH / "123", "half a pa")
    folder.tidy()

    assert paths_in(folder.folder) == []
    assert not (folder.folder / FRESH).exists()


def test_a_status_is_that_of_a_file_alone(folder: OutputFolder) -> None:
    (folder.folder / "a.html").mkdir()
    (folder.folder / "b.html").symlink_to("c.html")
    write(folder.folder / "c.html", "page")

    assert folder.status("a.html") is None
    assert folder.status("b.html") is None
    assert folder.status("d.html") is None
    assert folder.status("c.html") is not None


def test_a_list_keeps_to_its_folder(tmp_path: Path) -> None:
    listed = dict.fromkeys(("a.html", "../b", "/c", "d/../../e", "\\f", ""), "")
    write(tmp_path / LIST, json.dumps({"edition": "author", "files": listed}))

    assert OutputFolder(tmp_path, "author").ours == {"a.html": ""}


def test_another_edition_is_refused(folder: OutputFolder) -> None:
    folder.claim(["a.html"])
    with pytest.raises(DiskError, match='holds the edition of "author"') as caught:
        OutputFolder(folder.folder, "sam")

    assert "--output" in caught.value.hint


def test_a_disk_s_refusal_names_the_page(
    folder: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.claim(["a.html"])
    refusal = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def refuse(*_: object) -> int:
        raise refusal

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(DiskError, match=r"a\.html: No space left") as caught:
        folder.write("a.html", b"page")

    assert caught.value.hint.startswith("the disk is full")
    assert not (folder.folder / "a.html").exists()


# ---- the cache, and an author's own files ----


def test_a_cache_gives_back_what_it_was_given(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write("a", b"one")
    cache.append("a", b" two")
    cache.append("b", b"three")

    assert (cache.read("a"), cache.read("b"), cache.read("c")) == (b"one two", b"three", None)
    assert stat.S_IMODE((tmp_path / ".afterword").stat().st_mode) == 0o700


def test_a_signed_value_is_read_only_by_who_has_its_key_and_only_whole(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write_signed("a", b"one", b"key")
    stored = cache.read("a") or b""
    cache.write("b", stored)
    cache.write("c", stored[:-1])

    assert cache.read_signed("a", b"key") == b"one"
    assert cache.read_signed("a", b"other") is None
    assert [cache.read_signed(name, b"key") for name in ("b", "c", "d")] == [None, None, None]


def test_only_the_author_can_read_the_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write("a", b"one")
    cache.append("b", b"two")

    modes = {path.stat().st_mode & 0o777 for path in cache.folder.iterdir()}
    assert (cache.folder.stat().st_mode & 0o777, modes) == (0o700, {0o600})


def test_a_cache_that_cannot_be_kept_is_done_without(tmp_path: Path) -> None:
    write(tmp_path / ".afterword")
    cache = Cache(tmp_path)
    cache.write("a", b"one")
    cache.append("a", b"one")

    assert cache.read("a") is None


def test_a_file_is_only_created_where_there_is_none(tmp_path: Path) -> None:
    create(tmp_path / "a/b.md", b"one")
    with pytest.raises(FileExistsError):
        create(tmp_path / "a/b.md", b"two")
    with pytest.raises(DiskError):
        create(tmp_path / "a/b.md/c.md", b"two")

    assert (tmp_path / "a/b.md").read_bytes() == b"one"


def test_an_author_s_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "old")
    path.chmod(0o640)
    replace_file(path, b"new")

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert paths_in(tmp_path) == ["a.md"]


def test_an_author_s_file_stays_when_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.md", "old")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskError):
        replace_file(path, b"new")

    assert path.read_bytes() == b"old"
    assert paths_in(tmp_path) == ["a.md"]


def test_replacing_a_file_through_a_link_changes_the_file_it_leads_to(tmp_path: Path) -> None:
    path = write(tmp_path / "real.md", "old")
    link = tmp_path / "link.md"
    link.symlink_to(path)
    replace_file(link, b"new")

    assert link.is_symlink()
    assert path.read_bytes() == b"new"


# Reading a few files again

TREE = ("a.md", "b.md", "sub/c.md", "p.png", "n.txt")


def test_a_tree_read_again_in_part_is_the_tree_read_anew(tmp_path: Path) -> None:
    for name in TREE:
        write(tmp_path / name, name)
    tree, unread = read_tree(tmp_path)
    (tmp_path / "a.md").unlink()
    (tmp_path / "n.txt").unlink()
    for name in ("b.md", "new.md", "sub/d.md", "p.png", "_hidden.md", "more.txt"):
        write(tmp_path / name, f"{name} again")
    changed = (*TREE, "new.md", "sub/d.md", "_hidden.md", "more.txt")

    assert reread(tmp_path, tree, unread, changed) == read_tree(tmp_path)


@pytest.mark.parametrize("name", ["sub", "new", "new/a.md", "link.md"])
def test_a_folder_or_a_link_among_what_changed_needs_the_whole_tree(
    tmp_path: Path, name: str
) -> None:
    for path in TREE:
        write(tmp_path / path)
    tree, unread = read_tree(tmp_path)
    write(tmp_path / "new/a.md")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")

    assert reread(tmp_path, tree, unread, [name]) is None
    assert reread(tmp_path, *read_tree(tmp_path), ["a.md"]) is None
