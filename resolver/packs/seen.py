"""Which IDs a source has brought, and in which line. Reach for it to refuse an ID that comes twice.

An open-addressing hash table in two arrays: about 40 bytes an ID, whatever its length. It keeps 64
bits of an ID's hash, so that among a hundred million one may be taken for another in one import of
four thousand.

Source: D. E. Knuth, The Art of Computer Programming, volume 3, section 6.4 (linear probing).
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Final, NamedTuple

_FIRST_SIZE: Final = 1 << 10
"""Slots of an empty table, a power of two."""

_WORD: Final = (1 << 64) - 1

_FILE_BITS: Final = 24
"""Bits of a place that say which file it is in."""

_FILE_MASK: Final = (1 << _FILE_BITS) - 1


class Place(NamedTuple):
    """A file, and a line of it from 1."""

    file: Path
    line: int


class Seen:
    """IDs with the place of each."""

    def __init__(self) -> None:
        self._mask = _FIRST_SIZE - 1
        self._hashes = array("Q", bytes(8 * _FIRST_SIZE))  # 0 is an empty slot
        self._places = array("Q", bytes(8 * _FIRST_SIZE))
        self._room = _FIRST_SIZE * 2 // 3
        self._files: dict[Path, int] = {}
        self._file: Path | None = None  # the last one, and its number
        self._number = 0

    def first(self, key: object, file: Path, line: int) -> Place | None:
        """Where a key came first; None where this is the first time.

        Args:
            key: Whatever can be hashed.
            file: The file that it comes in.
            line: Its line there.
        """
        if file is not self._file:
            self._file, self._number = file, self._files.setdefault(file, len(self._files))
        hashed = hash(key) & _WORD or 1
        hashes, mask = self._hashes, self._mask
        slot = hashed & mask
        while (there := hashes[slot]) and there != hashed:
            slot = (slot + 1) & mask
        if there:
            place = self._places[slot]
            return Place([*self._files][place & _FILE_MASK], place >> _FILE_BITS)
        hashes[slot] = hashed
        self._places[slot] = line << _FILE_BITS | self._number
        self._room -= 1
        if not self._room:
            self._grow()
        return None

    def _grow(self) -> None:
        """Twice as many slots."""
        before = zip(self._hashes, self._places, strict=True)
        size = 2 * len(self._hashes)
        hashes, places = (array("Q", bytes(8 * size)) for _ in range(2))
        mask = size - 1
        for hashed, place in before:
            if hashed:
                slot = hashed & mask
                while hashes[slot]:
                    slot = (slot + 1) & mask
                hashes[slot], places[slot] = hashed, place
        self._hashes, self._places, self._mask = hashes, places, mask
        self._room = size * 2 // 3 - size // 3
