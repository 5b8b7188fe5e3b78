"""What `resolver.cache.contract` promises, of every cache there is."""

from __future__ import annotations

import threading
import uuid

import pytest

from resolver.cache import Cache, Lru
from resolver.model.wire import Answer
from tests.cache.conftest import answer_of


@pytest.fixture(params=["lru", "redis"])
def cache(request: pytest.FixtureRequest) -> Cache[str, Answer]:
    if request.param == "lru":
        return Lru(1_000_000, lambda _: 100)
    redis: Cache[str, Answer] = request.getfixturevalue("shared")
    return redis


def keys(count: int) -> list[str]:
    return [uuid.uuid4().hex for _ in range(count)]


def test_a_value_comes_back_as_it_was_put(cache: Cache[str, Answer]) -> None:
    (key,) = keys(1)
    cache.put_many({key: answer_of(1)})
    assert cache.get(key) == answer_of(1)
    cache.put_many({key: answer_of(2)})
    assert cache.get(key) == answer_of(2)


def test_many_values_come_in_the_order_of_their_keys(cache: Cache[str, Answer]) -> None:
    first, absent, second = keys(3)
    cache.put_many({second: answer_of(2), first: answer_of(1)})
    asked = [first, absent, second, first]
    assert cache.get_many(asked) == [answer_of(1), None, answer_of(2), answer_of(1)]


def test_what_was_never_put_is_absent(cache: Cache[str, Answer]) -> None:
    (key,) = keys(1)
    assert cache.get(key) is None
    assert cache.get_many([key]) == [None]


def test_no_keys_and_no_values_are_no_matter(cache: Cache[str, Answer]) -> None:
    cache.put_many({})
    assert cache.get_many([]) == []


def test_threads_that_share_a_cache_see_whole_values(cache: Cache[str, Answer]) -> None:
    shared_keys = keys(8)
    possible = [None, *(answer_of(number) for number in range(4))]
    wrong: list[object] = []

    def use(number: int) -> None:
        try:
            for _ in range(50):
                cache.put_many(dict.fromkeys(shared_keys, answer_of(number)))
                seen = [*cache.get_many(shared_keys), cache.get(shared_keys[0])]
                wrong.extend(each for each in seen if each not in possible)
        except Exception as error:  # a thread's error fails the test in the main thread
            wrong.append(error)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert cache.get(shared_keys[0]) in possible[1:]
