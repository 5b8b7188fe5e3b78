"""Changes as lines of a file, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import InvalidInput
from resolver.model import Alias, Entity, Review
from resolver.model.edit import Action, Change, ChangeKind, Operation
from resolver.store.reviewed import review_operation
from resolver.table import Table
from resolver.table.edit_lines import edit_lines, holding, read_line, to_line
from resolver.table.fields import created, differing

ACME = {"id": "acme", "type": "organization", "name": "Acme", "aliases": ["AWC"]}
AT = "2026-03-01T12:00:00Z"
LINE = {
    "at": AT,
    "by": "ana",
    "kind": "alias",
    "entity": "acme",
    "operations": [{"target": "acme", "action": "add", "value": {"text": "A"}}],
}


def test_every_change_that_holds_is_a_line_which_reads_as_that_change(
    make_home: Callable[..., Path],
) -> None:
    home = make_home(ACME, {"id": "zed", "type": "organization", "name": "Zed"})
    review = Review("Al", "person", ("GB",), excludes=("zed",), who="ana", when=AT)
    with Table.open(home, by="ana") as table:
        table.create({"id": "bo", "type": "person", "name": "Bo", "aliases": ["B"]}, reason="new")
        table.patch("acme", {"description": "widgets", "properties": {"lei": ["1"]}})
        table.patch("acme", {"description": None, "properties": {"lei": None}, "country": ["GB"]})
        table.undo(table.alias("acme", "gone").change)
        table.undo(table.undo(table.alias("acme", {"text": "b", "language": "fr"}).change).change)
        table.unalias("acme", "AWC")
        table.unalias("acme", "b", "fr")
        table.merge("acme", ["zed"])
        table.split("zed")
        table.retire("bo")
        with table.store.journal.writing() as writing:
            writing.append("review", [review_operation(review)], by="ana", after={"text": "Al"})
        lines = [*edit_lines(table.store.journal)]
        changes = [*holding(table.store.journal)]
    kinds = ["create", "set", "set", "alias", "unalias", "unalias", "merge", "split", "retire"]
    assert [change.kind for change in changes] == [*kinds, "review"]
    assert [to_line(read_line(line)) for line in lines] == lines
    for line, change in zip(lines, changes, strict=True):
        read = read_line(line)
        as_json = json.loads(json.dumps([*read.operations]))
        assert as_json == json.loads(json.dumps([*change.operations]))
        assert (read.at, read.by, read.reason) == (change.at, change.by, change.reason)
    assert all("number" not in json.loads(line) for line in lines)


IDS = st.sampled_from(["acme", "zed", "geonames-1"])
TEXTS = st.text("aé کA'\"", min_size=1, max_size=5).filter(str.strip)
LANGUAGES = st.none() | st.sampled_from(["fa", "zh-Hant"])
ALIASES = st.builds(
    Alias, TEXTS, LANGUAGES, st.sampled_from(["name", "legal"]), st.none() | st.just("1999-01")
)
PROPERTIES = st.dictionaries(
    st.sampled_from(["lei", "state"]), st.lists(TEXTS, min_size=1, max_size=2)
)
ENTITIES = st.builds(
    Entity,
    st.just("acme"),
    st.sampled_from(["person", "organization"]),
    TEXTS,
    aliases=st.lists(ALIASES, max_size=3),
    country=st.lists(st.sampled_from(["GB", "US"]), max_size=2),
    description=st.none() | TEXTS,
    properties=PROPERTIES,
    prominence=st.none() | st.floats(0, 1e9),
)
LINKS: list[tuple[ChangeKind, Action, dict[str, object]]] = [
    ("merge", "merge", {"into": "zed"}),
    ("split", "split", {"from": "zed"}),
    ("split", "split", {"from": "zed", "apart": True}),
    ("same", "same", {"as": "zed"}),
    ("different", "different", {"from": "zed"}),
    ("retire", "retire", {}),
    ("unalias", "suppress", {"text": "A"}),
    ("unalias", "suppress", {"text": "A", "language": None}),
    ("unalias", "suppress", {"text": "A", "language": "fa"}),
]


@pytest.mark.parametrize(("kind", "action", "value"), LINKS)
def test_what_every_action_says_comes_back(
    kind: ChangeKind, action: Action, value: dict[str, object]
) -> None:
    change = Change(0, AT, "ana", kind, "acme", operations=(Operation("acme", action, value),))
    assert read_line(to_line(change)) == change


@given(ENTITIES, ENTITIES)
def test_whatever_is_made_of_an_entity_comes_back(before: Entity, after: Entity) -> None:
    operations = (created(before), *differing(before, after), *differing(after, before))
    change = Change(0, AT, "ana", "set", "acme", reason="why", operations=operations)
    assert read_line(to_line(change)) == change


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"at": "yesterday"}, "at 'yesterday' is not a time"),
        ({"kind": "undo"}, "kind 'undo' is not"),
        ({"kind": "review"}, "does something else"),
        ({"number": 3}, "'number' is no key"),
        ({"operations": []}, "operations is not a list"),
        ({"operations": [3]}, "an operation is not an object"),
        ({"entity": None}, "entity is missing"),
        ({"operations": [{"target": "a", "action": "sing", "value": {}}]}, "action 'sing'"),
        ({"operations": [{"target": "a", "action": "add", "value": {}}]}, "alias"),
        ({"operations": [{"target": "a", "action": "set", "value": {"aliases": []}}]}, "set has"),
        ({"operations": [{"target": "a", "action": "set", "value": {"age": 3}}]}, "key 'age'"),
        ({"operations": [{"target": "a", "action": "set", "value": {"name": None}}]}, "set has"),
        (
            {
                "operations": [
                    {"target": "a", "action": "split", "value": {"from": "b", "apart": 1}}
                ]
            },
            "apart is not true",
        ),
        ({"operations": [{"target": "a", "action": "merge", "value": {}}]}, "into"),
    ],
)
def test_a_line_that_says_no_change_is_refused(wrong: dict[str, object], said: str) -> None:
    assert read_line(json.dumps(LINE)).by == "ana"
    with pytest.raises(InvalidInput) as error:
        read_line(json.dumps(LINE | wrong))
    assert said in error.value.what
    assert error.value.remedy


def test_a_line_that_is_no_json_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not a JSON object"):
        read_line("{")
