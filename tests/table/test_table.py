"""The verbs of a table: each is one change, or is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.errors import EntityChanged, HomeMissing, InvalidInput, StoreEmpty, UnknownEntity
from resolver.model import Alias, Entity
from resolver.table import Table
from resolver.table.records import tag_of
from tests.table.conftest import OTHERS, PEOPLE, Bring, texts


def test_a_change_says_who_did_what_and_why(table: Table) -> None:
    done = table.by("ben").alias("a", {"text": "Anita", "language": "es"}, reason="as in print")
    assert (done.change, done.id, table.through) == (1, "a", 1)
    (change,) = table.changes(entity="a", by="ben")
    assert (change.kind, change.by, change.reason) == ("alias", "ben", "as in print")
    assert (change.before, change.after) == (
        {},
        {"aliases": [{"text": "Anita", "language": "es", "kind": "name"}]},
    )


def test_an_edit_outlives_whatever_its_source_brings(table: Table, bring: Bring) -> None:
    table.alias("b", "Benny")
    table.unalias("b", "X")
    table.patch("b", {"description": "a baker"})
    bring("people", PEOPLE[:1])
    with pytest.raises(UnknownEntity):
        table.entity("b")
    bring("people", [*PEOPLE[:1], Entity("b", "person", "Benjamin", (Alias("X"), Alias("Y")))])
    assert texts(table, "b") == {"Benjamin", "Benny", "Y"}
    assert table.entity("b").entity.description == "a baker"


def test_what_is_the_same_already_is_refused(table: Table) -> None:
    table.create({"id": "n", "type": "person", "name": "New"})
    refused: list[Callable[[], object]] = [
        lambda: table.alias("a", "A"),
        lambda: table.alias("a", "Ana"),
        lambda: table.alias("a", {"text": "Ana", "language": "es"}),  # the name has no language
        lambda: table.patch("a", {"description": "a chemist"}),
        lambda: table.put("n", {"type": "person", "name": "New"}),
        lambda: table.unalias("a", "nothing"),
        lambda: table.unalias("a", "Ana"),
        lambda: table.create({"id": "d", "type": "person", "name": "New"}),
        lambda: table.put("a", {"id": "b", "type": "person", "name": "New"}),
        lambda: table.patch("a", {"id": "b"}),
    ]
    for each in refused:
        with pytest.raises(InvalidInput):
            each()
    assert table.through == 1


def test_an_alias_takes_the_place_of_one_that_it_cannot_stand_beside(table: Table) -> None:
    table.alias("c", {"text": "X", "kind": "weak"})
    named = {(each.language, each.kind) for each in table.entity("c").entity.aliases}
    assert {("tr", "acronym"), (None, "weak")} <= named
    table.alias("c", {"text": "X", "language": "az", "kind": "acronym"})  # not tr any more
    table.alias("c", {"text": "X", "valid_from": "1999"})
    assert [
        (each.language, each.kind, each.valid_from)
        for each in table.entity("c").entity.aliases
        if each.text == "X"
    ] == [("az", "acronym", None), (None, "name", "1999")]


def test_an_alias_is_taken_away_in_one_language(table: Table) -> None:
    table.alias("b", {"text": "X", "language": "fa", "kind": "native"})
    table.unalias("b", "X", "fa")
    assert "X" in texts(table, "b")
    table.unalias("b", "X")
    assert "X" not in texts(table, "b")


def test_put_makes_it_what_is_given_and_nothing_else(table: Table) -> None:
    done = table.put("a", {"type": "person", "name": "Ana", "aliases": ["Z"]})
    assert done.entity is not None
    assert done.entity.entity == Entity("a", "person", "Ana", (Alias("Z"),))
    assert table.put("n", {"type": "person", "name": "New"}).id == "n"
    with pytest.raises(UnknownEntity):
        table.put("m", {"type": "person", "name": "New"}, if_match="*")


def test_what_was_retired_and_is_put_again_is_what_is_given(table: Table) -> None:
    table.retire("b")
    with pytest.raises(UnknownEntity):
        table.entity("b")
    done = table.put("b", {"type": "person", "name": "Another"})
    assert done.entity is not None
    assert done.entity.entity == Entity("b", "person", "Another")
    assert table.store.count() == 3


def test_nothing_is_created_under_an_id_of_what_was_retired(table: Table) -> None:
    table.retire("a")
    with pytest.raises(InvalidInput, match="the id 'd' leads to 'a', which was taken away"):
        table.create({"id": "d", "type": "person", "name": "New"})
    assert table.through == 1


def test_a_tag_guards_against_lost_updates(table: Table) -> None:
    tag = tag_of(table.entity("a"))
    table.patch("a", {"description": "first"}, if_match=tag)
    with pytest.raises(EntityChanged):
        table.patch("a", {"description": "second"}, if_match=tag)
    with pytest.raises(EntityChanged):
        table.put("a", {"type": "person", "name": "Z"}, if_match=tag)
    with pytest.raises(EntityChanged):
        table.retire("a", if_match=tag)
    table.retire("d", if_match="*")
    assert table.through == 2


def test_a_created_entity_has_the_id_that_is_given_or_one_of_its_own(table: Table) -> None:
    assert table.create({"type": "person", "name": "New"}).id.startswith("e-")
    done = table.create({"id": "own", "type": "person", "name": "New", "aliases": ["N"]})
    assert done.entity is not None
    assert done.entity.record()["aliases"] == [{"text": "N", "kind": "name", "change": 2}]


def test_a_source_may_bring_what_somebody_created(table: Table, bring: Bring) -> None:
    table.create({"id": "n", "type": "person", "name": "Mine", "aliases": ["M"]})
    bring("others", [*OTHERS, Entity("n", "person", "Theirs", (Alias("T"),), description="t")])
    assert texts(table, "n") == {"Mine", "M", "T"}
    assert table.entity("n").entity.description == "t"


def test_where_there_is_no_home_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing):
        Table.open(tmp_path / "none")
    with pytest.raises(StoreEmpty):
        Table.open(tmp_path)
    assert not [*tmp_path.iterdir()]


def test_nobody_changes_a_table_under_an_empty_name(table: Table) -> None:
    with pytest.raises(InvalidInput, match="by is empty"):
        Table.open(table.store.journal.home, by="")
