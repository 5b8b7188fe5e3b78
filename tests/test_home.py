"""Homes that are full, foreign, busy, half-written: nothing is lost, and the error is clear."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from resolver import Query, Resolver
from resolver.errors import HomeBusy, HomeMissing
from resolver.home import Home, home_beside
from tests.conftest import Cli, run_cli, write_jsonl

MakeHome = Callable[..., Path]


def people(count: int, word: str = "Person") -> list[dict[str, Any]]:
    return [
        {"id": f"p{n}", "type": "person", "name": f"{word} {n}", "aliases": [f"Alias {n} {word}"]}
        for n in range(count)
    ]


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    return make_home(*people(20), name="people")


def answers(home: Path, text: str = "Person 7") -> str | None:
    with Resolver.open(home) as resolver:
        return resolver.resolve(Query(text)).id


def as_ordinary_user() -> None:
    """In a child: root keeps its name and loses its right to pass over permissions (Linux)."""
    if os.geteuid() == 0:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if prctl(24, capability, 0, 0, 0) != 0:  # PR_CAPBSET_DROP
                raise OSError(ctypes.get_errno(), "prctl")


@contextmanager
def permissions(path: Path, mode: int) -> Iterator[None]:
    everything = [path, *path.rglob("*")]
    before = {each: each.stat().st_mode for each in everything}
    for each in reversed(everything):
        each.chmod(before[each] & mode)
    try:
        yield
    finally:
        for each in everything:
            each.chmod(before[each])


def test_a_read_only_home_answers_and_says_that_it_cannot_be_written(home: Path) -> None:
    with permissions(home, 0o555):
        asked = run_cli("resolve", "Person 7", "--home", home, preexec_fn=as_ordinary_user)
        compiled = run_cli("compile", "--home", home, preexec_fn=as_ordinary_user)
        imported = run_cli("import", "--home", home, preexec_fn=as_ordinary_user)
    assert asked.stdout.startswith("match  p7"), asked.stderr
    for done in (compiled, imported):
        assert done.returncode == 1
        assert done.stderr == (
            f"error: {home} cannot be written: permission denied — use --home or RESOLVER_HOME "
            "for another place, or change its permissions\n"
        )
    assert answers(home) == "p7"


def test_a_home_that_another_user_keeps_to_himself_is_refused(home: Path) -> None:
    with permissions(home, 0o000):
        done = run_cli("resolve", "Person 7", "--home", home, preexec_fn=as_ordinary_user)
    assert done.returncode == 1
    assert "cannot be read: permission denied — use --home or RESOLVER_HOME" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_home_cannot_be_made_where_a_file_is(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "file").write_text("x")
    done = cli("import", "--home", tmp_path / "file")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be written: file exists" in done.stderr
    assert cli("resolve", "x", "--home", tmp_path / "file").returncode == 2


def small_files() -> None:
    """In a child: no file may grow beyond 64 KB, as on a disk without space."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64_000, 64_000))


def test_a_compile_without_space_fails_and_the_index_before_it_answers(
    home: Path, tmp_path: Path, cli: Cli
) -> None:
    cli("import", write_jsonl(tmp_path / "more.jsonl", people(3000, "Other")[20:]), "--home", home)
    done = run_cli("compile", "--home", home, preexec_fn=small_files)
    assert (done.returncode, done.stderr) == (
        1,
        f"error: no space left while writing {home} — free some space; "
        "what was there before is whole\n",
    )
    assert answers(home) == "p7"
    assert not list((home / "index").glob(".*"))
    assert cli("compile", "--home", home).returncode == 0
    assert answers(home, "Other 2000") == "p2000"


def test_an_import_without_space_changes_nothing(home: Path, tmp_path: Path, cli: Cli) -> None:
    source = write_jsonl(tmp_path / "people.jsonl", people(3000, "Other"))
    done = run_cli("import", source, "--home", home, preexec_fn=small_files)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"error: {home / 'store.sqlite'} could not be read or written")
    assert cli("compile", "--home", home).returncode == 0
    assert answers(home) == "p7"


