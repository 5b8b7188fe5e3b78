"""Requests are counted by asker; a Redis that is away costs nobody more than a moment."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

from resolver.access.rates import Rates
from tests.conftest import RedisServer


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.send(signal.SIGCONT)
    server.send(signal.SIGKILL)


def connections(url: str, timeout_s: float) -> ConnectionPool:
    timeouts = {"socket_timeout": timeout_s, "socket_connect_timeout": timeout_s}
    return ConnectionPool.from_url(url, retry=Retry(NoBackoff(), 0), **timeouts)


def test_each_asker_has_so_many_requests_in_a_window() -> None:
    rates = Rates("3/minute")
    counted = [rates.count("ann") for _ in range(5)]
    assert [each.is_over for each in counted] == [False, False, False, True, True]
    assert [each.left for each in counted] == [2, 1, 0, 0, 0]
    assert {(each.most, each.window_s) for each in counted} == {(3, 60)}
    assert all(58 <= each.reset_s <= 60 for each in counted)
    assert not rates.count("bob").is_over


def test_the_next_window_begins_when_it_was_said_to() -> None:
    rates = Rates("1/second")
    assert not rates.count("ann").is_over
    refused = rates.count("ann")
    assert (refused.is_over, refused.reset_s) == (True, 1)
    time.sleep(refused.reset_s + 0.05)
    assert not rates.count("ann").is_over


def test_processes_count_together_in_a_redis(redis: RedisServer) -> None:
    with closing(connections(redis.url, 1.0)) as one, closing(connections(redis.url, 1.0)) as two:
        both = [Rates("3/minute", pool) for pool in (one, two)]
        counted = [rates.count("ann").is_over for rates in (*both, *both)]
        assert counted == [False, False, False, True]
        assert all(rates.waits for rates in both)


@pytest.mark.alone
def test_while_redis_hangs_a_process_counts_for_itself_and_hardly_waits(
    redis: RedisServer,
) -> None:
    with closing(connections(redis.url, 0.05)) as pool:
        rates = Rates("100/minute", pool)
        assert rates.count("bob").left == 99
        redis.send(signal.SIGSTOP)
        try:
            begin = time.perf_counter()
            assert [rates.count("bob").left for _ in range(20)] == list(range(99, 79, -1))
            assert time.perf_counter() - begin < 0.5
        finally:
            redis.send(signal.SIGCONT)
        time.sleep(1.05)
        # Redis has counted the request that it did not answer in time, if it had read it.
        assert rates.count("bob").left in (97, 98)


@pytest.mark.alone
def test_a_redis_that_is_known_to_be_away_is_not_asked() -> None:
    with closing(connections("redis://no.such.host.invalid:1/0", 0.05)) as pool:
        rates = Rates("2/minute", pool, lambda: False)
        begin = time.perf_counter()
        assert rates.count("ann").left == 1
        assert time.perf_counter() - begin < 0.05
