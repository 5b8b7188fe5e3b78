"""The store as SQL: sources in, whole entities out.

    with locked(home, wait_s=60), Store.open(home) as store:
        changes = store.replace(source, records)     # all of it or nothing of it
        for entity, sources in store.entities(): ...  # in order of ID

SQLAlchemy's errors are translated here, and outside this folder it is imported nowhere.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Self

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from resolver.errors import (
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
from resolver.home import Home
from resolver.model import Alias, Entity, Record, Source
from resolver.store import schema
from resolver.store.replacing import IDS, Changes, Replacement, blocks
from resolver.store.schema import aliases, base, changed, contents, entities, sources

_BLOCK: Final = 2_000


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
        if home.is_dir() and not Home(home).store.exists():
            raise StoreEmpty(f"{home} holds no entity yet", "run: resolver import SOURCE")

    @classmethod
    def open(cls, home: Path) -> Self:
        """The store of a home, made or brought up to this version where it has to be.

        Raises:
            HomeFormat: It was made by a later version.
            StoreDamaged: The file is not a store.
            HomeDenied: It may not be written.
        """
        path = Home(home).store
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

    def __exit__(self, *_: object) -> None:
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
            return Replacement(connection, source.name).run(records)

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
            changes = Replacement(connection, name).run([])
            connection.execute(sources.delete().where(sources.c.name == name))
            return changes

    def entities(self) -> Iterator[tuple[Entity, tuple[str, ...]]]:
        """Every entity with all its aliases, and the names of its sources, in order of ID."""
        with self._begin() as connection:
            yield from self._entities(connection.execution_options(yield_per=_BLOCK))

    def entities_of(self, ids: Iterable[str]) -> Iterator[tuple[Entity, tuple[str, ...]]]:
        """Those of the given IDs that there are, as `entities` has them."""
        with self._begin() as connection:
            for some in blocks(sorted(ids), IDS):
                yield from self._entities(connection, some)

    def changed_since(self, fingerprint: str) -> tuple[str, ...] | None:
        """IDs that are other or gone since an index was compiled whole; None: it is not known."""
        with self._begin() as connection:
            if connection.execute(sql.select(base.c.fingerprint)).scalar() != fingerprint:
                return None
            return tuple(connection.execute(sql.select(changed.c.entity_id)).scalars())

    def compiled(self, fingerprint: str) -> None:
        """Note that all of the store was compiled into an index: changes count from it on."""
        with self._begin() as connection:
            connection.execute(base.delete())
            connection.execute(changed.delete())
            connection.execute(base.insert().values(fingerprint=fingerprint))

    def _entities(
        self, connection: sql.Connection, ids: list[str] | None = None
    ) -> Iterator[tuple[Entity, tuple[str, ...]]]:
        owners = sql.select(entities).order_by(entities.c.id)
        names = sql.select(aliases).order_by(
            aliases.c.entity_id, aliases.c.source, aliases.c.position
        )
        if ids is not None:
            owners, names = (
                owners.where(entities.c.id.in_(ids)),
                names.where(aliases.c.entity_id.in_(ids)),
            )
        groups = itertools.groupby(connection.execute(names), key=lambda row: row.entity_id)
        owner, added = next(groups, (None, iter(())))
        for row in connection.execute(owners):
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


def _count(connection: sql.Connection, source: str) -> int:
    query = sql.select(sql.func.count()).select_from(contents).where(contents.c.source == source)
    return connection.execute(query).scalar_one()


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
