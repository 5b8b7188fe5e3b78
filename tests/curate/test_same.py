"""What people decided to be one thing is in the journal, each decision a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.curate.homes import import_sources
from resolver.curate.same import declare_same, declared_pairs
from resolver.errors import BadSource, StoreEmpty
from resolver.journal import Journal
from resolver.model import SameAs, Source
from resolver.store import open_store, prepared
from tests.conftest import write_jsonl


@pytest.fixture
def home(tmp_path: Path) -> Path:
    entities = [{"id": each, "type": "person", "name": each} for each in "abcd"]
    import_sources(tmp_path / "home", [write_jsonl(tmp_path / "s.jsonl", entities)], wait_s=1)
    return tmp_path / "home"


def declare(home: Path, *rows: str) -> tuple[int, int, int]:
    path = home.parent / "pairs.csv"
    path.write_text("\n".join(["same,id_1,id_2", *rows]))
    return declare_same(home, path, by="ana")


def entities(home: Path) -> list[str]:
    with open_store(home) as store:
        return [each.entity.id for each in store.entities()]


def test_decisions_add_to_earlier_ones_and_a_no_takes_one_back(home: Path) -> None:
    assert declare(home, "yes,a,b", "no,c,d", ",a,d") == (1, 1, 1)
    assert declare(home, "yes,c,a", "yes,b,a") == (2, 0, 0)
    assert declared_pairs(home) == {("a", "b"), ("a", "c"), ("c", "d")}
    assert declared_pairs(home / "none") == set()
    assert entities(home) == ["a", "d"]
    declare(home, "no,b,a")
    assert entities(home) == ["a", "b", "d"]
    declare(home, "no,a,c")
    assert declared_pairs(home) == {("a", "b"), ("a", "c"), ("c", "d")}
    assert entities(home) == ["a", "b", "c", "d"]
    with Journal.open(home) as journal:
        changes = journal.changes()
    said = [(each.kind, each.by, each.entity, each.after) for each in changes]
    assert said == [
        ("same", "ana", "a", {"as": "b"}),
        ("different", "ana", "c", {"from": "d"}),
        ("same", "ana", "a", {"as": "c"}),
        ("different", "ana", "a", {"from": "b"}),
        ("different", "ana", "a", {"from": "c"}),
    ]


def test_a_no_goes_before_what_a_source_says(home: Path) -> None:
    with open_store(home) as store:
        store.replace(Source("same-as", "1"), map(prepared, [SameAs("a", ("b",))]))
    assert entities(home) == ["a", "c", "d"]
    declare(home, "no,a,b")
    assert entities(home) == ["a", "b", "c", "d"]


def test_a_file_that_is_wrong_changes_nothing(home: Path) -> None:
    declare(home, "yes,a,b")
    with pytest.raises(BadSource):
        declare(home, "yes,a,c", "perhaps,a,d")
    assert declared_pairs(home) == {("a", "b")}


def test_a_home_without_a_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with pytest.raises(StoreEmpty):
        declare(tmp_path / "home", "yes,a,b")
