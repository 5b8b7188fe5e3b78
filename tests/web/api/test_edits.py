"""The routes that change the table: what they answer, refuse, and leave in the journal."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from resolver.curate.homes import compile_home
from resolver.table import Table
from tests.web.conftest import MakeApp
from tests.web.editing import another, change, code, signed_in

PATCH = "application/merge-patch+json"


def test_an_entity_is_created_with_an_id_or_gets_one(editing: FlaskClient) -> None:
    minted = editing.post("/v1/entities", json={"type": "person", "name": "Zork", "reason": "new"})
    assert (minted.status_code, minted.get_json()["change"]) == (201, 1)
    assert minted.get_json()["id"].startswith("e-")
    own = editing.post("/v1/entities", json={"id": "x/y z", "type": "person", "name": "Yo"})
    assert own.headers["Location"] == "/v1/entities/x%2Fy%20z"
    assert own.get_json()["entity"]["sources"] == [{"name": "edits"}]
    again = editing.post("/v1/entities", json={"id": "x/y z", "type": "person", "name": "Yo"})
    assert code(again) == (409, "id_taken")
    (first, second) = editing.get("/v1/changes").get_json()["changes"]
    assert (first["by"], first["kind"], first["reason"]) == ("ana", "create", "new")
    assert second["entity"] == "x/y z"


@pytest.mark.parametrize("entity_id", ["a/b", "https://example.org/1", "new/one//é?"])
def test_an_entity_is_put_patched_and_retired_whatever_its_id(
    editing: FlaskClient, entity_id: str
) -> None:
    path = f"/v1/entities/{quote(entity_id, safe='')}"
    put = editing.put(path, json={"type": "person", "name": "Nona"})
    assert (put.status_code, put.get_json()["id"]) == (
        201 if "new" in entity_id else 200,
        entity_id,
    )
    patched = editing.patch(path, json={"description": "a singer"}, content_type=PATCH)
    assert patched.get_json()["entity"]["description"] == "a singer"
    cleared = editing.patch(path, json={"description": None, "aliases": ["No"]})
    entity = cleared.get_json()["entity"]
    assert ("description" in entity, entity["aliases"][0]["text"]) == (False, "No")
    gone = editing.delete(path, json={"reason": "never was"})
    assert (change(gone), gone.get_json()["entity"]) == (4, None)
    assert code(editing.delete(path)) == (404, "unknown_entity")


def test_a_tag_guards_against_what_others_changed(editing: FlaskClient, few_home: Path) -> None:
    tag = editing.get("/v1/entities/nato").headers["ETag"]
    first = editing.patch("/v1/entities/nato", json={"country": ["BE"]}, headers={"If-Match": tag})
    assert change(first) == 1
    for method in (editing.patch, editing.put, editing.delete):
        body = {} if method == editing.delete else {"type": "organization", "name": "N"}
        stale = method("/v1/entities/nato", json=body, headers={"If-Match": tag})
        assert code(stale) == (412, "entity_changed")
        assert code(method("/v1/entities/nato", json=body, headers={"If-Match": f"W/{tag}"})) == (
            412,
            "entity_changed",
        )
    compile_home(few_home, wait_s=10)
    through = {"X-Resolver-Through": "1"}
    read = editing.get("/v1/entities/nato", headers=through).headers["ETag"]
    assert read.split(".")[0] == first.headers["ETag"].split(".")[0]
    had = editing.get("/v1/entities/nato", headers={"If-None-Match": read})
    assert (had.status_code, had.headers["X-Resolver-Through"]) == (304, "1")
    second = editing.delete("/v1/entities/nato", headers={"If-Match": read})
    assert change(second) == 2
    several = editing.delete("/v1/entities/otan", headers={"If-Match": '"a", "b"'})
    assert (code(several), several.get_json()["field"]) == ((400, "bad_value"), "If-Match")


def test_a_tag_guards_aliases_merges_and_splits_too(editing: FlaskClient) -> None:
    tag = editing.get("/v1/entities/nato").headers["ETag"]
    editing.patch("/v1/entities/nato", json={"country": ["BE"]})
    had = {"If-Match": tag}
    for method, path, body in (
        ("POST", "/v1/entities/nato/aliases", {"text": "OTAN"}),
        ("DELETE", "/v1/entities/nato/aliases", {"text": "North Atlantic Alliance"}),
        ("POST", "/v1/merges", {"into": "nato", "from": ["otan"]}),
        ("POST", "/v1/merges?dry_run=true", {"into": "nato", "from": ["otan"]}),
        ("POST", "/v1/splits", {"id": "nato", "aliases": [{"text": "North Atlantic Alliance"}]}),
    ):
        refused = editing.open(path, method=method, json=body, headers=had)
        assert code(refused) == (412, "entity_changed"), path
    had = {"If-Match": editing.get("/v1/entities/otan").headers["ETag"]}
    merged = editing.post("/v1/merges", json={"into": "otan", "from": ["nato"]}, headers=had)
    assert change(merged) == 2
    had = {"If-Match": merged.headers["ETag"]}
    assert change(editing.post("/v1/splits", json={"id": "nato"}, headers=had)) == 3


def test_what_was_read_can_be_sent_back(editing: FlaskClient, few_home: Path) -> None:
    change(editing.post("/v1/entities/nato/aliases", json={"text": "Pact"}))
    change(editing.post("/v1/merges", json={"into": "nato", "from": ["otan"]}))
    compile_home(few_home, wait_s=10)
    read = editing.get("/v1/entities/nato", headers={"X-Resolver-Through": "2"}).get_json()
    assert {"sources", "other_ids"} <= read.keys()
    assert {"pack", "change"} <= set().union(*read["aliases"])
    assert code(editing.put("/v1/entities/nato", json=read)) == (409, "unchanged")
    assert code(editing.patch("/v1/entities/nato", json=read)) == (409, "unchanged")
    assert change(editing.post("/v1/entities", json={**read, "id": "twin"})) == 3
    alias = {**read["aliases"][-1], "text": "Another"}
    assert change(editing.post("/v1/entities/nato/aliases", json=alias)) == 4
    sources = editing.put("/v1/entities/nato", json={**read, "name": "Nato"}).get_json()
    assert sources["entity"]["sources"] == read["sources"]


def test_a_merge_across_types_says_so(editing: FlaskClient) -> None:
    body = {"into": "nato", "from": ["a/b", "otan"]}
    tried = editing.post("/v1/merges?dry_run=true", json=body).get_json()
    assert tried["types"] == [{"id": "a/b", "type": "person", "into": "organization"}]
    assert editing.post("/v1/merges", json=body).get_json()["types"] == tried["types"]


def test_of_two_clients_with_one_tag_one_is_refused(editing: FlaskClient) -> None:
    tag = editing.get("/v1/entities/nato").headers["ETag"]
    statuses: Counter[int] = Counter()

    def patch(country: str) -> None:
        client = another(editing)
        response = client.patch(
            "/v1/entities/nato", json={"country": [country]}, headers={"If-Match": tag}
        )
        statuses[response.status_code] += 1

    threads = [threading.Thread(target=patch, args=(each,)) for each in ("BE", "NO")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == {200: 1, 412: 1}


def test_a_put_may_be_for_a_new_entity_alone(editing: FlaskClient) -> None:
    new, body = {"If-None-Match": "*"}, {"type": "person", "name": "Q"}
    assert editing.put("/v1/entities/q", json=body, headers=new).status_code == 201
    assert code(editing.put("/v1/entities/q", json=body, headers=new)) == (412, "entity_changed")
    there = {"If-Match": "*"}
    assert code(editing.put("/v1/entities/r", json=body, headers=there)) == (412, "entity_changed")
    assert code(editing.put("/v1/entities/q", json=body)) == (409, "unchanged")


def test_an_alias_is_added_and_taken_away(editing: FlaskClient) -> None:
    path = "/v1/entities/a/b/aliases"
    added = editing.post(path, json={"text": "Ана", "language": "ru", "kind": "native"})
    assert added.status_code == 201
    assert added.get_json()["entity"]["aliases"][-1] == {
        "pack": "edits",
        "text": "Ана",
        "language": "ru",
        "kind": "native",
        "change": 1,
    }
    assert code(editing.post(path, json={"text": "Ана", "language": "ru", "kind": "native"})) == (
        409,
        "unchanged",
    )
    assert code(editing.delete(f"{path}?text=Ана&language=uk")) == (400, "bad_value")
    assert change(editing.delete(f"{path}?text=Ана&language=ru&reason=no")) == 2
    assert change(editing.post(path, json={"text": "Anna"})) == 3
    assert change(editing.delete(path, json={"text": "Anna", "reason": "no"})) == 4
    missing = editing.delete(path)
    assert (missing.status_code, missing.get_json()["field"]) == (400, "text")


def test_entities_are_merged_split_and_all_of_it_undone(editing: FlaskClient) -> None:
    body = {"into": "nato", "from": ["otan"], "reason": "one alliance"}
    tried = editing.post("/v1/merges?dry_run=true", json=body).get_json()
    assert (tried["change"], tried["merged"], tried["aliases"][0]["text"]) == (
        None,
        ["otan"],
        "OTAN",
    )
    assert editing.get("/v1/changes").get_json()["changes"] == []
    merged = editing.post("/v1/merges", json=body)
    assert (change(merged), merged.get_json()["entity"]["other_ids"][0]["id"]) == (1, "otan")
    assert code(editing.post("/v1/merges", json=body)) == (409, "unchanged")
    split = editing.post("/v1/splits", json={"id": "otan"})
    assert (split.status_code, split.get_json()["entity"]["name"]) == (201, "OTAN")
    undone = editing.post("/v1/undo", json={"change": 2, "reason": "one after all"})
    assert (change(undone), undone.get_json()["entity"]["id"]) == (3, "nato")
    assert code(editing.post("/v1/undo", json={"change": 2})) == (409, "unchanged")
    assert code(editing.post("/v1/undo", json={"change": 99})) == (404, "unknown_change")
    said = "North Atlantic Alliance"
    new = {"id": "naa", "name": "Alliance"}
    taken = editing.post("/v1/splits", json={"id": "nato", "aliases": [said], "new": new})
    assert taken.get_json()["entity"]["name"] == "Alliance"
    assert code(editing.post("/v1/splits", json={"id": "nato", "new": new})) == (400, "bad_value")


def test_a_write_to_an_id_that_became_another_changes_nothing(editing: FlaskClient) -> None:
    change(editing.post("/v1/merges", json={"into": "a/b", "from": ["otan"]}))
    for method, path, body in (
        ("PUT", "/v1/entities/otan", {"type": "person", "name": "O"}),
        ("PATCH", "/v1/entities/otan", {"name": "O"}),
        ("DELETE", "/v1/entities/otan", {}),
        ("POST", "/v1/entities/otan/aliases", {"text": "O"}),
        ("DELETE", "/v1/entities/otan/aliases", {"text": "O"}),
    ):
        moved = editing.open(path, method=method, json=body)
        assert (code(moved), moved.get_json()["survivor"]) == ((409, "entity_moved"), "a/b")
        assert "Location" not in moved.headers
    assert editing.get("/v1/changes").get_json()["next"] == 1


WRONG: list[tuple[str, str, Any, str]] = [
    ("POST", "/v1/entities", {"type": "person", "name": "X", "colour": "red"}, "colour"),
    ("POST", "/v1/entities", {"type": "person"}, "name"),
    ("POST", "/v1/entities", {"type": "person", "name": "X", "aliases": [{}]}, "text"),
    ("POST", "/v1/entities", {"type": "person", "name": "X", "reason": 7}, "reason"),
    ("POST", "/v1/entities", {"records": []}, "records"),
    ("POST", "/v1/entities?add_alias=true", {"type": "person", "name": "X"}, "add_alias"),
    ("POST", "/v1/entities?ambiguous=create", {"type": "person", "name": "X"}, "ambiguous"),
    ("POST", "/v1/entities", {"id": "nato/aliases", "type": "person", "name": "X"}, "id"),
    ("PUT", "/v1/entities/%2e%2e", {"type": "person", "name": "X"}, "id"),
    ("POST", "/v1/entities?wait=yes", {"type": "person", "name": "X"}, "wait"),
    ("PUT", "/v1/entities/nato", {"id": "otan", "type": "person", "name": "X"}, "id"),
    ("PATCH", "/v1/entities/nato", {"colour": "red"}, "colour"),
    ("PATCH", "/v1/entities/nato", {"country": ["ZZ"]}, "country"),
    ("DELETE", "/v1/entities/nato", {"text": "x"}, "text"),
    ("POST", "/v1/entities/nato/aliases", {"text": "X", "colour": "red"}, "colour"),
    ("POST", "/v1/entities/nato/aliases", {"language": "fr"}, "text"),
    ("DELETE", "/v1/entities/nato/aliases", {"text": 7}, "text"),
    ("DELETE", "/v1/entities/nato/aliases", {"text": "X", "kind": "name"}, "kind"),
    ("POST", "/v1/merges", {"into": "nato"}, "from"),
    ("POST", "/v1/merges", {"into": "nato", "from": "otan"}, "from"),
    ("POST", "/v1/merges", {"into": "nato", "from": []}, "from"),
    ("POST", "/v1/merges", {"into": 7, "from": ["otan"]}, "into"),
    ("POST", "/v1/merges", {"into": "nato", "from": [[]]}, "from"),
    ("POST", "/v1/splits", {"aliases": []}, "id"),
    ("POST", "/v1/splits", {"id": [1]}, "id"),
    ("POST", "/v1/splits", {"id": "nato", "aliases": [1]}, "aliases"),
    ("POST", "/v1/splits", {"id": "nato", "aliases": [{"text": "?"}]}, "text"),
    ("POST", "/v1/undo", {"change": True}, "change"),
    ("POST", "/v1/undo", {"change": 1 << 70}, "change"),
    ("POST", "/v1/undo", {"change": 1, "why": "x"}, "why"),
]


def test_what_is_wrong_is_refused_by_name_and_changes_nothing(editing: FlaskClient) -> None:
    for method, path, body, field in WRONG:
        refused = editing.open(path, method=method, json=body)
        problem = refused.get_json()
        assert (refused.status_code, problem.get("field")) == (400, field), (path, body, problem)
        assert problem["detail"]
    twice = b'{"type": "person", "name": "X", "properties": {"a": ["1"], "a": ["2"]}}'
    response = editing.post("/v1/entities", data=twice, content_type="application/json")
    assert code(response) == (400, "bad_value")
    assert code(editing.patch("/v1/entities/nato", data=b"{}")) == (415, "wrong_media_type")
    empty = editing.post("/v1/undo", data=b"", content_type="application/json")
    assert code(empty) == (400, "bad_json")
    said = editing.post("/v1/undo", json={"change": True}).get_json()["title"]
    assert said == "change true is not the number of a change"
    assert editing.get("/v1/changes").get_json() == {"changes": [], "next": 0}


def test_an_entity_with_ten_thousand_aliases_fits(editing: FlaskClient) -> None:
    aliases = [f"Some alias of it, number {number}" for number in range(10_000)]
    body = {"id": "many", "type": "person", "name": "M", "aliases": aliases}
    made = editing.post("/v1/entities", json=body)
    assert (change(made), len(made.get_json()["entity"]["aliases"])) == (1, 10_000)
    long = {**body, "id": "more", "aliases": [each * 5 for each in aliases]}
    assert code(editing.post("/v1/entities", json=long)) == (413, "body_too_large")


def test_a_busy_home_says_when_to_try_again(editing: FlaskClient, few_home: Path) -> None:
    with Table.open(few_home) as table, table.store.journal.writing():
        busy = editing.post("/v1/entities", json={"type": "person", "name": "X"})
    assert (code(busy), busy.headers["Retry-After"]) == ((503, "home_busy"), "1")
    assert change(editing.post("/v1/entities", json={"type": "person", "name": "X"})) == 1


def test_a_home_that_may_only_be_read_is_not_changed(make_app: MakeApp, own_home: Path) -> None:
    client = signed_in(make_app(own_home), own_home)  # it has an index and no store
    refused = client.post("/v1/entities", json={"type": "person", "name": "X"})
    assert code(refused) == (503, "store_empty")
    assert refused.get_json()["detail"]
