"""A match key (`resolver.text.keys`) → the forms that have it."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Exact:
    """The keys of an opened index.

    Two keys share a hash once in 10^7 tables of a million names; the caller compares forms.

    Args:
        hashes: u8, sorted: the hash of each key.
        forms: u4: the form of each.
    """

    def __init__(self, hashes: Array, forms: Array) -> None:
        self._hashes = hashes.data  # one number is read faster from a memoryview
        self._sorted = hashes
        self._forms = forms

    def find(self, wanted: int, limit: int | None = None) -> list[int]:
        """The forms that have a key with a hash, by number; mostly none or one.

        Args:
            wanted: The `hash64` of the key.
            limit: Forms to return at most; None for all.
        """
        hashes = self._hashes
        row = bisect_left(hashes, wanted)
        end = len(hashes) if limit is None else min(len(hashes), row + limit)
        found = []
        while row < end and hashes[row] == wanted:
            found.append(self._forms.item(row))
            row += 1
        return sorted(found)

    def has(self, wanted: Array) -> Array:
        """For each of some hashes (u8) of keys, whether a form has such a key (bool)."""
        if not len(self._sorted):
            return np.zeros(len(wanted), bool)
        rows = np.minimum(self._sorted.searchsorted(wanted), len(self._sorted) - 1)
        found: Array = self._sorted[rows] == wanted
        return found
