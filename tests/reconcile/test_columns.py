"""What an entity says in a column."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.engine import Resolver
from resolver.reconcile.columns import (
    Columns,
    Wanted,
    column_ids,
    date_cell,
    find_column,
    number_cell,
)
from resolver.reconcile.scope import Scope

SCOPE = Scope("https://a.example", "https://a.example/reconcile")


def cells(resolver: Resolver, entity: str, column: str, **wanted: Any) -> list[dict[str, Any]]:
    asked: Wanted = {**wanted}  # type: ignore[typeddict-item] # the keys are those of the test
    return Columns(resolver, SCOPE).cells(resolver.record(entity), column, asked)


def test_every_property_of_the_table_is_a_column(columns_resolver: Resolver) -> None:
    assert column_ids(columns_resolver)[:4] == ["code", "founded", "parent", "staff"]
    assert {"aliases", "country", "description", "licence"} <= {*column_ids(columns_resolver)}


@pytest.mark.parametrize("called", ["staff", "Staff", " STAFF "])
def test_a_column_is_found_by_its_id_or_name(columns_resolver: Resolver, called: str) -> None:
    assert find_column(columns_resolver, called) == "staff"
    assert find_column(columns_resolver, "nothing") is None


def test_values_are_of_the_kind_that_the_table_says(columns_resolver: Resolver) -> None:
    assert cells(columns_resolver, "mill", "founded") == [
        {"date": "1944-05-01T00:00:00Z"},
        {"str": "1944"},
    ]
    assert cells(columns_resolver, "mill", "prominence") == [{"float": 12.5}]
    assert cells(columns_resolver, "mill", "description") == [{"str": "a mill"}]
    assert cells(columns_resolver, "ana", "description") == []
    assert cells(columns_resolver, "ana", "nothing") == []


def test_a_value_that_is_an_id_is_an_entity_but_not_by_accident(
    columns_resolver: Resolver,
) -> None:
    group = {"id": "group", "name": "Group Holding"}
    assert cells(columns_resolver, "mill", "parent") == [group]
    assert cells(columns_resolver, "mill", "code") == [{"str": "group"}]


def test_aliases_are_chosen_by_language_and_kind(columns_resolver: Resolver) -> None:
    def aliases(**wanted: Any) -> list[str]:
        return [each["str"] for each in cells(columns_resolver, "mill", "aliases", **wanted)]

    assert aliases() == ["Die Mühle", "Mühle AG", "آسیاب"]
    assert aliases(language="DE") == ["Die Mühle", "Mühle AG"]
    assert aliases(language="de-ch") == ["Mühle AG"]
    assert aliases(language="d") == []
    assert aliases(kind="legal") == ["Mühle AG"]
    assert aliases(kind="name", limit=1) == ["Die Mühle"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("120", {"int": 120}),
        ("-7", {"int": -7}),
        ("0.50", {"float": 0.5}),
        ("007", {"str": "007"}),
        ("1e5", {"str": "1e5"}),
        ("9007199254740993", {"str": "9007199254740993"}),
        ("٣", {"str": "٣"}),
    ],
)
def test_a_number_stays_what_it_is(text: str, cell: dict[str, Any]) -> None:
    assert number_cell(text) == cell


def test_a_day_is_a_moment_and_a_year_is_a_text() -> None:
    assert date_cell("1944-05-01") == {"date": "1944-05-01T00:00:00Z"}
    assert date_cell("1944-05") == {"str": "1944-05"}


def test_country_source_and_redirects(bundled: Resolver) -> None:
    record = {"id": "a", "sources": ["countries"], "other_ids": [{"id": "b"}], "country": ["IR"]}
    columns = Columns(bundled, SCOPE)
    assert columns.cells(record, "redirects", {}) == [{"str": "b"}]
    assert columns.cells(record, "source", {}) == [{"str": "countries"}]
    assert columns.cells(record, "licence", {}) == [{"str": "Unicode-3.0 AND LGPL-2.1-or-later"}]
    assert columns.cells(record, "country", {}) == [{"id": "iran", "name": "Iran"}]
