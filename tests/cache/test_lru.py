"""The cache of one process is bounded, and evicts what was not used for the longest time."""

from __future__ import annotations

from resolver.cache import Lru


def test_the_least_recently_used_entry_is_evicted() -> None:
    lru: Lru[str, int] = Lru(2)
    lru.put_many({"a": 1, "b": 1})
    lru.get("a")
    lru.put_many({"c": 1})
    assert lru.get_many(["a", "b", "c"]) == [1, None, 1]


def test_reading_many_counts_as_use_of_each() -> None:
    lru: Lru[str, int] = Lru(3)
    lru.put_many({"a": 1, "b": 1, "c": 1})
    lru.get_many(["a", "b"])
    lru.put_many({"d": 1})
    assert lru.get("c") is None
    assert len(lru) == 3


def test_a_cache_of_no_entries_keeps_nothing() -> None:
    lru: Lru[str, int] = Lru(0)
    lru.put_many({"a": 1})
    assert (lru.get("a"), len(lru)) == (None, 0)


def test_more_values_than_entries_leave_the_last_ones() -> None:
    lru: Lru[int, int] = Lru(2)
    lru.put_many({number: number for number in range(5)})
    assert lru.get_many(range(5)) == [None, None, None, 3, 4]
