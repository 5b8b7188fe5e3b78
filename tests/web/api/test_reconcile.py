"""`/reconcile`: the manifest, and batches in all the ways in which clients send them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.engine import Resolver
from resolver.errors import InvalidInput, UnknownEntity
from resolver.model import Query
from resolver.web import reconciling
from resolver.web.requests import MAX_CHARACTERS, MAX_QUERIES

QUERIES = {"q0": {"query": "Teheran"}, "Zahedān & 50% of +": {"query": "R&D + 50%25"}}
TEXT = json.dumps(QUERIES, ensure_ascii=False)
FORM = "application/x-www-form-urlencoded"


def ask(client: FlaskClient, queries: Any, path: str = "/reconcile") -> dict[str, Any]:
    """The answers to a batch."""
    response = client.post(path, data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    answers: dict[str, Any] = response.get_json()
    return answers


def test_the_manifest_is_what_a_client_gets(client: FlaskClient) -> None:
    response = client.get("/reconcile")
    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert response.get_json()["versions"] == ["0.2"]


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"queries": TEXT}},
        {"data": {"queries": TEXT}, "content_type": "multipart/form-data"},
        {"data": f"queries={TEXT}".encode(), "content_type": FORM},
        {"data": f"queries={TEXT}".encode()},
        {"data": urlencode({"queries": TEXT}).encode(), "content_type": "text/plain"},
        {"data": urlencode({"x": "1", "queries": TEXT}).encode()},
        {"data": TEXT.encode(), "content_type": FORM},
        {"data": TEXT.encode(), "content_type": "application/json"},
        {"json": {"queries": QUERIES}},
        {"json": {"queries": TEXT}},
        {"query_string": {"queries": TEXT}},
        {"method": "GET", "query_string": {"queries": TEXT}},
    ],
)
def test_a_batch_is_understood_however_it_is_sent(bundled_app: Flask, sent: dict[str, Any]) -> None:
    client = bundled_app.test_client()
    whole = {"method": "POST", "data": b"", **sent}
    if "json" in whole or whole["method"] == "GET":
        del whole["data"]
    elif whole["data"] == b"":
        whole["content_type"] = FORM
    answers = client.open("/reconcile", **whole).get_json()
    assert answers.keys() == QUERIES.keys()
    assert answers["q0"]["result"][0]["id"] == "tehran"


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", '"a"', '{"a": NaN}', "\0"])
def test_what_is_no_json_object_is_refused(bundled_app: Flask, text: str) -> None:
    response = bundled_app.test_client().post("/reconcile", data={"queries": text})
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert response.get_json()["code"] == "bad_json"


def test_nothing_at_all_is_refused(bundled_app: Flask) -> None:
    response = bundled_app.test_client().post("/reconcile", data={"q": "a"})
    assert (response.status_code, response.get_json()["code"]) == (400, "bad_json")


def test_a_bad_query_spoils_no_other(bundled_app: Flask) -> None:
    bad = {
        "empty": {"query": " "},
        "long": {"query": "a" * 1001},
        "none": None,
        "list": {"query": ["a"]},
        "limit": {"query": "a", "limit": -1},
        "strict": {"query": "a", "type_strict": "rather"},
        "type": {"query": "a", "type": "planet"},
        "properties": {"query": "a", "properties": {"country": "IR"}},
    }
    answers = ask(bundled_app.test_client(), {**bad, "good": {"query": "Qom"}})
    assert answers["good"]["result"][0]["match"] is True
    for key in bad:
        assert answers[key]["result"] == []
        assert {"code", "title", "detail"} <= answers[key]["error"].keys()
    assert answers["long"]["error"]["code"] == "text_too_long"
    assert answers["long"]["error"]["field"] == answers["empty"]["error"]["field"] == "query"


@pytest.mark.parametrize(
    "queries",
    [
        {str(each): {"query": "a"} for each in range(MAX_QUERIES + 1)},
        {str(each): {"query": "a" * 1000} for each in range(MAX_CHARACTERS // 1000 + 1)},
    ],
    ids=["queries", "characters"],
)
def test_a_batch_that_is_too_large_is_refused(bundled_app: Flask, queries: Any) -> None:
    response = bundled_app.test_client().post("/reconcile", json={"queries": queries})
    assert (response.status_code, response.get_json()["code"]) == (400, "too_many_queries")


def test_a_batch_that_takes_too_long_is_refused_whole(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = {str(each): {"query": f"Zahedy {each} of Babil"} for each in range(200)}
    monkeypatch.setattr(reconciling, "DEADLINE_S", 0.05)
    refused = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert refused.get_json(force=True)["code"] == "overloaded"
    monkeypatch.setattr(reconciling, "DEADLINE_S", 30)
    assert len(ask(client, queries)) == 200


def test_a_batch_may_be_the_call_of_a_function(bundled_app: Flask) -> None:
    response = bundled_app.test_client().get(
        "/reconcile/lang/fa", query_string={"queries": TEXT, "callback": "on"}
    )
    answers = json.loads(response.text.removeprefix("/**/on(").removesuffix(");"))
    assert answers["q0"]["result"][0]["name"] == "تهران"


def test_columns_are_asked_for_at_the_same_place(bundled_app: Flask) -> None:
    asked = json.dumps({"ids": ["tehran"], "properties": [{"id": "country"}]})
    response = bundled_app.test_client().post("/reconcile", data={"extend": asked})
    assert response.get_json()["rows"].keys() == {"tehran"}


def test_a_service_of_a_source_or_type_has_its_entities_alone(bundled_app: Flask) -> None:
    client = bundled_app.test_client()
    queries = {"q": {"query": "Iran", "limit": 4}}
    assert ask(client, queries)["q"]["result"][0]["id"] == "iran"
    for path in ("/reconcile/types/organization", "/reconcile/sources/newsrooms-and-brands"):
        result = ask(client, queries, path)["q"]["result"]
        assert "iran" not in [each["id"] for each in result]
        assert not any(each["match"] for each in result)
    result = ask(client, queries, "/reconcile/types/organization")["q"]["result"]
    assert {each["type"][0]["id"] for each in result} == {"organization"}


@pytest.mark.parametrize("facts", ["", "country", "type", "type that is preferred"])
def test_what_is_matched_is_what_the_engine_matches(
    bundled_app: Flask, bundled: Resolver, facts: str
) -> None:
    rows = [row_of(record, place, facts) for place, record in enumerate(bundled.sample(300))]
    answers: dict[str, Any] = {}
    for at in range(0, len(rows), 100):
        asked = {str(at + n): query for n, (query, _) in enumerate(rows[at : at + 100])}
        answers |= ask(bundled_app.test_client(), asked)
    decisions = bundled.resolve_block([query for _, query in rows])
    for place, decision in enumerate(decisions):
        result = answers[str(place)]["result"]
        matched = [each["id"] for each in result if each["match"]]
        assert matched == ([decision.id] if decision.verdict == "match" else [])
        assert not any(each["match"] for each in result[1:])
        scores = [
            (each.id, round(100 * each.score, 2))
            for each in decision.candidates
            if facts != "type" or bundled.record(each.id)["type"] == rows[place][1].type
        ]
        if is_id(rows[place][1].text, bundled) and not matched:
            result, scores = result[1:], [each for each in scores if each[0] != result[0]["id"]]
        assert [(each["id"], each["score"]) for each in result] == scores[: len(result)]
        assert len(result) >= min(len(scores), 4)
    verdicts = [each.verdict for each in decisions]
    assert verdicts.count("match") > 80
    assert len(rows) - verdicts.count("match") > 10


def row_of(record: dict[str, Any], place: int, facts: str) -> tuple[dict[str, Any], Query]:
    """A row as a client asks it, and the same for the engine: of each three, two are misspelt."""
    names = [record["name"], *(each["text"] for each in record.get("aliases", ()))]
    name = names[place % len(names)]
    if place % 3 and len(name) > 4:
        at = 1 + place % (len(name) - 3)
        name = name[:at] + ("q" if place % 3 == 1 else "") + name[at + 2 :]
    query: dict[str, Any] = {"query": name, "limit": 5}
    if facts == "country":
        country = record.get("country", ["IR"])
        query["properties"] = [{"pid": "country", "v": country}]
        return query, Query(name, country=tuple(country))
    if facts:
        strict = facts == "type"
        query |= {"type": record["type"], "type_strict": "any" if strict else "should"}
        return query, Query(name, type=record["type"], type_strict=strict)
    return query, Query(name)


def is_id(text: str, resolver: Resolver) -> bool:
    try:
        return bool(resolver.survivor(text))
    except (InvalidInput, UnknownEntity):
        return False


def test_matches_are_the_rows_that_the_engine_decides(
    bundled_app: Flask, bundled: Resolver
) -> None:
    names = [f"{name} {other}".strip() for name in NAMES for other in ("", "City", "Ltd")]
    names += [name[:-1] + "x" for name in NAMES]
    answers = ask(
        bundled_app.test_client(),
        {str(place): {"query": name, "limit": 3} for place, name in enumerate(names)},
    )
    decisions = bundled.resolve_block([Query(name, limit=3) for name in names])
    expected = {str(place): each.id for place, each in enumerate(decisions) if each.id}
    found = {
        key: each["id"]
        for key, answer in answers.items()
        for each in answer["result"]
        if each["match"]
    }
    assert found == expected
    assert 50 < len(expected) < len(names) - 50
    for answer in answers.values():
        scores = [each["score"] for each in answer["result"]]
        assert scores == sorted(scores, reverse=True)
        assert not any(each["match"] for each in answer["result"][1:])


NAMES = """Teheran|Qom|Berlin|Georgia|Turkey|Burma|Bombay|Swaziland|Petrograd|Reuters|Facebook
Twitter|Google|Nestle|Victoria|Congo|Niger|Guinea|Korea|Iran|Irak|Syria|Persia|Ceylon|Siam|Zaire
Saigon|Peking|Canton|Madras|Calcutta|Rangoon|Batavia|Istanbul|Ankara|Smyrna|Aleppo|Damaskus|Beirut
Mashhad|Isfahan|Shiraz|Tabriz|Ahvaz|Kerman|Hamas|Hezbollah|IRGC|BBC|CNN|Al Jazeera|Haaretz|Khamenei
Rouhani|Zarif|Netanyahu|Erdogan|Assad|Nasrallah|Delta Airlines|Philip Morris|Comcast|Anthem|Altria
London|Paris|Vienna|Rome|Holland|Macedonia|Czech Republic|Ivory Coast|Cape Verde|East Timor|Bolivia
Moldova|Tanzania|Venezuela|Vietnam|Laos|Brunei|Vatican|Palestine|Taiwan|Hong Kong|Macao""".replace(
    "\n", "|"
).split("|")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["query", "type", "limit", "type_strict", "properties", "pid", "v", "id", "name"]
            )
            | st.characters(categories=["Cs", "L"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
QUERY = st.fixed_dictionaries(
    {"query": st.sampled_from(["Qom", "\ud800", "", 5])},
    optional=dict.fromkeys(("type", "limit", "type_strict", "properties", "cursor"), JSON),
)


@given(JSON | st.dictionaries(st.text(max_size=3), QUERY, max_size=3))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_asked_is_answered_or_refused(bundled_app: Flask, value: Any) -> None:
    response = bundled_app.test_client().post("/reconcile", data={"queries": json.dumps(value)})
    assert response.status_code in (200, 400), (value, response.text)
    if response.status_code == 200:
        assert json.loads(response.data).keys() == value.keys()
