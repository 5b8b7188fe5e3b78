"""A change is answered once it is where the request wants it, and counted in any case."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path
from threading import Thread

import pytest
from flask.testing import FlaskClient

from resolver.access import add_key
from resolver.curate.homes import compile_home
from resolver.home import Home
from resolver.indexing import seen
from resolver.table import Table
from resolver.web import editor
from tests.conftest import wait_for
from tests.web.conftest import MakeApp, Serve
from tests.web.editing import another, change, signed_in


def test_a_change_may_wait_until_every_answer_has_it(
    editing: FlaskClient, few_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "MAX_WAIT_S", 0.1)
    late = editing.post("/v1/entities/nato/aliases?wait=true", json={"text": "N1"})
    assert (late.status_code, late.get_json()["seen"]) == (201, False)
    monkeypatch.setattr(editor, "MAX_WAIT_S", 30.0)
    answers = []

    def add() -> None:
        client = another(editing)
        answers.append(client.post("/v1/entities/nato/aliases?wait=true", json={"text": "N2"}))

    thread = Thread(target=add)
    thread.start()
    wait_for(lambda: editing.get("/v1/changes").get_json()["next"] == 2)
    compile_home(few_home, wait_s=10)
    thread.join()
    assert (answers[0].get_json()["seen"], change(answers[0])) == (True, 2)
    assert editing.get("/v1/changes").get_json()["next"] == 2  # it was made once
    ready = editing.get("/readyz").get_json()
    assert (ready["through"], ready["changes"]) == (2, 2)


def test_a_change_that_was_waited_for_is_in_the_answers_of_every_worker(
    serve: Serve, few_home: Path
) -> None:
    key = f"Bearer {add_key(few_home, 'ana', 'write', by='test')}"
    service = serve(few_home, workers=2)
    for number in range(10):
        if number == 5:  # nobody waits for the dead, and the one in its place is not forgotten
            os.kill(service.workers()[0], signal.SIGKILL)
            wait_for(lambda: len(service.workers()) == 2)
        _, answer, _ = service.ask(
            "POST",
            "/v1/entities/nato/aliases?wait=true",
            {"text": f"Quux {number}"},
            Authorization=key,
        )
        assert answer["seen"] is True
        for _ in range(20):
            _, found, headers = service.ask("GET", f"/v1/resolve?q=Quux+{number}")
            assert found["id"] == "nato"
            assert int(headers["X-Resolver-Through"]) >= answer["change"]


def test_changes_are_counted_by_what_became_of_them(editing: FlaskClient) -> None:
    alias = "/v1/entities/nato/aliases"
    change(editing.post(alias, json={"text": "N1"}))
    editing.post(alias, json={"text": "N1"})
    editing.post("/v1/merges?dry_run=1", json={"into": "nato", "from": ["otan"]})
    lines = editing.get("/metrics").text.splitlines()
    for kind, outcome in (("addAlias", "written"), ("addAlias", "unchanged"), ("merge", "tried")):
        assert f'resolver_changes_total{{kind="{kind}",outcome="{outcome}"}} 1.0' in lines
    assert 'resolver_change_seconds_count{kind="addAlias"} 2.0' in lines


def test_the_table_is_not_opened_for_who_only_reads(make_app: MakeApp, few_home: Path) -> None:
    client = make_app(few_home).test_client()
    assert client.get("/v1/resolve?q=nato").status_code == 200
    assert client.get("/readyz").get_json()["changes"] is None
    assert not (few_home / "edits.sqlite-shm").exists()


def test_readiness_counts_a_change_as_soon_as_it_is_acknowledged(editing: FlaskClient) -> None:
    for number in range(1, 6):
        done = editing.post("/v1/entities/nato/aliases", json={"text": f"Alias {number}"})
        assert editing.get("/readyz").get_json()["changes"] == change(done) == number


@pytest.fixture
def restored_home(few_home: Path, tmp_path: Path) -> Path:
    """A home whose journal is an older copy than the one that was published."""
    copy = tmp_path / "edits.sqlite"
    shutil.copy(Home(few_home).journal, copy)
    with Table.open(few_home, by="ana") as table:
        for number in range(5):
            done = table.alias("nato", f"Lost {number}")
    assert seen(few_home, done.change, wait_s=0)
    copy.replace(Home(few_home).journal)
    time.sleep(1)  # times are to the second
    return few_home


def test_a_change_of_a_restored_journal_is_not_seen_in_an_index_of_another(
    make_app: MakeApp, restored_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "MAX_WAIT_S", 0.1)
    client = signed_in(make_app(restored_home, reload_s=0.05), restored_home)
    alias = "/v1/entities/nato/aliases?wait=true"
    for number in range(6):  # the index goes up to change 5
        answer = client.post(alias, json={"text": f"Zork {number}"}).get_json()
        assert (answer["change"], answer["seen"]) == (number + 1, False)
    monkeypatch.setattr(editor, "MAX_WAIT_S", 30.0)
    assert seen(restored_home, 6, wait_s=0)
    wait_for(lambda: client.get("/v1/resolve?q=Zork+5").get_json()["id"] == "nato")
    assert client.get("/v1/resolve?q=Lost+1").get_json()["id"] is None


def test_a_service_on_a_restored_journal_answers_with_its_changes(
    serve: Serve, restored_home: Path
) -> None:
    key = f"Bearer {add_key(restored_home, 'ana', 'write', by='test')}"
    service = serve(restored_home, workers=2)
    for number in range(3):
        body = {"text": f"Quux {number}"}
        alias = "/v1/entities/nato/aliases?wait=true"
        _, answer, _ = service.ask("POST", alias, body, Authorization=key)
        assert (answer["change"], answer["seen"]) == (number + 1, True)
        for _ in range(10):
            assert service.ask("GET", f"/v1/resolve?q=Quux+{number}")[1]["id"] == "nato"
    assert service.ask("GET", "/v1/resolve?q=Lost+1")[1]["id"] is None
