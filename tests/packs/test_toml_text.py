"""TOML is written as it is read."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from resolver.packs.toml_text import toml_table

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT)))
def test_what_is_written_is_read(table: dict[str, str | list[str]]) -> None:
    written = toml_table("[a]", [*table.items(), ("nothing", None)])
    assert tomllib.loads(written).get("a", {}) == table
