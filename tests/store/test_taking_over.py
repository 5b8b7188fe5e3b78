"""What an older home held of people's decisions is in its journal, once, whatever kills it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from resolver.curate.homes import compile_home
from resolver.engine import Resolver
from resolver.journal.checking import disagreements
from resolver.model import Query, Review
from resolver.store import Store, open_store, sqlite, taking_over
from resolver.table import Table
from tests.store.edited_home import DECIDED, unpacked

REVIEWS = [
    Review("Ana Ruiz", country=("ES",), means="ana-1", who="ana", when="2026-11-29T01:29:25Z"),
    Review("Reza Zahedi", excludes=("reza",), who="ana", when="2026-11-29T01:29:32Z"),
    Review("Ruiz", nobody=True, who="ana", when="2026-11-29T01:29:28Z"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return unpacked("before-edits.tar.gz", tmp_path / "home")


def expect_all(store: Store) -> None:
    assert list(store.reviews()) == REVIEWS
    assert [each.kind for each in store.journal.changes()] == [*["review"] * 3, "same"]
    assert store.journal.changes()[-1].at == "2000-01-01T00:00:00Z"
    assert [each.name for each in store.sources()] == ["moved", "people", "registry"]
    assert store.count() == 5
    joined = {"r-1": "acme", "reza-old": "reza", "Q77": "reza"}
    assert store.joined().survivors == joined
    with store.journal.reading() as reading:
        assert disagreements(reading) == []


def test_a_home_of_before_the_journal_comes_along_with_all_that_is_in_it(home: Path) -> None:
    with open_store(home) as store:
        expect_all(store)
    with open_store(home) as store:
        expect_all(store)
    assert "bad" in (home / "rejects" / "people.jsonl").read_text()
    compile_home(home, wait_s=1)
    resolver = Resolver.open(home)
    assert resolver.resolve(Query("Acme Limited")).id == "acme"
    assert resolver.resolve(Query("Ruiz")).id is None
    with Table.open(home, by="ben") as table:
        table.undo(4)
        assert table.entity("r-1").entity.name == "Acme Limited"


class Killed(BaseException):
    """In place of a kill, which nothing handles either."""


def test_killed_between_the_two_files_it_is_taken_over_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: Any) -> None:
        take_over(*args)
        raise Killed

    take_over = taking_over.take_over
    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "take_over", killed)
        with pytest.raises(Killed):
            open_store(home)
    with closing(sqlite3.connect(home / "store.sqlite")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (5,)
        assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (3,)
    with open_store(home) as store:
        expect_all(store)


def test_a_home_copied_while_the_journal_is_ahead_of_the_store_is_brought_up(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies there after a kill: the logs are not in the files yet."""

    def copied(*args: Any) -> None:
        take_over(*args)
        shutil.copytree(home, tmp_path / "copied")

    take_over = taking_over.take_over
    monkeypatch.setattr(sqlite, "take_over", copied)
    open_store(home).close()
    monkeypatch.undo()
    assert (tmp_path / "copied" / "edits.sqlite-wal").stat().st_size
    with open_store(tmp_path / "copied") as store:
        expect_all(store)


def test_a_home_with_edits_comes_along_with_all_that_is_in_it(tmp_path: Path) -> None:
    home = unpacked("with-edits.tar.gz", tmp_path / "home")
    assert (home / "edits.sqlite-wal").stat().st_size  # it was copied while it was open
    with Table.open(home, by="ben") as table:
        with table.store.journal.reading() as reading:
            assert disagreements(reading) == []
        kinds = "review review review same alias set create unalias merge merge split retire undo"
        assert [each.kind for each in table.changes()] == [*kinds.split(), "split", "review"]
        assert [*table.store.reviews()] == [*REVIEWS, DECIDED]
        said = {each.entity.id: each.entity.to_dict() for each in table.store.entities()}
        assert [*said] == ["acme", "ana-2", "own-1", "own-2", "r-2", "reza"]
        assert said["reza"]["aliases"][-1]["text"] == "Зоҳеди"
        assert [each["text"] for each in said["acme"]["aliases"]] == ["Acme Works", "Acme Limited"]
        assert said["ana-2"] == {
            "id": "ana-2",
            "type": "person",
            "name": "Ana Ruiz",
            "aliases": [{"text": "آنا رويز", "language": "ar", "kind": "native"}],
            "country": ["MX"],
            "description": "a painter",
            "prominence": 12,
            "properties": {"birth_date": ["1971"]},
        }
        for change in reversed(table.changes(after=4, limit=10)):
            if change.undoes is None and change.number != 12:
                table.undo(change.number)
        assert said["reza"] != table.entity("reza").entity.to_dict()
        assert table.entity("ana-1").entity.description == "a chemist"
