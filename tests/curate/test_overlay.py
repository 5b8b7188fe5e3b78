"""An overlay says of its ranks and sources what a whole index says."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

import resolver.curate.compile
from resolver import Resolver
from resolver.curate.homes import compile_home, import_sources
from resolver.curate.overlay import Covers, Ground, laid
from resolver.home import Home
from resolver.index import Index
from resolver.store import open_store
from resolver.table import Table
from tests.conftest import compile_entities


def people(*prominences: float | None) -> list[dict[str, object]]:
    return [
        {"id": f"e{n}", "type": "person", "name": f"Name {n}", "prominence": each}
        for n, each in enumerate(prominences)
    ]


def laid_over(home: Path, *ids: str) -> Index:
    """An overlay on the current index that is about some IDs, and is not current."""
    with open_store(home) as store, store.journal.reading() as reading:
        ground = Ground(Index.open_current(home))
        with laid(store, reading, ground, Covers(frozenset(ids))) as over:
            return Index.read(Home(home).snapshots / over.fingerprint, ground.index)


@pytest.mark.parametrize("gone", [[0], [1, 2], [1, 2, 4], [3], [0, 1, 2, 3, 4]])
def test_the_prominences_without_some_are_those_of_the_others(
    tmp_path: Path, gone: list[int]
) -> None:
    home = compile_entities(tmp_path, *people(3, 5, 5, None, 5))
    ground = Ground(Index.open_current(home))
    expected = sorted(p for n, p in enumerate([3, 5, 5, 0, 5]) if n != 3 and n not in gone)
    found = ground.prominences_without(np.array(gone, np.uint32))
    assert found["person"].tolist() == expected


def test_the_ranks_of_an_overlay_are_among_all_that_there_are(tmp_path: Path) -> None:
    home = compile_entities(tmp_path, *people(3, 5, 5, None, 5))
    with Table.open(home, by="ana") as table:
        table.patch("e1", {"prominence": 9})
    over = laid_over(home, "e1", "e3")
    compile_home(home, wait_s=0)
    whole = Index.open_current(home).segments[0]
    rows = [whole.find_id(each) for each in ("e1", "e3")]
    ranks = [whole.entity_rank[row] for row in rows]
    np.testing.assert_array_equal(over.segments[1].entity_rank, ranks)


def test_an_older_journal_that_was_put_back_is_what_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver.curate.compile, "MIN_BASE_ENTITIES", 1)
    home, copy = compile_entities(tmp_path, *people(*range(40))), tmp_path / "edits.sqlite"
    with Table.open(home, by="ana") as table:
        table.alias("e1", "Zork")
    shutil.copy(Home(home).journal, copy)
    with Table.open(home, by="ana") as table:
        table.alias("e1", "Lost")
    compile_home(home, wait_s=0, whole=True)
    shutil.copy(copy, Home(home).journal)
    done = compile_home(home, wait_s=0)
    assert (done.changed, done.fingerprint) == (None, Index.current(home))
    with Resolver.open(home) as opened:
        assert opened.through == 1
        assert [each["text"] for each in opened.entity("e1")["aliases"]] == ["Zork"]


def test_a_source_is_listed_once_something_comes_from_it(tmp_path: Path) -> None:
    home = compile_entities(tmp_path, *people(1, 2))
    more = tmp_path / "more"
    more.mkdir()
    (more / "pack.toml").write_text('name = "more"\n')
    (more / "aliases.csv").write_text("entity_id,alias\ne1,Zork\n")
    import_sources(home, [more], wait_s=0)
    named = [
        [each["name"] for each in laid_over(home, each).manifest["sources"]]
        for each in ("e0", "e1")
    ]
    assert named == [["table"], ["table", "more"]]
