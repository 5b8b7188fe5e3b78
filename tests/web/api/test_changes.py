"""What changed: pages, filters, all of it as lines, and news as they come."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from resolver.access import add_key
from resolver.table import Table
from tests.web.conftest import Serve
from tests.web.editing import another, change, code


@pytest.fixture
def changed(editing: FlaskClient) -> FlaskClient:
    """A client who may change a home, and made three changes there."""
    for entity_id, text in (("nato", "N1"), ("otan", "O1"), ("nato", "N2")):
        change(editing.post(f"/v1/entities/{entity_id}/aliases", json={"text": text}))
    return editing


def test_changes_come_in_pages_newest_last(changed: FlaskClient) -> None:
    first = changed.get("/v1/changes?limit=2").get_json()
    assert ([each["number"] for each in first["changes"]], first["next"]) == ([1, 2], 2)
    rest = changed.get(f"/v1/changes?limit=2&after={first['next']}").get_json()
    assert rest["changes"] == [
        {
            "number": 3,
            "at": rest["changes"][0]["at"],
            "by": "ana",
            "kind": "alias",
            "entity": "nato",
            "before": {},
            "after": {"aliases": [{"text": "N2", "kind": "name"}]},
            "reason": None,
            "undoes": None,
        }
    ]
    assert changed.get("/v1/changes?after=3").get_json() == {"changes": [], "next": 3}


def test_changes_are_those_of_an_entity_or_of_somebody(changed: FlaskClient) -> None:
    of_nato = changed.get("/v1/changes?entity=nato").get_json()["changes"]
    assert [each["number"] for each in of_nato] == [1, 3]
    assert changed.get("/v1/changes?by=bob").get_json()["changes"] == []
    assert len(changed.get("/v1/changes?by=ana").get_json()["changes"]) == 3


def test_all_changes_come_one_a_line(changed: FlaskClient) -> None:
    lines = {"Accept": "application/x-ndjson"}
    response = changed.get("/v1/changes", headers=lines)
    assert response.content_type == "application/x-ndjson"
    assert [json.loads(line)["number"] for line in response.text.splitlines()] == [1, 2, 3]
    some = changed.get("/v1/changes?after=1&limit=1", headers=lines)
    assert [json.loads(line)["number"] for line in some.text.splitlines()] == [2]
    assert changed.get("/v1/changes", headers={"Accept": "*/*"}).is_json


def test_whoever_waits_hears_of_the_next_change_of_that_kind(changed: FlaskClient) -> None:
    heard = []

    def wait() -> None:
        client = another(changed)
        heard.append(client.get("/v1/changes?after=3&entity=otan&wait=10").get_json())

    thread = threading.Thread(target=wait)
    thread.start()
    begin = time.monotonic()
    change(changed.post("/v1/entities/nato/aliases", json={"text": "N3"}))
    time.sleep(0.2)
    assert heard == []
    change(changed.post("/v1/entities/otan/aliases", json={"text": "O2"}))
    thread.join()
    assert [each["number"] for each in heard[0]["changes"]] == [5]
    assert time.monotonic() - begin < 5


def test_waiting_ends_without_news(changed: FlaskClient) -> None:
    begin = time.monotonic()
    assert changed.get("/v1/changes?after=3&wait=0.2").get_json()["changes"] == []
    assert 0.2 <= time.monotonic() - begin < 2
    assert changed.get("/v1/changes?wait=10").get_json()["next"] == 3  # there are some already


def test_lines_that_are_held_keep_nobody_out_and_end_with_the_service(
    serve: Serve, few_home: Path
) -> None:
    key = {"Authorization": f"Bearer {add_key(few_home, 'ana', 'write', by='test')}"}
    service = serve(few_home, workers=1, max_concurrent_queries=1, max_queued_queries=1)
    answered: list[tuple[int, bytes]] = []

    def follow() -> None:
        answered.append(service.get("/v1/changes?wait=9", **key))

    threads = [threading.Thread(target=follow) for _ in range(60)]
    for thread in threads:
        thread.start()
    for number in range(5):
        assert service.get(f"/v1/resolve?q=nato+{number}", **key)[0] == 200
    assert answered == []
    begin = time.monotonic()
    assert service.stop() == 0
    assert time.monotonic() - begin < 8
    for thread in threads:
        thread.join()
    assert answered == [(200, b'{"changes":[],"next":0}')] * 60


def test_lines_are_sent_as_they_are_made(serve: Serve, few_home: Path) -> None:
    key = {"Authorization": f"Bearer {add_key(few_home, 'ana', 'write', by='test')}"}
    with Table.open(few_home) as table, table.store.journal.writing() as writing:
        for _ in range(1_002):
            writing.append("review", by="ana")
    service = serve(few_home, workers=1)
    status, body = service.get("/v1/changes", Accept="application/x-ndjson", **key)
    numbers = [json.loads(line)["number"] for line in body.splitlines()]
    assert (status, numbers) == (200, [*range(1, 1_003)])


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "limit=0", "wait=31", "since=1", "by=%00"]
)
def test_a_wrong_parameter_is_refused(editing: FlaskClient, query: str) -> None:
    assert code(editing.get(f"/v1/changes?{query}"))[0] == 400


def test_a_number_that_is_refused_is_said_as_it_was_sent(editing: FlaskClient) -> None:
    title = editing.get("/v1/changes?wait=31").get_json()["title"]
    assert title.startswith("wait 31 is")
