"""What the routes of reconciliation share."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import MakeApp


def test_an_answer_is_a_call_of_a_function_where_a_script_wants_one(client: FlaskClient) -> None:
    response = client.get("/reconcile?callback=jQuery_1.on")
    assert response.mimetype == "application/javascript"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.text.startswith("/**/jQuery_1.on({")
    assert json.loads(response.text[len("/**/jQuery_1.on(") : -2])["versions"] == ["0.2"]


@pytest.mark.parametrize("name", ["", "alert(1)", "1a", "a" * 65, "a-b"])
def test_what_names_no_function_is_refused(client: FlaskClient, name: str) -> None:
    response = client.get("/reconcile", query_string={"callback": name})
    assert (response.status_code, response.get_json()["field"]) == (400, "callback")


def test_no_script_reads_where_a_setting_says_which_pages_may(make_app: MakeApp) -> None:
    paths = ("/reconcile?callback=f", "/reconcile/lang/fa/suggest/entity?prefix=a&callback=f")
    client = make_app(reconcile_origins="https://a.example").test_client()
    for path in paths:
        response = client.get(path)
        assert (response.status_code, response.get_json()["field"]) == (400, "callback")
    assert client.get("/reconcile").status_code == 200
    client = make_app(reconcile_origins="https://a.example", cors_origins="*").test_client()
    assert client.get(paths[0]).status_code == 200


def test_what_a_service_asks_further_is_counted_once(client: FlaskClient) -> None:
    queries = {"queries": '{"q": {"query": "Teheran"}}'}
    answer = client.post("/reconcile/sources/newsrooms-and-brands", data=queries).get_json()
    assert answer["q"]["result"]
    counted = [
        float(line.split()[-1])
        for line in client.get("/metrics").text.splitlines()
        if line.startswith("resolver_verdicts_total{")
    ]
    assert sum(counted) == 1
