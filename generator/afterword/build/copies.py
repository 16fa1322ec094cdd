"""Files that are not pages: the theme's, and those that entries refer to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from afterword import files
from afterword.build.pages import Outcome, kept
from afterword.build.record import as_left
from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.files import OutputFolder
from afterword.portfolio import Opened
from afterword.site import addresses
from afterword.site.minified import minified
from afterword.site.pages import files_referred_to
from afterword.understanding import Understood


def find_copies(understood: Understood) -> Mapping[str, Path | bytes]:
    """Return where each file that is not a page goes, and what it is a copy of."""
    opened = understood.opened
    static = {
        name: content
        for name, content in opened.templates.files.items()
        if name.startswith(addresses.STATIC)
    }
    content = opened.folder / files.CONTENT
    referred = files_referred_to(understood.journal.entries)
    return {**static, **{addresses.FILES + path: content / path for path in referred}}


def copy(
    path: str,
    source: Path | bytes,
    opened: Opened,
    folder: OutputFolder,
    known: Mapping[str, list[Any]],
) -> Outcome:
    """Bring one copy up to date.

    Args:
        path: Where it goes, relative to the output.
        source: The bytes, or the file below `content/`.
        opened: The portfolio.
        folder: The output.
        known: What the last build left.
    """
    if isinstance(source, bytes):
        fingerprint = files.digest_of(source)
    else:
        inside = source.relative_to(opened.folder / files.CONTENT).as_posix()
        status = next(o for o in opened.tree.others if o.path == inside)
        fingerprint = f"{status.size} {status.modified_ns}"
    before = known.get(path)
    if before and before[0] == fingerprint and as_left(folder, path, before):
        return kept(path, before)
    try:
        content = minified(path, source) if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        where = Location(f"{files.CONTENT}/{path.removeprefix(addresses.FILES)}")
        message = f"cannot be read: {error.strerror or error}"
        problem = Diagnostic(where, Severity.ERROR, "unreadable", message, "")
        return Outcome(path, "", None, new=False, problem=problem)
    written, new = folder.write(path, content)
    return Outcome(path, fingerprint, written, new=new)
