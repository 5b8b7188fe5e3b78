"""A file is resolved, as a user runs it: the output is whole or not there."""

from __future__ import annotations

import os
import re
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bulk.test_run import TABLE
from tests.conftest import run_cli, wait_for


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
    source.write_bytes(b"name,x\nBabil,1\nA,B,C\n")
    common = ("bulk", source, "-o", out, "--home", bundled_home)
    done = run_cli(*common, "--max-errors", "0")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "error: rows with an error: 1, the first in line 3: 3 cells where"
    )
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["in.csv", "out.csv.part", "out.csv.state.part"]
    done = run_cli(*common, "--max-errors", "1", "--resume")
    assert done.returncode == 1
    assert done.stderr.endswith("warning: line 3: 3 cells where the header has 2\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_csv_goes_through_the_command_line(bundled_home: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(TABLE, "utf-8")
    done = run_cli("bulk", source, "-c", "name", "-o", out, "--home", bundled_home)
    assert (done.returncode, done.stdout) == (0, "")
    first, *rest = done.stderr.splitlines()
    assert re.fullmatch(
        r"6 rows: 3 match, 0 ambiguous, 2 no_match, 1 without a name; [\d,]+ rows a second", first
    )
    assert [line.split() for line in rest] == [
        ["most", "frequent", "no_match:"], ["1", "Robert", "Zahn"], ["1", "!!!"],
    ]  # fmt: skip
    piped = run_cli("bulk", "-", "-c", "name", "--home", bundled_home, input=TABLE)
    assert piped.stdout == out.read_text("utf-8")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (["-o", "in.csv"], "in.csv is the input — write to another file"),
        (["-o", "x.csv", "--report", "x.csv"], "x.csv is the output — write to another file"),
        (["-o", "x.csv", "--resume", "--top", "99"], "top '99' is not a number from 1 to 20"),
        (["--excel", "--format", "jsonl"], "only a CSV is made for a spreadsheet"),
        (["--column", "nmae"], "in.csv, line 1: there is no column nmae — there are name"),
        (
            ["--against", "in.csv", "-o", "x.csv", "--home", "x"],
            "--against and --home are two tables",
        ),
        (["--property", "state"], "property 'state' has no name and column — write state=COLUMN"),
    ],
)
def test_what_cannot_be_is_said_in_a_line_and_leaves_nothing(
    bundled_home: Path, tmp_path: Path, given: list[str], error: str
) -> None:
    (tmp_path / "in.csv").write_text("name\nBabil\n")
    env = {"RESOLVER_HOME": str(bundled_home)}
    done = run_cli("bulk", "in.csv", *given, cwd=tmp_path, env=env)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"error: {error}")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_one_list_is_resolved_against_another(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text(
        "id;name;state\n1;Acme Widgets;NY\n2;Acme Widgets;CA\n3;Zenith Tools;CA\n"
    )
    (tmp_path / "messy.csv").write_text("company,st\nAcme Widgets,CA\nZenth Tools,\nNobody,\n")
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    common = ("bulk", "messy.csv", "-c", "company", "--property", "state=st")
    first = run_cli(*common, "--against", "register.csv", cwd=tmp_path, env=env)
    assert first.returncode == 0, first.stderr
    rows = [line.split(",") for line in first.stdout.splitlines()[1:]]
    assert [(row[2], row[3]) for row in rows] == [("match", "2"), ("match", "3"), ("no_match", "")]
    homes = list((tmp_path / "cache" / "alias-resolver").iterdir())
    assert first.stderr.startswith("compiling register.csv, once\n")
    second = run_cli(*common, "--against", "register.csv", cwd=tmp_path, env=env)
    assert second.stdout == first.stdout
    assert "compiling" not in second.stderr
    for option in ("-o", "--report", "--review-file"):
        over = "--against", "register.csv", option, "register.csv"
        done = run_cli(*common, *over, cwd=tmp_path, env=env)
        assert done.stderr == "error: register.csv is the table — write to another file\n"
    assert list((tmp_path / "cache" / "alias-resolver").iterdir()) == homes


def test_rows_that_cannot_be_asked_are_warned_of_and_exit_1(
    bundled_home: Path, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"name\nBabil\n{'y' * 1001}\n")
    done = run_cli("bulk", source, "-c", "name", "--home", bundled_home)
    assert done.returncode == 1
    assert done.stdout.count("\n") == 3
    rows, warning = done.stderr.splitlines()
    assert rows.startswith(
        "2 rows: 1 match, 0 ambiguous, 0 no_match, 1 not asked; 1 with an error; "
    )
    assert warning.startswith("warning: line 3: text has 1,001 characters")


def test_a_switch_of_the_query_is_heard_both_ways(bundled_home: Path) -> None:
    def score(*given: str) -> str:
        common = ["bulk", "-", "--type", "place", *given, "--home", str(bundled_home)]
        return run_cli(*common, input="name\nDuhanbe\n").stdout.splitlines()[1].split(",")[5]

    assert score() == score("--type-strict") != score("--no-type-strict")


@pytest.mark.slow
def test_a_run_that_is_stopped_says_how_to_go_on(bundled_home: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name\n" + "".join(f"Rbert Zahn {n:x}\n" for n in range(6_000)))
    out.write_text("private")
    out.chmod(0o600)
    part = tmp_path / "out.csv.part"
    common = ["bulk", str(source), "-o", str(out), "--home", str(bundled_home)]
    running = subprocess.Popen(
        [sys.executable, "-m", "resolver", *common], stderr=subprocess.PIPE, text=True
    )
    wait_for(lambda: part.exists() and part.stat().st_size > 10_000, 60)
    assert stat.S_IMODE(part.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "out.csv.state.part").stat().st_mode) == 0o600
    second = run_cli(*common, "--resume")
    busy = f"error: another process is writing {out} — wait for it to end, or write elsewhere\n"
    assert (second.returncode, second.stderr) == (1, busy)
    running.send_signal(signal.SIGINT)
    said = running.communicate()[1]
    assert running.returncode == 130
    assert said.split("\n\n") == [
        "to go on, give the same command with --resume",
        "error: stopped\n",
    ]
    assert out.read_text() == "private"
    third = run_cli(*common)
    assert third.returncode == 2
    assert third.stderr.startswith("error: a run that was stopped has left its part of")
    done = run_cli(*common, "--resume")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_text().count("\n") == 6_001
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_full_disk_is_said_with_the_file_and_loses_nothing(
    bundled_home: Path, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name\n" + "Babil\n" * 2_000)
    out.write_text("before")
    common = ["bulk", str(source), "-c", "name", "--home", str(bundled_home), "-o"]
    limit = (60_000, 60_000)
    done = run_cli(
        *common, out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: no space left while writing {out}.part — free some")
    assert out.read_text() == "before"
    done = run_cli(*common, out, "--resume")
    assert done.returncode == 0, done.stderr
    assert out.read_text().count("babil-governorate") == 2_000
    done = run_cli(*common, "/dev/full")
    assert done.stderr == (
        "error: no space left while writing /dev/full — free some space, or write elsewhere\n"
    )


def test_an_output_for_a_spreadsheet_has_no_formulas(bundled_home: Path) -> None:
    done = run_cli(
        "bulk", "-", "-c", "name", "--excel", "--home", bundled_home, input="name,x\nBabil,=1\n"
    )
    assert done.stdout.startswith("\ufeffname,x,")
    assert done.stdout.splitlines()[1].startswith("Babil,'=1,match,")
