"""Workers die and come back, and so does Redis: every job is done once, to the same bytes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.jobs import Jobs
from tests.conftest import RedisServer, run_cli, wait_for, write_jsonl
from tests.jobs.conftest import (
    Worker,
    job_of,
    misspelt,
    result_of,
    send,
)

StartWorker = Callable[..., Worker]


@pytest.mark.slow
def test_jobs_are_done_in_order_and_the_worker_ends_in_order(
    home: Path, start_worker: StartWorker, expected: Callable[..., bytes]
) -> None:
    contents = [misspelt(30, seed) for seed in range(3)]
    folders = [send(home, content)[1] for content in contents]
    worker = start_worker()
    wait_for(lambda: all(job_of(folder).state == "done" for folder in folders), 60)
    ends = [job_of(folder).finished or 0.0 for folder in folders]
    assert ends == sorted(ends)
    assert [result_of(folder) for folder in folders] == [expected(each) for each in contents]
    assert Jobs(home).has_worker()
    assert worker.stop() == 0
    assert not Jobs(home).has_worker()
    assert "Traceback" not in worker.log()


@pytest.mark.slow
def test_a_worker_killed_at_random_moments_loses_nothing(
    home: Path, start_worker: StartWorker, expected: Callable[..., bytes]
) -> None:
    content = misspelt(1000)
    _, folder = send(home, content)
    drawn = random.Random(7)  # noqa: S311 - the same in every run
    for turn in range(10):
        worker = start_worker()
        wait_for(worker.child, 20)
        time.sleep(drawn.uniform(0.1, 2.5))
        child = worker.child()
        if turn % 2 and child is not None:
            os.kill(child, signal.SIGKILL)
        worker.kill()
        if job_of(folder).has_ended:
            break
    start_worker()
    wait_for(lambda: job_of(folder).has_ended, 90)
    assert job_of(folder).failure is None
    assert result_of(folder) == expected(content)


def test_nobody_works_on_a_job_while_the_process_of_a_dead_worker_still_does(
    home: Path, start_worker: StartWorker
) -> None:
    _, folder = send(home, misspelt(3000))
    worker = start_worker()
    wait_for(worker.child, 20)
    child = worker.child()
    assert child is not None
    os.kill(child, signal.SIGSTOP)
    worker.kill()
    other = start_worker()
    time.sleep(2)
    assert other.child() is None
    os.kill(child, signal.SIGKILL)
    wait_for(other.child, 20)
    other.stop()
    folder.cancel()


@pytest.mark.slow
def test_jobs_are_done_though_redis_dies_or_forgets_them(
    home: Path, start_worker: StartWorker, expected: Callable[..., bytes]
) -> None:
    server = RedisServer()
    worker = start_worker(redis_url=server.url)
    content = misspelt(40)
    _, forgotten = send(home, content)  # nobody has put it into the queue
    wait_for(lambda: job_of(forgotten).state == "done", 60)
    server.send(signal.SIGKILL)
    _, unnamed = send(home, content)
    wait_for(lambda: job_of(unnamed).state == "done", 60)
    assert result_of(unnamed) == result_of(forgotten) == expected(content)
    server.start()
    assert worker.stop() == 0
    server.send(signal.SIGKILL)


def test_two_jobs_at_once_where_that_is_set(home: Path, start_worker: StartWorker) -> None:
    folders = [send(home, misspelt(3000, seed))[1] for seed in range(2)]
    start_worker(jobs_at_once=2)
    wait_for(lambda: all(folder.read_progress().rows for folder in folders), 60)
    assert [job_of(folder).state for folder in folders] == ["running"] * 2
    for folder in folders:
        folder.cancel()
    wait_for(lambda: not any(folder.path.exists() for folder in folders))


@pytest.mark.slow
def test_a_job_whose_index_is_gone_begins_anew_with_the_current_one(
    home: Path, start_worker: StartWorker, tmp_path: Path
) -> None:
    content = misspelt(1000)
    _, folder = send(home, content)
    worker = start_worker()
    wait_for(lambda: folder.read_progress().rows > 0, 60)
    worker.kill()
    first = job_of(folder).index
    for number in range(2):
        more = [{"id": f"new-{number}", "type": "person", "name": f"Newcomer {number}"}]
        source = write_jsonl(tmp_path / f"more-{number}.jsonl", more)
        for command in (["import", source], ["compile"]):
            assert run_cli(*command, "--home", home).returncode == 0
    assert first is not None
    shutil.rmtree(home / "index" / first, ignore_errors=True)
    start_worker()
    wait_for(lambda: job_of(folder).has_ended, 90)
    done = job_of(folder)
    assert (done.state, done.index != first) == ("done", True)
    rows = result_of(folder).decode().splitlines()
    assert len(rows) == 1001
    assert all(f",{done.index}," in row for row in rows[1:])


def test_a_job_without_an_index_waits_and_says_so(home: Path, start_worker: StartWorker) -> None:
    shutil.rmtree(home / "index")
    _, folder = send(home, misspelt(20))
    start_worker()
    wait_for(lambda: job_of(folder).note, 30)
    job = job_of(folder)
    assert (job.state, job.failure) == ("queued", None)
    assert job.note is not None
    assert "index" in job.note


@pytest.mark.slow
def test_a_full_disk_makes_a_job_wait_and_loses_nothing(
    home: Path, start_worker: StartWorker, expected: Callable[..., bytes]
) -> None:
    content = misspelt(700)
    _, folder = send(home, content)
    worker = start_worker(file_kb=40)  # a file that grows beyond that finds no space
    wait_for(lambda: job_of(folder).note, 60)
    job = job_of(folder)
    assert (job.state, job.failure) == ("queued", None)
    assert job.note is not None
    assert job.note == "no space left; it goes on when there is"
    assert worker.stop() == 0
    start_worker()
    wait_for(lambda: job_of(folder).has_ended, 60)
    assert result_of(folder) == expected(content)


def test_the_worker_of_a_service_ends_with_its_standard_input(home: Path) -> None:
    _, folder = send(home, misspelt(3000))
    process = subprocess.Popen(
        [sys.executable, "-c", "from resolver.jobs.worker import main; main()"],
        stdin=subprocess.PIPE,
        env={**os.environ, "RESOLVER_HOME": str(home)},
    )
    wait_for(lambda: folder.read_progress().rows > 0, 60)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(15) == 0
    assert (folder.path / "result.csv.part").exists()
    with folder.claimed() as held:
        assert held is not None


def test_a_job_steps_back_for_everything_else(home: Path, start_worker: StartWorker) -> None:
    send(home, misspelt(3000))
    worker = start_worker()
    wait_for(worker.child, 20)
    child = worker.child()
    assert child is not None
    wait_for(lambda: os.sched_getscheduler(child) == os.SCHED_IDLE)
