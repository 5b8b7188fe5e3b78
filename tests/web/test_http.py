"""The routes: what they answer, and how they refuse."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.errors import ResolverError
from resolver.web import guard
from resolver.web.problems import MEDIA_TYPE
from tests.conftest import run_cli, wait_for, write_jsonl
from tests.web.conftest import MakeApp


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def ask(client: FlaskClient, **parameters: Any) -> TestResponse:
    return client.get("/v1/resolve", query_string=parameters)


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


def test_the_reasons_come_with_explain(client: FlaskClient) -> None:
    first = ask(client, q="Reza Zahdeyi", explain="1").get_json()["candidates"][0]
    assert {term["name"] for term in first["evidence"]} >= {"before", "same part", "similar part"}


def test_a_question_is_the_same_in_a_url_and_in_a_body(client: FlaskClient) -> None:
    url = (
        "/v1/resolve?q=Reza+Zahidi&type=person&country=ir&country=IQ&property=birth_date:1944"
        "&context=a+general&as_of=2024-04&limit=2&accept=0.9&review=0.3&margin=0.1"
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


def test_an_entity_is_shown_whatever_its_id_looks_like(make_app: MakeApp, make_home: Any) -> None:
    ids = ["https://ror.org/0006s4z66", "a/b//c", "50%", "a%2Fb", "a b", "é", "x?y#z", "a+b"]
    home = make_home(*({"id": each, "type": "person", "name": f"N {each}"} for each in ids))
    client = make_app(home).test_client()
    from urllib.parse import quote

    for each in ids:
        for path in {quote(each, safe="/:"), quote(each, safe="")}:
            response = client.get(f"/v1/entities/{path}")
            assert (response.status_code, response.get_json().get("id")) == (200, each), path


def test_an_entity_carries_its_sources_and_licences(client: FlaskClient) -> None:
    record = client.get("/v1/entities/nato").get_json()
    assert record["name"] == "NATO"
    assert record["sources"][0]["licence"] == "MIT"


def test_a_client_that_has_the_answer_is_told_so(client: FlaskClient) -> None:
    for path in ("/v1/resolve?q=nato", "/v1/entities/nato", "/openapi.json"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert first.headers["Cache-Control"] == "private, no-cache"


def test_the_server_says_where_an_answer_came_from(make_app: MakeApp) -> None:
    client = make_app().test_client()
    said = [ask(client, q="Reza Zahedi").headers["Server-Timing"].split(",")[0] for _ in range(2)]
    assert said == ['cache;desc="miss"', 'cache;desc="hit"']
    past = client.get("/v1/resolve?q=Reza+Zahedi", headers={"Cache-Control": "no-store"})
    assert past.headers["Server-Timing"].startswith('cache;desc="bypass"')
    assert past.data == ask(client, q="Reza Zahedi").data


def long_of(limit: int) -> str:
    return "%F0%90%A4%80" * limit  # a letter of four bytes


WRONG: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("GET", "/v1/resolve", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=", {}, 400, "empty_text"),
    ("GET", "/v1/resolve?q=+", {}, 400, "empty_text"),
    ("GET", f"/v1/resolve?q={long_of(1001)}", {}, 400, "text_too_long"),
    ("GET", "/v1/resolve?q=a%00b", {}, 400, "unreadable_text"),
    ("GET", "/v1/resolve?q=Z%FCrich", {}, 400, "unreadable_text"),
    ("GET", "/v1/resolve?q=x&type=human", {}, 400, "unknown_type"),
    ("GET", "/v1/resolve?q=x&country=ZZ", {}, 400, "unknown_country"),
    ("GET", "/v1/resolve?q=x&as_of=2015-13", {}, 400, "bad_date"),
    ("GET", "/v1/resolve?q=x&limit=0", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=x&limit=ten", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=x&accept=nan", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=x&property=1944", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=x&explain=yes", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=x&q=y", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=x&tpye=person", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?" + "&".join(["country=IR"] * 101), {}, 400, "bad_value"),
    ("GET", "/v1/entities/nobody", {}, 404, "unknown_entity"),
    ("GET", "/v1/entities/a%00b", {}, 400, "unreadable_text"),
    ("GET", f"/v1/entities/{'x' * 257}", {}, 400, "text_too_long"),
    ("GET", "/v1/entities/", {}, 404, "unknown_route"),
    ("GET", "/nothing", {}, 404, "unknown_route"),
    ("DELETE", "/v1/resolve", {}, 405, "wrong_method"),
    ("POST", "/v1/entities/nato", {}, 405, "wrong_method"),
    ("PUT", "/healthz", {}, 405, "wrong_method"),
    ("POST", "/v1/resolve", {"data": b'{"text": "x"}'}, 415, "wrong_media_type"),
    (
        "POST",
        "/v1/resolve",
        {"data": b"q=x", "content_type": "text/plain"},
        415,
        "wrong_media_type",
    ),
    ("POST", "/v1/resolve", {"raw": b""}, 400, "bad_json"),
    ("POST", "/v1/resolve", {"raw": b"{"}, 400, "bad_json"),
    ("POST", "/v1/resolve", {"raw": b"[1]"}, 400, "bad_json"),
    ("POST", "/v1/resolve", {"raw": b'"x"'}, 400, "bad_json"),
    ("POST", "/v1/resolve", {"raw": b'{"text": "\xff"}'}, 400, "bad_json"),
    ("POST", "/v1/resolve", {"raw": b'{"text": "x", "accept": NaN}'}, 400, "bad_json"),
    ("POST", "/v1/resolve", {"raw": b"[" * 100_000}, 400, "bad_json"),
    ("POST", "/v1/resolve", {"raw": b'{"limit": ' + b"9" * 5000 + b"}"}, 400, "bad_json"),
    ("POST", "/v1/resolve", {"json": {}}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"json": {"text": 7}}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"json": {"text": "\ud800"}}, 400, "unreadable_text"),
    ("POST", "/v1/resolve", {"json": {"text": "x", "limit": "5"}}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"json": {"text": "x", "explain": "yes"}}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"json": {"text": "x", "kind": "person"}}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"json": {"text": "x", "country": [7]}}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"json": {"queries": {}}}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"json": {"queries": [], "text": "x"}}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"json": {"queries": [{}] * 1001}}, 400, "too_many_queries"),
    ("POST", "/v1/resolve", {"raw": b" " * (2 << 20)}, 413, "body_too_large"),
]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"), WRONG, ids=lambda value: str(value)[:60]
)
def test_what_is_wrong_is_a_problem_of_its_own_kind(
    client: FlaskClient, method: str, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    body = dict(body)
    if "raw" in body:
        body |= {"data": body.pop("raw"), "content_type": "application/json"}
    response = client.open(path, method=method, **body)
    assert (response.status_code, response.content_type) == (status, MEDIA_TYPE), response.text
    problem = json.loads(response.data)
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, "about:blank")
    assert problem["title"]


def test_a_name_of_a_thousand_characters_goes_into_a_url(client: FlaskClient) -> None:
    assert client.get(f"/v1/resolve?q={long_of(1000)}").get_json()["verdict"] == "no_match"


def test_every_route_refuses_other_methods_and_takes_head_and_options(
    app: Flask, client: FlaskClient
) -> None:
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<path:entity_id>", "nato")
        query = "?q=x" if path == "/v1/resolve" else ""
        methods = rule.methods or set()
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"}:
            others = {
                m for r in app.url_map.iter_rules() if r.rule == rule.rule for m in r.methods or ()
            }
            if method not in others:
                response = client.open(path, method=method)
                assert (response.status_code, response.content_type) == (405, MEDIA_TYPE)
                assert set(response.headers["Allow"].split(", ")) == others
        if "GET" in methods:
            got, head = client.get(path + query), client.head(path + query)
            assert (head.status_code, head.data) == (got.status_code, b"")
        options = client.options(path)
        assert (options.status_code, options.data) == (200, b"")
        assert "OPTIONS" in options.headers["Allow"]


def test_a_fault_of_ours_is_a_problem_too_and_tells_nothing(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app()

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("resolver.pool.find_within", broken)
    response = app.test_client().get("/v1/resolve?q=Zahedi+of+nowhere")
    assert (response.status_code, response.content_type) == (500, MEDIA_TYPE)
    assert "secret" not in response.text
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_every_response_has_an_id_and_the_security_headers(client: FlaskClient) -> None:
    for path in ("/v1/resolve?q=x", "/nothing", "/docs", "/metrics", "/"):
        response = client.get(path, headers={"X-Request-ID": "abc-1"})
        assert response.headers["X-Request-ID"] == "abc-1"
        for name, value in guard.HEADERS:
            assert response.headers[name] == value
    for odd in ("", "a b", "x" * 129, "a;b"):
        made = client.get("/healthz", headers={"X-Request-ID": odd}).headers["X-Request-ID"]
        assert len(made) == 16
        assert made != odd


def test_a_request_is_one_line_in_the_log_without_the_asked_text(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_app().test_client()
    client.get("/v1/resolve?q=Reza+Zahedi", headers={"X-Request-ID": "abc"})
    seen: list[str] = []

    def told() -> bool:
        seen.append(capsys.readouterr().err)
        return "abc" in "".join(seen)

    wait_for(told)
    (line,) = [json.loads(line) for line in "".join(seen).splitlines()]
    assert (line["id"], line["route"], line["status"], line["cache"]) == (
        "abc",
        "/v1/resolve",
        200,
        "miss",
    )
    assert "Zahedi" not in "".join(seen)


def test_the_asked_text_is_logged_where_a_setting_says_so(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_app(log_text="true").test_client()
    client.get("/v1/resolve?q=Reza+Zahedi")
    wait_for(lambda: '"text": "Reza Zahedi"' in capsys.readouterr().err)


def test_other_origins_may_ask_only_where_a_setting_says_so(make_app: MakeApp) -> None:
    origin = {"Origin": "https://a.example"}
    closed = make_app().test_client().get("/v1/resolve?q=x", headers=origin)
    assert "Access-Control-Allow-Origin" not in closed.headers
    client = make_app(cors_origins="https://a.example https://b.example").test_client()
    for path in ("/v1/resolve?q=x", "/nothing"):
        assert (
            client.get(path, headers=origin).headers["Access-Control-Allow-Origin"]
            == origin["Origin"]
        )
    asked = client.options(
        "/v1/resolve", headers=origin | {"Access-Control-Request-Method": "POST"}
    )
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, POST"
    other = client.get("/v1/resolve?q=x", headers={"Origin": "https://c.example"})
    assert "Access-Control-Allow-Origin" not in other.headers
    assert other.headers["Vary"] == "Origin"
    everybody = make_app(cors_origins="*").test_client().get("/v1/resolve?q=x", headers=origin)
    assert everybody.headers["Access-Control-Allow-Origin"] == "*"


def test_health_readiness_and_metrics_are_told(make_app: MakeApp, bundled_home: Path) -> None:
    client = make_app().test_client()
    assert client.get("/healthz").get_json() == {"status": "alive"}
    ready = client.get("/readyz").get_json()
    assert (ready["status"], ready["store"], ready["redis"]) == ("ready", True, None)
    assert ready["index"] == (bundled_home / "index" / "CURRENT").read_text().strip()
    for _ in range(3):
        ask(client, q="nato")
    text = client.get("/metrics").text
    for line in (
        'resolver_requests_total{method="GET",route="/v1/resolve",status="200"} 3.0',
        'resolver_request_seconds_count{route="/v1/resolve"} 3.0',
        'resolver_verdicts_total{verdict="match"} 3.0',
        'resolver_cache_total{result="process"} 2.0',
        'resolver_cache_total{result="miss"} 1.0',
    ):
        assert line in text.splitlines()


def test_the_page_needs_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/docs").text
    assert client.get("/").headers["Location"] == "/docs"
    assert "<script" not in page
    assert not [part for part in ("src=", "@import", "url(", 'href="http') if part in page]
    for path in client.get("/openapi.json").get_json()["paths"]:
        assert path in page


def test_every_route_is_in_the_document(app: Flask, client: FlaskClient) -> None:
    paths = client.get("/openapi.json").get_json()["paths"]
    routes = {rule.rule.replace("<path:entity_id>", "{id}") for rule in app.url_map.iter_rules()}
    assert routes - {"/"} == set(paths)
    assert {route for route in routes if "{" not in route} == guard.ROUTES


def test_a_new_index_is_taken_up_while_serving(
    make_app: MakeApp, make_home: Callable[..., Path], tmp_path: Path
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    client = make_app(home, reload_s=0.05).test_client()
    assert ask(client, q="Ben").get_json()["verdict"] == "no_match"
    source = write_jsonl(tmp_path / "more.jsonl", [{"id": "b", "type": "person", "name": "Ben"}])
    for command in (["import", source], ["compile"]):
        run_cli(*command, "--home", home)
    wait_for(lambda: ask(client, q="Ben").get_json()["id"] == "b")
    assert 'resolver_reloads_total{result="taken"} 1.0' in client.get("/metrics").text


def test_an_index_that_cannot_be_read_is_not_taken_up(
    make_app: MakeApp, make_home: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    client = make_app(home, reload_s=0.05).test_client()
    (home / "index" / "CURRENT").write_text("nowhere\n")
    wait_for(lambda: 'result="refused"} 1.0' in client.get("/metrics").text)
    assert ask(client, q="Ana").get_json()["id"] == "a"
    assert "CURRENT names no snapshot" in capsys.readouterr().err


def test_questions_beyond_the_queue_are_told_to_come_later(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(max_concurrent_queries=1, max_queued_queries=2)
    free = threading.Event()
    from resolver.match.retrieve.candidates import find as real

    def slow(*args: Any) -> Any:
        free.wait(10)
        return real(*args)

    monkeypatch.setattr("resolver.pool.find_within", slow)
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


def test_a_body_that_ends_early_or_never_is_refused(client: FlaskClient) -> None:
    from io import BytesIO

    response = client.open(
        "/v1/resolve",
        method="POST",
        input_stream=BytesIO(b'{"text":'),
        content_length=100,
        content_type="application/json",
    )
    assert response.status_code in (400, 408)
    assert response.content_type == MEDIA_TYPE


def test_every_error_has_a_status_of_its_kind() -> None:
    def kinds(kind: type[ResolverError]) -> list[type[ResolverError]]:
        return [kind, *(each for sub in kind.__subclasses__() for each in kinds(sub))]

    for kind in kinds(ResolverError):
        assert kind.status in (400, 404, 405, 408, 413, 415, 500, 503)
        assert kind.code
