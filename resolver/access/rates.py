"""How many requests each asker may make in a span of time: reach for it to change how they count.

The library `limits` counts, in windows that begin with an asker's first request: what is left and
when it is whole again are exact. Where there is a Redis, all processes and services count together;
while it is away, and where there is none, each process counts for itself.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from limits import parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter

_AGAIN_S: Final = 1.0
"""Seconds after which a Redis that failed is asked again."""


class Rate(NamedTuple):
    """Where an asker stands once a request was counted.

    Args:
        is_over: Whether it was one too many.
        most: How many there may be in a window.
        window_s: Seconds of a window.
        left: How many are left in this one.
        reset_s: Seconds until the next one, rounded up.
    """

    is_over: bool
    most: int
    window_s: int
    left: int
    reset_s: int


class Rates:
    """Counts requests by asker.

    Args:
        limit: How many there may be, and in what: `100/minute`.
        pool: The connections to the Redis in which all count together, if there is one.
        is_up: Whether that Redis is known to answer.
    """

    def __init__(
        self,
        limit: str,
        pool: Any = None,
        is_up: Callable[[], bool] = lambda: True,
    ) -> None:
        self._item = parse(limit)
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._shared = None if pool is None else FixedWindowRateLimiter(_storage(pool))
        self._is_up = is_up
        self._away_until = 0.0

    @property
    def waits(self) -> bool:
        """Whether counting may wait for Redis."""
        return self._shared is not None

    def count(self, asker: str) -> Rate:
        """Count a request of an asker, who is told apart by this text alone."""
        if self._shared is not None and self._is_up() and time.monotonic() >= self._away_until:
            try:
                return self._count(self._shared, asker)
            except StorageError:
                self._away_until = time.monotonic() + _AGAIN_S
        return self._count(self._own, asker)

    def _count(self, counter: FixedWindowRateLimiter, asker: str) -> Rate:
        is_over = not counter.hit(self._item, asker)
        reset, left = counter.get_window_stats(self._item, asker)
        window_s = self._item.get_expiry()
        reset_s = min(max(math.ceil(reset - time.time()), 1), window_s)
        return Rate(is_over, self._item.amount, window_s, left, reset_s)


def _storage(pool: Any) -> RedisStorage:
    """The counts in a Redis, which is not asked yet."""
    return RedisStorage(
        "redis://", connection_pool=pool, key_prefix="resolver-rate", wrap_exceptions=True
    )