def test_two_imports_at_once_both_succeed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    started = [
        start("import", write_jsonl(tmp_path / f"{word}.jsonl", others(word, 4000)), home=home)
        for word in ("one", "two")
    ]
    assert [process.wait(120) for process in started] == [0, 0]
    done = run_cli("compile", "--home", home)
    assert done.stdout.endswith("8,000 entities, 8,000 names\n"), done.stderr


def others(word: str, count: int) -> list[dict[str, Any]]:
    return [{"id": f"{word}-{n}", "type": "person", "name": f"{word} {n}"} for n in range(count)]


def test_a_home_that_stays_busy_is_an_error(home: Path, cli: Cli) -> None:
    with Home(home).locked(wait_s=0):
        done = cli("import", "--home", home, env={"RESOLVER_LOCK_WAIT_S": "0.2"})
    assert (done.returncode, done.stderr) == (
        1,
        f"error: another process is writing {home} — wait for it to end, then try again\n",
    )


def start(command: str, *args: Path, home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "resolver", command, *args, "--home", home],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_when(process: subprocess.Popen[bytes], seen: Callable[[], object]) -> bool:
    """SIGKILL the process once something is seen; False where it ended before that."""
    while process.poll() is None:
        if seen():
            process.send_signal(signal.SIGKILL)
            return process.wait() == -signal.SIGKILL
        time.sleep(0.001)
    return False


def test_an_import_killed_in_the_middle_changes_nothing(
    home: Path, tmp_path: Path, cli: Cli
) -> None:
    source = write_jsonl(tmp_path / "people.jsonl", people(40_000, "Other"))
    log = home / "store.sqlite-wal"
    process = start("import", source, home=home)
    assert kill_when(process, lambda: log.exists() and log.stat().st_size > 200_000)
    assert cli("compile", "--home", home).stdout.endswith("20 entities, 40 names\n")
    assert answers(home) == "p7"
    assert cli("import", source, "--home", home).stdout.startswith(
        "people: 39,980 added, 20 updated"
    )


@pytest.mark.slow
def test_a_compile_killed_in_the_middle_leaves_the_index_before_it(
    home: Path, tmp_path: Path, cli: Cli
) -> None:
    before = (home / "index" / "CURRENT").read_text()
    cli("import", write_jsonl(tmp_path / "more.jsonl", others("more", 40_000)), "--home", home)
    process = start("compile", home=home)
    assert kill_when(process, lambda: list((home / "index").glob(".draft*/*.npy")))
    assert (home / "index" / "CURRENT").read_text() == before
    assert answers(home) == "p7"
    assert cli("compile", "--home", home).returncode == 0
    assert answers(home, "more 39000") == "more-39000"
    assert not list((home / "index").glob(".draft*"))


def test_a_home_can_be_moved_and_copied(home: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(home, tmp_path / "copied")
    home.rename(moved)
    assert answers(moved) == answers(tmp_path / "copied") == "p7"


def test_one_writer_at_a_time_holds_a_home(tmp_path: Path) -> None:
    with (
        Home(tmp_path).locked(wait_s=0),
        pytest.raises(HomeBusy),
        Home(tmp_path).locked(wait_s=0.1),
    ):
        pass
    with Home(tmp_path).locked(wait_s=0):
        pass
    with pytest.raises(HomeMissing), Home(tmp_path / "nowhere").locked(wait_s=0):
        pass


def test_the_home_of_a_table_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home_beside(tmp_path / "firms.csv") == tmp_path / "firms.csv.resolver"
    assert home_beside("packs/mine/") == Path("packs/mine.resolver")
    assert home_beside("places") == Path("places.resolver")
    monkeypatch.chdir(tmp_path)
    assert home_beside(".") == tmp_path.with_name(f"{tmp_path.name}.resolver")
