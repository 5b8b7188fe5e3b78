"""What SQLite says is said in the words of a home, and files of a home are opened alike."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from resolver.errors import DiskFull, HomeBusy, HomeDenied, HomeError, StoreDamaged
from resolver.home import Home
from resolver.sqlite import open_engine, transaction, translated


@pytest.mark.parametrize("name", ["store.sqlite", "edits.sqlite"])
@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        (sqlite3.SQLITE_FULL, DiskFull, "no space left while writing"),
        (sqlite3.SQLITE_IOERR_WRITE, HomeError, "could not be read or written"),
        (sqlite3.SQLITE_CORRUPT, StoreDamaged, "or damaged — restore it from a copy"),
        (sqlite3.SQLITE_READONLY, HomeDenied, "cannot be written: said by sqlite — use --home or"),
        (sqlite3.SQLITE_BUSY, HomeBusy, "another process is writing"),
        (sqlite3.SQLITE_CONSTRAINT, DatabaseError, "Said by SQLite"),
    ],
)
def test_an_error_of_sqlite_is_an_error_of_a_home(
    tmp_path: Path, name: str, code: int, error: type[Exception], message: str
) -> None:
    original = sqlite3.OperationalError("Said by SQLite")
    original.sqlite_errorcode = code
    said = translated(DatabaseError("SELECT", {}, original), Home(tmp_path), tmp_path / name)
    assert isinstance(said, error)
    assert message in str(said)


def test_who_reads_waits_for_nobody_and_who_writes_says_when_it_waits_too_long(
    tmp_path: Path,
) -> None:
    home, path = Home(tmp_path), tmp_path / "some.sqlite"
    engine = open_engine(path, wait_s=0.05)
    with transaction(engine, home, path, writes=True) as connection:
        connection.exec_driver_sql("CREATE TABLE t (n)")
    with transaction(engine, home, path, writes=True) as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        with transaction(engine, home, path, writes=False) as reading:
            assert reading.execute(sql.text("SELECT count(*) FROM t")).scalar() == 0
        with pytest.raises(HomeBusy), transaction(engine, home, path, writes=True):
            pass
    engine.dispose()
    with closing(sqlite3.connect(path)) as opened:
        assert opened.execute("SELECT count(*) FROM t").fetchone() == (1,)


def test_what_is_written_is_on_the_disk_before_a_transaction_ends(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "some.sqlite", wait_s=1)
    with engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
