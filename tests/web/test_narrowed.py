"""A reconciliation service for a part of the table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from resolver.access import add_key
from resolver.web.routes import body_limit, path_label
from tests.web.conftest import MakeApp


def test_the_path_says_for_which_part(client: FlaskClient) -> None:
    whole = client.get("/reconcile").get_json()
    assert whole["view"]["url"] == "http://localhost/reconcile/view?id={{id}}"
    assert len(whole["defaultTypes"]) >= 8
    part = client.get("/reconcile/types/place/lang/fa/sources/countries").get_json()
    base = "http://localhost/reconcile/types/place/lang/fa/sources/countries"
    assert part["suggest"]["entity"]["service_url"] == base
    assert part["defaultTypes"] == [{"id": "place", "name": "Place"}]
    assert part["name"] == "alias-resolver (place, countries)"


@pytest.mark.parametrize("path", ["types/planet", "sources/atlas", "types", "types//lang/fa"])
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    response = client.get(f"/reconcile/{path}")
    assert (response.status_code, response.get_json()["code"]) == (404, "unknown_route")


@pytest.mark.parametrize("path", ["", "/types/place", "/v1", "/lang/fa/v1"])
def test_a_slash_at_the_end_counts_for_nothing(client: FlaskClient, path: str) -> None:
    with_slash = client.get(f"/reconcile{path}/")
    assert with_slash.get_json() == client.get(f"/reconcile{path}").get_json()
    asked = {"queries": '{"q": {"query": "Teheran"}}'}
    if not path.endswith("v1"):
        answer = client.post(f"/reconcile{path}/", data=asked).get_json()
        assert answer["q"]["result"][0]["id"] == "tehran"
    assert client.get(f"/reconcile{path}//").status_code == 404
    assert body_limit("POST", "/reconcile/") == body_limit("POST", "/reconcile") > 0
    assert path_label(f"/reconcile{path}/") == f"/reconcile{'/v1' if 'v1' in path else ''}"


def test_a_key_in_the_path_is_a_key_and_in_no_log(
    make_app: MakeApp, capfd: pytest.CaptureFixture[str]
) -> None:
    app = make_app(read_key=True)
    client = app.test_client()
    refused = client.get("/reconcile")
    assert refused.status_code == 401
    assert "/reconcile/key/SECRET" in refused.get_json()["detail"]
    assert "/key/" not in client.get("/v1/resolve?q=a").get_json()["detail"]
    assert client.get(f"/reconcile/key/{'z' * 40}").status_code == 401
    assert "z" * 40 not in client.get("/metrics").text
    app.extensions["resolver"].close()
    logged = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert "/reconcile" in {each.get("route") for each in logged}
    assert "z" * 40 not in json.dumps(logged)


def test_the_page_of_an_entity_does_not_lead_where_the_key_is_not(
    make_app: MakeApp, own_home: Path
) -> None:
    secret = add_key(own_home, "ana", "read", by="ann")
    client = make_app(own_home).test_client()
    assert "as JSON" in client.get("/reconcile/view?id=nato").text
    page = client.get(f"/reconcile/lang/fa/key/{secret}/view?id=nato")
    assert page.status_code == 200
    assert "as JSON" not in page.text


def test_any_page_may_ask_unless_a_setting_says_which(make_app: MakeApp) -> None:
    page = {"Origin": "https://a.example"}
    for origins, said in {"*": "*", "https://a.example": "https://a.example"}.items():
        client = make_app(reconcile_origins=origins).test_client()
        assert client.get("/reconcile", headers=page).headers["Access-Control-Allow-Origin"] == said
        assert "Access-Control-Allow-Origin" not in client.get("/readyz", headers=page).headers
    client = make_app(reconcile_origins="https://b.example").test_client()
    assert "Access-Control-Allow-Origin" not in client.get("/reconcile", headers=page).headers


def test_urls_of_a_part_lead_to_it_whatever_its_name_is(make_app: MakeApp, make_home: Any) -> None:
    name = "Ämter & 100%"
    client = make_app(make_home({"id": "a", "type": "place", "name": "A"}, name=name)).test_client()
    path = f"/reconcile/sources/{quote(name)}"
    base = client.get(path).get_json()["suggest"]["entity"]["service_url"]
    assert base.isascii()
    assert not set(base) & set(' "<>')
    answer = client.get(f"{base.removeprefix('http://localhost')}/suggest/entity?prefix=a")
    assert [each["id"] for each in answer.get_json()["result"]] == ["a"]
