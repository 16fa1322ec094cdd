"""The keys that the author's vault carries: for another computer, or a lost disk."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from afterword import files
from afterword.publish.kept import TARGET_KEYS, TargetKeys
from afterword.publish.open_kept import OPEN
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import VaultKeys
from afterword.sealing.primitives import SealingError, base64_of, json_bytes
from afterword.sharing import Answers, Kept, ShareKeys

_VERSION = 1
_CHANGING = (TARGET_KEYS, OPEN, "seen-", "cache")
"""How names of keys begin that a publish changes, or that another machine makes anew."""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}")


class UnknownKeysError(SealingError):
    """What stands in the place of the keys was written by another version."""

    hint = "use the version of Afterword that published it"

    def __str__(self) -> str:
        """Say so."""
        return "the keys in it were written by another version"


@dataclass(frozen=True, slots=True)
class Carried:
    """What was read out of an author's vault."""

    target: str
    """The name of the target."""
    title: str
    """Of the portfolio."""
    keys: TargetKeys
    """Without what a look at the target tells: what was published, and its dummies."""
    others: Mapping[str, bytes]
    """File name → content of everything else below `.keys/`."""


def carried(folder: Path, target: str, title: str, keys: TargetKeys) -> bytes:
    """Return the keys as the author's vault carries them.

    Whoever publishes the same again must get the same bytes. So nothing is in it that a publish
    changes, but for what changes with the number of the epoch.

    Args:
        folder: Of the portfolio.
        target: Its name.
        title: Of the portfolio.
        keys: Of the target.

    Raises:
        DiskError: Keys cannot be read.
    """
    container = keys.container
    changing = {
        "spares_end": container.spares_end,
        "epoch": keys.epoch,
        "content": keys.content,
    }
    return json_bytes({**_lasting(folder, target, title, keys), "newest": changing})


def digest_of_carried(folder: Path, target: str, title: str, keys: TargetKeys) -> str:
    """Return a digest of all that is carried, but for what changes with the epoch."""
    return files.digest_of(json_bytes(_lasting(folder, target, title, keys)))


def read_carried(content: bytes) -> Carried:
    """Return the keys that an author's vault carried.

    Raises:
        UnknownKeysError: They were written by another version.
    """
    try:
        found = json.loads(content)
        if found["v"] != _VERSION:
            raise UnknownKeysError
        newest = found["newest"]
        container = ContainerKeys(
            salt=_bytes(found["salt"]),
            pad_key=_bytes(found["pad_key"]),
            spares_end=int(newest["spares_end"]),
            iterations=int(found["iterations"]),
        )
        readers = {
            str(key): _reader(str(key), one, container) for key, one in found["readers"].items()
        }
        keys = TargetKeys(
            container,
            MappingProxyType(readers),
            epoch=int(newest["epoch"]),
            content=str(newest["content"]),
        )
        others = {_name(name): _bytes(one) for name, one in found["keys"].items()}
        return Carried(str(found["target"]), str(found["title"]), keys, MappingProxyType(others))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnknownKeysError from error


def _lasting(folder: Path, target: str, title: str, keys: TargetKeys) -> dict[str, object]:
    return {
        "v": _VERSION,
        "target": target,
        "title": title,
        "keys": {name: base64_of(content) for name, content in _others(folder).items()},
        "salt": base64_of(keys.container.salt),
        "pad_key": base64_of(keys.container.pad_key),
        "iterations": keys.container.iterations,
        "readers": {key: _as_json(kept) for key, kept in keys.readers.items()},
    }


def _others(folder: Path) -> dict[str, bytes]:
    # What each publish changes is not among them: each target carries its own.
    found = files.all_keys(folder).items()
    return {n: c for n, c in found if not n.startswith(_CHANGING) and _NAME.fullmatch(n)}


def _as_json(kept: Kept) -> dict[str, object]:
    found: dict[str, object] = {"retired": list(map(base64_of, kept.answers.retired))}
    if kept.keys:
        found |= {
            "secret": base64_of(kept.keys.secret),
            "vault_key": base64_of(kept.keys.vault.key),
            "vault_id": base64_of(kept.keys.vault.id),
            "known_words": list(kept.keys.known_words),
        }
    return found


def _reader(key: str, found: Mapping[str, Any], container: ContainerKeys) -> Kept:
    answers = Answers(tuple(map(_bytes, found["retired"])))
    if "secret" not in found:
        return Kept(key, None, answers)
    vault = VaultKeys.of(_bytes(found["vault_key"]), _bytes(found["vault_id"]))
    words = tuple(map(str, found["known_words"]))
    made = ShareKeys(container, _bytes(found["secret"]), vault, known_words=words)
    return Kept(key, made, answers)


def _name(found: str) -> str:
    """Return the name of a file of keys; anything that would lead elsewhere is refused."""
    if not _NAME.fullmatch(found) or found.startswith(_CHANGING):
        raise ValueError(found)
    return found


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
