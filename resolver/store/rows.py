"""Rows of the tables: what sources say of each ID, and which IDs they name together.

Reach for `parts` to have what is said of each ID alone. What is read is streamed in order of ID.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from typing import Any, Final, NamedTuple

import sqlalchemy as sql

from resolver.processes import in_blocks
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


def of_ids(
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


class Part(NamedTuple):
    """What is said of one ID: rows and aliases as of `UnreadEntity`; of one of them maybe none."""

    id: str
    rows: list[tuple[Any, ...]]
    aliases: list[tuple[Any, ...]]


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
