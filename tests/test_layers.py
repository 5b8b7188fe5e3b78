"""A module imports only from above it; outside libraries are imported where they are wrapped."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "resolver"

# Bottom-up. A module may import its own layer and any before it.
LAYERS = (
    "errors",
    "model",
    "settings",
    "telemetry",
    "home",
    "rows",
    "text",
    "index",
    "match",
    "pool",
    "engine",
    "store",
    "packs",
    "learn",
    "curate",
    "cache",
    "bulk",
    "web",
    "cli",
)

# Which layers may import a library that is not Python's own. numpy is the index's language.
WRAPPED = {
    "click": {"cli"},
    "flask": {"web"},
    "granian": {"web"},
    "nicknames": {"text"},
    "numpy": {"text", "index", "match", "curate", "learn"},
    "rapidfuzz": {"match"},
    "prometheus_client": {"telemetry"},
    "redis": {"cache"},
    "rich": {"cli"},
    "sqlalchemy": {"store"},
    "structlog": {"telemetry"},
    "torch": {"learn"},
    "unidecode": {"text"},
    "werkzeug": {"web"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def dotted(path: Path) -> str:
    return ".".join(("resolver", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    )


def graph() -> dict[str, set[str]]:
    """Which module imports which, within the package."""
    names = {dotted(path) for path in MODULES}
    edges: dict[str, set[str]] = {}
    for path in MODULES:
        targets = set()
        for name in imports_of(path):
            targets |= {each for each in (name, name.rpartition(".")[0]) if each in names}
        edges[dotted(path)] = targets - {dotted(path)}
    return edges


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_layer_and_those_below(path: Path) -> None:
    layer = layer_of(path)
    if layer in ("__init__", "__main__"):
        return
    assert layer in LAYERS, f"{layer} has no place among the layers"
    allowed = LAYERS[: LAYERS.index(layer) + 1]
    for name in imports_of(path):
        if name.startswith("resolver."):
            assert name.split(".")[1] in allowed, f"{layer} may not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_outside_libraries_are_imported_where_they_are_wrapped(path: Path) -> None:
    for name in imports_of(path):
        top = name.split(".")[0]
        if top not in {"resolver", "_typeshed", *sys.stdlib_module_names}:
            assert layer_of(path) in WRAPPED[top], f"{layer_of(path)} may not import {top}"


def test_no_module_imports_itself_by_way_of_others() -> None:
    edges = graph()
    # A package imports its own submodules to re-export them; that is no cycle by itself.
    inner = {
        module: {other for other in others if not module.startswith(f"{other}.")}
        for module, others in edges.items()
    }
    done: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join([*way, module])
        if module not in done:
            for other in sorted(inner[module]):
                walk(other, (*way, module))
            done.add(module)

    for module in sorted(inner):
        walk(module, ())


def test_the_read_path_loads_neither_the_store_nor_a_progress_bar() -> None:
    script = (
        "import sys; from resolver import Resolver, compare; import resolver.cli;"
        "sys.exit(' '.join({'sqlalchemy', 'flask', 'rich', 'redis'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_stay_short_and_begin_with_their_contract(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert text.count("\n") <= 400, "split it"
