"""Caches of answers: in this process, then in Redis.

    CachedResolver.answer(query)
        LRU of this process      rendered answers, nothing to parse
        a place of the gate      or the query is refused
        queries in flight        a query that another thread works on is not worked out again
        Redis                    the same answers, shared by processes and services
        a slot, then the resolver  the answer goes into both caches, Redis's behind it

- `contract`: what every cache promises.
- `lru`, `redis`: the two caches that implement the contract.
- `caches`: both, one behind the other.
- `behind`: what is to be written to a cache, and the thread that writes it.
- `codec`: an answer as bytes with a checksum.
- `keys`: the key of an answer, from index, code and the whole query.
- `gate`: how many queries are worked on at once, in whose turn, and how many may wait.
- `resolving`: the resolver with both caches and the gate in front of it.
- `annotating`: texts, in front of which they stand too.
- `gated`: the resolver with the gate alone in front of it.

The folder promises that an answer is the same whatever cache it comes from. Nothing is ever
invalidated, because another index or other code makes another key. A cache that fails is an empty
cache.
"""

from resolver.cache.annotating import MAX_KEPT_BYTES, AskedText, CachedAnnotator
from resolver.cache.caches import Caches
from resolver.cache.contract import Cache
from resolver.cache.gate import Gate
from resolver.cache.gated import Gated
from resolver.cache.lru import Lru
from resolver.cache.redis import RedisCache, check_url
from resolver.cache.resolving import CachedAnswer, CachedResolver, Tier

__all__ = [
    "MAX_KEPT_BYTES",
    "AskedText",
    "Cache",
    "CachedAnnotator",
    "CachedAnswer",
    "CachedResolver",
    "Caches",
    "Gate",
    "Gated",
    "Lru",
    "RedisCache",
    "Tier",
    "check_url",
]
