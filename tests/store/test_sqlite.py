"""A store in one SQLite file: what is no store is refused, and its errors are those of a home."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from resolver import store
from resolver.errors import (
    DiskFull,
    HomeBusy,
    HomeDenied,
    HomeError,
    HomeFormat,
    HomeMissing,
    StoreDamaged,
    StoreEmpty,
)
from resolver.model import Entity, Source
from resolver.store import expect_store, open_store, store_exists
from resolver.store.sqlite import SqliteStore


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreDamaged, match=r"store\.sqlite is not a store"):
        open_store(tmp_path)


def test_a_store_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(HomeFormat, match="store version 99"):
        open_store(tmp_path)


def test_a_store_of_the_first_version_is_migrated(tmp_path: Path) -> None:
    with open_store(tmp_path) as opened:
        opened.replace(Source("s", "1"), [Entity("a", "person", "A")])
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        whole = connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
        connection.executescript(
            "DROP TABLE base; DROP TABLE changed; ALTER TABLE sources DROP COLUMN fields;"
            "PRAGMA user_version = 1"
        )
    connection.close()
    with open_store(tmp_path) as opened:
        assert (opened.count(), opened.changed_since("f")) == (1, None)
        opened.mark_compiled("f")
        assert opened.changed_since("f") == ()
        assert opened.sources() == (Source("s", "1"),)
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        assert (
            connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall() == whole
        )
    connection.close()


def test_a_row_that_somebody_else_wrote_and_no_entity_can_be_is_damage(tmp_path: Path) -> None:
    with open_store(tmp_path) as opened:
        opened.replace(Source("s", "1"), [Entity("a", "person", "A")])
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("UPDATE entities SET properties = 'no JSON'")
    connection.close()
    with open_store(tmp_path) as opened, pytest.raises(StoreDamaged):
        list(opened.entities())


def test_a_file_that_cannot_be_opened_is_said_in_the_words_of_a_home(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()
    with pytest.raises(HomeDenied, match="cannot be written: unable to open database file — use"):
        open_store(tmp_path)


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        (sqlite3.SQLITE_FULL, DiskFull, "no space left while writing"),
        (sqlite3.SQLITE_IOERR_WRITE, HomeError, "could not be read or written"),
        (sqlite3.SQLITE_CORRUPT, StoreDamaged, "is not a store, or damaged"),
        (sqlite3.SQLITE_READONLY, HomeDenied, "cannot be written: said by sqlite — use --home or"),
        (sqlite3.SQLITE_BUSY, HomeBusy, "another process is writing"),
        (sqlite3.SQLITE_CONSTRAINT, DatabaseError, "Said by SQLite"),
    ],
)
def test_an_error_of_sqlite_is_an_error_of_a_home(
    tmp_path: Path, code: int, error: type[Exception], message: str
) -> None:
    original = sqlite3.OperationalError("Said by SQLite")
    original.sqlite_errorcode = code
    with SqliteStore.open(tmp_path) as opened:
        translated = opened.translated(DatabaseError("SELECT", {}, original))
    assert isinstance(translated, error)
    assert message in str(translated)


def test_nothing_is_made_to_find_out_whether_there_is_a_store(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing, match="there is no home at"):
        expect_store(tmp_path / "nowhere")
    assert not store_exists(tmp_path / "nowhere")
    assert not store_exists(tmp_path)
    with pytest.raises(StoreEmpty, match="holds no entity yet — run: resolver import SOURCE"):
        expect_store(tmp_path)
    assert list(tmp_path.iterdir()) == []
    open_store(tmp_path).close()
    expect_store(tmp_path)
    assert store_exists(tmp_path)


def test_whether_there_is_a_store_is_known_without_loading_sqlalchemy(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    script = (
        "import sys; from pathlib import Path; from resolver.store import store_exists;"
        f"sys.exit(not store_exists(Path({str(tmp_path)!r})) or 'sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_no_other_module_of_the_store_speaks_of_sqlite() -> None:
    """A back-end beside it is one file more, and nothing else."""
    folder = Path(store.__file__).parent
    speaking = [path.name for path in folder.glob("*.py") if "sqlite" in path.read_text("utf-8")]
    assert sorted(speaking) == ["__init__.py", "sqlite.py"]
