"""Entities out of the tables: rows and aliases of one ID, and of IDs that are one, together.

Reach for `read_entities` where the contract's `entities` is kept over SQL, and for `parts` to have
what is said of each ID alone. What is read is streamed in order of ID; the other IDs of a group are
looked up for a block of survivors at a time.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

import sqlalchemy as sql

from resolver.processes import in_blocks
from resolver.store.composing import OtherId, UnreadEntity
from resolver.store.joining import Declared, Joined, joined
from resolver.store.replacing import MAX_IDS
from resolver.store.schema import aliases, entities, redirects, same_as, sources

FETCHED: Final = 2_000
"""Rows that are fetched at a time when all of the store is read."""

_OF_ENTITY: Final = [
    entities.c[name]
    for name in "source id type name country description prominence properties".split()
]
"""The columns of an entity that are read: those of `UnreadEntity.rows`."""

_OF_ALIAS: Final = [
    aliases.c[name]
    for name in "entity_id source text language kind valid_from valid_until origin".split()
]
"""The columns of an alias that are read: whose it is, then those of `UnreadEntity.aliases`."""


def places(connection: sql.Connection) -> dict[str, int]:
    """By the name of a source, its place among all in the order in which they came."""
    query = sql.select(sources.c.name).order_by(sources.c.position, sources.c.name)
    return {name: place for place, name in enumerate(connection.execute(query).scalars())}


def first_redirects(connection: sql.Connection) -> Iterator[tuple[str, str]]:
    """Of each old ID the one that it became, as the first source by name says."""
    query = sql.select(redirects.c.old_id, redirects.c.id)
    rows = connection.execution_options(yield_per=FETCHED).execute(
        query.order_by(redirects.c.old_id, redirects.c.source)
    )
    for old_id, same in itertools.groupby(rows, key=itemgetter(0)):
        yield old_id, next(same)[1]


def declared_pairs(connection: sql.Connection) -> Iterator[tuple[str, str]]:
    """Each pair of IDs that a source declares the same."""
    query = sql.select(same_as.c.id, same_as.c.other)
    rows = connection.execution_options(yield_per=FETCHED).execute(query)
    yield from map(tuple, rows)


def read_joined(connection: sql.Connection) -> Joined:
    """Which IDs are one, and which of them survive."""
    declared = sql.union(
        sql.select(same_as.c.id),
        sql.select(same_as.c.other),
        sql.select(redirects.c.old_id),
        sql.select(redirects.c.id),
    )
    order, bearers = places(connection), defaultdict[str, int](int)
    rows = sql.select(entities.c.id, entities.c.source).where(entities.c.id.in_(declared))
    for entity_id, source in connection.execute(rows):
        bearers[entity_id] |= 1 << order[source]
    said = sql.select(same_as.c.source, same_as.c.id, same_as.c.other)
    pairs = connection.execution_options(yield_per=FETCHED).execute(said)
    return joined(
        (Declared(order[source], one, other) for source, one, other in pairs),
        dict(first_redirects(connection)),
        dict(bearers),
    )


def read_entities(
    connection: sql.Connection, groups: Joined, ids: Iterable[str] | None = None
) -> Iterator[UnreadEntity]:
    """Entities in order of ID.

    Args:
        connection: In a transaction.
        groups: Which IDs are one.
        ids: Only the entities that have one of these, or that one of them became.
    """
    reading = _Reading(connection, groups)
    if ids is None:
        found = parts(connection)
        for block in in_blocks(found, FETCHED) if groups.members else [found]:
            yield from reading.whole(block)
        return
    for some in in_blocks(sorted({groups.survivors.get(each, each) for each in ids}), MAX_IDS):
        yield from reading.whole(parts(connection, ids=some))


class Part(NamedTuple):
    """What is said of one ID: rows and aliases as of `UnreadEntity`; of one of them maybe none."""

    id: str
    rows: list[tuple[Any, ...]]
    aliases: list[tuple[Any, ...]]


class _Reading:
    """Reads entities within a transaction.

    Args:
        connection: In a transaction.
        groups: Which IDs are one.
    """

    def __init__(self, connection: sql.Connection, groups: Joined) -> None:
        self._connection = connection
        self._groups = groups
        self._places = places(connection)

    def whole(self, parts: Iterable[Part]) -> Iterator[UnreadEntity]:
        """The entities of some parts; those of groups with what is said of their other IDs."""
        survivors, members = self._groups.survivors, self._groups.members
        if not members:
            yield from (self._entity(each) for each in parts if each.rows)
            return
        kept = [each for each in parts if each.rows and each.id not in survivors]
        heads = [each.id for each in kept if each.id in members]
        others = _Others(self._connection, self._groups, heads)
        for part in kept:
            if part.id not in members:
                yield self._entity(part)
            else:
                found = [others.parts[each] for each in members[part.id] if each in others.parts]
                yield self._composed([part, *found], others.of(part.id))

    def _entity(self, part: Part) -> UnreadEntity:
        """An entity of which all is said of one ID."""
        _, rows, names = part
        if len(rows) == 1 and (not names or names[0][0] == names[-1][0] == rows[0][0]):
            return UnreadEntity(rows, names)  # mostly: all of it is of one source
        return self._composed([part])

    def _composed(self, parts: list[Part], other_ids: Iterable[OtherId] = ()) -> UnreadEntity:
        """An entity whose row is among those of the first part."""
        place = self._places
        rows = [row for part in parts for row in part.rows]
        rows.sort(key=lambda row: (place[row[0]], row[1]))
        first = rows[0][0]
        names = [each for each in parts[0].aliases if each[0] == first]
        others = [each for each in parts[0].aliases if each[0] != first]
        others += [each for part in parts[1:] for each in part.aliases]
        names += sorted(others, key=lambda each: place[each[0]])
        return UnreadEntity(rows, names, tuple(other_ids))


class _Others:
    """What is said of the IDs that lead to some survivors.

    Args:
        connection: In a transaction.
        groups: Which IDs are one.
        heads: The survivors, each of them of a group.
    """

    def __init__(self, connection: sql.Connection, groups: Joined, heads: Sequence[str]) -> None:
        self.parts: dict[str, Part] = {}
        self._connection = connection
        self._became = groups.survivors
        self._said: dict[str, set[OtherId]] = defaultdict(set)
        members = sorted(each for head in heads for each in groups.members[head])
        for ids in in_blocks(members, MAX_IDS):
            self.parts |= {part.id: part for part in parts(connection, ids=ids)}
            self._say_same(ids)
            self._say_moved(ids)

    def _say_same(self, ids: list[str]) -> None:
        """Note which of some IDs are declared the same as others."""
        for one, other in (same_as.c.id, same_as.c.other), (same_as.c.other, same_as.c.id):
            query = sql.select(one, other, same_as.c.source).where(one.in_(ids))
            for entity_id, other_id, source in self._connection.execute(query):
                survivor = self._became[entity_id]
                if self._became.get(other_id, other_id) == survivor:  # and was not left aside
                    self._said[survivor].add(OtherId(entity_id, "same_as", source))

    def _say_moved(self, ids: list[str]) -> None:
        """Note which of some IDs were redirected; what is said of one that an entity has is not."""
        query = sql.select(redirects).where(redirects.c.old_id.in_(ids))
        for old_id, source, entity_id in self._connection.execute(query):
            survivor, part = self._became[old_id], self.parts.get(old_id)
            if self._became.get(entity_id, entity_id) == survivor and not (part and part.rows):
                self._said[survivor].add(OtherId(old_id, "redirect", source))

    def of(self, survivor: str) -> list[OtherId]:
        """The IDs that lead to a survivor, in order, and by what each does."""
        return sorted(self._said[survivor])


def parts(
    connection: sql.Connection, *, ids: list[str] | None = None, source: str | None = None
) -> Iterator[Part]:
    """What is said of each ID, in order: two queries, of entities and of aliases, merged.

    Args:
        connection: In a transaction.
        ids: Only what is said of these.
        source: Only what this source says.
    """
    of_entity = sql.select(*_OF_ENTITY).order_by(entities.c.id)
    of_alias = sql.select(*_OF_ALIAS).order_by(
        aliases.c.entity_id, aliases.c.source, aliases.c.position
    )
    if ids is not None:
        of_entity = of_entity.where(entities.c.id.in_(ids))
        of_alias = of_alias.where(aliases.c.entity_id.in_(ids))
    if source is not None:
        of_entity = of_entity.where(entities.c.source == source)
        of_alias = of_alias.where(aliases.c.source == source)
    connection = connection.execution_options(yield_per=FETCHED)
    groups = itertools.groupby(connection.execute(of_alias), key=itemgetter(0))
    rows = iter(connection.execute(of_entity))
    named, group = next(groups, _NOBODY)
    row = next(rows, None)
    while row is not None or named is not None:
        entity_id: str = row[1] if row is not None and (named is None or row[1] <= named) else named
        found, names = [], []
        while row is not None and row[1] == entity_id:
            found.append(tuple(row))
            row = next(rows, None)
        if named == entity_id:
            names = [tuple(each[1:]) for each in group]
            named, group = next(groups, _NOBODY)
        yield Part(entity_id, found, names)


_NOBODY: Final[tuple[Any, Iterator[Any]]] = None, iter(())
"""Whose aliases come after the last."""
