"""A file is resolved, as a user runs it: the output is whole or not there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import run_cli
from tests.test_bulk import TABLE


def test_an_output_that_is_a_link_a_pipe_or_the_screen_stays_what_it_is(
    bundled_home: Path, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name\nBabil\n")

    def to(out: object) -> str:
        done = run_cli("bulk", source, "-c", "name", "-o", str(out), "--home", bundled_home)
        assert done.returncode == 0, done.stderr
        return done.stdout

    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    to(tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert "babil-governorate" in (tmp_path / "real.csv").read_text()
    assert "babil-governorate" in to("-")
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["/bin/cat", tmp_path / "pipe"], stdout=subprocess.PIPE)
    to(tmp_path / "pipe")
    assert b"babil-governorate" in reader.communicate()[0]
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("out", [".", "", "nowhere/out.csv"])
def test_an_output_that_cannot_be_is_refused_before_any_work(
    bundled_home: Path, tmp_path: Path, out: str
) -> None:
    done = run_cli(
        "bulk", "-", "-c", "x", "-o", out, "--home", bundled_home, cwd=tmp_path, input=""
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "a directory" in done.stderr


def test_the_output_appears_only_when_it_is_complete(bundled_home: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(b"name\nBabil\nA,B\n")
    done = run_cli("bulk", source, "-c", "name", "-o", out, "--home", bundled_home)
    assert done.returncode == 2
    assert (
        done.stderr == f"error: {source}, line 3: 2 cells where the header has 1"
        " — quote cells that hold a comma\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_csv_goes_through_the_command_line(bundled_home: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(TABLE, "utf-8")
    done = run_cli("bulk", source, "-c", "name", "-o", out, "--home", bundled_home)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "6 rows: 3 match, 0 ambiguous, 2 no_match, 1 without a name\n"
    piped = run_cli("bulk", "-", "-c", "name", "--home", bundled_home, input=TABLE)
    assert piped.stdout == out.read_text("utf-8")
    same = run_cli("bulk", source, "-c", "name", "-o", source, "--home", bundled_home)
    assert (same.returncode, same.stderr) == (
        2,
        f"error: {source} is the input — write to another file\n",
    )


def test_rows_that_cannot_be_asked_are_warned_of_and_exit_1(
    bundled_home: Path, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"name\nBabil\n{'y' * 1001}\n")
    done = run_cli("bulk", source, "-c", "name", "--home", bundled_home)
    assert done.returncode == 1
    assert done.stdout.count("\n") == 3
    rows, warning = done.stderr.splitlines()
    assert rows == "2 rows: 1 match, 0 ambiguous, 0 no_match"
    assert warning.startswith("warning: line 3 was not asked: text has 1,001 characters")
