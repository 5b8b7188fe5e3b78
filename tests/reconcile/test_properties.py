"""The properties of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.engine import Resolver
from resolver.packs.columns.guessing import guessed_map
from resolver.reconcile.columns import find_column
from resolver.reconcile.properties import find, properties_of, values_of
from resolver.reconcile.scope import Scope
from tests.conftest import compile_entities

SCOPE = Scope("http://localhost", "http://localhost/reconcile")


def test_all_properties_are_there_with_a_name(bundled: Resolver) -> None:
    found = properties_of(bundled, SCOPE)
    assert found[0] == {"id": "country", "name": "Country"}
    assert {"id": "birth_date", "name": "Birth date"} in found
    assert {each["id"] for each in found} == {each.removeprefix(".") for each in bundled.fields}


@pytest.mark.parametrize("called", ["birth_date", "Birth date", "BIRTH-DATE", " birth  date "])
def test_a_property_is_found_by_its_id_or_name(bundled: Resolver, called: str) -> None:
    assert find(bundled, SCOPE, called) == "birth_date"
    assert find(bundled, SCOPE, f"{called}s") is None


@pytest.mark.parametrize(
    ("header", "property_id"),
    [
        ("Gegründet", "gegrundet"),
        ("Έτος", "ετοσ"),
        ("Site (web)", "site_web"),
        ("zipCode", "zip_code"),
    ],
)
def test_the_header_of_its_column_finds_a_property(
    tmp_path: Path, header: str, property_id: str
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(f"name,{header}\nAna,1\nBob,2\n", "utf-8")
    assert [name for name, _ in guessed_map(table).properties] == [property_id]
    entity = {"id": "a", "type": "place", "name": "A", "properties": {property_id: ["1"]}}
    with Resolver.open(compile_entities(tmp_path, entity)) as resolver:
        assert find(resolver, SCOPE, header) == property_id
        assert find_column(resolver, header) == property_id
        assert find(resolver, SCOPE, "+") is None


def test_values_are_those_of_the_table(bundled: Resolver) -> None:
    record = bundled.record("iran")
    assert values_of(record, "country") == ["IR"]
    assert values_of(record, "iso_alpha3") == ["IRN"]
    assert values_of(record, "birth_date") == []
