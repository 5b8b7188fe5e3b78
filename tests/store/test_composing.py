"""What several sources say of one thing is put together by one rule."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.model import Alias, Entity
from resolver.model.edit import Effect, Operation
from resolver.store.composing import OtherId, StoredEntity, UnreadEntity

FIRST = ("one", "iraq", "place", "Iraq", "", None, None, '{"iso": ["IQ"]}')
LATER = ("two", "IQ", "place", "Irak", "IQ", "a country", 5.0, '{"iso": ["x"], "capital": ["b"]}')
LAST = ("two", "Q796", "other", "Iraq", "IR", "a state", 0.0, '{"area": ["1"]}')


def alias(source: str, text: str, **more: Any) -> tuple[Any, ...]:
    return (source, text, more.get("language"), more.get("kind", "name"), None, None, None)


def test_the_first_row_stays_and_what_it_lacks_comes_of_the_next_that_has_it() -> None:
    done = UnreadEntity([FIRST, LATER, LAST], []).read()
    assert done.entity == Entity(
        "iraq",
        "place",
        "Iraq",
        (Alias("Irak"),),
        ("IQ",),
        "a country",
        5,
        {"iso": "IQ", "capital": "b", "area": "1"},
    )
    assert (done.sources, done.packs) == (("one", "two"), ("two",))


def test_a_count_of_zero_is_a_count() -> None:
    assert UnreadEntity([FIRST, LAST, LATER], []).read().entity.prominence == 0


def test_aliases_are_of_all_each_once_with_the_first_source_that_has_it() -> None:
    aliases = [alias("one", "العراق"), alias("two", "Irak", language="de")]
    aliases += [alias("two", "العراق"), alias("two", "العراق", kind="native")]
    done = UnreadEntity([FIRST, LATER], aliases).read()
    assert [(each.text, each.kind, each.language) for each in done.entity.aliases] == [
        ("العراق", "name", None),
        ("Irak", "name", "de"),  # which the name of the later row is, in a language that is known
        ("العراق", "native", None),
    ]
    assert done.packs == ("one", "two", "two")


def test_a_record_says_of_which_source_an_alias_is_where_it_is_not_the_first() -> None:
    done = UnreadEntity([FIRST], [alias("one", "A"), alias("two", "B")]).read()
    assert done.record()["aliases"] == [
        {"text": "A", "kind": "name"},
        {"text": "B", "kind": "name", "pack": "two"},
    ]
    assert (done.record()["sources"], "other_ids" in done.record()) == (("one", "two"), False)
    whole = done._replace(other_ids=(OtherId("Q796", "same_as", "two"),)).record()
    assert whole["other_ids"] == [{"id": "Q796", "by": "same_as", "source": "two"}]


def test_an_entity_of_one_source_is_what_that_says() -> None:
    done = UnreadEntity([FIRST], [alias("one", "A")]).read()
    whole = Entity("iraq", "place", "Iraq", (Alias("A"),), properties={"iso": "IQ"})
    assert done == StoredEntity(whole, ("one",), ("one",))
    assert done.record() == whole.to_dict() | {"sources": ("one",)}


def test_a_later_row_that_nobody_can_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        UnreadEntity([FIRST, (*LATER[:-1], "no JSON")], []).read()


def test_an_alias_that_somebody_else_wrote_another_way_is_of_its_source_too() -> None:
    aliases = [alias("one", "A"), alias("two", "B", kind="")]
    done = UnreadEntity([FIRST], aliases).read()
    assert done.packs == ("one", "two")
    assert done.entity.aliases[1] == Alias("B")


def test_a_record_says_of_which_source_a_field_is_where_it_is_not_the_first() -> None:
    last = ("three", *LAST[1:])
    effects = (Effect(7, Operation("iraq", "set", {"description": "a land"})),)
    done = UnreadEntity([FIRST, LATER, last], [], effects=effects).read()
    assert done.record()["packs"] == {
        "country": "two",
        "prominence": "two",
        "properties.capital": "two",
        "properties.area": "three",
    }
    assert done.record()["changes"] == {"description": 7}
    assert "packs" not in UnreadEntity([FIRST], []).read().record()
