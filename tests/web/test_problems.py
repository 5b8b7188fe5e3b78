"""Every error is a problem with a code and a status of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from resolver import Resolver
from resolver.errors import ResolverError
from resolver.web.problems import MEDIA_TYPE
from tests.web.conftest import MakeApp


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


def test_a_fault_of_the_service_is_a_problem_that_reveals_nothing(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app()

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(Resolver, "resolve", broken)
    response = app.test_client().get("/v1/resolve?q=Zahedi+of+nowhere")
    assert (response.status_code, response.content_type) == (500, MEDIA_TYPE)
    assert "secret" not in response.text
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_every_error_has_a_status_of_its_kind() -> None:
    def tree(error: type[ResolverError]) -> list[type[ResolverError]]:
        return [error, *(each for sub in error.__subclasses__() for each in tree(sub))]

    for error in tree(ResolverError):
        assert error.status in (400, 404, 405, 408, 413, 415, 500, 503)
        assert error.code
