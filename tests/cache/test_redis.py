"""A Redis that dies, hangs, refuses or holds something else costs little and changes no answer."""

from __future__ import annotations

import http.server
import signal
import threading
import time
from pathlib import Path

import pytest
import redis

from resolver import Query, Resolver
from resolver.cache import RedisCache, check_url
from resolver.cache.codec import encode
from resolver.cache.keys import cache_key
from resolver.errors import BadValue
from resolver.model.wire import Answer
from resolver.telemetry import Metrics
from tests.cache.conftest import MakeRedis, answer_of, cached, errors_counted
from tests.conftest import RedisServer, wait_for

ANSWER = answer_of(0)


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("redis://me:secret@host:abc/0", "a port that is not a number"),
        ("redis://me:sec/ret@host:6379/0", "a port that is not a number"),
        ("redis://:secret@host:99999", "a port that is not a number"),
        ("redis://me:secret@host:0", "port 0"),
        ("redis://me:secret@:6379", "no host"),
        ("redis:///0?password=secret", "no host"),
        ("unix://me:secret@", "no path of a socket"),
        ("redis://me:secret@host/first", "a database that is not a number"),
        ("redis://me:secret@host/-1", "a database that is not a number"),
        ("redis://host?password=secret&db=first", "an option db of an impossible value"),
        ("redis://host?password=secret&socket_timeoutt=1", "the unknown option 'socket_timeoutt'"),
        ("redis://host?password=secret&decode_responses=1", "the unknown option 'decode_resp"),
        (
            "redis://host?health_check_interval=soon",
            "an option health_check_interval of an imposs",
        ),
        (
            "redis://host?health_check_interval=-1",
            "an option health_check_interval of an imposs",
        ),
        ("redis://me:secret@host?protocol=9", "an option or a value that its client refuses"),
        ("redis://me:secret@host?ssl_ca_certs=x", "an option or a value that its client refuses"),
    ],
)
def test_a_wrong_url_is_refused_without_showing_its_password(url: str, wrong: str) -> None:
    with pytest.raises(BadValue, match=f"RESOLVER_REDIS_URL has {wrong}") as caught:
        RedisCache(url, timeout_s=0.5, ttl_s=60, metrics=Metrics())
    assert "sec" not in str(caught.value).replace("a second", "")


@pytest.mark.parametrize(
    "url",
    [
        "redis://host",
        "redis://me:secret@host:6379/0?health_check_interval=1&client_name=names",
        "rediss://[::1]:6379/?ssl_cert_reqs=none",
        "unix:///run/redis.sock?db=1&password=secret",
    ],
)
def test_a_url_that_can_be_used_is_taken(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize("poison", [b"", b"x", b"\0" * 50, "cut", "list"])
def test_a_poisoned_value_is_absent_and_replaced(
    bundled: Resolver, shared: RedisCache, redis_server: RedisServer, poison: bytes | str
) -> None:
    query = Query(f"Zahedi {poison!r}")
    key = cache_key(bundled.fingerprint, query, explain=False)
    whole = encode(key, Answer.of(bundled.resolve(query), explain=False))
    with redis.Redis.from_url(redis_server.url) as client:
        if poison == "list":
            client.lpush(key, "x")
        else:
            client.set(key, whole[:-1] if poison == "cut" else poison)
        assert cached(bundled, shared).answer(query).tier == "miss"
        assert client.get(key) == whole
    assert cached(bundled, shared).answer(query).tier == "redis"


def test_a_damaged_value_is_counted(redis_server: RedisServer) -> None:
    metrics = Metrics()
    cache = RedisCache(redis_server.url, timeout_s=0.5, ttl_s=60, metrics=metrics)
    wait_for(lambda: cache.up)
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("damaged", b"x")
    assert cache.get("damaged") is None
    cache.close()
    assert errors_counted(metrics) == {"damaged": 1.0}


def test_a_value_expires_and_its_key_hides_the_name(
    bundled: Resolver, shared: RedisCache, redis_server: RedisServer
) -> None:
    query = Query("Hidden Zahedi")
    cached(bundled, shared).answer(query)
    with redis.Redis.from_url(redis_server.url) as client:
        key = cache_key(bundled.fingerprint, query, explain=False)
        assert 0 < client.ttl(key) <= 60
        assert not client.keys("*Zahedi*")


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGSTOP])
def test_a_redis_that_dies_or_hangs_costs_one_time_out_and_comes_back(way: signal.Signals) -> None:
    server = RedisServer()
    metrics = Metrics()
    cache = RedisCache(server.url, timeout_s=0.05, ttl_s=60, metrics=metrics)
    try:
        wait_for(lambda: cache.up)
        server.send(way)
        for number in range(10):
            assert cache.get(f"key {number}") is None
            cache.put_many({f"key {number}": ANSWER})
        assert not cache.up
        assert sum(errors_counted(metrics).values()) == 1
        if way == signal.SIGKILL:
            server.start()
        else:
            server.send(signal.SIGCONT)
        wait_for(lambda: cache.up)
        cache.put_many({"again": ANSWER})
        wait_for(lambda: cache.is_idle)
        assert cache.get("again") == ANSWER
    finally:
        cache.close()
        server.send(signal.SIGCONT)
        server.send(signal.SIGKILL)


