"""Kept answers are the same answers; a cache that fails is a cache that has nothing."""

from __future__ import annotations

import dataclasses
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver import Decision, Query, Resolver
from resolver.cache import Answer, CachedResolver, Lru, RedisCache
from resolver.cache.codec import decode, encode
from resolver.cache.keys import cache_key
from resolver.cache.resolving import Gate
from resolver.telemetry import Metrics
from tests.conftest import RedisServer, wait_for

QUERIES = st.builds(
    Query,
    text=st.sampled_from(["Reza Zahedi", "Zahedy", "Babil", "bagdad", "Robert Zahn", "!!!", "a"])
    | st.text(min_size=1, max_size=20).filter(lambda text: text.strip() and "\0" not in text),
    type=st.sampled_from([None, "person", "place"]),
    country=st.sampled_from([(), ("IR",), ("IQ", "US")]),
    limit=st.integers(1, 20),
)


@pytest.fixture
def shared(redis_server: RedisServer) -> Iterator[RedisCache]:
    metrics = Metrics()
    cache = RedisCache(redis_server.url, timeout_s=0.5, ttl_s=60, metrics=metrics)
    wait_for(lambda: cache.up)
    yield cache
    cache.close()


def cached(
    resolver: Resolver, kept: RedisCache | None = None, entries: int = 100
) -> CachedResolver:
    metrics = Metrics()
    return CachedResolver(
        lambda: resolver,
        lru=Lru(entries),
        redis=kept,
        gate=Gate(2, 100, metrics),
        metrics=metrics,
    )


@given(QUERIES)
def test_a_decision_survives_being_encoded(bundled: Resolver, query: Query) -> None:
    decision = bundled.resolve(query)
    assert decode(encode(decision)) == decision


@given(QUERIES, st.integers(0), st.integers(1, 255))
def test_damaged_bytes_are_nothing(bundled: Resolver, query: Query, at: int, change: int) -> None:
    whole = encode(bundled.resolve(query))
    at %= len(whole)
    assert decode(whole[:at]) is None
    assert decode(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :]) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(QUERIES, min_size=1, max_size=4), st.booleans())
def test_answers_are_the_same_bytes_wherever_they_come_from(
    bundled: Resolver, shared: RedisCache, queries: list[Query], explain: bool
) -> None:
    first, other = cached(bundled, shared), cached(bundled, shared)
    plain = [Answer(bundled.resolve(query)).body(explain=explain) for query in queries]
    for resolving in (first, first, other, other, cached(bundled)):
        assert [each.answer.body(explain=explain) for each in resolving.answers(queries)] == plain
        for query, body in zip(queries, plain, strict=True):
            assert resolving.answer(query).answer.body(explain=explain) == body
            assert resolving.answer(query, bypass=True).answer.body(explain=explain) == body


def test_an_answer_comes_from_where_it_is_nearest(bundled: Resolver, shared: RedisCache) -> None:
    query = Query(f"Reza Zahedi {time.time()}")
    one, two = cached(bundled, shared), cached(bundled, shared)
    assert [one.answer(query).source for _ in range(2)] == ["miss", "process"]
    assert [two.answer(query).source for _ in range(2)] == ["redis", "process"]
    assert two.answer(query, bypass=True).source == "bypass"


def test_every_part_of_a_question_is_part_of_its_key() -> None:
    query = Query("x")
    others = [
        dataclasses.replace(query, **change)
        for change in (
            {"text": "y"}, {"type": "person"}, {"country": ("IR",)}, {"properties": {"a": ("b",)}},
            {"context": "c"}, {"as_of": "2015"}, {"limit": 6}, {"accept": 0.9}, {"review": 0.5},
            {"margin": 0.2}, {"type_strict": False},
        )
    ]  # fmt: skip
    assert len(others) == len(dataclasses.fields(Query))
    keys = [cache_key("index", each) for each in (query, *others)] + [cache_key("other", query)]
    assert len(set(keys)) == len(keys)
    assert not [key for key in keys if "x" in key.removeprefix("resolver:")]


