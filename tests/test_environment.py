"""What stands in a page is escaped as MarkupSafe does it, whichever way it is written."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from afterword.site.environment import make_environment, shown


def render(template: str, *, sandboxed: bool = False, **values: object) -> str:
    sources = {"a": template, "b": "{% macro m(x) %}[{{ x }}]{% endmacro %}"}
    environment = make_environment(
        lambda name: (sources[name], name, None), sandboxed=sandboxed, compiled=None
    )
    return environment.get_template("a").render(**values)


class Html:
    def __html__(self) -> str:
        return "<i>"


@given(st.text() | st.sampled_from(["&amp;", "a<b>'\"&", "ab", "é1", "a&b"]))
def test_text_is_escaped_as_markupsafe_does(text: str) -> None:
    assert shown(text) == str(escape(text))
    assert shown(Markup(text)) == text  # noqa: S704 — the point
    assert "<" not in shown(text)


@pytest.mark.parametrize("value", [None, 3, 2.5, True, ["<"], {"<": ">"}, Html(), ("&",)])
def test_other_values_are_shown_as_markupsafe_does(value: object) -> None:
    assert shown(value) == str(escape(value))


class Text(str):
    __slots__ = ()

    def __html__(self) -> str:
        return "<b>"


def test_text_of_another_type_keeps_its_own_way() -> None:
    assert shown(Text("x")) == "<b>"


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render("{{ x }}")


TEMPLATES = (
    "{{ x }}|{{ x|upper }}|{{ x ~ '<' }}|{{ '<b>' }}",
    "{% set y %}{{ x }}{% endset %}{{ y }}|{{ y|length }}",
    "{% from 'b' import m %}{{ m(x) }}{{ m(m(x)) }}",
    "{% autoescape false %}{{ x }}{% endautoescape %}{{ x|safe }}",
    "{% for c in x %}{{ c }}{{ ',' if not loop.last }}{% endfor %}",
    "{% call(y) n() %}{{ y }}{% endcall %}",
    "{{ x|e }}{{ x|forceescape if false else x|length }}{{ none }}{{ 3 }}",
)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("text", ["a", "<&>\"'", ""])
def test_a_template_of_ours_writes_what_jinja_writes(template: str, text: str) -> None:
    """The sandbox escapes in Jinja's own way: both give the same."""

    def write(*, sandboxed: bool) -> str:
        environment_values = {"x": text, "n": lambda caller: caller("<q>")}
        return render(template, sandboxed=sandboxed, **environment_values)

    assert write(sandboxed=False) == write(sandboxed=True)
