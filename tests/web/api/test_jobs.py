"""A list goes in over HTTP and comes out, whatever is killed on the way."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from resolver.access import add_key
from resolver.jobs import Jobs
from tests.conftest import RedisServer, wait_for
from tests.jobs.conftest import (
    Worker,
    children,
    expected,
    job_of,
    misspelt,
    send,
    start_worker,
)
from tests.web.conftest import Serve, Service

__all__ = ["expected", "start_worker"]


@pytest.fixture
def home(own_home: Path) -> Path:
    return own_home


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(service: Service, method: str, path: str, body: bytes = b"", **head: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    with closing(connection):
        headers = {name.replace("_", "-"): value for name, value in head.items()}
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        got = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, got, response.read())


def start_job(service: Service, content: bytes, query: str = "column=name") -> str:
    answer = ask(service, "POST", f"/v1/jobs?{query}", content, Content_Type="text/csv")
    assert answer.status == 202, answer.body
    assert answer.json["links"]["self"] == answer.headers["location"]
    return answer.headers["location"]


def until_done(service: Service, job: str, seconds: float = 90) -> dict[str, Any]:
    wait_for(lambda: ask(service, "GET", job).json["state"] in ("done", "failed"), seconds)
    state: dict[str, Any] = ask(service, "GET", job).json
    return state


def test_a_list_is_sent_watched_and_fetched_in_whole_and_in_part(
    serve: Serve, home: Path, expected: Callable[..., bytes]
) -> None:
    service = serve(home, workers=1)
    content = misspelt(60)
    job = start_job(service, content, "column=name&top=2")
    early = ask(service, "GET", f"{job}/result")
    assert (early.status, early.json["code"]) == (409, "job_not_done")
    state = until_done(service, job)
    assert (state["state"], state["rows"], state["share"]) == ("done", 60, 1.0)
    assert set(state["verdicts"]) == {"match", "ambiguous", "no_match"}
    assert sum(state["verdicts"].values()) + state["blank"] + state["unasked"] == 60
    assert state["rows_per_s"] == round(state["rows_per_s"], 1) > 0
    assert state["options"] == {"column": ["name"], "top": ["2"]}
    assert state["created"] <= state["started"] <= state["finished"]
    whole = expected(content, column="name", top="2")
    result = ask(service, "GET", f"{job}/result")
    assert (result.status, result.body) == (200, whole)
    assert result.headers["content-disposition"] == "attachment; filename=list-resolved.csv"
    part = ask(service, "GET", f"{job}/result", Range="bytes=5-24")
    assert (part.status, part.body) == (206, whole[5:25])
    assert part.headers["content-range"] == f"bytes 5-24/{len(whole)}"
    assert part.headers["content-length"] == "20"
    last = ask(service, "GET", f"{job}/result", Range="bytes=-1")
    assert (last.status, last.body) == (206, whole[-1:])
    outside = ask(service, "GET", f"{job}/result", Range=f"bytes={len(whole)}-")
    assert (outside.status, outside.headers["content-range"]) == (416, f"bytes */{len(whole)}")
    assert outside.json["code"] == "wrong_range"
    head = ask(service, "HEAD", f"{job}/result")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(whole)))
    tag = result.headers["etag"]
    assert ask(service, "GET", f"{job}/result", If_None_Match=tag).status == 304
    assert ask(service, "GET", f"{job}/report").headers["content-type"].startswith("text/html")
    assert ask(service, "GET", f"{job}/review").body.startswith(b"\xef\xbb\xbfdecision,")


def test_names_and_ids_are_in_no_log_and_no_metric(serve: Serve, home: Path) -> None:
    service = serve(home, workers=1)
    job = start_job(service, b"name\nZaphod Quux\nnato\n")
    until_done(service, job)
    ask(service, "GET", f"{job}/result")
    metrics = service.get("/metrics")[1].decode()
    assert 'route="/v1/jobs/{job}/result"' in metrics
    assert ask(service, "DELETE", job).status == 204
    service.stop()
    assert '"route": "/v1/jobs/{job}/result"' in service.log
    for secret in ("Zaphod", "nato", job.rpartition("/")[2]):
        assert secret not in service.log
        assert secret not in metrics


@pytest.mark.alone
def test_a_job_that_is_removed_is_gone_with_its_process(serve: Serve, home: Path) -> None:
    service = serve(home, workers=1)
    job = start_job(service, misspelt(5000))
    (sent,) = Jobs(home).unfinished()
    assert {path.stat().st_mode & 0o077 for path in sent.path.iterdir()} == {0}
    wait_for(lambda: ask(service, "GET", job).json["state"] == "running", 20)
    (folder,) = Jobs(home).unfinished()
    begin = time.monotonic()
    answer = ask(service, "DELETE", job)
    assert (answer.status, answer.body) == (204, b"")
    assert "content-type" not in answer.headers
    assert ask(service, "GET", job).status == 404  # at once, though its process still ends
    wait_for(lambda: not folder.path.exists(), 5)
    assert time.monotonic() - begin < 3
    for method, path in (("GET", job), ("DELETE", job), ("GET", f"{job}/result")):
        gone = ask(service, method, path)
        assert (gone.status, gone.json["code"]) == (404, "unknown_job")
    again = start_job(service, misspelt(5))  # the worker has not gone with it
    assert until_done(service, again)["state"] == "done"


def gets_on(service: Service, job: str) -> None:
    """Wait until more of a job's rows are done."""
    before = ask(service, "GET", job).json["rows"]
    wait_for(lambda: ask(service, "GET", job).json["rows"] > before, 60)


