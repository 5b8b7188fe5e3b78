"""The store as SQL: sources in, whole entities out.

    with locked(home, wait_s=60), Store.open(home) as store:
        changes = store.replace(source, records)     # all of it or nothing of it
        for entity, sources in store.entities(): ...  # in order of ID

SQLAlchemy's errors are translated here, and nowhere else is it imported but in `schema`.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from resolver.errors import (
    BadSource,
    DiskFull,
    HomeBusy,
    HomeDenied,
    HomeError,
    HomeFormat,
    InvalidInput,
    ResolverError,
    StoreDamaged,
    StoreEmpty,
    UnknownSource,
)
from resolver.model import Alias, Entity, Record, Source
from resolver.store import schema
from resolver.store.schema import aliases, contents, entities, sources

FILE: Final = "store.sqlite"
_BLOCK: Final = 2_000
_IDS: Final = 500  # bound parameters of one statement

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import did: entities (or additions to one) added, updated, retired and left as is."""

    added: int = 0
    updated: int = 0
    retired: int = 0
    unchanged: int = 0


class Store:
    """The database of a home. Use `Store.open`, under the home's lock."""

    def __init__(self, engine: sql.Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    @staticmethod
    def expect(home: Path) -> None:
        """That a home which is there holds a store; nothing is made to find out.

        Raises:
            StoreEmpty: It holds none: nothing was imported yet.
        """
        if home.is_dir() and not (home / FILE).exists():
            raise StoreEmpty(f"{home} holds no entity yet", "run: resolver import SOURCE")

    @classmethod
    def open(cls, home: Path) -> Self:
        """The store of a home, made or brought up to this version where it has to be.

        Raises:
            HomeFormat: It was made by a later version.
            StoreDamaged: The file is not a store.
            HomeDenied: It may not be written.
        """
        path = home / FILE
        engine = sql.create_engine(sql.URL.create("sqlite", database=str(path)))
        sql.event.listen(engine, "connect", _on_connect)
        sql.event.listen(engine, "begin", _on_begin)
        store = cls(engine, path)
        try:
            with store._begin() as connection:
                _bring_up(connection, path)
        except ResolverError:
            engine.dispose()
            raise
        return store

    def close(self) -> None:
        """Close its connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def sources(self) -> tuple[Source, ...]:
        """What was imported, by name."""
        with self._begin() as connection:
            rows = connection.execute(sql.select(sources).order_by(sources.c.name))
            return tuple(Source(**row._mapping) for row in rows)

    def count(self) -> int:
        """How many entities there are."""
        with self._begin() as connection:
            return connection.execute(
                sql.select(sql.func.count()).select_from(entities)
            ).scalar_one()

    def replace(self, source: Source, records: Iterable[Record]) -> Changes:
        """Make the store hold of this source exactly what `records` say.

        Args:
            source: The source; if its digest is the one last imported, nothing is read.
            records: Its entities and additions, each ID once. What it raises ends the import.

        Raises:
            BadSource: An entity's row belongs to another source.
            DiskFull: No space is left. Then, as after any error, nothing has changed.
        """
        with self._begin() as connection:
            before = connection.execute(
                sql.select(sources.c.digest).where(sources.c.name == source.name)
            ).scalar_one_or_none()
            if before == source.digest:
                return Changes(unchanged=_count(connection, source.name))
            if before is None:
                connection.execute(sources.insert().values(**asdict(source)))
            else:
                connection.execute(
                    sources.update().where(sources.c.name == source.name).values(**asdict(source))
                )
            return _Replacement(connection, source.name).run(records)

    def forget(self, name: str) -> Changes:
        """Remove a source and all that it brought.

        Raises:
            UnknownSource: No source has that name.
        """
        with self._begin() as connection:
            there = sql.select(sources.c.name).where(sources.c.name == name)
            if connection.execute(there).first() is None:
                known = ", ".join(connection.execute(sql.select(sources.c.name)).scalars())
                raise UnknownSource(
                    f"no source has the name {name!r}", f"there are {known}" if known else None
                )
            changes = _Replacement(connection, name).run([])
            connection.execute(sources.delete().where(sources.c.name == name))
            return changes

    def entities(self) -> Iterator[tuple[Entity, tuple[str, ...]]]:
        """Every entity with all its aliases, and the names of its sources, in order of ID."""
        with self._begin() as connection:
            stream = connection.execution_options(yield_per=_BLOCK)
            rows = stream.execute(sql.select(entities).order_by(entities.c.id))
            names = stream.execute(
                sql.select(aliases).order_by(
                    aliases.c.entity_id, aliases.c.source, aliases.c.position
                )
            )
            groups = itertools.groupby(names, key=lambda row: row.entity_id)
            owner, added = next(groups, (None, iter(())))
            for row in rows:
                while owner is not None and owner < row.id:  # aliases that no entity owns
                    owner, added = next(groups, (None, iter(())))
                try:
                    yield _entity(row, list(added) if owner == row.id else [])
                except (ValueError, InvalidInput) as error:  # changed by another hand than ours
                    raise _damaged(self._path) from error

    def orphans(self) -> tuple[str, ...]:
        """IDs to which a source adds aliases and whose row no source brings."""
        with self._begin() as connection:
            query = sql.select(contents.c.entity_id).distinct()
            query = query.where(contents.c.entity_id.not_in(sql.select(entities.c.id)))
            return tuple(connection.execute(query.order_by(contents.c.entity_id)).scalars())

    @contextmanager
    def _begin(self) -> Iterator[sql.Connection]:
        """A transaction, with foreign errors translated."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise _translated(error, self._path) from error


class _Replacement:
    """One import at work: what is new, what changed, what is gone."""

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

    def run(self, records: Iterable[Record]) -> Changes:
        for block in _blocks(records, _BLOCK):
            self._take(block)
        gone = list(self._gone)
        self._forget(gone)
        return Changes(self._added, self._updated, len(gone), self._unchanged)

    def _take(self, block: list[Record]) -> None:
        changed, old, digests = [], [], []
        for record in block:
            key = record.id if isinstance(record, Entity) else record.entity_id
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
        owned = [record for record in changed if isinstance(record, Entity)]
        self._refuse_owned([entity.id for entity in owned])
        self._insert(contents, digests)
        self._insert(entities, [_row(entity, self._source) for entity in owned])
        self._insert(aliases, [row for record in changed for row in self._alias_rows(record)])

    def _insert(self, table: sql.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(table.insert(), rows)

    def _forget(self, ids: list[str]) -> None:
        for some in _blocks(ids, _IDS):
            for table, key in ((aliases, "entity_id"), (contents, "entity_id"), (entities, "id")):
                self._connection.execute(
                    table.delete().where(table.c[key].in_(some), table.c.source == self._source)
                )

    def _refuse_owned(self, ids: list[str]) -> None:
        for some in _blocks(ids, _IDS):
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
        key = record.id if isinstance(record, Entity) else record.entity_id
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
        "properties": json.dumps(dict(entity.facts), ensure_ascii=False),
    }


def _entity(row: sql.Row[Any], names: list[sql.Row[Any]]) -> tuple[Entity, tuple[str, ...]]:
    names.sort(key=lambda each: each.source != row.source)  # its owner has the first word
    known = tuple(
        Alias(each.text, each.language, each.kind, each.valid_from, each.valid_until, each.origin)
        for each in names
    )
    entity = Entity(
        id=row.id,
        type=row.type,
        name=row.name,
        aliases=known,
        country=tuple(row.country.split()),
        description=row.description,
        prominence=row.prominence,
        properties=json.loads(row.properties),
    )
    return entity, tuple(dict.fromkeys([row.source, *(each.source for each in names)]))


def _digest(record: Record) -> bytes:
    whole = record.to_dict() if isinstance(record, Entity) else asdict(record)
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=12).digest()


