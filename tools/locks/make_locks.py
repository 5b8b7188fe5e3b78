"""Makes the locks in requirements/: which release of each library is installed, with its hashes.

    python tools/locks/make_locks.py    makes them anew, of the newest releases that go together

`dev.txt` is for tests and lint, `run.txt` is the part of it that the program needs, `build.txt` is
what its wheel is built with, and `compile.txt` with `run.txt` what a compiled one is built with.
What stands in several has one version. Each lock holds for every Python that the project names and
for `PLATFORMS`, which is tried in the end: wheels alone are installed, because a source package
would be built with libraries that no lock names.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from itertools import product
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent

PLATFORMS: Final = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
)
"""Where the locks can be installed, as uv names it."""

COMPILE: Final = (
    "compile --quiet --upgrade --universal --fork-strategy fewest --generate-hashes"
    " --only-binary :all: --emit-build-options --no-emit-index-url"
).split()
"""One version for all Pythons where there is one, and no address of an index."""

FROM_PIP: Final = {"PIP_INDEX_URL": "UV_DEFAULT_INDEX", "PIP_CERT": "SSL_CERT_FILE"}
"""Settings of pip that uv knows under another name."""


def uv(*arguments: str, given: str | None = None) -> None:
    """Call `uv pip` in the root of the project, with `given` as its standard input."""
    mine = {theirs: os.environ[name] for name, theirs in FROM_PIP.items() if name in os.environ}
    command = [sys.executable, "-m", "uv", "pip", *arguments]
    subprocess.run(command, cwd=ROOT, env=mine | os.environ, input=given, text=True, check=True)  # noqa: S603 - of words above


def make(name: str, source: str, *options: str, given: str | None = None) -> None:
    """Write one lock from a file of requirements, or from standard input as `-`."""
    command = ["--custom-compile-command", "make lock", "--output-file", f"requirements/{name}.txt"]
    uv(*COMPILE, *command, *options, source, given=given)


def try_installing(name: str, *where: str) -> None:
    """Fail where a library of a lock has no wheel; nothing is installed."""
    with tempfile.TemporaryDirectory() as nowhere:
        what = ("--require-hashes", "--requirement", f"requirements/{name}.txt")
        uv("install", "--quiet", "--dry-run", "--target", nowhere, *where, *what)


def supported_pythons(classifiers: list[str]) -> list[str]:
    """The versions of Python among a project's classifiers, oldest first."""
    found = (re.search(r"Python :: (3\.\d+)$", each) for each in classifiers)
    return [match[1] for match in found if match]


def main() -> None:
    """Make the locks, then try each for every Python and platform."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pythons = supported_pythons(about["project"]["classifiers"])
    oldest = ("--python-version", pythons[0])
    agreeing = ("--constraint", "requirements/dev.txt")
    make("dev", "pyproject.toml", "--extra", "dev", *oldest)
    make("run", "pyproject.toml", *oldest, *agreeing)
    building = about["build-system"]["requires"]
    hook = about["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    compiling = building + hook["dependencies"]
    make("build", "-", *oldest, *agreeing, given="\n".join(building))
    built = ("--constraint", "requirements/build.txt")
    make("compile", "-", *oldest, *agreeing, *built, given="\n".join(compiling))
    for python, platform, name in product(pythons, PLATFORMS, ("dev", "run", "build", "compile")):
        try_installing(name, "--python-version", python, "--python-platform", platform)


if __name__ == "__main__":
    main()
