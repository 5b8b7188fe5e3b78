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
from resolver.store.schema import MAX_IDS, aliases, entities, redirects, same_as, sources

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


_SOURCES: Final = sql.select(sources.c.name).order_by(sources.c.position, sources.c.name)


def places(connection: sql.Connection) -> dict[str, int]:
    """By the name of a source, its place among all in the order in which they came."""
    return {name: place for place, name in enumerate(connection.execute(_SOURCES).scalars())}


def first_redirects(connection: sql.Connection) -> Iterator[tuple[str, str]]:
    """Of each old ID the one that it became, as the first source by name says."""
    query = sql.select(redirects.c.old_id, redirects.c.id)
    rows = connection.execution_options(yield_per=FETCHED).execute(
        query.order_by(redirects.c.old_id, redirects.c.source)
    )
    for old_id, same in itertools.groupby(rows, key=itemgetter(0)):
        yield old_id, next(same)[1]


class Link(NamedTuple):
    """Two IDs that a source names together.

    Args:
        is_redirect: Whether the first one became the other; else they are declared the same.
        one: An ID.
        other: Another one.
        source: The source.
    """

    is_redirect: bool
    one: str
    other: str
    source: str


_IDS: Final[sql.BindParameter[Any]] = sql.bindparam("ids", expanding=True)

_LINKS: Final = sql.union_all(
    *(
        sql.select(sql.literal_column(is_redirect), one, other, source).where(key.in_(_IDS))
        for is_redirect, one, other, source in (
            ("0", same_as.c.id, same_as.c.other, same_as.c.source),
            ("1", redirects.c.old_id, redirects.c.id, redirects.c.source),
        )
        for key in (one, other)
    )
)
"""The links that have one of some IDs; those of two of them are there twice."""


def read_links(connection: sql.Connection, ids: Iterable[str]) -> set[Link]:
    """What sources name together with any of some IDs."""
    return {
        Link(bool(is_redirect), *rest)
        for some in in_blocks(sorted(ids), MAX_IDS)
        for is_redirect, *rest in connection.execute(_LINKS, {"ids": some})
    }


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


_ENTITIES: Final = sql.select(*_OF_ENTITY).order_by(entities.c.id)

_ALIASES: Final = sql.select(*_OF_ALIAS).order_by(
    aliases.c.entity_id, aliases.c.source, aliases.c.position
)

_ENTITIES_OF: Final = _ENTITIES.where(entities.c.id.in_(_IDS))

_ALIASES_OF: Final = _ALIASES.where(aliases.c.entity_id.in_(_IDS))


def parts(connection: sql.Connection, *, source: str | None = None) -> Iterator[Part]:
    """What is said of each ID, in order: two queries, of entities and of aliases, merged.

    Args:
        connection: In a transaction.
        source: Only what this source says.
    """
    of_entity, of_alias = _ENTITIES, _ALIASES
    if source is not None:
        of_entity = of_entity.where(entities.c.source == source)
        of_alias = of_alias.where(aliases.c.source == source)
    connection = connection.execution_options(yield_per=FETCHED)
    return _by_id(connection.execute(of_entity), connection.execute(of_alias))


def parts_of(connection: sql.Connection, ids: list[str]) -> Iterator[Part]:
    """What is said of some IDs, `MAX_IDS` at most, in order."""
    named = connection.execute(_ALIASES_OF, {"ids": ids})
    return _by_id(connection.execute(_ENTITIES_OF, {"ids": ids}), named)


def _by_id(
    of_entity: Iterable[sql.Row[*tuple[Any, ...]]], of_alias: Iterable[sql.Row[*tuple[Any, ...]]]
) -> Iterator[Part]:
    """Rows and aliases, both in order of ID, together."""
    groups, rows = itertools.groupby(of_alias, key=itemgetter(0)), iter(of_entity)
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
