"""Requests that come again with the same key are done once, and answered the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import add_key
from resolver.web.routes import ROUTES
from tests.web.conftest import MakeApp
from tests.web.editing import another

ZORK = {"type": "person", "name": "Zork Blorf"}


def post(
    client: FlaskClient, path: str, body: object = ZORK, key: str | None = "k1"
) -> TestResponse:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(f"/v1/{path}", json=body, headers=headers)


def through(editing: FlaskClient) -> int:
    changes: list[object] = editing.get("/v1/changes").get_json()["changes"]
    return len(changes)


def test_the_same_request_gets_the_same_answer_and_is_done_once(editing: FlaskClient) -> None:
    first, again = post(editing, "entities"), post(editing, "entities")
    assert first.status_code == again.status_code == 201
    assert first.get_json() == again.get_json()
    assert first.headers["Location"] == again.headers["Location"]
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert through(editing) == 1


def test_other_processes_know_it(editing: FlaskClient, make_app: MakeApp, few_home: Path) -> None:
    first = post(editing, "entities")
    other = another(editing, make_app(few_home))
    assert post(other, "entities").get_json() == first.get_json()


@pytest.mark.parametrize("other", [("entities", ZORK | {"id": "o"}), ("entities?wait=false", ZORK)])
def test_another_request_with_the_key_is_refused(
    editing: FlaskClient, other: tuple[str, dict[str, str]]
) -> None:
    post(editing, "entities")
    refused = post(editing, *other)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "idempotency_key_reused")
    assert through(editing) == 1


def test_a_key_is_of_one_asker(editing: FlaskClient, few_home: Path) -> None:
    secret = add_key(few_home, "ben", "write", by="test")
    mine = post(editing, "entities")
    editing.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    other = post(editing, "entities")
    assert mine.get_json()["id"] != other.get_json()["id"]


def test_what_was_refused_is_tried_anew(editing: FlaskClient) -> None:
    merge = {"into": "nato", "from": ["natto"]}
    assert post(editing, "merges", merge).status_code == 404
    post(editing, "entities", {"id": "natto", "type": "organization", "name": "NATTO"}, key=None)
    done = post(editing, "merges", merge)
    assert (done.status_code, done.get_json()["merged"]) == (200, ["natto"])
    assert "Idempotency-Replayed" not in done.headers


def test_what_changes_nothing_is_answered_again_too(editing: FlaskClient) -> None:
    created = post(editing, "entities", key=None).get_json()
    merge = {"into": "nato", "from": [created["id"]]}
    first = post(editing, "merges?dry_run=true", merge)
    post(editing, "merges", merge, key=None)
    again = post(editing, "merges?dry_run=true", merge)
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", '""', '"k', "é", "k k", "x" * 256])
def test_what_is_no_key_is_refused(editing: FlaskClient, key: str) -> None:
    refused = post(editing, "entities", key=key)
    assert (refused.status_code, refused.get_json()["field"]) == (400, "Idempotency-Key")


def test_a_key_is_the_same_in_quotes(editing: FlaskClient) -> None:
    first = post(editing, "entities", key='"8e03978e-40d5"')
    assert post(editing, "entities", key="8e03978e-40d5").get_json() == first.get_json()


def test_of_many_at_the_same_moment_one_is_done(
    editing: FlaskClient, make_app: MakeApp, few_home: Path
) -> None:
    apps = [editing.application, make_app(few_home)]
    with ThreadPoolExecutor(8) as pool:
        done = [*pool.map(lambda at: post(another(editing, apps[at % 2]), "entities"), range(24))]
    assert {each.status_code for each in done} == {201}
    assert len({each.get_data() for each in done}) == 1
    assert sum("Idempotency-Replayed" not in each.headers for each in done) == 1
    assert through(editing) == 1


def test_every_post_that_changes_something_may_come_again(editing: FlaskClient) -> None:
    document = editing.get("/openapi.json").get_json()
    for route in ROUTES:
        changes = route.method == "POST" and route.scope in ("review", "write", "admin")
        if changes and not route.is_page:
            operation = document["paths"][route.path]["post"]
            assert "Idempotency-Key" in {each["name"] for each in operation["parameters"]}
            assert "422" in operation["responses"]
