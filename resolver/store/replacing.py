"""One import at work: what of a source is new, what changed, and what it no longer has.

Reach for it where the contract's `replace` is kept over SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sql

from resolver.errors import BadSource
from resolver.model import Source
from resolver.processes import in_blocks
from resolver.store.contract import Changes
from resolver.store.prepared import PreparedRecord
from resolver.store.schema import (
    MAX_IDS,
    aliases,
    base,
    contents,
    entities,
    redirects,
    same_as,
    seen,
    sources,
)

_BLOCK: Final = 2_000
"""Records that are written at a time."""

_OF_THINGS: Final = (
    (aliases.c.entity_id, None),
    (entities.c.id, None),
    (redirects.c.old_id, redirects.c.id),
)
"""The column of the ID that a record is about, in each table that holds what records but `SameAs`
say, and that of another ID which is one with it."""

_OF_SAME_AS: Final = ((same_as.c.id, same_as.c.other),)
"""Likewise of what a `SameAs` says."""


_OF_PLAIN: Final = ("entity_id", "source", "position", "text", "kind")
"""What is said of most aliases."""

_NO_REST: Final = [None, None, None]
"""The dates and origin of these."""


class Replacement:
    """Makes a source, within a transaction, what its records say.

    Args:
        connection: In a transaction.
        source: The source, of a row that exists.
        insert_changed: An INSERT into `changed` that passes over rows already there.
    """

    def __init__(
        self, connection: sql.Connection, source: Source, insert_changed: sql.Insert
    ) -> None:
        self._connection = connection
        self._source = source.name
        self._insert_changed = insert_changed
        self._added = self._updated = self._unchanged = 0
        here = contents.c.source == source.name
        before = sql.select(sql.func.count()).select_from(contents).where(here)
        self._before = connection.execute(before).scalar_one()  # how many records it brought
        self._has_base = connection.execute(sql.select(base.c.fingerprint)).first() is not None
        others = sql.select(entities.c.id).where(entities.c.source != source.name)
        self._has_others = connection.execute(others.limit(1)).first() is not None
        known = connection.execute(sql.select(sources.c.name, sources.c.schemes))
        self._sharing = [
            name for name, schemes in known if not {*schemes}.isdisjoint(source.schemes)
        ]

    def run(self, records: Iterable[PreparedRecord]) -> Changes:
        """Write the records; what was there and is not among them is removed."""
        if self._before:
            seen.create(self._connection)
        for block in in_blocks(records, _BLOCK):
            self._write(block)
        retired = self._before - self._updated - self._unchanged
        if retired:
            for is_same_as in (False, True):
                for ids in self._unseen(is_same_as):
                    self._delete(ids, is_same_as=is_same_as)
                    self._mark_changed(ids)
        if self._before:
            seen.drop(self._connection)
        return Changes(self._added, self._updated, retired, self._unchanged)

    def _known(self, block: list[PreparedRecord]) -> dict[tuple[str, bool], bytes]:
        """The digests of what the source said before of the IDs of a block, now noted as seen."""
        if not self._before:
            return {}
        keys = [(each.entity_id, each.kind == "same_as") for each in block]
        self._insert(seen, keys)
        query = sql.select(contents.c.entity_id, contents.c.is_same_as, contents.c.digest)
        query = query.where(contents.c.source == self._source)
        known: dict[tuple[str, bool], bytes] = {}
        for some in in_blocks([entity_id for entity_id, _ in keys], MAX_IDS):
            rows = self._connection.execute(query.where(contents.c.entity_id.in_(some)))
            known.update({(key, is_same_as): digest for key, is_same_as, digest in rows})
        return known

    def _unseen(self, is_same_as: bool) -> Iterator[list[str]]:
        """IDs of which the source said something before and says nothing now, some at a time."""
        again = (seen.c.entity_id == contents.c.entity_id) & (
            seen.c.is_same_as == contents.c.is_same_as
        )
        query = sql.select(contents.c.entity_id).order_by(contents.c.entity_id).limit(MAX_IDS)
        query = query.where(
            contents.c.source == self._source,
            contents.c.is_same_as == is_same_as,
            ~sql.exists().where(again),
        )
        last = ""
        while ids := [
            *self._connection.execute(query.where(contents.c.entity_id > last)).scalars()
        ]:
            yield ids
            last = ids[-1]

    def _write(self, block: list[PreparedRecord]) -> None:
        source, changed = self._source, list[PreparedRecord]()
        old: dict[bool, list[str]] = {False: [], True: []}
        known = self._known(block)
        for record in block:
            is_same_as = record.kind == "same_as"
            before = known.get((record.entity_id, is_same_as)) if known else None
            if record.digest == before:
                self._unchanged += 1
                continue
            if before is None:
                self._added += 1
            else:
                self._updated += 1
                old[is_same_as].append(record.entity_id)
            changed.append(record)
        for is_same_as, ids in old.items():
            self._delete(ids, is_same_as=is_same_as)
        self._mark_changed([each.entity_id for each in changed])
        owned = [(each.entity_id, source, *each.row) for each in changed if each.row is not None]
        self._refuse_taken([entity_id for entity_id, *_ in owned])
        self._insert(
            contents,
            [(source, each.entity_id, each.kind == "same_as", each.digest) for each in changed],
        )
        self._insert(entities, owned)
        self._insert_aliases(changed)
        for kind, table in ("redirect", redirects), ("same_as", same_as):
            said = [each for each in changed if each.kind == kind]
            rows = [(each.entity_id, source, other) for each in said for other in each.others]
            self._insert(table, rows)

    def _insert_aliases(self, records: list[PreparedRecord]) -> None:
        """Most aliases are nothing but a text and a kind: what is not bound takes no time."""
        source, plain, others = self._source, list[tuple[Any, ...]](), list[tuple[Any, ...]]()
        for record in records:
            key = record.entity_id
            for position, (text, language, kind, *rest) in enumerate(record.aliases):
                if language is None and rest == _NO_REST:
                    plain.append((key, source, position, text, kind))
                else:
                    others.append((key, source, position, text, language, kind, *rest))
        self._insert(aliases, plain, _OF_PLAIN)
        self._insert(aliases, others)

    def _insert(
        self, table: sql.Table, rows: list[tuple[Any, ...]], columns: Sequence[str] | None = None
    ) -> None:
        """Insert rows, of types that the driver takes.

        Args:
            table: Where they go.
            rows: What they hold.
            columns: Their columns; all of the table in its order where they are not given.
        """
        if rows:
            names = table.columns.keys() if columns is None else columns
            insert = table.insert().compile(self._connection.engine, column_keys=[*names])
            in_order = insert.positiontup
            values = (
                rows
                if in_order == [*names]
                else [dict(zip(names, row, strict=True)) for row in rows]
            )
            self._connection.exec_driver_sql(insert.string, values)

    def _mark_changed(self, ids: list[str]) -> None:
        """Note that these are no longer what the last index compiled whole says."""
        if ids and self._has_base:
            rows = [{"entity_id": key} for key in ids]
            self._connection.execute(self._insert_changed, rows)

    def _delete(self, ids: list[str], *, is_same_as: bool) -> None:
        """Remove what the source says of these, and note which IDs were one with them."""
        for some in in_blocks(ids, MAX_IDS):
            here = contents.c.entity_id.in_(some) & (contents.c.is_same_as == is_same_as)
            self._connection.execute(
                contents.delete().where(here, contents.c.source == self._source)
            )
            for key, other in _OF_SAME_AS if is_same_as else _OF_THINGS:
                here = key.in_(some) & (key.table.c.source == self._source)
                if other is not None:
                    led = self._connection.execute(sql.select(other).where(here))
                    self._mark_changed([*led.scalars()])
                self._connection.execute(sql.delete(key.table).where(here))

    def _refuse_taken(self, ids: list[str]) -> None:
        """Two sources bring an entity of one ID only if both take it from the same scheme."""
        for some in in_blocks(ids if self._has_others else (), MAX_IDS):
            taken = self._connection.execute(
                sql.select(entities.c.id, entities.c.source).where(
                    entities.c.id.in_(some), entities.c.source.not_in(self._sharing)
                )
            ).first()
            if taken is not None:
                raise BadSource(
                    self._source,
                    f"the entity {taken.id!r} belongs to the source {taken.source!r}",
                    "list only aliases for it (aliases.csv of a pack), use another id (a table's "
                    "map has id_prefix for all of them) and say in same_as.csv that both are "
                    f"one, or: resolver forget {taken.source}",
                )
