"""The steps of a publish, each of which leaves the old site whole, or the new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from afterword import files
from afterword.config import TargetSettings
from afterword.publish.git import Git
from afterword.publish.kept import TargetKeys
from afterword.publish.local import Archive, Folder
from afterword.publish.places import place_of, remote_of
from afterword.publish.remote import Rclone, Rsync
from afterword.publish.sealing import Sealed
from afterword.publish.targets import PublishError, Standing, Target, Upload, refuse_journal
from afterword.sealing.container import BLOBS, HEADER_FILE, VIEWER_FILES
from afterword.sealing.header import Header, UnknownFormatError, WrongSecretError
from afterword.sealing.opening import blobs_of_folder, header_of
from afterword.sealing.primitives import DamagedError

_KEEP = Callable[[TargetKeys], None]
_READ_BACK = "read them back from the site with `afterword readers --recover`"
_FAR = 64
"""Numbers of epochs that are looked for; as many uploads may break off one after the other."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publish does at the target."""

    added: tuple[str, ...]
    """Files that do not stand there yet, or not like this."""
    added_bytes: int
    removed: tuple[str, ...]
    """Blobs that are deleted."""

    @property
    def any(self) -> bool:
        """Whether it does anything."""
        return bool(self.added or self.removed)


def target_of(
    portfolio: Path, settings: TargetSettings, work: Path, header: str = HEADER_FILE
) -> Target:
    """Return a target.

    Args:
        portfolio: A relative path is relative to it.
        settings: Of the target.
        work: An empty folder, thrown away afterwards.
        header: Name of the switch.

    Raises:
        PublishError: The settings do not suffice.
    """
    place, remote = place_of(portfolio, settings), remote_of(portfolio, settings)
    match settings.kind:
        case "folder" if place:
            return Folder(place, header)
        case "zip" if place:
            return Archive(place, header)
        case "folder" | "zip":
            message = f'the target "{settings.name}" has no `path`'
            raise PublishError(message, "name a folder, or the archive")
        case "git":
            return Git(remote, settings.branch or "pages", work, header)
        case "rsync":
            return Rsync(remote, work, header)
        case _:
            return Rclone(remote, work, header)


def settle(keys: TargetKeys, found: Standing, *, take_over: bool) -> TargetKeys:
    """Return the keys as they are after a look at the target.

    An upload that was interrupted is taken for what it came to.

    Raises:
        PublishError: What stands there is not ours, or was not published from here last.
    """
    refuse_journal(found)
    digest = files.digest_of(found.header) if found.header is not None else ""
    if keys.pending and digest == keys.pending.digest:
        keys = replace(keys, last=keys.pending, before=keys.last, pending=None)
    same_salt = _salt(found.header or b"") == keys.container.salt
    if keys.last and digest == keys.last.digest and same_salt:
        return _past_others(keys, found)
    if not found.names - {".nojekyll", "CNAME"} or _is_begun(keys, found):
        return replace(keys, last=None, before=None, pending=None)
    if not take_over:
        raise _not_ours(keys, found)
    # Whatever its number was, the next is higher: a blob is never written twice.
    epoch = max(keys.epoch, _epoch(keys, found))
    keys = replace(keys, epoch=epoch, content="", last=None, before=None, pending=None)
    return _past_others(keys, found)


def _is_begun(keys: TargetKeys, found: Standing) -> bool:
    """Tell whether all that stands there is a first upload from here that was broken off."""
    first = keys.pending is not None and keys.last is None
    return first and found.header is None and not found.strangers


def _past_others(keys: TargetKeys, found: Standing) -> TargetKeys:
    """Return keys past every epoch of which something stands there that is not known here.

    With recovered or copied keys it may be what another computer began to upload.
    """
    vaults = [kept.keys.vault for kept in keys.readers.values() if kept.keys]
    begun = [
        epoch
        for epoch in range(keys.epoch + 1, keys.epoch + _FAR)
        if any(f"{BLOBS}{vault.manifest_name(epoch)}.js" in found.names for vault in vaults)
    ]
    return replace(keys, epoch=begun[-1], content="") if begun else keys


def _not_ours(keys: TargetKeys, found: Standing) -> PublishError:
    if found.header is None:
        names = ", ".join((*found.strangers, *sorted(found.blobs), *VIEWER_FILES)[:3])
        message = f"files that are not ours stand at the target: {names}"
        return PublishError(message, "choose an empty place, or add --take-over")
    if keys.last is None:
        message = "a sealed site stands at the target, and its keys are not here"
        hint = (
            f"copy .keys/ from where it was published, or {_READ_BACK}; --take-over replaces the "
            "site, and every reader then needs a new passphrase"
        )
        return PublishError(message, hint)
    if _salt(found.header) not in (b"", keys.container.salt):
        message = "the keys here are not those of the site at the target"
        return PublishError(
            message, f"is it another portfolio's? If it is this one's, {_READ_BACK}"
        )
    message = "the target holds another epoch than was published from here last"
    hint = (
        "another computer published, or the host put back an old copy: copy the newest .keys/, "
        f"or {_READ_BACK}; --take-over replaces it"
    )
    return PublishError(message, hint)


