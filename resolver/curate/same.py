"""What people decided to be one thing, into the store. Reach for `declare_same` to take a file in.

The decisions are a source of the home of their own, which other sources do not touch: the next
compile has them, `resolver export --source same-as` writes them, `resolver forget same-as` takes
them back.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from resolver.curate.overlap_file import read_overlap_file
from resolver.home import Home
from resolver.model import SameAs, Source
from resolver.store import Store, expect_store, open_store, prepared, store_exists

SAME_AS: Final = "same-as"
"""The name of the source that holds the decisions."""

_TITLE: Final = "IDs that somebody decided to be of one thing"


class DeclaredSame(NamedTuple):
    """What taking in a file did.

    Args:
        same: Pairs of the file that are one thing.
        different: Pairs that are not.
        left_open: Rows of the file in which nothing is decided.
    """

    same: int
    different: int
    left_open: int


def declare_same(home: Path, path: Path, *, wait_s: float) -> DeclaredSame:
    """Store in a home which pairs of IDs are one thing.

    What was decided before stays, but for pairs that the file says are not one.

    Args:
        home: The directory.
        path: A file as `resolver.curate.overlap_file` describes it.
        wait_s: Seconds to wait for another writer.

    Raises:
        BadSource: Something in the file is wrong; names line and column.
        HomeError: There is no home or nothing in it, or it cannot be written.
    """
    expect_store(home)
    said = read_overlap_file(path)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        before = _declared(store)
        pairs = (before | said.same) - said.different
        if pairs:
            store.replace(_source(pairs), map(prepared, _records(pairs)))
        elif before:
            store.forget(SAME_AS)
    return DeclaredSame(len(said.same), len(said.different), said.left_open)


def declared_pairs(home: Path, *, wait_s: float) -> set[tuple[str, str]]:
    """The pairs of IDs, each in order, that somebody decided to be one thing in a home.

    Raises:
        HomeError: The home is busy or damaged.
    """
    if not store_exists(home):
        return set()
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        return _declared(store)


def _declared(store: Store) -> set[tuple[str, str]]:
    """The pairs that are in a store."""
    if all(each.name != SAME_AS for each in store.sources()):
        return set()
    records = store.records_of(SAME_AS)
    same = (each for each in records if isinstance(each, SameAs))
    return {(min(a, b), max(a, b)) for each in same for a in [each.entity_id] for b in each.others}


def _source(pairs: Iterable[tuple[str, str]]) -> Source:
    digest = hashlib.blake2b(json.dumps(sorted(pairs)).encode(), digest_size=16).hexdigest()
    return Source(SAME_AS, digest, title=_TITLE)


def _records(pairs: Iterable[tuple[str, str]]) -> Iterator[SameAs]:
    for first, others in itertools.groupby(sorted(pairs), key=lambda pair: pair[0]):
        yield SameAs(first, tuple(other for _, other in others))
