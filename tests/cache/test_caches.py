"""Both caches are asked one after the other, and what the second has the first has then too."""

from __future__ import annotations

from resolver.cache import Caches, Lru
from resolver.model.wire import Answer
from tests.cache.conftest import answer_of


def lru() -> Lru[str, Answer]:
    return Lru(1_000_000, Answer.memory_bytes)


def test_what_is_put_is_in_both() -> None:
    process, redis = lru(), lru()
    Caches(process, redis).put_many({"a": answer_of(1)})
    assert process.get("a") == redis.get("a") == answer_of(1)


def test_what_redis_has_this_process_has_from_then_on() -> None:
    process, redis = lru(), lru()
    redis.put_many({"a": answer_of(1), "b": answer_of(2)})
    caches = Caches(process, redis)
    assert caches.from_process(["a", "c"]) == {}
    assert caches.from_redis(["a", "c"]) == {"a": answer_of(1)}
    assert caches.from_process(["a", "b"]) == {"a": answer_of(1)}


def test_without_redis_this_process_has_its_own_alone() -> None:
    caches = Caches(lru(), None)
    caches.put_many({"a": answer_of(1)})
    assert (caches.from_redis(["a"]), caches.from_process(["a"])) == ({}, {"a": answer_of(1)})
