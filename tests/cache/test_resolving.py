"""Cached answers are the same answers; a query is worked out once, and never by other processes."""

from __future__ import annotations

import threading
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver import Decision, Query, Resolver
from resolver.cache import Gate, RedisCache, resolving
from resolver.cache.keys import cache_key
from resolver.errors import Overloaded
from resolver.model.wire import Answer
from resolver.telemetry import Metrics
from tests.cache.conftest import QUERIES, cached
from tests.conftest import RedisServer, wait_for


def plainly(*queries: Query) -> list[tuple[Query, bool]]:
    """The queries, each without its evidence."""
    return [(query, False) for query in queries]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(QUERIES, min_size=1, max_size=4), st.booleans())
def test_answers_are_the_same_bytes_whatever_tier_they_come_from(
    bundled: Resolver, shared: RedisCache, queries: list[Query], explain: bool
) -> None:
    first, other = cached(bundled, shared), cached(bundled, shared)
    asked = [(query, explain) for query in queries]
    plain = [Answer.of(bundled.resolve(query), explain=explain) for query in queries]
    for resolver in (first, first, other, other, cached(bundled)):
        assert [each.answer for each in resolver.answers(asked)] == plain
        for query, answer in zip(queries, plain, strict=True):
            resolver.answer(query, explain=not explain)
            assert resolver.answer(query, explain=explain).answer == answer
            assert resolver.answer(query, explain=explain, bypass=True).answer == answer


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
    tiers = [each.tier for each in resolver.answers(plainly(new, here, elsewhere, new))]
    assert tiers == ["miss", "process", "redis", "miss"]
    assert {each.tier for each in resolver.answers(plainly(new, elsewhere))} == {"process"}
    assert {e.tier for e in resolver.answers(plainly(new, here), bypass=True)} == {"bypass"}


def test_no_query_and_cached_queries_need_no_place(bundled: Resolver) -> None:
    query = Query("Zahedy")
    gate = Gate(1, 0, Metrics())
    resolver = cached(bundled, gate=gate)
    answered = resolver.answer(query)
    with gate.place():
        assert resolver.answers([]) == resolver.answers([], bypass=True) == []
        assert [each.answer for each in resolver.answers(plainly(query))] == [answered.answer]
        with pytest.raises(Overloaded):
            resolver.answers(plainly(query), bypass=True)


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

    def resolve_block(self, queries: Sequence[Query]) -> list[Decision]:
        return [self.resolve(query) for query in queries]

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
    answers = cached(slow).answers(plainly(*queries))
    assert slow.resolved == 3
    expected = [Answer.of(bundled.resolve(query), explain=False) for query in queries]
    assert [each.answer for each in answers] == expected


def in_threads(*calls: Callable[[], object]) -> list[threading.Thread]:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    return threads


def test_those_who_share_take_places_and_wait_no_longer_than_others(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "MAX_WAIT_S", 0.3)
    slow = Slow(bundled)
    resolver = cached(slow, gate=Gate(1, 3, Metrics()))
    ended: list[str] = []

    def ask() -> None:
        try:
            ended.append(resolver.answer(Query("Zahedy")).tier)
        except Overloaded as error:
            ended.append(error.what)

    threads = in_threads(*[ask] * 6)
    wait_for(lambda: len(ended) == 5)  # two are refused at once, three have waited
    slow.free.set()
    for thread in threads:
        thread.join()
    assert slow.resolved == 1
    assert sorted(ended) == [
        "miss",
        *["the query waited too long"] * 3,
        *["too many queries are waiting"] * 2,
    ]


class Paced(Resolver):
    """A resolver that takes a millisecond for each query, and remembers what it was asked."""

    def __init__(self, real: Resolver) -> None:
        self._real = real
        self.asked: list[Query] = []
        self.blocks: list[list[str]] = []

    @property
    def fingerprint(self) -> str:
        return self._real.fingerprint

    def resolve(self, query: Query) -> Decision:
        self.asked.append(query)
        time.sleep(0.001)
        return Decision("no_match", "nobody", (), 0.0, self.fingerprint)

    def resolve_block(self, queries: Sequence[Query]) -> list[Decision]:
        self.blocks.append([query.text for query in queries])
        return [self.resolve(query) for query in queries]


