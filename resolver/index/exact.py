"""A match key (`resolver.text.keys`) → the forms that have it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from resolver.text.keys import hash64

Array = npt.NDArray[Any]


class Exact:
    """The keys of an opened index.

    Two keys share a hash once in 10^7 tables of a million names; the caller compares forms.

    Args:
        hashes: u8, sorted: the hash of each key.
        forms: u4: the form of each.
    """

    def __init__(self, hashes: Array, forms: Array) -> None:
        self._hashes = hashes
        self._forms = forms

    def find(self, key: str, limit: int | None = None) -> list[int]:
        """The forms that have a key with this hash, by number; mostly none or one.

        Args:
            key: What is looked up.
            limit: Forms to return at most; None for all.
        """
        wanted = hash64(key)
        row, hashes = int(self._hashes.searchsorted(np.uint64(wanted))), self._hashes.item
        end = len(self._forms) if limit is None else min(len(self._forms), row + limit)
        found = []
        while row < end and hashes(row) == wanted:
            found.append(self._forms.item(row))
            row += 1
        return sorted(found)