def _count(connection: sql.Connection, source: str) -> int:
    query = sql.select(sql.func.count()).select_from(contents).where(contents.c.source == source)
    return connection.execute(query).scalar_one()


def _blocks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    walk = iter(items)
    while block := list(itertools.islice(walk, size)):
        yield block


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, below
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_begin(connection: sql.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _bring_up(connection: sql.Connection, path: Path) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version < 0:
        raise _damaged(path)
    if version > schema.VERSION:
        raise HomeFormat(
            f"{path} has store version {version}, this resolver knows {schema.VERSION}",
            "use the newer resolver that made it, or another --home",
        )
    if version == 0:
        schema.metadata.create_all(connection)
    else:
        for step in range(version, schema.VERSION):
            for statement in schema.MIGRATIONS[step]:
                connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")


def _damaged(path: Path) -> StoreDamaged:
    return StoreDamaged(
        f"{path} is not a store, or damaged",
        "restore it from a copy, or move it away and import again",
    )


def _translated(error: DatabaseError, path: Path) -> ResolverError | DatabaseError:
    """What SQLite's error means to a person; the error itself where it is none of these."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(
            f"no space left while writing {path}", "free some space; what was there before is whole"
        )
    if code == sqlite3.SQLITE_IOERR:
        return HomeError(f"{path} could not be read or written", "check the disk and its quota")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
        return _damaged(path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return HomeDenied(
            f"{path} may not be written by this user",
            "use --home or RESOLVER_HOME for another place, or change its permissions",
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return HomeBusy(f"another process is writing {path}", "wait for it to end, then try again")
    return error
