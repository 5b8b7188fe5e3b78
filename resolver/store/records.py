"""What one source says, as it brought it. Reach for `records_of` to give a source back.

The contract's `records_of` is this, kept over SQL.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from operator import itemgetter

import sqlalchemy as sql

from resolver.model import Additions, Alias, Record, Redirect, SameAs
from resolver.store.composing import UnreadEntity
from resolver.store.rows import FETCHED, parts
from resolver.store.schema import redirects, same_as


def records_of(connection: sql.Connection, source: str) -> Iterator[Record]:
    """The records of a source: entities and additions by ID, then redirects, then `SameAs`.

    Args:
        connection: In a transaction.
        source: The source's name.

    Raises:
        ValueError, InvalidInput: Somebody else wrote into the tables.
    """
    for entity_id, rows, names in parts(connection, source=source):
        if rows:
            yield UnreadEntity(rows, names).read().entity
        else:
            yield Additions(entity_id, tuple([Alias(*each) for _, *each in names]))
    connection = connection.execution_options(yield_per=FETCHED)
    query = sql.select(redirects.c.old_id, redirects.c.id).where(redirects.c.source == source)
    for old_id, new_id in connection.execute(query.order_by(redirects.c.old_id)):
        yield Redirect(old_id, new_id)
    query = sql.select(same_as.c.id, same_as.c.other).where(same_as.c.source == source)
    rows_of_same = connection.execute(query.order_by(same_as.c.id))
    for entity_id, pairs in itertools.groupby(rows_of_same, key=itemgetter(0)):
        yield SameAs(entity_id, tuple(other for _, other in pairs))
