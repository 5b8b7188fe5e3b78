"""What one source says, as it brought it. Reach for `records_of` to give a source back.

The contract's `records_of` is this, kept over SQL.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import sqlalchemy as sql

from resolver.model import Additions, Alias, Entity, Record, Redirect, SameAs
from resolver.store.reading import FETCHED
from resolver.store.schema import aliases, entities, redirects, same_as

_OF_ENTITY: Final = [
    entities.c[name] for name in "id type name country description prominence properties".split()
]
_OF_ALIAS: Final = [
    aliases.c[name] for name in "entity_id text language kind valid_from valid_until origin".split()
]


def records_of(connection: sql.Connection, source: str) -> Iterator[Record]:
    """The records of a source: entities and additions by ID, then redirects, then `SameAs`.

    Args:
        connection: In a transaction.
        source: The source's name.

    Raises:
        ValueError, InvalidInput: Somebody else wrote into the tables.
    """
    connection = connection.execution_options(yield_per=FETCHED)
    yield from _named(connection, source)
    query = sql.select(redirects.c.old_id, redirects.c.id).where(redirects.c.source == source)
    for old_id, new_id in connection.execute(query.order_by(redirects.c.old_id)):
        yield Redirect(old_id, new_id)
    query = sql.select(same_as.c.id, same_as.c.other).where(same_as.c.source == source)
    rows = connection.execute(query.order_by(same_as.c.id))
    for entity_id, pairs in itertools.groupby(rows, key=lambda row: row[0]):
        yield SameAs(entity_id, tuple(other for _, other in pairs))


def _named(connection: sql.Connection, source: str) -> Iterator[Entity | Additions]:
    """Entities and additions: two queries in the same order, merged."""
    rows = sql.select(*_OF_ENTITY).where(entities.c.source == source).order_by(entities.c.id)
    names = sql.select(*_OF_ALIAS).where(aliases.c.source == source)
    names = names.order_by(aliases.c.entity_id, aliases.c.position)
    grouped = itertools.groupby(connection.execute(names), key=lambda row: row[0])
    groups = ((key, tuple([Alias(*row[1:]) for row in group])) for key, group in grouped)
    following = next(groups, None)
    for row in connection.execute(rows):
        while following is not None and following[0] < row[0]:
            yield Additions(*following)
            following = next(groups, None)
        found: tuple[Alias, ...] = ()
        if following is not None and following[0] == row[0]:
            found, following = following[1], next(groups, None)
        yield _entity(row, found)
    if following is not None:
        yield Additions(*following)
        yield from itertools.starmap(Additions, groups)


def _entity(row: Iterable[Any], found: tuple[Alias, ...]) -> Entity:
    entity_id, entity_type, name, country, description, prominence, properties = row
    return Entity(
        id=entity_id,
        type=entity_type,
        name=name,
        aliases=found,
        country=tuple(country.split()),
        description=description,
        prominence=prominence,
        properties=json.loads(properties),
    )
