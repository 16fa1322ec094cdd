"""Changes to the tree that Python-Markdown made: tasks, tables, links, headings, footnotes."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags, unique

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markdown import Markdown as Library

_TASK = re.compile(r" *\[([xX ])\] +")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DEEPEST = 6


def mark_tasks(root: ET.Element, *, done: str, to_do: str) -> None:
    """Turn `[x]` and `[ ]` at the start of list items into a sign and hidden words."""
    for item in root.iter("li"):
        holder = item if item.text and item.text.strip() else next(iter(item), item)
        if holder is not item and holder.tag != "p":
            continue
        found = _TASK.match(holder.text or "")
        if found:
            checked = found[1] != " "
            item.set("class", "task done" if checked else "task")
            _put_mark(holder, found.end(), "✓" if checked else "○", done if checked else to_do)


def _put_mark(holder: ET.Element, end: int, sign: str, words: str) -> None:
    """Replace the first `end` characters of the text."""
    mark = ET.Element("span", {"class": "mark", "aria-hidden": "true"})
    mark.text = sign
    hidden = ET.Element("span", {"class": "vh"})
    hidden.text = words
    hidden.tail = (holder.text or "")[end:]
    holder.text = ""
    holder.insert(0, mark)
    holder.insert(1, hidden)


def wrap_tables(root: ET.Element, *, label: str) -> None:
    """Make tables scroll on their own, and their alignment a class.

    Their names differ, because each is a landmark: `Table`, `Table 2`, …
    """
    tables = [(parent, table) for parent in root.iter() for table in parent if table.tag == "table"]
    for number, (parent, table) in enumerate(tables, start=1):
        name = label if number == 1 else f"{label} {number}"
        region = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": name}
        wrapper = ET.Element("div", region)
        wrapper.tail, table.tail = table.tail, None
        parent[list(parent).index(table)] = wrapper
        wrapper.append(table)
        _tidy_cells(table)


def _tidy_cells(table: ET.Element) -> None:
    """Align cells by class; an empty heading cell heads nothing."""
    for cell in table.iter():
        if align := cell.attrib.pop("align", None):
            cell.set("class", align)
        if cell.tag == "th" and not cell.text:
            cell.tag = "td"


def level_headings(
    root: ET.Element,
    *,
    top: int,
    slugify: Callable[[str], str],
    library: Library,
    taken: Iterable[str] = (),
) -> None:
    """Shift headings so that they begin at `top` and never skip a level going down; set ids.

    Args:
        root: The whole tree.
        top: The level of the first heading.
        slugify: Makes the part of an id that follows `h-`.
        library: The converter, for marks inside headings.
        taken: Ids that stand on the page already.
    """
    used: set[str] = set(taken)
    repeated: dict[str, int] = {}
    outer: list[tuple[int, int]] = []
    for heading in root.iter():
        if not heading.tag or heading.tag not in _HEADINGS:
            continue
        written = int(heading.tag[1])
        while outer and outer[-1][0] >= written:
            outer.pop()
        level = min(outer[-1][1] + 1 if outer else top, _DEEPEST)
        outer.append((written, level))
        heading.tag = f"h{level}"
        text = strip_tags(render_inner_html(remove_fnrefs(heading), library))
        base = f"h-{slugify(html.unescape(text))}"
        # The stubs do not know the third parameter yet; without it ids cost the square.
        heading.set("id", unique(base, used, repeated))  # type: ignore[call-arg]


def number_footnotes(root: ET.Element, *, prefix: str, label: str, back: str) -> None:
    """Give footnotes numbers in the order of their first mention, and ids to match.

    Args:
        root: The whole tree, its last part the footnotes.
        prefix: Begins every id.
        label: What the block of footnotes is called.
        back: What a link back is called; `{}` is the number.
    """
    block = next((part for part in root if part.get("class") == "footnote"), None)
    if block is None:
        return
    notes = {f"#{item.get('id')}": item for item in block.find("ol") or ()}
    numbers: dict[str, int] = {}
    mentions = _number_mentions(root, numbers, prefix)
    for key in notes:
        numbers.setdefault(key, len(numbers) + 1)
    for key, item in notes.items():
        item.set("id", f"{prefix}fn-{numbers[key]}")
        _link_back(item, numbers[key], mentions, back)
    _order_notes(block, [notes[key] for key in sorted(notes, key=lambda key: numbers[key])], label)


def _number_mentions(
    root: ET.Element, numbers: dict[str, int], prefix: str
) -> dict[str, tuple[str, int]]:
    """Number what is mentioned; return our id and which mention, by the library's id."""
    mentions: dict[str, tuple[str, int]] = {}
    counts: dict[str, int] = {}
    for sup, link in _mentions(root):
        key = link.get("href", "")
        number = numbers.setdefault(key, len(numbers) + 1)
        counts[key] = counts.get(key, 0) + 1
        again = f"-{counts[key]}" if counts[key] > 1 else ""
        ours = f"{prefix}fnref-{number}{again}"
        mentions[f"#{sup.get('id')}"] = (ours, counts[key])
        sup.set("id", ours)
        link.set("href", f"#{prefix}fn-{number}")
        link.set("role", "doc-noteref")
        link.text = str(number)
    return mentions


def _mentions(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Yield every footnote mark with its link."""
    for sup in root.iter("sup"):
        if len(sup) and sup[0].get("class") == "footnote-ref":
            yield sup, sup[0]


def _link_back(
    item: ET.Element, number: int, mentions: dict[str, tuple[str, int]], back: str
) -> None:
    """Point the links back at our ids; a note that is nowhere mentioned has none."""
    for parent in list(item.iter()):
        for link in [child for child in parent if child.get("class") == "footnote-backref"]:
            found = mentions.get(link.get("href", ""))
            if found is None:
                parent.remove(link)
                continue
            ours, which = found
            words = back.format(number)
            link.attrib.pop("title", None)
            link.set("href", f"#{ours}")
            link.set("role", "doc-backlink")
            link.set("aria-label", words if which == 1 else f"{words} ({which})")


def _order_notes(block: ET.Element, items: list[ET.Element], label: str) -> None:
    """Leave nothing in the block but the ordered notes."""
    for child in list(block):
        block.remove(child)
    block.attrib.clear()
    block.attrib.update({"class": "footnotes", "role": "doc-endnotes", "aria-label": label})
    notes = ET.SubElement(block, "ol")
    notes.text = notes.tail = block.text = "\n"
    notes.extend(items)