@pytest.mark.slow
def test_a_killed_service_goes_on_where_it_was(
    serve: Serve, home: Path, expected: Callable[..., bytes]
) -> None:
    content = misspelt(4000)
    service = serve(home, workers=1)
    job = start_job(service, content)
    for _ in range(2):
        gets_on(service, job)
        service.process.kill()
        service.process.wait()
        wait_for(lambda: not Jobs(home).has_worker(), 20)
        service = serve(home, workers=1)
    assert until_done(service, job)["state"] == "done"
    assert ask(service, "GET", f"{job}/result").body == expected(content, column="name")


@pytest.mark.slow
def test_with_redis_workers_are_of_their_own_and_anything_may_die(
    serve: Serve,
    home: Path,
    start_worker: Callable[..., Worker],
    expected: Callable[..., bytes],
) -> None:
    content = misspelt(800)
    redis = RedisServer()
    service = serve(home, workers=1, redis_url=redis.url)
    assert children(service.process.pid) == []
    job = start_job(service, content)
    time.sleep(1)
    assert ask(service, "GET", job).json["state"] == "queued"
    worker = start_worker(redis_url=redis.url)
    wait_for(lambda: ask(service, "GET", job).json["rows"] > 0, 60)
    redis.send(signal.SIGKILL)
    other = start_job(service, misspelt(5))  # taken though Redis is dead
    child = worker.child()
    assert child is not None
    os.kill(child, signal.SIGKILL)
    worker.kill()
    service.process.kill()
    service.process.wait()
    worker = start_worker(redis_url=redis.url)
    service = serve(home, workers=1, redis_url=redis.url)
    redis.start()
    assert until_done(service, job)["state"] == "done"
    assert until_done(service, other)["state"] == "done"
    assert ask(service, "GET", f"{job}/result").body == expected(content, column="name")
    assert worker.stop() == 0
    redis.send(signal.SIGKILL)


def test_a_job_that_nobody_works_on_says_so(
    home: Path, client_of: Callable[[Path], FlaskClient]
) -> None:
    id_, folder = send(home, b"name\nnato\n")
    client = client_of(home)
    assert client.get(f"/v1/jobs/{id_}").get_json()["note"] is None
    job = job_of(folder)
    folder.write(job.from_dict({**job.to_dict(), "created": time.time() - 60}))
    note = client.get(f"/v1/jobs/{id_}").get_json()["note"]
    assert "no worker is running" in note
    attending = Jobs(home).attend()
    assert attending is not None
    assert client.get(f"/v1/jobs/{id_}").get_json()["note"] is None
    os.close(attending)


def test_a_failed_job_says_why_everywhere(
    home: Path, client_of: Callable[[Path], FlaskClient]
) -> None:
    from resolver.errors import JobFailed

    id_, folder = send(home, b"name\nnato\n")
    folder.write(job_of(folder).failed(time.time(), JobFailed("it took too long", "split it")))
    client = client_of(home)
    state = client.get(f"/v1/jobs/{id_}").get_json()
    assert state["state"] == "failed"
    assert state["failure"]["title"] == "it took too long"
    for made in ("result", "report", "review"):
        answer = client.get(f"/v1/jobs/{id_}/{made}")
        assert answer.status_code == 409
        assert answer.get_json() == {
            "type": "about:blank",
            "title": "the job has failed: it took too long",
            "status": 409,
            "code": "job_failed",
            "detail": "split it",
        }


def test_a_key_finds_its_jobs_and_nobody_else_does(
    home: Path, client_of: Callable[[Path], FlaskClient]
) -> None:
    client = client_of(home)
    keys = {
        name: {"Authorization": f"Bearer {add_key(home, name, 'read', by='ann')}"}
        for name in ("one", "two")
    }

    def sent(**headers: str) -> str:
        answer = client.post(
            "/v1/jobs", data=b"name\nnato\n", content_type="text/csv", headers=headers
        )
        assert answer.status_code == 202, answer.data
        return answer.headers["Location"]

    jobs = [sent(**keys["one"]), sent(**keys["one"])]
    open_job = sent()
    listed = client.get("/v1/jobs", headers=keys["one"]).get_json()["jobs"]
    assert [each["links"]["self"] for each in listed] == jobs[::-1]
    assert client.get("/v1/jobs", headers=keys["two"]).get_json() == {"jobs": []}
    answer = client.get("/v1/jobs")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "key_needed")
    for headers in ({}, keys["two"]):
        for method, path in (("GET", jobs[0]), ("DELETE", jobs[0]), ("GET", f"{jobs[0]}/result")):
            answer = client.open(path, method=method, headers=headers)
            assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_job")
    for headers in ({}, keys["one"]):  # who knows the ID of a job that no key sent has sent it
        assert client.get(open_job, headers=headers).status_code == 200
    assert client.delete(jobs[0], headers=keys["one"]).status_code == 204
    left = client.get("/v1/jobs", headers=keys["one"]).get_json()["jobs"]
    assert [each["links"]["self"] for each in left] == jobs[1:]


@pytest.mark.parametrize("id_", ["x", "A" * 22, "..%2f..%2fhome", "%2e%2e", "A" * 5000])
def test_an_id_that_is_none_is_not_found(
    id_: str, home: Path, client_of: Callable[[Path], FlaskClient]
) -> None:
    client = client_of(home)
    for path in (f"/v1/jobs/{id_}", f"/v1/jobs/{id_}/result"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert re.fullmatch("unknown_(job|route)", answer.get_json()["code"])


@pytest.fixture
def client_of(make_app: Callable[..., Any]) -> Callable[[Path], FlaskClient]:
    def make(home: Path) -> FlaskClient:
        client: FlaskClient = make_app(home).test_client()
        return client

    return make
