"""How a SQLite database of a home is opened, and what its errors mean to a person.

Reach for `open_engine` to keep something in a file of a home that has to outlive any crash. Readers
see what was last acknowledged and wait for nobody (write-ahead log); of writers one is at work, and
the next one waits. What a transaction wrote is on disk when it ends.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from resolver.errors import DiskFull, HomeError, ResolverError, StoreDamaged
from resolver.home import Home

_WRITES: Final = "resolver_writes"
"""The option of a connection that says that its transaction writes."""


def open_engine(path: Path, *, wait_s: float) -> sql.Engine:
    """The database in a file, which is made where it is not there.

    Args:
        path: The file.
        wait_s: Seconds that a transaction which writes waits for another one to end.
    """
    engine = sql.create_engine(
        sql.URL.create("sqlite", database=str(path)), connect_args={"timeout": wait_s}
    )
    sql.event.listen(engine, "connect", _on_connect)
    sql.event.listen(engine, "begin", _on_begin)
    return engine


@contextmanager
def transaction(
    engine: sql.Engine, home: Home, path: Path, *, writes: bool
) -> Iterator[sql.Connection]:
    """A transaction; errors of the database are those of a home.

    Args:
        engine: What `open_engine` returned.
        home: The home in which the file lies.
        path: The file.
        writes: Whether it writes: it then excludes other writers from its beginning.
    """
    try:
        with (
            engine.connect().execution_options(**{_WRITES: writes}) as connection,
            connection.begin(),
        ):
            yield connection
    except DatabaseError as error:
        raise translated(error, home, path) from error


def compact(engine: sql.Engine, home: Home, path: Path) -> None:
    """Write a database anew, and empty its log: nothing is left of what was removed from it.

    Raises:
        HomeBusy: Others read or wrote it for all the time that one waits.
    """
    raw = engine.raw_connection()
    try:
        raw.driver_connection.execute("VACUUM")  # type: ignore[union-attr] # it is open
        (busy, *_) = raw.driver_connection.execute(  # type: ignore[union-attr] # likewise
            "PRAGMA wal_checkpoint(TRUNCATE)"
        ).fetchone()
    except sqlite3.DatabaseError as error:
        raise translated(DatabaseError("VACUUM", (), error), home, path) from error
    finally:
        raw.close()
    if busy:
        raise home.busy()


def damaged(path: Path) -> StoreDamaged:
    """The error for a file that is not what was written."""
    return StoreDamaged(
        f"{path} is not a store, or damaged",
        "restore it from a copy, or move it away and import again",
    )


def translated(error: DatabaseError, home: Home, path: Path) -> Exception:
    """What SQLite's error means to a person; the error itself where it is none of these."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    found: dict[int, ResolverError] = {
        sqlite3.SQLITE_FULL: DiskFull(
            f"no space left while writing {path}", "free some space; what was there before is whole"
        ),
        sqlite3.SQLITE_IOERR: HomeError(
            f"{path} could not be read or written", "check the disk and its quota"
        ),
        **dict.fromkeys(
            (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR), damaged(path)
        ),
        **dict.fromkeys(
            (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
            home.denied(PermissionError(errno.EACCES, str(error.orig)), "written"),
        ),
        **dict.fromkeys((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED), home.busy()),
    }
    return found.get(code, error)


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_on_begin`, not by the driver
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_begin(connection: sql.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
