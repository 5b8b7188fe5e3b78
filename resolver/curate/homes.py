"""A source → the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from resolver.errors import BadSource
from resolver.model import Record
from resolver.packs import Pack
from resolver.store import Changes, Store
from resolver.text.fold import fold

Progress = Callable[[int], None]
"""Told each time how many more records went by."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Args:
        source: The source's name.
        changes: What it added, updated, retired and left as is.
        signs: Names of it that fold to nothing, with their entities: kept, found letter by letter.
    """

    source: str
    changes: Changes
    signs: tuple[tuple[str, str], ...]


def import_pack(store: Store, pack: Pack, progress: Progress = lambda _: None) -> Imported:
    """Make the store hold what the pack says, all of it or nothing of it.

    Raises:
        BadSource: Something in it is wrong; names path, line and column.
    """
    signs: list[tuple[str, str]] = []

    def watched() -> Iterator[Record]:
        empty = True
        for record in pack.records():
            empty = False
            signs.extend(_signs(record))
            progress(1)
            yield record
        if empty:
            name = pack.source.name
            raise BadSource(name, "holds no entity", f"to remove a source: resolver forget {name}")

    changes = store.replace(pack.source, watched())
    return Imported(pack.source.name, changes, tuple(signs))


def _signs(record: Record) -> Iterator[tuple[str, str]]:
    for alias in record.names:
        if fold(alias.text) is None:
            yield alias.text, record.entity_id
