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
        ("say(`two  words ${ a + b }`);", "say(`two  words ${a+b}`);"),
        ("say(`${ a }  ${ b / 2 }/` / 3);", "say(`${a}  ${b/2}/`/3);"),
        ("x.replace(/a  [/] \\/ b/g, y);", "x.replace(/a  [/] \\/ b/g,y);"),
        ("x = all / 2, y = all / 3;", "x=all/2,y=all/3;"),
        ("(a + b) / c / d;", "(a+b)/c/d;"),
        ("ok = /^a b$/.test(x) && !/c d/.test(y);", "ok=/^a b$/.test(x)&&!/c d/.test(y);"),
    ],
)
def test_a_script_keeps_what_it_says(source: str, squeezed: str) -> None:
    assert squeeze_script(source) == squeezed


@pytest.mark.parametrize(
    ("source", "squeezed"),
    [
        ("const half = all / 2; run(half, a);", "const b=all/2;run(b,a);"),
        ("let one, two = [three, 4], five; two = five;", "let c,b=[three,4],a;b=a;"),
        ("const [one, ...rest] = all; rest(one);", "const[a,...b]=all;b(a);"),
        ("for (const one of all) run(one);", "for(const a of all)run(a);"),
        ("function run(it) { return it; } run();", "function a(it){return it;}a();"),
        ("map(one => one + 1);", "map(a=>a+1);"),
        ("map((one, ...rest) => rest(one));", "map((a,...b)=>b(a));"),
        ("map((one = 2) => one);", "map((one=2)=>one);"),
        ("const one = 1; run(`one ${ one }`);", "const a=1;run(`one ${a}`);"),
        ("const one = 1; run(x.one, x?.one, [...one]);", "const a=1;run(x.one,x?.one,[...a]);"),
        ("const one = 1; run({ one: one, b: one });", "const a=1;run({one:a,b:a});"),
        ("const one = 1; run({ b: x ? one : 2 });", "const a=1;run({b:x?a:2});"),
        ("const one = 1; run({ one });", "const one=1;run({one});"),
        ("const { one, two: three } = all; run(one);", "const{one,two:three}=all;run(one);"),
        ("if (x) { one(); } const one = 1;", "if(x){a();}const a=1;"),
    ],
)
def test_what_a_script_declares_gets_a_short_name(source: str, squeezed: str) -> None:
    assert squeeze_script(source) == squeezed


def test_short_names_are_free_and_no_words_of_the_language() -> None:
    names = [f"name{number}" for number in range(700)]
    squeezed = squeeze_script(f"let {', '.join(names)}; run(a, aa);")
    short = squeezed.removeprefix("let ").partition(";")[0].split(",")

    assert len(set(short)) == len(names)
    assert not {"a", "aa", "run", "as", "do", "if", "in", "is", "of"} & set(short)


def test_a_squeezed_script_stays_as_it_is() -> None:
    once = squeeze_script("const half = all / 2; say(`b  ${ half }`, /c  d/);")

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
