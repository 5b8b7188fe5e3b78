"""One alias more of an entity, or one less."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.errors import BadValue, EntityChanged, Unchanged
from resolver.table import Table
from resolver.table.records import tag_of
from tests.table.conftest import texts


def test_an_alias_is_added_and_taken_away_where_the_tag_is_the_known_one(table: Table) -> None:
    tag = tag_of(table.entity("b"))
    table.alias("b", "Benno", if_match=tag)
    for stale in tag, "":
        with pytest.raises(EntityChanged):
            table.alias("b", "Bennet", if_match=stale)
        with pytest.raises(EntityChanged):
            table.unalias("b", "Benno", if_match=stale)
    assert texts(table, "b") == {"Ben", "B", "X", "Benno"}
    table.unalias("b", "Benno", if_match=tag_of(table.entity("b")))
    assert texts(table, "b") == {"Ben", "B", "X"}
    with pytest.raises(Unchanged):
        table.alias("b", "X")


def test_what_is_taken_away_is_named_by_its_text(table: Table) -> None:
    said: Any = {"text": "B"}
    with pytest.raises(BadValue, match="text is an object, not a text"):
        table.unalias("b", said)
    assert table.through == 0
