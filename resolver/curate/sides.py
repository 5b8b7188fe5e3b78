"""The sides of a comparison, by what somebody names. Reach for `opened_sides` to have them.

A side is what lies at a path, else a pack of the catalogue, else a source of the home.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from resolver.errors import BadSource
from resolver.home import Home
from resolver.model.edit import EDITS
from resolver.packs import Pack, open_source
from resolver.packs.pack import Located
from resolver.packs.rejects import Rejects
from resolver.store import Store, open_store, store_exists


@contextmanager
def opened_sides(written: Sequence[str], home: Path, *, wait_s: float) -> Iterator[list[Pack]]:
    """What somebody names, each as a pack.

    One that is a source of the home is read as long as the block lasts, and to its end before
    another one is.

    Args:
        written: Paths, names of packs, or names of sources in the home.
        home: The home, which need not exist.
        wait_s: Seconds to wait for a writer of the home.

    Raises:
        BadSource: One is none of the three, or something in it is wrong.
        HomeError: The home is busy or damaged.
    """
    found = [_opened(each) for each in written]
    unknown = [each for each in found if isinstance(each, BadSource)]
    if not unknown:
        yield [each for each in found if isinstance(each, Pack)]
        return
    if not store_exists(home):
        raise unknown[0]
    with Home(home).still(wait_s=wait_s), open_store(home) as store:
        yield [
            each if isinstance(each, Pack) else _stored(store, name, each)
            for name, each in zip(written, found, strict=True)
        ]


def _opened(written: str) -> Pack | BadSource:
    try:
        return open_source(written)
    except BadSource as error:
        if Path(written).exists() or "://" in written:
            raise
        return error


def _stored(store: Store, name: str, unknown: BadSource) -> Pack:
    """A source of a store."""
    sources = {each.name: each for each in store.sources()}
    if not sources:
        raise unknown
    if name == EDITS:
        what, remedy = "edits are changes, and no table", "see them: resolver log"
        raise BadSource(name, what, remedy) from unknown
    if name not in sources:
        what = "neither a file, nor a pack that is there, nor a source of the home"
        raise BadSource(
            name, what, f"the sources of the home are {', '.join(sources)}"
        ) from unknown
    return Pack(sources[name], 0, partial(_located, store, name))


def _located(store: Store, name: str, _: Rejects) -> Iterator[Located]:
    for number, record in enumerate(store.records_of(name), 1):
        yield Located(record, Path(name), number)
