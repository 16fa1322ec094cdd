"""Private things in the journal: each planted alone, and nowhere in what is sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from pathlib import Path

import pytest

from afterword.editions import (
    Edited,
    EditionError,
    audit_pages,
    find_reader,
    make_edition,
    refuse_faults,
    render,
)
from afterword.fields import FIELDS
from afterword.portfolio import open_portfolio
from afterword.sealing.container import seal_file
from afterword.sealing.header import ContainerKeys
from afterword.sealing.opening import blobs_of_file, open_vault
from afterword.sharing import sealable, vault_of
from afterword.sharing.kept import ShareKeys
from afterword.understanding import Understood, understand
from tests.support.portfolio import Portfolio
from tests.support.sealing import KEYS, SECRET, VIEWER
from tests.support.seeking import found_in, written_in_every_way

TODAY = dt.date(2026, 6, 10)
EVERYTHING = "companies people feelings outcomes roles days links pictures quotes"
SEEN = "Umbrella"
"""Stands in what is shared: the search must find it."""
ENTRY = """---
kind: feedback
source: interviewer
stage: panel
strengths: calm
share: {readers}
{front}---
Umbrella, they said.

{body}

## What went well

- **Calm** throughout
{bullets}
"""
OTHER = "---\nkind: note\nshare: sam\n---\nAnother that is shared.\n"


@dataclass(frozen=True, slots=True)
class Plant:
    """Something private, put into a portfolio; every word of it that begins with zq is hidden."""

    front: str = ""
    body: str = ""
    bullets: str = ""
    settings: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    path: str = "2026-03-04-panel.md"
    head: str = ""
    show: str = ""
    readers: str = "sam"

    @property
    def said(self) -> str:
        """All that is planted."""
        others = "\n".join((*self.others, *self.others.values()))
        parts = (
            self.front,
            self.body,
            self.bullets,
            self.settings,
            self.head,
            self.path,
            self.readers,
        )
        return "\n".join((*parts, others))

    def entry(self) -> str:
        """Return the shared entry with the plant in it."""
        parts = {"front": self.front, "body": self.body, "bullets": self.bullets}
        return ENTRY.format(readers=self.readers, **parts)

    def config(self) -> str:
        """Return the settings."""
        show = ", ".join(f'"{word}"' for word in self.show.split())
        reader = f'[readers.sam]\nname = "Sam"\nsource = "mentor"\nshow = [{show}]\n'
        head = self.head or 'title = "Notes"\nauthor = "Dana Quill"'
        return f"format = 1\n{head}\n\n{reader}\n{self.settings}"


def others(name: str, front: str, body: str = "") -> Plant:
    """Plant an entry of its own."""
    return Plant(others={name: f"---\n{front}\n---\n{body}\n"})


def never(name: str, value: str) -> tuple[Plant, Plant]:
    """Plant a field that nobody ever sees, whatever is shown."""
    return Plant(front=f"{name}: {value}\n", show=EVERYTHING), Plant(show=EVERYTHING)


def unless(name: str, value: str) -> tuple[Plant, Plant]:
    """Plant a field that is seen only when `show` names it."""
    return Plant(front=f"{name}: {value}\n"), Plant()


def within(text: str, plain: str = "", *, show: str = "") -> tuple[Plant, Plant]:
    """Plant something in the text, and what the reader sees of it."""
    return Plant(body=text, show=show), Plant(body=plain, show=show)


def beside(plant: Plant) -> tuple[Plant, Plant]:
    """Plant what changes nothing that the reader sees."""
    return plant, Plant(show=plant.show)


UNSHARED = {"2026-03-05-zqother.md": "---\nkind: goal\ntitle: Zqtitle\n---\nzqbody\n"}
FIELD_PLANTS = {
    "place": never("place", "zqplace hall"),
    "alerts": never("alerts", "zqalert"),
    "settle": never("settle", "9 days"),
    "clarity": never("clarity", "vague"),
    "resonates": never("resonates", "no"),
    "rating": never("rating", "zqrating of 5"),
    "their rating": never("their rating", "zqtheirs"),
    "asked": never("asked", "2026-03-05"),
    "replied": never("replied", "2026-03-07"),
    "clarified": never("clarified", "2026-03-08"),
    "thanked": never("thanked", "2026-03-09"),
    "follow up": never("follow up", "2026-07-09"),
    "sent": never("sent", "zqsent letter"),
    "share": (Plant(readers="[sam, zqkimberly]"), Plant()),
    "quote": never("quote", "paraphrase"),
    "internal": unless("internal", "yes"),
    "every": unless("every", "2 weeks"),
    "interview": (
        Plant(front="interview: zqapplication\n"),
        Plant(front="interview: elsewhere\n"),
    ),
    "company": (Plant(front="company: Zqcorp Ltd\n"), Plant(front="company: Acme\n")),
    "role": unless("role", "Zqrole of things"),
    "occasion": (Plant(front="occasion: zqoccasion\n"), Plant(front="occasion: talk\n")),
    "outcome": unless("outcome", "rejected"),
    "reason": unless("reason", "zqreason they gave"),
    "by": (Plant(front="by: Zqann Zqlee\n"), Plant(front="by: Kim Lee\n")),
    "with": unless("with", "Zqbob Zqray; Zqeve"),
    "feelings": unless("feelings", "zqfeeling"),
    "time": unless("time", "09:41"),
    "due": unless("due", "2026-09-09"),
    "date": (Plant(front="date: 2026-03-17\n"), Plant(front="date: 2026-03-04\n")),
    "draft": beside(others("2026-03-05-a.md", "draft: yes\nshare: sam", "zqdraft")),
    "about": (
        Plant(front="about: 2026-03-05-zqother\n", others=UNSHARED),
        Plant(others=UNSHARED),
    ),
    "goal": (
        Plant(front="goal: 2026-03-05-zqother\n", others=UNSHARED),
        Plant(others=UNSHARED),
    ),
}
SHOWN = {
    *("title", "lang", "kind", "stage", "source", "strengths", "improvements", "themes"),
    *("measure", "status"),
}
"""Fields that are seen always, names in them replaced."""
ONE_BULLET = "  - **Calm** again\n"
PLANTS: dict[str, tuple[Plant, Plant]] = {
    **{f"the field {name}": pair for name, pair in FIELD_PLANTS.items()},
    "an unknown field": never("zqunknown", "zqvalue"),
    "a field of one's own": never("x-zqown", "zqvalue"),
    "a comment in front matter": never("# zqcomment\nplace", "x"),
    "a field that is ignored": never("aliases", "zqalias"),
    "words after a field": never("rating", "3 # zqremark"),
    "a private theme in front": (
        Plant(front="improvements: zqtheme\n", settings='[themes."zqtheme"]\nprivate = true\n'),
        Plant(settings='[themes."other"]\nprivate = true\n'),
    ),
    "a private theme on a bullet": (
        Plant(
            bullets="- **Zqtheme** zqbullet\n",
            settings='[themes."zqtheme"]\nprivate = true\naliases = ["zqother"]\n',
        ),
        Plant(settings='[themes."other"]\nprivate = true\n'),
    ),
    "a private theme by another name": (
        Plant(
            bullets="- zqbullet #zqother\n",
            settings='[themes."zqtheme"]\nprivate = true\naliases = ["zqother"]\n',
        ),
        Plant(),
    ),
    "a private theme as a link": (
        Plant(
            body="See [[zqtheme]].",
            front="themes: zqtheme\n",
            settings='[themes."zqtheme"]\nprivate = true\n',
        ),
        Plant(body="See another entry."),
    ),
    "a private block": within("::: private\nzqblock\n:::"),
    "a private block in capitals": within("::: PRIVATE\nzqblock\n:::"),
    "a private block with a heading": within(
        "::: private\n## Zqheading\n\n- zqpoint #zqpoint\n:::"
    ),
    "a private block with code": within("::: private\n```\nzqcode\n```\n:::"),
    "a private block with a table": within(
        "::: private\n| zqhead | zqother |\n|--|--|\n| zqcell | zqmore |\n:::"
    ),
    "a private bullet": (
        Plant(bullets="\n::: private\n- **Zqtheme** zqbullet\n:::\n"),
        Plant(),
    ),
    "a private question": (
        Plant(bullets="\n## Questions\n\n::: private\n- zqquestion?\n  - zqanswer\n:::\n"),
        Plant(),
    ),
    "a private step": (
        Plant(bullets="\n## Next steps\n\n::: private\n- [ ] zqstep\n:::\n"),
        Plant(),
    ),
    "a note to self": within("Rain %% zqnote %% falls", "Rain  falls"),
    "a note of several lines": within("%%\nzqnote\nzqmore\n%%"),
    "a comment": within("Rain <!-- zqcomment --> falls", "Rain  falls"),
    "a comment of several lines": within("Rain.\n<!--\nzqcomment\n\nzqmore\n-->", "Rain."),
    "a comment in a bullet": (
        Plant(bullets="- **Wit** shown <!-- zqcomment -->\n"),
        Plant(bullets="- **Wit** shown\n"),
    ),
    "a comment as a reference": within("Rain.\n\n[//]: # (zqcomment)", "Rain."),
    "a comment with a template's signs": within("Rain <!--{{ zqcomment }}--> falls", "Rain  falls"),
    "research": within("## Research\n\n- zqresearch\n"),
    "research in German words": within("## About them\n\nzqresearch\n"),
    "a quotation": within("> zqquote of theirs\n> zqmore"),
    "a quotation that goes on": within("> zqquote of theirs\nzqlazy line"),
    "a quotation in a quotation": within("> > zqquote"),
    "a quotation in a list": within("- Rain\n  > zqquote", "- Rain"),
    "a quotation under a bullet": (
        Plant(bullets="- **Wit** shown\n  > zqquote of theirs\n"),
        Plant(bullets="- **Wit** shown\n"),
    ),
    "a quotation that is not ok": (
        Plant(
            front="quote: paraphrase\n",
            bullets="- **Wit** shown\n  > zqquote\n",
            show="quotes",
        ),
        Plant(front="quote: paraphrase\n", bullets="- **Wit** shown\n", show="quotes"),
    ),
    "a link's address": within("See [it](https://zqhost.example/zqpath).", "See it."),
    "a link's title": within('See [it](https://x.example "zqtitle").', "See it."),
    "a link's title in parentheses": within("See [it](https://x.example (zqtitle)).", "See it."),
    "a link's title with parentheses": within(
        'See [it](https://x.example "zqtitle (zqmore)").', "See it."
    ),
    "a link's title on a line of its own": within(
        'See [it](https://x.example\n"zqtitle").', "See it."
    ),
    "a link by reference": within("See [it][a].\n\n[a]: https://zqhost.example", "See it."),
    "a reference's title": within('See [it][a].\n\n[a]: https://x.example "zqtitle"', "See it."),
    "a reference's title on the next line": within(
        'See [it][a].\n\n[a]: https://x.example\n    "zqtitle"', "See it."
    ),
    "a reference's address on the next line": within(
        "See [it][a].\n\n[a]:\n  https://zqhost.example", "See it."
    ),
    "a reference in a quotation": within(
        "See [it][a].\n\n> [a]: https://zqhost.example", "See it."
    ),
    "an address in angle brackets": within("See <https://zqhost.example>.", "See …."),
    "an address in words": within("See https://zqhost.example/zqmarked now.", "See … now."),
    "an address without a protocol": within("See www.zqhost.example now.", "See … now."),
    "an address in code": within("`https://zqhost.example`", "`…`"),
    "a picture": within("![zqalt](zqpicture.png)"),
    "a picture's title": within('![zqalt](zqpicture.png "zqtitle")'),
    "a picture in a folder": within("![x](zqfolder/picture.png)"),
    "a picture by reference": within("![zqalt][p]\n\n[p]: zqpicture.png"),
    "a picture by a reference of its own name": within("![zqalt]\n\n[zqalt]: zqpicture.png"),
    "a picture that is a link": within("[![zqalt](zqpicture.png)](https://zqhost.example)"),
    "a picture that is a link, where links are shown": within(
        "[![zqalt](zqpicture.png)](https://x.example)", "[](https://x.example)", show="links"
    ),
    "a picture in a wiki link": within("![[zqpicture.png]]", "another entry"),
    "a file": within("Read [it](zqfile.pdf).", "Read it."),
    "an entry that is not shared": within("See [[2026-04-01-zqother]].", "See another entry."),
    "an entry's heading": within("See [[2026-04-01-zqother#Zqheading]].", "See another entry."),
    "an entry in Markdown": within("See [mine](2026-04-01-zqother.md#zqmarked).", "See mine."),
    "an application's name": within("See [[zqapplication]].", "See another entry."),
    "an element's attribute": within('Rain <b title="zqtitle">falls</b>', "Rain falls"),
    "an attribute with a sign in it": within('Rain <b title="a > zqtitle">falls</b>', "Rain falls"),
    "an attribute over two lines": within('Rain <b\ntitle="zqtitle">falls</b>', "Rain falls"),
    "an attribute without quotes": within("Rain <i data-x=zqdata>falls</i>", "Rain falls"),
    "an element's name": within("Rain <zqmarked-element>falls</zqmarked-element>", "Rain falls"),
    "an element's style": within('Rain <i style="zqmarked:url(zqxmarked)">falls</i>', "Rain falls"),
    "an image element": within('Rain <img src="zqxmarked.png" alt="zqalt"> falls', "Rain  falls"),
    "a link element": within('Rain <a href="https://zqhost.example">falls</a>', "Rain falls"),
    "a script element": within("Rain\n\n<script>zqscript</script>", "Rain"),
    "a style element": within("Rain\n\n<style>zqstyle {}</style>", "Rain"),
    "a template element": within("Rain\n\n<template>zqtemplate</template>", "Rain"),
    "a frame element": within(
        'Rain\n\n<iframe src="zqxmarked" title="zqymarked"></iframe>', "Rain"
    ),
    "a form field": within(
        'Rain <input value="zqvalue" placeholder="zqxmarked"> falls', "Rain  falls"
    ),
    "a processing instruction": within("Rain <?zqmarked zqphp ?> falls", "Rain  falls"),
    "a declaration": within("Rain <!ENTITY zqxmarked 'zqymarked'> falls", "Rain  falls"),
    "a link in a table": within(
        "| a | b |\n|--|--|\n| [c](https://zqhost.example) | d |",
        "| a | b |\n|--|--|\n| c | d |",
    ),
    "a link in a footnote": within(
        "Rain[^1]\n\n[^1]: Or [so](https://zqhost.example)", "Rain[^1]\n\n[^1]: Or so"
    ),
    "a link in a heading": within("## [So](https://zqhost.example)\n\nx", "## So\n\nx"),
    "a whole entry": beside(
        others(
            "2026-03-05-zqslug.md",
            "title: Zqtitle\ncompany: Zqcorp\nwith: Zqann\nstrengths: zqtheme\nstage: zqstage",
            "zqbody",
        )
    ),
    "an entry of another reader": beside(
        Plant(
            others={"2026-03-05-zqmarked.md": "---\nshare: zqkimberly\n---\nzqbody\n"},
            settings='[readers.zqkimberly]\nname = "Zqkim"\nquestion = "zqquestion?"\n',
        )
    ),
    "an entry that is planned": beside(others("2026-09-05-zqmarked.md", "share: sam", "zqplanned")),
    "an entry without a day": beside(others("zqmarked.md", "share: sam", "zqundated")),
    "an entry that links here": beside(
        others("2026-03-05-zqmarked.md", "title: Zqback", "See [[2026-03-04-panel]].")
    ),
    "an entry about this one": beside(
        others("2026-03-05-zqmarked.md", "about: 2026-03-04-panel\ntitle: Zqabout", "zqmarked")
    ),
    "an entry with the same theme": beside(
        others(
            "2026-03-05-zqmarked.md",
            "source: peer\nstrengths: calm",
            "## What went well\n\n- zqmarked #calm",
        )
    ),
    "an entry with the same step": beside(
        others(
            "2026-03-05-zqmarked.md",
            "source: peer",
            "## Next steps\n\n- [ ] zqstep (by 2026-07-01)",
        )
    ),
    "a goal": beside(
        others("2026-03-05-zqmarked.md", "kind: goal\nmeasure: zqmeasure\nthemes: calm", "zqmarked")
    ),
    "an entry in the same application": (
        Plant(
            front="interview: x\n",
            others={"2026-03-05-zqmarked.md": "---\ninterview: x\nstage: final\n---\nzqbody\n"},
        ),
        Plant(front="interview: x\n"),
    ),
    "an entry excluded": beside(
        Plant(
            others={"2026-03-05-zqmarked.md": "---\nkind: practice\nshare: sam\n---\nzqbody\n"},
            settings='exclude = ["kind:practice"]\n',
        )
    ),
    "an entry that settles": beside(
        Plant(
            others={"2026-06-09-zqmarked.md": "---\nkind: goal\nsettle: 30 days\n---\nzqbody\n"},
            settings='include = ["kind:goal"]\n',
        )
    ),
    "a file nobody refers to": beside(Plant(others={"zqfile.txt": "zqtext"})),
    "a picture nobody refers to": beside(Plant(others={"zqfolder/zqmarked.png": "zqbytes"})),
    "the name of the file": (Plant(path="2026-03-04-zqslug-panel.md"), Plant()),
    "the folder of the file": (Plant(path="zqfolder/2026-03-04-panel.md"), Plant()),
    "a name": beside(Plant(settings='[names."Zqname"]\nas = "zqlabel"\nalso = ["zqalso"]\n')),
    "a theme's settings": beside(
        Plant(settings='[themes."zqtheme"]\ndescription = "zqsaid"\ngroup = "zqgroup"\n')
    ),
    "a question's settings": beside(
        Plant(settings='[questions."Zqquestion?"]\nalso = ["Zqother?"]\n')
    ),
    "words of the author's": beside(Plant(settings='[words.stage]\nzqword = "panel"\n')),
    "a target": beside(
        Plant(
            settings='[publish]\ntarget = "zqtmarked"\n[publish.targets.zqtmarked]\nkind = "git"\n'
            'remote = "zqremote"\nreaders = ["sam"]\n'
        )
    ),
    "the site's address": beside(
        Plant(settings='[site]\nurl = "https://zqsite.example"\ndescription = "zqsaid"\n')
    ),
    "the editor": beside(Plant(head='title = "Notes"\nauthor = "Dana Quill"\neditor = "zqedit"')),
    "the author": beside(Plant(head='title = "Notes"\nauthor = "Zqdana Zqquill"')),
}


def edited_of(plant: Plant, around: Path) -> tuple[Understood, Edited]:
    content = {plant.path: plant.entry(), "2026-03-20-other.md": OTHER, **plant.others}
    portfolio = Portfolio.make(around, content, plant.config())
    opened = open_portfolio(portfolio.folder, today=TODAY, drafts=True)
    author = understand(opened, use_cache=False)
    edited = make_edition(author, find_reader(author, "sam"))
    refuse_faults(edited)
    return author, edited


def seen_of(plant: Plant, around: Path) -> dict[str, bytes]:
    """Return all that a reader gets: the edition, what is sealed, and what opens of it."""
    _, edited = edited_of(plant, around)
    pages = sealable(render(edited))
    keys = ShareKeys(ContainerKeys(bytes(16), bytes(32)), SECRET, KEYS)
    vault = vault_of(keys, pages, edited)
    sealed = seal_file(keys.container, 1, [vault], VIEWER)
    opened = open_vault(blobs_of_file(sealed), SECRET)
    manifest = opened.manifest
    titles = [manifest.title, *(title for title, _ in manifest.pages.values())]
    return {
        **pages.files,
        "for-sam.html": sealed,
        "manifest": "\n".join(titles).encode(),
        **{f"page {route}": opened.page(route).encode() for route in manifest.pages},
        **{f"asset {name}": opened.asset(name) for name in manifest.assets},
    }


def hidden_in(plant: Plant) -> list[str]:
    """Return the marked words of a plant."""
    words = "".join(c if c.isalnum() else " " for c in plant.said).split()
    return sorted({word.lower() for word in words if word.lower().startswith("zq")})


def differences(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return the lines in which two editions differ; sealed pages only when nothing else does."""
    found = [*(one.keys() ^ other.keys())]
    for path in sorted(one.keys() & other.keys()):
        pair = (one[path].decode().split("\n"), other[path].decode().split("\n"))
        found += [line for line in unified_diff(*pair, path, n=0) if one[path] != other[path]]
    return found


