"""`/v1/annotate`: what it answers to a text, and what it refuses."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver import Resolver
from resolver.cache import annotating
from resolver.web.openapi import document
from resolver.web.route import MAX_BODY_BYTES
from resolver.web.routes import body_limit
from tests.web.conftest import MakeApp, Serve

TEXT = (
    "DAMASCUS — Gen. Mohammad Reza Zahedi 🙂 was killed on Monday, state media said. "
    "Robert Zahn was not there. قال مسؤول في بغداد"
)


def annotate(client: FlaskClient, text: str = TEXT, **fields: Any) -> TestResponse:
    return client.post("/v1/annotate", json={"text": text, **fields})


def test_the_names_of_a_text_are_answered(client: FlaskClient, bundled: Resolver) -> None:
    response = annotate(client)
    answer = response.get_json()
    assert response.status_code == 200
    assert answer == bundled.annotate(TEXT).to_dict()
    said = {each["text"]: each["id"] for each in answer["mentions"]}
    assert said["Gen. Mohammad Reza Zahedi"] == "mohammad-reza-zahedi"
    assert list(answer) == ["mentions", "index"]
    assert list(answer["mentions"][0]) == [
        "start", "end", "text", "verdict", "reason", "id", "margin", "candidates"
    ]  # fmt: skip
    for each in answer["mentions"]:
        assert TEXT[each["start"] : each["end"]] == each["text"]


@pytest.mark.parametrize("offsets", ["code_points", "utf16"])
def test_spans_are_answered_as_they_are_asked(client: FlaskClient, offsets: str) -> None:
    unit = 2 if offsets == "utf16" else 1
    shown = TEXT.encode("utf-16-le") if offsets == "utf16" else TEXT

    def place(name: str) -> list[int]:
        begin = shown.index(name.encode("utf-16-le") if unit == 2 else name)  # type: ignore[arg-type] # both are bytes, or both texts
        return [begin // unit, begin // unit + len(name)]

    spans: list[list[Any]] = [place("Zahedi"), [*place("Robert Zahn"), "person"], place("بغداد")]
    mentions = annotate(client, spans=spans, offsets=offsets).get_json()["mentions"]
    assert [[each["start"], each["end"]] for each in mentions] == [each[:2] for each in spans]
    assert [each["text"] for each in mentions] == ["Zahedi", "Robert Zahn", "بغداد"]
    assert mentions[1]["verdict"] == "no_match"


def test_the_evidence_adds_up_to_the_scores(client: FlaskClient) -> None:
    mentions = annotate(client, explain=True).get_json()["mentions"]
    assert mentions
    for mention in mentions:
        for each in mention["candidates"]:
            total = sum(term["value"] for term in each["evidence"])
            assert 1 / (1 + math.exp(-total)) == pytest.approx(each["score"], abs=1e-4)
    assert "evidence" not in annotate(client).get_json()["mentions"][0]["candidates"][0]


def test_types_and_limit_are_kept_to(client: FlaskClient) -> None:
    mentions = annotate(client, types=["place"], limit=1).get_json()["mentions"]
    found = [each for mention in mentions for each in mention["candidates"]]
    assert {each["type"] for each in found} == {"place"}
    assert max(len(mention["candidates"]) for mention in mentions) == 1


def test_answers_are_what_the_document_says(client: FlaskClient) -> None:
    schemas = document()["components"]["schemas"]
    whole = {"$ref": "#/components/schemas/Annotation", "components": {"schemas": schemas}}
    for explain in (False, True):
        jsonschema_rs.validate(whole, annotate(client, explain=explain).get_json())


def test_an_answer_is_cached_by_all_that_is_asked(client: FlaskClient) -> None:
    first, again = annotate(client), annotate(client)
    assert 'cache;desc="miss"' in first.headers["Server-Timing"]
    assert 'tier;desc="process"' in again.headers["Server-Timing"]
    assert (first.data, first.headers["ETag"]) == (again.data, again.headers["ETag"])
    had = {"If-None-Match": first.headers["ETag"]}
    assert client.post("/v1/annotate", json={"text": TEXT}, headers=had).status_code == 304
    bypass = client.post("/v1/annotate", json={"text": TEXT}, headers={"Cache-Control": "no-store"})
    assert 'cache;desc="bypass"' in bypass.headers["Server-Timing"]
    assert 'cache;desc="miss"' in annotate(client, limit=4).headers["Server-Timing"]


def test_it_says_how_far_it_goes(client: FlaskClient) -> None:
    assert annotate(client).headers["X-Resolver-Through"] == "0"
    ahead = client.post("/v1/annotate", json={"text": TEXT}, headers={"X-Resolver-Through": "soon"})
    assert (ahead.status_code, ahead.get_json(force=True)["code"]) == (400, "bad_value")


def test_reading_needs_a_key_where_the_service_says_so(make_app: MakeApp) -> None:
    refused = annotate(make_app(read_key="true").test_client())
    assert (refused.status_code, refused.get_json(force=True)["code"]) == (401, "key_needed")


def test_a_text_that_takes_too_long_gets_503(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotating, "BATCH_DEADLINE_S", 0.0)
    answer = annotate(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.get_json(force=True)["title"] == "the text took longer than 0 s"


def test_this_route_alone_takes_bodies_of_3_mb(serve: Serve, client: FlaskClient) -> None:
    longest = json.dumps({"text": "🙂" * 200_000})  # escaped: 12 bytes a character
    assert 2_400_000 < len(longest) < 3 << 20
    status, answer, _ = serve(workers=1).ask("POST", "/v1/annotate", json.loads(longest))
    assert (status, answer["mentions"]) == (200, [])
    assert body_limit("POST", "/v1/annotate") == 3 << 20
    assert body_limit("POST", "/v1/resolve") == MAX_BODY_BYTES
    response = annotate(client, "x" * (3 << 20))
    assert response.status_code == 413
    assert response.get_json(force=True)["title"] == "the body is longer than 3,145,728 bytes"


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"data": b"x", "content_type": "text/plain"}, 415, "wrong_media_type"),
        ({"data": b"", "content_type": "application/json"}, 400, "bad_json"),
        ({"data": b"[" * 200_000, "content_type": "application/json"}, 400, "bad_json"),
        ({"data": b'{"text": "\xff"}', "content_type": "application/json"}, 400, "bad_json"),
        ({"json": {"text": "x" * 200_001}}, 400, "text_too_long"),
        ({"json": {"text": "🙂", "spans": [[1, 2]], "offsets": "utf16"}}, 400, "bad_value"),
    ],
)
def test_a_body_that_misbehaves_is_a_problem(
    client: FlaskClient, sent: dict[str, Any], status: int, code: str
) -> None:
    response = client.post("/v1/annotate", **sent)
    problem = response.get_json(force=True)
    assert (response.status_code, problem["code"]) == (status, code)
    assert response.content_type == "application/problem+json"
    assert problem["detail"]
