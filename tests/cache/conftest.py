"""Caches over the bundled packs and a real Redis, and queries to ask them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.cache import CachedResolver, Caches, Gate, Lru, RedisCache, behind
from resolver.model.wire import Answer, render
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


def cached(
    resolver: Resolver,
    redis: RedisCache | None = None,
    *,
    cache_bytes: int = 1_000_000,
    gate: Gate | None = None,
) -> CachedResolver:
    """A resolver with an LRU of its own before it."""
    metrics = Metrics()
    return CachedResolver(
        lambda: resolver,
        Caches(Lru(cache_bytes, Answer.memory_bytes), redis),
        gate=gate or Gate(2, 100, metrics),
        metrics=metrics,
    )


def answer_of(number: int) -> Answer:
    """An answer that differs from those of other numbers."""
    return Answer("no_match", render({"verdict": "no_match", "margin": number / 7}))


def errors_counted(metrics: Metrics) -> dict[str, float]:
    """How many errors of Redis were counted, by reason."""
    (family,) = metrics.redis_errors.collect()
    samples = [each for each in family.samples if each.name.endswith("_total")]
    return {each.labels["reason"]: each.value for each in samples}


class PromptRedis(RedisCache):
    """A Redis that has what was put when `put_many` returns."""

    def put_many(self, values: Mapping[str, Answer]) -> None:
        super().put_many(values)
        while not self.is_idle:
            time.sleep(0.0005)


MakeRedis = Callable[..., RedisCache]


@pytest.fixture
def make_redis(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeRedis]:
    monkeypatch.setattr(behind, "PAUSE_S", 0.0)
    made: list[RedisCache] = []

    def make(url: str = redis_server.url, *, timeout_s: float = 0.5) -> RedisCache:
        made.append(PromptRedis(url, timeout_s=timeout_s, ttl_s=60, metrics=Metrics()))
        return made[-1]

    yield make
    for cache in made:
        cache.close()


@pytest.fixture
def shared(make_redis: MakeRedis) -> RedisCache:
    cache = make_redis()
    wait_for(lambda: cache.up)
    return cache