@pytest.mark.parametrize("name", PLANTS)
def test_what_is_private_is_nowhere_and_changes_nothing(name: str, tmp_path: Path) -> None:
    plant, plain = PLANTS[name]
    seen = seen_of(plant, tmp_path / "planted")

    assert found_in(seen, [SEEN]) != []
    assert found_in(seen, hidden_in(plant)) == []
    assert differences(seen, seen_of(plain, tmp_path / "plain")) == []


NAMED = {
    "in a heading": "## Zqcorp at noon\n\nx",
    "in a bullet": "- at Zqcorp",
    "in emphasis": "at *Zq*corp",
    "in a word": "the Zqcorp-ish air",
    "in the plural": "two Zqcorps",
    "over a line end": "at Zqbig\nWorks",
    "in capitals": "at ZQCORP",
    "with soft hyphens": "at Zq\u00adcorp",
    "with look-alikes": "at Zq\u0441\u043er\u0440",
    "in full width": "at \uff3a\uff51\uff43\uff4f\uff52\uff50",
    "in a table": "| a | Zqcorp |\n|--|--|\n| Zqcorp | d |",
    "in code": "`zqcorp.deploy()`",
    "in a block of code": "```python\nzqcorp = 1\n```",
    "as the language of code": "```zqcorp\nx = 1\n```",
    "in a link's words": "[Zqcorp](https://x.example)",
    "in a link's address": "[so](https://zqcorp.example/zqcorp)",
    "in a footnote": "Rain[^1]\n\n[^1]: at Zqcorp",
    "as a footnote's name": "Rain[^zqcorp]\n\n[^zqcorp]: so",
    "in a formula": "Rain $zqcorp$",
    "in a definition": "Term\n:   at Zqcorp",
    "in an abbreviation": "The ZQC.\n\n*[ZQC]: Zqcorp",
    "in an attribute list": "Rain {: .zqcorp title='Zqcorp' }",
    "in a task": "- [ ] call Zqcorp",
    "in a file's name": "Zqcorp-final.pdf",
    "in an address in words": "zqcorp.example/jobs",
    "in a note's heading": '!!! note "Zqcorp"\n    so',
}


