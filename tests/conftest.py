"""What tests share: the command line as a real process, and homes with real indexes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from resolver import Resolver

Cli = Callable[..., subprocess.CompletedProcess[str]]


def run_cli(
    *args: str | bytes | Path, env: dict[str, str] | None = None, **kwargs: Any
) -> subprocess.CompletedProcess[str]:
    """Run `resolver ARGS` as a user does: its own process, an environment without settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RESOLVER_")}
    return subprocess.run(
        [sys.executable, "-m", "resolver", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=clean | (env or {}),
        **kwargs,
    )


@pytest.fixture
def cli() -> Cli:
    return run_cli


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundled packs, imported and compiled by the command line. Only read it."""
    home = tmp_path_factory.mktemp("bundled") / "home"
    for command in ("import", "compile"):
        done = run_cli(command, "--home", home)
        assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="session")
def bundled(bundled_home: Path) -> Resolver:
    return Resolver.open(bundled_home)


def write_jsonl(path: Path, entities: Iterable[dict[str, Any]]) -> Path:
    """Write entities in the project's JSONL form."""
    lines = (json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def make_home(tmp_path: Path) -> Callable[..., Path]:
    """Make a compiled home from entities given in their wire form."""

    def make(*entities: dict[str, Any], name: str = "table") -> Path:
        home = tmp_path / "home"
        source = write_jsonl(tmp_path / f"{name}.jsonl", entities)
        for command in (["import", source], ["compile"]):
            done = run_cli(*command, "--home", home)
            assert done.returncode == 0, done.stderr
        return home

    return make
