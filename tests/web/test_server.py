"""`resolver serve` as an operator runs it: processes, a real Redis, and what goes wrong."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import redis

from resolver.access import add_key
from resolver.cache.redis import RECONNECT_S
from resolver.errors import BadValue
from resolver.settings import Settings
from resolver.web.app import create_app
from resolver.web.bodies import BODY_TIMEOUT_S
from resolver.web.server import HEADER_TIMEOUT_S
from tests.conftest import RedisServer, run_cli, wait_for
from tests.web.conftest import HEAD, Serve, connected, post


def test_an_empty_home_is_built_from_the_bundled_packs(serve: Serve, tmp_path: Path) -> None:
    service = serve(tmp_path / "home", workers=1)
    status, body = service.get("/v1/resolve?q=Ali+Reza+Zahdi&type=person")
    assert (status, json.loads(body)["id"]) == (200, "mohammad-reza-zahedi")
    assert service.stop() == 0
    assert "middle-east-news: " in service.log


RECONCILE = "^/reconcile"
"""The routes of reconciliation, which take what clients send, whatever it is declared as."""

EDITS = "^/v1/(entities|merges|splits|undo|changes|reviews)"
"""The routes of the table, which is changed."""

PLAIN = ["-n", "40"]

# Nobody waits, neither for an index that nobody makes nor for news; what is no number stays.
HOOKS = """
import schemathesis

@schemathesis.hook
def before_call(context, case, kwargs):
    asked = str((case.headers or {}).get("X-Resolver-Through", ""))
    if asked.isascii() and asked.isdigit() and int(asked) < 2**53:
        case.headers["X-Resolver-Through"] = "0"
"""
SAID = """
hooks = "hooks.py"

[parameters]
"query.wait" = "false"

