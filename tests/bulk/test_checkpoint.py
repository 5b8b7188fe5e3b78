"""A checkpoint has a block whole or not at all, and is gone on from by the same run alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resolver.bulk.checkpoint import AskedQuestion, Block, Checkpoint
from resolver.errors import BadValue, OutputBusy, OutputStarted

STAMP = {"the input": "abc", "top": 1}


def opened(
    folder: Path, stamp: dict[str, object] | None = None, *, resume: bool = False
) -> Checkpoint:
    path = folder / "out.csv.state.part"
    return Checkpoint.open(path, stamp or STAMP, resume=resume, target="out.csv")


def question(
    text: str, rows: int, *, verdict: str = "ambiguous", first: int = 1, extra: str | None = None
) -> AskedQuestion:
    return AskedQuestion(text, verdict, text, "", "", first, rows, extra)


def test_what_was_noted_is_there_again(tmp_path: Path) -> None:
    first = opened(tmp_path)
    assert (first.block, first.is_resumed) == (None, False)
    first.commit(Block(3, 40, {"rows": 3}), [question("Babil", 2, extra="x")])
    first.commit(Block(9, 90, {"rows": 9}), [question("Babil", 3), question("Ann", 1, first=4)])
    first.close()
    second = opened(tmp_path, resume=True)
    assert (second.block, second.is_resumed) == (Block(9, 90, {"rows": 9}), True)
    found = [(each.text, each.rows, each.extra) for each in second.questions("ambiguous")]
    assert found == [("Babil", 5, "x"), ("Ann", 1, None)]
    second.remove()
    assert list(tmp_path.iterdir()) == []


def test_the_most_frequent_names_come_first_whatever_else_was_asked(tmp_path: Path) -> None:
    checkpoint = opened(tmp_path)
    asked = [
        question("a", 1, first=1),
        question("b", 5, first=2),
        AskedQuestion("a/person", "ambiguous", "a", "person", "", 3, 9, None),
        question("c", 5, first=9),
        question("d", 99, verdict="no_match"),
    ]
    checkpoint.commit(Block(1, 1, {}), asked)
    assert checkpoint.most_frequent("ambiguous", 2) == [("a", 10), ("b", 5)]
    assert checkpoint.most_frequent("no_match", 10) == [("d", 99)]
    checkpoint.close()


def test_what_was_begun_is_gone_on_from_only_if_that_is_said(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(OutputStarted) as caught:
        opened(tmp_path)
    assert str(caught.value) == (
        "a run that was stopped has left its part of out.csv — add --resume to go on, "
        "or remove out.csv.part and out.csv.state.part"
    )


def test_another_run_is_refused_with_what_differs(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(
        BadValue, match=r"cannot go on with out\.csv: other than before is top \(1, now 2\)"
    ):
        opened(tmp_path, {**STAMP, "top": 2}, resume=True)


def test_one_process_has_it_at_a_time(tmp_path: Path) -> None:
    held = opened(tmp_path)
    with pytest.raises(OutputBusy, match=r"another process is writing out\.csv"):
        opened(tmp_path, resume=True)
    held.close()
    opened(tmp_path, resume=True).close()


def test_a_killed_process_holds_it_no_longer_and_half_a_block_is_none(tmp_path: Path) -> None:
    script = f"""
import os, signal, pathlib
from resolver.bulk.checkpoint import Checkpoint, Block
path = pathlib.Path({str(tmp_path / "out.csv.state.part")!r})
checkpoint = Checkpoint.open(path, {STAMP!r}, resume=False, target="out.csv")
checkpoint.commit(Block(1, 1, {{}}), [])
def questions():
    os.kill(os.getpid(), signal.SIGKILL)
    yield
checkpoint.commit(Block(2, 2, {{}}), questions())
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    checkpoint = opened(tmp_path, resume=True)
    assert checkpoint.block == Block(1, 1, {})
    checkpoint.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out.csv.state.part").write_bytes(b"something else, and long enough to be read")
    with pytest.raises(BadValue, match="is not what a run has left there"):
        opened(tmp_path, resume=True)
    (tmp_path / "out.csv.state.part").unlink()
    (tmp_path / "out.csv.state.part").symlink_to("elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        opened(tmp_path)


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    script = f"""
import pathlib, resource, signal
from resolver.bulk.checkpoint import Checkpoint, Block
from resolver.errors import DiskFull
path = pathlib.Path({str(tmp_path / "out.csv.state.part")!r})
checkpoint = Checkpoint.open(path, {STAMP!r}, resume=False, target="out.csv")
checkpoint.commit(Block(1, 1, {{}}), [])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, resource.RLIM_INFINITY))
try:
    checkpoint.commit(Block(2, 2, {{"x": "y" * 100_000}}), [])
except DiskFull as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert "no space left while writing" in done.stdout
    checkpoint = opened(tmp_path, resume=True)
    assert checkpoint.block == Block(1, 1, {})
    checkpoint.close()
