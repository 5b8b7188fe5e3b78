"""A service answers tools with what its routes answer, and its key decides what may be done."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the extra mcp")

import anyio

from resolver.access import revoke_key
from resolver.errors import ServiceUnreachable
from resolver.mcp.of_service import OfService
from resolver.mcp.source import Refused
from resolver.mcp.tools import BY_NAME, READING
from tests.conftest import free_port
from tests.mcp.conftest import key_of, url_of
from tests.web.conftest import Service

NAMES = [*BY_NAME]


def asked(
    url: str, *calls: tuple[str, dict[str, Any]], key: str | None = None, lends: bool = True
) -> Any:
    """The tools that are offered, and the answers to calls."""

    async def all_of_it() -> Any:
        source = OfService(url, key, lends=lends)
        try:
            offered = [tool.name for tool in await source.offered(None)]
            answers = [await source.ask(BY_NAME[name], given, None) for name, given in calls]
            return offered, *answers
        finally:
            await source.close()

    return anyio.run(all_of_it)


def refusal(url: str, name: str, key: str | None = None, **given: Any) -> Any:
    """The problem with which a service refuses a call."""
    with pytest.raises(Refused) as caught:
        asked(url, (name, given), key=key)
    return caught.value.problem


def test_answers_are_what_the_routes_answer(service: Service) -> None:
    offered, nato, ana, alike = asked(
        url_of(service),
        ("resolve", {"text": "NATO", "explain": True}),
        ("entity", {"id": "a/b"}),
        ("compare", {"name": "Ana Bell", "other": "Anna Bell"}),
    )
    assert offered == NAMES[: len(READING)]
    assert nato == json.loads(service.get("/v1/resolve?q=NATO&explain=true")[1])
    assert ana == json.loads(service.get("/v1/entities/a/b")[1])
    assert 0.5 < alike["score"] <= 1


def test_a_text_is_annotated_by_the_service(service: Service) -> None:
    _, found = asked(url_of(service), ("annotate", {"text": "It was NATO.", "spans": [[7, 11]]}))
    assert [each["id"] for each in found["mentions"]] == ["nato"]


def test_the_scope_of_the_key_decides_what_is_offered_and_done(
    service: Service, home: Path
) -> None:
    url = url_of(service)
    keys = {scope: key_of(home, scope) for scope in ("read", "review", "write")}
    decided = "review", {"text": "Kim Min-jun", "decision": "match", "id": "kim-1"}
    ambiguous = refusal(
        url,
        "resolve-or-create",
        key=keys["write"],
        record={"type": "person", "name": "Kim Min-jun"},
    )
    assert ambiguous["code"] == "ambiguous_entity"
    assert asked(url, key=keys["read"]) == (NAMES[:4],)
    offered, done, answer = asked(
        url, decided, ("resolve", {"text": "Kim Min-jun"}), key=keys["review"]
    )
    assert offered == NAMES[:5]
    assert (done["seen"], done["review"]["by"]) == (True, "agent-review")
    assert answer["id"] == "kim-1"
    record = {"type": "person", "name": "Xenia Quorn"}
    creating = "resolve-or-create", {"record": record, "reason": "met her"}
    offered, created, again = asked(url, creating, creating, key=keys["write"])
    assert offered == NAMES
    assert (created["created"], again["created"]) == (True, False)
    assert created["id"] == again["id"]
    changes = json.loads(service.get("/v1/changes", Authorization=f"Bearer {keys['review']}")[1])[
        "changes"
    ]
    assert changes[-1]["reason"] == "met her"
    assert (
        refusal(url, "resolve-or-create", key=keys["read"], record=record)["code"]
        == "scope_missing"
    )
    assert refusal(url, "resolve-or-create", record=record)["code"] == "key_needed"


def test_a_key_that_holds_no_more_is_said_at_each_call(service: Service, home: Path) -> None:
    key = key_of(home, "write")
    revoke_key(home, "agent-write")
    assert asked(url_of(service), key=key) == (NAMES[:4],)
    problem = refusal(url_of(service), "resolve", key=key, text="NATO")
    assert (problem["status"], problem["code"]) == (401, "unknown_key")


def test_a_key_is_not_lent_to_whoever_asks_over_http(service: Service, home: Path) -> None:
    url, key = url_of(service), key_of(home, "write")
    assert asked(url, key=key, lends=False) == (NAMES[:4],)
    decided = "review", {"text": "NATO", "decision": "nobody"}
    with pytest.raises(Refused, match="no key was sent"):
        asked(url, decided, key=key, lends=False)


def test_an_id_that_became_another_leads_there(service: Service, home: Path) -> None:
    headers = {"Authorization": f"Bearer {key_of(home, 'write')}"}
    merged = service.ask(
        "POST", "/v1/merges?wait=true", {"into": "nato", "from": ["otan"]}, **headers
    )
    assert merged[0] == 200
    assert asked(url_of(service), ("entity", {"id": "otan"}))[1]["id"] == "nato"


def test_what_is_wrong_is_the_problem_that_the_service_answers(service: Service) -> None:
    url = url_of(service)
    assert refusal(url, "resolve", text="")["code"] == "empty_text"
    assert refusal(url, "entity", id="nobody-has-it")["code"] == "unknown_entity"


def test_where_nobody_answers_that_is_said_with_what_to_do() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    assert asked(url, key="k" * 40) == (NAMES[:4],)
    with pytest.raises(ServiceUnreachable, match=f"{url} cannot be reached: .* — start it"):
        asked(url, ("resolve", {"text": "NATO"}))


class Other(BaseHTTPRequestHandler):
    """A server that is no resolver."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def other() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", free_port()), Other)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_another_server_is_said_to_be_none_of_ours(other: str) -> None:
    with pytest.raises(ServiceUnreachable, match="answered 200, and not as a resolver does"):
        asked(other, ("resolve", {"text": "NATO"}))
