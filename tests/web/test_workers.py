"""Workers die alone, and never outlive their parent."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from resolver.indexing.indexer import SLOT
from resolver.web.server import claimed
from tests.conftest import RedisServer, run_cli, wait_for, write_jsonl
from tests.web.conftest import Serve, Service


def replace(worker: int, service: Service) -> None:
    """Kill a worker, and wait until another answers in its place."""
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: len(set(service.workers()) - {worker}) == 2)
    wait_for(lambda: service.metric("resolver_workers") == 2)


@pytest.mark.slow
def test_a_worker_that_dies_again_and_again_takes_no_other_along(serve: Serve) -> None:
    service = serve(workers=2)
    assert service.get("/v1/resolve?q=nato")[0] == 200
    steady = service.workers()[0]
    files = set()
    for _ in range(3):
        (other,) = set(service.workers()) - {steady}
        replace(other, service)
        files.add(service.metric("resolver_verdicts_total"))
    assert steady in service.workers()
    assert files == {1.0}  # what was counted is neither lost nor counted twice
    deaths = [json.loads(line) for line in service.log.splitlines() if "worker died" in line]
    assert [each["exit_code"] for each in deaths] == [-signal.SIGKILL] * 3
    for line in service.log.splitlines():
        assert line.startswith(("{", "serving ", "paste into OpenRefine: ")), service.log
    assert service.stop() == 0


def test_gauges_count_no_dead_worker_and_no_metric_files_pile_up(
    serve: Serve, redis_server: RedisServer, tmp_path: Path
) -> None:
    service = serve(workers=2, redis_url=redis_server.url, TMPDIR=tmp_path)
    wait_for(lambda: service.metric("resolver_redis_up") == 2)
    (folder,) = tmp_path.glob("resolver-metrics-*")
    replace(service.workers()[0], service)
    wait_for(lambda: service.metric("resolver_redis_up") == 2)
    slots = {"0", "1", str(SLOT)}  # the indexer starts when it starts
    wait_for(lambda: {path.stem.rpartition("_")[2] for path in folder.glob("*.db")} == slots)


def test_workers_end_with_their_parent_and_free_the_port(serve: Serve, tmp_path: Path) -> None:
    service = serve(workers=2, TMPDIR=tmp_path)
    workers = service.workers()
    assert len(workers) == 2
    service.process.kill()
    service.process.wait()
    wait_for(lambda: not any(map(is_alive, workers)), 30)
    with claimed("127.0.0.1", service.port):
        pass
    assert not list(tmp_path.iterdir())


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not yet taken note of does not."""
    command = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


@pytest.mark.slow
def test_a_bad_current_and_a_dead_worker_leave_the_service_answering(
    serve: Serve, bundled_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(bundled_home, home)
    service = serve(home, workers=2)
    wait_for(lambda: service.metric("resolver_workers") == 2)
    (home / "index" / "CURRENT").write_text("nowhere\n")
    dying = service.workers()[0]
    os.kill(dying, signal.SIGKILL)
    wait_for(lambda: not is_alive(dying))
    time.sleep(0.2)  # its threads end after that, and with them what had connected to it
    for _ in range(20):
        assert json.loads(service.get("/v1/resolve?q=nato")[1])["id"] == "nato"
    wait_for(lambda: service.metric("resolver_workers") == 2)
    wait_for(lambda: service.metric("resolver_stale") == 0)  # the indexer has mended it
    assert (home / "index" / "CURRENT").read_text() != "nowhere\n"
    assert json.loads(service.get("/readyz")[1])["current"] is True


@pytest.mark.slow
def test_a_truncated_file_of_the_index_ends_no_service(
    serve: Serve, bundled_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(bundled_home, home)
    source = write_jsonl(tmp_path / "more.jsonl", [{"id": "b", "type": "person", "name": "Benbow"}])
    for command in (["import", source], ["compile"]):
        run_cli(*command, "--home", home)
    service = serve(home, workers=2)
    fingerprint = json.loads(service.get("/readyz")[1])["index"]
    for column in (home / "index" / fingerprint).glob("*.npy"):
        os.truncate(column, 200)  # what is small was read when it was opened, all else is mapped

    def answers_from_the_other() -> bool:
        try:
            answer = json.loads(service.get("/v1/resolve?q=nato")[1])
        except OSError:  # whoever reads beyond the end of a file dies (SIGBUS)
            return False
        return bool(answer["id"] == "nato" and answer["index"] != fingerprint)

    wait_for(lambda: all(answers_from_the_other() for _ in range(10)), 30)
    wait_for(lambda: service.metric("resolver_workers") == 2)


def test_requests_are_answered_while_workers_end_with_their_parent(serve: Serve) -> None:
    service = serve(workers=2)
    statuses: Counter[int] = Counter()

    def ask(first: int) -> None:
        for number in range(first, first + 100_000):
            try:
                status, _ = service.get(f"/v1/resolve?q=Zahedy+{number}")
            except OSError:
                return  # it listens no more
            statuses[status] += 1

    threads = [threading.Thread(target=ask, args=(n * 100_000,)) for n in range(4)]
    for thread in threads:
        thread.start()
    wait_for(lambda: statuses[200] > 50)
    service.process.kill()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200}


def test_a_worker_is_replaced_though_nobody_hears_that_it_died(serve: Serve) -> None:
    service = serve(workers=2, stderr="/dev/full")
    for _ in range(2):
        replace(service.workers()[0], service)
    assert json.loads(service.get("/v1/resolve?q=nato")[1])["id"] == "nato"
    assert service.metric("resolver_log_lines_lost") > 0
    service.stop()


def test_a_signal_to_reload_loses_no_count(serve: Serve) -> None:
    service = serve(workers=1)
    (worker,) = service.workers()
    service.process.send_signal(signal.SIGHUP)
    for _ in range(20):
        assert service.get("/v1/resolve?q=nato")[0] == 200
    assert service.workers() == [worker]
    assert service.metric("resolver_verdicts_total") == 20
