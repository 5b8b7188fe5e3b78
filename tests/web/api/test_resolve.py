"""`/v1/resolve`: what it answers to one query and to many."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver import Decision, Query, Resolver
from resolver.cache import resolving
from tests.conftest import wait_for
from tests.web.conftest import MakeApp, ask


def long_of(limit: int) -> str:
    return "%F0%90%A4%80" * limit  # a letter of four bytes


def test_a_name_is_resolved(client: FlaskClient) -> None:
    response = ask(client, q="Ali Reza Zahdi", type="person")
    assert (response.status_code, response.content_type) == (200, "application/json")
    answer = response.get_json()
    assert (answer["verdict"], answer["id"]) == ("match", "mohammad-reza-zahedi")
    assert answer["candidates"][0]["alias"] == {
        "text": "Ali Reza Zahdi",
        "language": "en",
        "kind": "misspelling",
    }
    assert "evidence" not in answer["candidates"][0]


def test_the_evidence_comes_with_explain(client: FlaskClient) -> None:
    first = ask(client, q="Reza Zahdeyi", explain="1").get_json()["candidates"][0]
    assert {term["name"] for term in first["evidence"]} >= {"prior", "same part", "similar part"}


def test_a_query_is_the_same_in_a_url_and_in_a_body(client: FlaskClient) -> None:
    url = (
        "/v1/resolve?q=Reza+Zahidi&type=person&country=ir&country=IQ&property=birth_date:1944"
        "&context=a+general&as_of=2024-04&limit=2&accept=0.9&review=0.3&margin=0.1&known=0.2"
        "&type_strict=false&explain=true"
    )
    body = {
        "text": "Reza Zahidi",
        "type": "person",
        "country": ["IR", "IQ"],
        "properties": {"birth_date": ["1944"]},
        "context": "a general",
        "as_of": "2024-04",
        "limit": 2,
        "accept": 0.9,
        "review": 0.3,
        "margin": 0.1,
        "known": 0.2,
        "type_strict": False,
        "explain": True,
    }
    got, posted = client.get(url), client.post("/v1/resolve", json=body)
    assert got.status_code == 200, got.text
    assert got.data == posted.data


def test_a_bad_query_of_a_batch_spoils_no_other(client: FlaskClient) -> None:
    queries = [{"text": "Babil"}, {"text": ""}, {"text": "Twitter", "explain": True}, 7, {}]
    response = client.post("/v1/resolve", json={"queries": queries})
    babil, empty, twitter, number, nothing = response.get_json()["results"]
    assert (response.status_code, babil["id"], twitter["id"]) == (
        200,
        "babil-governorate",
        "x-twitter",
    )
    assert "evidence" in twitter["candidates"][0]
    assert [each["error"]["code"] for each in (empty, number, nothing)] == [
        "empty_text",
        "bad_value",
        "bad_value",
    ]
    assert client.post("/v1/resolve", json={"queries": []}).get_json() == {"results": []}


def test_a_name_of_a_thousand_characters_goes_into_a_url(client: FlaskClient) -> None:
    assert client.get(f"/v1/resolve?q={long_of(1000)}").get_json()["verdict"] == "no_match"


def test_queries_beyond_the_queue_are_refused_with_when_to_try_again(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(max_concurrent_queries=1, max_queued_queries=2)
    free = threading.Event()
    real = Resolver.resolve_block

    def slow(resolver: Resolver, queries: Sequence[Query]) -> list[Decision]:
        free.wait(10)
        return real(resolver, queries)

    monkeypatch.setattr(Resolver, "resolve_block", slow)
    responses: list[TestResponse] = []
    threads = [
        threading.Thread(target=lambda n=n: responses.append(ask(app.test_client(), q=f"name {n}")))
        for n in range(5)
    ]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(responses) == 2)
    refused = responses[0]
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert refused.get_json(force=True)["code"] == "overloaded"
    assert app.test_client().get("/healthz").status_code == 200
    free.set()
    for thread in threads:
        thread.join()
    assert sorted(response.status_code for response in responses) == [200, 200, 200, 503, 503]


def test_a_batch_that_takes_too_long_gets_503_with_when_and_how_to_send_it_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "BATCH_DEADLINE_S", 0.05)
    queries = [{"text": f"Zahedy {number} of Babil"} for number in range(1000)]
    answer = client.post("/v1/resolve", json={"queries": queries})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    problem = answer.get_json(force=True)
    assert problem["code"] == "overloaded"
    assert problem["detail"].startswith("send it again, what was answered is cached")
    monkeypatch.setattr(resolving, "BATCH_DEADLINE_S", 30)
    again = client.post("/v1/resolve", json={"queries": queries})
    assert (again.status_code, len(again.get_json()["results"])) == (200, 1000)


def children() -> set[int]:
    """The processes that this one started and that still run, but for the one that lists them."""
    listing = subprocess.Popen(
        ["/bin/ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True
    )
    listed = [tuple(map(int, line.split())) for line in listing.communicate()[0].splitlines()]
    return {pid for pid, parent in listed if parent == os.getpid()} - {listing.pid}


@pytest.mark.parametrize("cache_control", ["", "no-store"])
def test_a_batch_of_a_thousand_new_names_starts_no_process(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, cache_control: str
) -> None:
    before = children()
    started: list[object] = []

    def refuse(*args: object, **_: object) -> None:
        started.append(args)
        raise AssertionError("a request started a process")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        response = client.post(
            "/v1/resolve",
            json={"queries": [{"text": f"Zahedy {number}", "limit": 1} for number in range(1000)]},
            headers={"Cache-Control": cache_control},
        )
    assert response.status_code == 200
    assert len(response.get_json()["results"]) == 1000
    assert (started, children()) == ([], before)
