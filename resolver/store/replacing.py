"""One import at work: what of a source is new, what changed, and what it no longer has.

Reach for it where the contract's `replace` is kept over SQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sql

from resolver.errors import BadSource
from resolver.processes import in_blocks
from resolver.store.contract import Changes
from resolver.store.prepared import PreparedRecord
from resolver.store.schema import aliases, base, contents, entities, redirects

MAX_IDS: Final = 500
"""IDs that one statement binds at most."""

_BLOCK: Final = 2_000
"""Records that are written at a time."""

_KEYS: Final = (
    (aliases, "entity_id"),
    (contents, "entity_id"),
    (entities, "id"),
    (redirects, "old_id"),
)
"""Tables that hold what records say, and the column of each record's ID."""


class Replacement:
    """Makes a source, within a transaction, what its records say.

    Args:
        connection: In a transaction.
        source: The source's name, of a row that exists.
        insert_changed: An INSERT into `changed` that passes over rows already there.
    """

    def __init__(self, connection: sql.Connection, source: str, insert_changed: sql.Insert) -> None:
        self._connection = connection
        self._source = source
        self._insert_changed = insert_changed
        self._unseen = {  # what it brought before and has not brought again, with its digest
            row.entity_id: row.digest
            for row in connection.execute(
                sql.select(contents.c.entity_id, contents.c.digest).where(
                    contents.c.source == source
                )
            )
        }
        self._added = self._updated = self._unchanged = 0
        self._has_base = connection.execute(sql.select(base.c.fingerprint)).first() is not None

    def run(self, records: Iterable[PreparedRecord]) -> Changes:
        """Write the records; what was there and is not among them is removed."""
        for block in in_blocks(records, _BLOCK):
            self._write(block)
        retired = list(self._unseen)
        self._delete(retired)
        self._mark_changed(retired)
        return Changes(self._added, self._updated, len(retired), self._unchanged)

    def _write(self, block: list[PreparedRecord]) -> None:
        source, changed, old = self._source, [], []
        for record in block:
            before = self._unseen.pop(record.entity_id, None)
            if record.digest == before:
                self._unchanged += 1
                continue
            if before is None:
                self._added += 1
            else:
                self._updated += 1
                old.append(record.entity_id)
            changed.append(record)
        self._delete(old)
        self._mark_changed([each.entity_id for each in changed])
        owned = [(each.entity_id, source, *each.row) for each in changed if each.row is not None]
        self._refuse_taken([entity_id for entity_id, *_ in owned])
        self._insert(contents, [(source, each.entity_id, each.digest) for each in changed])
        self._insert(entities, owned)
        self._insert(
            aliases,
            [
                (each.entity_id, source, position, *alias)
                for each in changed
                for position, alias in enumerate(each.aliases)
            ],
        )
        self._insert(
            redirects,
            [(each.entity_id, source, *each.others) for each in changed if each.kind == "redirect"],
        )

    def _insert(self, table: sql.Table, rows: list[tuple[Any, ...]]) -> None:
        """Insert rows, all columns of the table in its order, of types that the driver takes."""
        if rows:
            columns, engine = table.columns.keys(), self._connection.engine
            insert = table.insert().compile(engine, column_keys=columns)
            positional = insert.positiontup is not None
            values = rows if positional else [dict(zip(columns, row, strict=True)) for row in rows]
            self._connection.exec_driver_sql(insert.string, values)

    def _mark_changed(self, ids: list[str]) -> None:
        """Note that these are no longer what the last index compiled whole says."""
        if ids and self._has_base:
            rows = [{"entity_id": key} for key in ids]
            self._connection.execute(self._insert_changed, rows)

    def _delete(self, ids: list[str]) -> None:
        for some in in_blocks(ids, MAX_IDS):
            for table, key in _KEYS:
                self._connection.execute(
                    table.delete().where(table.c[key].in_(some), table.c.source == self._source)
                )

    def _refuse_taken(self, ids: list[str]) -> None:
        """The row of an entity belongs to one source."""
        for some in in_blocks(ids, MAX_IDS):
            taken = self._connection.execute(
                sql.select(entities.c.id, entities.c.source).where(entities.c.id.in_(some))
            ).first()
            if taken is not None:
                raise BadSource(
                    self._source,
                    f"the entity {taken.id!r} belongs to the source {taken.source!r}",
                    "list only aliases for it (aliases.csv of a pack), use another id, "
                    f"or: resolver forget {taken.source}",
                )
