"""What holds of a package whose matching is compiled; `make test-compiled` alone runs it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path

import pytest

from resolver import Query, Resolver
from resolver.match.score.scoring import to_decision
from resolver.version import PACKAGE, code_version

ROOT = Path(__file__).parent.parent
SITE = PACKAGE.parent
MODULES = [
    path.relative_to(SITE)
    for folder in ("match", "text")
    for path in sorted(PACKAGE.joinpath(folder).rglob("*.py"))
    if path.name != "__init__.py"
]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_is_compiled_and_lies_beside_its_source(path: Path) -> None:
    file = import_module(".".join(path.with_suffix("").parts)).__file__
    assert file is not None
    assert Path(file).suffix == ".so"
    assert Path(file).parent == SITE / path.parent


def test_the_wheel_is_of_this_python_and_small() -> None:
    about = distribution("alias-resolver").read_text("WHEEL") or ""
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    assert f"Tag: {python}-{python}-" in about
    assert "Root-Is-Purelib: false" in about
    (wheel,) = SITE.glob("dist/*.whl")
    assert wheel.stat().st_size < 20e6


def test_the_version_of_its_code_is_that_of_the_checkout() -> None:
    command = "import resolver.version as v; print(v.PACKAGE, v.code_version())"
    done = subprocess.run(
        [sys.executable, "-c", command],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(ROOT / "resolver"), code_version()]


def test_rankings_go_over_pipes_as_they_are(bundled: Resolver) -> None:
    index = bundled._index
    for text in ("Reza Zahidi", "محمد رضا", "Department of Physics, Teheran, Iran"):
        again = pickle.loads(pickle.dumps(bundled._rank(Query(text))))  # noqa: S301 - of this process
        assert to_decision(again, index) == bundled.resolve(Query(text))
