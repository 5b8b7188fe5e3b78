"""A job is resolved by one process at a time, which may die, hang, or grow too large."""

from __future__ import annotations

import gzip
import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sql

from resolver.jobs.watching import MAX_DEATHS, work_on
from resolver.journal import Journal
from resolver.journal.schema import asked
from tests.conftest import wait_for
from tests.jobs.conftest import children, job_of, misspelt, result_of, send, settings_of


def never() -> bool:
    return False


def child_of_mine() -> int:
    """The process that this one has started for a job."""
    wait_for(lambda: children(os.getpid()))
    return children(os.getpid())[0]


def left_open(home: Path) -> int:
    """How often questions were asked that are left to decide."""
    with Journal.open(home) as journal, journal.reading() as reading:
        return reading.execute(sql.select(sql.func.sum(asked.c.count))).scalar() or 0


def test_a_list_comes_out_as_from_an_undisturbed_run(
    home: Path, expected: Callable[..., bytes]
) -> None:
    content, before = misspelt(300), left_open(home)
    _, folder = send(home, content, top="2")
    assert work_on(folder, settings_of(home), never) == "ended"
    job = job_of(folder)
    assert (job.state, job.failure) == ("done", None)
    assert result_of(folder) == expected(content, top="2")
    assert b"<html" in folder.report.read_bytes()
    assert folder.review.read_bytes().startswith(b"\xef\xbb\xbfdecision,")
    progress = folder.read_progress()
    assert (progress.rows, progress.share) == (300, 1.0)
    assert sum(progress.verdicts.values()) == 300
    assert {path.stat().st_mode & 0o077 for path in folder.path.glob("re*")} == {0}
    left = progress.verdicts["ambiguous"] + progress.verdicts["no_match"]
    assert left_open(home) == before + left > before
    assert work_on(folder, settings_of(home), never) == "ended"  # once more changes nothing


def test_the_log_says_how_a_job_begins_and_ends_and_nothing_of_its_list(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = []
    for content, name in ((b"name\nZaphod Quux\n", "secret.csv"), (b"", "secret.csv")):
        id_, folder = send(home, content, name)
        ids.append(id_)
        assert work_on(folder, settings_of(home), never) == "ended"
    written = capsys.readouterr().err
    begun, done, again, failed = (json.loads(line) for line in written.splitlines())
    assert begun["event"] == again["event"] == "job begins"
    assert (done["event"], done["state"], done["rows"], done["level"]) == (
        "job ends",
        "done",
        1,
        "info",
    )
    assert (failed["state"], failed["code"]) == ("failed", "bad_source")
    for secret in ("Zaphod", "secret", str(home), *ids):
        assert secret not in written


def test_a_job_that_another_one_holds_is_left_to_that(home: Path) -> None:
    _, folder = send(home, misspelt(10))
    with folder.claimed():
        assert work_on(folder, settings_of(home), never) == "not ours"


@pytest.mark.slow
def test_a_process_that_dies_is_started_again_and_goes_on(
    home: Path, expected: Callable[..., bytes]
) -> None:
    content = misspelt(900)
    _, folder = send(home, content)
    outcome: list[str] = []
    thread = threading.Thread(
        target=lambda: outcome.append(work_on(folder, settings_of(home), never))
    )
    thread.start()
    killed = 0
    for rows in (0, 1, 200):
        wait_for(lambda least=rows: folder.read_progress().rows >= least, 30)  # type: ignore[misc] # its default is no argument
        wait_for(lambda dead=killed: children(os.getpid()) not in ([], [dead]))  # type: ignore[misc] # its default is no argument
        killed = child_of_mine()
        os.kill(killed, signal.SIGKILL)
    thread.join(60)
    assert outcome == ["ended"]
    assert job_of(folder).state == "done"
    assert result_of(folder) == expected(content)


def test_a_process_that_dies_at_the_same_rows_again_and_again_fails_the_job(home: Path) -> None:
    _, folder = send(home, misspelt(50))
    thread = threading.Thread(target=work_on, args=(folder, settings_of(home), never))
    thread.start()
    for _ in range(MAX_DEATHS):
        before = job_of(folder).deaths
        os.kill(child_of_mine(), signal.SIGKILL)
        wait_for(lambda seen=before: job_of(folder).deaths > seen or job_of(folder).has_ended)  # type: ignore[misc] # its default is no argument
    thread.join(20)
    failure = job_of(folder).failure
    assert failure is not None
    assert failure.what.endswith("died 3 times at the same rows, at last by signal 9")


def test_a_job_that_takes_too_long_fails(home: Path) -> None:
    _, folder = send(home, misspelt(5000))
    assert work_on(folder, settings_of(home, job_timeout_s=1), never) == "ended"
    failure = job_of(folder).failure
    assert failure is not None
    assert failure.what == "the job took longer than 1 s"
    assert (failure.code, failure.status) == ("job_too_large", 413)
    assert "RESOLVER_JOB_TIMEOUT_S" in (failure.remedy or "")
    assert children(os.getpid()) == []


@pytest.mark.alone
def test_a_cancelled_job_ends_soon_and_leaves_nothing(home: Path) -> None:
    _, folder = send(home, misspelt(5000))
    thread = threading.Thread(target=work_on, args=(folder, settings_of(home), never))
    thread.start()
    child_of_mine()
    folder.cancel()
    wait_for(lambda: not folder.path.exists(), 2)
    thread.join(20)  # where nothing else leaves it a processor, its end takes longer
    assert not thread.is_alive()


@pytest.mark.slow
def test_a_worker_that_stops_leaves_a_job_that_can_be_gone_on_with(
    home: Path, expected: Callable[..., bytes]
) -> None:
    content = misspelt(1500)
    _, folder = send(home, content)
    assert work_on(folder, settings_of(home), lambda: folder.read_progress().rows > 0) == "stopped"
    assert job_of(folder).state == "running"
    assert (folder.path / "result.csv.part").exists()
    assert work_on(folder, settings_of(home), never) == "ended"
    assert result_of(folder) == expected(content)


@pytest.mark.parametrize(
    ("content", "limits", "what", "setting"),
    [
        (b"name\n" + b"nato\n" * 50, {"job_max_rows": 49}, "49", "RESOLVER_JOB_MAX_ROWS"),
        (
            gzip.compress(b"name\n" + b"nato\n" * 400_000, mtime=0),
            {"job_max_mb": 1},
            "1,048,576",
            "RESOLVER_JOB_MAX_MB",
        ),
        (b"city\tother\nParis\t1\n", {}, "no column is called name", ""),
        (b"", {}, "empty", ""),
    ],
)
def test_a_list_that_is_refused_says_why_with_the_number(
    content: bytes, limits: dict[str, int], what: str, setting: str, home: Path
) -> None:
    _, folder = send(home, content, "list.csv.gz" if content[:2] == b"\x1f\x8b" else "list.csv")
    assert work_on(folder, settings_of(home, **limits), never) == "ended"
    failure = job_of(folder).failure
    assert failure is not None
    assert what in failure.what
    assert failure.status == (413 if limits else 400)
    assert setting in (failure.remedy or "")
    assert str(home) not in str(failure)
    assert not folder.input(job_of(folder)).exists()


def test_a_list_that_needs_more_memory_than_it_may_have_fails(home: Path) -> None:
    cell = b"x" * 19_000_000
    _, folder = send(home, b"name\n" + (b"nato " + cell + b"\n") * 9)
    assert work_on(folder, settings_of(home, job_memory_mb=128), never) == "ended"
    failure = job_of(folder).failure
    assert failure is not None
    assert failure.what == "the job needs more than 128 MB of memory"
