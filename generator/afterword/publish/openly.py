"""An edition for everyone, in plain pages: what is due, what changes, and the steps of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from afterword import files
from afterword.build import AUTHOR
from afterword.config import ReaderSettings, TargetSettings
from afterword.editions import Pages, audit_pages, find_reader, make_edition, refuse_faults, render
from afterword.publish.open_kept import OpenSite
from afterword.publish.targets import PublishError, Standing, Target, Upload, refuse_journal
from afterword.sealing.audit_report import Report
from afterword.site import addresses
from afterword.understanding import Understood

STAMP = "edition.txt"
"""At the target, uploaded last: which copy it is, and a digest of all its files."""
_BESIDE = frozenset({".nojekyll", "CNAME"})
_YEARS = frozenset({addresses.SEARCHED.rstrip("/"), addresses.TIMELINE.removesuffix(".html")})
"""Folders of what is listed by years."""


@dataclass(frozen=True, slots=True)
class OpenEdition:
    """An edition for everyone, audited."""

    reader: ReaderSettings
    pages: Pages
    report: Report
    url: str
    """Where the site stands; empty when unknown."""

    @property
    def titles(self) -> Mapping[str, str]:
        """Path of a page → its title; of lists, whose titles say nothing, there is none."""
        named = self.pages.titles.items()
        return MappingProxyType({path: title for path, title in named if _is_titled(path)})

    @property
    def count(self) -> int:
        """How many pages there are."""
        return sum(path.endswith(".html") for path in self.pages.files)


@dataclass(frozen=True, slots=True)
class Handing:
    """What a publish does at the target."""

    upload: Upload
    site: OpenSite
    """What is to be kept, once it stands there."""
    rounds: tuple[Mapping[str, bytes], ...]
    removed: tuple[str, ...]
    new_titles: Mapping[str, str]
    strangers: tuple[str, ...]

    @property
    def added(self) -> tuple[str, ...]:
        """Files that do not stand there yet, or not like this; the stamp is not counted."""
        return tuple(sorted(name for part in self.rounds for name in part))

    @property
    def added_bytes(self) -> int:
        """The size of these."""
        return sum(len(content) for part in self.rounds for content in part.values())

    @property
    def any(self) -> bool:
        """Whether it does anything."""
        return bool(self.rounds or self.removed)


def is_open(author: Understood, target: TargetSettings) -> bool:
    """Tell whether a target holds plain pages for everyone.

    Raises:
        PublishError: It would hold sealed pages, too, or the author's own.
    """
    readers = author.opened.config.readers
    named = dict.fromkeys(target.readers)
    plain = [key for key in named if key in readers and not readers[key].sealed]
    if not plain:
        return False
    if AUTHOR in plain:
        message = "[readers.author] has `sealed = false`: your own edition is for nobody else"
        raise PublishError(message, "make a reader of everyone, and say what they may see")
    if len(named) > 1:
        message = (
            f'"{plain[0]}" has `sealed = false`, and the target "{target.name}" has other readers'
        )
        raise PublishError(message, "give everyone a target of their own")
    return True


def open_edition(
    author: Understood, target: TargetSettings, known_words: tuple[str, ...]
) -> OpenEdition:
    """Return what everyone may see, audited.

    Args:
        author: The portfolio, drafts and all.
        target: That names the one reader.
        known_words: Capitalised words the author was asked about.

    Raises:
        EditionError: It must not leave: it has errors, or there would be nothing to see.
        PublishError: The reader's time is over.
    """
    reader = find_reader(author, target.readers[0])
    if reader.until and author.opened.today > reader.until:
        message = f"{reader.key} may read until {reader.until}, and that day is over"
        hint = "take the site down at its host, or give another `until`: nothing goes by itself"
        raise PublishError(message, hint)
    edited = make_edition(author, reader)
    refuse_faults(edited)
    pages = render(edited)
    report = audit_pages(edited, author, pages.files, known_words=known_words)
    return OpenEdition(reader, pages, report, author.opened.config.site_url)


def settle(site: OpenSite, found: Standing, *, take_over: bool) -> OpenSite:
    """Return what is ours at the target, after a look at it.

    Raises:
        PublishError: What stands there is not ours, or was not published from here last.
    """
    refuse_journal(found)
    if not found.names - _BESIDE:
        return replace(site, stamp="", pending="", files=MappingProxyType({}))
    stamp = _digest(found.header)
    if stamp:
        ours = stamp in (site.stamp, site.pending)
    else:
        # Cut off before the first stamp: everything that stands there was on its way.
        ours = bool(site.pending) and not found.names - _BESIDE - site.files.keys()
    if ours:
        return replace(site, stamp=stamp, pending="")
    if not take_over:
        raise _not_ours(site, found)
    # Where no copy of ours stands, a file is somebody else's though ours has the same name.
    unknown = MappingProxyType(dict.fromkeys(site.files if stamp else (), ""))
    number = max(site.number, _number(found.header))
    return replace(site, stamp="", pending="", number=number, files=unknown)


def _not_ours(site: OpenSite, found: Standing) -> PublishError:
    if found.header is None:
        names = ", ".join(sorted(found.names - _BESIDE)[:3])
        message = f"files that are not ours stand at the target: {names}"
        return PublishError(message, "choose an empty place, or add --take-over")
    if not site.stamp:
        message = "a site stands at the target that was not published from here"
        return PublishError(message, "look at it, then replace it with --take-over")
    message = "the target holds another copy than was published from here last"
    hint = (
        "somebody else published, or the host put back an old copy; look at it, "
        "then replace it with --take-over"
    )
    return PublishError(message, hint)


def handing(edition: OpenEdition, settled: OpenSite, found: Standing) -> Handing:
    """Return what is to be done at the target.

    Args:
        edition: What is to stand there.
        settled: What is ours there.
        found: What stands there.
    """
    made = edition.pages.files
    digests = {name: files.digest_of(content) for name, content in made.items()}
    differ = {
        name: content
        for name, content in made.items()
        if name not in found.names or settled.files.get(name) != digests[name]
    }
    # A page that is new has no link to it yet; a list leads to pages that are there.
    parts: tuple[dict[str, bytes], ...] = ({}, {}, {})
    for name, content in sorted(differ.items()):
        parts[_round(name, found)][name] = content
    rounds = tuple([part for part in parts if part])
    removed = tuple(sorted((settled.files.keys() & found.names) - made.keys()))
    number = settled.number + 1 if rounds or removed or not settled.stamp else settled.number
    stamp = _stamp(number, digests)
    site = OpenSite(
        number,
        _digest(stamp),
        known_words=settled.known_words,
        titles=edition.titles,
        files=MappingProxyType(digests),
    )
    upload = Upload(
        {**made, STAMP: stamp}, frozenset(removed), number, found, switch=STAMP, rounds=rounds
    )
    told = settled.titles if settled.stamp else {}
    new = {path: title for path, title in edition.titles.items() if told.get(path) != title}
    ours = {*settled.files, *made, STAMP} | _BESIDE
    strangers = tuple(sorted(found.names - ours))
    return Handing(upload, site, rounds, removed, MappingProxyType(new), strangers)


def _is_titled(path: str) -> bool:
    folder, _, name = path.partition("/")
    return name.endswith(".html") and name != "index.html" and folder not in _YEARS


def _round(name: str, found: Standing) -> int:
    if name not in found.names:
        return 0
    folder = name.rpartition("/")[0]
    is_list = folder in {"", *_YEARS} or name.endswith("/index.html")
    return 2 if is_list else 1


def hand_over(
    target: Target, plan: Handing, settled: OpenSite, *, keep: Callable[[OpenSite], None]
) -> None:
    """Bring a target up to date: files, the stamp, a look at it, and what is gone goes.

    Args:
        target: Where it goes.
        plan: What is to be done.
        settled: What is ours there.
        keep: Keeps what is ours there.

    Raises:
        PublishError: A program failed, or the target does not hold what was uploaded.
    """
    if not plan.any and settled.stamp:
        keep(plan.site)
        return
    same = {name: d for name, d in plan.site.files.items() if settled.files.get(name) == d}
    unknown = dict.fromkeys([*settled.files, *plan.site.files], "")
    # Kept first: when this is interrupted, what stands there can still be told to be ours.
    on_its_way = MappingProxyType({**unknown, **same})
    keep(replace(settled, number=plan.site.number, pending=plan.site.stamp, files=on_its_way))
    target.put(plan.upload)
    target.switch(plan.upload)
    _read_back(plan.upload, target.look())
    left = dict.fromkeys(plan.removed, "")
    keep(replace(plan.site, files=MappingProxyType({**plan.site.files, **left})))
    target.take_away(plan.removed)
    keep(plan.site)


def _read_back(upload: Upload, found: Standing) -> None:
    missing = sorted(upload.files.keys() - found.names)
    if found.header != upload.header or missing:
        message = "the target does not hold what was uploaded"
        if missing:
            message += f": {len(missing)} files are missing"
        raise PublishError(message, "publish again; if it says so again, ask your host")


def _stamp(number: int, digests: Mapping[str, str]) -> bytes:
    listed = "\n".join(f"{name} {digest}" for name, digest in sorted(digests.items()))
    return f"{number} {files.digest_of(listed.encode())}\n".encode()


def _number(stamp: bytes | None) -> int:
    first = (stamp or b"").partition(b" ")[0]
    return int(first) if first.isdigit() and len(first) < len("1" * 12) else 0


def _digest(stamp: bytes | None) -> str:
    return files.digest_of(stamp) if stamp is not None else ""
