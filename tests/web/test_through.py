"""An answer says up to which change it goes, and is never older than was asked for."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from resolver.access import add_key
from resolver.curate.homes import compile_home
from resolver.web import through
from resolver.web.route import MAX_NUMBER
from tests.web.conftest import Serve
from tests.web.editing import change, code


def test_answers_of_the_index_say_how_far_it_goes(editing: FlaskClient) -> None:
    for path in ("/v1/resolve?q=nato", "/v1/entities/nato", "/v1/entities/none"):
        assert editing.get(path).headers["X-Resolver-Through"] == "0"
    batch = editing.post("/v1/resolve", json={"queries": [{"text": "nato"}]})
    assert batch.headers["X-Resolver-Through"] == "0"
    assert "X-Resolver-Through" not in editing.get("/healthz").headers
    assert editing.get("/readyz").get_json()["through"] == 0


def test_an_answer_is_never_older_than_one_s_own_change(
    editing: FlaskClient, few_home: Path
) -> None:
    path = "/v1/resolve?q=Quux+Alliance"
    assert editing.get(path).get_json()["id"] is None  # and is in the cache now
    number = change(editing.post("/v1/entities/nato/aliases", json={"text": "Quux Alliance"}))
    asked = {"X-Resolver-Through": str(number)}
    thread = threading.Thread(target=compile_home, args=(few_home,), kwargs={"wait_s": 10})
    thread.start()
    mine = editing.get(path, headers=asked)
    assert (mine.get_json()["id"], mine.headers["X-Resolver-Through"]) == ("nato", "1")
    thread.join()
    assert editing.post("/v1/resolve", json={"text": "OTAN"}, headers=asked).status_code == 200
    assert editing.get("/v1/entities/nato", headers=asked).get_json()["aliases"][-1]["change"] == 1


def test_every_worker_gives_a_client_its_own_changes(serve: Serve, few_home: Path) -> None:
    key = f"Bearer {add_key(few_home, 'ana', 'write', by='test')}"
    service = serve(few_home, workers=2, read_key="true")
    for number in range(12):
        text = f"Quux {number}"
        path = f"/v1/resolve?q=Quux+{number}"
        for _ in range(3):  # so that what it was before is in a cache
            assert service.ask("GET", path, Authorization=key)[1]["id"] is None
        alias = "/v1/entities/nato/aliases"
        change = service.ask("POST", alias, {"text": text}, Authorization=key)[1]["change"]
        asked = {"Authorization": key, "X_Resolver_Through": str(change)}
        for _ in range(4):
            _, one, headers = service.ask("GET", path, **asked)
            assert one["id"] == "nato"
            assert int(headers["X-Resolver-Through"]) >= change
        batch = service.ask("POST", "/v1/resolve", {"queries": [{"text": text}]}, **asked)[1]
        assert batch["results"][0]["id"] == "nato"
        entity = service.ask("GET", "/v1/entities/nato", **asked)[1]
        assert entity["aliases"][-1]["text"] == text


def test_what_the_index_does_not_get_is_refused_after_a_while(
    editing: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(through, "MAX_WAIT_S", 0.2)
    begin = time.monotonic()
    for number in ("7", str(MAX_NUMBER)):
        late = editing.get("/v1/resolve?q=nato", headers={"X-Resolver-Through": number})
        assert (code(late), late.headers["Retry-After"]) == ((503, "index_behind"), "1")
    assert time.monotonic() - begin >= 0.4


@pytest.mark.parametrize("said", ["x", "-1", "1.0", "", "٣", str(MAX_NUMBER + 1)])
def test_nonsense_is_refused(editing: FlaskClient, said: str) -> None:
    headers = {"X-Resolver-Through": said.encode().decode("latin-1")}
    for path in ("/v1/resolve?q=nato", "/v1/entities/nato"):
        wrong = editing.get(path, headers=headers)
        assert (code(wrong), wrong.get_json()["field"]) == (
            (400, "bad_value"),
            "X-Resolver-Through",
        )
