"""The resolver with its caches and its gate: reach for it to answer queries in a service.

One query goes through the LRU of the process, a place of the gate, the queries in flight, Redis, a
slot of the gate and the resolver; many queries go the same way together, but for the queries in
flight: what others worked out meanwhile they find in the LRU. Every query is worked out in the
thread that asks, one after the other: no request ever starts a process.

A batch is worked out in turns of a few milliseconds, a slot each. What a turn worked out is cached
at once, so that a batch that is sent again after its deadline goes on where it was.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Final, Literal, NamedTuple, TypeVar, get_args

from resolver.cache.caches import Caches
from resolver.cache.gate import MAX_WAIT_S, TRY_AGAIN, Gate
from resolver.cache.keys import cache_key
from resolver.engine import Resolver
from resolver.errors import Overloaded
from resolver.model import Decision, Query
from resolver.model.wire import Answer
from resolver.telemetry import Metrics
from resolver.version import code_version

BATCH_DEADLINE_S: Final = 30.0
"""Seconds that a batch may take; 1,000 misspelt names take about 2 s of a core at 1.2 M names."""

TURN_S: Final = 0.015
"""Seconds after which a batch gives its slot to whoever waits."""

_QUERIES_AT_ONCE: Final = 8
"""Queries of a batch that are worked out at once; more would outlast a turn."""

_MAX_LETTERS_AT_ONCE: Final = 400
"""Letters of the queries of a batch that are worked out at once: nobody gets the slot meanwhile."""

BLOCK_QUERIES: Final = 100
"""Queries of a batch that are asked of Redis in one call."""

Tier = Literal["process", "shared", "redis", "miss", "bypass"]
"""Where an answer came from.

