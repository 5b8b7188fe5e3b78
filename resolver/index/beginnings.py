"""The words of all forms of a segment, sorted by how they begin: what somebody may be typing.

They are sorted by eight letters from the beginning of a word on, over its end into the next word;
where more are typed, the forms that have those are looked at. It is made of the columns of an open
segment, for 1.1 million forms in half a second, and takes 8 bytes a word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
        length: i8: how many letters the form has.
    """

    forms: Array
    is_start: Array
    length: Array

    def only(self, wanted: Array) -> Begun:
        """Those of them that are wanted."""
        return Begun(self.forms[wanted], self.is_start[wanted], self.length[wanted])


class Beginnings:
    """Use `Beginnings.of`.

    Args:
        raw: u1: the texts of the forms in ASCII, one after the other.
        start: u8: where each begins, and where the last one ends.
        places: u4: where in `raw` each word begins, in the order of their first letters.
        forms: u4: the form that has it.
    """

    def __init__(self, raw: Array, start: Array, places: Array, forms: Array) -> None:
        self._raw = raw
        self._start = start
        self._places = places
        self._forms = forms

    @classmethod
    def of(cls, raw: Array, start: Array) -> Self:
        """The words of these forms."""
        begins = np.zeros(len(raw), bool)
        begins[start[:-1][start[:-1] < start[1:]]] = True
        begins[1:] |= raw[:-1] == _SPACE
        places = np.flatnonzero(begins)
        forms = start.searchsorted(places, side="right") - 1
        padded = np.concatenate([raw, np.zeros(LETTERS, np.uint8)])
        at_each_letter = np.ndarray(len(raw), ">u8", padded, strides=(1,))
        heads = at_each_letter[places].astype(np.uint64)
        behind = 8 * np.maximum(LETTERS - (start[forms + 1].astype(np.int64) - places), 0)
        behind = behind.astype(np.uint64)  # bits that are of the next form
        order = (heads >> behind << behind).argsort(kind="stable")
        return cls(raw, start, places[order].astype(np.uint32), forms[order].astype(np.uint32))

    def find(self, latin: str) -> Begun:
        """The forms that have a word from which on they read so.

        Args:
            latin: What was typed, in ASCII letters; not empty.
        """
        asked = latin.encode("ascii")
        sorted_ones = range(len(self._places))
        begin, end = (
            bisect(sorted_ones, asked[:LETTERS], key=lambda row: self._head(row, len(asked)))
            for bisect in (bisect_left, bisect_right)
        )
        places, forms = self._places[begin:end].astype(np.int64), self._forms[begin:end]
        ends = self._start[forms + 1].astype(np.int64)
        for offset in range(LETTERS, len(asked)):
            is_so = places + offset < ends
            is_so[is_so] = self._raw[places[is_so] + offset] == asked[offset]
            places, forms, ends = places[is_so], forms[is_so], ends[is_so]
        starts = self._start[forms].astype(np.int64)
        return Begun(forms, starts == places, ends - starts)

    def _head(self, row: int, letters: int) -> bytes:
        """The first letters of a word, as many as are sorted at most."""
        place: int = self._places.item(row)
        end = min(place + min(letters, LETTERS), self._start.item(self._forms.item(row) + 1))
        head: bytes = self._raw[place:end].tobytes()
        return head
