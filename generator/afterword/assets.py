"""What ships with the program: the default theme, the sample, the program itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from afterword.files import read_templates

_HERE = Path(__file__).parent
_CHECKOUT = _HERE.parent.parent


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


@cache
def program_digest() -> str:
    """Return a digest of the program's source and of the libraries that shape its output."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(_HERE.rglob("*.py")):
        digest.update(path.relative_to(_HERE).as_posix().encode() + b"\0" + path.read_bytes())
    for name in ("jinja2", "markdown", "pymdown-extensions", "pyyaml", "python-frontmatter"):
        digest.update(f"{name} {version_of(name)}\n".encode())
    return digest.hexdigest()


def version_of(name: str) -> str:
    """Return the version of an installed distribution; empty when it has none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
