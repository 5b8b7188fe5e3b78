"""The cache of a process is bounded by bytes, and evicts what was not used for the longest time."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.cache import Lru
from resolver.cache.keys import cache_key
from resolver.cache.lru import ENTRY_BYTES, MAX_VALUE_BYTES
from resolver.model.wire import Answer


def lru_of(entries: int) -> Lru[str, bytes]:
    """A cache with room for so many values of 10 bytes."""
    return Lru(entries * (10 + ENTRY_BYTES), len)


VALUE = bytes(10)


def test_the_least_recently_used_entry_is_evicted() -> None:
    lru = lru_of(2)
    lru.put_many({"a": VALUE, "b": VALUE})
    lru.get("a")
    lru.put_many({"c": VALUE})
    assert lru.get_many(["a", "b", "c"]) == [VALUE, None, VALUE]


def test_reading_many_counts_as_use_of_each() -> None:
    lru = lru_of(3)
    lru.put_many({"a": VALUE, "b": VALUE, "c": VALUE})
    lru.get_many(["a", "b"])
    lru.put_many({"d": VALUE})
    assert lru.get("c") is None
    assert len(lru) == 3


def test_a_cache_of_no_bytes_keeps_nothing() -> None:
    lru = lru_of(0)
    lru.put_many({"a": VALUE})
    assert (lru.get("a"), len(lru), lru.bytes) == (None, 0, 0)


def test_more_values_than_it_has_room_for_leave_the_last_ones() -> None:
    lru = lru_of(2)
    lru.put_many(dict.fromkeys("abcde", VALUE))
    assert lru.get_many("abcde") == [None, None, None, VALUE, VALUE]


def test_one_long_value_does_not_evict_all_others() -> None:
    lru: Lru[str, bytes] = Lru(1_000_000, len)
    lru.put_many({"long": VALUE, "short": VALUE})
    lru.put_many({"long": bytes(MAX_VALUE_BYTES + 1)})
    assert lru.get_many(["long", "short"]) == [None, VALUE]
    assert lru.bytes == 10 + ENTRY_BYTES


def test_a_cache_of_long_values_keeps_them() -> None:
    lru: Lru[str, bytes] = Lru(1_000_000, len, 100_000)
    lru.put_many({"long": bytes(100_000), "longer": bytes(100_001)})
    assert lru.get_many(["long", "longer"]) == [bytes(100_000), None]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=2_000)), max_size=60))
def test_it_counts_what_it_holds_within_its_bound(
    puts: list[tuple[str, bytes]],
) -> None:
    lru: Lru[str, bytes] = Lru(5_000, len)
    for key, value in puts:
        lru.put_many({key: value})
        held = [each for each in lru.get_many("abcdef") if each is not None]
        assert lru.bytes == sum(len(each) + ENTRY_BYTES for each in held) <= 5_000


def test_the_bytes_that_an_answer_counts_are_those_it_takes(bundled: Resolver) -> None:
    decision = bundled.resolve(Query("Reza Zahidi"))
    lru: Lru[str, Answer] = Lru(100_000_000, Answer.memory_bytes)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(5_000):
            key = cache_key("index", Query(f"Zahedi {number}"), explain=False)
            lru.put_many({key: Answer.of(decision, explain=number % 2 == 0)})
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 0.9 < lru.bytes / (after - before) < 1.1
