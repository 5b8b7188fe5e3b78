"""One import at work: what of a source is new, what changed, what is gone."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import sqlalchemy as sql

from resolver.errors import BadSource
from resolver.model import Entity, Record
from resolver.store.schema import aliases, base, changed, contents, entities

IDS: Final = 500
"""Bound parameters of one statement."""

_BLOCK: Final = 2_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import did: entities (or additions to one) added, updated, retired and left as is."""

    added: int = 0
    updated: int = 0
    retired: int = 0
    unchanged: int = 0


class Replacement:
    """Makes a source, within a transaction, what its records say."""

    def __init__(self, connection: sql.Connection, source: str) -> None:
        self._connection = connection
        self._source = source
        self._gone = {
            row.entity_id: row.digest
            for row in connection.execute(
                sql.select(contents.c.entity_id, contents.c.digest).where(
                    contents.c.source == source
                )
            )
        }
        self._added = self._updated = self._unchanged = 0
        self._has_base = connection.execute(sql.select(base.c.fingerprint)).first() is not None

    def run(self, records: Iterable[Record]) -> Changes:
        """Take the records; what was there and is not among them goes."""
        for block in blocks(records, _BLOCK):
            self._take(block)
        gone = list(self._gone)
        self._forget(gone)
        self._note(gone)
        return Changes(self._added, self._updated, len(gone), self._unchanged)

    def _take(self, block: list[Record]) -> None:
        changed, old, digests = [], [], []
        for record in block:
            key = record.entity_id
            digest, before = _digest(record), self._gone.pop(key, None)
            if digest == before:
                self._unchanged += 1
                continue
            if before is None:
                self._added += 1
            else:
                self._updated += 1
                old.append(key)
            changed.append(record)
            digests.append({"source": self._source, "entity_id": key, "digest": digest})
        self._forget(old)
        self._note([str(row["entity_id"]) for row in digests])
        owned = [record for record in changed if isinstance(record, Entity)]
        self._refuse_owned([entity.id for entity in owned])
        self._insert(contents, digests)
        self._insert(entities, [_row(entity, self._source) for entity in owned])
        self._insert(aliases, [row for record in changed for row in self._alias_rows(record)])

    def _insert(self, table: sql.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(table.insert(), rows)

    def _note(self, ids: list[str]) -> None:
        """These are no longer what the last index compiled whole says."""
        if ids and self._has_base:
            rows = [{"entity_id": key} for key in ids]
            self._connection.execute(changed.insert().prefix_with("OR IGNORE"), rows)

    def _forget(self, ids: list[str]) -> None:
        for some in blocks(ids, IDS):
            for table, key in ((aliases, "entity_id"), (contents, "entity_id"), (entities, "id")):
                self._connection.execute(
                    table.delete().where(table.c[key].in_(some), table.c.source == self._source)
                )

    def _refuse_owned(self, ids: list[str]) -> None:
        for some in blocks(ids, IDS):
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

    def _alias_rows(self, record: Record) -> Iterator[dict[str, Any]]:
        key = record.entity_id
        for position, alias in enumerate(record.aliases):
            yield {
                "entity_id": key,
                "source": self._source,
                "position": position,
                "text": alias.text,
                "language": alias.language,
                "kind": alias.kind,
                "valid_from": alias.valid_from,
                "valid_until": alias.valid_until,
                "origin": alias.source,
            }


def _row(entity: Entity, source: str) -> dict[str, Any]:
    return {
        "id": entity.id,
        "source": source,
        "type": entity.type,
        "name": entity.name,
        "country": " ".join(entity.country),
        "description": entity.description,
        "prominence": entity.prominence,
        "properties": json.dumps(dict(entity.property_values), ensure_ascii=False),
    }


def _digest(record: Record) -> bytes:
    text = json.dumps(record.to_dict(), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=12).digest()


def blocks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items, so many at a time."""
    walk = iter(items)
    while block := list(itertools.islice(walk, size)):
        yield block
