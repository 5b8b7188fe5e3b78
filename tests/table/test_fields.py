"""From one entity to another one by operations."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import InvalidInput
from resolver.model import Alias, Entity
from resolver.model.edit import Effect
from resolver.store.composing import UnreadEntity
from resolver.store.prepared import prepared
from resolver.table.fields import created, differing, merged_patch, with_alias

ALIASES = st.builds(
    Alias,
    st.sampled_from(["A", "B", "N"]),
    st.sampled_from([None, "fa"]),
    st.sampled_from(["name", "weak"]),
    st.sampled_from([None, "1999"]),
)
ENTITIES = st.builds(
    Entity,
    st.just("a"),
    st.sampled_from(["person", "place"]),
    st.sampled_from(["N", "A"]),
    st.lists(ALIASES, max_size=4).map(tuple),
    st.sampled_from([(), ("IQ",), ("IQ", "IR")]),
    st.sampled_from([None, "d"]),
    st.sampled_from([None, 0, 5]),
    st.sampled_from([(), {"p": "1"}, {"p": ["1", "2"], "q": "1"}]),
)


def after(entity: Entity, operations: Any) -> Entity:
    """An entity of a source with edits."""
    made = prepared(entity)
    assert made.row is not None
    effects = tuple(Effect(1, each) for each in operations)
    aliases = [("s", *each) for each in made.aliases]
    return UnreadEntity([("s", entity.id, *made.row)], aliases, (), effects).read().entity


def same(one: Entity, other: Entity) -> bool:
    """Whether they are the same, whatever the order of their aliases."""
    return {*one.aliases} == {*other.aliases} and one.to_dict() | {"aliases": 0} == (
        other.to_dict() | {"aliases": 0}
    )


@given(ENTITIES, ENTITIES)
def test_the_operations_that_differ_make_one_of_the_other(one: Entity, other: Entity) -> None:
    assert same(after(one, differing(one, other)), other)
    assert differing(one, one) == []


@given(ENTITIES, ALIASES)
def test_an_alias_added_is_there_and_no_other_text_goes(entity: Entity, alias: Alias) -> None:
    made = with_alias(entity, alias)
    assert alias in made.aliases or (alias.text == entity.name and alias.valid_from is None)
    others = {each for each in entity.aliases if each.text != alias.text}
    assert others == {each for each in made.aliases if each.text != alias.text}


@given(ENTITIES)
def test_an_entity_is_created_as_it_is(entity: Entity) -> None:
    operation = created(entity)
    blank = Entity("a", entity.type, entity.name)
    assert same(after(blank, [operation]), entity)


@pytest.mark.parametrize(
    ("patch", "key", "value"),
    [
        ({"description": None}, "description", None),
        ({"properties": {"p": None, "q": ["2"]}}, "properties", {"q": ["2"]}),
        ({"properties": None}, "properties", None),
        ({"aliases": []}, "aliases", None),
        ({"country": ["IR"]}, "country", ["IR"]),
        ({"id": "a", "name": "B"}, "name", "B"),
    ],
)
def test_a_patch_sets_and_clears(patch: dict[str, Any], key: str, value: Any) -> None:
    entity = Entity("a", "person", "A", (Alias("B"),), ("IQ",), "d", 5, {"p": "1"})
    assert merged_patch(entity, patch).to_dict().get(key) == value


@pytest.mark.parametrize("patch", [[], {"id": "b"}, {"name": None}, {"unknown": 1}, {"country": 1}])
def test_a_patch_that_makes_no_entity_is_refused(patch: Any) -> None:
    with pytest.raises(InvalidInput):
        merged_patch(Entity("a", "person", "A"), patch)
