"""Imports go one way, and the core is pure: docs/architecture.md, held by reading the source."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.support.architecture import (
    Module,
    cycles,
    impurities,
    misplaced,
    module_state,
    read_module,
    read_package,
    upward_imports,
)

GENERATOR = Path(__file__).parents[1] / "generator"


@pytest.fixture(scope="module")
def afterword() -> tuple[Module, ...]:
    return read_package(GENERATOR / "afterword")


def package(**sources: str) -> tuple[Module, ...]:
    """Make a package of modules by path, `/` written as two underscores."""
    return tuple(
        read_module(Path(name.replace("__", "/") + ".py"), dedent(source))
        for name, source in sources.items()
    )


def test_there_is_a_package_to_read(afterword: tuple[Module, ...]) -> None:
    assert {"diagnostics", "sources"} <= {module.name for module in afterword}


def test_every_module_has_a_row_and_none_is_called_utils(afterword: tuple[Module, ...]) -> None:
    assert misplaced(afterword) == []


def test_every_import_goes_to_a_lower_row_or_the_same_folder(
    afterword: tuple[Module, ...],
) -> None:
    assert upward_imports(afterword) == []


def test_no_imports_form_a_circle(afterword: tuple[Module, ...]) -> None:
    assert cycles(afterword) == []


def test_the_core_takes_nothing_from_the_machine(afterword: tuple[Module, ...]) -> None:
    assert impurities(afterword) == []


def test_no_module_keeps_state(afterword: tuple[Module, ...]) -> None:
    assert module_state(afterword) == []


def test_a_module_outside_the_table_is_found() -> None:
    assert misplaced(package(engine="", journal__links="")) == ["engine is in no row"]


def test_a_module_called_utils_is_found_in_any_folder() -> None:
    assert misplaced(package(journal__utils="")) == ["journal.utils says nothing"]


@pytest.mark.parametrize(
    "source",
    [
        "from afterword.site import views",
        "from afterword.site.views import View",
        "import afterword.site.views",
        "from ..site.views import View",
        "def late() -> None:\n    from afterword.site import views",
        "if TYPE_CHECKING:\n    from afterword.site import views",
    ],
)
def test_an_import_from_a_higher_row_is_found_however_it_is_written(source: str) -> None:
    modules = package(journal__links=source, site__views="")

    assert upward_imports(modules) == ["journal.links imports site.views"]


def test_lower_rows_and_the_same_folder_may_be_imported() -> None:
    modules = package(
        sources="",
        diagnostics="from afterword import sources",
        journal__model="from afterword.sources import SourceFile",
        journal__links="from .model import Entry",
        insight__index="from afterword.journal.model import Entry",
    )

    assert upward_imports(modules) == []


def test_the_edge_imports_only_the_first_two_rows() -> None:
    modules = package(
        config="",
        journal__model="",
        process="",
        files="from afterword import config, process\nfrom afterword.journal import model",
    )

    assert upward_imports(modules) == ["files imports process", "files imports journal.model"]


def test_build_is_below_those_that_use_it() -> None:
    modules = package(
        scaffold="from afterword.build import build",
        build="from afterword.preview import server",
        preview__server="from afterword import build",
        publish__git="from afterword.preview import server",
    )

    assert upward_imports(modules) == [
        "build imports preview.server",
        "publish.git imports preview.server",
    ]


def test_a_circle_inside_a_folder_is_found() -> None:
    modules = package(journal__links="from . import model", journal__model="from . import links")

    assert upward_imports(modules) == []
    assert len(cycles(modules)) == 1


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import os.path", "imports os"),
        ("from pathlib import PurePath", "imports pathlib"),
        ("def f() -> None:\n    import time", "imports time"),
        ("day = date.today()", "calls today()"),
        ("moment = datetime.datetime.now(zone)", "calls now()"),
        ("text = open('a').read()", "opens a file"),
    ],
)
def test_a_core_module_that_touches_the_machine_is_found(source: str, fault: str) -> None:
    assert impurities(package(sealing__keys=source)) == [f"sealing.keys {fault}"]


def test_the_edge_may_touch_the_machine() -> None:
    assert impurities(package(files="import os", build="import time")) == []


@pytest.mark.parametrize(
    "source",
    [
        "SEEN = []",
        "SEEN: dict[str, int] = {}",
        "SEEN = {word for word in WORDS}",
        "SEEN = collections.defaultdict(list)",
        "SEEN = dict.fromkeys(WORDS)",
        "SEEN = ([], 1)",
        "try:\n    SEEN = set()\nexcept OSError:\n    pass",
        "if True:\n    SEEN = [1] + MORE",
    ],
)
def test_a_mutable_value_of_a_module_is_found(source: str) -> None:
    assert module_state(package(build=source)) == ["build keeps SEEN"]


def test_a_rebound_name_of_a_module_is_found() -> None:
    source = """
        count = 0
        def add() -> None:
            global count
            count += 1
    """

    assert module_state(package(build=source)) == ["build keeps global count"]


def test_wrapped_values_and_those_of_functions_are_no_state() -> None:
    source = """
        ORDER = ("a", "b")
        WORDS = frozenset({"a", "b"})
        NAMES = MappingProxyType({word: word for word in WORDS})
        PAIRS = tuple([word, word] for word in WORDS)

        def index() -> dict[str, int]:
            found = {}
            return found
    """

    assert module_state(package(build=source)) == []
