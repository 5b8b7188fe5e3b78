"""A Redis that dies, hangs, refuses or holds something else costs little and changes no answer."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
import redis

from resolver import Decision, Query, Resolver
from resolver.cache import RedisCache
from resolver.cache.codec import encode
from resolver.cache.keys import cache_key
from resolver.telemetry import Metrics
from tests.cache.conftest import MakeRedis, cached, errors_counted
from tests.conftest import RedisServer, wait_for

DECISION = Decision("no_match", (), 0.0, "index")


@pytest.mark.parametrize("poison", [b"", b"x", b"\0" * 50, "cut", "list"])
def test_a_poisoned_value_is_absent_and_replaced(
    bundled: Resolver, shared: RedisCache, redis_server: RedisServer, poison: bytes | str
) -> None:
    query = Query(f"Zahedi {poison!r}")
    key = cache_key(bundled.fingerprint, query)
    whole = encode(bundled.resolve(query))
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
        key = cache_key(bundled.fingerprint, query)
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
            cache.put_many({f"key {number}": DECISION})
        assert not cache.up
        assert sum(errors_counted(metrics).values()) == 1
        if way == signal.SIGKILL:
            server.start()
        else:
            server.send(signal.SIGCONT)
        wait_for(lambda: cache.up)
        cache.put_many({"again": DECISION})
        assert cache.get("again") == DECISION
    finally:
        cache.close()
        server.send(signal.SIGCONT)
        server.send(signal.SIGKILL)


def test_a_redis_that_refuses_to_write_is_still_read(
    shared: RedisCache, redis_server: RedisServer
) -> None:
    shared.put_many({"written": DECISION})
    with redis.Redis.from_url(redis_server.url) as client:
        client.config_set("maxmemory", "1")
        try:
            shared.put_many({"refused": DECISION})
            assert shared.up
            assert shared.get_many(["refused", "written"]) == [None, DECISION]
        finally:
            client.config_set("maxmemory", "0")


def test_a_redis_that_is_nowhere_is_an_empty_cache(make_redis: MakeRedis, tmp_path: Path) -> None:
    for url in ("redis://127.0.0.1:1/0", f"unix://{tmp_path}/none.sock"):
        nowhere = make_redis(url, timeout_s=0.05)
        nowhere.put_many({"key": DECISION})
        assert nowhere.get("key") is None


def test_an_answer_does_not_wait_for_a_redis_that_is_down(
    bundled: Resolver, make_redis: MakeRedis
) -> None:
    resolver = cached(bundled, make_redis("redis://127.0.0.1:1/0", timeout_s=5))
    begin = time.perf_counter()
    assert resolver.answer(Query("nato")).answer.decision.id == "nato"
    assert time.perf_counter() - begin < 5
