"""What people decided to be one thing is a source of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.curate.export import export
from resolver.curate.homes import import_sources
from resolver.curate.same import SAME_AS, declare_same, declared_pairs
from resolver.errors import BadSource, StoreEmpty
from resolver.model import SameAs
from resolver.packs import open_pack
from resolver.store import open_store
from tests.conftest import write_jsonl


@pytest.fixture
def home(tmp_path: Path) -> Path:
    entities = [{"id": each, "type": "person", "name": each} for each in "abcd"]
    import_sources(tmp_path / "home", [write_jsonl(tmp_path / "s.jsonl", entities)], wait_s=1)
    return tmp_path / "home"


def declare(home: Path, *rows: str) -> tuple[int, int, int]:
    path = home.parent / "pairs.csv"
    path.write_text("\n".join(["same,id_1,id_2", *rows]))
    return declare_same(home, path, wait_s=1)


def stored(home: Path) -> list[object]:
    with open_store(home) as store:
        names = [each.name for each in store.sources()]
        return list(store.records_of(SAME_AS)) if SAME_AS in names else []


def test_decisions_add_to_earlier_ones_and_a_no_takes_one_back(home: Path) -> None:
    assert declare(home, "yes,a,b", "no,c,d", ",a,d") == (1, 1, 1)
    declare(home, "yes,c,a")
    assert stored(home) == [SameAs("a", ("b", "c"))]
    assert declared_pairs(home, wait_s=1) == {("a", "b"), ("a", "c")}
    assert declared_pairs(home / "none", wait_s=1) == set()
    declare(home, "no,b,a")
    assert stored(home) == [SameAs("a", ("c",))]
    declare(home, "no,a,c")
    assert stored(home) == []


def test_a_file_that_is_wrong_changes_nothing(home: Path) -> None:
    declare(home, "yes,a,b")
    with pytest.raises(BadSource):
        declare(home, "yes,a,c", "perhaps,a,d")
    assert stored(home) == [SameAs("a", ("b",))]


def test_decisions_go_out_as_a_pack(home: Path, tmp_path: Path) -> None:
    declare(home, "yes,a,b", "yes,a,c")
    export(home, tmp_path / "out", source=SAME_AS, wait_s=1)
    assert (tmp_path / "out" / "same_as.csv").read_text() == "id,same_as\na,b\na,c\n"
    assert list(open_pack(tmp_path / "out").records()) == [SameAs("a", ("b", "c"))]


def test_a_home_without_a_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with pytest.raises(StoreEmpty):
        declare(tmp_path / "home", "yes,a,b")
