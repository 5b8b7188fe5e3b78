"""What goes round every request: id, headers, log line, CORS, and the limits of bodies."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from resolver.web import guard
from resolver.web.pages import frame
from resolver.web.problems import MEDIA_TYPE
from tests.conftest import wait_for
from tests.web.conftest import MakeApp


def test_every_response_has_an_id_and_the_security_headers(client: FlaskClient) -> None:
    programs, pages = ("/v1/resolve?q=x", "/nothing", "/metrics"), ("/docs", "/", "/sign-in")
    for path in programs + pages:
        response = client.get(path, headers={"X-Request-ID": "abc-1"})
        assert response.headers["X-Request-ID"] == "abc-1"
        for name, value in frame.HEADERS if path in pages else guard.HEADERS:
            assert response.headers[name] == value
    for odd in ("", "a b", "x" * 129, "a;b"):
        made = client.get("/healthz", headers={"X-Request-ID": odd}).headers["X-Request-ID"]
        assert len(made) == 16
        assert made != odd


def test_a_request_is_one_line_in_the_log_without_the_text_of_its_query(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_app().test_client()
    client.get("/v1/resolve?q=Reza+Zahedi", headers={"X-Request-ID": "abc"})
    seen: list[str] = []

    def logged() -> bool:
        seen.append(capsys.readouterr().err)
        return "abc" in "".join(seen)

    wait_for(logged)
    (line,) = [json.loads(line) for line in "".join(seen).splitlines()]
    assert (line["id"], line["route"], line["status"], line["cache"]) == (
        "abc",
        "/v1/resolve",
        200,
        "miss",
    )
    assert "Zahedi" not in "".join(seen)


def test_the_text_of_a_query_is_logged_where_a_setting_says_so(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_app(log_text="true").test_client()
    client.get("/v1/resolve?q=Reza+Zahedi")
    wait_for(lambda: '"text": "Reza Zahedi"' in capsys.readouterr().err)


def test_other_origins_are_allowed_only_where_a_setting_says_so(make_app: MakeApp) -> None:
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
    assert asked.headers["Access-Control-Allow-Methods"] == "DELETE, GET, PATCH, POST, PUT"
    sent = asked.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"Authorization", "Idempotency-Key", "If-Match", "X-Resolver-Through"} <= set(sent)
    shown = asked.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"RateLimit", "RateLimit-Policy", "Retry-After", "X-Resolver-Through"} <= set(shown)
    other = client.get("/v1/resolve?q=x", headers={"Origin": "https://c.example"})
    assert "Access-Control-Allow-Origin" not in other.headers
    assert other.headers["Vary"] == "Origin"
    everybody = make_app(cors_origins="*").test_client().get("/v1/resolve?q=x", headers=origin)
    assert everybody.headers["Access-Control-Allow-Origin"] == "*"


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
