"""A file is resolved, as a user runs it: the output is whole or not there."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import run_cli, wait_for
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


@pytest.mark.parametrize("out", [".", "", "nowhere/out.csv", "loop.csv"])
def test_an_output_that_cannot_be_is_refused_before_any_work(
    bundled_home: Path, tmp_path: Path, out: str
) -> None:
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    done = run_cli(
        "bulk", "-", "-c", "x", "-o", out, "--home", bundled_home, cwd=tmp_path, input=""
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "a directory" in done.stderr or "is a link to itself" in done.stderr


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


def test_a_killed_run_leaves_one_private_part_that_the_next_run_names(
    bundled_home: Path, tmp_path: Path
) -> None:
    source, pipe, out = tmp_path / "in.csv", tmp_path / "pipe", tmp_path / "out.csv"
    source.write_text("name\nBabil\n")
    os.mkfifo(pipe)
    out.write_text("private")
    out.chmod(0o600)
    part = tmp_path / "out.csv.resolver-part"
    common = ["-c", "name", "-o", str(out), "--home", str(bundled_home)]
    running = subprocess.Popen([sys.executable, "-m", "resolver", "bulk", str(pipe), *common])
    with pipe.open("wb") as slow:
        slow.write(b"name\nBabil\n")
        slow.flush()
        wait_for(part.exists, 60)
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
        second = run_cli("bulk", source, *common)
        assert (second.returncode, second.stderr) == (
            1,
            f"error: another process is writing {out} — wait for it to end, or write elsewhere\n",
        )
        running.kill()
        running.wait()
    assert out.read_text() == "private"
    third = run_cli("bulk", source, *common)
    assert third.stderr.splitlines()[0] == (
        f"warning: {part} is of a run that was stopped; it is replaced"
    )
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "babil-governorate" in out.read_text()
    assert not part.exists()


def test_a_full_disk_is_said_with_the_file_and_loses_nothing(
    bundled_home: Path, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name\n" + "Babil\n" * 200)
    out.write_text("before")
    common = ["bulk", str(source), "-c", "name", "--home", str(bundled_home), "-o"]
    limit = (4096, 4096)
    done = run_cli(
        *common, out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    remedy = "free some space, or write elsewhere"
    assert (done.returncode, done.stderr) == (
        1,
        f"error: no space left while writing {out} — {remedy}\n",
    )
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]
    done = run_cli(*common, "/dev/full")
    assert done.stderr == f"error: no space left while writing /dev/full — {remedy}\n"


def test_an_output_for_a_spreadsheet_has_no_formulas(bundled_home: Path) -> None:
    done = run_cli(
        "bulk", "-", "-c", "name", "--excel", "--home", bundled_home, input="name,x\nBabil,=1\n"
    )
    assert done.stdout.startswith("\ufeffname,x,")
    assert done.stdout.splitlines()[1].startswith("Babil,'=1,match,")
