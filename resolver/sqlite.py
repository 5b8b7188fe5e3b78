"""How a SQLite database of a home is opened, and what its errors mean to a person.

Reach for `open_engine` to keep something in a file of a home that has to outlive any crash. Readers
see what was last acknowledged and wait for nobody (write-ahead log); of writers one is at work, and
the others wait: within a process for their turn (`resolver.committing`), and its next one for those
of other processes. SQLite itself would ask ever less often whether it may write, and let some wait
for seconds while others come and go. What a transaction wrote is on disk when it ends.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError, OperationalError

from resolver.committing import NoTurn, Writers
from resolver.errors import DiskFull, HomeDenied, HomeError, ResolverError, StoreDamaged
from resolver.home import Home

NO_OTHER_COPY: Final = "restore it from a copy of the home: what people edited is in no other file"
"""What helps where the journal is not what it was."""

_WRITES: Final = "resolver_writes"
"""The option of a connection that says that its transaction writes."""

_WAIT_S: Final = "resolver_wait_s"
"""The option of a connection that says how long one waits to write."""

_ASK_MS: Final = 3
"""Milliseconds after which one asks again at the latest whether one may write."""

_writers: Final[defaultdict[Path, Writers]] = defaultdict(Writers)
"""By file, the threads of this process that write it."""


def open_engine(path: Path, *, wait_s: float) -> sql.Engine:
    """The database in a file, which is made where it is not there; to be read where this user may
    not write it.

    Args:
        path: The file.
        wait_s: Seconds that a transaction which writes waits for another one to end.
    """
    reads = path.exists() and not _is_writable(path)
    engine = sql.create_engine(
        _read_only(path) if reads else sql.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": wait_s},
        execution_options={_WAIT_S: wait_s},
    )
    sql.event.listen(engine, "connect", _on_connect_to_read if reads else _on_connect)
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

    Raises:
        HomeBusy: Others wrote for all the time that one waits.
    """
    begun = partial(_transaction, engine, writes=writes)
    try:
        with _writers[path].together(begun) if writes else begun() as connection:
            yield connection
    except NoTurn:
        raise home.busy() from None
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


@contextmanager
def brought_up(home: Home, path: Path) -> Iterator[None]:
    """Bring a database of an older version up to this one.

    Raises:
        HomeDenied: This user may not write it; says what is to be done.
    """
    try:
        yield
    except HomeDenied:
        raise HomeDenied(
            f"{path} is of an older version, and {home.folder} cannot be written",
            "run a command as somebody who may write it, or on a copy: it is brought up then",
        ) from None


def damaged(home: Home, path: Path) -> StoreDamaged:
    """The error for a file that is not what was written."""
    if path == home.journal:
        return StoreDamaged(f"{path} is not a journal, or damaged", NO_OTHER_COPY)
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
            (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR),
            damaged(home, path),
        ),
        **dict.fromkeys(
            (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
            home.denied(PermissionError(errno.EACCES, str(error.orig)), "written"),
        ),
        **dict.fromkeys((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED), home.busy()),
    }
    return found.get(code, error)


@contextmanager
def _transaction(engine: sql.Engine, *, writes: bool) -> Iterator[sql.Connection]:
    with (
        engine.connect().execution_options(**{_WRITES: writes}) as connection,
        connection.begin(),
    ):
        yield connection


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _read_only(path: Path) -> sql.URL:
    """A file that is only read. Where nothing can be made beside it and no log is there, nobody
    writes it, and SQLite has to be told so."""
    log = path.with_name(f"{path.name}-wal")
    is_still = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    said = {"uri": "true", "mode": "ro", **({"immutable": "1"} if is_still else {})}
    return sql.URL.create("sqlite", database=f"file:{quote(str(path.absolute()))}", query=said)


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_on_begin`, not by the driver
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_connect_to_read(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # likewise


def _on_begin(connection: sql.Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(_WRITES, True):
        connection.exec_driver_sql("BEGIN")
        return
    _wait_ms(connection, _ASK_MS)
    until = time.monotonic() + options[_WAIT_S]
    try:
        while not _begun(connection, until):
            pass
    finally:
        _wait_ms(connection, int(options[_WAIT_S] * 1_000))


def _wait_ms(connection: sql.Connection, wait_ms: int) -> None:
    """Set how long SQLite waits by itself; by the driver, for this is done with each change."""
    driver = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout = {wait_ms}")  # type: ignore[union-attr] # it is open


def _begun(connection: sql.Connection, until: float) -> bool:
    """Whether a transaction that writes has begun; raises where the time is over."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        if time.monotonic() >= until:
            raise
        return False
    return True
