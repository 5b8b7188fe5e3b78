"""Whatever the streams of the command line are, there is no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Cli


def test_a_reader_that_has_seen_enough_causes_no_traceback(
    bundled_home: Path, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name\n" + "Reza Zahedi\n" * 20_000)
    script = f"{sys.executable} -m resolver bulk {source} -c name --home {bundled_home} | head -1"
    done = run_cli_shell(script)
    assert done.startswith("name,resolver_verdict")
    assert "Traceback" not in done


def run_cli_shell(script: str) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_closed_streams_cause_no_traceback(make_home: Callable[..., Path], closed: str) -> None:
    home = make_home({"id": "nato", "type": "organization", "name": "NATO"})
    for command in ("resolve NATO", "bulk - -c name", "compile"):
        output = run_cli_shell(f"{sys.executable} -m resolver {command} --home {home} {closed}")
        assert "Traceback" not in output


@pytest.mark.parametrize("command", ["resolve NATO", "bulk in.csv -c name", "packs", "--help"])
def test_a_full_disk_behind_standard_output_is_one_line(
    bundled_home: Path, tmp_path: Path, command: str
) -> None:
    (tmp_path / "in.csv").write_text("name\nBabil\n")
    env = {"RESOLVER_HOME": str(bundled_home)}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "resolver", *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=tmp_path,
            env=os.environ | env,
        )
    what = "no space left while writing standard output — free some space, or write elsewhere"
    assert (done.returncode, done.stderr) == (1, f"error: {what}\n")


def test_a_narrow_stream_gets_escapes(cli: Cli, bundled_home: Path) -> None:
    done = cli(
        "resolve", "محمدرضا زاهدی", "--home", bundled_home, env={"PYTHONIOENCODING": "latin-1"}
    )
    assert done.stdout.startswith("match  mohammad-reza-zahedi")
