"""`/reconcile/suggest/…` and `/reconcile/flyout/…`, at both versions and behind narrowed paths."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reconcile import answer_schemas as schemas

PARTS = ["", "/types/place", "/lang/fa", "/types/place/lang/fa"]


@pytest.fixture
def asking(bundled_app: Flask) -> FlaskClient:
    return bundled_app.test_client()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("version", ["", "/v1"])
@pytest.mark.parametrize("what", ["entity", "type", "property"])
def test_each_answer_has_the_form_of_the_specification(
    asking: FlaskClient, part: str, version: str, what: str
) -> None:
    for prefix in ("", "te", "tehran", "place", "coun"):
        answer = asking.get(f"/reconcile{part}{version}/suggest/{what}?prefix={prefix}").get_json()
        jsonschema_rs.validate(schemas.SUGGESTED, answer)


def test_names_are_in_the_language_that_is_asked(asking: FlaskClient) -> None:
    url = "/reconcile{}/suggest/entity?prefix=tehran"
    by_path = asking.get(url.format("/lang/fa")).get_json()
    by_header = asking.get(url.format(""), headers={"Accept-Language": "fa-IR, en;q=0.5"})
    assert by_path["result"][0]["name"] == "تهران"
    assert by_header.get_json() == by_path
    first = asking.get(url.format("/types/place")).get_json()["result"][0]
    assert (first["id"], first["notable"]) == ("tehran", [{"id": "place", "name": "Place"}])


def test_cursor_and_offset_skip_the_same(asking: FlaskClient) -> None:
    whole = asking.get("/reconcile/suggest/entity?prefix=a&limit=9").get_json()
    page = asking.get("/reconcile/suggest/entity?prefix=a&limit=4&cursor=5").get_json()
    v1 = asking.get("/reconcile/v1/suggest/entity?prefix=a&limit=4&offset=5").get_json()
    assert page["result"] == v1["result"] == whole["result"][5:]
    assert (whole["cursor"], page["cursor"]) == (9, 9)


@pytest.mark.parametrize("wrong", ["cursor=x", "limit=1.5", f"prefix={'a' * 1001}"])
@pytest.mark.parametrize("what", ["entity", "type", "property"])
def test_what_cannot_be_is_refused(asking: FlaskClient, what: str, wrong: str) -> None:
    response = asking.get(f"/reconcile/suggest/{what}?{wrong}")
    assert response.status_code == 400
    assert response.get_json()["field"] == wrong.partition("=")[0]
    assert response.get_json()["detail"]


def test_suggestions_are_the_call_of_a_function_where_a_script_wants_one(
    asking: FlaskClient,
) -> None:
    text = asking.get("/reconcile/suggest/type?prefix=pl&callback=on").text
    answer: Any = json.loads(text.removeprefix("/**/on(").removesuffix(");"))
    assert [each["id"] for each in answer["result"]] == ["place"]


@pytest.mark.parametrize(
    ("what", "asked", "shown", "says"),
    [
        ("entity", "tehran", "tehran", "Place, IR"),
        ("entity", "geonames-112931", "tehran", "Tehran"),
        ("type", "place", "place", "Place"),
        ("property", "country", "country", "Country"),
    ],
)
def test_a_flyout_is_a_few_lines(
    asking: FlaskClient, what: str, asked: str, shown: str, says: str
) -> None:
    answer = asking.get(f"/reconcile/flyout/{what}?id={asked}").get_json()
    jsonschema_rs.validate(schemas.FLYOUT, answer)
    assert answer["id"] == shown
    assert says in answer["html"]


@pytest.mark.parametrize("what", ["entity", "type", "property"])
def test_there_is_no_flyout_of_nothing(asking: FlaskClient, what: str) -> None:
    unknown = asking.get(f"/reconcile/flyout/{what}?id=no/body")
    assert (unknown.status_code, unknown.get_json()["code"]) == (404, "unknown_entity")
    assert "no/body" in unknown.get_json()["title"]
    missing = asking.get(f"/reconcile/flyout/{what}")
    assert (missing.status_code, missing.get_json()["field"]) == (400, "id")
