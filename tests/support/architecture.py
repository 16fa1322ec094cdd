"""The table of rows in docs/architecture.md, and what breaks it, read from the source alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

PACKAGE = "afterword"

# A row holds steps: a module may also import from the earlier steps of its own row.
ROWS: tuple[tuple[frozenset[str], ...], ...] = (
    (frozenset({"diagnostics", "sources"}),),
    (frozenset({"fields"}), frozenset({"config"})),
    (frozenset({"journal"}),),
    (frozenset({"insight"}),),
    (frozenset({"site"}),),
    (frozenset({"sealing"}),),
    (frozenset({"files", "watch", "process"}),),
    (
        frozenset({"assets"}),
        frozenset({"compiled"}),
        frozenset({"portfolio"}),
        frozenset({"understanding"}),
        frozenset({"build"}),
        frozenset({"editions"}),
        frozenset({"sharing"}),
        frozenset({"preview", "publish", "inbox", "exchange", "scaffold"}),
    ),
    (
        frozenset({"__init__"}),
        frozenset({"lsp"}),
        frozenset({"cli"}),
        frozenset({"__main__"}),
    ),
)
EDGE = 6
"""The row that touches disk, clock, randomness and other programs; the rows above it are pure."""
EDGE_IMPORTS_UP_TO = 1

IMPURE_MODULES = frozenset(
    {"io", "os", "pathlib", "random", "secrets", "socket", "subprocess", "time"}
)
IMPURE_CALLS = frozenset({"now", "today", "utcnow"})
MUTABLE_LITERALS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MUTABLE_TYPES = frozenset(
    {"Counter", "OrderedDict", "bytearray", "defaultdict", "deque", "dict", "list", "set"}
)


class Place(NamedTuple):
    """Where the table puts a module; places compare by row, then by step."""

    row: int
    step: int


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        name: Place(row, step)
        for row, steps in enumerate(ROWS)
        for step, names in enumerate(steps)
        for name in names
    }
)


@dataclass(frozen=True, slots=True)
class Module:
    """A module, named from the package down: `journal.links`, `build`, `__init__`."""

    name: str
    source: str
    is_folder: bool = False
    """Whether this is the `__init__` of a folder, which goes by the folder's name."""

    @property
    def top(self) -> str:
        """The part of the name that the table knows."""
        return self.name.partition(".")[0]

    @property
    def folder(self) -> str:
        """The folder whose siblings it may import; the package's own is empty."""
        return self.top if self.is_folder or "." in self.name else ""

    @property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.source, self.name)


def read_package(root: Path) -> tuple[Module, ...]:
    """Return every module below the package's folder, sorted by path."""
    return tuple(
        read_module(path.relative_to(root), path.read_text("utf-8"))
        for path in sorted(root.rglob("*.py"))
    )


def read_module(path: Path, source: str) -> Module:
    """Return the module that a path below the package's folder holds."""
    parts = path.with_suffix("").parts
    is_folder = parts[-1] == "__init__" and len(parts) > 1
    return Module(".".join(parts[:-1] if is_folder else parts), source, is_folder=is_folder)


def misplaced(modules: Iterable[Module]) -> list[str]:
    """Name each module that the table does not know, and each one called utils."""
    unknown = [f"{m.name} is in no row" for m in modules if m.top not in PLACES]
    utils = [f"{m.name} says nothing" for m in modules if "utils" in m.name.split(".")]
    return unknown + utils


def upward_imports(modules: Iterable[Module]) -> list[str]:
    """Name each import from a row, step or folder that the importer must not know."""
    known = {module.name: module for module in modules}
    return [
        f"{module.name} imports {name}"
        for module in known.values()
        for name in imports(module, known)
        if name in known and not may_import(module, known[name])
    ]


def cycles(modules: Iterable[Module]) -> list[str]:
    """Name the first circle of imports, if there is one."""
    known = {module.name: module for module in modules}
    graph = {name: set(imports(module, known)) for name, module in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" imports ".join(reversed(error.args[1]))]
    return []


def impurities(modules: Iterable[Module]) -> list[str]:
    """Name what the rows before the edge take from the machine: its modules, clock and files."""
    pure = [m for m in modules if m.top in PLACES and PLACES[m.top].row < EDGE]
    return [f"{m.name} {fault}" for m in pure for fault in impure_parts(m.tree)]


def module_state(modules: Iterable[Module]) -> list[str]:
    """Name each list, dict or set that a module keeps, and each `global`."""
    return [f"{m.name} keeps {kept}" for m in modules for kept in kept_state(m.tree)]


def may_import(importer: Module, imported: Module) -> bool:
    """Tell whether the table allows an import; cycles are another matter."""
    if importer.top not in PLACES or imported.top not in PLACES:
        return True  # misplaced says so
    if importer.folder and importer.folder == imported.folder:
        return True
    below, above = PLACES[imported.top], PLACES[importer.top]
    if above.row == EDGE:
        return below.row <= EDGE_IMPORTS_UP_TO
    side_by_side = below == above and not importer.folder and not imported.folder
    return below < above or side_by_side


def imports(module: Module, known: Mapping[str, Module]) -> Iterator[str]:
    """Yield the modules of the package it imports, in functions and for types alone too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = absolute(module, node)
            targets = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for target in targets:
            package, _, name = target.partition(".")
            if package == PACKAGE:
                yield nearest(name, known)


def absolute(module: Module, node: ast.ImportFrom) -> str:
    """Return the dotted name after `from`, its leading dots resolved."""
    if not node.level:
        return node.module or ""
    own = module.name if module.is_folder else module.name.rpartition(".")[0]
    parts = [PACKAGE, *filter(None, own.split("."))]
    return ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])


def nearest(name: str, known: Mapping[str, Module]) -> str:
    """Return the module that holds a dotted name: itself, or the closest one around it."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name or "__init__"


def impure_parts(tree: ast.Module) -> Iterator[str]:
    """Yield what a pure module must not do."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                roots = {alias.name.partition(".")[0] for alias in names}
                yield from (f"imports {root}" for root in sorted(roots & IMPURE_MODULES))
            case ast.ImportFrom(module=str(name), level=0):
                if (root := name.partition(".")[0]) in IMPURE_MODULES:
                    yield f"imports {root}"
            case ast.Call(func=ast.Name(id="open")):
                yield "opens a file"
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                if name in IMPURE_CALLS:
                    yield f"calls {name}()"


def kept_state(tree: ast.Module) -> Iterator[str]:
    """Yield the mutable names of a module, and the names its functions rebind."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield f"global {', '.join(node.names)}"
    for statement in outside_functions(tree.body):
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign) and is_mutable(
            statement.value
        ):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            yield ast.unparse(target)


def outside_functions(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when the module is imported, but for those of a class."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for block in ("body", "orelse", "finalbody"):
            yield from outside_functions(getattr(statement, block, ()))
        for handler in getattr(statement, "handlers", ()):
            yield from outside_functions(handler.body)


def is_mutable(value: ast.expr | None) -> bool:
    """Tell whether an expression makes a list, dict or set that nothing wraps."""
    match value:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)) if (
            name in MUTABLE_TYPES
        ):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            return name in MUTABLE_TYPES  # dict.fromkeys
        case ast.Tuple(elts=parts):
            return any(is_mutable(part) for part in parts)
        case ast.BinOp(left=left):
            return is_mutable(left)
        case ast.IfExp(body=body, orelse=orelse):
            return is_mutable(body) or is_mutable(orelse)
        case _:
            return isinstance(value, MUTABLE_LITERALS)
