"""Requests that come again with the same key are done once, and answered the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.web.routes import ROUTES
from tests.web.conftest import MakeApp
from tests.web.writing import as_ana

NATO = {"id": "nato", "type": "organization", "name": "NATO"}
ZORK = {"type": "person", "name": "Zork Blorf"}


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    return make_home(NATO)


@pytest.fixture
def app(make_app: MakeApp, home: Path) -> Flask:
    return as_ana(make_app(home), home)


def post(
    client: FlaskClient, path: str, body: object = ZORK, key: str | None = "k1", who: str = "ana"
) -> TestResponse:
    headers = {"X-Who": who} | ({} if key is None else {"Idempotency-Key": key})
    return client.post(f"/v1/{path}", json=body, headers=headers)


def through(client: FlaskClient) -> int:
    changes: list[object] = client.get("/v1/changes").get_json()["changes"]
    return len(changes)


def test_the_same_request_gets_the_same_answer_and_is_done_once(app: Flask) -> None:
    client = app.test_client()
    first, again = post(client, "entities"), post(client, "entities")
    assert first.status_code == again.status_code == 201
    assert first.get_json() == again.get_json()
    assert first.headers["Location"] == again.headers["Location"]
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert through(client) == 1


def test_it_outlives_the_process(app: Flask, make_app: MakeApp, home: Path) -> None:
    first = post(app.test_client(), "entities")
    assert (
        post(as_ana(make_app(home), home).test_client(), "entities").get_json() == first.get_json()
    )


@pytest.mark.parametrize("other", [("entities", NATO | {"id": "o"}), ("entities?wait=false", ZORK)])
def test_another_request_with_the_key_is_refused(
    app: Flask, other: tuple[str, dict[str, str]]
) -> None:
    client = app.test_client()
    post(client, "entities")
    refused = post(client, *other)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "idempotency_key_reused")
    assert through(client) == 1


def test_a_key_is_of_one_asker(app: Flask) -> None:
    client = app.test_client()
    mine, other = post(client, "entities"), post(client, "entities", who="ben")
    assert mine.get_json()["id"] != other.get_json()["id"]


def test_what_was_refused_is_tried_anew(app: Flask) -> None:
    client = app.test_client()
    merge = {"into": "nato", "from": ["otan"]}
    assert post(client, "merges", merge).status_code == 404
    post(client, "entities", {"id": "otan", "type": "organization", "name": "OTAN"}, key=None)
    done = post(client, "merges", merge)
    assert (done.status_code, done.get_json()["merged"]) == (200, ["otan"])
    assert "Idempotency-Replayed" not in done.headers


def test_what_changes_nothing_is_answered_again_too(app: Flask) -> None:
    client = app.test_client()
    created = post(client, "entities", key=None).get_json()
    merge = {"into": "nato", "from": [created["id"]]}
    first = post(client, "merges?dry_run=true", merge)
    post(client, "merges", merge, key=None)
    again = post(client, "merges?dry_run=true", merge)
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", '""', '"k', "é", "k k", "x" * 256])
def test_what_is_no_key_is_refused(app: Flask, key: str) -> None:
    refused = post(app.test_client(), "entities", key=key)
    assert (refused.status_code, refused.get_json()["field"]) == (400, "Idempotency-Key")


def test_a_key_is_the_same_in_quotes(app: Flask) -> None:
    client = app.test_client()
    first = post(client, "entities", key='"8e03978e-40d5"')
    assert post(client, "entities", key="8e03978e-40d5").get_json() == first.get_json()


def test_of_many_at_the_same_moment_one_is_done(app: Flask, make_app: MakeApp, home: Path) -> None:
    apps = [app, as_ana(make_app(home), home)]
    with ThreadPoolExecutor(8) as pool:
        done = [*pool.map(lambda at: post(apps[at % 2].test_client(), "entities"), range(24))]
    assert {each.status_code for each in done} == {201}
    assert len({each.get_data() for each in done}) == 1
    assert sum("Idempotency-Replayed" not in each.headers for each in done) == 1
    assert through(app.test_client()) == 1


def test_every_post_that_changes_something_may_come_again(app: Flask) -> None:
    document = app.test_client().get("/openapi.json").get_json()
    for route in ROUTES:
        if route.method == "POST" and route.scope in ("review", "write", "admin"):
            operation = document["paths"][route.path]["post"]
            assert "Idempotency-Key" in {each["name"] for each in operation["parameters"]}
            assert "422" in operation["responses"]
