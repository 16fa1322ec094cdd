"""What the last sealing of a target left, in the cache: sizes, digests, and the sealed blobs.

The blobs are as they are published, and the rest are digests: no page, title or name is in it. It
is signed with a key of the portfolio, so what is damaged or somebody else's is not read at all.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence

from afterword import files
from afterword.assets import program_digest
from afterword.portfolio import Opened
from afterword.sealing.blobs import Blob
from afterword.sealing.known import Known, Shown
from afterword.sealing.primitives import base64_of

_KEY = "cache"
_LENGTH_BYTES = 4


def read_known(opened: Opened, target: str, readers: Sequence[str]) -> tuple[Known, ...]:
    """Return what is known of the vault of each reader; nothing where it cannot be read.

    Args:
        opened: The portfolio.
        target: Name of the target.
        readers: Whose vaults.
    """
    key = files.secret(opened.folder, _KEY)
    stored = files.Cache(opened.folder).read_signed(_name(target), key)
    found = _unpacked(stored) if stored else {}
    return tuple([found.get(reader, Known()) for reader in readers])


def write_known(opened: Opened, target: str, known: Mapping[str, Known]) -> None:
    """Note what is known now.

    Args:
        opened: The portfolio.
        target: Name of the target.
        known: Reader → what is known of their vault.
    """
    key = files.secret(opened.folder, _KEY)
    files.Cache(opened.folder).write_signed(_name(target), _packed(known), key)


def _name(target: str) -> str:
    return f"sealed-{files.digest_of(target.encode('utf-8', 'replace'))}"


def _packed(known: Mapping[str, Known]) -> bytes:
    """Return the length of the table, the table, and the blobs one after the other."""
    table = {
        "program": program_digest(),
        "vaults": {
            reader: {
                "context": one.context,
                "marks": sorted(one.marks),
                "pages": one.pages,
                "blobs": [
                    [key, blob.name, base64_of(blob.digest), len(blob.content)]
                    for key, blob in one.blobs.items()
                ],
            }
            for reader, one in known.items()
        },
    }
    front = json.dumps(table, ensure_ascii=False).encode("utf-8", "surrogatepass")
    blobs = [blob.content for one in known.values() for blob in one.blobs.values()]
    return b"".join([len(front).to_bytes(_LENGTH_BYTES, "big"), front, *blobs])


def _unpacked(stored: bytes) -> dict[str, Known]:
    begin = _LENGTH_BYTES + int.from_bytes(stored[:_LENGTH_BYTES], "big")
    table = json.loads(stored[_LENGTH_BYTES:begin])
    if table.get("program") != program_digest():
        return {}  # another version may have written it in another way
    found = {}
    for reader, vault in table["vaults"].items():
        blobs = {}
        for key, name, digest, size in vault["blobs"]:
            content, begin = stored[begin : begin + size], begin + size
            blobs[key] = Blob(name, base64.b64decode(digest), content)
        pages = {path: Shown(*row) for path, row in vault["pages"].items()}
        found[reader] = Known(vault["context"], frozenset(vault["marks"]), pages, blobs)
    return found
