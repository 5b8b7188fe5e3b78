"""A Redis that dies, hangs, refuses or holds something else costs little and changes no answer."""

from __future__ import annotations

import hashlib
import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest
import redis

from resolver import Decision, Query, Resolver
from resolver.cache import RedisCache, check_url
from resolver.cache.codec import encode
from resolver.cache.keys import cache_key
from resolver.errors import BadValue
from resolver.telemetry import Metrics
from tests.cache.conftest import MakeRedis, cached, errors_counted
from tests.conftest import RedisServer, wait_for

DECISION = Decision("no_match", "nobody", (), 0.0, "index")


SHAPES = [
    {"verdict": "match", "candidates": [], "margin": 0.0},
    {"verdict": "match", "candidates": "nobody", "margin": 0.0},
    {"verdict": "no_match", "candidates": [], "margin": "0"},
    {"verdict": "no_match", "candidates": [{"id": "\ud800"}], "margin": 0.0},
]
"""What another writer may put under a right checksum."""


@pytest.mark.parametrize("shape", SHAPES)
def test_a_value_of_another_writer_is_absent_and_replaced(
    bundled: Resolver, shared: RedisCache, redis_server: RedisServer, shape: dict[str, Any]
) -> None:
    query = Query(f"Zahedi {shape}")
    key = cache_key(bundled.fingerprint, query)
    content = json.dumps({**shape, "index": bundled.fingerprint}).encode()
    with redis.Redis.from_url(redis_server.url) as client:
        client.set(key, hashlib.blake2b(content, digest_size=8).digest() + content)
        assert cached(bundled, shared).answer(query).tier == "miss"
        assert client.get(key) == encode(bundled.resolve(query))


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
    assert resolver.answer(Query("nato")).answer.verdict == "match"
    assert time.perf_counter() - begin < 5
