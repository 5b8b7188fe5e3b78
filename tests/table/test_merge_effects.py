"""A merge that is tried says which names clash, and which decisions would mean something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from resolver import Resolver
from resolver.curate.homes import import_sources
from resolver.table import Table
from tests.conftest import write_jsonl

PEOPLE = (
    {"id": "ben", "type": "person", "name": "Ben Stone", "aliases": ["B. Stone"]},
    {"id": "old", "type": "person", "name": "Benjamin Stone", "aliases": ["Benny"]},
    {"id": "other", "type": "person", "name": "BEN STONE"},
    {"id": "al", "type": "person", "name": "Al Gore", "aliases": ["Benny"]},
)


@pytest.fixture
def table(make_home: Callable[..., Path]) -> Iterator[Table]:
    with Table.open(make_home(*PEOPLE), by="ana") as opened:
        yield opened


def test_names_clash_that_others_bear_too(table: Table) -> None:
    tried = table.merge("ben", ["old"], dry_run=True)
    assert tried.change is None
    assert {(each.text, each.id, each.name) for each in tried.clashes} == {
        ("Ben Stone", "other", "BEN STONE"),
        ("Benny", "al", "Al Gore"),
    }
    assert table.merge("ben", ["old", "other"], dry_run=True).clashes == (
        ("Benny", "al", "Al Gore"),
    )


def test_an_index_that_is_open_says_which_names_clash(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Resolver.open(table.store.journal.home) as resolver:
        asked = table.merge("ben", ["old"], dry_run=True)
        monkeypatch.delattr(Resolver, "open")
        assert table.merge("ben", ["old"], dry_run=True, resolver=resolver) == asked
        assert len(asked.clashes) == 2


def test_decisions_change_that_mean_what_is_merged_or_exclude_it(table: Table) -> None:
    table.review({"text": "a", "decision": "match", "id": "old"})
    table.review({"text": "b", "decision": "match", "id": "ben"})
    table.review({"text": "b", "decision": "not", "id": "old"})  # then it would decide nothing
    table.review({"text": "c", "decision": "not", "id": "old"})
    table.review({"text": "d", "decision": "match", "id": "ben"})
    table.review({"text": "e", "decision": "match", "id": "al"})
    tried = table.merge("ben", ["old"], dry_run=True)
    assert [(each.number, each.review.text) for each in tried.reviews] == [
        (1, "a"),
        (3, "b"),
        (4, "c"),
    ]
    done = table.merge("ben", ["old"])
    assert (done.clashes, done.reviews) == ((), ())
    other = table.merge("al", ["old"], dry_run=True)
    assert {each.review.text for each in other.reviews} == {"a", "b", "c", "d"}


def test_where_nothing_was_compiled_no_name_is_known_to_clash(tmp_path: Path) -> None:
    import_sources(tmp_path / "home", [write_jsonl(tmp_path / "s.jsonl", PEOPLE)], wait_s=1)
    with Table.open(tmp_path / "home", by="ana") as table:
        assert table.merge("ben", ["old"], dry_run=True).clashes == ()
