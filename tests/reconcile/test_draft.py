"""What 1.0-draft writes otherwise than 0.2."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.engine import Resolver
from resolver.errors import BadValue, InvalidInput
from resolver.reconcile.draft import (
    Question,
    answer_of,
    extended_v1,
    manifest_v1,
    read_batch,
    read_question,
)
from resolver.reconcile.manifest import About
from resolver.reconcile.scope import Scope

SCOPE = Scope("https://a.example", "https://a.example/reconcile")


def asked(*conditions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"conditions": [*conditions], **more}


def about(column: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"matchType": "property", "propertyId": column, "propertyValue": value, **more}


NAME = {"matchType": "name", "propertyValue": "The Mill"}


def candidates(resolver: Resolver, question: Question, *ids: str) -> list[str]:
    """The IDs that stay of an answer of 0.2."""
    result = [{"id": each, "features": [{"id": "name", "value": 1}]} for each in ids]
    answer = answer_of(question, {"result": result}, SCOPE, resolver)
    return [each["id"] for each in answer["candidates"]]


def test_the_manifest_names_another_version_at_another_place(columns_resolver: Resolver) -> None:
    said = manifest_v1(SCOPE, About("Names"), columns_resolver)
    assert said["versions"] == ["1.0-draft"]
    assert said["view"]["url"] == "https://a.example/reconcile/v1/view?id={id}"
    assert said["suggest"] == {"entity": True, "type": True, "property": True}
    assert said["standardizedScore"] is True


def test_conditions_become_a_query_of_0_2(columns_resolver: Resolver) -> None:
    query = read_question(
        asked(NAME, about("Parent", "group"), type="organization", limit=3), columns_resolver
    )
    assert query == Question(
        {
            "query": "The Mill",
            "type": "organization",
            "limit": 3,
            "properties": [{"pid": "Parent", "v": "group"}],
        },
        3,
    )


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        (about("parent", "GROUP", required=True), ["mill"]),
        (about("parent", {"id": "group"}, required=True), ["mill"]),
        (about("parent", "Group Holding", required=True), ["mill"]),
        (about("parent", "group", matchQuantifier="none"), ["group", "ana"]),
        (about("staff", [120, 9], required=True), ["mill"]),
        (about("staff", [120, 9], matchQuantifier="all"), []),
        (about("staff", [120, 2.5], matchQuantifier="all"), ["mill"]),
        (about("staff", 7, required=True), ["group"]),
        (about("staff", "7.0", required=True), ["group"]),
        (about("staff", 7), ["mill", "group", "ana"]),
        (about("country", "Switzerland", required=True), ["mill"]),
        (about("country", "Schweiz", matchQuantifier="none"), ["group", "ana"]),
        (about("founded", "1950-01-02T00:00:00Z", required=True), ["group"]),
        (about("founded", "2.1.1951", required=True), []),
        ({"matchType": "id", "propertyValue": "ana", "required": True}, ["ana"]),
        ({"matchType": "id", "propertyValue": "nobody", "required": True}, []),
    ],
)
def test_what_a_condition_requires_holds_of_each_candidate(
    columns_resolver: Resolver, condition: dict[str, Any], kept: list[str]
) -> None:
    question = read_question(asked(NAME, condition), columns_resolver)
    assert candidates(columns_resolver, question, "mill", "group", "ana") == kept
    one = read_question(asked(NAME, condition, limit=1), columns_resolver)
    assert candidates(columns_resolver, one, "mill", "group", "ana") == kept[:1]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("a", "queries"),
        ({}, "conditions"),
        (asked(), "conditions"),
        (asked({"propertyValue": "a"}), "matchType"),
        (asked({"matchType": "name"}), "propertyValue"),
        (asked({"matchType": "name", "propertyValue": 1}), "propertyValue"),
        (asked(NAME | {"matchQualifier": "sounds like"}), "matchQualifier"),
        (asked(about("nothing", "a")), "propertyId"),
        (asked(about("staff", "a", matchQuantifier="most")), "matchQuantifier"),
        (asked(NAME, limit=-1), "limit"),
    ],
)
def test_a_bad_query_has_its_error_in_its_place(
    columns_resolver: Resolver, query: object, field: str
) -> None:
    good, bad = read_batch({"queries": [asked(NAME), query]}, columns_resolver)
    assert isinstance(good, Question)
    assert isinstance(bad, InvalidInput)
    answer = answer_of(bad, {}, SCOPE, columns_resolver)
    assert (answer["candidates"], answer["error"]["field"]) == ([], field)
    assert answer["error"]["detail"]


def test_a_body_without_queries_is_refused(columns_resolver: Resolver) -> None:
    with pytest.raises(BadValue):
        read_batch({}, columns_resolver)


def test_features_have_names(columns_resolver: Resolver) -> None:
    result = [{"id": "ana", "features": [{"id": "birth_date", "value": True}]}]
    question = read_question(asked(NAME), columns_resolver)
    (candidate,) = answer_of(question, {"result": result}, SCOPE, columns_resolver)["candidates"]
    assert candidate["features"] == [{"id": "birth_date", "name": "birth date", "value": True}]


def test_rows_are_in_the_order_of_the_question(columns_resolver: Resolver) -> None:
    question = {"ids": ["ana", "nobody"], "properties": [{"id": "code"}, {"id": "nothing"}]}
    answer = extended_v1(question, SCOPE, columns_resolver)
    none = {"id": "nothing", "values": []}
    assert answer["rows"] == [
        {"id": "ana", "properties": [{"id": "code", "values": [{"str": "A1"}]}, none]},
        {"id": "nobody", "properties": [{"id": "code", "values": []}, none]},
    ]
