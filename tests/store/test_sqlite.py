"""A store in one SQLite file: what is no store is refused, and its errors are those of a home."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from resolver import store
from resolver.errors import (
    HomeDenied,
    HomeFormat,
    HomeMissing,
    StoreDamaged,
    StoreEmpty,
)
from resolver.model import Additions, Alias, Entity, Record, SameAs, Source
from resolver.store import Changes, expect_store, open_store, prepared, store_exists
from tests.store.older import make_older


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


def columns_of(path: Path) -> list[tuple[object, ...]]:
    """Every column of every table: its name and type, and its place in the key."""
    query = (
        "SELECT m.name, c.name, c.type, c.pk FROM sqlite_master m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' ORDER BY m.name, c.cid"
    )
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_a_store_of_an_older_version_is_migrated_and_keeps_all(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "store.sqlite"
    said: dict[str, list[Record]] = {
        "z": [Entity("a", "person", "A", (Alias("B"),), ("IR",), "d", 2, {"p": "q"})],
        "b": [Entity("c", "person", "C"), Additions("a", (Alias("A2", "fa", "native"),))],
    }
    with open_store(tmp_path) as opened:
        for name, records in said.items():
            opened.replace(Source(name, "1"), map(prepared, records))
        opened.mark_compiled("before")
        entities = list(opened.entities())
    whole = columns_of(path)
    make_older(path, version)
    with open_store(tmp_path) as opened:
        assert opened.changed_since("before") == (None if version == 1 else ())
        opened.mark_compiled("f")
        assert opened.changed_since("f") == ()
        assert opened.sources() == (Source("b", "1"), Source("z", "1"))
        assert list(opened.entities()) == entities
        assert (list(opened.reviews()), list(opened.redirects())) == ([], [])
        for name, records in said.items():  # other bytes that say the same
            done = opened.replace(Source(name, "2"), map(prepared, records))
            assert done == Changes(unchanged=len(records))
        opened.replace(Source("same", "1"), map(prepared, [SameAs("a", ("c",))]))
        first = "a" if version == 5 else "c"  # before, the first by name had come first
        assert [each.entity.id for each in opened.entities()] == [first]
    assert columns_of(path) == whole


def test_a_row_that_somebody_else_wrote_and_no_entity_can_be_is_damage(tmp_path: Path) -> None:
    with open_store(tmp_path) as opened:
        opened.replace(Source("s", "1"), map(prepared, [Entity("a", "person", "A")]))
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("UPDATE entities SET properties = 'no JSON'")
    connection.close()
    with open_store(tmp_path) as opened:
        with pytest.raises(StoreDamaged):
            list(opened.entities())
        with pytest.raises(ValueError, match="Expecting value"):
            [each.read() for each in opened.unread()]


def test_a_home_that_lost_its_journal_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    (tmp_path / "edits.sqlite").unlink()
    with pytest.raises(StoreDamaged, match=r"edits\.sqlite is missing — restore it from a copy"):
        open_store(tmp_path)
    assert not (tmp_path / "edits.sqlite").exists()


def test_a_file_that_cannot_be_opened_is_said_in_the_words_of_a_home(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()
    with pytest.raises(HomeDenied, match="cannot be written: unable to open database file — use"):
        open_store(tmp_path)


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
