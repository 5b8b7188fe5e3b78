"""An entity as a whole."""

from __future__ import annotations

import pytest

from resolver.errors import BadValue
from resolver.model import Additions, Alias, Record
from resolver.table import Table
from tests.table.conftest import Bring, texts


def test_what_is_put_is_all_there_is_whatever_sources_add_to_its_id(
    table: Table, bring: Bring
) -> None:
    added: list[Record] = [Additions("new", (Alias("Noemi"), Alias("Nova", "pt")))]
    bring("more", added)
    done = table.put("new", {"type": "person", "name": "Nora", "aliases": ["Noemi"]})
    assert done.is_new
    assert texts(table, "new") == {"Nora", "Noemi"}
    bring("more", added)
    assert texts(table, "new") == {"Nora", "Noemi"}
    table.undo(done.change)
    with pytest.raises(BadValue, match="is not that of the path"):
        table.put("new", {"id": "old", "type": "person", "name": "Nora"})


def test_what_is_created_has_what_sources_add_to_its_id(table: Table, bring: Bring) -> None:
    bring("more", [Additions("new", (Alias("Nova"),))])
    table.create({"id": "new", "type": "person", "name": "Nora"})
    assert texts(table, "new") == {"Nora", "Nova"}


def test_what_is_put_has_no_name_of_what_was_merged_into_it(table: Table) -> None:
    table.put("e", {"type": "person", "name": "Ben"})
    table.merge("b", ["e"])
    table.put("b", {"type": "person", "name": "Benno"})
    assert texts(table, "b") == {"Benno"}