@pytest.mark.parametrize("show", ["", "links pictures quotes roles outcomes days feelings"])
@pytest.mark.parametrize("where", NAMED)
def test_a_hidden_name_is_replaced_wherever_it_stands(
    where: str, show: str, tmp_path: Path
) -> None:
    front = "company: Zqcorp Ltd\nrole: Zqcorp lead\nreason: Zqcorp said\nfeelings: Zqcorped\n"
    plant = Plant(
        front=front + "outcome: rejected\noccasion: Zqcorp day\nwith: Zqbig Works\n",
        body=NAMED[where],
        bullets=f"- **Wit** {NAMED[where]}\n" if "\n" not in NAMED[where] else "",
        head='title = "Notes on Zqcorp"',
        show=show,
    )
    seen = seen_of(plant, tmp_path)

    assert found_in(seen, ["zqcorp", "zqbig"]) == []


@pytest.mark.parametrize(
    "plant",
    [
        Plant(front="company: Zqcorp\nstatus: Zqcorp waits\n"),
        Plant(front="company: Zqcorp\n", body="Br&#97;ve, at Z&#113;corp"),
        Plant(front="company: Zqcorp\n", body="at %5A%71%63%6F%72%70"),
        Plant(front="company: Zqcorp\n", body="at WnFjb3JwIFdvcmtz"),
        Plant(front="company: Zqcorp\n", settings='question = "At Zqcorp?"\n'),
        Plant(front="company: Zqcorp\n", settings='[names."Dana"]\nas = "at Zqcorp"\n'),
    ],
)
def test_where_a_name_cannot_be_replaced_the_share_stops(plant: Plant, tmp_path: Path) -> None:
    author, edited = edited_of(replace(plant, body=f"Dana. {plant.body}"), tmp_path)
    files = render(edited).files
    report = audit_pages(edited, author, files)

    assert bool(found_in(files, ["zqcorp"])) is ("Zqcorp" in {hit.term for hit in report.hits})


@pytest.mark.parametrize(
    "plant",
    [
        Plant(front="company: Zqcorp\nthemes: zqcorp\n"),
        Plant(front="company: Zqcorp\n", bullets="- calm again #zqcorp\n"),
    ],
)
def test_a_theme_with_a_hidden_name_stops_the_share(plant: Plant, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"panel\.md:\d+:\d+: error: .*\[name-in-theme\]"):
        edited_of(plant, tmp_path)


def test_every_field_is_planted_or_is_one_that_all_readers_see() -> None:
    assert FIELD_PLANTS.keys() | SHOWN == FIELDS.keys()
    assert not FIELD_PLANTS.keys() & SHOWN


@pytest.mark.parametrize("writing", written_in_every_way("zqmarker"))
def test_the_search_of_this_suite_sees_every_writing(writing: str) -> None:
    content = written_in_every_way("zqmarker")[writing]

    assert found_in({"x": content}, ["zqmarker"]) != []
    assert found_in({"x": content}, ["zqanother"]) == []
