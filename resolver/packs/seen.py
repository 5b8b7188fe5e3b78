"""Which IDs a source has brought, and in which line. Reach for it to refuse an ID that comes twice.

An open-addressing hash table in two arrays: about 40 bytes an ID, whatever its length. It keeps 64
bits of an ID's hash, so that among a hundred million one may be taken for another in one import of
four thousand.

Source: D. E. Knuth, The Art of Computer Programming, volume 3, section 6.4 (linear probing).
"""

from __future__ import annotations

from array import array
from typing import Final, NamedTuple

_FIRST_SIZE: Final = 1 << 10
"""Slots of an empty table, a power of two."""

_WORD: Final = (1 << 64) - 1

_FILE_BITS: Final = 20
"""Bits of a place that say which file it is in."""


class Place(NamedTuple):
    """The name of a file, and a line of it from 1."""

    file: str
    line: int


class Seen:
    """IDs with the place of each."""

    def __init__(self) -> None:
        self._size = _FIRST_SIZE
        self._hashes = array("Q", bytes(8 * self._size))  # 0 is an empty slot
        self._places = array("Q", bytes(8 * self._size))
        self._count = 0
        self._files: dict[str, int] = {}

    def first(self, key: object, file: str, line: int) -> Place | None:
        """Where a key came first; None where this is the first time.

        Args:
            key: Whatever can be hashed.
            file: The file that it comes in.
            line: Its line there.
        """
        number = self._files.setdefault(file, len(self._files))
        hashed = hash(key) & _WORD or 1
        slot = self._slot(hashed)
        if self._hashes[slot]:
            place = self._places[slot]
            return Place([*self._files][place & (1 << _FILE_BITS) - 1], place >> _FILE_BITS)
        self._hashes[slot] = hashed
        self._places[slot] = line << _FILE_BITS | number
        self._count += 1
        if 3 * self._count > 2 * self._size:
            self._grow()
        return None

    def _slot(self, hashed: int) -> int:
        """Where a hash is, or would be."""
        hashes, mask = self._hashes, self._size - 1
        slot = hashed & mask
        while hashes[slot] not in (0, hashed):
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        before = zip(self._hashes, self._places, strict=True)
        self._size *= 2
        self._hashes, self._places = (array("Q", bytes(8 * self._size)) for _ in range(2))
        for hashed, place in before:
            if hashed:
                slot = self._slot(hashed)
                self._hashes[slot], self._places[slot] = hashed, place