def _epoch(keys: TargetKeys, found: Standing) -> int:
    """Return the number that stands there, as far as our keys open it."""
    header = _header(found.header or b"")
    if header is None:
        return 0
    epoch = 0
    for kept in keys.readers.values():
        try:
            epoch = max(epoch, header.open(kept.keys.secret).epoch if kept.keys else 0)
        except (WrongSecretError, DamagedError, UnknownFormatError):
            continue
    return epoch


def _header(content: bytes) -> Header | None:
    try:
        return header_of(blobs_of_folder({HEADER_FILE: content}))
    except (DamagedError, UnknownFormatError):
        return None


def _salt(content: bytes) -> bytes:
    header = _header(content)
    return header.salt if header else b""


def changes(sealed: Sealed, keys: TargetKeys, found: Standing) -> Changes:
    """Return what is to be done at the target.

    Args:
        sealed: What is to stand there.
        keys: As they were settled, before it was sealed.
        found: What stands there.
    """
    here = sealed.published
    if keys.last and keys.last.digest == here.digest and found.names >= {*sealed.files}:
        return Changes((), 0, gone(sealed, keys, found))
    same_viewer = keys.last is not None and found.names.issuperset(VIEWER_FILES)
    new = [
        name
        for name in sorted(sealed.files)
        if not (name in found.names and (name.startswith(BLOBS) or _is_shell(name, same_viewer)))
    ]
    return Changes(
        tuple(new), sum(len(sealed.files[name]) for name in new), gone(sealed, keys, found)
    )


def _is_shell(name: str, same: bool) -> bool:  # noqa: FBT001
    return same and name in VIEWER_FILES


def gone(sealed: Sealed, keys: TargetKeys, found: Standing) -> tuple[str, ...]:
    """Return the blobs at the target that nobody needs any more, and halves of some."""
    halves = {name for name in found.begun if name.count("/") == 1 and name.startswith(BLOBS)}
    return tuple(sorted((found.blobs | halves) - {*sealed.published.blobs} - _kept(sealed, keys)))


def _kept(sealed: Sealed, keys: TargetKeys) -> frozenset[str]:
    """Return the blobs of the epoch before: a browser may hold its k.js still."""
    if sealed.keys.withdrawn or keys.last is None:
        return frozenset()
    same = keys.last.digest == sealed.published.digest
    before = keys.before if same else keys.last
    return frozenset(before.blobs) if before else frozenset()


def hand_over(
    target: Target,
    sealed: Sealed,
    settled: TargetKeys,
    found: Standing,
    *,
    keep: _KEEP,
) -> Changes:
    """Bring a target up to date, and return what was done.

    Args:
        target: Where it goes.
        sealed: What is to stand there.
        settled: The keys before it was sealed.
        found: What stands there.
        keep: Keeps keys.

    Raises:
        PublishError: A program failed, or the target does not hold what was uploaded.
    """
    plan = changes(sealed, settled, found)
    done = sealed.published
    keys = replace(sealed.keys, last=settled.last, before=settled.before, pending=done)
    if not plan.any:
        keep(replace(keys, pending=None, withdrawn=False))
        return plan
    upload = Upload(sealed.files, found.blobs - _kept(sealed, settled), sealed.keys.epoch, found)
    if plan.added:
        # Kept first: when this is interrupted, what stands there can still be told to be ours.
        keep(keys)
        target.put(upload)
        target.switch(upload)
        found = target.look()
        _read_back(upload, found)
    last = replace(done, mark=found.mark)
    same = settled.last is not None and settled.last.digest == done.digest
    before = settled.before if same else settled.last
    if sealed.keys.withdrawn:
        before = None
    keep(replace(keys, last=last, before=before, pending=None))
    target.take_away(gone(sealed, settled, found))
    keep(replace(keys, last=last, before=before, pending=None, withdrawn=False))
    return plan


def _read_back(upload: Upload, found: Standing) -> None:
    missing: Sequence[str] = sorted(upload.files.keys() - found.names)
    if found.header != upload.header or missing:
        message = "the target does not hold what was uploaded"
        if missing:
            message += f": {len(missing)} files are missing"
        raise PublishError(message, "publish again; if it says so again, ask your host")
