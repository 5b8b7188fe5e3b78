"""Columns beside entities, as 0.2 has them."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.engine import Resolver
from resolver.errors import InvalidInput, TooManyQueries
from resolver.reconcile.extending import extended, limit_of
from resolver.reconcile.scope import Scope

SCOPE = Scope("https://a.example", "https://a.example/reconcile")


def test_every_property_is_there_for_every_id(columns_resolver: Resolver) -> None:
    ids, properties = ["mill", "nobody", "", "ana"], ["parent", "nothing", "Staff"]
    asked = {"ids": ids, "properties": [{"id": each} for each in properties]}
    answer = extended(asked, SCOPE, columns_resolver)
    assert [each["id"] for each in answer["meta"]] == properties
    assert [each["name"] for each in answer["meta"]] == ["Parent", "nothing", "Staff"]
    assert list(answer["rows"]) == ids
    assert all(list(row) == properties for row in answer["rows"].values())
    assert answer["rows"]["nobody"] == {"parent": [], "nothing": [], "Staff": []}
    assert answer["rows"]["mill"]["Staff"][0] == {"int": 120}
    assert answer["meta"][0]["type"] == {"id": "organization", "name": "Organization"}


def test_an_old_id_is_extended_as_what_it_became(bundled: Resolver) -> None:
    old = next(
        each
        for each in bundled.sample(2000)
        if any(other["by"] != "merge" for other in each.get("other_ids", ()))
    )
    old_id = old["other_ids"][0]["id"]
    asked = {"ids": [old_id], "properties": [{"id": "redirects"}, {"id": "source"}]}
    row = extended(asked, SCOPE, bundled)["rows"][old_id]
    assert {"str": old_id} in row["redirects"]
    assert row["source"] == [{"str": each} for each in old["sources"]]


def test_settings_choose_values(columns_resolver: Resolver) -> None:
    settings = {"language": "de", "limit": "1", "of_the_client": True}
    asked = {"ids": ["mill"], "properties": [{"id": "aliases", "settings": settings}]}
    row = extended(asked, SCOPE, columns_resolver)["rows"]["mill"]
    assert row == {"aliases": [{"str": "Die Mühle"}]}


@pytest.mark.parametrize(
    "asked",
    [
        None,
        [],
        {},
        {"ids": ["a"]},
        {"ids": "a", "properties": []},
        {"ids": [None], "properties": []},
        {"ids": [], "properties": [{}]},
        {"ids": [], "properties": [{"id": "a", "settings": 1}]},
        {"ids": [], "properties": [{"id": "a", "settings": {"limit": -1}}]},
        {"ids": [], "properties": [{"id": "a", "settings": {"kind": "loud"}}]},
        {"ids": [], "properties": [{"id": "a", "settings": {"kind": ["name"]}}]},
        {"ids": [], "properties": [{"id": "a", "settings": {"language": 3}}]},
    ],
)
def test_what_is_no_such_question_is_refused(columns_resolver: Resolver, asked: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        extended(asked, SCOPE, columns_resolver)
    assert refused.value.remedy


def test_so_is_one_that_is_too_long(columns_resolver: Resolver) -> None:
    with pytest.raises(TooManyQueries):
        extended({"ids": ["a"] * 1001, "properties": []}, SCOPE, columns_resolver)


@pytest.mark.parametrize(("given", "limit"), [(None, None), ("", None), ("5", 5), (5.0, 5), (0, 0)])
def test_a_limit_may_be_a_text(given: Any, limit: int | None) -> None:
    assert limit_of(given) == limit
