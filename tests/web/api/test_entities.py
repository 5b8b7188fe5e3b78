"""`/v1/entities/{id}`: a record, whatever form its ID has."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.web.conftest import MakeApp


def test_an_entity_is_shown_whatever_its_id_looks_like(make_app: MakeApp, make_home: Any) -> None:
    ids = [
        "https://ror.org/0006s4z66",
        "a/b//c",
        "50%",
        "a%2Fb",
        "a b",
        "é",
        "x?y#z",
        "a+b",
        "/etc",
        "//a",
    ]
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
