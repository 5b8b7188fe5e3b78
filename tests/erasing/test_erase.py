"""After an erasure nothing of it is in any byte of the home, and it stays away."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from resolver import Resolver
from resolver.curate.export import export_edits
from resolver.curate.homes import compile_home, import_sources
from resolver.erasing import Erasure, erase, sought_entity, sought_text
from resolver.errors import UnknownEntity
from resolver.home import Home
from resolver.model import Review
from resolver.store import Changes, open_store
from resolver.store.reviewed import review_operation
from resolver.table import Table
from resolver.table.taken_in import TakenIn, take_in
from tests.conftest import write_jsonl

ZORA = {
    "id": "zora-quux",
    "type": "person",
    "name": "Zora Quux",
    "aliases": ["Quuxina Zora", "Ann Lee"],
    "properties": {"birth_date": ["1944"]},
}
ANN = {"id": "ann", "type": "person", "name": "Ann Lee", "description": "not Zora Quux"}
FIRM = {"id": "firm", "type": "organization", "name": "Firm", "aliases": ["Firma Vieux"]}
AT = "2026-03-01T12:00:00Z"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "people.jsonl", [ZORA, ANN, FIRM])


@pytest.fixture
def home(tmp_path: Path, source: Path) -> Path:
    """A home with sources, edits, a review, jobs, rows left out, and two indexes."""
    home = tmp_path / "home"
    import_sources(home, [source], wait_s=10)
    compile_home(home, wait_s=10)
    review = Review("Quux of Borg", means="zora-quux", who="ana", when=AT)
    with Table.open(home, by="ana") as table:
        table.alias("zora-quux", "Zorinka Quux", reason="as Zora Quux signs")
        table.undo(table.alias("zora-quux", "Zorette Quux").change)
        table.create({"id": "other", "type": "person", "name": "Zo Q."})
        table.merge("zora-quux", ["other"])
        table.alias("firm", "Firm & Co", reason="told by Zora Quux")
        with table.store.journal.writing() as writing:
            writing.append(
                "review",
                [review_operation(review)],
                by="ana",
                entity="zora-quux",
                after={"text": "Quux of Borg"},
            )
    compile_home(home, wait_s=10)
    for key, text in ("a", "id,name\n1,ZORA QUUX\n"), ("b", "id,name\n1,Firm\n"):
        folder = home / "jobs" / key
        folder.mkdir(parents=True)
        (folder / "job.json").write_text("{}")
        (folder / "result.csv.gz").write_bytes(gzip.compress(text.encode("utf-16")))
    rejects = Home(home).rejects("people")
    rejects.parent.mkdir()
    rejects.write_text('{"row": "x,Zora Qu\\u0075x"}\n{"row": "y,Firm"}\n')
    return home


def found_in(home: Path, *texts: str) -> list[str]:
    """The files of a home in which a text stands, in any case."""
    return [
        f"{path.relative_to(home)}: {text}"
        for path in home.rglob("*")
        if path.is_file()
        for text in texts
        if text.lower().encode() in path.read_bytes().lower()
    ]


def test_nothing_of_an_entity_is_left_in_any_file(home: Path) -> None:
    done = erase(home, sought_entity(home, "other"), wait_s=10)
    assert found_in(home, "zora", "quux", "zorinka", "zorette", "borg", "Zo Q.") == []
    assert found_in(home, "Firm & Co")
    assert sorted(path.name for path in (home / "jobs").iterdir()) == ["b"]
    assert Home(home).rejects("people").read_text() == '{"row": "y,Firm"}\n'
    assert len([*(home / "index").glob("?" * 16)]) == 1
    assert (done.jobs, done.rejected, done.indexes, done.changes) == (1, 1, 2, 7)
    with Resolver.open(home) as opened:
        assert opened.entity("ann")["name"] == "Ann Lee"
        for gone in ("zora-quux", "other"):
            with pytest.raises(UnknownEntity):
                opened.entity(gone)
    with Table.open(home) as table:
        changes = table.changes()
        assert table.store.count() == 2
    assert [change.number for change in changes] == [1, 2, 3, 4, 5, 6, 7]
    assert [change.kind for change in changes] == [*["erased"] * 5, "alias", "erased"]
    assert {change.by for change in changes if change.kind == "erased"} == {""}
    assert (changes[5].by, changes[5].reason) == ("ana", None)


def test_what_is_erased_stays_away_when_it_comes_again(home: Path, source: Path) -> None:
    edits = source.with_name("edits.jsonl")
    export_edits(home, edits)
    erase(home, sought_entity(home, "zora-quux"), wait_s=10)
    write_jsonl(source, [ZORA, ANN | {"country": ["GB"]}, FIRM])
    (done,) = import_sources(home, [source], wait_s=10).sources
    assert done.changes == Changes(0, 1, 0, 1, erased=2)  # she, and where Ann is said not to be her
    assert take_in(home, edits, wait_s=10) == TakenIn(0, 1, 4)
    with open_store(home) as store:
        assert [each.entity.id for each in store.entities()] == ["ann", "firm"]
    assert found_in(home, "quuxina", "zorinka", "borg") == []


def test_a_name_is_erased_whoever_has_it(home: Path, source: Path) -> None:
    with Table.open(home) as table:
        table.create({"id": "bo", "type": "person", "name": "FIRMA VIEUX", "aliases": ["Bo"]})
    done = erase(home, sought_text("firma vieux"), wait_s=10)
    assert done.rows == 1
    assert found_in(home, "firma vieux") == []
    write_jsonl(source, [ZORA, ANN, FIRM | {"country": ["GB"], "name": "Firma Vieux"}])
    import_sources(home, [source], wait_s=10)
    with open_store(home) as store:
        found = {each.entity.id: each.entity for each in store.entities()}
    assert found["bo"].name == "Bo"
    assert "firm" not in found
    assert found_in(home, "firma vieux") == []


def test_a_name_that_stands_in_other_texts_goes_from_them(home: Path) -> None:
    erase(home, sought_text("Zora Quux"), wait_s=10)
    assert found_in(home, "zora quux") == []
    with open_store(home) as store:
        found = {each.entity.id: each.entity for each in store.entities()}
    assert found["zora-quux"].name == "Quuxina Zora"
    assert found["ann"].description is None


def test_an_erasure_that_was_broken_off_is_finished_by_the_next(home: Path) -> None:
    sought = sought_entity(home, "zora-quux")
    erase(home, sought, wait_s=10)
    again = erase(home, sought_entity(home, "zora-quux"), wait_s=10)
    assert again == Erasure(0, 0, 0, 0, 0, 0)
    with pytest.raises(UnknownEntity):
        sought_entity(home, "nobody")


def test_a_home_of_which_nothing_is_left_has_no_index(tmp_path: Path) -> None:
    home, source = tmp_path / "home", write_jsonl(tmp_path / "people.jsonl", [ZORA])
    import_sources(home, [source], wait_s=10)
    compile_home(home, wait_s=10)
    assert erase(home, sought_entity(home, "zora-quux"), wait_s=10).indexes == 1
    assert [*(home / "index").iterdir()] == []
    assert found_in(home, "quux") == []


def test_other_tables_of_the_journal_lose_the_rows_in_which_it_stands(home: Path) -> None:
    with Table.open(home) as table, table.store.journal.writing() as writing:
        run = writing._connection.exec_driver_sql
        run("CREATE TABLE kept (key TEXT PRIMARY KEY, body BLOB)")
        run("INSERT INTO kept VALUES ('a', ?)", (json.dumps(ZORA).encode(),))
        run("INSERT INTO kept VALUES ('b', ?)", (b"\xff\x00",))
    assert erase(home, sought_entity(home, "zora-quux"), wait_s=10).asked == 1
    assert found_in(home, "quux") == []
