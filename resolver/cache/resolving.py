"""The resolver with its caches and its gate: reach for it to answer queries in a service.

One query goes through the LRU of the process, the queries in flight, Redis, the gate and the
resolver; many queries go the same way together, but for the queries in flight. Every query is
worked out in the thread that asks, one after the other: no request ever starts a process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Final, Literal, NamedTuple, get_args

from resolver.cache.contract import Cache
from resolver.cache.gate import Gate
from resolver.cache.keys import cache_key, code_version
from resolver.engine import Resolver
from resolver.model import Decision, Query
from resolver.model.wire import Answer
from resolver.telemetry import Metrics

Tier = Literal["process", "shared", "redis", "miss", "bypass"]
"""Where an answer came from.

process: the LRU. shared: another thread, which was working on the same query. redis: Redis.
miss: the resolver, because no cache had it. bypass: the resolver, because no cache was to be read.
"""

TIERS: Final[tuple[Tier, ...]] = get_args(Tier)
"""Every tier, as metrics label them."""


class CachedAnswer(NamedTuple):
    """An answer, and the tier that it came from."""

    answer: Answer
    tier: Tier


class CachedResolver:
    """Answers from the caches where they have them, else from the resolver.

    Args:
        current: Returns the resolver on the index that answers now.
        lru: Answers of this process, by fingerprint and query.
        redis: Decisions shared with other processes, by `cache_key`; None for no such cache.
        gate: Bounds how many queries are worked on at once.
        metrics: Where queries are counted by tier.
    """

    def __init__(
        self,
        current: Callable[[], Resolver],
        *,
        lru: Cache[tuple[str, Query], Answer],
        redis: Cache[str, Decision] | None,
        gate: Gate,
        metrics: Metrics,
    ) -> None:
        self._current = current
        self._lru = lru
        self._redis = redis
        self._gate = gate
        self._counters = {tier: metrics.cache.labels(tier) for tier in TIERS}
        self._in_flight: dict[tuple[str, Query], Future[Answer]] = {}
        self._lock = threading.Lock()
        code_version()  # reads the package's files now, so that no query waits for that

    def answer(self, query: Query, *, bypass: bool = False) -> CachedAnswer:
        """The answer to a query.

        Args:
            query: The query.
            bypass: Whether to neither read the caches nor write to them.

        Raises:
            Overloaded: It would have to be worked out, and too many wait already.
        """
        resolver = self._current()
        if bypass:
            cached = self._resolve(resolver, [query], "bypass")[query]
        else:
            cached = self._from_process(resolver, query) or self._once(resolver, query)
        self._counters[cached.tier].inc()
        return cached

    def answers(self, queries: Sequence[Query], *, bypass: bool = False) -> list[CachedAnswer]:
        """The answers to many queries, in order, as `answer` gives them; equal ones count as one.

        Raises:
            Overloaded: Some would have to be worked out, and too many wait already.
        """
        resolver = self._current()
        distinct = list(dict.fromkeys(queries))
        if bypass:
            found = self._resolve(resolver, distinct, "bypass")
        else:
            keys = [(resolver.fingerprint, query) for query in distinct]
            found = _found(distinct, self._lru.get_many(keys), "process")
            found |= self._beyond_process(resolver, [q for q in distinct if q not in found])
        for query in queries:
            self._counters[found[query].tier].inc()
        return [found[query] for query in queries]

    def _from_process(self, resolver: Resolver, query: Query) -> CachedAnswer | None:
        answer = self._lru.get((resolver.fingerprint, query))
        return None if answer is None else CachedAnswer(answer, "process")

    def _once(self, resolver: Resolver, query: Query) -> CachedAnswer:
        """The answer of the thread that works on the same query already, else our own."""
        key = (resolver.fingerprint, query)
        with self._lock:
            other = self._in_flight.get(key)
            if other is None:
                own = self._in_flight[key] = Future[Answer]()
        if other is not None:
            return CachedAnswer(other.result(), "shared")
        try:
            cached = self._beyond_process(resolver, [query])[query]
            own.set_result(cached.answer)
        except BaseException as error:
            own.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._in_flight[key]
        return cached

    def _beyond_process(
        self, resolver: Resolver, queries: Sequence[Query]
    ) -> dict[Query, CachedAnswer]:
        """The answers from Redis, and from the resolver for those that Redis does not have."""
        found = self._from_redis(resolver, queries)
        missing = [query for query in queries if query not in found]
        if missing:
            found |= self._resolve(resolver, missing, "miss")
            self._to_redis(resolver, [(query, found[query].answer) for query in missing])
        self._lru.put_many({(resolver.fingerprint, q): found[q].answer for q in queries})
        return found

    def _from_redis(
        self, resolver: Resolver, queries: Sequence[Query]
    ) -> dict[Query, CachedAnswer]:
        if self._redis is None:
            return {}
        keys = [cache_key(resolver.fingerprint, query) for query in queries]
        decisions = self._redis.get_many(keys)
        answers = [None if each is None else Answer(each) for each in decisions]
        return _found(queries, answers, "redis")

    def _to_redis(self, resolver: Resolver, answers: Sequence[tuple[Query, Answer]]) -> None:
        if self._redis is not None:
            self._redis.put_many(
                {cache_key(resolver.fingerprint, query): each.decision for query, each in answers}
            )

    def _resolve(
        self, resolver: Resolver, queries: Sequence[Query], tier: Tier
    ) -> dict[Query, CachedAnswer]:
        """The answers of the resolver, worked out one after the other in one slot of the gate."""
        if not queries:
            return {}
        with self._gate.slot():
            return {query: CachedAnswer(Answer(resolver.resolve(query)), tier) for query in queries}


def _found(
    queries: Sequence[Query], answers: Sequence[Answer | None], tier: Tier
) -> dict[Query, CachedAnswer]:
    """The answers that a cache has, by query."""
    return {
        query: CachedAnswer(answer, tier)
        for query, answer in zip(queries, answers, strict=True)
        if answer is not None
    }
