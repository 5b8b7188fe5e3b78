"""Every answer of reconciliation has the form that its specification says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from tests.reconcile import answer_schemas as schemas

QUERIES = {
    "q0": {"query": "NATO", "type": "organization", "type_strict": "should", "limit": 3},
    "q1": {"query": "Teheran", "properties": [{"pid": "country", "v": "IR"}]},
    "q2": {"query": ""},
    "a b": {"query": "nobody knows this one"},
}
CONDITIONS = [
    [{"matchType": "name", "propertyValue": "NATO"}],
    [
        {"matchType": "name", "propertyValue": "Tehran"},
        {"matchType": "property", "propertyId": "country", "propertyValue": "IR"},
    ],
    [{"matchType": "name", "propertyValue": "NATO", "matchQualifier": "sounds like"}],
    [{"matchType": "id", "propertyValue": "nato", "required": True}],
]
PROPERTIES = ["aliases", "country", "description", "source", "licence", "redirects", "nothing"]
EXTEND = {
    "ids": ["nato", "iran", "mohammad-reza-zahedi", "nobody"],
    "properties": [{"id": each} for each in [*PROPERTIES, "birth_date", "iso_numeric"]],
}


def check(schema: dict[str, Any], answer: Any) -> Any:
    jsonschema_rs.validate(schema, answer)
    return answer


@pytest.mark.parametrize("part", ["", "/types/place/lang/fa", "/sources/countries"])
def test_manifests(client: FlaskClient, part: str) -> None:
    check(schemas.MANIFEST, client.get(f"/reconcile{part}").get_json())
    check(schemas.MANIFEST_V1, client.get(f"/reconcile{part}/v1").get_json())


def test_columns_beside_entities(client: FlaskClient) -> None:
    asked = client.get("/reconcile/v1", query_string={"extend": json.dumps(EXTEND)}).get_json()
    rows = check(schemas.EXTENDED, asked)["rows"]
    assert list(rows) == EXTEND["ids"]
    assert {tuple(row) for row in rows.values()} == {tuple(each["id"] for each in asked["meta"])}
    by_id = check(schemas.EXTENDED_V1, client.post("/reconcile/v1/extend", json=EXTEND).get_json())
    assert [each["id"] for each in by_id["rows"]] == EXTEND["ids"]


@pytest.mark.parametrize("path", ["propose", "v1/extend/propose"])
def test_properties_of_a_type(client: FlaskClient, path: str) -> None:
    for asked in ("", "?type=person&limit=2", "?type=planet"):
        answer = check(schemas.PROPOSED, client.get(f"/reconcile/{path}{asked}").get_json())
        assert answer["properties"]


def test_candidates(client: FlaskClient) -> None:
    asked = {"queries": json.dumps(QUERIES)}
    results = check(schemas.RESULTS, client.post("/reconcile", data=asked).get_json())
    assert list(results) == list(QUERIES)
    assert results["q0"]["result"][0]["id"] == "nato"
    assert "error" in results["q2"]
    body = {"queries": [{"conditions": each, "limit": 3} for each in CONDITIONS]}
    matches = check(schemas.MATCHES, client.post("/reconcile/v1/match", json=body).get_json())
    nato, tehran, bad, by_id = matches["results"]
    assert nato["candidates"][0]["id"] == "nato"
    assert nato["candidates"][0]["match"]
    assert tehran["candidates"][0]["name"] == "Tehran"
    assert (bad["candidates"], bad["error"]["field"]) == ([], "matchQualifier")
    assert [each["id"] for each in by_id["candidates"]] == ["nato"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_columns_in_a_form(client: FlaskClient, method: str) -> None:
    where = "query_string" if method == "GET" else "data"
    asked: dict[str, Any] = {where: {"extend": json.dumps(EXTEND)}}
    answer = client.open("/reconcile/types/place", method=method, **asked).get_json()
    assert list(check(schemas.EXTENDED, answer)["rows"]) == EXTEND["ids"]
