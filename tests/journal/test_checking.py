"""A checker finds whatever in a journal does not follow from its changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from resolver.journal import Journal
from resolver.journal.checking import disagreements
from resolver.model.edit import Operation


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Journal.open(tmp_path) as journal, journal.writing() as writing:
        for target in "abc":
            operation = Operation(target, "add", {"text": "A"})
            writing.append("alias", [operation], by="ana", entity=target, touched_ids=[target])
        writing.undo(writing.change(2), by="ana", touched_ids=["b"])
    return tmp_path


def found(home: Path) -> list[str]:
    with Journal.open(home) as journal, journal.reading() as reading:
        return disagreements(reading)


def test_a_journal_as_it_was_written_agrees_with_itself(home: Path) -> None:
    assert found(home) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM changes WHERE number = 1", "change 1 is missing"),
        ("DELETE FROM effects WHERE number = 1", "effects has not ('a', 1"),
        ("UPDATE effects SET value = '{}' WHERE number = 3", "effects has ('c', 3"),
        (
            "INSERT INTO effects SELECT 'b', 2, 0, action, value, other FROM effects LIMIT 1",
            "effects has ('b', 2",
        ),
        ("DELETE FROM subjects WHERE number = 4", "subjects has not ('b', 4)"),
        ("UPDATE changes SET undoes = 9 WHERE number = 4", "change 4 undoes 9"),
        ("UPDATE changes SET kind = 'alias' WHERE number = 4", "change 4 is of kind alias and"),
        ("DELETE FROM touched WHERE number = 3", "touched has nothing of change 3"),
        ("UPDATE touched SET number = 9 WHERE number = 4", "touched has change 9, of which"),
    ],
)
def test_what_does_not_agree_is_found(home: Path, statement: str, said: str) -> None:
    with closing(sqlite3.connect(home / "edits.sqlite")) as connection, connection:
        connection.execute(statement)
    assert [each for each in found(home) if each.startswith(said)]
