"""Changes are said in words, each with what it did and whether it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.explaining.history import (
    ChangeInWords,
    Line,
    change_of,
    history_of,
    in_words,
    lines_of,
)
from resolver.model.edit import CHANGE_KINDS, Change
from resolver.table import Table
from tests.conftest import compile_entities


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    home = compile_entities(
        tmp_path,
        {"id": "nato", "type": "organization", "name": "NATO", "aliases": ["Alliance"]},
        {"id": "otan", "type": "organization", "name": "OTAN", "country": ["BE"]},
    )
    with Table.open(home, by="ana") as table:
        yield table


def whole(table: Table, entity_id: str = "nato") -> list[ChangeInWords]:
    return history_of(table.store.journal, entity_id, reviews=True)


def test_changes_are_shown_newest_first_with_who_when_and_why(table: Table) -> None:
    table.alias("nato", {"text": "N1", "language": "fr"}, reason="as in the press")
    table.patch("nato", {"country": ["FR", "BE"], "properties": {"founded": ["1949"]}})
    changed, added = whole(table)
    assert (added.what, added.by, added.reason) == ("Alias added", "ana", "as in the press")
    assert added.lines == (Line("", (), ("N1",)),)
    assert added.day == f"{added.at[:10]} {added.at[11:16]}"
    assert changed.lines == (
        Line("countries", (), ("Belgium", "France")),
        Line("founded", (), ("1949",)),
    )


def test_an_alias_that_is_removed_is_named(table: Table) -> None:
    table.unalias("nato", "Alliance")
    (removed,) = whole(table)
    assert (removed.what, removed.lines) == ("Alias removed", (Line("", ("Alliance",), ()),))


def test_what_was_taken_back_cannot_be_once_more(table: Table) -> None:
    table.alias("nato", "N1")
    table.undo(1)
    back, added = whole(table)
    assert (added.what, added.may_undo) == ("Alias added (taken back since)", False)
    assert (back.what, back.may_undo) == ("Taken back: alias added", True)
    assert back.lines == (Line("", ("N1",), ()),)
    table.undo(2)
    assert whole(table)[0].what == "Done again: alias added"
    assert [each.may_undo for each in whole(table)] == [True, False, True]


def test_a_merge_and_a_split_name_the_other_one(table: Table) -> None:
    table.merge("nato", ["otan"])
    (merged,) = whole(table)
    assert Line("merged into it", (), ("otan",)) in merged.lines
    assert [each.what for each in whole(table, "otan")] == ["Merged"]
    done = table.split("nato", aliases=["Alliance"])
    assert whole(table, done.id)[0].other == "nato"
    assert Line("out of", (), ("nato",)) in whole(table, done.id)[0].lines


def test_decisions_are_shown_that_mean_or_exclude_it(table: Table) -> None:
    asked = {"text": "Nat", "type": "organization", "country": ["BE"]}
    table.review({**asked, "decision": "not", "id": "nato"})
    table.review({**asked, "decision": "match", "id": "nato"})
    table.review({"text": "Other", "decision": "match", "id": "otan"})
    table.alias("nato", "N1")
    table.undo(2)
    back, added, means, excludes = whole(table)
    asked_as = Line("asked as", (), ("organization", "Belgium"))
    assert (excludes.what, means.what) == (
        "Decided of a name",
        "Decided of a name (taken back since)",
    )
    assert excludes.lines == (
        Line("", (), ("Nat",)),
        asked_as,
        Line("does not mean", (), ("nato",)),
    )
    assert Line("means", (), ("nato",)) in means.lines
    assert back.what == "Taken back: decided of a name"
    assert back.lines[0] == Line("", (), ("Nat",))
    assert Line("means", ("nato",), ()) in back.lines
    others = history_of(table.store.journal, "nato", reviews=False)
    assert others == [added]


def test_a_change_is_found_only_where_it_speaks_of_the_entity(table: Table) -> None:
    table.alias("nato", "N1")
    table.alias("otan", "N2")
    journal = table.store.journal
    found = change_of(journal, "nato", 1)
    assert found is not None
    assert found.what == "Alias added"
    assert [change_of(journal, "nato", number) for number in (2, 3, 0, -1)] == [None] * 4


@pytest.mark.parametrize("kind", CHANGE_KINDS)
def test_every_kind_of_change_has_words(table: Table, kind: str) -> None:
    change = Change(1, "2026-03-01T12:00:00Z", "ana", kind)  # type: ignore[arg-type] # one of the kinds
    with table.store.journal.reading() as reading:
        said = in_words(change, reading)
    assert said.what
    assert said.may_undo == (kind != "erased")
    assert said.day == "2026-03-01 12:00"


def test_what_differs_is_said_field_by_field() -> None:
    before = {"name": "A", "prominence": 3, "properties": {"x": ["1", "2"]}}
    after = {"name": "B", "aliases": [{"text": "C"}, {"text": "D"}], "properties": {"y": ["3"]}}
    assert [*lines_of(before, after)] == [
        Line("name", ("A",), ("B",)),
        Line("prominence", ("3",), ()),
        Line("x", ("1", "2"), ()),
        Line("y", (), ("3",)),
        Line("names", (), ("C", "D")),
    ]
