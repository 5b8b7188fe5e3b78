"""A plain GET of one query is answered before Flask, and no client can tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from resolver.access import Keys
from resolver.cache import CachedAnswer
from resolver.errors import Overloaded
from resolver.model.wire import Answer, render
from resolver.web.access import Access
from resolver.web.direct import FAILED, Direct

ANSWERED = CachedAnswer(Answer("no_match", render({"verdict": "no_match"})), "miss")

KEYS = Keys(Path("/nowhere"))


def comparable(response: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """What does not change from one request to the next."""
    headers = [(k, v) for k, v in response.headers if k not in ("X-Request-ID", "Server-Timing")]
    return response.status_code, headers, response.data


@pytest.mark.parametrize(
    "query",
    ["q=nato", "q=Reza+Zahdeyi&explain=1", "q=%D8%B1%D8%B6%D8%A7&limit=1", "q=a&q=b", "q=", "x=1"],
)
def test_the_answer_is_the_same_with_flask_and_without(client: FlaskClient, query: str) -> None:
    direct = client.get(f"/v1/resolve?{query}")
    by_flask = client.get(f"/v1/resolve?{query}", headers={"If-None-Match": '"other"'})
    assert comparable(direct) == comparable(by_flask)
    head = client.head(f"/v1/resolve?{query}")
    assert comparable(head)[:2] == comparable(direct)[:2]


def asked(error: Exception | None = None, **request: Any) -> tuple[str, list[str]]:
    """Who answers a request, `direct` or `flask`, and the errors that Flask is told to raise."""
    failed: list[str] = []

    def flask(environ: Any, start: Any) -> list[bytes]:
        failed.extend(type(environ[key]).__name__ for key in (FAILED,) if key in environ)
        start("500 Internal Server Error", [])
        return []

    def ask(*_: object) -> CachedAnswer:
        if error is not None:
            raise error
        return ANSWERED

    environ = EnvironBuilder(path="/v1/resolve", **request).get_environ()
    environ.setdefault("QUERY_STRING", "q=nato")
    access = Access(KEYS, None, read_key=False)
    direct = Direct(flask, ask, frozenset(["localhost"]), access, lambda _: True)
    body = direct(environ, lambda *_: lambda _: None)
    return "direct" if list(body) == [ANSWERED.answer.body.content] else "flask", failed


def test_what_needs_more_than_its_answer_goes_to_flask() -> None:
    assert asked(query_string="q=nato") == ("direct", [])
    for headers in ({"If-None-Match": "*"}, {"Upgrade": "websocket"}, {"Host": "evil.example"}):
        assert asked(query_string="q=nato", headers=headers) == ("flask", [])
    for method in ("HEAD", "OPTIONS", "POST"):
        assert asked(query_string="q=nato", method=method) == ("flask", [])


def test_errors_are_raised_by_flask_once() -> None:
    assert asked(query_string="q=a&q=b") == ("flask", ["BadValue"])
    refused = Overloaded("too many", "try again")
    assert asked(refused, query_string="q=nato") == ("flask", ["Overloaded"])
    assert asked(ZeroDivisionError(), query_string="q=nato") == ("flask", ["ZeroDivisionError"])
