"""All that sources say of some IDs, and where it is read: the tables, or what was read of them.

Reach for `Said` to put entities together several times, as they are and as an edit would make them,
of one look at the tables; for `Tables` where all of a store is streamed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Protocol, Self

import sqlalchemy as sql

from resolver.processes import in_blocks
from resolver.store.rows import Link, Part, parts, parts_of, places, read_links
from resolver.store.schema import MAX_IDS


class Rows(Protocol):
    """What entities are put together of."""

    @property
    def places(self) -> Mapping[str, int]:
        """By the name of a source its place among all in the order in which they came."""
        ...

    def parts(self, ids: Collection[str]) -> Iterator[Part]:
        """What is said of some IDs, in order."""
        ...

    def links(self, ids: Collection[str]) -> Collection[Link]:
        """What is named together with any of some IDs."""
        ...


class Tables:
    """What the tables say.

    Args:
        connection: In a transaction.
    """

    def __init__(self, connection: sql.Connection) -> None:
        self._connection = connection

    @cached_property
    def places(self) -> Mapping[str, int]:
        """As of `Rows`."""
        return places(self._connection)

    def all(self) -> Iterator[Part]:
        """What is said of every ID, in order."""
        return parts(self._connection)

    def parts(self, ids: Collection[str]) -> Iterator[Part]:
        """As of `Rows`."""
        for some in in_blocks(sorted(ids), MAX_IDS):
            yield from parts_of(self._connection, some)

    def links(self, ids: Collection[str]) -> Collection[Link]:
        """As of `Rows`."""
        return read_links(self._connection, ids)


class Said:
    """What was read of some IDs; nothing but these is named together with any of them.

    Args:
        parts: What is said of each, in order.
        links: Which of them are named together.
        places: As of `Rows`, of the sources that say something of them.
    """

    def __init__(
        self, parts: Mapping[str, Part], links: Collection[Link], places: Mapping[str, int]
    ) -> None:
        self.places = places
        self.all_links = links
        self._parts = parts

    @classmethod
    def read(cls, tables: Tables, ids: Collection[str], links: Collection[Link]) -> Self:
        """What the tables say of some IDs, of which all links are known."""
        found = {part.id: part for part in tables.parts(ids)}
        said = {row[0] for part in found.values() for row in (*part.rows, *part.aliases)}
        said.update(each.source for each in links)
        return cls(found, links, tables.places if len(said) > 1 else dict.fromkeys(said, 0))

    @property
    def bearers(self) -> Iterator[tuple[str, str]]:
        """Each ID that an entity has, with each source that brings one."""
        return ((row[1], row[0]) for part in self._parts.values() for row in part.rows)

    def parts(self, ids: Collection[str]) -> Iterator[Part]:
        """As of `Rows`."""
        return (self._parts[each] for each in sorted(ids) if each in self._parts)

    def links(self, ids: Collection[str]) -> Collection[Link]:
        """As of `Rows`."""
        known = {*ids}
        return [each for each in self.all_links if each.one in known or each.other in known]