@pytest.mark.parametrize("poison", [b"", b"x", b"\0" * 50, "cut", "list"])
def test_a_poisoned_value_is_left_alone_and_replaced(
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
        assert cached(bundled, shared).answer(query).source == "miss"
        assert client.get(key) == whole
    assert cached(bundled, shared).answer(query).source == "redis"


def test_a_value_in_redis_ends_and_its_key_hides_the_name(
    bundled: Resolver, shared: RedisCache, redis_server: RedisServer
) -> None:
    query = Query("Hidden Zahedi")
    cached(bundled, shared).answer(query)
    with redis.Redis.from_url(redis_server.url) as client:
        key = cache_key(bundled.fingerprint, query)
        assert 0 < client.ttl(key) <= 60
        assert not client.keys("*Zahedi*")


def test_the_least_recently_asked_goes_first() -> None:
    lru: Lru[int] = Lru(2)
    for key in ("a", "b"):
        lru.put(key, 1)
    lru.get("a")
    lru.put("c", 1)
    assert [lru.get(key) for key in ("a", "b", "c")] == [1, None, 1]
    none: Lru[int] = Lru(0)
    none.put("a", 1)
    assert (none.get("a"), len(none)) == (None, 0)


class Slow(Resolver):
    """A resolver that waits until it may answer, and counts what it was asked."""

    def __init__(self, real: Resolver) -> None:
        self._real = real
        self.free = threading.Event()
        self.asked = 0

    @property
    def fingerprint(self) -> str:
        return self._real.fingerprint

    def resolve_many(self, queries: Iterable[Query]) -> Iterator[Decision]:
        queries = list(queries)
        self.asked += len(queries)
        assert self.free.wait(10)
        return self._real.resolve_many(queries)


def test_the_same_question_at_the_same_moment_is_worked_out_once(bundled: Resolver) -> None:
    slow = Slow(bundled)
    resolving = cached(slow)
    sources: list[str] = []
    threads = [
        threading.Thread(target=lambda: sources.append(resolving.answer(Query("Zahedy")).source))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    wait_for(lambda: slow.asked == 1)
    time.sleep(0.1)
    slow.free.set()
    for thread in threads:
        thread.join()
    assert slow.asked == 1
    assert sorted(sources) == ["miss", *["shared"] * 7]


def test_a_batch_asks_each_distinct_question_once(bundled: Resolver) -> None:
    slow = Slow(bundled)
    slow.free.set()
    queries = [Query("Zahedy"), Query("Babil"), Query("Zahedy"), Query("Zahedy", limit=1)]
    answers = cached(slow).answers(queries)
    assert slow.asked == 3
    assert [each.answer.decision for each in answers] == [bundled.resolve(q) for q in queries]


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGSTOP])
def test_a_redis_that_dies_or_hangs_costs_one_time_out_and_comes_back(
    bundled: Resolver, way: signal.Signals
) -> None:
    server = RedisServer()
    metrics = Metrics()
    shared = RedisCache(server.url, timeout_s=0.05, ttl_s=60, metrics=metrics)
    try:
        wait_for(lambda: shared.up)
        server.send(way)
        for n in range(10):
            assert cached(bundled, shared).answer(Query(f"Zahedy {n}")).source == "miss"
        assert not shared.up
        (family,) = metrics.redis_errors.collect()
        assert sum(each.value for each in family.samples if each.name.endswith("_total")) == 1
        if way == signal.SIGKILL:
            server.start()
        else:
            server.send(signal.SIGCONT)
        wait_for(lambda: shared.up)
        query = Query("Zahedy again")
        assert cached(bundled, shared).answer(query).source == "miss"
        assert cached(bundled, shared).answer(query).source == "redis"
    finally:
        shared.close()
        server.send(signal.SIGCONT)
        server.send(signal.SIGKILL)


def test_a_redis_that_refuses_to_write_is_still_read(
    bundled: Resolver, shared: RedisCache, redis_server: RedisServer
) -> None:
    query = Query("Zahedy kept")
    cached(bundled, shared).answer(query)
    with redis.Redis.from_url(redis_server.url) as client:
        client.config_set("maxmemory", "1")
        try:
            assert cached(bundled, shared).answer(Query("Zahedy not kept")).source == "miss"
            assert shared.up
            assert cached(bundled, shared).answer(query).source == "redis"
        finally:
            client.config_set("maxmemory", "0")


def test_a_redis_that_is_nowhere_is_no_matter(bundled: Resolver, tmp_path: Path) -> None:
    for url in ("redis://127.0.0.1:1/0", f"unix://{tmp_path}/none.sock"):
        nowhere = RedisCache(url, timeout_s=0.05, ttl_s=60, metrics=Metrics())
        assert cached(bundled, nowhere).answer(Query("nato")).answer.decision.id == "nato"
        nowhere.close()
