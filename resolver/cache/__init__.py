"""Answers that are kept: in this process, then in Redis.

    CachedResolver.answer(query)
        LRU of this process        rendered answers, nothing to parse
        the same question at work  computed once, however many ask
        Redis                      encoded decisions, shared by processes and services
        the resolver               and what it says goes into both

- `answer`: a decision, and the bytes that the wire sees.
- `codec`: a decision as bytes that know when they were damaged.
- `keys`: what a kept answer is known by: index, code and the whole question.
- `lru`, `redis`: the two that keep, behind one contract (`Keeper`).
- `resolving`: the resolver with both in front of it.

Nothing is ever invalidated: another index or other code is another key. A cache that fails is a
cache that has nothing.
"""

from resolver.cache.lru import Lru
from resolver.cache.redis import RedisCache
from resolver.cache.resolving import Answered, CachedResolver
from resolver.model.wire import Answer

__all__ = ["Answer", "Answered", "CachedResolver", "Lru", "RedisCache"]
