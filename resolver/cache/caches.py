"""The cache of this process and, behind it, the one that all processes share.

Reach for `Caches` to ask one after the other, and to put an answer into both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resolver.cache.contract import Cache
from resolver.model.wire import Answer


class Caches:
    """Both caches.

    Args:
        lru: Answers of this process, by `cache_key` or `passage_key`.
        redis: Answers shared with other processes, by the same keys; None for no such cache.
    """

    def __init__(self, lru: Cache[str, Answer], redis: Cache[str, Answer] | None) -> None:
        self.lru = lru
        self._redis = redis

    def from_process(self, keys: Sequence[str]) -> dict[str, Answer]:
        """The answers that this process has, by their keys."""
        return _present(keys, self.lru.get_many(keys))

    def from_redis(self, keys: Sequence[str]) -> dict[str, Answer]:
        """The answers that Redis has, by their keys; from now on this process has them too."""
        if self._redis is None:
            return {}
        answers = _present(keys, self._redis.get_many(keys))
        self.lru.put_many(answers)
        return answers

    def put_many(self, answers: Mapping[str, Answer]) -> None:
        """Put answers into both."""
        self.lru.put_many(answers)
        if self._redis is not None:
            self._redis.put_many(answers)


def _present(keys: Sequence[str], answers: Sequence[Answer | None]) -> dict[str, Answer]:
    return {key: each for key, each in zip(keys, answers, strict=True) if each is not None}
