"""Redis as a cache that may fail: it is asked while it answers, and left alone while it does not.

The first call that fails or takes longer than the time-out opens the breaker: nobody asks any more,
and a thread tries once a second until Redis answers again. So a request pays for a dead Redis at
most once, and never for a name look-up or a connection that hangs.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Final

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from resolver.telemetry import Metrics

TRY_AGAIN_S: Final = 1.0


class RedisCache:
    """Values by key in Redis, behind a breaker.

    Args:
        url: redis://, rediss:// or unix://.
        timeout_s: Seconds that a connection or a call may take.
        ttl_s: Seconds that a value is kept.
        metrics: Where failures are counted.
    """

    def __init__(self, url: str, *, timeout_s: float, ttl_s: int, metrics: Metrics) -> None:
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            retry=Retry(NoBackoff(), 0),
        )
        self._ttl_s = ttl_s
        self._metrics = metrics
        self._up = threading.Event()
        self._down = threading.Event()
        self._closed = threading.Event()
        self._down.set()
        self._watcher = threading.Thread(target=self._watch, name="redis-watch", daemon=True)
        self._watcher.start()

    @property
    def up(self) -> bool:
        """Whether it is being asked."""
        return self._up.is_set()

    def get_many(self, keys: Sequence[str]) -> list[bytes | None]:
        """The values of keys in order, None for those it does not have; all None while it fails."""
        if not self.up:
            return [None] * len(keys)
        try:  # MGET, also for one: a key that holds no string is to it a key that is not there
            return self._client.mget(keys)  # type: ignore[return-value] # not the asynchronous client
        except redis.RedisError as error:
            self._fail(error)
            return [None] * len(keys)

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep values; does nothing while it fails."""
        if not self.up or not values:
            return
        try:
            pipeline = self._client.pipeline(transaction=False)
            for key, value in values.items():
                pipeline.set(key, value, ex=self._ttl_s)
            pipeline.execute()
        except redis.RedisError as error:
            self._fail(error)

    def close(self) -> None:
        """Stop asking and let go of its connections."""
        self._closed.set()
        self._down.set()
        self._up.clear()
        self._watcher.join()
        self._client.close()

    def _fail(self, error: redis.RedisError) -> None:
        """Count it, and stop asking, unless Redis itself answered that it will not (full, …)."""
        refused = isinstance(error, redis.ResponseError)
        slow = isinstance(error, redis.TimeoutError)
        kind = "refused" if refused else "timeout" if slow else "error"
        self._metrics.redis_errors.labels(kind).inc()
        if not refused:
            self._up.clear()
            self._down.set()

    def _watch(self) -> None:
        """While it is down, try once a second; while it is up, wait."""
        while not self._closed.is_set():
            self._metrics.redis_up.set(0)
            if self._answers():
                self._metrics.redis_up.set(1)
                self._down.clear()
                self._up.set()
                self._down.wait()
            self._closed.wait(TRY_AGAIN_S)

    def _answers(self) -> bool:
        try:
            self._client.connection_pool.disconnect(inuse_connections=False)
            return bool(self._client.ping())
        except (redis.RedisError, OSError):
            return False
