"""`/reconcile/propose`."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_properties_of_a_type_are_proposed(client: FlaskClient) -> None:
    answer = client.get("/reconcile/propose?type=person&limit=3").get_json()
    assert answer.keys() == {"properties", "type", "limit"}
    assert (len(answer["properties"]), answer["type"], answer["limit"]) == (3, "person", 3)
    assert client.get("/reconcile/types/person/propose").get_json()["properties"]


def test_a_limit_that_is_none_is_refused(client: FlaskClient) -> None:
    response = client.get("/reconcile/propose?limit=many")
    assert (response.status_code, response.get_json()["field"]) == (400, "limit")