def test_a_few_short_queries_of_a_batch_are_worked_out_at_once_and_a_long_one_alone(
    bundled: Resolver,
) -> None:
    paced = Paced(bundled)
    short = [Query(f"name {number}") for number in range(10)]
    long = [
        Query("x" * 500),
        Query("y", context="of " * 200),
        Query("z", properties={"p": "n" * 500}),
    ]
    cached(paced).answers(plainly(*short, *long, Query("last")))
    texts = [query.text for query in (*short, *long)]
    assert paced.blocks == [texts[:8], texts[8:10], *[[text] for text in texts[10:]], ["last"]]


def test_a_batch_does_not_keep_a_single_query_waiting_as_long_as_it_lasts(
    bundled: Resolver,
) -> None:
    paced = Paced(bundled)
    resolver = cached(paced, gate=Gate(1, 4, Metrics()))
    batch = [Query(f"batch {number}") for number in range(400)]
    threads = in_threads(lambda: resolver.answers(plainly(*batch)))
    wait_for(lambda: len(paced.asked) > 3)
    single = Query("single")
    resolver.answer(single)
    for thread in threads:
        thread.join()
    assert paced.asked.index(single) < 200
    assert len(paced.asked) == 401


def test_two_batches_take_turns_and_work_out_what_both_ask_only_once(bundled: Resolver) -> None:
    paced = Paced(bundled)
    resolver = cached(paced, gate=Gate(1, 4, Metrics()))
    batch = plainly(*(Query(f"batch {number}") for number in range(200)))
    answers: list[object] = []
    threads = in_threads(*[lambda: answers.append(resolver.answers(batch))] * 2)
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    assert len(paced.asked) == 200


def test_a_batch_ends_at_its_deadline_and_goes_on_where_it_was_when_it_is_sent_again(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "BATCH_DEADLINE_S", 0.2)
    paced = Paced(bundled)
    resolver = cached(paced)
    batch = plainly(*(Query(f"batch {number}") for number in range(400)))
    with pytest.raises(Overloaded, match=r"took longer than 0\.2 s — send it again, what was ans"):
        resolver.answers(batch)
    done = len(paced.asked)
    assert 0 < done < 400
    monkeypatch.setattr(resolving, "BATCH_DEADLINE_S", 30)
    resolver.answers(batch)
    assert len(paced.asked) == 400
    monkeypatch.setattr(resolving, "BATCH_DEADLINE_S", 0.05)
    with pytest.raises(Overloaded, match="— send fewer queries at once"):
        resolver.answers(batch, bypass=True)


def test_long_queries_do_not_fill_the_memory(bundled: Resolver) -> None:
    paced = Paced(bundled)
    resolver = cached(paced, cache_bytes=200_000)
    long = "x" * 1000
    tracemalloc.start()
    try:
        for number in range(60):  # each 100 kB, as the longest that a client may send
            values = tuple(f"{each} {long}"[:1000] for each in range(100))
            query = Query(f"Zahedi {number}", properties={"note": values})
            resolver.answer(query)
            resolver.answers(plainly(query))
            paced.asked.clear()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 1_000_000


def test_an_answer_that_was_put_under_another_key_is_replaced(
    bundled: Resolver, shared: RedisCache, redis_server: RedisServer
) -> None:
    asked, other = Query(f"Zahedi {time.time()}"), Query(f"Babil {time.time()}")
    key, other_key = (
        cache_key(bundled.fingerprint, each, explain=False) for each in (asked, other)
    )
    cached(bundled, shared).answer(other)
    with redis.Redis.from_url(redis_server.url) as client:
        client.copy(other_key, key)
    for tier in ("miss", "redis"):
        cached_answer = cached(bundled, shared).answer(asked)
        assert cached_answer.tier == tier
        assert cached_answer.answer == Answer.of(bundled.resolve(asked), explain=False)


def test_redis_is_asked_once_for_each_hundred_of_a_batch(
    bundled: Resolver, shared: RedisCache, redis_server: RedisServer
) -> None:
    paced = Paced(bundled)
    batch = plainly(*(Query(f"{time.time()} {number}") for number in range(150)))
    with redis.Redis.from_url(redis_server.url) as client:
        for tiers in ({"miss"}, {"redis"}):
            client.config_resetstat()
            answers = cached(paced, shared).answers(batch)
            assert {each.tier for each in answers} == tiers
            called = client.info("commandstats")
            assert called["cmdstat_mget"]["calls"] == 2
            assert ("cmdstat_set" in called) == (tiers == {"miss"})
            assert "cmdstat_get" not in called
    assert len(paced.asked) == 150
