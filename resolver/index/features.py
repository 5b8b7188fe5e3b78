"""A name → what it may be found by: the codes of its features.

A feature is a short text, its code the CRC-32 of that text. A name in ASCII has

    trigrams    of its letters, with the spaces out and a border at both ends
    words       each as a whole
    skeletons   its consonants: once close to the letters, once by broad classes of sound

    "al zahdi" → _al alz lza zah ahd hdi di_ · =al =zahdi · ~lstd *LST

Trigrams survive misspellings, and words survive another order. A skeleton, one feature for a whole
name, survives another romanisation: few names share it, so reading its list costs next to nothing.

Source: the skeletons are sound classes in the manner of Soundex (Russell, US patent 1,261,167),
without its first letter and its length.
"""

from __future__ import annotations

import functools
import re
from array import array
from collections.abc import Sequence
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_ALPHABET: Final = b"_abcdefghijklmnopqrstuvwxyz0123456789"
_LETTERS: Final = len(_ALPHABET)
_VOWELS: Final = b"aeiouyw"
_BREAK: Final = b"."
"""Stands where a vowel was, so that the letters beside it are not doubled ones."""

_WORD, _CLOSE_MARK, _BROAD_MARK = crc32(b"="), crc32(b"~"), crc32(b"*")
"""The checksums that those of words and skeletons go on from, so that each is its own kind."""

_DOUBLED: Final = re.compile(rb"(.)\1+")


def _classes(groups: bytes) -> bytes:
    """For `bytes.translate`: each letter → the first of its group, vowels → a break."""
    table = bytearray(range(256))
    for group in groups.split():
        for letter in group:
            table[letter] = group[0]
    for vowel in _VOWELS:
        table[vowel] = _BREAK[0]
    return bytes(table)


_CLOSE: Final = _classes(b"bp fv ckqgx sz dt lr")
_BROAD: Final = _classes(b"bpfv ckqgx szj dt lr mn")


def features(latin: str) -> list[int]:
    """The codes of a name's features, each once.

    Args:
        latin: ASCII letters, digits and single spaces, as `resolver.text.fold.latin` returns.
    """
    name = latin.encode()
    codes, joined = _tokens(name)
    bordered = b"_%b_" % joined
    codes += [crc32(bordered[at : at + 3]) for at in range(len(joined))]
    return list(dict.fromkeys(codes))


def word_code(word: str) -> int:
    """The code of a whole word."""
    return crc32(word.encode(), _WORD)


def skeletons(joined: bytes) -> tuple[bytes, bytes]:
    """The consonants of a name without spaces: close to its letters, and by broad classes."""
    close = _DOUBLED.sub(rb"\1", joined.translate(_CLOSE, b"h")).replace(_BREAK, b"")
    return close, _DOUBLED.sub(rb"\1", joined.translate(_BROAD, b"h" + _VOWELS))


def feature_pairs(latins: Sequence[str], first_row: int = 0) -> Array:
    """The features of many names at once, equal to `features` of each.

    Returns:
        u8, sorted, each once: the code in the upper 32 bits, the name's number in the lower,
        counted from `first_row`.
    """
    codes, sizes = array("I"), array("I")
    words = [latin.encode().split() for latin in latins]
    joined = [b"".join(each) for each in words]
    for each, close, broad in zip(words, *_many_skeletons(joined), strict=True):
        codes.extend([crc32(word, _WORD) for word in each])
        if close:
            codes.extend((crc32(close, _CLOSE_MARK), crc32(broad, _BROAD_MARK)))
        sizes.append(len(each) + 2 * bool(close))
    names = [b"_%b_" % each for each in joined]
    rows = np.arange(first_row, first_row + len(latins), dtype=np.uint64)
    ends = np.cumsum([len(each) for each in names], dtype=np.int64)
    letters = np.frombuffer(b"".join(names), np.uint8)
    begins = np.ones(len(letters), bool)  # where a trigram stays inside its name
    for back in (1, 2):
        begins[ends - back] = False
    at = np.flatnonzero(begins)
    number = _NUMBER[letters].astype(np.int64)
    grams = (number[at] * _LETTERS + number[at + 1]) * _LETTERS + number[at + 2]
    gram_rows = rows[np.searchsorted(ends, at, "right")]
    found = np.concatenate([np.array(codes, np.uint64), _gram_codes()[grams]])
    pairs: Array = found << np.uint64(32) | np.concatenate([rows.repeat(sizes), gram_rows])
    pairs.sort()
    new = np.ones(len(pairs), bool)
    np.not_equal(pairs[1:], pairs[:-1], out=new[1:])
    return pairs[new]


def _many_skeletons(joined: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Equal to `skeletons` of each: all that are close to the letters, then all broad ones."""
    lines = b"\n".join(joined)
    close = _undoubled(lines.translate(_CLOSE, b"h")).replace(_BREAK, b"")
    broad = _undoubled(lines.translate(_BROAD, b"h" + _VOWELS))
    return close.split(b"\n")[: len(joined)], broad.split(b"\n")[: len(joined)]


def _undoubled(lines: bytes) -> bytes:
    """Lines in which no letter stands twice in a row."""
    letters = np.frombuffer(lines, np.uint8)
    kept = letters == ord("\n")
    kept[:1] = True
    kept[1:] |= letters[1:] != letters[:-1]
    undoubled: bytes = letters[kept].tobytes()
    return undoubled


def _tokens(name: bytes) -> tuple[list[int], bytes]:
    """The codes of words and skeletons, and the name without spaces."""
    words = name.split()
    codes = [crc32(word, _WORD) for word in words]
    joined = b"".join(words)
    close, broad = skeletons(joined)
    if close:
        codes += crc32(close, _CLOSE_MARK), crc32(broad, _BROAD_MARK)
    return codes, joined


@functools.cache
def _gram_codes() -> Array:
    """The code of every trigram that can be."""
    letters = np.frombuffer(_ALPHABET, np.uint8)
    first, second, third = np.meshgrid(letters, letters, letters, indexing="ij")
    grams = np.stack([first, second, third], axis=-1).tobytes()
    return np.array([crc32(grams[at : at + 3]) for at in range(0, len(grams), 3)], np.uint64)


_NUMBER: Final = np.zeros(128, np.uint8)
"""The number of each letter in the alphabet."""

_NUMBER[np.frombuffer(_ALPHABET, np.uint8)] = np.arange(_LETTERS)
