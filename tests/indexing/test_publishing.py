"""What people change is in the next overlay, and an index says the same as one compiled whole."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resolver import Query, Resolver
from resolver.curate.homes import compile_home, import_sources
from resolver.home import Home
from resolver.index import Index
from resolver.index.format import MANIFEST, current_snapshot
from resolver.indexing import publishing, seen
from resolver.indexing.publishing import Publisher
from resolver.model import Review
from resolver.store.reviewed import review_operation
from resolver.table import Table
from tests.conftest import write_jsonl
from tests.indexing.conftest import PEOPLE, said, said_when_compiled_whole, sizes, through


def decide(table: Table, text: str, **more: object) -> int:
    """Add a review as its own change."""
    review = Review(text, who="ana", when="2026-03-01T12:00:00Z", **more)  # type: ignore[arg-type]
    with table.store.journal.writing() as writing:
        return writing.append("review", [review_operation(review)], by="ana")


def test_every_kind_of_change_is_published_as_a_whole_index_has_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MAX_TOP", 6)
    with Table.open(home, by="ana") as table:
        publisher = Publisher(home, table.store, sync=False)
        steps: list[Callable[[], object]] = [
            lambda: table.alias("e1", "Zork"),
            lambda: table.merge("e2", ["e3", "e4"]),
            lambda: decide(table, "Name 4", means="e4"),
            lambda: table.create({"id": "new", "type": "person", "name": "Fresh", "prominence": 4}),
            lambda: table.retire("e5"),
            lambda: table.patch("e6", {"name": "Other 6", "prominence": 99}),
            lambda: table.split("e3"),
            lambda: decide(table, "Name 1", excludes=("e2",)),
            lambda: table.unalias("e7", "Alias 7"),
            lambda: table.undo(2),
            lambda: table.undo(3),
            lambda: table.undo(10),
        ]
        for step in steps:
            step()
            assert publisher.publish()
            assert through(home) == table.through
            assert not publisher.publish()
        assert len(sizes(home)) == 3
        assert said(home) == said_when_compiled_whole(home)


def test_what_is_undone_is_gone_again(home: Path) -> None:
    before = said(home)
    with Table.open(home, by="ana") as table:
        number = table.merge("e1", ["e2"]).change
        assert number is not None
        assert seen(home, number, wait_s=0)
        assert said(home)["e2"] == "e1"
        assert seen(home, table.undo(number).change, wait_s=0)
    assert said(home) == before


def test_a_change_is_seen_once_it_is_published_and_not_where_nothing_was_compiled(
    home: Path,
) -> None:
    with Table.open(home, by="ana") as table:
        number = table.alias("e1", "Zork").change
    assert not seen(home, number + 1, wait_s=0) or through(home) == number
    assert seen(home, number, wait_s=0)
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Zork")).id == "e1"
    shutil.rmtree(home / "index")
    assert not seen(home, number, wait_s=0)


def test_it_waits_for_the_process_that_publishes(home: Path) -> None:
    with Table.open(home, by="ana") as table:
        number = table.alias("e1", "Zork").change
    with Home(home).locked(wait_s=0, file=Home(home).indexer_lock):
        assert not seen(home, number, wait_s=0.05)
    assert seen(home, number, wait_s=0.05)


def test_changes_go_on_being_published_while_the_store_is_written(home: Path) -> None:
    with Table.open(home, by="ana") as table, Home(home).locked(wait_s=0):
        assert seen(home, table.alias("e1", "Zork").change, wait_s=0)
    assert said(home) == said_when_compiled_whole(home)


def test_a_compile_in_between_is_stood_upon(home: Path, tmp_path: Path) -> None:
    with Table.open(home, by="ana") as table:
        publisher = Publisher(home, table.store, sync=False)
        table.alias("e1", "Zork")
        publisher.publish()
        more = [*PEOPLE, {"id": "more", "type": "person", "name": "More"}]
        import_sources(home, [write_jsonl(tmp_path / "table.jsonl", more)], wait_s=0)
        compile_home(home, wait_s=0)
        table.alias("more", "Most")
        publisher.publish()
        with Resolver.open(home) as resolver:
            assert [resolver.resolve(Query(each)).id for each in ("Zork", "Most")] == ["e1", "more"]


@pytest.mark.parametrize("damaged", ["top", "CURRENT"])
def test_a_damaged_index_is_made_again(home: Path, damaged: str) -> None:
    with Table.open(home, by="ana") as table:
        assert seen(home, table.alias("e1", "Zork").change, wait_s=0)
        top = current_snapshot(home) / MANIFEST
        (top if damaged == "top" else Home(home).current).write_bytes(b"")
        publisher = Publisher(home, table.store, sync=False)
        assert publisher.publish()
        assert not publisher.publish()
    with Resolver.open(home) as resolver:
        assert (resolver.fallback, resolver.resolve(Query("Zork")).id) == (None, "e1")


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change is made an hour after the one before."""
    passed = itertools.count()
    later = datetime(2026, 3, 1, tzinfo=UTC)

    def now() -> str:
        return f"{later + timedelta(hours=next(passed)):%Y-%m-%dT%H:%M:%SZ}"

    monkeypatch.setattr("resolver.journal.writing.now", now)


