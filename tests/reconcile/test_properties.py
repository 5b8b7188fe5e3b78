"""The properties of a table."""

from __future__ import annotations

import pytest

from resolver.engine import Resolver
from resolver.reconcile.properties import find, properties_of, values_of
from resolver.reconcile.scope import Scope

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


def test_values_are_those_of_the_table(bundled: Resolver) -> None:
    record = bundled.record("iran")
    assert values_of(record, "country") == ["IR"]
    assert values_of(record, "iso_alpha3") == ["IRN"]
    assert values_of(record, "birth_date") == []
