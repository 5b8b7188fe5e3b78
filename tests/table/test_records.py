"""The tag of an entity, and what differs between two states of it."""

from __future__ import annotations

from resolver.model import Alias, Entity
from resolver.store import OtherId, StoredEntity
from resolver.table.records import difference, tag_of


def stored(*aliases: str, **more: str) -> StoredEntity:
    entity = Entity("a", "person", "A", tuple(map(Alias, aliases)), properties=more)
    return StoredEntity(entity, ("s",), ("s",) * len(aliases))


def test_a_tag_is_another_one_as_soon_as_anything_is() -> None:
    whole = stored("B", p="1")
    others = [stored("B"), stored("C", p="1"), whole._replace(other_ids=(OtherId("b", "x", "s"),))]
    assert tag_of(whole) == tag_of(stored("B", p="1"))
    assert len({tag_of(each) for each in [whole, *others]}) == 4


def test_nothing_but_what_differs_is_said() -> None:
    before, after = stored("B", "C", p="1", q="1"), stored("C", "D", p="1", q="2", r="3")
    assert difference(before, after) == (
        {"aliases": [{"text": "B", "kind": "name"}], "properties": {"q": ["1"]}},
        {
            "aliases": [{"text": "D", "kind": "name"}],
            "properties": {"q": ["2"], "r": ["3"]},
        },
    )
    assert difference(before, before) == ({}, {})
    assert difference(None, stored()) == (None, {"id": "a", "type": "person", "name": "A"})
