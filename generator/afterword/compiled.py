"""The program's own templates, compiled: beside the program, where Python keeps its modules."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from afterword.assets import program_digest
from afterword.files import digest_of
from afterword.site.catalogue import Catalogue

_DIGEST = 32


def compiled_templates(catalogue: Catalogue) -> CompiledTemplates | None:
    """Return what is kept beside the program; None where Python keeps nothing.

    Args:
        catalogue: The program's own words, in some language.
    """
    try:
        here = cache_from_source(__file__)
    except NotImplementedError:
        return None
    return CompiledTemplates(Path(here).with_suffix(""), catalogue)


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps what Jinja makes of a template, for templates and words that came with the program.

    It is code that will run, so it is kept with the program's own modules, where only those can
    change it who can change these, and never in a portfolio. What is damaged, or made by another
    version, is compiled again; the digest guards against nothing else.
    """

    def __init__(self, stem: Path, catalogue: Catalogue) -> None:
        """Look beside the program.

        Args:
            stem: What the path of every file begins with.
            catalogue: Jinja fills in words that depend on nothing else when it compiles.
        """
        self._stem = stem
        self._language = catalogue.language
        self._key = f"{program_digest()} {catalogue.digest()}".encode()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 — Jinja's
        """Return what a template's file is called by."""
        return f"{self._language}.{name.replace('/', '.')}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, when it is whole and of this version."""
        with contextlib.suppress(OSError):
            kept = self._place(bucket).read_bytes()
            if kept[:_DIGEST] == self._digest(kept[_DIGEST:]):
                bucket.bytecode_from_string(kept[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, where that is possible and wanted."""
        if sys.dont_write_bytecode:
            return
        code = bucket.bytecode_to_string()
        place = self._place(bucket)
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        # As Python does it: who may not write there does without.
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with beside.open("xb") as file:
                    file.write(self._digest(code) + code)
                beside.replace(place)
            finally:
                beside.unlink(missing_ok=True)

    def _place(self, bucket: Bucket) -> Path:
        return self._stem.with_name(f"{self._stem.name}.{bucket.key}.bin")

    def _digest(self, code: bytes) -> bytes:
        return digest_of(self._key + code).encode()
