"""Over standard input and output: the protocol alone, whatever happens beside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the extra mcp")

from mcp import MCPError, StdioServerParameters
from mcp.types import INVALID_REQUEST, PARSE_ERROR

from tests.conftest import wait_for
from tests.mcp.conftest import (
    call,
    cancel_one,
    command,
    environment,
    key_of,
    names_of,
    started,
    talk,
    url_of,
)
from tests.web.conftest import Service

HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


class Server:
    """A server as a process, to which lines are written as they are; U+DCFF is the byte FF."""

    def __init__(self, *program: str) -> None:
        self.process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="surrogateescape",
            env=environment(),
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin, self.stdout = self.process.stdin, self.process.stdout

    def send(self, line: str) -> None:
        self.stdin.write(line + "\n")
        self.stdin.flush()

    def request(self, number: int, method: str, **params: Any) -> Any:
        """The line that a request is answered with."""
        self.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}))
        return json.loads(self.stdout.readline())

    def begin(self) -> None:
        assert self.request(0, "initialize", **HELLO)["result"]["serverInfo"]
        self.send('{"jsonrpc": "2.0", "method": "notifications/initialized"}')

    def end(self) -> tuple[int, str, str]:
        """The exit code once standard input is closed, and what is left of both outputs."""
        output, errors = self.process.communicate(timeout=20)
        return self.process.returncode, output, errors


def test_a_home_answers_and_ends_with_its_client(home: Path) -> None:
    answer = call(started("--home", home), "resolve", text="NATO")
    assert answer.structured_content["id"] == "nato"
    server = Server(*command("--home", home))
    server.begin()
    assert server.end() == (0, "", "")


def test_a_service_answers_with_the_key_of_the_environment(service: Service, home: Path) -> None:
    async def work(client: Any) -> Any:
        names = await names_of(client)
        return names, await client.call_tool("review", {"text": "NATO", "decision": "nobody"})

    names, refused = talk(started("--url", url_of(service)), work)
    assert names == ["resolve", "annotate", "entity", "compare"]
    assert (refused.is_error, refused.structured_content["code"]) == (True, "key_needed")
    key = key_of(home, "write")
    names, done = talk(started("--url", url_of(service), RESOLVER_KEY=key), work)
    assert names[4:] == ["review", "resolve-or-create"]
    assert done.structured_content["review"]["by"] == "agent-write"


LOUD = """
import os, sys
from pathlib import Path
from resolver.mcp.of_home import OfHome
from resolver.mcp.stdio import serve_stdio

class Loud(OfHome):
    async def ask(self, *given):
        print("printed", flush=True)
        os.write(1, b"written\\n")
        return await super().ask(*given)

serve_stdio(Loud(Path(sys.argv[1])))
"""


def test_nothing_but_the_protocol_is_on_standard_output(home: Path) -> None:
    server = Server(sys.executable, "-c", LOUD, str(home))
    server.begin()
    server.send("this is no JSON")
    server.send('{"jsonrpc": "2.0"}')
    asked = {"name": "resolve", "arguments": {"text": "NATO"}}
    line = server.request(1, "tools/call", **asked)
    while line.get("id") != 1:  # what was answered to the lines above
        line = json.loads(server.stdout.readline())
    assert line["result"]["structuredContent"]["id"] == "nato"
    code, output, errors = server.end()
    assert code == 0
    assert all(json.loads(each)["jsonrpc"] == "2.0" for each in output.splitlines())
    assert "printed" in errors
    assert "written" in errors


RESOLVE = (
    '{"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"resolve","arguments":%s}}'
)
NO_IDS = ("1.5", "{}", "[1]", "null", "true")


def test_a_line_that_is_no_message_is_answered_with_an_error(home: Path) -> None:
    server = Server(*command("--home", home))
    server.begin()
    for line, number, code in (
        (RESOLVE % ("1", r'{"text":"\ud800"}'), 1, PARSE_ERROR),
        (RESOLVE % ('"two"', '{"text":"NATO \udcff"}'), "two", PARSE_ERROR),
        (RESOLVE % (r'"\ud800"', '{"text":"NATO"}'), None, PARSE_ERROR),
        ("this is no JSON", None, PARSE_ERROR),
        ("[" * 100_000, None, PARSE_ERROR),
        ('{"jsonrpc":"2.0","id":3,"method":4}', 3, INVALID_REQUEST),
        ("[]", None, INVALID_REQUEST),
        *((RESOLVE % (each, '{"text":"NATO"}'), None, INVALID_REQUEST) for each in NO_IDS),
    ):
        server.send(line)
        answer = json.loads(server.stdout.readline())
        assert (answer["id"], answer["error"]["code"]) == (number, code)
        assert answer["error"]["message"].endswith("send JSON-RPC in UTF-8, a message a line")
    server.send(RESOLVE % ("4", '{"text":"NATO"}'))
    assert json.loads(server.stdout.readline())["result"]["structuredContent"]["id"] == "nato"
    assert server.end() == (0, "", "")


def test_a_call_that_is_cancelled_keeps_nobody_waiting(home: Path) -> None:
    answer = talk(started("--home", home), cancel_one)
    assert answer.structured_content["id"] == "nato"


def test_a_server_that_is_killed_ends_the_call_and_harms_no_home(
    home: Path, tmp_path: Path
) -> None:
    told = tmp_path / "pid"
    program = f"import os, pathlib, sys; pathlib.Path({str(told)!r}).write_text(str(os.getpid()));"
    program += "sys.argv[0] = 'resolver'; from resolver.cli import main; main()"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", program, "mcp", "--home", str(home)],
        env=environment(),
    )

    async def kill(client: Any) -> None:
        await client.call_tool("review", {"text": "NATO", "decision": "nobody"})
        os.kill(int(told.read_text()), signal.SIGKILL)
        with pytest.raises(MCPError):
            await client.call_tool("resolve", {"text": "NATO"})

    talk(server, kill)
    again = call(started("--home", home), "resolve", text="NATO")
    assert again.structured_content["reason"] == "reviewed"


def test_a_signal_ends_it_though_the_client_stays(home: Path) -> None:
    server = Server(*command("--home", home))
    server.begin()
    server.process.send_signal(signal.SIGTERM)
    wait_for(lambda: server.process.poll() is not None)
    code, output, errors = server.end()
    assert code == 128 + signal.SIGTERM
    assert output == ""
    assert "Traceback" not in errors
