"""The last decisions are those that hold, with who made them and may take them back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver import Resolver
from resolver.table import Table
from resolver.web.pages.decisions import SHOWN, last_decisions


@pytest.fixture
def table(few_home: Path) -> Iterator[Table]:
    with Table.open(few_home, by="ana") as opened:
        yield opened


@pytest.fixture
def resolver(few_home: Path) -> Iterator[Resolver]:
    with Resolver.open(few_home) as opened:
        yield opened


def test_what_is_taken_back_is_gone_and_what_is_put_back_again_there(
    table: Table, resolver: Resolver
) -> None:
    table.review({"text": "Al", "decision": "match", "id": "nato"})
    table.alias("nato", "Al of NATO")
    nobody = table.review({"text": "Ben", "decision": "nobody"})

    def texts() -> list[tuple[str, str | None]]:
        found = last_decisions(table.store, resolver, by="ana", may_undo_all=False)
        return [(each.text, each.means) for each in found.shown]

    assert texts() == [("Ben", None), ("Al", "NATO")]
    undone = table.undo(nobody.change)
    assert texts() == [("Al", "NATO")]
    table.undo(undone.change)
    assert texts() == [("Ben", None), ("Al", "NATO")]


def test_of_others_one_may_undo_nothing_without_the_scope(table: Table, resolver: Resolver) -> None:
    own = table.review({"text": "Al", "decision": "nobody"})
    table.by("ben").review({"text": "Ben", "decision": "nobody"})
    found = last_decisions(table.store, resolver, by="ana", may_undo_all=False)
    assert [(each.by, each.may_undo) for each in found.shown] == [("ben", False), ("ana", True)]
    assert found.undo is not None
    assert found.undo.change == own.change
    assert (found.today, found.own) == (2, 1)
    found = last_decisions(table.store, resolver, by="cy", may_undo_all=True)
    assert [each.may_undo for each in found.shown] == [True, True]
    assert (found.undo, found.own) == (None, 0)


def test_few_are_shown_and_all_are_counted(table: Table, resolver: Resolver) -> None:
    for n in range(SHOWN + 2):
        table.review({"text": f"n{n}", "decision": "nobody"})
    found = last_decisions(table.store, resolver, by="ana", may_undo_all=True)
    assert [each.text for each in found.shown] == [f"n{n}" for n in range(SHOWN + 1, 1, -1)]
    assert found.today == SHOWN + 2


def test_whom_the_index_has_not_is_named_by_the_id(table: Table, resolver: Resolver) -> None:
    table.create({"id": "new", "type": "person", "name": "Newcomer"})
    table.review({"text": "Al", "decision": "match", "id": "new"})
    found = last_decisions(table.store, resolver, by="ana", may_undo_all=True)
    assert found.shown[0].means == "new"
