"""Names are decided over HTTP, by whom, and what is left to decide is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import add_key
from resolver.table.undecided import keep
from resolver.web.openapi import document
from tests.journal.test_queue import asked
from tests.web.conftest import MakeApp

BEN, OTHER = ({"id": each, "type": "person", "name": "Ben Stone"} for each in ("ben", "other"))


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    return make_home(BEN, OTHER)


@pytest.fixture
def app(make_app: MakeApp, home: Path) -> Flask:
    return make_app(home)


class Client:
    """Whoever asks with a key of their own."""

    def __init__(self, app: Flask, home: Path, name: str, scope: Any) -> None:
        self._client: FlaskClient = app.test_client()
        self._secret = add_key(home, name, scope, by="root")

    def __call__(self, method: str, path: str = "", **how: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self._secret}"}
        return self._client.open(f"/v1/reviews{path}", method=method, headers=headers, **how)

    def decide(self, **body: Any) -> TestResponse:
        return self("POST", json=body)

    def merge(self, query: str, **body: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self._secret}"}
        return self._client.post(f"/v1/merges{query}", json=body, headers=headers)


@pytest.fixture
def ana(app: Flask, home: Path) -> Client:
    return Client(app, home, "ana", "review")


def of_schema(name: str, value: Any) -> None:
    schemas = document()["components"]["schemas"]
    whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    jsonschema_rs.validate(whole, value)


def code(response: TestResponse) -> tuple[int, str, str | None]:
    problem = response.get_json()
    return response.status_code, problem["code"], problem.get("field")


def test_a_decision_is_a_numbered_change_of_the_key(ana: Client) -> None:
    body = {"text": "Ben Stone", "type": "person", "country": ["US"]}
    response = ana.decide(**body, decision="match", id="ben", reason="as he says")
    assert response.status_code == 201, response.text
    value = response.get_json()
    of_schema("Reviewed", value)
    assert value["change"] == value["review"]["number"] == 1
    said = {"decision": "match", "id": "ben", "by": "ana"}
    assert {key: value["review"][key] for key in (*body, *said)} == body | said
    again = ana.decide(**body, decision="match", id="ben")
    assert (again.status_code, again.get_json()) == (200, value)


def test_what_is_decided_is_listed_the_newest_last(ana: Client) -> None:
    ana.decide(text="a", decision="nobody")
    ana.decide(text="b", decision="not", id="ben")
    ana.decide(text="c", decision="match", id="ben")
    page = ana("GET", "?state=decided&limit=2").get_json()
    of_schema("Reviews", page)
    assert [(each["text"], each["decision"]) for each in page["reviews"]] == [
        ("a", "nobody"),
        ("b", "not"),
    ]
    assert page["reviews"][1]["excludes"] == ["ben"]
    rest = ana("GET", f"?state=decided&after={page['next']}").get_json()
    assert [each["text"] for each in rest["reviews"]] == ["c"]
    assert ana("GET", "?state=decided&after=3").get_json() == {
        "state": "decided",
        "reviews": [],
        "next": 3,
    }


def test_what_is_left_to_decide_is_listed_the_next_best_first(ana: Client, home: Path) -> None:
    keep(home, [asked("Al", 1), asked("Ben", 5), asked("Cy", 3, type="person", country=("US",))])
    first = ana("GET", "?limit=2").get_json()
    of_schema("OpenQuestions", first)
    assert [(each["text"], each["count"]) for each in first["reviews"]] == [("Ben", 5), ("Cy", 3)]
    assert first["reviews"][1]["country"] == ["US"]
    rest = ana("GET", f"?state=open&after={first['next']}").get_json()
    assert [each["text"] for each in rest["reviews"]] == ["Al"]
    number = ana.decide(text="ben", decision="nobody").get_json()["change"]
    assert [each["text"] for each in ana("GET").get_json()["reviews"]] == ["Cy", "Al"]
    assert ana("DELETE", f"/{number}").status_code == 200
    assert [each["text"] for each in ana("GET").get_json()["reviews"]] == ["Ben", "Cy", "Al"]


def test_one_takes_back_what_one_decided_and_others_what_they_may_write(
    ana: Client, app: Flask, home: Path
) -> None:
    ben, root = Client(app, home, "ben", "review"), Client(app, home, "root", "write")
    ana.decide(text="a", decision="nobody")
    ana.decide(text="a", decision="match", id="ben")
    refused = ben("DELETE", "/2")
    assert code(refused) == (403, "scope_missing", None)
    assert "review 2 is that of ana" in refused.get_json()["title"]
    back = ana("DELETE", "/2?reason=no").get_json()
    of_schema("Reviewed", back)
    assert (back["change"], back["review"]["number"]) == (3, 1)
    assert root("DELETE", "/1").get_json() == {"change": 4, "review": None}
    for number in (1, 3, 99, 2**60):
        assert code(ana("DELETE", f"/{number}")) == (404, "unknown_review", None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"decision": "match"}, "id"),
        ({"decision": "perhaps"}, "decision"),
        ({"decision": "nobody", "text": 7}, "text"),
        ({"decision": "nobody", "type": "human"}, "type"),
        ({"decision": "nobody", "more": 1}, "more"),
    ],
)
def test_a_wrong_decision_names_the_field(ana: Client, body: dict[str, Any], field: str) -> None:
    status, _, named = code(ana.decide(**{"text": "a", **body}))
    assert (status, named) == (400, field)


def test_an_entity_that_nobody_knows_is_not_found(ana: Client) -> None:
    assert code(ana.decide(text="a", decision="match", id="zz")) == (404, "unknown_entity", None)


@pytest.mark.parametrize("query", ["state=closed", "limit=0", "after=-1", "more=1"])
def test_a_wrong_parameter_is_named(ana: Client, query: str) -> None:
    assert code(ana("GET", f"?{query}")) == (400, "bad_value", query.split("=")[0])


def test_a_page_goes_on_behind_nothing_that_is_gone(ana: Client) -> None:
    assert code(ana("GET", "?after=7")) == (400, "bad_value", "after")


def test_a_merge_that_is_tried_says_which_decisions_would_mean_something_else(
    ana: Client, app: Flask, home: Path
) -> None:
    ana.decide(text="a", decision="match", id="other")
    root = Client(app, home, "root", "write")
    tried = root.merge("?dry_run=true", **{"into": "ben", "from": ["other"]}).get_json()
    of_schema("Merged", tried)
    assert (tried["change"], tried["clashes"]) == (None, [])
    assert [(each["number"], each["id"]) for each in tried["reviews"]] == [(1, "other")]
    done = root.merge("", **{"into": "ben", "from": ["other"]}).get_json()
    assert (done["change"], "reviews" in done) == (2, False)


def test_without_the_scope_nothing_is_decided_or_shown(app: Flask, home: Path) -> None:
    reader = Client(app, home, "reader", "read")
    assert code(reader.decide(text="a", decision="nobody")) == (403, "scope_missing", None)
    assert code(reader("GET")) == (403, "scope_missing", None)
    assert app.test_client().get("/v1/reviews").status_code == 401
