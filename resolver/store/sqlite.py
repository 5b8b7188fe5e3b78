"""The back-end that keeps a store in one file of the home. Reach for it where SQLite is meant.

What this back-end does its own way stands here: its version (`user_version`) and migrations. How
the file is opened and what errors mean is in `resolver.sqlite`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final, Self

import sqlalchemy as sql
from sqlalchemy.dialects.sqlite import insert

from resolver.errors import HomeFormat, ResolverError, StoreDamaged
from resolver.home import Home
from resolver.journal import Journal
from resolver.sqlite import NO_OTHER_COPY, brought_up, compact, damaged, open_engine, transaction
from resolver.store import schema
from resolver.store.sql import SqlStore
from resolver.store.taking_over import take_over

_WAIT_S: Final = 5.0
"""Seconds that a transaction waits for another one; who writes holds the home's lock before."""

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
    5: (
        "CREATE INDEX redirects_id ON redirects (id)",
        "CREATE TABLE revision (number INTEGER NOT NULL PRIMARY KEY)",
        "DROP TABLE reviews",
        "DELETE FROM sources WHERE name = 'reviews'",
    ),
}
"""The statements that take a store of a version to the next one."""

_OWN_DECISIONS: Final = 5
"""The last version in which the store itself held what people decided."""

for _table in (
    schema.entities,
    schema.aliases,
    schema.contents,
    schema.changed,
    schema.redirects,
    schema.same_as,
    schema.seen,
):
    _table.dialect_options["sqlite"]["with_rowid"] = False  # their rows lie in order of their key


class SqliteStore(SqlStore):
    """A store in the file `Home.store`. Use `open_store`."""

    def __init__(self, engine: sql.Engine, home: Home, journal: Journal) -> None:
        super().__init__(journal)
        self._engine = engine
        self._home = home

    @classmethod
    def open(cls, home: Path) -> Self:
        """The store of a home; raises as `open_store`."""
        engine = open_engine(Home(home).store, wait_s=_WAIT_S)
        try:
            store = cls(engine, Home(home), _journal(engine, Home(home)))
        except ResolverError:
            engine.dispose()
            raise
        try:
            store._prepare()
        except ResolverError:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close its connections."""
        self._engine.dispose()
        self._journal.close()

    def insert_missing(self, table: sql.Table) -> sql.Insert:
        """An INSERT that passes over rows that the table already has."""
        return insert(table).on_conflict_do_nothing()

    @contextmanager
    def transaction(self, *, writes: bool = False) -> Iterator[sql.Connection]:
        """A transaction; errors of the database are translated."""
        with transaction(self._engine, self._home, self._home.store, writes=writes) as connection:
            yield connection

    def compact(self) -> None:
        """Write the database anew, so that nothing is left in it of what was removed."""
        compact(self._engine, self._home, self._home.store)

    def damaged(self) -> StoreDamaged:
        """The error for a file that is not what was written."""
        return damaged(self._home, self._home.store)

    def _prepare(self) -> None:
        """Make the tables in a new file, or bring those of an older version up to this one."""
        with self.transaction() as connection:
            version = _version(connection, self._home)
        if version == schema.VERSION:
            return
        with (
            brought_up(self._home, self._home.store),
            self.transaction(writes=True) as connection,
        ):
            version = _version(connection, self._home)
            if version == 0:
                schema.metadata.create_all(connection)
            for step in range(version, schema.VERSION) if version else ():
                if step == _OWN_DECISIONS:
                    take_over(connection, self._journal)
                for statement in _MIGRATIONS[step]:
                    connection.exec_driver_sql(statement)
            if version < schema.VERSION:
                connection.execute(schema.revision.insert().values(number=0))
            connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")


def _version(connection: sql.Connection, home: Home) -> int:
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version < 0:
        raise damaged(home, home.store)
    if version > schema.VERSION:
        raise HomeFormat(
            f"{home.store} has store version {version}, this resolver knows {schema.VERSION}",
            "use the newer resolver that made it, or another home",
        )
    return version


def _journal(engine: sql.Engine, home: Home) -> Journal:
    """The journal; a home that lost it is refused: a store of this version is made after it."""
    with transaction(engine, home, home.store, writes=False) as connection:
        version = _version(connection, home)
    if version > _OWN_DECISIONS and not home.journal.exists():
        raise StoreDamaged(f"{home.journal} is missing", NO_OTHER_COPY)
    with brought_up(home, home.store) if 0 < version <= _OWN_DECISIONS else nullcontext():
        return Journal.open(home.folder)
