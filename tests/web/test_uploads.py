"""Lists go to disk as they arrive: within memory, within limits, at a pace."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import threading
import time
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from resolver.errors import BodyTooLarge, DiskFull, WrongHost
from resolver.jobs import Jobs
from resolver.jobs.jobs import LEFT_S, Taken
from resolver.web.uploads import FIRST_S, Upload, Uploads
from tests.conftest import wait_for
from tests.jobs.conftest import settings_of
from tests.web.conftest import Serve, Service, connected, open_access
from tests.web.test_bodies import resident_mb

TO_JOBS = {"REQUEST_METHOD": "POST", "PATH_INFO": "/v1/jobs"}
HEAD = b"POST /v1/jobs?column=name HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"


def status_of(service: Service, *sent: bytes) -> int:
    with closing(connected(service, *sent)) as client:
        client.settimeout(30)
        return int(client.recv(1000).split()[1])


def jobs_of(home: Path) -> list[Path]:
    return [path for path in (home / "jobs").glob("*") if path.name != "workers"]


def test_a_long_list_takes_no_memory(serve: Serve, own_home: Path) -> None:
    service = serve(own_home, workers=1)
    (worker,) = service.workers()
    before = resident_mb(worker)
    rows = b"name\n" + b"x" * 60 + b"\n" * 1
    piece = (b"x" * 60 + b"\n") * 17_000
    length = len(rows) + 100 * len(piece)
    client = connected(service, HEAD, b"Content-Length: %d\r\n\r\n" % length, rows)
    with closing(client):
        for _ in range(100):
            client.sendall(piece)
        head = client.recv(4000)
    assert head.split()[1] == b"202"
    assert resident_mb(worker) - before < 30
    location = head.partition(b"location: ")[2].split()[0].decode()
    assert json.loads(service.get(location)[1])["state"] in ("queued", "running")


@pytest.mark.parametrize(
    "sent",
    [
        (b"Content-Length: 3000000\r\n\r\n", b"name\n"),
        (b"Transfer-Encoding: chunked\r\n\r\n", b"200000\r\n", b"x" * 0x200000, b"\r\n0\r\n\r\n"),
    ],
)
def test_a_list_that_is_too_long_is_refused_with_the_number(
    sent: tuple[bytes, ...], serve: Serve, own_home: Path
) -> None:
    service = serve(own_home, workers=1, job_max_mb=1)
    with closing(connected(service, HEAD, *sent)) as client:
        answer = client.recv(2000)
        while b"}" not in answer:
            answer += client.recv(2000)
    assert answer.split()[1] == b"413"
    assert b"longer than 1 MB" in answer
    wait_for(lambda: jobs_of(own_home) == [])


def test_too_many_at_once_are_refused_and_may_come_again(serve: Serve, own_home: Path) -> None:
    service = serve(own_home, workers=1, max_queued_jobs=1)
    with closing(connected(service, HEAD, b"Content-Length: 100\r\n\r\nname\n")):
        wait_for(lambda: jobs_of(own_home))
        with closing(connected(service, HEAD, b"Content-Length: 5\r\n\r\nname\n")) as client:
            answer = client.recv(2000).lower()
            assert answer.split()[1] == b"503"
            assert b"retry-after: 30" in answer
    wait_for(lambda: jobs_of(own_home) == [])  # the first client has hung up
    assert status_of(service, HEAD, b"Content-Length: 5\r\n\r\nname\n") == 202


@pytest.mark.slow
def test_a_list_that_comes_too_slowly_is_refused(own_home: Path, serve: Serve) -> None:
    service = serve(own_home, workers=1)
    begin = time.monotonic()
    assert status_of(service, HEAD, b"Content-Length: 1000\r\n\r\nname\n") == 408
    assert time.monotonic() - begin < FIRST_S + 5
    wait_for(lambda: jobs_of(own_home) == [])


@pytest.mark.slow
def test_what_a_killed_service_had_half_taken_in_is_removed(serve: Serve, own_home: Path) -> None:
    service = serve(own_home, workers=1)
    with closing(connected(service, HEAD, b"Content-Length: 1000\r\n\r\nname\n")):
        wait_for(lambda: jobs_of(own_home))
        (folder,) = jobs_of(own_home)
        os.kill(service.workers()[0], signal.SIGKILL)
    wait_for(lambda: len(service.workers()) == 1)
    assert folder.exists()
    os.close(Jobs(own_home).take(1).held)  # it keeps no place
    service.stop()
    time.sleep(LEFT_S)
    serve(own_home, workers=1)
    wait_for(lambda: not folder.exists())


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        (b"POST /v1/jobs", b"Host: evil.example\r\nContent-Type: text/csv\r\n", 421),
        (b"POST /v1/jobs", b"Host: localhost\r\nContent-Type: text/plain\r\n", 415),
        (b"POST /v1/jobs?top=0", b"Host: localhost\r\nContent-Type: text/csv\r\n", 400),
        (b"POST /v1/jobs/", b"Host: localhost\r\nContent-Type: text/csv\r\n", 404),
        (b"PUT /v1/jobs", b"Host: localhost\r\nContent-Type: text/csv\r\n", 405),
        (b"POST //v1/jobs", b"Host: localhost\r\nContent-Type: text/csv\r\n", 404),
    ],
)
def test_a_request_that_is_refused_keeps_no_place_and_leaves_nothing(
    request_line: bytes, headers: bytes, status: int, serve: Serve, own_home: Path
) -> None:
    service = serve(own_home, workers=1, max_queued_jobs=1)
    head = request_line + b" HTTP/1.1\r\n" + headers + b"Content-Length: 10\r\n\r\n"
    for _ in range(2):
        assert status_of(service, head, b"name\nnato\n") == status
    wait_for(lambda: jobs_of(own_home) == [])
    assert status_of(service, HEAD, b"Content-Length: 5\r\n\r\nname\n") == 202


def test_a_request_for_another_host_is_refused_before_its_list_is_read(tmp_path: Path) -> None:
    uploads = Uploads(Jobs(tmp_path), settings_of(tmp_path), open_access(tmp_path))
    with pytest.raises(WrongHost):
        uploads.read({"HTTP_HOST": "evil.example", "wsgi.input": BytesIO(b"name\n")})
    assert not (tmp_path / "jobs").exists()


def test_a_client_that_leaves_while_its_place_is_made_keeps_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = Jobs(tmp_path)
    uploads = Uploads(jobs, settings_of(tmp_path), open_access(tmp_path))
    begun, go_on = threading.Event(), threading.Event()
    take = jobs.take

    def slow(most: int) -> Taken:
        begun.set()
        go_on.wait(10)
        return take(most)

    async def leave() -> None:
        task = asyncio.create_task(uploads.receive(None, TO_JOBS))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()

    monkeypatch.setattr(jobs, "take", slow)
    asyncio.run(leave())
    wait_for((tmp_path / "jobs").exists)
    wait_for(lambda: list((tmp_path / "jobs").iterdir()) == [])


def test_where_the_disk_is_full_no_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    for method in ("touch", "open"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, method, full)
            with pytest.raises(DiskFull):
                Upload(Jobs(tmp_path), settings_of(tmp_path))
        assert list((tmp_path / "jobs").iterdir()) == []


def test_an_upload_that_becomes_no_job_leaves_nothing(tmp_path: Path) -> None:
    upload = Upload(Jobs(tmp_path), settings_of(tmp_path, job_max_mb=1))
    upload.write(b"x" * (1 << 20))
    with pytest.raises(BodyTooLarge, match="longer than 1 MB"):
        upload.write(b"x")
    upload.close()
    assert list((tmp_path / "jobs").iterdir()) == []
