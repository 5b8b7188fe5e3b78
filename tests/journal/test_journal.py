"""A journal: changes are numbered without gaps, each whole or not there, and read as written."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from resolver.errors import HomeBusy, HomeDenied, HomeFormat, StoreDamaged, UnknownChange
from resolver.journal import Journal
from resolver.journal.checking import disagreements
from resolver.model.edit import Operation

ADD = Operation("a", "add", {"text": "A"})


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path) as opened:
        yield opened


def append(journal: Journal, *operations: Operation, by: str = "ana") -> int:
    with journal.writing() as writing:
        return writing.append("alias", operations or [ADD], entity="a", touched_ids=["a"], by=by)


def undo(journal: Journal, number: int) -> int:
    with journal.writing() as writing:
        return writing.undo(writing.change(number), by="ana", touched_ids=["a"])


def test_a_change_is_read_as_it_was_written(journal: Journal) -> None:
    with journal.writing() as writing:
        operations = [ADD, Operation("b", "merge", {"into": "a"})]
        number = writing.append(
            "merge",
            operations,
            by="ana",
            entity="a",
            before={"name": "ä"},
            after={},
            reason="why",
            touched_ids=["a", "b"],
        )
    (change,) = journal.changes()
    assert (change.number, change.kind, change.by, change.entity) == (number, "merge", "ana", "a")
    assert (change.before, change.after, change.reason) == ({"name": "ä"}, {}, "why")
    assert change.operations == tuple(operations)
    with journal.reading() as reading:
        assert reading.change(1) == change
        assert reading.touched(0, 1) == {"a", "b"}
        assert reading.linked(["a"]) == {"b"}
        assert reading.linked(["b"]) == {"a"}
        with pytest.raises(UnknownChange, match="there is no change 2 — the last one is 1"):
            reading.change(2)


def test_changes_are_found_by_number_entity_and_who(journal: Journal) -> None:
    for name in ("ana", "ben", "ana"):
        append(journal, by=name)
    append(journal, Operation("b", "merge", {"into": "c"}))
    undo(journal, 4)
    assert [each.number for each in journal.changes(after=1, limit=2)] == [2, 3]
    assert [each.number for each in journal.changes(by="ana")] == [1, 3, 4, 5]
    assert [each.number for each in journal.changes(entity="c")] == [4, 5]
    assert [each.number for each in journal.changes(entity="nobody")] == []


def test_what_breaks_halfway_leaves_nothing(journal: Journal) -> None:
    append(journal)

    def breaks() -> None:
        with journal.writing() as writing:
            writing.append("alias", [ADD], by="ana")
            raise KeyError

    with pytest.raises(KeyError):
        breaks()
    assert journal.through == 1
    assert append(journal) == 2


def test_a_change_undone_and_had_again_holds_in_its_own_place(journal: Journal) -> None:
    append(journal)
    second = append(journal, Operation("a", "suppress", {"text": "A"}))
    undone = undo(journal, 1)
    assert [each.number for each in journal.edits().of("a")] == [second]
    undo(journal, undone)
    assert [each.number for each in journal.edits().of("a")] == [1, second]
    with journal.reading() as reading:
        assert (reading.undone_by(1), reading.undone_by(undone)) == (None, 4)


def test_a_change_undone_twice_holds_when_both_are_undone(journal: Journal) -> None:
    append(journal)
    first = undo(journal, 1)  # 2
    again = undo(journal, first)  # 3: the change holds
    second = undo(journal, 1)  # 4
    undo(journal, again)  # 5: the first one counts too, beside the second
    assert journal.edits().effects == {}
    with journal.reading() as reading:
        assert reading.undone_by(1) == first
        assert reading.undone_by(1, besides=second) == first
    undo(journal, second)
    assert journal.edits().effects == {}
    undo(journal, first)
    assert [each.number for each in journal.edits().of("a")] == [1]
    with journal.reading() as reading:
        assert disagreements(reading) == []


def test_a_change_may_be_undone_and_had_again_any_number_of_times(
    tmp_path: Path, journal: Journal
) -> None:
    append(journal)
    write(
        tmp_path,
        "WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 1500)"
        " INSERT INTO changes SELECT n, at, by, 'undo', entity, before, after, reason, n - 1, '[]'"
        " FROM n, changes WHERE number = 1",
    )
    with journal.reading() as reading:
        assert (reading.undone_by(1), reading.undone_by(2)) == (2, None)
        assert reading.first_of(reading.change(1500)).number == 1


def test_who_waits_longer_than_a_writer_may_learns_it(tmp_path: Path, journal: Journal) -> None:
    with Journal.open(tmp_path, wait_s=0.05) as other, journal.writing() as writing:
        writing.append("alias", [ADD], by="ana")
        assert other.through == 0
        with pytest.raises(HomeBusy), other.writing():
            pass
    assert journal.through == 1


def test_threads_write_one_after_another(journal: Journal) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = [*pool.map(lambda _: append(journal), range(24))]
    assert sorted(numbers) == [*range(1, 25)]


def test_processes_open_a_new_home_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from resolver.store import open_store;"
        "sys.stdin.read(); open_store(Path(sys.argv[1])).close()"
    )
    waiting = [
        subprocess.Popen([sys.executable, "-c", script, tmp_path], stdin=subprocess.PIPE)
        for _ in range(3)
    ]
    for each in waiting:
        assert each.stdin is not None
        each.stdin.close()
    assert [each.wait(60) for each in waiting] == [0] * 3


def test_what_was_acknowledged_is_in_a_copy_with_its_log(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        append(journal)
        shutil.copytree(tmp_path, tmp_path / "copy")
    with Journal.open(tmp_path / "copy") as copied:
        assert copied.through == 1


def write(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "edits.sqlite")) as connection, connection:
        connection.execute(statement)


def test_a_journal_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    Journal.open(tmp_path).close()
    write(tmp_path, "PRAGMA user_version = 99")
    with pytest.raises(HomeFormat, match="has journal version 99, this resolver knows"):
        Journal.open(tmp_path)


def test_a_journal_of_version_1_learns_of_whom_its_reviews_speak(tmp_path: Path) -> None:
    means = {"text": "B", "means": "b", "excludes": ["c"]}
    with Journal.open(tmp_path) as journal:
        append(journal)
        with journal.writing() as writing:
            writing.append("review", [Operation('["b"]', "review", means)], by="ana", after=means)
            writing.undo(writing.change(2), by="ana", before=means)
    write(tmp_path, "DELETE FROM subjects WHERE entity_id != 'a'")
    write(tmp_path, "PRAGMA user_version = 1")
    with Journal.open(tmp_path) as journal, journal.reading() as reading:
        assert [each.number for each in journal.changes(entity="c")] == [2, 3]
        assert journal.changes(entity="c", reviews=False) == []
        assert disagreements(reading) == []


@pytest.mark.parametrize("version", [None, -1])
def test_what_is_no_journal_is_damage(tmp_path: Path, version: int | None) -> None:
    if version is None:
        (tmp_path / "edits.sqlite").write_bytes(b"not a database at all" * 100)
    else:
        write(tmp_path, f"PRAGMA user_version = {version}")
    with pytest.raises(StoreDamaged, match=r"edits\.sqlite is not a journal, or damaged — restore"):
        Journal.open(tmp_path)


def test_a_change_that_cannot_be_read_is_damage(tmp_path: Path, journal: Journal) -> None:
    append(journal)
    write(tmp_path, "UPDATE changes SET operations = 'no JSON'")
    with pytest.raises(StoreDamaged, match="what people edited is in no other file"):
        journal.changes()
    with pytest.raises(StoreDamaged), journal.reading() as reading:
        disagreements(reading)


def test_a_journal_that_cannot_be_opened_is_said_in_the_words_of_a_home(tmp_path: Path) -> None:
    (tmp_path / "edits.sqlite").mkdir()
    with pytest.raises(HomeDenied, match="cannot be written"):
        Journal.open(tmp_path)
