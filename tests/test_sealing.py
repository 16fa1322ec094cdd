"""Vaults → folder and file, and back; what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterword.sealing.blobs import open_blob, padded, padded_size, seal_blob, seal_plain
from afterword.sealing.container import Container, modified_at, seal_file, seal_folder
from afterword.sealing.header import (
    HEADER_BYTES,
    HeaderError,
    HeaderFault,
    UnknownFormatError,
    WrongSecretError,
    header,
    read_header,
)
from afterword.sealing.keys import VaultKeys
from afterword.sealing.opening import blobs_of_file, blobs_of_folder, open_vault
from afterword.sealing.primitives import Damage, DamagedError
from afterword.sealing.values import Asset, Page, Vault
from afterword.sealing.vaults import NoHomeError
from tests.support.sealing import CONTAINER, KEYS, SECRET, VIEWER, page, vault

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
OTHER_SECRET = b"o" * 32
OTHER_KEYS = VaultKeys.of(b"k" * 32, b"i" * 16)


def folder(*vaults: Vault, epoch: int = 1) -> Container:
    return seal_folder(CONTAINER, epoch, vaults, VIEWER)


def opened(files: Mapping[str, bytes], secret: bytes = SECRET) -> dict[str, str]:
    """Return every page a secret opens, by title."""
    found = open_vault(blobs_of_folder(files), secret)
    return {title: found.page(route) for route, (title, _) in found.manifest.pages.items()}


def written(number: int, words: str = "") -> Page:
    return page(
        f"<p>{words}{'word ' * 2000}{number}</p>", f"journal/{number}.html", f"Day {number}"
    )


def test_what_is_sealed_opens_again() -> None:
    files = folder(vault(page("<p>All of it.</p>", title="Today"))).files

    assert "<p>All of it.</p>" in opened(files)["Today"]


def test_a_file_opens_as_a_folder_does() -> None:
    sealed = seal_file(CONTAINER, 1, [vault(page("<p>All of it.</p>"))], VIEWER)
    found = open_vault(blobs_of_file(sealed), SECRET)

    assert "<p>All of it.</p>" in found.page(found.manifest.home)


@settings(max_examples=30, deadline=None)
@given(TEXT)
def test_any_title_and_text_come_back(text: str) -> None:
    files = folder(vault(replace(page("<p></p>"), title=text))).files

    assert list(opened(files)) == [text]


@settings(max_examples=20, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5), st.integers(1, 2**40))
def test_equal_arguments_give_equal_bytes(texts: list[str], epoch: int) -> None:
    vaults = [vault(*[written(number, text) for number, text in enumerate(texts)])]

    assert seal_folder(CONTAINER, epoch, vaults, VIEWER) == seal_folder(
        CONTAINER, epoch, vaults, VIEWER
    )
    assert seal_file(CONTAINER, epoch, vaults, VIEWER) == seal_file(
        CONTAINER, epoch, vaults, VIEWER
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 79), TEXT)
def test_an_edited_page_changes_four_files_at_most(number: int, text: str) -> None:
    before = [written(n) for n in range(80)]
    after = [written(n, text if n == number else "") for n in range(80)]
    old = folder(vault(*before), epoch=1)
    new = seal_folder(old.keys, 2, [vault(*after, shards=old.shards[0])], VIEWER)
    changed = [path for path, content in new.files.items() if old.files.get(path) != content]

    assert len(changed) <= 4
    assert "k.js" in changed


def test_a_page_that_outgrows_its_size_leaves_the_dummies_as_they_were() -> None:
    old = folder(vault(*[written(n) for n in range(80)]))
    grown = [
        written(n, "".join(map(chr, range(0x4E00, 0x9000))) if n < 1 else "") for n in range(80)
    ]
    new = seal_folder(old.keys, 2, [vault(*grown, shards=old.shards[0])], VIEWER)

    assert len(set(new.files) - set(old.files)) <= 3
    assert new.keys.dummy_sizes == old.keys.dummy_sizes


def test_a_folder_holds_the_viewer_the_switch_and_a_multiple_of_32_blobs() -> None:
    files = folder(vault(*[written(n) for n in range(200)])).files
    blobs = {path for path in files if path.startswith("b/")}

    assert set(files) - blobs == {"index.html", "app.js", "app.css", "k.js"}
    assert len(blobs) % 32 == 0


def test_every_blob_is_of_an_allowed_size() -> None:
    sizes = {len(blob) for blob in blobs_of_folder(folder(vault(written(1))).files).values()}

    assert {padded_size(size) for size in sizes - {HEADER_BYTES}} == sizes - {HEADER_BYTES}


def test_a_small_manifest_in_a_folder_is_as_large_as_that_of_a_hundred_pages() -> None:
    small, large = (folder(vault(*[written(n) for n in range(count)])) for count in (1, 100))
    name = KEYS.manifest_name(1)

    assert len(blobs_of_folder(small.files)[name]) == 32_768
    assert len(blobs_of_folder(large.files)[name]) == 32_768


def test_the_number_of_shards_never_falls() -> None:
    many = folder(vault(*[written(n) for n in range(100)]))
    few = folder(vault(written(1), shards=many.shards[0]))

    assert many.shards == few.shards == (8,)


def test_readers_open_their_own_pages_and_no_others() -> None:
    mine = vault(page("<p>Mine.</p>", title="Mine"))
    theirs = vault(page("", title="Theirs"), secret=OTHER_SECRET, keys=OTHER_KEYS)
    files = folder(mine, theirs).files

    assert list(opened(files)) == ["Mine"]
    assert list(opened(files, OTHER_SECRET)) == ["Theirs"]


def test_a_reader_who_comes_or_goes_leaves_the_others_blobs_as_they_were() -> None:
    mine = vault(page("<p>Mine.</p>"))
    theirs = vault(page("<p>Theirs.</p>"), secret=OTHER_SECRET, keys=OTHER_KEYS)
    alone, both = folder(mine), folder(mine, theirs)
    names = open_vault(blobs_of_folder(alone.files), SECRET).names()

    assert {both.files[f"b/{name}.js"] for name in names} == {
        alone.files[f"b/{name}.js"] for name in names
    }


def test_a_container_that_every_reader_left_opens_for_nobody() -> None:
    files = folder().files

    assert not [path for path in files if path.startswith("b/")]
    with pytest.raises(WrongSecretError):
        opened(files)


def test_a_passphrase_and_a_link_open_one_vault() -> None:
    files = folder(vault(page("", title="Mine"), secrets=(SECRET, OTHER_SECRET))).files

    assert opened(files, SECRET) == opened(files, OTHER_SECRET) != {}
    assert len(files) == len(folder(vault(page("", title="Mine"))).files)


def test_eight_readers_are_welcome_and_a_ninth_is_not() -> None:
    readers = [(bytes([n]) * 32, VaultKeys.of(bytes([n]) * 32, b"i" * 16)) for n in range(9)]

    assert len(header(CONTAINER, readers[:8], 1)) == HEADER_BYTES
    with pytest.raises(HeaderError) as refused:
        header(CONTAINER, readers, 1)
    assert refused.value.fault is HeaderFault.TOO_MANY


def test_two_readers_with_one_passphrase_are_refused() -> None:
    with pytest.raises(HeaderError) as refused:
        header(CONTAINER, [(SECRET, KEYS), (SECRET, OTHER_KEYS)], 1)

    assert refused.value.fault is HeaderFault.SAME_SLOT


def test_a_new_reader_takes_the_place_of_one_unused_slot() -> None:
    one = read_header(header(CONTAINER, [(SECRET, KEYS)], 1))
    two = read_header(header(CONTAINER, [(SECRET, KEYS), (OTHER_SECRET, OTHER_KEYS)], 1))

    assert len(set(one.slots) & set(two.slots)) == 7


def test_a_reader_who_leaves_is_followed_by_a_slot_never_seen_before() -> None:
    both = header(CONTAINER, [(SECRET, KEYS), (OTHER_SECRET, OTHER_KEYS)], 1)
    left = header(replace(CONTAINER, spares_end=9), [(SECRET, KEYS)], 1)
    alone = header(CONTAINER, [(SECRET, KEYS)], 1)
    new = set(read_header(left).slots) - set(read_header(both).slots)

    assert len(new) == 1
    assert not new & set(read_header(alone).slots)


def test_a_wrong_secret_opens_nothing() -> None:
    with pytest.raises(WrongSecretError):
        opened(folder(vault(page(""))).files, OTHER_SECRET)


def test_a_missing_file_is_noticed() -> None:
    files = folder(vault(page(""))).files
    manifest = f"b/{KEYS.manifest_name(1)}.js"

    with pytest.raises(DamagedError) as refused:
        opened({path: content for path, content in files.items() if path != manifest})
    assert refused.value.damage is Damage.MISSING


def test_a_header_of_another_publish_does_not_open_these_blobs() -> None:
    old = folder(vault(page("")), epoch=1).files
    new = folder(vault(page("")), epoch=2).files

    with pytest.raises(DamagedError) as refused:
        opened({**old, "k.js": new["k.js"]})
    assert refused.value.damage is Damage.MISSING


def test_a_manifest_of_another_publish_in_the_right_place_is_refused() -> None:
    old = blobs_of_folder(folder(vault(page("")), epoch=1).files)
    new = blobs_of_folder(folder(vault(page("")), epoch=2).files)
    new[KEYS.manifest_name(2)] = old[KEYS.manifest_name(1)]

    with pytest.raises(DamagedError) as refused:
        open_vault(new, SECRET)
    assert refused.value.damage is Damage.MIXED


def test_two_swapped_shards_are_refused() -> None:
    blobs = blobs_of_folder(folder(vault(*[written(n) for n in range(40)])).files)
    found = open_vault(blobs, SECRET)
    first, second = (KEYS.blob_name(digest) for digest in found.manifest.shards[:2])
    swapped = {**blobs, first: blobs[second], second: blobs[first]}

    with pytest.raises(DamagedError) as refused:
        open_vault(swapped, SECRET).shard(0)
    assert refused.value.damage is Damage.SWAPPED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "V(1)",
        'V("k","AAAA")\nalert(1)',
        'V("k", "AAAA")\n',
        'V("k","AA=A")\n',
        'V("b","AAAA")\n',
    ],
)
def test_a_file_that_is_not_one_call_of_v_is_refused(text: str) -> None:
    with pytest.raises(DamagedError):
        blobs_of_folder({"k.js": text.encode()})


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_changed_header_opens_nothing(data: st.DataObject) -> None:
    content = bytearray(header(CONTAINER, [(SECRET, KEYS)], 1))
    own = next(
        at for at in range(29, HEADER_BYTES, 108) if _opens(bytes(content[at : at + 108]), content)
    )
    at = data.draw(st.one_of(st.integers(0, 28), st.integers(own, own + 107)))
    content[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises((DamagedError, UnknownFormatError, WrongSecretError)):
        read_header(bytes(content)).open(SECRET)


def _opens(slot: bytes, content: bytearray) -> bool:
    found = replace(read_header(bytes(content)), slots=(slot,))
    try:
        found.open(SECRET)
    except WrongSecretError:
        return False
    return True


@pytest.mark.parametrize("change", [b"", b"AFWE", b"AFWD"])
def test_what_is_no_header_is_refused(change: bytes) -> None:
    with pytest.raises((DamagedError, UnknownFormatError)):
        read_header(change)


@pytest.mark.parametrize("iterations", [0, 599_999, 10_000_001, 2**32 - 1])
def test_too_few_or_too_many_iterations_are_refused(iterations: int) -> None:
    content = header(replace(CONTAINER, iterations=iterations), [(SECRET, KEYS)], 1)

    with pytest.raises(UnknownFormatError):
        read_header(content)


def test_a_header_of_another_length_is_refused() -> None:
    content = header(CONTAINER, [(SECRET, KEYS)], 1)

    with pytest.raises(DamagedError):
        read_header(content + b"\0")
    with pytest.raises(DamagedError):
        read_header(content[:-1])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=20_000), st.sampled_from(["shard", "asset"]), TEXT)
def test_any_payload_comes_back_from_its_blob(payload: bytes, kind: str, logical: str) -> None:
    blob = seal_blob(KEYS, kind, logical[:40], payload)

    assert open_blob(KEYS, kind, logical[:40], blob.content) == payload
    assert padded_size(len(blob.content)) == len(blob.content)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 4095), st.integers(1, 255))
def test_a_blob_with_a_changed_byte_is_refused(at: int, change: int) -> None:
    content = bytearray(seal_blob(KEYS, "shard", "0", b"{}").content)
    content[at] ^= change

    with pytest.raises(DamagedError):
        open_blob(KEYS, "shard", "0", bytes(content))


@pytest.mark.parametrize("length", [0, 31, 32, 47, 48, 4095])
def test_a_blob_that_was_cut_is_refused(length: int) -> None:
    content = seal_blob(KEYS, "shard", "0", b"{}").content[:length]

    with pytest.raises(DamagedError):
        open_blob(KEYS, "shard", "0", content)


def test_a_blob_of_another_kind_name_or_vault_is_refused() -> None:
    content = seal_blob(KEYS, "shard", "0", b"{}").content

    for keys, kind, logical in (
        (KEYS, "asset", "0"),
        (KEYS, "shard", "1"),
        (OTHER_KEYS, "shard", "0"),
    ):
        with pytest.raises(DamagedError):
            open_blob(keys, kind, logical, content)


@pytest.mark.parametrize(
    ("plain", "damage"),
    [
        (b"", Damage.SHORT),
        (b"\0\0\0\0", Damage.SHORT),
        (b"\2\0\0\0\0", Damage.CODEC),
        (b"\0\0\0\0\1", Damage.SHORT),
        (b"\0\xff\xff\xff\xff{}", Damage.SHORT),
        (b"\0\0\0\0\1{}", Damage.PADDING),
        (b"\1\0\0\0\2{}", Damage.PACKED),
        (b"\1\0\0\0\0", Damage.PACKED),
        (b"\1\0\0\0\4\3\0\3\0", Damage.PACKED),
    ],
)
def test_a_well_sealed_blob_that_is_not_packed_as_it_should_be_is_refused(
    plain: bytes, damage: Damage
) -> None:
    content = seal_plain(KEYS, "shard", "0", plain).content

    with pytest.raises(DamagedError) as refused:
        open_blob(KEYS, "shard", "0", content)
    assert refused.value.damage is damage


def test_a_blob_that_would_fill_the_memory_is_refused() -> None:
    content = seal_plain(KEYS, "shard", "0", padded(bytes((64 << 20) + 1))).content

    with pytest.raises(DamagedError) as refused:
        open_blob(KEYS, "shard", "0", content)
    assert refused.value.damage is Damage.LARGE


def test_a_blob_that_says_it_is_another_one_is_refused() -> None:
    blob = seal_blob(KEYS, "shard", "0", b"{}")
    other = seal_blob(KEYS, "shard", "0", b"[]")

    with pytest.raises(DamagedError):
        open_blob(KEYS, "shard", "0", other.digest + blob.content[32:])


def test_a_manifest_holds_what_was_agreed_on_and_nothing_else() -> None:
    picture = Asset("files/a.png", "image/png", b"\x89PNG")
    style = Asset("static/afterword.css", "text/css", b"p { color: red }")
    sealed = vault(page('<img src="files/a.png" alt="">', title="Today"), assets=(picture, style))
    blobs = blobs_of_folder(folder(sealed, epoch=3).files)
    content = open_blob(KEYS, "manifest", "", blobs[KEYS.manifest_name(3)])
    manifest = json.loads(content)
    found = open_vault(blobs, SECRET)

    assert list(manifest) == sorted(
        ["v", "epoch", "built", "title", "home", "pages", "shards", "style", "assets"]
    )
    assert (manifest["v"], manifest["epoch"], manifest["built"]) == (1, 3, "2026-11-19")
    assert manifest["pages"] == {KEYS.route("index.html"): ["Today", 0]}
    assert found.asset(manifest["style"]) == b"p { color: red }"
    assert sorted(mime for mime, _ in manifest["assets"].values()) == ["image/png", "text/css"]


def test_a_file_that_is_no_picture_is_only_downloaded() -> None:
    sheet = Asset("files/cv.pdf", "application/pdf", b"%PDF")
    sealed = vault(page('<a href="files/cv.pdf">My CV</a>'), assets=(sheet,))
    found = open_vault(blobs_of_folder(folder(sealed).files), SECRET)
    (asset,) = [name for name, (mime, _) in found.manifest.assets.items() if "octet" in mime]

    assert f'<a data-asset="{asset}" download="cv.pdf">My CV</a>' in found.page(found.manifest.home)
    assert found.asset(asset) == b"%PDF"


def test_the_authors_keys_are_recovered_from_the_authors_vault_alone() -> None:
    author = vault(page(""), kept_keys=b'{"salt":"..."}')
    sam = vault(page(""), secret=OTHER_SECRET, keys=OTHER_KEYS)
    blobs = blobs_of_folder(folder(author, sam).files)

    assert open_vault(blobs, SECRET).kept_keys() == b'{"salt":"..."}'
    assert open_vault(blobs, OTHER_SECRET).kept_keys() == b""


def test_a_vault_without_its_home_page_is_refused() -> None:
    with pytest.raises(NoHomeError):
        folder(replace(vault(page("")), home="today.html"))


def test_nothing_of_a_page_can_be_read_in_the_files() -> None:
    files = folder(vault(page("<p>zebrafinch</p>", "themes/quagga.html", "Okapi"))).files
    whole = b"".join([*files.values(), *map(str.encode, files)])
    blobs = b"".join(blobs_of_folder(files).values())

    for word in (b"zebrafinch", b"quagga", b"Okapi", b"Notes"):
        assert word not in whole
        assert word not in blobs


def test_files_say_nothing_about_when_they_were_written() -> None:
    assert modified_at("b/00.js", 1) == modified_at("b/00.js", 9)
    assert modified_at("k.js", 9) - modified_at("k.js", 1) == 16
