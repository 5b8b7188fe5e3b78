"""Entities made one and taken apart again, whatever sources bring meanwhile."""

from __future__ import annotations

import pytest

from resolver.errors import BadValue, InvalidInput, Unchanged, UnknownEntity
from resolver.model import Redirect, SameAs
from resolver.table import Table
from tests.table.conftest import OTHERS, PEOPLE, Bring, texts


def test_the_survivor_has_the_names_of_all_and_every_id_leads_to_it(table: Table) -> None:
    tried = table.merge("c", ["d", "b"], dry_run=True)
    assert (tried.change, table.through) == (None, 0)
    done = table.merge("c", ["d", "b"], reason="one person")
    assert done._replace(change=None) == tried
    assert done.merged == ("a", "b")
    assert texts(table, "c") == {"Cem", "X", "C2", "Ana", "A", "Anna", "Dan", "D", "Ben", "B"}
    assert {each: table.entity(each).entity.id for each in "abcd"} == dict.fromkeys("abcd", "c")
    assert {(each.id, each.by, each.source) for each in table.entity("c").other_ids} == {
        ("a", "merge", "edits"),
        ("b", "merge", "edits"),
        ("a", "same_as", "others"),
        ("d", "same_as", "others"),
    }
    assert (table.store.count(), table.entity("c").entity.description) == (1, "a chemist")


def test_what_leads_to_it_already_or_is_nobody_is_refused(table: Table) -> None:
    for into, others in (("a", ["d"]), ("a", ["b", "a"]), ("a", [])):
        with pytest.raises(InvalidInput):
            table.merge(into, others)
    for into, others in (("a", ["nobody"]), ("nobody", ["a"])):
        with pytest.raises(UnknownEntity):
            table.merge(into, others)
    table.retire("b")
    with pytest.raises(UnknownEntity):
        table.merge("a", ["b"])


def test_merged_again_it_leads_to_the_end_of_the_chain(table: Table) -> None:
    table.merge("b", ["a"])
    assert table.merge("c", ["a"]).merged == ("b",)  # what it became
    assert table.entity("d").entity.id == "c"
    split = table.split("b")
    assert split.entity is not None
    assert texts(table, "b") == {"Ben", "B", "X", "Ana", "A", "Anna", "Dan", "D"}
    assert texts(table, "c") == {"Cem", "X", "C2"}


def test_an_edit_goes_where_its_entity_goes(table: Table) -> None:
    table.merge("b", ["a"])
    table.unalias("b", "Anna")
    table.alias("b", "Both")
    table.merge("c", ["b"])
    assert "Anna" not in texts(table, "c")
    added = next(each for each in table.entity("c").record()["aliases"] if each["text"] == "Both")
    assert added["change"] == 3
    table.split("b")
    assert "Both" not in texts(table, "c")
    assert "Both" in texts(table, "b")


def test_what_one_lacked_comes_with_a_merge_though_it_was_suppressed_before(table: Table) -> None:
    table.unalias("c", "X")
    table.merge("c", ["b"])
    assert "X" in texts(table, "c")


def test_split_is_as_if_it_had_never_been_merged(table: Table) -> None:
    before = [each.record() for each in table.store.entities()]
    table.merge("b", ["a"])
    table.split("a")
    assert [each.record() for each in table.store.entities()] == before


def test_what_sources_made_one_is_taken_apart_for_good(table: Table, bring: Bring) -> None:
    table.split("d")
    assert texts(table, "d") == {"Dan", "D"}
    bring("others", [*OTHERS, SameAs("d", ("a", "q")), SameAs("q", ("a",))])
    assert table.entity("d").entity.id == "d"
    table.merge("a", ["d"])
    assert table.entity("d").entity.id == "a"


def test_after_a_split_no_source_joins_the_two_again(table: Table, bring: Bring) -> None:
    table.merge("b", ["c"])
    table.split("c")
    bring("others", [*OTHERS, SameAs("c", ("b",))])
    assert table.entity("c").entity.id == "c"


def test_what_never_was_an_entity_cannot_come_out(table: Table, bring: Bring) -> None:
    bring("others", [*OTHERS, Redirect("old", "a")])
    assert table.entity("old").entity.id == "a"
    for each in ("old", "a"):
        with pytest.raises(InvalidInput):
            table.split(each)


def test_the_survivor_stays_though_its_source_goes(table: Table, bring: Bring) -> None:
    table.patch("b", {"description": "mine"})
    table.merge("b", ["c"])
    bring("people", [each for each in PEOPLE if each.entity_id != "b"])
    whole = table.entity("c")
    assert (whole.entity.id, whole.entity.name, whole.entity.description) == ("b", "Cem", "mine")
    assert (table.store.count(), table.store.orphans()) == (2, ())
    table.retire("b")
    assert table.store.count() == 1
    bring("people", PEOPLE)
    assert table.store.count() == 1
    table.undo(3)
    assert table.entity("c").entity.name == "Ben"


def test_the_names_of_what_its_source_no_longer_has_that_people_added_stay(
    table: Table, bring: Bring
) -> None:
    table.alias("b", "Benny")
    table.merge("a", ["b"])
    bring("people", [each for each in PEOPLE if each.entity_id != "b"])
    assert "Benny" in texts(table, "a")
    assert "Ben" not in texts(table, "a")


def test_the_last_merge_says_who_survives(table: Table, bring: Bring) -> None:
    table.merge("b", ["c"])
    bring("others", [*OTHERS[:1], SameAs("a", ("b", "d"))])
    assert table.entity("c").entity.id == table.entity("d").entity.id == "b"
    table.create({"id": "z", "type": "person", "name": "Zoe"})
    assert table.merge("z", ["c"]).id == "z"
    assert {table.entity(each).entity.id for each in "abcdz"} == {"z"}


def test_aliases_come_out_under_an_id_of_their_own(table: Table) -> None:
    done = table.split("b", aliases=[{"text": "X"}], new={"id": "x", "description": "other"})
    assert done.entity is not None
    assert (done.entity.entity.name, done.entity.entity.type) == ("X", "person")
    assert "X" not in texts(table, "b")
    with pytest.raises(InvalidInput):
        table.split("b", aliases=[{"text": "X"}])
    with pytest.raises(InvalidInput):
        table.split("b", aliases=[{"text": "B"}], new={"id": "c"})
    table.undo(done.change)
    assert "X" in texts(table, "b")


def test_ids_that_are_no_list_are_not_taken_apart(table: Table) -> None:
    with pytest.raises(BadValue, match="from is the text 'bc', not a list") as error:
        table.merge("a", "bc")
    assert (error.value.field, table.through) == ("from", 0)


def test_what_is_one_already_is_said_by_the_ids_that_were_asked(table: Table) -> None:
    table.merge("a", ["b"])
    with pytest.raises(Unchanged, match="'a' and 'b' are one already"):
        table.merge("b", ["a"])


def test_a_merge_says_who_was_of_another_type(table: Table) -> None:
    table.patch("b", {"type": "organization"})
    tried = table.merge("a", ["b", "c"], dry_run=True)
    assert tried.types == (("b", "organization", "person"),)
    assert table.merge("a", ["b", "c"]).types == tried.types


def test_aliases_are_taken_out_by_their_texts_alone(table: Table) -> None:
    table.alias("a", "Out")
    done = table.split("a", aliases=["Out"])
    assert done.entity is not None
    assert done.entity.entity.name == "Out"