def test_a_redis_that_refuses_to_write_is_still_read(
    shared: RedisCache, redis_server: RedisServer
) -> None:
    shared.put_many({"written": ANSWER})
    with redis.Redis.from_url(redis_server.url) as client:
        client.config_set("maxmemory", "1")
        try:
            shared.put_many({"refused": ANSWER})
            assert shared.up
            assert shared.get_many(["refused", "written"]) == [None, ANSWER]
        finally:
            client.config_set("maxmemory", "0")


def test_what_redis_refuses_or_loses_is_counted() -> None:
    server = RedisServer()
    metrics = Metrics()
    cache = RedisCache(server.url, timeout_s=0.2, ttl_s=60, metrics=metrics)
    try:
        wait_for(lambda: cache.up)
        cache.put_many({"written": ANSWER})
        wait_for(lambda: cache.is_idle)
        assert dropped(metrics) == 0
        with redis.Redis.from_url(server.url) as client:
            client.config_set("maxmemory", "1")
            cache.put_many({"first": ANSWER, "second": ANSWER})
            wait_for(lambda: cache.is_idle)
        assert (dropped(metrics), errors_counted(metrics)["refused"], cache.up) == (2, 1, True)
        server.send(signal.SIGSTOP)
        cache.put_many({f"key {number}": ANSWER for number in range(500)})
        server.send(signal.SIGKILL)  # while they are written
        wait_for(lambda: cache.is_idle)
        assert dropped(metrics) == 502
        assert not cache.up
    finally:
        cache.close()
        server.send(signal.SIGKILL)


def dropped(metrics: Metrics) -> float:
    """How many answers were not written to Redis."""
    (family,) = metrics.redis_dropped.collect()
    return family.samples[0].value


@pytest.mark.alone
def test_an_answer_does_not_wait_until_it_is_written(redis_server: RedisServer) -> None:
    cache = RedisCache(redis_server.url, timeout_s=5, ttl_s=60, metrics=Metrics())
    wait_for(lambda: cache.up)
    redis_server.send(signal.SIGSTOP)
    try:
        begin = time.perf_counter()
        cache.put_many({"behind": ANSWER})
        assert time.perf_counter() - begin < 1
        assert not cache.is_idle
    finally:
        redis_server.send(signal.SIGCONT)
    wait_for(lambda: cache.is_idle)
    assert cache.get("behind") == ANSWER
    cache.close()


def test_what_was_put_is_written_when_the_cache_is_closed(
    redis_server: RedisServer, shared: RedisCache
) -> None:
    cache = RedisCache(redis_server.url, timeout_s=0.5, ttl_s=60, metrics=Metrics())
    wait_for(lambda: cache.up)
    answers = {f"last {number}": answer_of(number) for number in range(300)}
    cache.put_many(answers)
    cache.close()
    assert shared.get_many(list(answers)) == list(answers.values())


def test_values_go_to_redis_in_few_round_trips(redis_server: RedisServer) -> None:
    cache = RedisCache(redis_server.url, timeout_s=0.5, ttl_s=60, metrics=Metrics())
    wait_for(lambda: cache.up)
    with redis.Redis.from_url(redis_server.url) as client:
        before = client.info()["total_reads_processed"]
        cache.put_many({f"few {number}": answer_of(number) for number in range(1000)})
        wait_for(lambda: cache.is_idle)
        reads = client.info()["total_reads_processed"] - before
    cache.close()
    assert reads < 100


class NoRedis(http.server.BaseHTTPRequestHandler):
    """A server that answers whatever is said with what is no reply."""

    def handle(self) -> None:
        self.connection.recv(1000)
        self.connection.sendall(b"<html>")


def test_a_server_that_is_no_redis_is_an_empty_cache(make_redis: MakeRedis) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), NoRedis) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        cache = make_redis(f"redis://127.0.0.1:{server.server_port}/0")
        time.sleep(0.2)
        cache.put_many({"key": ANSWER})
        assert cache.get("key") is None
        server.shutdown()
        thread.join()


def test_a_connection_that_redis_closed_is_no_failure(redis_server: RedisServer) -> None:
    metrics = Metrics()
    cache = RedisCache(redis_server.url, timeout_s=0.5, ttl_s=60, metrics=metrics)
    wait_for(lambda: cache.up)
    with redis.Redis.from_url(redis_server.url) as client:
        for _ in range(3):
            cache.get("key")
            client.client_kill_filter(_type="normal", skipme=True)
            time.sleep(0.05)
    assert cache.get("key") is None
    assert cache.up
    assert sum(errors_counted(metrics).values()) == 0
    cache.close()


def test_a_redis_that_is_nowhere_is_an_empty_cache(make_redis: MakeRedis, tmp_path: Path) -> None:
    for url in ("redis://127.0.0.1:1/0", f"unix://{tmp_path}/none.sock"):
        nowhere = make_redis(url, timeout_s=0.05)
        nowhere.put_many({"key": ANSWER})
        assert nowhere.get("key") is None


def test_an_answer_does_not_wait_for_a_redis_that_is_down(
    bundled: Resolver, make_redis: MakeRedis
) -> None:
    resolver = cached(bundled, make_redis("redis://127.0.0.1:1/0", timeout_s=5))
    begin = time.perf_counter()
    assert resolver.answer(Query("nato")).answer.verdict == "match"
    assert time.perf_counter() - begin < 5
