"""Entities out of the tables: rows and aliases of one ID, and of IDs that are one, together.

Reach for `read_entities` where the contract's `entities` is kept over SQL, and for `parts` to have
what sources say of each ID alone. What is read is streamed in order of ID; the other IDs of a group
are looked up for a block of survivors at a time. What people edited comes to it as it is read.
"""

from __future__ import annotations

import heapq
import itertools
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

import sqlalchemy as sql

from resolver.journal import Edits
from resolver.model.edit import EDITS
from resolver.processes import in_blocks
from resolver.store.composing import OtherId, UnreadEntity
from resolver.store.edited import created_row, is_retired
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


def read_linked(connection: sql.Connection, ids: Iterable[str]) -> set[str]:
    """IDs that sources name together with any of these."""
    found: set[str] = set()
    pairs = (same_as.c.id, same_as.c.other), (redirects.c.old_id, redirects.c.id)
    for some in in_blocks(sorted(ids), MAX_IDS):
        for one, other in (*pairs, *(pair[::-1] for pair in pairs)):
            found.update(connection.execute(sql.select(other).where(one.in_(some))).scalars())
    return found


def read_joined(
    connection: sql.Connection, edits: Edits, within: Collection[str] | None = None
) -> Joined:
    """Which IDs are one, and which of them survive.

    Args:
        connection: In a transaction.
        edits: What people decided.
        within: Only of these IDs, of which none is one with another one; None for all.
    """
    declared = sql.select(same_as.c.source, same_as.c.id, same_as.c.other)
    became = sql.select(redirects.c.old_id, redirects.c.source, redirects.c.id)
    there = sql.select(entities.c.id, entities.c.source)
    if within is None:
        named = sql.union(
            *(sql.select(each) for each in (same_as.c.id, same_as.c.other)),
            *(sql.select(each) for each in (redirects.c.old_id, redirects.c.id)),
        )
        decided = {*edits.merges, *edits.merges.values(), *itertools.chain(*edits.same)}
        rows = [*connection.execute(there.where(entities.c.id.in_(named)))]
        rows += _of_ids(connection, there, entities.c.id, decided)
        pairs: Iterable[Any] = connection.execution_options(yield_per=FETCHED).execute(declared)
        moved: Iterable[Any] = connection.execute(became)
    else:
        rows = _of_ids(connection, there, entities.c.id, within)
        pairs = _of_ids(connection, declared, same_as.c.id, within)
        moved = _of_ids(connection, became, redirects.c.old_id, within)
    order, bearers = places(connection), defaultdict[str, int](int)
    for entity_id, source in rows:
        bearers[entity_id] |= 1 << order[source]
    for entity_id in edits.created:
        if within is None or entity_id in within:
            bearers[entity_id] |= 1 << len(order)
    return joined(
        (Declared(order[source], one, other) for source, one, other in pairs),
        {old_id: entity_id for old_id, _, entity_id in sorted(moved, reverse=True)},
        dict(bearers),
        edits,
    )


def _of_ids(
    connection: sql.Connection,
    query: sql.Select[Any],
    column: sql.Column[Any],
    ids: Collection[str],
) -> list[sql.Row[Any]]:
    """The rows of a query whose column is one of some IDs."""
    return [
        row
        for some in in_blocks(sorted(ids), MAX_IDS)
        for row in connection.execute(query.where(column.in_(some)))
    ]


