"""What is known of the last sealing saves time and changes no byte."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterword.sealing.container import Container, seal_folder
from afterword.sealing.keys import VaultKeys
from afterword.sealing.known import Known, Means
from afterword.sealing.primitives import SealingError
from afterword.sealing.rewriting import DanglingError
from afterword.sealing.values import Asset, Page, Vault
from tests.support.sealing import CONTAINER, VIEWER, page, vault

PICTURES = (b"one", b"two")


def known_page(main: str, path: str = "index.html") -> Page:
    """Make a page that tells its digest, as those of a portfolio do."""
    made = page(main, path)
    return replace(made, digest=hashlib.sha256(made.document).hexdigest())


def sealed(one: Vault, known: Known | None = None) -> Container:
    return seal_folder(CONTAINER, 1, [one], VIEWER, Means([known] if known else ()))


def outcome(one: Vault, known: Known | None = None) -> tuple[Any, Known]:
    """Return the files, or what stops the sealing; and what is known afterwards."""
    try:
        made = sealed(one, known)
    except SealingError as error:
        return str(error), known or Known()
    return made.files, made.known[0]


@st.composite
def sites(draw: st.DrawFn) -> Vault:
    """Return a home page, up to four more that lead anywhere, and two pictures."""
    names = draw(st.lists(st.sampled_from("abcd"), unique=True))
    links = st.lists(st.sampled_from("abcd"), max_size=2)
    pages = [known_page(main(draw(links), "")), *(other(name, draw(links)) for name in names)]
    contents = draw(st.permutations(PICTURES))
    assets = [Asset(f"{n}.png", "image/png", c) for n, c in zip("xy", contents, strict=True)]
    question = draw(st.sampled_from(["", "How was it?"]))
    return vault(*pages, assets=tuple(assets), question=question)


def other(name: str, links: Sequence[str]) -> Page:
    return known_page(main(links, name) + "many words " * 9000, f"{name}.html")


def main(links: Sequence[str], name: str) -> str:
    leads = "".join(f'<a href="{link}.html">{link}</a>' for link in links)
    return f'<p>{name}{leads}<img src="x.png" alt=""></p>'


@settings(max_examples=40, deadline=None)
@given(st.lists(sites(), min_size=2, max_size=4))
def test_each_of_several_publishes_is_what_it_would_be_by_itself(versions: list[Vault]) -> None:
    known = Known()
    for one in versions:
        made, known = outcome(one, known)

        assert made == outcome(one)[0]


def test_a_page_whose_bytes_are_known_is_not_asked_for() -> None:
    def never() -> bytes:
        raise AssertionError

    before = vault(known_page("<p>Home</p>"), known_page("<p>There</p>", "there.html"))
    left = sealed(before).known[0]
    after = replace(before, pages=tuple([replace(p, html=never) for p in before.pages]))

    assert sealed(after, left).files == sealed(before).files


def test_a_link_to_a_page_that_is_gone_stops_the_sealing_though_its_own_page_is_known() -> None:
    home = known_page('<a href="there.html">there</a>')
    left = sealed(vault(home, known_page("<p>There</p>", "there.html"))).known[0]

    with pytest.raises(DanglingError, match=r"index\.html leads to there\.html"):
        sealed(vault(home), left)


def test_a_page_without_a_digest_is_never_known() -> None:
    left = sealed(vault(page("<p>Old</p>"))).known[0]
    new = vault(page("<p>New</p>"))

    assert sealed(new, left).files == sealed(new).files


def test_another_vaults_knowledge_is_of_no_use() -> None:
    mine = vault(known_page("<p>Home</p>"))
    theirs = replace(mine, keys=VaultKeys.of(b"k" * 32, b"i" * 16))
    left = sealed(theirs).known[0]

    assert sealed(mine, left).files == sealed(mine).files


def test_work_that_is_shared_out_makes_the_same_bytes() -> None:
    def halves(work: Any, items: Any, *, worth: int) -> list[Any]:  # noqa: ANN401, ARG001
        return [work(items[: len(items) // 2]), work(items[len(items) // 2 :])]

    picture = Asset("x.png", "image/png", b"one")
    pages = [known_page("<p>Home</p>"), *(other(name, "a") for name in "abcd")]
    one = vault(*pages, assets=(picture,))
    shared = seal_folder(CONTAINER, 1, [one], VIEWER, Means(spread=halves))

    assert shared.files == sealed(one).files
    assert shared.shards[0] > 1
