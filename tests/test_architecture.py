"""What the parts of the program may do: who imports whom, how long a file is, what the core keeps its hands off, what is documented, what a start loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "govaudit"
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): path for path in FILES}

#: What each part may import beside itself; `errors` and `states` hold nothing but words and may be imported anywhere.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "states": set(),
    "messages": set(),
    "results": {"states"},
    "strictyaml": {"errors"},
    "calendar": {"errors"},
    "vocabulary": {"errors", "strictyaml"},
    "frames": set(),
    "checks": {"frames", "vocabulary", "calendar", "states", "messages", "errors"},
    "packs": {"checks", "vocabulary", "calendar", "strictyaml", "states", "errors"},
    "records": {"vocabulary", "strictyaml", "errors"},
    "engine": {"frames", "packs", "checks", "calendar", "records", "results", "vocabulary", "messages", "states", "errors"},
    "reports": {"results", "states", "messages", "errors"},
    "inspection": {"packs", "checks", "records", "vocabulary", "reports", "errors"},
    "workbooks": {"packs", "checks", "records", "vocabulary", "messages", "errors"},
    "config": {"strictyaml", "errors"},
    "api": {"config", "engine", "packs", "records", "vocabulary", "results", "states", "errors"},
    "appendix": {"api", "reports", "engine", "frames", "packs", "checks", "calendar", "results", "vocabulary", "strictyaml", "messages", "states", "errors"},
}
#: What stands above all others and may import everything.
TOP = {"cli", "__main__", ""}

#: The parts that are pure functions of their arguments, but for the modules that read or write files.
PURE = {
    "frames", "checks", "engine", "calendar", "reports", "results", "messages", "states", "errors", "strictyaml", "vocabulary", "packs", "workbooks",
    "appendix",
}  # fmt: skip
READERS = {"govaudit.appendix.catalogue", "govaudit.vocabulary.load", "govaudit.packs.load", "govaudit.packs.locate"}
FORBIDDEN_CALLS = {"print", "open", "input", "exec", "eval", "__import__", "breakpoint"}
FORBIDDEN_ATTRIBUTES = {
    "now",
    "utcnow",
    "today",
    "environ",
    "getenv",
    "cwd",
    "home",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "stdout",
    "stderr",
}
FORBIDDEN_IMPORTS = {"os", "time", "random", "socket", "subprocess", "tempfile", "shutil", "urllib", "http", "requests", "logging"}

#: Libraries that take long to load, and are imported where they are used.
HEAVY = {
    "polars",
    "pydantic",
    "yaml",
    "rich",
    "holidays",
    "narwhals",
    "duckdb",
    "pyspark",
    "pandas",
    "pyarrow",
    "numpy",
    "jinja2",
    "docx",
    "docxtpl",
    "openpyxl",
    "xlsxwriter",
    "lxml",
    "python_calamine",
}

LONGEST_FILE = 300


def part_of(module: str) -> str:
    """Return the part of the program a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def tree(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from (f"{node.module}.{alias.name}" if node.module == "govaudit" else str(node.module) for alias in node.names)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    """A module imports nothing of ours that its part may not."""
    part = part_of(module)
    ours = {part_of(name) for name in imported(MODULES[module]) if name.split(".")[0] == "govaudit" and not name.endswith(".__version__")}

    assert part in TOP or set() == ours - ALLOWED[part] - {part}


def test_every_part_has_its_place() -> None:
    """No part of the program is missing from the table of imports, and none in it is gone."""
    assert ALLOWED.keys() | TOP == {part_of(module) for module in MODULES}


def test_the_table_has_no_circle() -> None:
    """The parts can be put in an order in which each imports only those before it."""
    placed: set[str] = set()
    while placed < ALLOWED.keys():
        ready = {part for part, below in ALLOWED.items() if part not in placed and below <= placed}
        assert ready, f"a circle among {ALLOWED.keys() - placed}"
        placed |= ready


def test_no_file_is_long() -> None:
    """No file has more than 300 lines, tests included."""
    files = [*FILES, *Path(__file__).parent.rglob("*.py")]
    long = {str(path.relative_to(PACKAGE.parent)): lines for path in files if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE}

    assert {} == long


@pytest.mark.parametrize("module", [module for module in MODULES if part_of(module) in PURE and module not in READERS])
def test_the_core_is_pure(module: str) -> None:
    """No printing, no files, no clock, no environment, no network between the two ends."""
    found: list[str] = []
    for node in ast.walk(tree(MODULES[module])):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            found.append(f"line {node.lineno}: {node.func.id}()")
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_ATTRIBUTES:
            found.append(f"line {node.lineno}: .{node.attr}")
    found += [f"import {name}" for name in imported(MODULES[module]) if name.split(".")[0] in FORBIDDEN_IMPORTS]

    assert [] == found


@pytest.mark.parametrize("module", MODULES)
def test_what_is_public_is_documented(module: str) -> None:
    """Every public module, class, function and method says in a docstring what it is."""
    root = tree(MODULES[module])
    bare = [f"{module}.{name}" for name, node in [("", root), *_public(root)] if not ast.get_docstring(node)]

    assert [] == bare


def _public(node: ast.Module | ast.ClassDef) -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in node.body:
        if isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and not child.name.startswith("_"):
            yield child.name, child
            if isinstance(child, ast.ClassDef):
                yield from _public(child)


@pytest.mark.parametrize("module", ["govaudit.cli.main", "govaudit.reports", "govaudit.records"])
def test_a_start_loads_nothing_heavy(module: str) -> None:
    """`--help` is fast: the libraries that take long are not loaded by an import of the command line."""
    code = f"import sys, {module}; print(*(name for name in {sorted(HEAVY)!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)

    assert "" == done.stdout.strip()
