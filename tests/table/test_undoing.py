"""Any change is taken back, and had again, in any order that leaves something."""

from __future__ import annotations

import pytest

from resolver.errors import InvalidInput, UnknownChange, UnknownEntity
from resolver.journal.checking import disagreements
from resolver.model import Review
from resolver.model.edit import Operation
from resolver.store.reviewed import review_operation, review_value
from resolver.table import Table
from tests.table.conftest import texts


def test_a_change_is_taken_back_and_later_ones_stay(table: Table) -> None:
    table.alias("a", "first")
    table.alias("a", "second")
    done = table.undo(1, reason="wrong")
    assert {"first", "second"} & texts(table, "a") == {"second"}
    change = table.changes()[-1]
    assert (change.kind, change.undoes, change.entity, change.reason) == ("undo", 1, "a", "wrong")
    assert change.before == {"aliases": [{"text": "first", "kind": "name"}]}
    assert change.after == {}
    with pytest.raises(InvalidInput, match=r"undone already, by change 3 — .* undo change 3"):
        table.undo(1)
    assert table.undo(done.change).entity == table.entity("a")
    assert "first" in texts(table, "a")


def test_the_journal_says_what_an_undo_did_as_it_was_then(table: Table) -> None:
    table.patch("a", {"description": "first"})
    table.patch("a", {"description": "second"})
    table.undo(1)
    assert (table.changes()[-1].before, table.changes()[-1].after) == ({}, {})
    table.undo(2)
    assert table.changes()[-1].before == {"description": "second"}
    assert table.changes()[-1].after == {"description": "a chemist"}


def test_a_creation_undone_leaves_nobody(table: Table) -> None:
    made = table.create({"type": "person", "name": "New"}).id
    table.alias(made, "N")
    assert table.undo(1).entity is None
    with pytest.raises(UnknownEntity):
        table.entity(made)
    table.undo(3)
    assert texts(table, made) == {"New", "N"}


def test_merges_that_would_lead_round_are_refused(table: Table) -> None:
    table.merge("b", ["c"])
    table.split("c")
    table.merge("c", ["b"])
    with pytest.raises(InvalidInput, match="would each be merged into the other"):
        table.undo(2)
    assert table.through == 3
    table.undo(3)
    table.undo(2)
    assert table.entity("c").entity.id == "b"


def test_an_undo_of_a_review_touches_no_entity(table: Table) -> None:
    review = Review("Ana", means="a", who="ana", when="2026-03-01T12:00:00Z")
    with table.store.journal.writing() as writing:
        writing.append(
            "review",
            [review_operation(review)],
            by="ana",
            entity="a",
            after=review_value(review),
        )
    done = table.undo(1)
    assert [*table.store.reviews()] == []
    assert (done.id, table.changes()[-1].before) == ("a", table.changes()[0].after)
    table.undo(done.change)
    assert [*table.store.reviews()] == [review]
    with table.store.journal.reading() as reading:
        assert reading.touched(0, 9) == set()
        assert disagreements(reading) == []


def test_what_was_erased_cannot_be_had_back(table: Table) -> None:
    with table.store.journal.writing() as writing:
        writing.append("erased", [], by="admin")
    with pytest.raises(InvalidInput, match="change 1 was erased"):
        table.undo(1)
    with pytest.raises(UnknownChange, match="there is no change 2"):
        table.undo(2)


def test_who_was_said_to_be_the_same_is_two_again(table: Table) -> None:
    with table.store.journal.writing() as writing:
        writing.append("same", [Operation("b", "same", {"as": "c"})], by="ana", entity="b")
    assert table.entity("c").entity.id == "b"
    table.split("c")
    assert table.entity("c").entity.id == "c"
    table.undo(2)
    table.undo(1)
    assert table.entity("c").entity.id == "c"


def test_a_circle_names_both_ids(table: Table) -> None:
    table.merge("a", ["b"])
    table.split("b")
    table.merge("b", ["a"])
    with pytest.raises(InvalidInput) as error:
        table.undo(2)
    assert "'a'" in error.value.what
    assert "'b'" in error.value.what
