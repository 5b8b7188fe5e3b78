"""Cached answers are the same answers; a query is worked out once, and never by other processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver import Decision, Query, Resolver
from resolver.cache import CachedResolver, Gate, Lru, RedisCache
from resolver.errors import Overloaded
from resolver.model.wire import Answer
from resolver.telemetry import Metrics
from tests.cache.conftest import QUERIES, cached
from tests.conftest import wait_for


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(QUERIES, min_size=1, max_size=4), st.booleans())
def test_answers_are_the_same_bytes_whatever_tier_they_come_from(
    bundled: Resolver, shared: RedisCache, queries: list[Query], explain: bool
) -> None:
    first, other = cached(bundled, shared), cached(bundled, shared)
    plain = [Answer(bundled.resolve(query)).body(explain=explain) for query in queries]
    for resolver in (first, first, other, other, cached(bundled)):
        assert [each.answer.body(explain=explain) for each in resolver.answers(queries)] == plain
        for query, body in zip(queries, plain, strict=True):
            assert resolver.answer(query).answer.body(explain=explain) == body
            assert resolver.answer(query, bypass=True).answer.body(explain=explain) == body


def test_an_answer_comes_from_the_nearest_tier(bundled: Resolver, shared: RedisCache) -> None:
    query = Query(f"Reza Zahedi {time.time()}")
    one, two = cached(bundled, shared), cached(bundled, shared)
    assert [one.answer(query).tier for _ in range(2)] == ["miss", "process"]
    assert [two.answer(query).tier for _ in range(2)] == ["redis", "process"]
    assert two.answer(query, bypass=True).tier == "bypass"


def test_each_query_of_a_batch_comes_from_its_nearest_tier(
    bundled: Resolver, shared: RedisCache
) -> None:
    here, elsewhere, new = (Query(f"Zahedi {name} {time.time()}") for name in "abc")
    cached(bundled, shared).answer(elsewhere)
    resolver = cached(bundled, shared)
    resolver.answer(here)
    tiers = [each.tier for each in resolver.answers([new, here, elsewhere, new])]
    assert tiers == ["miss", "process", "redis", "miss"]
    assert {each.tier for each in resolver.answers([new, elsewhere])} == {"process"}
    assert {each.tier for each in resolver.answers([new, here], bypass=True)} == {"bypass"}


def test_no_query_and_cached_queries_need_no_slot(bundled: Resolver) -> None:
    query = Query("Zahedy")
    gate = Gate(1, 0, Metrics())
    resolver = CachedResolver(
        lambda: bundled, lru=Lru(10), redis=None, gate=gate, metrics=Metrics()
    )
    answered = resolver.answer(query)
    with gate.slot():
        assert resolver.answers([]) == resolver.answers([], bypass=True) == []
        assert [each.answer for each in resolver.answers([query])] == [answered.answer]
        with pytest.raises(Overloaded):
            resolver.answers([query], bypass=True)


class Slow(Resolver):
    """A resolver that waits until it may answer, counts its queries, and takes no stream."""

    def __init__(self, real: Resolver) -> None:
        self._real = real
        self.free = threading.Event()
        self.resolved = 0

    @property
    def fingerprint(self) -> str:
        return self._real.fingerprint

    def resolve(self, query: Query) -> Decision:
        self.resolved += 1
        assert self.free.wait(10)
        return self._real.resolve(query)

    def resolve_many(self, _: Iterable[Query]) -> Iterator[Decision]:
        raise AssertionError("a stream may start processes")


def test_the_same_query_at_the_same_moment_is_worked_out_once(bundled: Resolver) -> None:
    slow = Slow(bundled)
    resolver = cached(slow)
    tiers: list[str] = []
    threads = [
        threading.Thread(target=lambda: tiers.append(resolver.answer(Query("Zahedy")).tier))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    wait_for(lambda: slow.resolved == 1)
    time.sleep(0.1)
    slow.free.set()
    for thread in threads:
        thread.join()
    assert slow.resolved == 1
    assert sorted(tiers) == ["miss", *["shared"] * 7]


def test_an_error_reaches_all_who_share_it_and_is_not_cached(bundled: Resolver) -> None:
    class Broken(Slow):
        def resolve(self, query: Query) -> Decision:
            super().resolve(query)
            raise ZeroDivisionError

    broken = Broken(bundled)
    resolver = cached(broken)
    seen: list[type] = []

    def ask() -> None:
        with pytest.raises(ZeroDivisionError) as caught:
            resolver.answer(Query("Zahedy"))
        seen.append(caught.type)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    wait_for(lambda: broken.resolved == 1)
    time.sleep(0.1)
    broken.free.set()
    for thread in threads:
        thread.join()
    assert (len(seen), broken.resolved) == (3, 1)
    ask()
    assert broken.resolved == 2


def test_a_batch_works_out_each_distinct_query_once(bundled: Resolver) -> None:
    slow = Slow(bundled)
    slow.free.set()
    queries = [Query("Zahedy"), Query("Babil"), Query("Zahedy"), Query("Zahedy", limit=1)]
    answers = cached(slow).answers(queries)
    assert slow.resolved == 3
    assert [each.answer.decision for each in answers] == [bundled.resolve(q) for q in queries]
