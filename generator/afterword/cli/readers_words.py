"""What `afterword readers` says of targets, and what it writes into their settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from afterword.build import AUTHOR
from afterword.cli.report import listed
from afterword.config import Config, ReaderSettings, TargetSettings, read_config
from afterword.editions import EditionError
from afterword.fields.toml import without_item
from afterword.portfolio import Opened
from afterword.publish.kept import read_target
from afterword.publish.reading import Reading, State

_PATH = ("publish", "targets", "", "readers")
_HOSTS = (
    "A git host may keep old commits and show them to whoever knows their id; the old passphrase "
    "opens those. To withdraw for certain, delete the repository."
)


def as_row(reading: Reading) -> dict[str, object]:
    """Return what `--json` says of a reader at a target."""
    return {
        "target": reading.target,
        "state": reading.state.value,
        "still_open": reading.still,
        "published": reading.day.isoformat() if reading.day else None,
        "epoch": reading.epoch,
    }


def line_of(reading: Reading) -> str:
    """Return what people are told of a reader at a target."""
    day = f"epoch {reading.epoch} of {reading.day}" if reading.day else "not published yet"
    until = "; what stands there still opens for them until you publish" if reading.still else ""
    said = {
        State.READS: f"published, {day}",
        State.NEXT: f"from the next publish on, {day}",
        State.EXPIRED: f"expired, {day}{until}",
        State.REMOVED: f"taken out, {day}{until}",
    }
    return f"{reading.target}: {said[reading.state]}."


def line_without_settings(reader: str) -> str:
    """Return what people are told of somebody who has no table of their own."""
    if reader == AUTHOR:
        return "author: everything but drafts, notes to self and private blocks."
    return f"{reader}: no reader any more."


def after_removal(opened: Opened, reader: str, named: Sequence[TargetSettings]) -> Sequence[str]:
    """Return what is left to do once somebody was taken out of the settings.

    Args:
        opened: The portfolio as it was before.
        reader: Their key.
        named: The targets that named them.
    """
    lines = []
    for target in named:
        keys = read_target(opened.folder, target.name)
        if not keys or reader not in keys.sealed_for:
            continue
        if len(target.readers) > 1:
            lines.append(
                "What was published still opens for them until you publish again: "
                f"afterword publish {target.name}"
            )
        else:
            lines.append(
                f"Nobody else reads at {target.name}, so nothing is published there any more: "
                "delete what stands there, or name another reader and publish."
            )
    return [*lines, *_hosts(named if lines else ())]


def after_passphrase(
    opened: Opened, reader: str, targets: Sequence[str], *, shared: bool
) -> Sequence[str]:
    """Return what is left to do once somebody has another passphrase."""
    lines = ["From now on it is another one; what is out there still opens with the old one."]
    lines += [f"Share again: afterword share {reader}"] if shared else []
    lines += [f"Publish again: afterword publish {target}" for target in targets]
    if targets:
        lines.append(f"It is the same at {listed([*targets, *(['the next share'] * shared)])}.")
    return [*lines, *_hosts([opened.config.publish.targets[name] for name in targets])]


def _hosts(targets: Sequence[TargetSettings]) -> Sequence[str]:
    return [_HOSTS] if any(target.kind == "git" for target in targets) else []


def out_of_targets(before: bytes, reader: ReaderSettings) -> bytes:
    """Return settings in which no target names a reader, all else byte for byte as it was.

    Raises:
        EditionError: The readers of a target are not written as a list of its table.
    """
    config = read_config(before.decode())[0]
    text = before.decode()
    for name in {reader.key, reader.name} - {""}:
        text = without_item(text, _is_readers, name)
    left = read_config(text)[0]
    if replace(left, digest="") != replace(_without(config, reader), digest=""):
        message = f'not every target names its readers as a list, and "{reader.key}" is one'
        raise EditionError(message, "take them out of `readers` in portfolio.toml by hand")
    return text.encode()


def _is_readers(path: tuple[str, ...]) -> bool:
    return len(path) == len(_PATH) and (*path[:2], "", path[3]) == _PATH


def _without(config: Config, reader: ReaderSettings) -> Config:
    names = {reader.key, reader.name}
    targets = {
        name: replace(target, readers=tuple([r for r in target.readers if r not in names]))
        for name, target in config.publish.targets.items()
    }
    return replace(config, publish=replace(config.publish, targets=MappingProxyType(targets)))