process: the LRU. shared: another thread, which was working on the same query. redis: Redis.
miss: the resolver, because no cache had it. bypass: the resolver, because no cache was to be read.
"""

TIERS: Final[tuple[Tier, ...]] = get_args(Tier)
"""Every tier, as metrics label them."""


Waiting = TypeVar("Waiting")
"""Something with a query."""


class CachedAnswer(NamedTuple):
    """An answer, and the tier that it came from."""

    answer: Answer
    tier: Tier


class _Asked(NamedTuple):
    """A query, with what its answer is kept under.

    Args:
        query: The query.
        explain: Whether the evidence is part of the answer.
        key: The key of its answer.
    """

    query: Query
    explain: bool
    key: str


class CachedResolver:
    """Answers from the caches where they have them, else from the resolver.

    Args:
        current: Returns the resolver on the index that answers now.
        caches: Where answers are kept.
        gate: Bounds how many queries are worked on at once.
        metrics: Where queries are counted by tier.
        answered: Called with each query that is answered, and its answer; it waits for nothing.
    """

    def __init__(
        self,
        current: Callable[[], Resolver],
        caches: Caches,
        *,
        gate: Gate,
        metrics: Metrics,
        answered: Callable[[Query, Answer], None] | None = None,
    ) -> None:
        self._answered = answered
        self._current = current
        self._caches = caches
        self._gate = gate
        self._counters = {tier: metrics.cache.labels(tier) for tier in TIERS}
        self._in_flight: dict[str, Future[Answer]] = {}
        self._lock = Lock()
        code_version()  # reads the package's files now, so that no query waits for that

    def answer(self, query: Query, *, explain: bool = False, bypass: bool = False) -> CachedAnswer:
        """The answer to a query.

        Args:
            query: The query.
            explain: Whether the evidence is part of the answer.
            bypass: Whether to neither read the caches nor write to them.

        Raises:
            Overloaded: No cache of this process has it, and too many wait already or it waited
                for `MAX_WAIT_S`.
        """
        resolver = self._current()
        asked = _asked(resolver, query, explain)
        answer = None if bypass else self._caches.lru.get(asked.key)
        if answer is not None:
            cached = CachedAnswer(answer, "process")
        else:
            cached = self._beyond_process(resolver, asked, bypass=bypass)
        return self._counted(query, cached)

    def cached(self, query: Query, *, explain: bool = False) -> CachedAnswer | None:
        """The answer to a query from the cache of the process; None where it has none."""
        answer = self._caches.lru.get(_asked(self._current(), query, explain).key)
        if answer is None:
            return None
        return self._counted(query, CachedAnswer(answer, "process"))

    def answers(
        self,
        queries: Sequence[tuple[Query, bool]],
        *,
        bypass: bool = False,
        deadline_s: float | None = None,
        is_typed: bool = False,
    ) -> list[CachedAnswer]:
        """The answers to many queries, in order, as `answer` gives them; equal ones count as one.

        Args:
            queries: Each query, and whether the evidence is part of its answer.
            bypass: Whether to neither read the caches nor write to them.
            deadline_s: Seconds that they may take; None for `BATCH_DEADLINE_S`.
            is_typed: Whether somebody is still typing them: `answered` is not called with them.

        Raises:
            Overloaded: No cache of this process has all of them, and too many wait already or
                these seconds are over.
        """
        resolver = self._current()
        asked = [_asked(resolver, query, explain) for query, explain in queries]
        distinct = {each.key: each for each in asked}
        kept = {} if bypass else self._caches.from_process(list(distinct))
        found = _from_tier("process", kept)
        missing = [each for key, each in distinct.items() if key not in found]
        if missing:
            seconds = BATCH_DEADLINE_S if deadline_s is None else deadline_s
            found |= self._batch(resolver, missing, seconds, bypass=bypass)
        return [self._counted(each.query, found[each.key], is_typed=is_typed) for each in asked]

    def _counted(
        self, query: Query, cached: CachedAnswer, *, is_typed: bool = False
    ) -> CachedAnswer:
        """An answer, once it is counted."""
        self._counters[cached.tier].inc()
        if self._answered is not None and not is_typed:
            self._answered(query, cached.answer)
        return cached

    def _beyond_process(self, resolver: Resolver, asked: _Asked, *, bypass: bool) -> CachedAnswer:
        until = time.monotonic() + MAX_WAIT_S
        try:
            with self._gate.place():
                if bypass:
                    return self._resolve(resolver, [asked], until, bypass=True)[asked.key]
                return self._once(resolver, asked, until)
        except TimeoutError:
            raise Overloaded("the query waited too long", TRY_AGAIN) from None

    def _batch(
        self, resolver: Resolver, missing: Sequence[_Asked], deadline_s: float, *, bypass: bool
    ) -> dict[str, CachedAnswer]:
        until = time.monotonic() + deadline_s
        try:
            with self._gate.place(len(missing)):
                return self._resolve(resolver, missing, until, bypass=bypass)
        except TimeoutError:
            raise Overloaded(
                f"the batch took longer than {deadline_s:.2g} s",
                "send fewer queries at once"
                if bypass
                else "send it again, what was answered is cached; or send fewer queries at once",
            ) from None

    def _once(self, resolver: Resolver, asked: _Asked, until: float) -> CachedAnswer:
        """The answer of the thread that works on the same query already, else our own."""
        with self._lock:
            other = self._in_flight.get(asked.key)
            if other is None:
                own = self._in_flight[asked.key] = Future[Answer]()
        if other is not None:
            return CachedAnswer(other.result(until - time.monotonic()), "shared")
        try:
            cached = self._resolve(resolver, [asked], until, bypass=False)[asked.key]
            own.set_result(cached.answer)
        except BaseException as error:
            own.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._in_flight[asked.key]
        return cached

    def _resolve(
        self, resolver: Resolver, queries: Sequence[_Asked], until: float, *, bypass: bool
    ) -> dict[str, CachedAnswer]:
        """The answers from Redis, and from the resolver for those that Redis does not have."""
        found: dict[str, CachedAnswer] = {}
        for at in range(0, len(queries), BLOCK_QUERIES):
            block = queries[at : at + BLOCK_QUERIES]
            if not bypass:
                kept = self._caches.from_redis([each.key for each in block])
                found |= _from_tier("redis", kept)
            waiting = deque(each for each in block if each.key not in found)
            while waiting:
                found |= self._turn(resolver, waiting, until, bypass=bypass)
        return found

    def _turn(
        self, resolver: Resolver, waiting: deque[_Asked], until: float, *, bypass: bool
    ) -> dict[str, CachedAnswer]:
        """Take queries from the front, and work them out in a slot for `TURN_S`."""
        found: dict[str, CachedAnswer] = {}
        decided: list[tuple[_Asked, Decision]] = []
        with self._gate.slot(until):
            end = time.monotonic() + TURN_S
            while waiting and (not decided or time.monotonic() < end):
                block = []
                for asked in taken_first(waiting, lambda each: each.query):
                    answer = None if bypass else self._caches.lru.get(asked.key)
                    if answer is None:
                        block.append(asked)
                    else:
                        found[asked.key] = CachedAnswer(answer, "process")
                decisions = resolver.resolve_block([asked.query for asked in block])
                decided += zip(block, decisions, strict=True)
        answers = {
            asked.key: Answer.of(decision, explain=asked.explain) for asked, decision in decided
        }
        if not bypass:
            self._caches.put_many(answers)
        return found | _from_tier("bypass" if bypass else "miss", answers)


def taken_first(waiting: deque[Waiting], query_of: Callable[[Waiting], Query]) -> list[Waiting]:
    """Take from the front what is worked out at once: a few short queries, or a long one."""
    taken = [waiting.popleft()]
    letters = _letters(query_of(taken[0]))
    while waiting and len(taken) < _QUERIES_AT_ONCE:
        letters += _letters(query_of(waiting[0]))
        if letters > _MAX_LETTERS_AT_ONCE:
            break
        taken.append(waiting.popleft())
    return taken


def _letters(query: Query) -> int:
    """How much there is in a query to be worked on."""
    facts = sum(len(value) for _, values in query.property_values for value in values)
    return len(query.text) + len(query.context or "") + facts


def _asked(resolver: Resolver, query: Query, explain: bool) -> _Asked:
    return _Asked(query, explain, cache_key(resolver.fingerprint, query, explain=explain))


def _from_tier(tier: Tier, answers: Mapping[str, Answer]) -> dict[str, CachedAnswer]:
    return {key: CachedAnswer(answer, tier) for key, answer in answers.items()}
