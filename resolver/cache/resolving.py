"""The resolver with its caches in front of it, and a bounded queue before the work itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Final, Literal, NamedTuple

from resolver.cache.codec import decode, encode
from resolver.cache.keys import cache_key, code_version
from resolver.cache.lru import Lru
from resolver.cache.redis import RedisCache
from resolver.engine import Resolver
from resolver.errors import Overloaded
from resolver.model import Decision, Query
from resolver.model.wire import Answer
from resolver.telemetry import Metrics

Source = Literal["process", "shared", "redis", "miss", "bypass"]
WAIT_S: Final = 5.0
"""Seconds that a question waits for its turn at most."""


class Answered(NamedTuple):
    """An answer, and where it came from."""

    answer: Answer
    source: Source


class Gate:
    """Lets so many work at once and so many wait; whoever comes then is told to come later."""

    def __init__(self, running: int, waiting: int, metrics: Metrics) -> None:
        self._turns = threading.Semaphore(running)
        self._places = threading.Semaphore(running + waiting)
        self._metrics = metrics

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn to work.

        Raises:
            Overloaded: Too many wait already, or the wait was too long.
        """
        if not self._places.acquire(blocking=False):
            raise Overloaded("too many questions are waiting", "ask again in a second")
        try:
            if not self._turns.acquire(blocking=False):
                self._wait()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def _wait(self) -> None:
        self._metrics.waiting.inc()
        try:
            if not self._turns.acquire(timeout=WAIT_S):
                raise Overloaded("the question waited too long", "ask again in a second")
        finally:
            self._metrics.waiting.dec()


class CachedResolver:
    """Answers from the caches where they have them, else from the resolver.

    Args:
        current: Returns the resolver on the index that answers now.
        lru: Answers of this process.
        redis: Decisions shared with others, or None.
        gate: Who may work at once.
        metrics: Where it is counted what came from where.
    """

    def __init__(
        self,
        current: Callable[[], Resolver],
        *,
        lru: Lru[Answer],
        redis: RedisCache | None,
        gate: Gate,
        metrics: Metrics,
    ) -> None:
        self._current = current
        self._lru = lru
        self._redis = redis
        self._gate = gate
        self._metrics = metrics
        self._results = {
            source: metrics.cache.labels(source)
            for source in ("process", "shared", "redis", "miss", "bypass")
        }
        code_version()  # reads the code once, before the first question pays for it
        self._at_work: dict[tuple[str, Query], Future[Answered]] = {}
        self._lock = threading.Lock()

    def answer(self, query: Query, *, bypass: bool = False) -> Answered:
        """The answer to a question.

        Args:
            query: The question.
            bypass: Whether to neither look into the caches nor write to them.

        Raises:
            Overloaded: It would have to be worked out, and too many wait already.
        """
        resolver = self._current()
        if bypass:
            with self._gate.turn():
                answered = Answered(Answer(resolver.resolve(query)), "bypass")
        else:
            answered = self._kept(resolver, query) or self._once(resolver, query)
        self._results[answered.source].inc()
        return answered

    def answers(self, queries: Sequence[Query], *, bypass: bool = False) -> list[Answered]:
        """The answers to many questions, in order, as `answer` gives them."""
        resolver = self._current()
        found: dict[Query, Answered] = {}
        if not bypass:
            found = {q: kept for q in dict.fromkeys(queries) if (kept := self._kept(resolver, q))}
        missing = [query for query in dict.fromkeys(queries) if query not in found]
        if missing:
            found |= self._work(resolver, missing, bypass=bypass)
        for query in queries:
            self._results[found[query].source].inc()
        return [found[query] for query in queries]

    def _kept(self, resolver: Resolver, query: Query) -> Answered | None:
        answer = self._lru.get((resolver.fingerprint, query))
        return None if answer is None else Answered(answer, "process")

    def _once(self, resolver: Resolver, query: Query) -> Answered:
        """The answer of whoever works on the same question already, else our own."""
        key = (resolver.fingerprint, query)
        with self._lock:
            other = self._at_work.get(key)
            if other is None:
                mine: Future[Answered] = Future()
                self._at_work[key] = mine
        if other is not None:
            return Answered(other.result().answer, "shared")
        try:
            answered = self._work(resolver, [query], bypass=False)[query]
            mine.set_result(answered)
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._at_work[key]
        return answered

    def _work(
        self, resolver: Resolver, queries: Sequence[Query], *, bypass: bool
    ) -> dict[Query, Answered]:
        """The answers from Redis, and from the resolver for those that Redis does not have."""
        keys = {query: cache_key(resolver.fingerprint, query) for query in queries}
        found = {} if bypass else self._from_redis(keys)
        missing = [query for query in queries if query not in found]
        if missing:
            with self._gate.turn():
                decisions = list(resolver.resolve_many(missing))
            source: Source = "bypass" if bypass else "miss"
            for query, decision in zip(missing, decisions, strict=True):
                found[query] = Answered(Answer(decision), source)
            if self._redis is not None and not bypass:
                self._redis.put_many({keys[q]: encode(found[q].answer.decision) for q in missing})
        if not bypass:
            for query, (answer, _) in found.items():
                self._lru.put((resolver.fingerprint, query), answer)
        return found

    def _from_redis(self, keys: dict[Query, str]) -> dict[Query, Answered]:
        if self._redis is None:
            return {}
        found = {}
        for query, value in zip(keys, self._redis.get_many(list(keys.values())), strict=True):
            decision = None if value is None else self._checked(value)
            if decision is not None:
                found[query] = Answered(Answer(decision), "redis")
        return found

    def _checked(self, value: bytes) -> Decision | None:
        """The decision, or None for a damaged value, which the answer to come replaces."""
        decision = decode(value)
        if decision is None:
            self._metrics.redis_errors.labels("damaged").inc()
        return decision
