"""Pairs of spellings of one name, to learn from: out of files, or out of a store.

    read_pairs(folder)  every *.tsv and *.tsv.gz of a folder, in order of their names
    alias_pairs(store)  each entity's name with each of its aliases

A file has one pair a line, in UTF-8: two names, a tab between them; further columns are not read.
Both names are folded. A pair of equal folds teaches nothing and is left out.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from resolver.errors import BadSource
from resolver.store import Store
from resolver.text.fold import fold

Pair = tuple[str, str]

_ASIDE: Final = 50


def read_pairs(folder: Path) -> Iterator[Pair]:
    """The pairs of every file of a folder.

    Raises:
        BadSource: There is no such file, one cannot be read, or a line has no tab.
    """
    paths = sorted([*folder.glob("*.tsv"), *folder.glob("*.tsv.gz")])
    if not paths:
        raise BadSource(folder, "there is no *.tsv or *.tsv.gz in it", "name a folder of pairs")
    for path in paths:
        yield from _read_file(path)


def alias_pairs(store: Store) -> Iterator[Pair]:
    """Each entity's name with each of its aliases, but for acronyms, which sound like nothing."""
    for entity, _ in store.entities():
        for alias in entity.aliases:
            if alias.kind != "acronym":
                yield from _folded(entity.name, alias.text)


def set_aside(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Pairs to learn from, and one in fifty to be asked, told apart by the second name.

    A second name that is asked is in no pair to learn from.
    """
    learn: list[Pair] = []
    ask: list[Pair] = []
    for pair in dict.fromkeys(pairs):
        kept = zlib.crc32(pair[1].encode()) % _ASIDE == 0
        (ask if kept else learn).append(pair)
    return learn, ask


def _read_file(path: Path) -> Iterator[Pair]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                first, tab, rest = line.rstrip("\n").partition("\t")
                if not tab:
                    raise BadSource(path, "there is no tab", "write two names a line", line=number)
                yield from _folded(first, rest.split("\t", 1)[0])
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadSource(path, f"cannot be read: {error}") from None


def _folded(first: str, second: str) -> Iterator[Pair]:
    one, other = fold(first), fold(second)
    if one is not None and other is not None and one != other:
        yield one, other
