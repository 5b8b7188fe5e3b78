"""Every error is a problem with a code and a status of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from resolver import Resolver
from resolver.errors import ResolverError
from resolver.web.problems import MEDIA_TYPE
from tests.conftest import wait_for
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
    ("GET", "/v1/resolve?q=x&limit=1_0", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=x&limit=%D9%A5", {}, 400, "bad_value"),
    ("GET", "/v1/resolve?q=x&accept=0_1.5", {}, 400, "bad_value"),
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
    ("GET", "/?q=x", {"environ_overrides": {"PATH_INFO": "//v1/resolve"}}, 404, "unknown_route"),
    ("GET", "/", {"environ_overrides": {"PATH_INFO": "//metrics"}}, 404, "unknown_route"),
    ("GET", "/healthz", {"headers": {"Host": "evil.example"}}, 421, "wrong_host"),
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
    ("POST", "/v1/resolve", {"raw": b'{"text": "x", "text": "y"}'}, 400, "bad_value"),
    ("POST", "/v1/resolve", {"raw": b'{"text": "x", "\\ud800": 1}'}, 400, "bad_value"),
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


@given(
    st.dictionaries(
        st.text(st.characters(), max_size=5),
        st.none() | st.text(st.characters(), max_size=5) | st.integers(),
        max_size=3,
    )
)
def test_every_text_of_a_client_can_be_said_back_and_spoils_no_batch(
    bundled_app: Flask, odd: dict[str, Any]
) -> None:
    body = json.dumps({"queries": [odd, {"text": "nato"}, odd]})
    response = bundled_app.test_client().post(
        "/v1/resolve", data=body, content_type="application/json"
    )
    assert response.status_code == 200, response.text
    json.loads(response.data.decode())
    assert response.get_json()["results"][1]["id"] == "nato"


def test_a_fault_of_the_service_is_a_problem_that_reveals_nothing(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app()

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(Resolver, "resolve_block", broken)
    response = app.test_client().get("/v1/resolve?q=Zahedi+of+nowhere")
    assert (response.status_code, response.content_type) == (500, MEDIA_TYPE)
    assert "secret" not in response.text
    seen: list[str] = []

    def logged() -> bool:
        seen.append(capsys.readouterr().err)
        return "ZeroDivisionError: secret" in "".join(seen)  # with its trace

    wait_for(logged)


STATUSES = {400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 416, 421, 422, 429, 500, 502, 503}


def test_every_error_has_a_status_of_its_kind() -> None:
    def tree(error: type[ResolverError]) -> list[type[ResolverError]]:
        return [error, *(each for sub in error.__subclasses__() for each in tree(sub))]

    for error in tree(ResolverError):
        assert error.status in STATUSES
        assert error.code
