"""Theme marks in an item, and the text without them."""

from __future__ import annotations

from afterword.journal.items import Item, split_items
from afterword.journal.marks import Marked, mark_themes, unmarked, without_marks
from tests.support.journal import words_of


def marked(source: str) -> Marked:
    _, (item,) = split_items(source.split("\n"), 1)
    return mark_themes(item, words_of())[0]


def test_marks_are_numbered_in_order_and_a_theme_is_named_once() -> None:
    found = marked("- a #b c #D #[B]")

    assert found.names == ("b", "D", "B")
    assert [(theme.text, theme.column) for theme in found.themes] == [("b", 5), ("D", 10)]
    assert unmarked(found.text, found) == "a b c"


def test_marks_at_the_end_of_the_last_line_are_told_from_words() -> None:
    found = marked("- a #b\n  c #d #e")

    assert without_marks(found.text).endswith("c")
    assert unmarked(found.text, found) == "a\nc"


def test_a_mark_that_begins_another_has_its_own_place() -> None:
    found = marked("- #calmer #calm, `#calm` and #calm")

    assert [(theme.text, theme.column) for theme in found.themes] == [("calmer", 3), ("calm", 11)]


def test_a_heading_tells_who_signs_it() -> None:
    item = Item("Pace — Ana", "Good.", 3, 1, ("### Pace — Ana", "Good."))

    found, giver = mark_themes(item, words_of())

    assert ([(t.text, t.line, t.column) for t in found.themes], giver) == ([("Pace", 3, 5)], "Ana")


def test_a_text_without_marks_stays_as_it_is() -> None:
    found = marked("- a — b: c")

    assert (found.text, found.themes) == ("a — b: c", ())
    assert without_marks("a — b") == "a — b"
