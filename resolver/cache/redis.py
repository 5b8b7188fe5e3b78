"""A cache of answers in a Redis, which may fail.

Reach for it to share answers between processes and services. It implements
`resolver.cache.contract.Cache`. A look-up is one round trip, and what is put is written later, many
values in one. Both use the connections of redis-py without its commands, which take longer than the
round trip.

The first call that fails or takes longer than the time-out opens a circuit breaker: no call is made
any more, and a thread tries once a second until Redis answers again. So a request pays for a dead
Redis at most once, and never for a name look-up or a connection that hangs.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.connection import URL_QUERY_ARGUMENT_PARSERS
from redis.retry import Retry

from resolver.cache.behind import WriteBehind
from resolver.cache.codec import decode, encode
from resolver.errors import BadValue
from resolver.model.wire import Answer
from resolver.telemetry import Metrics

RECONNECT_S: Final = 1.0
"""Seconds between two attempts to reach a Redis that failed."""

_OPTIONS: Final = {"username", "password", "client_name", *URL_QUERY_ARGUMENT_PARSERS} - {
    "retry_on_error",  # redis-py takes its letters for exceptions
    "socket_timeout",  # these have a setting or are ours: a URL would win over that
    "socket_connect_timeout",
    "retry_on_timeout",
    "max_connections",
    "timeout",
}
"""The options of a URL beside those of TLS. Others, such as an encoding, change what is read."""


class RedisCache:
    """Answers by key in Redis, behind a circuit breaker.

    Args:
        url: redis://, rediss:// or unix://.
        timeout_s: Seconds that a connection or a call may take.
        ttl_s: Seconds after which Redis drops a value.
        metrics: Where failures are counted.

    Raises:
        BadValue: The URL is wrong.
    """

    def __init__(self, url: str, *, timeout_s: float, ttl_s: int, metrics: Metrics) -> None:
        self._client = _client(url, timeout_s)
        self._ttl_s = ttl_s
        self._metrics = metrics
        self._damaged = metrics.redis_errors.labels("damaged")
        self._up = threading.Event()
        self._down = threading.Event()
        self._closed = threading.Event()
        self._down.set()
        self._watcher = threading.Thread(target=self._watch, name="redis-watch", daemon=True)
        self._watcher.start()
        self._behind = WriteBehind(self._write, Answer.memory_bytes, metrics.redis_dropped.inc)

    @property
    def up(self) -> bool:
        """Whether Redis answers, so that calls are made."""
        return self._up.is_set()

    @property
    def is_idle(self) -> bool:
        """Whether all that was put is written or dropped."""
        return self._behind.is_idle

    @property
    def connections(self) -> redis.ConnectionPool:
        """Its connections, for others who use the same Redis; they end with it."""
        return self._client.connection_pool

    def get(self, key: str) -> Answer | None:
        """The answer of a key; None where it is absent, damaged, or Redis fails."""
        return self.get_many([key])[0]

    def get_many(self, keys: Sequence[str]) -> list[Answer | None]:
        """The answer of each key, in their order; None as `get` says."""
        if not self.up or not keys:
            return [None] * len(keys)
        try:  # MGET even for one: it takes a key that holds no string for an absent one
            (values,) = self._call([("MGET", *keys)])
            if not isinstance(values, list) or len(values) != len(keys):
                raise values if isinstance(values, redis.RedisError) else redis.InvalidResponse
        except redis.RedisError as error:
            self._fail(error)
            return [None] * len(keys)
        return [
            None if value is None else self._decode(key, value)
            for key, value in zip(keys, values, strict=True)
        ]

    def put_many(self, values: Mapping[str, Answer]) -> None:
        """Have answers written under their keys soon; while Redis fails they are dropped."""
        if not self.up:
            self._metrics.redis_dropped.inc(len(values))
            return
        for key, answer in values.items():
            self._behind.put(key, answer)

    def close(self) -> None:
        """Write what was put, make no more calls, and close the connections."""
        self._behind.close()
        self._closed.set()
        self._down.set()
        self._up.clear()
        self._watcher.join()
        self._client.close()

    def _write(self, values: Sequence[tuple[str, Answer]]) -> None:
        """Put answers under their keys; those that Redis does not take are counted."""
        taken = self._set(values) if self.up else 0
        self._metrics.redis_dropped.inc(len(values) - taken)

    def _set(self, values: Sequence[tuple[str, Answer]]) -> int:
        """Put answers under their keys in one round trip; returns how many Redis took."""
        expiry = ("EX", str(self._ttl_s))
        try:
            replies = self._call(
                [("SET", key, encode(key, answer), *expiry) for key, answer in values]
            )
        except redis.RedisError as error:
            self._fail(error)
            return 0
        refused = [each for each in replies if isinstance(each, redis.RedisError)]
        if refused:
            self._fail(refused[0])
        return len(replies) - len(refused)

    def _call(self, commands: Sequence[tuple[str | bytes, ...]]) -> list[Any]:
        """The replies to commands that are sent together; what Redis refused has its error there.

        Raises:
            RedisError: The connection failed.
        """
        pool = self._client.connection_pool
        connection: Any = pool.get_connection()
        try:
            connection.send_packed_command(connection.pack_commands(commands))
            return [_reply(connection) for _ in commands]
        except BaseException:
            connection.disconnect()  # a later reply on it would be taken for another one
            raise
        finally:
            pool.release(connection)

    def _decode(self, key: str, value: object) -> Answer | None:
        """The answer, or None for a damaged value, which the next `put_many` replaces."""
        answer = decode(key, value) if isinstance(value, bytes) else None
        if answer is None:
            self._damaged.inc()
        return answer

    def _fail(self, error: redis.RedisError) -> None:
        """Count an error, and open the breaker unless Redis itself refused the call (full, …)."""
        reason = _reason(error)
        self._metrics.redis_errors.labels(reason).inc()
        if reason != "refused":
            self._up.clear()
            self._down.set()

    def _watch(self) -> None:
        """Wait while Redis is up; while it is down, try to reach it every `RECONNECT_S`."""
        while not self._closed.is_set():
            self._metrics.redis_up.set(0)
            if self._answers():
                self._metrics.redis_up.set(1)
                self._down.clear()
                self._up.set()
                self._down.wait()
            self._closed.wait(RECONNECT_S)

    def _answers(self) -> bool:
        try:
            self._client.connection_pool.disconnect(inuse_connections=False)
            return bool(self._client.ping())
        except Exception:  # such as a host that is no name at all: the thread tries again
            return False


def _reply(connection: Any) -> Any:
    """The next reply on a connection; an error where Redis refused the command."""
    try:
        return connection.read_response()
    except redis.ResponseError as error:
        return error


def check_url(url: str) -> None:
    """Check the URL of a Redis, and connect to nobody.

    Raises:
        BadValue: Its port, host, database or an option is wrong; says which, without the password.
    """
    _client(url, 1.0).close()


def _client(url: str, timeout_s: float) -> redis.Redis:
    wrong = _wrong_part(url) or _wrong_option(url)
    if wrong is None:
        try:
            client = redis.Redis.from_url(
                url,
                socket_timeout=timeout_s,
                socket_connect_timeout=timeout_s,
                retry=Retry(NoBackoff(), 0),
            )
            pool = client.connection_pool
            pool.connection_class(**pool.connection_kwargs)  # checks the options
        except (TypeError, ValueError, redis.RedisError):
            wrong = "an option or a value that its client refuses"
        else:
            return client
    raise BadValue(
        f"RESOLVER_REDIS_URL has {wrong}",
        "write redis://USER:PASSWORD@HOST:6379/0, or unix:///PATH?db=0",
    )


def _wrong_part(url: str) -> str | None:
    """What is wrong before the options; redis-py takes its default for much of it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "a port that is not a number from 1 to 65,535, or a host that is none"
    if parts.scheme == "unix":
        return None if parts.path and not parts.hostname else "no path of a socket after unix://"
    if port == 0:
        return "port 0"
    if not parts.hostname:
        return "no host"
    if not re.fullmatch(r"/?[0-9]{0,9}/?", parts.path):
        return "a database that is not a number"
    return None


def _wrong_option(url: str) -> str | None:
    for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items():
        if name not in _OPTIONS and not name.startswith("ssl_"):
            return f"the unknown option {name!r}"
        try:
            parse: Any = URL_QUERY_ARGUMENT_PARSERS.get(name, str)
            value = parse(values[0])
        except (TypeError, ValueError):
            return f"an option {name} of an impossible value"
        if isinstance(value, int | float) and not 0 <= value < math.inf:
            return f"an option {name} of an impossible value"
    return None


def _reason(error: redis.RedisError) -> str:
    """The label that an error is counted under."""
    if isinstance(error, redis.ResponseError):
        return "refused"
    return "timeout" if isinstance(error, redis.TimeoutError) else "error"
