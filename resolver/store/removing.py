"""What sources say, without what was erased: rows that are there, and records that come again.

Reach for `remove` to take IDs and texts out of the tables, and for `Spared` to keep them out when a
source is imported again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import sqlalchemy as sql

from resolver.journal.sought import Erased, Matches, Sought
from resolver.processes import in_blocks
from resolver.store.prepared import PreparedRecord
from resolver.store.schema import (
    MAX_IDS,
    aliases,
    base,
    changed,
    contents,
    entities,
    redirects,
    same_as,
)

_OF_IDS: Final = (
    entities.c.id,
    aliases.c.entity_id,
    contents.c.entity_id,
    changed.c.entity_id,
    redirects.c.old_id,
    redirects.c.id,
    same_as.c.id,
    same_as.c.other,
)
"""Every column that has IDs."""

_FETCHED: Final = 2_000


def remove(connection: sql.Connection, sought: Sought) -> int:
    """Take IDs and texts out of what sources say; the next index is compiled whole.

    Args:
        connection: In a transaction that writes.
        sought: What goes.

    Returns:
        How many rows are gone or say less.
    """
    connection.execute(base.delete())
    count = 0
    for some in in_blocks(sorted(sought.ids), MAX_IDS):
        for column in _OF_IDS:
            count += connection.execute(sql.delete(column.table).where(column.in_(some))).rowcount
    return count + _remove_names(connection, sought)


def own_names(connection: sql.Connection, ids: Iterable[str], names: Iterable[str]) -> set[str]:
    """The names that sources give to some IDs, and further ones, but for those of other IDs."""
    columns = (aliases.c.text, aliases.c.entity_id), (entities.c.name, entities.c.id)
    mine, wanted = set(names), sorted(ids)
    for some in in_blocks(wanted, MAX_IDS):
        for text, key in columns:
            mine.update(connection.execute(sql.select(text).where(key.in_(some))).scalars())
    for some in in_blocks(sorted(mine), MAX_IDS):
        for text, key in columns:
            others = sql.select(text).where(text.in_(some), key.not_in(wanted))
            mine.difference_update(connection.execute(others).scalars())
    return mine


def _remove_names(connection: sql.Connection, sought: Sought) -> int:
    """Take names out, whoever has them, and texts in which one stands."""
    query = sql.select(entities)
    gone = _remove_aliases(connection, sought) if sought.names else 0
    if not sought.names:
        query = query.where(entities.c.description.is_not(None))
    rows: sql.Result[Any] = connection.execution_options(yield_per=_FETCHED).execute(query)
    found = [row for row in rows if _says(row, sought)]
    said = [(row, _less_of_row(connection, row, sought)) for row in found]
    for row, left in said:
        here = (entities.c.id == row.id) & (entities.c.source == row.source)
        if left is None:
            connection.execute(entities.delete().where(here))
            connection.execute(
                contents.delete().where(
                    contents.c.entity_id == row.id, contents.c.source == row.source
                )
            )
        else:
            connection.execute(entities.update().where(here).values(**left))
    return gone + len(said)


def _remove_aliases(connection: sql.Connection, sought: Sought) -> int:
    keys = aliases.c.entity_id, aliases.c.source, aliases.c.position
    rows = connection.execution_options(yield_per=_FETCHED).execute(
        sql.select(*keys, aliases.c.text)
    )
    gone = [tuple(row[:3]) for row in rows if sought.is_name(row.text)]
    for entity_id, source, position in gone:
        here = (keys[0] == entity_id) & (keys[1] == source) & (keys[2] == position)
        connection.execute(aliases.delete().where(here))
    return len(gone)


def _says(row: sql.Row[Any], sought: Sought) -> bool:
    return (
        sought.is_name(row.name)
        or (row.description is not None and sought.mentions(row.description))
        or any(sought.is_name(each) for each in _values(row.properties))
    )


def _values(properties: str) -> Iterable[str]:
    return (each for values in json.loads(properties).values() for each in values)


def _less_of_row(
    connection: sql.Connection, row: sql.Row[Any], sought: Sought
) -> dict[str, Any] | None:
    """What takes the place of fields of an entity; None where it has no name any more."""
    left = dict(_less_of_facts(row.description, row.properties, sought))
    if sought.is_name(row.name):
        query = sql.select(aliases.c.text).where(
            aliases.c.entity_id == row.id, aliases.c.source == row.source
        )
        name = connection.execute(query.order_by(aliases.c.position).limit(1)).scalar()
        if name is None:
            return None
        left["name"] = name
    return left


def _less_of_facts(description: str | None, properties: str, matches: Matches) -> dict[str, Any]:
    if description is not None and matches.mentions(description):
        description = None
    facts = {
        name: [each for each in values if not matches.is_name(each)]
        for name, values in json.loads(properties).items()
    }
    facts = {name: values for name, values in facts.items() if values}
    return {
        "description": description,
        "properties": json.dumps(facts, ensure_ascii=False),
    }


class Spared:
    """Records that a source brings, without what was erased.

    Args:
        records: The records.
        erased: What was erased.
    """

    def __init__(self, records: Iterable[PreparedRecord], erased: Erased) -> None:
        self._records = records
        self._erased = erased
        self.count = 0
        """Records of which something was left out so far, or all."""

    def __iter__(self) -> Iterator[PreparedRecord]:
        if not self._erased:
            yield from self._records
            return
        for record in self._records:
            left = spared(record, self._erased)
            self.count += left != record
            if left is not None:
                yield left


def spared(record: PreparedRecord, matches: Matches) -> PreparedRecord | None:
    """A record that a source brings, without what was erased; None where nothing is left."""
    if matches.is_id(record.entity_id):
        return None
    others = tuple([each for each in record.others if not matches.is_id(each)])
    names = tuple([each for each in record.aliases if not matches.is_name(each[0])])
    if (record.others and not others) or (record.kind == "additions" and not names):
        return None
    row = record.row
    if row is not None:
        of_type, name, country, description, prominence, properties = row
        if matches.is_name(name):
            if not names:
                return None
            name = names[0][0]
        facts = _less_of_facts(description, properties, matches)
        row = (
            of_type, name, country, facts["description"], prominence, facts["properties"],
        )  # fmt: skip
    return record._replace(row=row, aliases=names, others=others)
