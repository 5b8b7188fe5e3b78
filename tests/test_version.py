"""A version is of all code, tables and libraries that an answer depends on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from resolver import version
from resolver.version import LIBRARIES, LISTING, PACKAGE, answer_files, code_version
from tests.test_layers import imports_of

LOADED = """
import json, sys
from resolver.engine import Resolver
from resolver.model import Query
with Resolver.open(sys.argv[1]) as resolver:
    resolver.resolve(Query("Reza Zahidi", country=("IR",), context="a general", as_of="2015"))
    resolver.resolve(Query("Clinton", context="Bill Clinton spoke."))
    resolver.resolve(Query("محمد رضا"))
    resolver.resolve(Query("张伟"))
installed = {
    name.partition(".")[0]
    for name, module in sys.modules.items()
    if "-packages" in (getattr(module, "__file__", None) or "")
}
import resolver.cache.codec
modules = [m for name, m in sys.modules.items() if name.partition(".")[0] == "resolver"]
print(json.dumps({"files": [m.__file__ for m in modules], "libraries": sorted(installed)}))
"""


@pytest.fixture(scope="module")
def loaded(bundled_home: Path) -> dict[str, list[str]]:
    """What a fresh process loads that answers queries and encodes decisions."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(bundled_home)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def source(file: str) -> Path:
    """The source of a module, which may be compiled."""
    path = Path(file)
    return path.with_name(path.name.partition(".")[0] + ".py")


def test_every_module_that_answers_is_hashed(loaded: dict[str, list[str]]) -> None:
    files = {source(file) for file in loaded["files"]}
    assert {"engine.py", "home.py", "pool.py"} <= {file.name for file in files}
    assert files - set(answer_files()) == set()


def test_every_table_beside_those_modules_is_hashed(loaded: dict[str, list[str]]) -> None:
    folders = {Path(file).parent for file in loaded["files"]} - {PACKAGE}
    tables = {
        path
        for folder in folders
        for path in folder.iterdir()
        if path.is_file() and path.suffix not in (".py", ".so")
    }
    assert {"han.txt", "words.csv", "sound.table", "weights.toml"} <= {t.name for t in tables}
    assert tables - set(answer_files()) == set()


def test_the_version_of_every_library_that_answers_is_hashed(loaded: dict[str, list[str]]) -> None:
    libraries = {name for name in loaded["libraries"] if not name.startswith("_")}
    assert libraries - {"resolver"} == set(LIBRARIES)


def test_no_library_that_answers_is_left_out_because_it_is_imported_late() -> None:
    modules = [path for path in answer_files() if path.suffix == ".py"]
    imported = {name.partition(".")[0] for path in modules for name in imports_of(path)}
    outside = imported - sys.stdlib_module_names - {"resolver", "_typeshed"}
    # Those count, log and carry answers.
    assert outside - {"prometheus_client", "redis", "structlog"} == set(LIBRARIES)


def test_a_changed_table_makes_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "table.txt"
    table.write_text("a")
    monkeypatch.setattr(version, "PACKAGE", tmp_path)
    monkeypatch.setattr(version, "ANSWERING", (".",))
    before = code_version.__wrapped__()
    table.write_text("b")
    assert code_version.__wrapped__() != before
    assert code_version() == code_version()


def test_what_is_compiled_of_a_source_makes_no_other_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "names.py"
    source.write_text("a")
    monkeypatch.setattr(version, "PACKAGE", tmp_path)
    monkeypatch.setattr(version, "ANSWERING", (".",))
    (tmp_path / "names.cpython-311-x86_64-linux-gnu.so").write_bytes(b"a")
    assert answer_files() == [source]


def test_what_makes_lists_is_another_version() -> None:
    assert code_version(*LISTING) != code_version()
    assert {path.name for path in answer_files(*LISTING)} >= {"run.py", "writing.py"}
