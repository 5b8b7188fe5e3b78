"""Modules and functions are short, words are plain, and folders say what they hold."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "resolver"
MODULES = sorted(PACKAGE.rglob("*.py"))
# The package's own docstring says how to use it; docs/code.md is its map.
FOLDERS = sorted(path.parent for path in PACKAGE.glob("*/**/__init__.py"))
SOURCES = sorted(
    path
    for folder in ("resolver", "tests", "benchmarks", "tools")
    for path in (ROOT / folder).rglob("*.py")
)

NOT_OF_A_MODULE = {
    "test_docs.py",
    "web/api/test_reconcile_answers.py",  # of all routes of reconciliation
    "test_errors.py",  # of the folder `errors`
    "test_faults.py",  # of the benchmark of faults
    "test_layers.py",
    "test_licences.py",
    "test_locks.py",
    "test_pictures.py",  # of the documentation
    "test_structure.py",
    "web/test_misbehaving.py",  # of all routes of reconciliation together
    "cli/test_main.py",  # of the folder's `__init__`
    "fuzz/test_targets.py",  # of the fuzzers themselves
    "packs/test_packs.py",  # likewise
    "table/test_sequences.py",  # of the table, the store and the journal together
    "packs/test_same_places.py",  # of what the bundled packs say
}
"""Test files that mirror no module."""

TESTED_BY_THEIR_USERS = {
    "bulk/blocks.py",
    "bulk/output.py",
    "bulk/review.py",
    "bulk/stamp.py",
    "cli/training.py",
    "errors/homes.py",
    "errors/inputs.py",
    "errors/requests.py",
    "errors/root.py",
    "errors/work.py",
    "lists/reader.py",
    "mcp/source.py",
    "packs/entry.py",
    "packs/sanctions/references.py",
    "progress.py",
    "store/records.py",
    "store/reading.py",
    "journal/schema.py",
    "store/replacing.py",
    "store/rows.py",
    "store/said.py",
    "store/schema.py",
    "store/sql.py",
    "journal/reading.py",
    "journal/writing.py",
    "jobs/process.py",
    "store/removing.py",
    "reconcile/scope.py",
    "reconcile/types.py",
    "settings/setting.py",
    "settings/table.py",
    "web/annotate_schemas.py",
    "web/app.py",
    "web/edit_requests.py",
    "web/edit_routes.py",
    "web/edit_schemas.py",
    "web/entity_answers.py",
    "web/reconcile_routes.py",
    "web/reconcile_schemas.py",
    "web/review_routes.py",
    "web/review_schemas.py",
    "web/route.py",
    "web/schemas.py",
}
"""Modules without a test file, because the tests of what uses them say all that they promise."""

MAX_MODULE_LINES = 350
MAX_PARAMETERS = 6

# Words of an older vocabulary, put together here, so that this test does not find itself.
OLD_WORDS = ["looked_" + "at", "un" + "heard", "_He" + "ard", "Found" + "Within"]
OLD_IN_NAMES = {"te" + "ll", "to" + "ld"}


class Function(NamedTuple):
    """A function or method: where it is, its name, its lines from `def` on, its parameters."""

    where: str
    name: str
    lines: int
    parameters: int


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            given = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            yield Function(
                f"{relative(path)}:{node.lineno}",
                node.name,
                node.end_lineno - node.lineno + 1,
                sum(each.arg not in ("self", "cls") for each in given),
            )


FUNCTIONS = [function for path in MODULES for function in functions_of(path)]


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_modules_stay_short_and_begin_with_their_contract(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert text.count("\n") <= MAX_MODULE_LINES, "split it"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_private_name_is_imported(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("resolver"):
            names = [alias.name for alias in node.names]
            assert [name for name in names if re.match(r"_(?!_)", name)] == []


def test_functions_stay_short() -> None:
    lines = [function.lines for function in FUNCTIONS]
    assert statistics.median(lines) < 10
    assert sum(count < 30 for count in lines) >= 0.95 * len(lines)


def test_hardly_a_function_has_many_parameters() -> None:
    many = [each.where for each in FUNCTIONS if each.parameters > MAX_PARAMETERS]
    assert len(many) <= 2, many


@pytest.mark.parametrize("folder", FOLDERS, ids=relative)
def test_a_folder_names_each_of_its_modules_and_folders(folder: Path) -> None:
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    inside = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    inside |= {path.parent.name for path in folder.glob("*/__init__.py")}
    assert [name for name in sorted(inside) if f"`{name}`" not in docstring] == []


def test_no_function_is_named_in_old_words() -> None:
    named = [each for path in SOURCES for each in functions_of(path)]
    old = [each for each in named if OLD_IN_NAMES.intersection(each.name.split("_"))]
    assert old == []


def test_no_old_word_is_anywhere_in_the_code() -> None:
    found = [
        f"{relative(path)}: {word}"
        for path in SOURCES
        for word in OLD_WORDS
        if word in path.read_text("utf-8")
    ]
    assert found == []


def test_tests_mirror_modules() -> None:
    modules = {str(path.relative_to(PACKAGE)) for path in MODULES if path.name[:2] != "__"}
    tests = {str(path.relative_to(ROOT / "tests")) for path in ROOT.glob("tests/**/test_*.py")}
    mirrored = {re.sub(r"(^|/)test_(?=[^/]*$)", r"\1", test) for test in tests - NOT_OF_A_MODULE}
    assert mirrored - modules == set()
    assert modules - mirrored == TESTED_BY_THEIR_USERS