def read_entities(
    connection: sql.Connection, groups: Joined, edits: Edits, ids: Iterable[str] | None = None
) -> Iterator[UnreadEntity]:
    """Entities in order of ID.

    Args:
        connection: In a transaction.
        groups: Which IDs are one.
        edits: What people decided of all, or of the IDs that are one with these.
        ids: Only the entities that have one of these, or that one of them became.
    """
    reading = _Reading(connection, groups, edits)
    if ids is None:
        found = reading.with_created(parts(connection), None)
        plain = not groups.members
        for block in [found] if plain else in_blocks(found, FETCHED):
            yield from reading.whole(block)
        return
    for some in in_blocks(sorted({groups.survivors.get(each, each) for each in ids}), MAX_IDS):
        yield from reading.whole(reading.with_created(parts(connection, ids=some), some))


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
        edits: What people decided.
    """

    def __init__(self, connection: sql.Connection, groups: Joined, edits: Edits) -> None:
        self._connection = connection
        self._groups = groups
        self._edits = edits
        self._places = places(connection) | {EDITS: sys.maxsize}
        self._into = frozenset(edits.merges.values())

    def with_created(self, found: Iterable[Part], ids: Collection[str] | None) -> Iterator[Part]:
        """Parts, and those of IDs of which no source says anything, but people do; in order."""
        mine = self._edits.created | self._into
        extra = [Part(each, [], []) for each in sorted(mine if ids is None else mine & {*ids})]
        if not extra:
            yield from found
            return
        key = itemgetter(0)
        for _, same in itertools.groupby(heapq.merge(found, extra, key=key), key=key):
            yield self._with_row(next(same))

    def _with_row(self, part: Part) -> Part:
        """The part, with the row of what somebody created where no source has one."""
        row = None if part.rows else created_row(part.id, self._edits.of(part.id))
        return part if row is None else part._replace(rows=[row])

    def whole(self, parts: Iterable[Part]) -> Iterator[UnreadEntity]:
        """The entities of some parts; those of groups with what is said of their other IDs."""
        survivors, members = self._groups.survivors, self._groups.members
        if not members:
            for part in parts:
                if part.rows and not is_retired(self._edits.of(part.id)):
                    yield self._entity(part)
            return
        kept = [
            each
            for each in parts
            if each.id not in survivors
            and (each.rows or each.id in members)
            and not is_retired(self._edits.of(each.id))
        ]
        heads = [each.id for each in kept if each.id in members]
        others = _Others(self._connection, self._groups, self._edits, heads)
        for part in kept:
            if part.id not in members:
                yield self._entity(part)
                continue
            found = [self._member(others.parts.get(each), each) for each in members[part.id]]
            entity = self._composed([part, *found], others.of(part.id))
            if entity.rows:
                yield entity

    def _entity(self, part: Part) -> UnreadEntity:
        """An entity of which all is said of one ID."""
        _, rows, names = part
        effects = self._edits.of(part.id)
        if len(rows) == 1 and (not names or names[0][0] == names[-1][0] == rows[0][0]):
            return UnreadEntity(rows, names, (), effects)  # mostly: all of it is of one source
        return self._composed([part])

    def _member(self, part: Part | None, entity_id: str) -> Part:
        """What is said of an ID that leads to another one, with the edits of its own."""
        effects = self._edits.of(entity_id)
        part = self._with_row(part or Part(entity_id, [], []))
        if not effects or not part.rows:
            return part
        if is_retired(effects):
            return Part(entity_id, [], [])
        done = self._composed([part]).edited()
        return Part(entity_id, [done.row], done.aliases)

    def _composed(self, parts: list[Part], other_ids: Iterable[OtherId] = ()) -> UnreadEntity:
        """An entity whose row is among those of the first part, or becomes that of its ID."""
        place, head = self._places, parts[0].id
        rows = [row for part in parts for row in part.rows]
        if head in self._into:
            rows.sort(key=lambda row: (row[1] != head, place[row[0]], row[1]))
        else:
            rows.sort(key=lambda row: (place[row[0]], row[1]))
        if not rows:
            return UnreadEntity([], [])
        if rows[0][1] != head:  # nobody brings the ID any more that others were merged into
            rows[0] = (rows[0][0], head, *rows[0][2:])
        first = rows[0][0]
        names = [each for each in parts[0].aliases if each[0] == first]
        others = [each for each in parts[0].aliases if each[0] != first]
        others += [each for part in parts[1:] for each in part.aliases]
        names += sorted(others, key=lambda each: place[each[0]])
        return UnreadEntity(rows, names, tuple(other_ids), self._edits.of(head))


class _Others:
    """What is said of the IDs that lead to some survivors.

    Args:
        connection: In a transaction.
        groups: Which IDs are one.
        edits: What people decided.
        heads: The survivors, each of them of a group.
    """

    def __init__(
        self, connection: sql.Connection, groups: Joined, edits: Edits, heads: Sequence[str]
    ) -> None:
        self.parts: dict[str, Part] = {}
        self._connection = connection
        self._became = groups.survivors
        self._said: dict[str, set[OtherId]] = defaultdict(set)
        members = sorted(each for head in heads for each in groups.members[head])
        for ids in in_blocks(members, MAX_IDS):
            self.parts |= {part.id: part for part in parts(connection, ids=ids)}
            self._say_same(ids)
            self._say_moved(ids)
            self._say_decided(ids, edits)

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

    def _say_decided(self, ids: list[str], edits: Edits) -> None:
        """Note which of some IDs people merged into others, or said to be the same."""
        same = frozenset(itertools.chain(*edits.same))
        for entity_id in ids:
            survivor = self._became[entity_id]
            if entity_id in edits.merges:
                self._said[survivor].add(OtherId(entity_id, "merge", EDITS))
            elif entity_id in same:
                self._said[survivor].add(OtherId(entity_id, "same_as", EDITS))

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
