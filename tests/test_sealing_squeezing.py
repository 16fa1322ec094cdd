"""The viewer as it is loaded says what the viewer as it is read says."""

from __future__ import annotations

import pytest

from afterword.sealing.squeezing import squeeze_script, squeeze_style


@pytest.mark.parametrize(
    ("source", "squeezed"),
    [
        ("const a = 1;\n\tlet b = a;\n", "const a=1;let b=a;"),
        ("/* Why. */\nrun(); /* And\nwhy. */ stop();", "run();stop();"),
        ("return x in y;", "return x in y;"),
        ("a + +b - -c; a++ + b;", "a+ +b- -c;a++ +b;"),
        ('say("two  words /* kept */");', 'say("two  words /* kept */");'),
        ('say("a \\" b  c");', 'say("a \\" b  c");'),
        ("say(`two  words ${ a + b }`);", "say(`two  words ${ a + b }`);"),
        ("x.replace(/a  [/] \\/ b/g, y);", "x.replace(/a  [/] \\/ b/g,y);"),
        ("const half = all / 2, third = all / 3;", "const half=all/2,third=all/3;"),
        ("(a + b) / c / d;", "(a+b)/c/d;"),
        ("ok = /^a b$/.test(x) && !/c d/.test(y);", "ok=/^a b$/.test(x)&&!/c d/.test(y);"),
    ],
)
def test_a_script_keeps_what_it_says(source: str, squeezed: str) -> None:
    assert squeeze_script(source) == squeezed


def test_a_squeezed_script_stays_as_it_is() -> None:
    once = squeeze_script("const half = all / 2; say(`a  b`, /c  d/);")

    assert squeeze_script(once) == once


@pytest.mark.parametrize(
    ("source", "squeezed"),
    [
        ("a {\n\tcolor: red;\n\tmargin: 0 1px;\n}\n", "a{color:red;margin:0 1px}"),
        ("a b > c, d { e: f }", "a b > c,d{e:f}"),
        ("/* Why. */ a :is(b, c) { d: e }", "a :is(b,c){d:e}"),
        ("@media (hover) { a { b: c; } }", "@media (hover){a{b:c}}"),
        ("a { b: calc(1px + 2px) }", "a{b:calc(1px + 2px)}"),
    ],
)
def test_a_style_sheet_keeps_what_it_says(source: str, squeezed: str) -> None:
    assert squeeze_style(source) == squeezed
