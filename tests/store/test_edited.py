"""What each operation does to an entity, in the order of the journal."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.model import Alias
from resolver.model.edit import Action, Effect, Operation
from resolver.store.composing import StoredEntity, UnreadEntity
from resolver.store.edited import Applied, applied, created_row

ROW = ("s", "a", "person", "A", "IQ", "d", 5.0, '{"p": ["1"], "q": ["2"]}')


def named(source: str, text: str, language: str | None = None, kind: str = "name") -> Any:
    return (source, text, language, kind, None, None, None)


def effects(*said: tuple[Action, dict[str, Any]]) -> tuple[Effect, ...]:
    return tuple(
        Effect(number, Operation("a", action, value))
        for number, (action, value) in enumerate(said, 1)
    )


def read(*said: tuple[Action, dict[str, Any]], aliases: Any = ()) -> StoredEntity:
    return UnreadEntity([ROW], [*aliases], (), effects(*said)).read()


def test_fields_are_set_and_cleared_whatever_sources_say() -> None:
    done = read(
        ("set", {"description": "other", "country": ["IR", "IQ"], "prominence": None}),
        ("set", {"description": None, "properties": {"p": None, "r": ["3"]}}),
    )
    assert (done.entity.description, done.entity.prominence) == (None, None)
    assert done.entity.country == ("IQ", "IR")
    assert dict(done.entity.property_values) == {"q": ("2",), "r": ("3",)}
    assert done.record()["changes"] == {
        "description": 2,
        "country": 1,
        "prominence": 1,
        "properties.p": 2,
        "properties.r": 2,
    }
    assert done.sources == ("s", "edits")


def test_an_alias_is_added_once_and_says_by_which_change() -> None:
    done = read(
        ("add", {"text": "B"}),
        ("add", {"text": "B"}),
        ("add", {"text": "S"}),
        aliases=[named("s", "S")],
    )
    assert done.record()["aliases"] == [
        {"text": "S", "kind": "name"},
        {"text": "B", "kind": "name", "pack": "edits", "change": 1},
    ]


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"text": "S"}, []),
        ({"text": "S", "language": "fa"}, [None, "de"]),
        ({"text": "S", "language": None}, ["fa", "de"]),
        ({"text": "T"}, [None, "fa", "de"]),
    ],
)
def test_an_alias_is_suppressed_in_one_language_in_none_or_in_all(
    value: dict[str, Any], left: list[str | None]
) -> None:
    aliases = [named("s", "S"), named("s", "S", "fa", "native"), named("t", "S", "de", "weak")]
    done = read(("suppress", value), aliases=aliases)
    assert [each.language for each in done.entity.aliases] == left


def test_what_was_suppressed_may_be_added_again() -> None:
    done = read(("suppress", {"text": "S"}), ("add", {"text": "S"}), aliases=[named("s", "S")])
    assert (done.entity.aliases, done.packs) == ((Alias("S"),), ("edits",))


def test_created_again_after_it_was_retired_it_begins_anew() -> None:
    again = {"type": "person", "name": "New", "aliases": [{"text": "N"}]}
    done = read(
        ("add", {"text": "B"}), ("retire", {}), ("create", again), aliases=[named("s", "S")]
    )
    assert done.entity.to_dict() == {
        "id": "a",
        "type": "person",
        "name": "New",
        "aliases": [{"text": "N", "kind": "name"}],
    }
    assert done.sources == ("edits",)


def test_what_a_source_says_comes_to_what_somebody_created() -> None:
    said = {"type": "person", "name": "Created", "aliases": [{"text": "C"}]}
    (effect,) = effects(("create", said))
    row = created_row("a", [effect])
    assert row is not None
    assert applied(row, [], [effect]).row == (
        "edits",
        "a",
        "person",
        "Created",
        "",
        None,
        None,
        "{}",
    )
    later = read(("create", said), aliases=[named("s", "S")])
    assert later.entity.description == "d"
    assert [each.text for each in later.entity.aliases] == ["S", "C"]


def merged(name: str, *aliases: Any, **fields: int) -> Applied:
    row = ("t", "b", "person", name, "IR", "of b", None, '{"p": ["9"], "z": ["8"]}')
    return Applied(row, [*aliases], fields, {})


def test_what_is_merged_adds_its_name_its_aliases_and_what_is_lacking() -> None:
    row = ("s", "a", "person", "A", "", None, 5.0, '{"p": ["1"]}')
    done = applied(row, [named("s", "S")], [], [(3, merged("B", named("t", "S"), named("t", "T")))])
    assert done.row == ("s", "a", "person", "A", "IR", "of b", 5.0, '{"p": ["1"], "z": ["8"]}')
    assert [(each[0], each[1]) for each in done.aliases] == [("s", "S"), ("t", "B"), ("t", "T")]
    assert done.fields == {}


def test_edits_before_a_merge_are_of_what_was_there_and_later_ones_of_all() -> None:
    said = effects(("suppress", {"text": "T"}), ("set", {"description": None}))
    last = Effect(4, Operation("a", "suppress", {"text": "U"}))
    row = ("s", "a", "person", "A", "", "d", None, "{}")
    aliases = [named("s", "T"), named("s", "S")]
    coming = merged("B", named("t", "T"), named("t", "U"), description=1)
    done = applied(row, aliases, [*said, last], [(3, coming)])
    assert [each[1] for each in done.aliases] == ["S", "B", "T"]
    assert done.row is not None
    assert done.row[5] is None  # which somebody cleared


def test_what_nobody_brings_has_but_its_aliases() -> None:
    said = effects(("add", {"text": "B"}), ("set", {"name": "X"}))
    done = applied(None, [named("t", "T")], said)
    assert (done.row, [each[1] for each in done.aliases]) == (None, ["T", "B"])
