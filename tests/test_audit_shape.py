"""A sealed folder has the shape of one, and holds nothing else."""

from __future__ import annotations

import base64

import pytest

from afterword.sealing.audit_shape import is_padded_size, wrong_shapes

VIEWER = {"index.html": b"<!doctype html>", "app.js": b"//", "app.css": b"p {}"}
BLOB = "0123456789abcdef" * 2


def blob(name: str = BLOB, size: int = 4096) -> bytes:
    return b'V("%s","%s")\n' % (name.encode(), base64.b64encode(bytes(size)))


def key_file(size: int = 893) -> bytes:
    return b'V("k","%s")\n' % base64.b64encode(bytes(size))


SEALED = {**VIEWER, "k.js": key_file(), f"b/{BLOB}.js": blob()}


def test_a_sealed_folder_has_the_right_shape() -> None:
    extras = {".nojekyll": b"", "CNAME": b"notes.example.org\n"}

    assert wrong_shapes(SEALED, VIEWER) == ()
    assert wrong_shapes({**SEALED, **extras}, VIEWER) == ()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("page.html", b"<p>", "page.html: does not belong into a sealed folder"),
        ("b/acme.js", blob(), "b/acme.js: does not belong into a sealed folder"),
        (f"b/{BLOB}.js.bak", blob(), f"b/{BLOB}.js.bak: does not belong into a sealed folder"),
        (f"B/{BLOB}.js", blob(), f"B/{BLOB}.js: does not belong into a sealed folder"),
        ("app.js", b"// Acme", "app.js: is not the viewer of this version"),
        ("k.js", key_file(900), "k.js: the header has not 893 bytes"),
        ("k.js", key_file() + b"// x", "k.js: has another form than it should"),
        ("k.js", b"", "k.js: has another form than it should"),
        ("CNAME", b"Who hid it\n", "CNAME: has another form than it should"),
        (".nojekyll", b"Acme", ".nojekyll: has another form than it should"),
        (f"b/{BLOB}.js", blob() + b"\n", f"b/{BLOB}.js: has another form than a blob"),
        (f"b/{BLOB}.js", b"\n" + blob(), f"b/{BLOB}.js: has another form than a blob"),
        (f"b/{BLOB}.js", blob("f" * 32), f"b/{BLOB}.js: names another blob"),
        (f"b/{BLOB}.js", blob(size=4097), f"b/{BLOB}.js: has a size that no blob has"),
        (f"b/{BLOB}.js", blob(size=0), f"b/{BLOB}.js: has a size that no blob has"),
    ],
)
def test_anything_else_is_named(name: str, content: bytes, why: str) -> None:
    assert wrong_shapes({**SEALED, name: content}, VIEWER) == (why,)


@pytest.mark.parametrize("name", ["index.html", "app.js", "app.css", "k.js"])
def test_what_is_missing_is_named(name: str) -> None:
    rest = {path: content for path, content in SEALED.items() if path != name}

    assert wrong_shapes(rest, VIEWER) == (f"{name}: is missing",)


def test_sizes_are_steps_of_two_and_three() -> None:
    sizes = [size for size in range(1, 20_000) if is_padded_size(size)]

    assert sizes == [4096, 6144, 8192, 12288, 16384]
