"""One change in the making: what it looks at is there, and what it touches is noted."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sql

from resolver.errors import InvalidInput, UnknownEntity
from resolver.model.edit import Operation
from resolver.table import Table
from resolver.table.editing import Editing


def test_a_change_touches_all_that_is_named_together_with_it(table: Table) -> None:
    table.merge("b", ["d"])
    with table.store.journal.reading() as reading:
        assert reading.touched(0, 1) == {"a", "b", "d"}
    table.alias("a", "more")
    with table.store.journal.reading() as reading:
        assert reading.touched(1, 2) == {"a", "b", "d"}


def test_one_change_after_another_sees_what_the_first_one_did(table: Table) -> None:
    with Editing.begun(table.store, by="ana", reason=None) as editing:
        for text in ("first", "second"):
            found = editing.found("a").entity
            editing.put("alias", [Operation(found.id, "add", {"text": text})], found.id)
        assert [each.text for each in editing.found("a").entity.aliases][-2:] == ["first", "second"]
    assert table.changes()[1].after == {"aliases": [{"text": "second", "kind": "name"}]}


def test_who_and_why_are_texts(table: Table) -> None:
    for by, reason in (("", None), ("ana", "x" * 2_000)):
        with pytest.raises(InvalidInput):
            table.by(by).alias("a", "B", reason=reason)
    with pytest.raises(UnknownEntity, match="no entity has the id 'nobody'"):
        table.alias("nobody", "B")
    with pytest.raises(InvalidInput):
        table.alias("a\n", "B")
    assert table.through == 0


def test_a_change_asks_for_all_that_it_is_about_once(table: Table) -> None:
    asked: list[str] = []

    def note(*said: Any) -> None:
        asked.append(said[2])

    sql.event.listen(sql.Engine, "before_cursor_execute", note)
    try:
        table.alias("b", "more")  # which is named together with nobody
    finally:
        sql.event.remove(sql.Engine, "before_cursor_execute", note)
    read = [table for each in asked for table in re.findall(r"FROM (\w+)", each)]
    assert sorted(read) == [
        "aliases", "changes", "effects", "effects", "effects", "entities",
        "redirects", "redirects", "same_as", "same_as",
    ]  # fmt: skip
    assert len(asked) == 13
