"""Clients of the reconciliation service that do what no specification has: none gets a 5xx."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Client = Callable[[FlaskClient], TestResponse]

TEHRAN: Final = {"query": "Tehran", "type": "place", "type_strict": "any"}
FORM: Final = "application/x-www-form-urlencoded"


def _form(queries: object, path: str = "/reconcile") -> Client:
    text = queries if isinstance(queries, str) else json.dumps(queries, ensure_ascii=False)
    return lambda client: client.post(path, data={"queries": text})


def _raw(body: str | bytes, content_type: str | None = FORM) -> Client:
    return lambda client: client.post("/reconcile", data=body, content_type=content_type)


def _get(path: str, **query: str) -> Client:
    return lambda client: client.get(path, query_string=query)


def _multipart(client: FlaskClient) -> TestResponse:
    sent = {"queries": json.dumps({"q0": TEHRAN})}
    return client.post("/reconcile", data=sent, content_type="multipart/form-data")


ANSWERED: Final[dict[str, tuple[Client, str]]] = {
    "openrefine": (_form({"q0": {**TEHRAN, "type_strict": "should", "limit": 3}}), "q0"),
    "openrefine with a property as an entity": (
        _form({"q0": {**TEHRAN, "properties": [{"pid": "country", "v": {"id": "IR"}}]}}),
        "q0",
    ),
    "pypi's reconciler": (_form({"0": TEHRAN}), "0"),
    "a form with its charset": (
        _raw("queries=" + quote(json.dumps({"q0": TEHRAN})), f"{FORM}; charset=utf-8"),
        "q0",
    ),
    "multipart": (_multipart, "q0"),
    "types with commas": (_form({"q0": {**TEHRAN, "type": "place,organization"}}), "q0"),
    "types in a list": (_form({"q0": {**TEHRAN, "type": ["place", "person"]}}), "q0"),
    "a shell, whose form is not encoded": (
        _raw('queries={"Tehran": {"query": "Tehran", "type": "place"}}'),
        "Tehran",
    ),
    "a key that is the query's text": (_form({"تهران": TEHRAN}), "تهران"),
    "an empty key": (_form({"": TEHRAN}), ""),
    "cocoda": (
        lambda client: client.post(
            "/reconcile",
            data={"queries": json.dumps({"q0": TEHRAN})},
            headers={"Origin": "https://coli-conc.gbv.de"},
        ),
        "q0",
    ),
    "get": (_get("/reconcile", queries=json.dumps({"q0": TEHRAN})), "q0"),
    "json": (_raw(json.dumps({"queries": {"q0": TEHRAN}}), "application/json"), "q0"),
    "json without a word around it": (_raw(json.dumps({"q0": TEHRAN}), "application/json"), "q0"),
    "a key of nobody's specification": (_form({"q0": {**TEHRAN, "colour": "red"}}), "q0"),
    "an unknown property": (
        _form({"q0": {**TEHRAN, "properties": [{"pid": "P/9%", "v": "x"}]}}),
        "q0",
    ),
    "a property without a value": (
        _form({"q0": {**TEHRAN, "properties": [{"pid": "country", "v": None}]}}),
        "q0",
    ),
    "a limit as a text": (_form({"q0": {**TEHRAN, "limit": "3"}}), "q0"),
    "a limit without an end": (_form({"q0": {**TEHRAN, "limit": 10**12}}), "q0"),
    "a cell of 1,000 characters": (_form({"q0": {**TEHRAN, "query": "Tehran" + " " * 994}}), "q0"),
    "an unknown type that is only preferred": (
        _form({"q0": {**TEHRAN, "type": "Q42", "type_strict": "should"}}),
        "q0",
    ),
}
"""Clients whose query is answered, and its key."""

NO_RESULT: Final[dict[str, object]] = {
    "an empty cell": {"query": ""},
    "a blank cell": {"query": " \t "},
    "no cell": {},
    "a cell of 2,000 characters": {"query": "x" * 2_000},
    "an unknown type": {"query": "Tehran", "type": "Q42", "type_strict": "any"},
    "a query that is a list": ["Tehran"],
    "a query that is nothing": None,
    "a limit below nothing": {"query": "Tehran", "limit": -1},
    "a cell that is an object": {"query": {"name": "Tehran"}},
    "properties that are a text": {"query": "Tehran", "properties": "country=IR"},
    "half a character": {"query": "\ud800"},
}
"""Queries that are answered with nothing, and spoil no other of their batch."""

REFUSED: Final[dict[str, tuple[Client, int]]] = {
    "bad json": (_form('{"q0": {'), 400),
    "json that is a list": (_form("[1]"), 400),
    "no form": (_raw("hello"), 400),
    "no body": (_raw(b""), 400),
    "a body that is not utf-8": (_raw(b'queries={"q0": {"query": "\xff"}}'), 400),
    "brackets without end": (_form("[" * 200_000), 400),
    "10 mb": (_raw(b"queries=" + b"a" * (10 << 20)), 413),
    "5,000 queries": (_form({f"q{number}": TEHRAN for number in range(5_000)}), 400),
    "a callback that is a script": (_get("/reconcile", callback="alert(1)//"), 400),
    "an unknown type in the path": (_form({"q0": TEHRAN}, "/reconcile/types/Q42"), 404),
    "an unknown source in the path": (_form({"q0": TEHRAN}, "/reconcile/sources/a%2Fb"), 404),
    "half a pair in the path": (_get("/reconcile/types"), 404),
    "extend that is a list": (
        lambda client: client.post("/reconcile", data={"extend": "[1]"}),
        400,
    ),
    "put": (lambda client: client.put("/reconcile", data=b"x"), 405),
}
"""Clients who are told what is wrong, and the status of that."""


@pytest.fixture
def client(bundled_app: Flask) -> FlaskClient:
    return bundled_app.test_client()


@pytest.mark.parametrize("who", ANSWERED)
def test_it_is_answered_by_the_key_that_it_gave(client: FlaskClient, who: str) -> None:
    ask, key = ANSWERED[who]
    response = ask(client)
    assert response.status_code == 200, response.text
    assert list(response.get_json()) == [key]
    first = response.get_json()[key]["result"][0]
    assert (first["id"], first["type"][0]["id"]) == ("tehran", "place")


@pytest.mark.parametrize("who", NO_RESULT)
def test_a_bad_query_spoils_no_other(client: FlaskClient, who: str) -> None:
    queries = {"bad": NO_RESULT[who], "good": TEHRAN}
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    assert found["bad"]["result"] == []
    assert found["bad"]["error"]["detail"]
    assert found["good"]["result"][0]["id"] == "tehran"


@pytest.mark.parametrize("who", REFUSED)
def test_what_cannot_be_answered_is_refused_clearly(client: FlaskClient, who: str) -> None:
    ask, status = REFUSED[who]
    response = ask(client)
    assert response.status_code == status, response.text
    assert response.get_json()["detail"]


def test_head_and_options_are_answered(client: FlaskClient) -> None:
    assert client.head("/reconcile").status_code == 200
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    response = client.options("/reconcile", headers=asked)
    assert response.status_code < 300
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_unknown_ids_and_properties_move_no_column(client: FlaskClient) -> None:
    ids = ["tehran", "a/b%2F%", "", "nobody", "tehran?x=#"]
    properties = [{"id": each} for each in ("country", "P/9%", "description")]
    extend = {"ids": ids, "properties": properties}
    response = client.post("/reconcile", data={"extend": json.dumps(extend)})
    assert response.status_code == 200, response.text
    found = response.get_json()
    assert [each["id"] for each in found["meta"]] == ["country", "P/9%", "description"]
    assert list(found["rows"]) == ids
    for entity_id, row in found["rows"].items():
        assert list(row) == ["country", "P/9%", "description"]
        assert row["P/9%"] == []
        assert bool(row["description"]) == (entity_id == "tehran")
