"""The words of all forms of a segment, sorted by how they begin: what somebody may be typing.

A word is held as eight letters from its beginning on, over its end into the next word; where more
are typed, the forms that have those are looked at. Made when it is first asked: 1.1 million forms
take half a second, and 12 bytes a word.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

LETTERS: Final = 8
"""Letters of a word that are sorted."""

_SPACE: Final = ord(" ")


class Begun(NamedTuple):
    """Forms with a word that begins as asked.

    Args:
        forms: u4: their numbers; one as often as it has such words.
        is_start: Whether the form itself begins so.
        length: How many letters the form has.
    """

    forms: Array
    is_start: Array
    length: Array


class Beginnings:
    """Use `Beginnings.of`.

    Args:
        raw: u1: the texts of the forms in ASCII, one after the other.
        start: u8: where each begins, and where the last one ends.
        heads: u8, sorted: the first letters of each word, the first one in the highest byte.
        places: u4: where in `raw` each word begins.
    """

    def __init__(self, raw: Array, start: Array, heads: Array, places: Array) -> None:
        self._raw = raw
        self._start = start
        self._heads = heads
        self._places = places

    @classmethod
    def of(cls, raw: Array, start: Array) -> Self:
        """The words of these forms."""
        starts = np.asarray(start[:-1])[np.diff(start) > 0].astype(np.int64)
        places = np.union1d(starts, np.flatnonzero(raw == _SPACE) + 1)
        ends = start[start.searchsorted(places, side="right")].astype(np.int64)
        padded = np.concatenate([raw, np.zeros(LETTERS, np.uint8)])
        heads = np.zeros(len(places), np.uint64)
        for offset in range(LETTERS):
            letters = np.where(places + offset < ends, padded[places + offset], 0)
            heads = heads << np.uint64(8) | letters.astype(np.uint64)
        order = heads.argsort(kind="stable")
        return cls(raw, start, heads[order], places[order].astype(np.uint32))

    def find(self, latin: str) -> Begun:
        """The forms that have a word from which on they read so.

        Args:
            latin: What was typed, in ASCII letters; not empty.
        """
        asked = latin.encode("ascii")
        low = asked[:LETTERS].ljust(LETTERS, b"\0")
        high = asked[:LETTERS].ljust(LETTERS, b"\xff")
        bounds = np.array([int.from_bytes(low), int.from_bytes(high)], np.uint64)
        begin = int(self._heads.searchsorted(bounds[0]))
        end = int(self._heads.searchsorted(bounds[1], side="right"))
        places = self._places[begin:end].astype(np.int64)
        for offset in range(LETTERS, len(asked)):
            places = places[places + offset < len(self._raw)]
            places = places[self._raw[places + offset] == asked[offset]]
        forms = self._start.searchsorted(places, side="right") - 1
        inside = places + len(asked) <= self._start[forms + 1]
        places, forms = places[inside], forms[inside]
        starts = self._start[forms]
        lengths = (self._start[forms + 1] - starts).astype(np.int64)
        return Begun(forms.astype(np.uint32), starts == places, lengths)
