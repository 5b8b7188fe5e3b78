"""The queue on Redis names jobs, whatever becomes of Redis, and runs nothing that is in it."""

from __future__ import annotations

import pickle
import signal
import time
from pathlib import Path

from redis import Redis
from rq import Queue, Worker

from resolver.jobs.rq_queue import NAME, WAIT_S, RqQueue
from tests.conftest import RedisServer, free_port

KEYS = ["a" * 32, "b" * 32]


def test_keys_come_out_in_order_and_leave_nothing(redis_server: RedisServer) -> None:
    queue, named = RqQueue(redis_server.url), list[str]()
    for key in KEYS:
        queue.put(key)
    for _ in KEYS:
        queue.wait(named.append)
    assert named == KEYS
    client = Redis.from_url(redis_server.url)
    left = [key for key in client.keys("rq:*") if any(each.encode() in key for each in KEYS)]
    assert left == []
    client.close()


def test_a_worker_waits_no_longer_than_it_says_and_is_seen_meanwhile(
    redis_server: RedisServer,
) -> None:
    queue, named, begin = RqQueue(redis_server.url), list[str](), time.monotonic()
    queue.wait(named.append)
    assert named == []
    assert WAIT_S - 1 < time.monotonic() - begin < WAIT_S + 2
    queue.put(KEYS[0])
    seen: list[int] = []
    client = Redis.from_url(redis_server.url)
    queue.wait(lambda _: seen.append(Worker.count(connection=client)))
    assert seen == [1]
    client.close()


def test_what_others_put_there_is_not_called(redis_server: RedisServer, tmp_path: Path) -> None:
    client, touched = Redis.from_url(redis_server.url), tmp_path / "touched"
    Queue(NAME, connection=client).enqueue_call(
        "pathlib.Path.touch", args=(touched,), job_id="evil"
    )
    client.hset("rq:job:evil", "data", pickle.dumps(("os.system", None, (f"touch {touched}",), {})))
    queue, named = RqQueue(redis_server.url), list[str]()
    queue.wait(named.append)
    assert named == ["evil"]  # a key like any other: no folder has that name
    assert not touched.exists()
    client.close()


def test_a_dead_redis_is_no_error_and_one_that_comes_back_is_used() -> None:
    server = RedisServer()
    queue, named = RqQueue(server.url), list[str]()
    queue.wait(named.append)
    server.send(signal.SIGKILL)
    begin = time.monotonic()
    queue.put(KEYS[0])
    queue.wait(named.append)
    assert time.monotonic() - begin < 5
    server.start()
    queue.wait(named.append)
    queue.put(KEYS[1])
    queue.wait(named.append)
    assert named == [KEYS[1]]  # the other one is found by its folder
    server.send(signal.SIGKILL)


def test_a_redis_that_was_never_there_is_no_error() -> None:
    queue = RqQueue(f"redis://127.0.0.1:{free_port()}/0")
    queue.put(KEYS[0])
    queue.wait(lambda _: None)
