"""Pairs of spellings of one name, to learn from: out of files, or out of a store.

    read_pairs(folder)  every *.tsv and *.tsv.gz of a folder, in order of their names
    alias_pairs(store)  each entity's name with each of its aliases
    hold_out(pairs)     which to learn from, and which to measure with

Reach for this module to learn from pairs of another origin. A file has one pair a line, in UTF-8:
two names, a tab between them. Further columns are not read. Both names are folded. A pair of equal
folds teaches nothing and is left out.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from resolver.errors import BadSource
from resolver.rows import tsv_rows
from resolver.store import Store
from resolver.text.fold import fold

HELD_OUT: Final = 50
"""One pair in so many is held out."""


class SpellingPair(NamedTuple):
    """Two spellings of one name, folded.

    Args:
        name: The name, in Latin letters where there is such a spelling.
        spelling: The other spelling, which is the one that is asked in measuring.
    """

    name: str
    spelling: str


class PairSplit(NamedTuple):
    """Pairs in two parts; a spelling that is held out is in no pair to learn from.

    Args:
        training: Pairs to learn from.
        held_out: Pairs to measure with.
    """

    training: list[SpellingPair]
    held_out: list[SpellingPair]


def read_pairs(folder: Path) -> Iterator[SpellingPair]:
    """The pairs of every file of a folder.

    Raises:
        BadSource: There is no such file, one cannot be read, or a line has no tab.
    """
    paths = sorted([*folder.glob("*.tsv"), *folder.glob("*.tsv.gz")])
    if not paths:
        raise BadSource(folder, "there is no *.tsv or *.tsv.gz in it", "name a folder of pairs")
    for path in paths:
        for row in tsv_rows(path, columns=2):
            yield from _folded(*row.cells[:2])


def alias_pairs(store: Store) -> Iterator[SpellingPair]:
    """Each entity's name with each of its aliases, but for acronyms, which sound like nothing."""
    for entity, *_ in store.entities():
        for alias in entity.aliases:
            if alias.kind != "acronym":
                yield from _folded(entity.name, alias.text)


def hold_out(pairs: Iterable[SpellingPair]) -> PairSplit:
    """The pairs, each once; which are held out is decided by a checksum of the spelling."""
    split = PairSplit([], [])
    for pair in dict.fromkeys(pairs):
        held_out = zlib.crc32(pair.spelling.encode()) % HELD_OUT == 0
        (split.held_out if held_out else split.training).append(pair)
    return split


def _folded(first: str, second: str) -> Iterator[SpellingPair]:
    name, spelling = fold(first), fold(second)
    if name is not None and spelling is not None and name != spelling:
        yield SpellingPair(name, spelling)