def aliases(home: Path, numbers: range, text: str, *, publish: bool = True) -> int:
    """Add an alias to each of some entities; the number of the last change."""
    with Table.open(home, by="ana") as table:
        for number in numbers:
            table.alias(f"e{number}", f"{text} {number}")
        through = table.through
    assert not publish or seen(home, through, wait_s=0)
    return through


@pytest.mark.parametrize("compiled", [0, 1, 2], ids=["before", "with the copy", "after"])
@pytest.mark.parametrize("changed", [1, 4, 9])
@pytest.mark.usefixtures("hours")
def test_changes_are_seen_though_the_journal_is_an_older_copy(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: int, changed: int
) -> None:
    monkeypatch.setattr(publishing, "MAX_TOP", 2)
    copy = tmp_path / "edits.sqlite"
    for step, numbers in enumerate([range(3), range(3, 7)]):
        aliases(home, numbers, "Lost" if step else "Zork")
        if step < compiled:
            compile_home(home, wait_s=0, whole=True)
        if not step:
            shutil.copy(Home(home).journal, copy)
    copy.replace(Home(home).journal)
    numbers = range(20, 20 + changed)
    number = aliases(home, numbers, "Blorf")
    assert number == 3 + changed
    assert through(home) == number
    assert said(home) == said_when_compiled_whole(home)
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Blorf 20")).id == "e20"
        assert resolver.resolve(Query("Zork 1")).id == "e1"
        assert resolver.resolve(Query("Lost 4")).verdict == "no_match"


@pytest.mark.usefixtures("hours")
def test_the_next_compile_of_an_older_copy_stands_on_nothing_that_is_lost(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolver.curate.compile.MIN_BASE_ENTITIES", 1)
    monkeypatch.setattr("resolver.curate.compile._MAX_OVERLAY_SHARE", 1)
    copy = tmp_path / "edits.sqlite"
    shutil.copy(Home(home).journal, copy)
    aliases(home, range(2), "Lost")
    compile_home(home, wait_s=0, whole=True)
    copy.replace(Home(home).journal)
    aliases(home, range(10, 14), "Blorf", publish=False)
    compile_home(home, wait_s=0)
    assert said(home) == said_when_compiled_whole(home)


def test_what_is_published_on_an_overlay_of_a_compile_lists_its_sources(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolver.curate.compile.MIN_BASE_ENTITIES", 1)
    import_sources(home, [write_jsonl(tmp_path / "table.jsonl", PEOPLE[:29])], wait_s=0)
    compile_home(home, wait_s=0)
    compiled = Index.open_current(home)
    assert len(compiled.segments) == 2
    aliases(home, range(1), "Zork")
    now = Index.open_current(home)
    assert now.manifest["sources"][0] == compiled.manifest["sources"][0]
