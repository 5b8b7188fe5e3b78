"""The back-end that keeps a store in one file of the home. Reach for it where SQLite is meant.

What SQLite does its own way stands here alone: how a file is opened, its transactions, its version
(`user_version`) and migrations, and what its errors mean.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Final, Self

import sqlalchemy as sql
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError

from resolver.errors import DiskFull, HomeError, HomeFormat, ResolverError, StoreDamaged
from resolver.home import Home
from resolver.store import schema
from resolver.store.sql import SqlStore

_MIGRATIONS: Final[dict[int, tuple[str, ...]]] = {
    1: (
        "CREATE TABLE base (fingerprint TEXT NOT NULL PRIMARY KEY)",
        "CREATE TABLE changed (entity_id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
    ),
    2: ("ALTER TABLE sources ADD COLUMN fields JSON NOT NULL DEFAULT '[]'",),
    3: (
        "CREATE TABLE reviews (source TEXT NOT NULL REFERENCES sources (name),"
        " question TEXT NOT NULL, text TEXT NOT NULL, type TEXT, country TEXT NOT NULL,"
        " means TEXT, nobody BOOLEAN NOT NULL, excludes JSON NOT NULL, who TEXT NOT NULL,"
        " decided TEXT NOT NULL, PRIMARY KEY (source, question)) WITHOUT ROWID",
        "CREATE TABLE redirects (old_id TEXT NOT NULL, source TEXT NOT NULL"
        " REFERENCES sources (name), id TEXT NOT NULL, PRIMARY KEY (old_id, source))"
        " WITHOUT ROWID",
    ),
    4: (
        "ALTER TABLE sources ADD COLUMN schemes JSON NOT NULL DEFAULT '[]'",
        "ALTER TABLE sources ADD COLUMN position INTEGER NOT NULL DEFAULT '0'",
        "UPDATE sources SET position ="
        " (SELECT count(*) FROM sources AS earlier WHERE earlier.name <= sources.name)",
        "ALTER TABLE entities RENAME TO older_entities",
        "DROP INDEX IF EXISTS entities_source",
        "DROP INDEX IF EXISTS aliases_source",
        "CREATE TABLE entities (id TEXT NOT NULL, source TEXT NOT NULL REFERENCES sources (name),"
        " type TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL, description TEXT,"
        " prominence FLOAT, properties TEXT NOT NULL, PRIMARY KEY (id, source)) WITHOUT ROWID",
        "INSERT INTO entities SELECT * FROM older_entities ORDER BY id",
        "DROP TABLE older_entities",
        "ALTER TABLE contents RENAME TO older_contents",
        "CREATE TABLE contents (source TEXT NOT NULL REFERENCES sources (name),"
        " entity_id TEXT NOT NULL, is_same_as BOOLEAN NOT NULL, digest BLOB NOT NULL,"
        " PRIMARY KEY (source, entity_id, is_same_as)) WITHOUT ROWID",
        "INSERT INTO contents SELECT source, entity_id, 0, digest FROM older_contents"
        " ORDER BY source, entity_id",
        "DROP TABLE older_contents",
        "CREATE TABLE same_as (id TEXT NOT NULL, source TEXT NOT NULL REFERENCES sources (name),"
        " other TEXT NOT NULL, PRIMARY KEY (id, source, other)) WITHOUT ROWID",
        "CREATE INDEX same_as_other ON same_as (other)",
    ),
}
"""The statements that take a store of a version to the next one."""

for _table in (
    schema.entities,
    schema.aliases,
    schema.contents,
    schema.changed,
    schema.reviews,
    schema.redirects,
    schema.same_as,
    schema.seen,
):
    _table.dialect_options["sqlite"]["with_rowid"] = False  # their rows lie in order of their key


class SqliteStore(SqlStore):
    """A store in the file `Home.store`. Use `open_store`."""

    def __init__(self, engine: sql.Engine, home: Home) -> None:
        super().__init__(engine)
        self._home = home

    @classmethod
    def open(cls, home: Path) -> Self:
        """The store of a home; raises as `open_store`."""
        path = str(Home(home).store)
        engine = sql.create_engine(sql.URL.create("sqlite", database=path))
        sql.event.listen(engine, "connect", _on_connect)
        sql.event.listen(engine, "begin", _on_begin)
        store = cls(engine, Home(home))
        try:
            with store.transaction() as connection:
                store._migrate(connection)
        except ResolverError:
            engine.dispose()
            raise
        return store

    def insert_missing(self, table: sql.Table) -> sql.Insert:
        """An INSERT that passes over rows that the table already has."""
        return insert(table).on_conflict_do_nothing()

    def damaged(self) -> StoreDamaged:
        """The error for a file that is not what was written."""
        return StoreDamaged(
            f"{self._home.store} is not a store, or damaged",
            "restore it from a copy, or move it away and import again",
        )

    def translated(self, error: DatabaseError) -> Exception:
        """What SQLite's error means to a person; the error itself where it is none of these."""
        path = self._home.store
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            remedy = "free some space; what was there before is whole"
            return DiskFull(f"no space left while writing {path}", remedy)
        if code == sqlite3.SQLITE_IOERR:
            return HomeError(f"{path} could not be read or written", "check the disk and its quota")
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
            return self.damaged()
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return self._home.denied(PermissionError(errno.EACCES, str(error.orig)), "written")
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return self._home.busy()
        return error

    def _migrate(self, connection: sql.Connection) -> None:
        """Make the tables in a new file, or bring those of an older version up to this one."""
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version < 0:
            raise self.damaged()
        if version > schema.VERSION:
            raise HomeFormat(
                f"{self._home.store} has store version {version}, "
                f"this resolver knows {schema.VERSION}",
                "use the newer resolver that made it, or another home",
            )
        if version == 0:
            schema.metadata.create_all(connection)
        else:
            for step in range(version, schema.VERSION):
                for statement in _MIGRATIONS[step]:
                    connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_on_begin`, not by the driver
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_begin(connection: sql.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
