"""Threads that write one database commit together, and each returns only then."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from resolver import committing
from resolver.committing import MAX_TOGETHER, NoTurn, Writers
from resolver.sqlite import open_engine

WAIT_S = 10.0


class Database:
    """A table of numbers, the threads that write it, and how often something was committed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writers = Writers()
        self.commits = 0
        self.engine = open_engine(path, wait_s=1)
        with self.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE t (n INTEGER PRIMARY KEY, text)")
        self.commits = 0

    @contextmanager
    def begin(self) -> Iterator[sql.Connection]:
        with self.engine.connect() as connection, connection.begin():
            yield connection
        self.commits += 1

    def add(self, number: int) -> int:
        with self.writers.together(self.begin) as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (?, ?)", (number, "x" * 2_000))
        return number

    def add_and_raise(self, number: int) -> None:
        with self.writers.together(self.begin) as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (?, '')", (number,))
            raise ValueError(number)

    def numbers(self) -> list[int]:
        with closing(sqlite3.connect(self.path)) as opened:
            return [number for (number,) in opened.execute("SELECT n FROM t ORDER BY n")]

    def while_one_writes(
        self, pool: ThreadPoolExecutor, *blocks: Callable[[], object]
    ) -> list[Future[object]]:
        """Blocks that are begun while the turn is another one's, who adds 0."""
        held, may_end = threading.Event(), threading.Event()

        def hold() -> None:
            with self.writers.together(self.begin) as connection:
                connection.exec_driver_sql("INSERT INTO t VALUES (0, '')")
                held.set()
                may_end.wait(WAIT_S)

        first: Future[object] = pool.submit(hold)
        assert held.wait(WAIT_S)
        others = [pool.submit(block) for block in blocks]
        time.sleep(0.1)
        may_end.set()
        return [first, *others]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "some.sqlite")
    yield made
    made.engine.dispose()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2 * MAX_TOGETHER) as made:
        yield made


def test_what_waits_meanwhile_is_committed_with_what_goes_before(
    database: Database, pool: ThreadPoolExecutor
) -> None:
    done = database.while_one_writes(pool, *(lambda n=n: database.add(n) for n in range(1, 11)))
    for each in done:
        each.result(WAIT_S)
    assert database.numbers() == [*range(11)]
    assert database.commits < len(done)


def test_so_many_are_together_at_most(database: Database, pool: ThreadPoolExecutor) -> None:
    many = range(1, 2 * MAX_TOGETHER)
    for each in database.while_one_writes(pool, *(lambda n=n: database.add(n) for n in many)):
        each.result(WAIT_S)
    assert database.numbers() == [0, *many]
    assert database.commits >= 2


def test_a_block_has_returned_only_when_others_can_read_what_it_wrote(
    database: Database, pool: ThreadPoolExecutor
) -> None:
    def added_and_read(number: int) -> bool:
        return database.add(number) in database.numbers()

    assert all(pool.map(added_and_read, range(200)))


def test_what_raises_is_undone_alone(database: Database, pool: ThreadPoolExecutor) -> None:
    first, wrong, right = database.while_one_writes(
        pool, lambda: database.add_and_raise(1), lambda: database.add(2)
    )
    with pytest.raises(ValueError, match="1"):
        wrong.result(WAIT_S)
    first.result(WAIT_S)
    right.result(WAIT_S)
    assert database.numbers() == [0, 2]
    with pytest.raises(ValueError, match="3"):
        database.add_and_raise(3)
    database.add(4)
    assert database.numbers() == [0, 2, 4]


def test_what_the_database_refuses_is_an_error_of_all_that_are_together(
    database: Database, pool: ThreadPoolExecutor
) -> None:
    done = database.while_one_writes(pool, lambda: database.add(0))
    for each in done:
        with pytest.raises(DatabaseError, match="UNIQUE"):
            each.result(WAIT_S)
    assert database.numbers() == []
    database.add(1)
    assert database.numbers() == [1]


def test_a_full_disk_is_an_error_of_all_and_the_next_one_is_tried_anew(
    database: Database, pool: ThreadPoolExecutor
) -> None:
    def limit(pages: int) -> None:
        with database.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    database.add(1)
    limit(4)
    added = [pool.submit(database.add, number) for number in range(2, 42)]
    kept = [1]
    for number, each in enumerate(added, 2):
        error = each.exception(WAIT_S)
        if error is None:
            kept.append(number)
        else:
            assert "full" in str(error)
    assert len(kept) < 20
    assert database.numbers() == kept


def test_who_waits_too_long_says_so_and_leaves_nothing_open(
    database: Database, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "TURN_S", 0.02)
    first, late = database.while_one_writes(pool, lambda: database.add(1))
    with pytest.raises(NoTurn):
        late.result(WAIT_S)
    first.result(WAIT_S)
    database.add(2)
    assert database.numbers() == [0, 2]


def test_where_none_can_be_begun_the_next_one_has_the_turn(database: Database) -> None:
    @contextmanager
    def refused() -> Iterator[sql.Connection]:
        raise sqlite3.OperationalError("database is locked")
        yield

    with pytest.raises(sqlite3.OperationalError), database.writers.together(refused):
        pass
    database.add(1)
    assert database.numbers() == [1]
