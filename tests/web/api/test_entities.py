"""`/v1/entities/{id}`: a record, whatever form its ID has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from resolver.curate.homes import compile_home, import_sources
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
    for each in ids:
        for path in {quote(each, safe="/:"), quote(each, safe="")}:
            response = client.get(f"/v1/entities/{path}")
            assert (response.status_code, response.get_json().get("id")) == (200, each), path


def test_an_entity_carries_its_sources_and_licences(client: FlaskClient) -> None:
    record = client.get("/v1/entities/nato").get_json()
    assert record["name"] == "NATO"
    assert record["sources"][0]["licence"] == "MIT"


def test_an_old_id_leads_to_the_entity_that_it_became(
    make_app: MakeApp, make_pack_home: Callable[..., Path]
) -> None:
    survivors = ["ben", "a/b//c", "50%", "é x?y#z", "/etc"]
    home = make_pack_home(survivors, {f"old/{each}": each for each in survivors})
    client = make_app(home).test_client()
    for each in survivors:
        response = client.get(f"/v1/entities/{quote(f'old/{each}', safe='')}")
        assert (response.status_code, response.get_data()) == (308, b"")
        location = response.headers["Location"]
        assert location == f"/v1/entities/{quote(each, safe='')}"
        assert response.headers["Cache-Control"] == "private, no-cache"
        asked = client.get(f"/v1/entities/{quote(f'old/{each}', safe='')}?a=%C3%A9&b=1+2")
        assert asked.headers["Location"] == f"{location}?a=%C3%A9&b=1+2"
        assert client.get(location).get_json()["id"] == each
    missing = client.get("/v1/entities/older")
    assert (missing.status_code, missing.get_json()["code"]) == (404, "unknown_entity")


@pytest.fixture
def make_pack_home(tmp_path: Path) -> Callable[..., Path]:
    """Make a home of entities with these IDs, and redirects by old ID."""

    def make(ids: list[str], redirects: dict[str, str]) -> Path:
        pack, home = tmp_path / "pack", tmp_path / "home"
        pack.mkdir()
        (pack / "pack.toml").write_text('name = "p"')
        rows = "".join(f"{each},person,N {number}\n" for number, each in enumerate(ids))
        (pack / "entities.csv").write_text(f"id,type,name\n{rows}")
        rows = "".join(f"{old_id},{each}\n" for old_id, each in redirects.items())
        (pack / "redirects.csv").write_text(f"old_id,id\n{rows}")
        import_sources(home, [pack], wait_s=10)
        compile_home(home, wait_s=10)
        return home

    return make
