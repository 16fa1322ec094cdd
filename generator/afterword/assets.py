"""What ships with the program: the default theme, the sample, the program itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from afterword.files import read_templates

if TYPE_CHECKING:
    from afterword.sealing.values import Viewer

_HERE = Path(__file__).parent
_CHECKOUT = _HERE.parent.parent
_SHAPING = "afterword jinja2 markupsafe markdown pymdown-extensions pyyaml python-frontmatter"
"""Those that shape what pages are."""


def templates_folder() -> Path:
    """Return the default theme: inside the installed package, or the checkout's own."""
    inside = _HERE / "templates"
    return inside if inside.is_dir() else _CHECKOUT / "templates"


def sample_folder() -> Path:
    """Return the invented portfolio that ships with the program."""
    inside = _HERE / "sample"
    return inside if inside.is_dir() else _CHECKOUT


def default_templates() -> Mapping[str, bytes]:
    """Return the default theme: name with `/` → bytes."""
    return MappingProxyType(dict(read_templates(templates_folder())))


def viewer() -> Viewer:
    """Return the program that opens what is sealed, in a browser."""
    # Commands that seal nothing do without the modules that do.
    from afterword.sealing.squeezing import squeeze_script, squeeze_style  # noqa: PLC0415
    from afterword.sealing.values import Viewer  # noqa: PLC0415

    folder = _HERE / "sealing" / "viewer"
    return Viewer(
        (folder / "index.html").read_bytes().replace(b"\n", b""),
        squeeze_script((folder / "app.js").read_text("utf-8")).encode(),
        squeeze_style((folder / "app.css").read_text("utf-8")).encode(),
    )


def passphrase_words() -> tuple[str, ...]:
    """Return the 7,776 words of the EFF's large list."""
    listed = resources.files("xkcdpass") / "static" / "eff-long"
    return tuple(listed.read_text("utf-8").split())


@cache
def dictionary_words() -> frozenset[str]:
    """Return 55,000 words of English that are written small, most without their endings."""
    listed = resources.files("xkcdpass") / "static" / "legacy"
    return frozenset(filter(str.islower, listed.read_text("utf-8").splitlines()))


@cache
def common_words() -> frozenset[str]:
    """Return 80,000 words, small, in which a name may stand by chance.

    A dictionary's, and those of Wikipedia and film subtitles as zxcvbn counts them, which leaves
    out what is a password more often: English, with some of other languages.
    """
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 — takes 65 ms

    counted = FREQUENCY_LISTS["english_wikipedia"] + FREQUENCY_LISTS["us_tv_and_film"]
    return dictionary_words().union(counted)


@cache
def names_of_people() -> frozenset[str]:
    """Return 14,000 first and last names, small, as zxcvbn counts them.

    It leaves out those that are a word more often: Will, Hope.
    """
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 — takes 65 ms

    lists = ("female_names", "male_names", "surnames")
    return frozenset(name for one in lists for name in FREQUENCY_LISTS[one])


@cache
def program_digest() -> str:
    """Return a digest of the program's source and of the libraries that shape its output."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(_HERE.rglob("*.py")):
        digest.update(path.relative_to(_HERE).as_posix().encode() + b"\0" + path.read_bytes())
    for name in _SHAPING.split():
        digest.update(f"{name} {version_of(name)}\n".encode())
    return digest.hexdigest()


def version_of(name: str) -> str:
    """Return the version of an installed distribution; empty when it has none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
