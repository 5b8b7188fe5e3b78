"""What every cache promises.

Reach for this module to write a cache, or to use one without caring which. A cache keeps values
that can be worked out again. So it may lose any value at any time, and it never has to be right
about what it has lost, only about what it returns.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Protocol, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Protocol[Key, Value]):
    """Values by key. Every cache passes tests/cache/test_contract.py.

    - A value is whole or absent: what is returned equals what was put under that key, and a value
      that was cut short, changed or written by something else counts as absent.
    - Nothing is raised because the storage fails: then every key is absent, and puts do nothing.
    - Threads may share one cache. Each value is put atomically; the values of one `put_many` may
      become visible one after the other, and a moment after the call.
    - Values are not changed once they were put, and None is not a value.
    """

    def get(self, key: Key) -> Value | None:
        """The value of a key; None where it is absent."""
        ...

    def get_many(self, keys: Sequence[Key]) -> list[Value | None]:
        """The value of each key, in their order; None for each that is absent."""
        ...

    def put_many(self, values: Mapping[Key, Value]) -> None:
        """Put values under their keys; each replaces the one before it, and others may be lost."""
        ...