[[operations]]
include-operation-id = "changes"
[operations.parameters]
"query.wait" = "0"
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "which",
    [
        [
            *PLAIN,
            *("--exclude-path-regex", f"{EDITS}|{RECONCILE}"),
            *("--exclude-operation-id", "createJob", "--exclude-operation-id", "annotate"),
        ],
        # A span has to lie within its text, which no schema can say.
        [
            *PLAIN,
            *("--include-operation-id", "annotate"),
            *("--exclude-checks", "positive_data_acceptance"),
        ],
        # A list may be refused for what is in it, which no schema describes.
        [
            *PLAIN,
            *("--include-operation-id", "createJob"),
            *("--exclude-checks", "positive_data_acceptance"),
        ],
        # So may a change, and of what is blank more is taken than a schema says; an index has it
        # later, and an ID may end in `/aliases`.
        [
            *("-n", "5", "--include-path-regex", EDITS, "--phases", "examples,coverage"),
            "--exclude-checks",
            "positive_data_acceptance,negative_data_rejection,ensure_resource_availability,"
            "unsupported_method,allow_header_conformance",
        ],
        # An object in a form is a text, and what is no property there has no schema either.
        [
            *("-n", "10", "--include-path-regex", RECONCILE, "--phases", "examples,coverage"),
            *("--exclude-checks", "positive_data_acceptance,negative_data_rejection"),
        ],
    ],
    ids=["queries", "texts", "lists", "edits", "reconciliation"],
)
def test_the_service_keeps_to_its_own_description(
    which: list[str], serve: Serve, few_home: Path, tmp_path: Path
) -> None:
    service = serve(few_home, workers=1)
    secret = add_key(few_home, "ana", "write", by="test")
    (tmp_path / "schemathesis.toml").write_text(SAID)
    (tmp_path / "hooks.py").write_text(HOOKS)
    schemathesis = Path(sys.executable).with_name("schemathesis")
    address = f"http://127.0.0.1:{service.port}/openapi.json"
    done = subprocess.run(
        [
            schemathesis,
            "run",
            address,
            "--checks",
            "all",
            "--seed",
            "1",
            "-H",
            f"Authorization: Bearer {secret}",
            "--no-color",
            *which,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_metrics_are_right_with_several_workers(serve: Serve) -> None:
    service = serve(workers=2)

    def counted() -> float:
        lines = service.get("/metrics")[1].decode().splitlines()
        return sum(float(x.split()[-1]) for x in lines if x.startswith("resolver_verdicts_total"))

    for _ in range(60):
        assert service.get("/v1/resolve?q=nato")[0] == 200
    assert [counted() for _ in range(5)] == [60.0] * 5


def test_a_request_line_of_a_thousand_characters_is_taken(serve: Serve) -> None:
    service = serve(workers=1)
    status, body = service.get("/v1/resolve?q=" + "%F0%90%A4%80" * 1000 + "&context=" + "x" * 9000)
    assert (status, json.loads(body)["verdict"]) == (200, "no_match")


def test_a_stop_drops_no_request(serve: Serve) -> None:
    service = serve(workers=2)
    statuses: Counter[object] = Counter()

    def ask(worker: int) -> None:
        for n in range(100_000):
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
            try:
                connection.connect()
            except OSError:
                return  # it listens no more
            try:
                connection.request("GET", f"/v1/resolve?q=Zahedy+{worker}+{n}")
                statuses[connection.getresponse().status] += 1
            except ConnectionResetError:
                statuses["not accepted"] += 1  # left in the queue of the system, never taken
                return
            finally:
                connection.close()

    threads = [threading.Thread(target=ask, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    wait_for(lambda: statuses[200] > 100, 30)
    assert service.stop() == 0
    for thread in threads:
        thread.join(20)
    assert set(statuses) <= {200, "not accepted"}


HITS = 'resolver_cache_total{tier="redis"'


@pytest.mark.slow
def test_redis_killed_paused_and_started_again_under_load(serve: Serve) -> None:
    server = RedisServer()
    service = serve(workers=2, redis_url=server.url, cache_mb=0)
    statuses: Counter[int] = Counter()
    over = threading.Event()
    begin = time.perf_counter()

    def ask(worker: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
        n = worker * 1000
        while not over.is_set():
            connection.request("GET", f"/v1/resolve?q=Zahedy+{n % 400}")
            response = connection.getresponse()
            response.read()
            statuses[response.status] += 1
            n += 1
        connection.close()

    def total(metric: str) -> float:
        lines = service.get("/metrics")[1].decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(metric))

    def more_hits() -> None:
        before = total(HITS)
        wait_for(lambda: total(HITS) > before + 20, 30)

    threads = [threading.Thread(target=ask, args=(worker,)) for worker in range(4)]
    try:
        for thread in threads:
            thread.start()
        more_hits()
        server.send(signal.SIGKILL)
        time.sleep(2)
        server.start()
        more_hits()
        server.send(signal.SIGSTOP)
        time.sleep(2)
        server.send(signal.SIGCONT)
        more_hits()
    finally:
        over.set()
        for thread in threads:
            thread.join(20)
        seconds = time.perf_counter() - begin
        server.send(signal.SIGCONT)
        server.send(signal.SIGKILL)
    assert set(statuses) == {200}
    assert statuses[200] > 500
    # Counted, because times on a busy machine say nothing: between two tries a client meets a Redis
    # that fails at most once, however many requests it makes.
    assert 0 < total("resolver_redis_errors_total{") <= 4 * (seconds / RECONNECT_S + 1)


@pytest.mark.slow
def test_a_worker_that_stops_writes_to_redis_what_it_answered(serve: Serve) -> None:
    server = RedisServer()
    service = serve(workers=1, redis_url=server.url)
    try:
        wait_for(lambda: service.metric("resolver_redis_up") == 1)
        for number in range(50):
            assert service.get(f"/v1/resolve?q=Zahedy+{number}")[0] == 200
        assert service.stop() == 0
        with redis.Redis.from_url(server.url) as client:
            assert client.dbsize() == 50
    finally:
        server.send(signal.SIGKILL)


ALL_CLOSED_S = max(HEADER_TIMEOUT_S, BODY_TIMEOUT_S) + 5


@pytest.mark.slow
def test_what_a_client_leaves_hanging_is_closed(serve: Serve) -> None:
    service = serve(workers=1)
    whole = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with ExitStack() as clients:
        begin = time.monotonic()
        hanging = {
            name: clients.enter_context(connected(service, *sent))
            for name, sent in {
                "silent": (),
                "head": (b"GET /v1/res",),
                "idle": (whole,),
                "body": (HEAD, b"Content-Length: 1000\r\n\r\n{"),
                "chunks": (HEAD, b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
            }.items()
        }
        trickling = clients.enter_context(connected(service, HEAD, b"Content-Length: 1000\r\n\r\n"))
        with suppress(OSError):  # it is closed while it sends
            while time.monotonic() < begin + ALL_CLOSED_S:
                trickling.sendall(b" ")
                time.sleep(0.2)
        said = {name: all_of(client) for name, client in hanging.items()}
        assert time.monotonic() < begin + ALL_CLOSED_S + 1
    assert said["idle"].startswith(b"HTTP/1.1 200 OK")
    for name in ("body", "chunks"):
        assert said[name].startswith(b"HTTP/1.1 408"), name
        assert b"the body did not arrive within 10 s" in said[name]
    assert post(service, b'{"text": "nato"}')[0] == 200


def all_of(client: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    said = b""
    with suppress(ConnectionResetError):
        while part := client.recv(10_000):
            said += part
    return said


def test_a_port_that_is_taken_is_an_error_of_one_line(serve: Serve, bundled_home: Path) -> None:
    service = serve(workers=1)
    done = run_cli("serve", "--home", bundled_home, "--port", str(service.port))
    assert done.returncode == 2
    assert (
        f"error: cannot listen on 127.0.0.1:{service.port}: address already in use" in done.stderr
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("args", [["--port", "http"], ["--workers", "0"], ["--port", "70000"]])
def test_an_impossible_option_is_an_error_of_one_line(bundled_home: Path, args: list[str]) -> None:
    done = run_cli("serve", "--home", bundled_home, *args)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(
        f"error: RESOLVER_{args[0][2:].upper()} '{args[1]}' is not what it"
    )


def test_a_host_that_no_name_can_be_is_an_error_of_one_line(bundled_home: Path) -> None:
    done = run_cli("serve", "--home", bundled_home, "--host", b"\xff")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("error: cannot listen on ")


@pytest.mark.parametrize("url", ["redis://me:secret@host:abc", "redis://host?passwort=secret"])
def test_a_wrong_redis_url_is_an_error_of_one_line_before_anything_is_started(
    bundled_home: Path, url: str
) -> None:
    done = run_cli("serve", "--home", bundled_home, env={"RESOLVER_REDIS_URL": url})
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("error: RESOLVER_REDIS_URL has ")
    assert "secret" not in done.stderr


def test_an_app_is_not_made_with_a_wrong_redis_url(bundled_home: Path) -> None:
    threads = threading.active_count()
    given = {"RESOLVER_HOME": str(bundled_home), "RESOLVER_REDIS_URL": "redis://host/first"}
    with pytest.raises(BadValue, match="a database that is not a number"):
        create_app(Settings.from_environment(given))
    assert threading.active_count() == threads
