"""What tops stand on is made anew, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import resolver.curate.overlay
from resolver.curate.homes import compile_home, import_sources
from resolver.home import Home
from resolver.indexing import growing, publishing, seen
from resolver.indexing.growing import grow
from resolver.indexing.publishing import Publisher
from resolver.table import Table
from tests.conftest import write_jsonl
from tests.indexing.conftest import PEOPLE, said, said_when_compiled_whole, sizes, through


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "MAX_TOP", 2)
    monkeypatch.setattr(resolver.curate.overlay, "MAX_TOP", 2)
    monkeypatch.setattr(growing, "_MIN_MIDDLE", 8)


def changed(home: Path, table: Table, numbers: range) -> None:
    publisher = Publisher(home, table.store, sync=False)
    for number in numbers:
        table.alias(f"e{number}", f"Zork {number}")
        publisher.publish()


def test_the_middle_takes_up_the_top_and_the_base_takes_up_the_middle(home: Path) -> None:
    with Table.open(home, by="ana") as table:
        changed(home, table, range(7))
        assert sizes(home) == [30, 3, 3, 1]
        grow(home)
        assert sizes(home) == [30, 7]
        changed(home, table, range(7, 12))
        assert sizes(home) == [30, 7, 3, 2]
        grow(home)
        assert sizes(home) == [30]
    assert said(home) == said_when_compiled_whole(home)


def during(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Have something happen when the next snapshot is made and not current yet."""
    settle = resolver.curate.overlay.settle

    def late(*args: object) -> None:
        happens()
        settle(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(growing, "settle", late)
    monkeypatch.setattr("resolver.curate.compile.settle", late)


@pytest.mark.parametrize("before", [7, 12])
def test_what_is_published_meanwhile_is_laid_over_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    with Table.open(home, by="ana") as table:
        changed(home, table, range(before))
        with monkeypatch.context() as patched:
            during(patched, lambda: changed(home, table, range(15, 20)))
            grow(home)
        assert through(home) == table.through == before + 5
        assert len(sizes(home)) <= 3
    assert said(home) == said_when_compiled_whole(home)


def test_a_middle_is_thrown_away_where_the_table_was_compiled_meanwhile(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compiles() -> None:
        more = [*PEOPLE, {"id": "more", "type": "person", "name": "More"}]
        import_sources(home, [write_jsonl(tmp_path / "table.jsonl", more)], wait_s=0)
        with monkeypatch.context() as patched:
            patched.setattr("resolver.curate.compile.settle", resolver.curate.overlay.settle)
            compile_home(home, wait_s=0)

    with Table.open(home, by="ana") as table:
        changed(home, table, range(7))
        during(monkeypatch, compiles)
        grow(home)
        assert sizes(home) == [31]
        assert through(home) == 7


def test_what_is_imported_and_not_compiled_waits_for_whoever_imported_it(
    home: Path, tmp_path: Path
) -> None:
    more = [*PEOPLE, {"id": "more", "type": "person", "name": "More"}]
    import_sources(home, [write_jsonl(tmp_path / "table.jsonl", more)], wait_s=0)
    with Table.open(home, by="ana") as table:
        changed(home, table, range(12))
    grow(home)
    assert sizes(home) == [30, 12]
    assert "more" not in said(home)


def test_the_middle_grows_on_while_somebody_writes_the_store(home: Path) -> None:
    with Table.open(home, by="ana") as table:
        changed(home, table, range(12))
    with Home(home).locked(wait_s=0):
        grow(home)
    assert sizes(home) == [30, 12]


def test_whoever_publishes_alone_grows_it_too(home: Path) -> None:
    with Table.open(home, by="ana") as table:
        for number in range(7):
            assert seen(home, table.alias(f"e{number}", "Zork").change, wait_s=0)
    assert sizes(home) == [30, 7]
