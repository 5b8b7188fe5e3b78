"""What is installed is pinned, by hashes, and the pins are those that pyproject.toml allows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCKS = ("run", "dev", "build", "compile")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
HOOK = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
NEEDED = {
    "run": PROJECT["dependencies"],
    "dev": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
    "build": PYPROJECT["build-system"]["requires"],
    "compile": PYPROJECT["build-system"]["requires"] + HOOK["dependencies"],
}
"""Lock → the requirements of pyproject.toml that it is made of."""

COUNTS_BY_YEARS = {"structlog"}
"""Libraries whose major version is a year, and says nothing of what breaks."""


class Pin(NamedTuple):
    """A locked release: its version, and how many files of it are known by their hash."""

    version: Version
    hashes: int


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def locked(lock: str) -> dict[str, Pin]:
    """The pins of a lock, by the name of the library."""
    pins = re.findall(
        r"^([\w-]+)==(\S+).*((?:\n    --hash=.*)*)", read(f"requirements/{lock}.txt"), re.MULTILINE
    )
    return {name: Pin(Version(at), hashes.count("sha256:")) for name, at, hashes in pins}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_every_direct_dependency_within_its_bounds(lock: str) -> None:
    pins = locked(lock)
    for requirement in map(Requirement, NEEDED[lock]):
        pin = pins[canonicalize_name(requirement.name)]
        assert pin.version in requirement.specifier, f"{requirement} is {pin.version}: make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_all_by_hash_and_names_no_index_and_no_path(lock: str) -> None:
    text = read(f"requirements/{lock}.txt")
    lines = re.findall(r"^(?!    --hash=sha256:[0-9a-f]{64}|    #|#|$).*", text, re.MULTILINE)
    assert lines.pop(0) == "--only-binary :all:"
    pins = locked(lock)
    assert len(lines) == len(pins)
    assert [name for name, pin in pins.items() if not pin.hashes] == []
    assert not re.search(r"https?:|file:|@ |/(tmp|home|work)/", text)


def test_tests_run_with_what_the_program_runs_with() -> None:
    run, dev, build, compiling = map(locked, LOCKS)
    assert {name: dev.get(name) for name in run} == run
    assert {name: dev.get(name, pin) for name, pin in build.items()} == build
    assert {name: compiling.get(name) for name in build} == build
    tested = run | dev
    assert {name: tested.get(name, pin) for name, pin in compiling.items()} == compiling


def test_no_dependency_may_grow_into_a_major_version_that_nobody_tried() -> None:
    unbounded = {
        requirement.name
        for requirement in map(Requirement, PROJECT["dependencies"])
        if not any(each.operator == "<" for each in requirement.specifier)
    }
    assert unbounded == COUNTS_BY_YEARS


def test_nothing_is_installed_unhashed() -> None:
    makefile = read("Makefile").replace("$(PIP_INSTALL)", "pip install")
    calls = re.findall(r"pip (?:install|wheel) .*", makefile + read("Dockerfile"))
    # PySpark has no wheel, and is for its own tests alone; so is what drives a browser.
    others = ("PIP_INSTALL :=", "--quiet", "$(SPARK)", "$(SELENIUM)", "$(PLAYWRIGHT)")
    calls = [call for call in calls if not any(each in call for each in others)]
    assert len(calls) == 9
    for call in calls:
        built = "--no-deps" in call and ("--no-build-isolation" in call or "dist/*.whl" in call)
        assert built or "--require-hashes" in call, call


def supported() -> list[str]:
    """The Pythons that the Makefile takes."""
    (pythons,) = re.findall(r"^PYTHONS := (.*)", read("Makefile"), re.MULTILINE)
    found: list[str] = pythons.split()
    return found


def test_the_pythons_of_the_locks_are_those_of_the_project() -> None:
    classifiers = [f"Programming Language :: Python :: {python}" for python in supported()]
    assert [each for each in PROJECT["classifiers"] if "Python :: 3." in each] == classifiers
    assert PROJECT["requires-python"] == f">={supported()[0]}"
    assert f"Python {supported()[0]} to {supported()[-1]}" in read("README.md")


def test_make_names_another_python_where_no_lock_is_for_this_one(tmp_path: Path) -> None:
    command = ["make", f"VENV={tmp_path}/venv", f"PYTHON={sys.executable}", "PYTHONS=3.7", "serve"]
    outer = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}  # of a make that runs these tests
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in outer},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "run: make PYTHON=python3.7" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_base_images_are_pinned_to_a_full_tag() -> None:
    (python,) = re.findall(r"^ARG BASE=(.*)", read("Dockerfile"), re.MULTILINE)
    match = re.fullmatch(r"python:(3\.\d+)\.\d+-slim-\w+", python)
    assert match
    assert match[1] in supported()
    (redis,) = re.findall(r"image: (redis:.*)", read("docker-compose.yml"))
    assert re.fullmatch(r"redis:\d+\.\d+\.\d+-\w+", redis)
