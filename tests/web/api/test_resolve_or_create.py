"""`POST /v1/entities?resolve=true`: the ID of a record, or a new one."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver import Query, Resolver
from resolver.access import add_key
from resolver.model import Decision
from tests.web.conftest import MakeApp, Serve
from tests.web.editing import another, code, signed_in

NATO = {"id": "nato", "type": "organization", "name": "NATO"}
TWINS = [
    {"id": f"rome-{at}", "type": "place", "name": "Rome", "country": at} for at in ("IT", "US")
]
ROME = {"type": "place", "name": "Rome"}
ZORK = {"type": "person", "name": "Zork Blorf"}


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    return make_home(NATO, *TWINS)


@pytest.fixture
def client(make_app: MakeApp, home: Path) -> FlaskClient:
    return signed_in(make_app(home), home)


def ask(client: FlaskClient, body: object, more: str = "", key: str | None = None) -> TestResponse:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(f"/v1/entities?resolve=true{more}", json=body, headers=headers)


def test_a_match_is_200_and_what_is_created_201(client: FlaskClient) -> None:
    found = ask(client, {"type": "organization", "name": "NATO"})
    body = found.get_json()
    assert (found.status_code, body["id"], body["created"]) == (200, "nato", False)
    assert (body["verdict"], body["change"], body["candidates"][0]["id"]) == ("match", None, "nato")
    created = ask(client, ZORK)
    body = created.get_json()
    assert (created.status_code, body["created"], body["change"]) == (201, True, 1)
    assert created.headers["Location"] == f"/v1/entities/{body['id']}"
    again = ask(client, ZORK)
    assert (again.status_code, again.get_json()["id"]) == (200, body["id"])


def test_names_are_added_where_that_is_said(client: FlaskClient) -> None:
    record = {"type": "organization", "name": "NATO", "aliases": ["OTAN"], "reason": "the press"}
    done = ask(client, record, "&add_alias=true").get_json()
    assert (done["id"], done["created"], done["change"]) == ("nato", False, 1)
    change = client.get("/v1/changes").get_json()["changes"][0]
    assert (change["kind"], change["by"], change["reason"]) == ("alias", "ana", "the press")


def test_who_may_be_several_is_a_problem_with_the_candidates(client: FlaskClient) -> None:
    refused = ask(client, ROME)
    body = refused.get_json()
    assert (refused.status_code, body["code"]) == (409, "ambiguous_entity")
    assert {each["id"] for each in body["candidates"]} == {"rome-IT", "rome-US"}
    assert refused.mimetype == "application/problem+json"
    assert ask(client, {**ROME, "country": ["IT"]}).get_json()["id"] == "rome-IT"
    assert ask(client, ROME, "&ambiguous=create").status_code == 201


def test_a_list_is_answered_in_its_order(client: FlaskClient) -> None:
    records = [{"type": "organization", "name": "NATO"}, ZORK, ROME, ZORK]
    done = ask(client, {"records": records, "reason": "import"})
    body = done.get_json()
    assert (done.status_code, body["change"]) == (200, 1)
    assert [each["verdict"] for each in body["results"]] == [
        "match", "no_match", "ambiguous", "match",
    ]  # fmt: skip
    assert [each["created"] for each in body["results"]] == [False, True, False, False]
    assert body["results"][1]["id"] == body["results"][3]["id"]
    assert body["results"][2]["id"] is None


def test_a_list_with_a_key_is_one_request(client: FlaskClient) -> None:
    records = {"records": [ZORK, {"type": "person", "name": "Ana Ruiz"}]}
    first, again = ask(client, records, key="k1"), ask(client, records, key="k1")
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert [each["created"] for each in again.get_json()["results"]] == [True, True]


@pytest.mark.parametrize(
    ("body", "more", "said"),
    [
        ({"type": "person"}, "", "name"),
        ({"records": {}}, "", "records"),
        ({"records": [ZORK] * 101}, "", "records"),
        ({"records": [], "type": "person"}, "", "type"),
        (ZORK, "&ambiguous=maybe", "ambiguous"),
    ],
)
def test_what_is_wrong_is_named(client: FlaskClient, body: Any, more: str, said: str) -> None:
    refused = ask(client, body, more)
    assert (refused.status_code, refused.get_json()["field"]) == (400, said)


def test_one_wrong_record_of_a_list_is_named_and_nothing_is_changed(client: FlaskClient) -> None:
    refused = ask(client, {"records": [ZORK, {**ZORK, "country": ["Atlantis"]}]})
    body = refused.get_json()
    assert (refused.status_code, body["code"]) == (400, "unknown_country")
    assert body["title"].startswith("record 2: ")
    assert ask(client, {"records": ["Zork"]}).status_code == 400
    assert client.get("/v1/changes").get_json()["changes"] == []


def test_a_record_is_resolved_by_all_that_its_client_has_changed(serve: Serve, home: Path) -> None:
    key = {"Authorization": f"Bearer {add_key(home, 'ana', 'write', by='test')}"}
    service = serve(home, workers=2)
    for number in range(6):
        meant = TWINS[number % 2]["id"]
        decided = {"text": "Rome", "decision": "match", "id": meant}
        change = service.ask("POST", "/v1/reviews", decided, **key)[1]["change"]
        status, answer, headers = service.ask(
            "POST",
            "/v1/entities?resolve=true",
            ROME,
            X_Resolver_Through=str(change),
            Idempotency_Key=f"rome-{number}",
            **key,
        )
        assert (status, answer.get("id")) == (200, meant)
        assert int(headers["X-Resolver-Through"]) >= change


def test_a_list_is_taken_with_resolve_alone(client: FlaskClient) -> None:
    assert client.post("/v1/entities", json={"records": [ZORK]}).status_code == 400


def test_a_hundred_at_once_make_one_entity_of_each_of_fifty_records(
    serve: Serve, home: Path
) -> None:
    secret = add_key(home, "ana", "write", by="test")
    service = serve(home, workers=2)

    def send(at: int) -> tuple[int, str]:
        record = {"type": "person", "name": f"Zork{at % 50} Blorf"}
        asked = urllib.request.Request(
            f"http://127.0.0.1:{service.port}/v1/entities?resolve=true",
            json.dumps(record).encode(),
            {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - of http
            return answer.status, json.loads(answer.read())["id"]

    with ThreadPoolExecutor(100) as pool:
        done = [*pool.map(send, range(100))]
    assert Counter(status for status, _ in done) == {201: 50, 200: 50}
    assert len({entity_id for _, entity_id in done}) == 50


def test_a_record_may_be_asked_of_an_index_that_has_a_change(client: FlaskClient) -> None:
    wrong = client.post("/v1/entities?resolve=true", json=ZORK, headers={"X-Resolver-Through": "x"})
    assert (wrong.status_code, wrong.get_json()["field"]) == (400, "X-Resolver-Through")
    found = client.post("/v1/entities?resolve=true", json=NATO, headers={"X-Resolver-Through": "0"})
    assert (found.status_code, found.headers["X-Resolver-Through"]) == (200, "0")
    plain = client.post("/v1/entities", json=ZORK, headers={"X-Resolver-Through": "0"})
    assert plain.status_code == 201


def test_a_list_is_refused_where_too_many_questions_wait_and_a_record_waits_for_its_turn(
    make_app: MakeApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(home, max_concurrent_queries=1, max_queued_queries=0)
    client = signed_in(app, home)
    begun, free = threading.Event(), threading.Event()
    at_once: list[bool] = []
    real = Resolver.resolve_block

    def slow(resolver: Resolver, queries: Sequence[Query]) -> list[Decision]:
        at_once.append(begun.is_set() and not free.is_set())
        begun.set()
        assert free.wait(10)
        return real(resolver, queries)

    monkeypatch.setattr(Resolver, "resolve_block", slow)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(ask, another(client), {"records": [ZORK]})
        assert begun.wait(10)
        others = [pool.submit(ask, another(client), NATO) for _ in range(2)]
        refused = ask(client, {"records": [ZORK, ROME]})
        assert code(refused) == (503, "overloaded")
        assert refused.headers["Retry-After"] == "1"
        time.sleep(0.2)
        free.set()
        assert first.result().status_code == 200
        assert [each.result().status_code for each in others] == [200, 200]
    assert at_once == [False] * 3  # one works at once
