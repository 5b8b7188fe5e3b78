"""`/reconcile/v1`: the service as 1.0-draft has it."""

from __future__ import annotations

import jsonschema_rs
from flask.testing import FlaskClient

from resolver.web.requests import MAX_CHARACTERS, MAX_QUERIES
from tests.reconcile import answer_schemas

EXTEND = {"ids": ["nato", "nobody"], "properties": [{"id": "aliases", "settings": {"limit": 1}}]}


def test_the_manifest_is_at_a_place_of_its_own(client: FlaskClient) -> None:
    assert client.get("/reconcile/v1").get_json()["versions"] == ["1.0-draft"]
    part = client.get("/reconcile/types/place/lang/fa/v1").get_json()
    base = "http://localhost/reconcile/types/place/lang/fa/v1"
    assert part["view"]["url"] == f"{base}/view?id={{id}}"


def test_columns_are_asked_for_as_json(client: FlaskClient) -> None:
    answer = client.post("/reconcile/v1/extend", json=EXTEND).get_json()
    assert [each["id"] for each in answer["rows"]] == ["nato", "nobody"]
    assert len(answer["rows"][0]["properties"][0]["values"]) == 1
    assert client.post("/reconcile/v1/extend", data="x=1").status_code == 415


def test_those_who_ask_as_of_0_2_are_answered_too(client: FlaskClient) -> None:
    text = '{"ids": ["nato"], "properties": [{"id": "country"}]}'
    answer = client.get("/reconcile/v1", query_string={"extend": text}).get_json()
    assert answer["rows"].keys() == {"nato"}
    refused = client.get("/reconcile/v1", query_string={"extend": "{"})
    assert (refused.status_code, refused.get_json()["code"]) == (400, "bad_json")


def test_a_page_may_send_json(client: FlaskClient) -> None:
    page = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/reconcile/v1/extend", headers=page)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


def test_properties_are_proposed(client: FlaskClient) -> None:
    answer = client.get("/reconcile/v1/extend/propose?type=place&limit=2").get_json()
    assert (len(answer["properties"]), answer["type"], answer["limit"]) == (2, "place", 2)


def test_what_somebody_types_is_suggested_in_pages(client: FlaskClient) -> None:
    def ids(path: str) -> list[str]:
        answer = client.get(f"/reconcile/v1/suggest/{path}").get_json()
        jsonschema_rs.validate(answer_schemas.SUGGESTED, answer)
        return [each["id"] for each in answer["result"]]

    assert ids("entity?prefix=nato")[0] == "nato"
    assert ids("type?prefix=per") == ["person"]
    assert ids("property?prefix=birth") == ["birth_date"]
    both = ids("type?prefix=p&limit=2")
    assert ids("type?prefix=p&limit=1&offset=1") == both[1:]
    answer = client.get("/reconcile/v1/suggest/property?prefix=birth").get_json()
    assert answer["result"][0]["matchQualifiers"] == []


def test_a_batch_that_is_too_large_is_refused(client: FlaskClient) -> None:
    long = {"conditions": [{"matchType": "name", "propertyValue": "a" * 1000}]}
    for query, count in ((long, MAX_CHARACTERS // 1000 + 1), ({}, MAX_QUERIES + 1)):
        response = client.post("/reconcile/v1/match", json={"queries": [query] * count})
        assert (response.status_code, response.get_json()["code"]) == (400, "too_many_queries")


def test_an_id_that_is_asked_as_one_is_the_match(client: FlaskClient) -> None:
    queries = [
        {"conditions": [{"matchType": "id", "propertyValue": value, "required": required}]}
        for value, required in (("georgia", False), ("geonames-112931", True), ("nobody", True))
    ]
    answer = client.post("/reconcile/v1/match", json={"queries": queries}).get_json()
    georgia, tehran, nobody = [each["candidates"] for each in answer["results"]]
    for first, entity_id in ((georgia[0], "georgia"), (tehran[0], "tehran")):
        assert (first["id"], first["score"], first["match"]) == (entity_id, 100, True)
    assert nobody == []
