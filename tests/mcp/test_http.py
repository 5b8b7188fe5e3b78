"""Over HTTP: on the loopback alone, for programs and for pages of ours, with keys for changes."""

from __future__ import annotations

import json
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the extra mcp")

import anyio
import httpx2
from mcp import MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import INVALID_REQUEST, PARSE_ERROR

from resolver.errors import BadValue
from resolver.mcp.http import Checked, address_of
from resolver.settings import Settings
from tests.conftest import free_port, is_listened_on, wait_for
from tests.mcp.conftest import (
    call,
    cancel_one,
    command,
    environment,
    key_of,
    names_of,
    offered,
    talk,
    url_of,
)
from tests.web.conftest import Service

Serve = Callable[..., str]


class Server:
    """A server over HTTP as a process."""

    def __init__(self, *arguments: str | Path, **variables: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            command(*arguments, "--http", str(self.port)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(**variables),
        )
        wait_for(lambda: is_listened_on(self.port) or self.process.poll() is not None, 30)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/mcp"

    def stop(self) -> tuple[int, bytes, bytes]:
        """The exit code, and both outputs."""
        self.process.send_signal(signal.SIGTERM)
        output, errors = self.process.communicate(timeout=20)
        return self.process.returncode, output, errors


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve with arguments until the test ends; standard output stays empty."""
    with ExitStack() as stack:

        def begin(*arguments: str | Path, **variables: str) -> str:
            server = Server(*arguments, **variables)
            stack.callback(stopped, server)
            return server.url

        yield begin


def stopped(server: Server) -> None:
    code, output, errors = server.stop()
    assert (code, output) == (128 + signal.SIGTERM, b"")
    assert errors.decode() == f"answering agents at {server.url}\n"


def post(
    url: str, method: str = "tools/list", params: Any = None, number: Any = 1, **headers: str
) -> tuple[int, dict[str, Any]]:
    """The status and the body of a request."""
    asked = {"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}
    body = json.dumps(asked).encode()
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    request = urllib.request.Request(url, body, usual | headers)  # noqa: S310 - of http
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - of http
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def with_key(url: str, key: str, work: Any) -> Any:
    """What some work comes to with a client that sends a key."""

    @asynccontextmanager
    async def keyed() -> AsyncIterator[Any]:
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            streamable_http_client(url, http_client=http) as streams,
        ):
            yield streams

    return talk(keyed(), work)


def test_a_home_is_read_by_anybody_and_changed_by_who_sends_a_key(home: Path, serve: Serve) -> None:
    url = serve("--home", home)
    assert call(url, "resolve", text="NATO").structured_content["id"] == "nato"
    assert offered(url) == ["resolve", "annotate", "entity", "compare"]
    decided = {"text": "NATO", "decision": "nobody"}
    refused = call(url, "review", **decided)
    assert (refused.is_error, refused.structured_content["code"]) == (True, "key_needed")

    async def work(client: Any) -> Any:
        return await names_of(client), await client.call_tool("review", decided)

    names, done = with_key(url, key_of(home, "review"), work)
    assert names[4:] == ["review"]
    assert done.structured_content["review"]["by"] == "agent-review"
    assert call(url, "resolve", text="NATO").structured_content["reason"] == "reviewed"


def test_the_key_of_a_service_is_for_reading_and_one_that_is_sent_is_passed_on(
    service: Service, home: Path, serve: Serve
) -> None:
    url = serve("--url", url_of(service), RESOLVER_KEY=key_of(home, "write"))
    assert call(url, "resolve", text="NATO").structured_content["id"] == "nato"
    assert offered(url) == ["resolve", "annotate", "entity", "compare"]
    assert with_key(url, key_of(home, "review"), names_of)[4:] == ["review"]


def test_a_foreign_host_or_page_is_refused(home: Path, serve: Serve) -> None:
    url = serve("--home", home)
    port = url.rpartition(":")[2].partition("/")[0]
    for ours in ("localhost", f"127.0.0.1:{port}", f"[::1]:{port}"):
        assert post(url, Host=ours)[0] == 200
    assert post(url, Host=f"127.0.0.1:{port}", Origin=f"http://127.0.0.1:{port}")[0] == 200
    for foreign in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "[::1"):
        status, problem = post(url, Host=foreign)
        assert (status, problem["code"]) == (421, "wrong_host")
    for page in ("https://evil.example", "null", f"http://localhost:{port}", "http://[::1"):
        status, problem = post(url, Host=f"127.0.0.1:{port}", Origin=page)
        assert (status, problem["code"]) == (403, "foreign_origin")
    assert post(url, **{"Sec-Fetch-Site": "cross-site"})[0] == 403


def test_hosts_and_pages_of_the_settings_are_ours(home: Path, serve: Serve) -> None:
    url = serve(
        "--home",
        home,
        RESOLVER_ALLOWED_HOSTS="names.example",
        RESOLVER_CORS_ORIGINS="https://app.example",
    )
    assert post(url, Host="names.example", Origin="https://app.example")[0] == 200


def test_it_listens_on_the_loopback_alone() -> None:
    assert address_of("8001") == ("127.0.0.1", 8001)
    assert address_of("localhost:8001") == ("localhost", 8001)
    assert address_of("[::1]:8001") == ("::1", 8001)
    for elsewhere in ("0.0.0.0:8001", "192.168.0.1:8001", "example.org:8001", "[::]:8001"):
        with pytest.raises(BadValue, match="is not on the loopback — write 127"):
            address_of(elsewhere)
    for wrong in ("", "localhost", "8001:", "-1", "٨٠٠١", "localhost:x"):
        with pytest.raises(BadValue, match="has no port — write 8001"):
            address_of(wrong)
    for wrong in ("65536", "localhost:0"):
        with pytest.raises(BadValue, match="is no port — give one from 1 to 65535"):
            address_of(wrong)


def test_a_call_that_is_cancelled_keeps_nobody_waiting(home: Path, serve: Serve) -> None:
    assert talk(serve("--home", home), cancel_one).structured_content["id"] == "nato"


def test_a_request_that_is_closed_is_worked_on_no_more() -> None:
    said: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.request", "body": b"}", "more_body": False},
        {"type": "http.disconnect"},
    ]
    heard = b""

    async def app(_: Any, receive: Any, __: Any) -> None:
        nonlocal heard
        heard = (await receive())["body"] + (await receive())["body"]
        await anyio.sleep_forever()

    async def receive() -> dict[str, Any]:
        return said.pop(0)

    async def send(_: Any) -> None: ...

    async def closed() -> None:
        head = {"type": "http", "headers": [(b"host", b"localhost")]}
        with anyio.fail_after(10):
            await Checked(app, Settings.from_environment({}))(head, receive, send)

    anyio.run(closed)
    assert (heard, said) == (b"{}", [])


def test_a_lone_surrogate_is_an_error_and_the_server_lives_on(home: Path, serve: Serve) -> None:
    url = serve("--home", home)
    params = {"name": "resolve", "arguments": {"text": "\ud800"}}
    status, answer = post(url, "tools/call", params)
    assert (status, answer["error"]["code"]) == (400, PARSE_ERROR)
    assert call(url, "resolve", text="NATO").structured_content["id"] == "nato"


def test_a_request_whose_id_is_none_of_the_protocol_is_an_error(home: Path, serve: Serve) -> None:
    url = serve("--home", home)
    others: list[Any] = [1.5, {}, [1], None, True]
    for number in others:
        status, answer = post(url, number=number)
        assert (status, answer["id"], answer["error"]["code"]) == (400, None, INVALID_REQUEST)
    assert post(url, number="one")[0] == 200


@pytest.mark.slow
def test_a_server_that_is_killed_is_an_error_and_another_takes_its_place(home: Path) -> None:
    server = Server("--home", home)

    async def kill(client: Any) -> None:
        await client.call_tool("resolve", {"text": "NATO"})
        server.process.kill()
        server.process.communicate()
        await client.call_tool("resolve", {"text": "NATO"})

    with pytest.raises((MCPError, ExceptionGroup)):
        talk(server.url, kill)
    after = Server("--home", home)
    assert call(after.url, "resolve", text="NATO").structured_content["id"] == "nato"
    assert after.stop()[:2] == (128 + signal.SIGTERM, b"")
