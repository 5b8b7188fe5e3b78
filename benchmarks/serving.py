"""What the benchmarks of the service share: a table, servers, and a load on them.

Reach for it in a benchmark over HTTP. The table is made up, from a seed: persons with names of two
or three words, three names each. So the queries are known, and the figures do not depend on which
packs are bundled.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from tests.conftest import free_port, run_cli, wait_for

SERVE: Final = "from resolver.cli import main; main()"
SERVE_EMPTY: Final = """
import os
from resolver.settings import Settings
from resolver.web.server import serve
serve(Settings.from_environment(os.environ), "benchmarks.http:make_empty")
"""
WRK: Final = shutil.which("wrk")
GENERATOR: Final = "wrk, one thread" if WRK else "http.client, a process for each connection"
SCRIPT: Final = """
local requests, at = {}, 0
init = function()
%s
end
request = function() at = at %% #requests + 1; return requests[at] end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("\\nMEASURED %%d %%d %%d %%d %%d %%d\\n", summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.timeout, e.status))
end
"""


class Request(NamedTuple):
    """One request: a body makes it a POST."""

    path: str
    headers: Mapping[str, str] = {}
    body: str | None = None


class Load(NamedTuple):
    """What a load measured.

    Args:
        requests: How many were answered or broke.
        requests_per_s: How many of them a second.
        p50_ms: Milliseconds until an answer, in the median.
        p99_ms: Milliseconds within which 99 % were answered.
        broken: Connections that broke, and time-outs.
        refused: Answers with a status from 400 on.
    """

    requests: int
    requests_per_s: float
    p50_ms: float
    p99_ms: float
    broken: int
    refused: int


class Server(NamedTuple):
    """A running service: its port, and the ID of its main process."""

    port: int
    pid: int

    def get(self, path: str) -> bytes:
        """The body of an answer."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            body: bytes = answer.read()
            return body


def make_home(home: Path, entities: int) -> list[str]:
    """A home with so many made-up persons; returns their names."""
    chance = random.Random(1)
    syllables = [first + vowel for first in "bdfghjklmnprstvz" for vowel in "aeiou"]
    words = sorted(
        {"".join(chance.choices(syllables, k=chance.choice((2, 3)))) for _ in range(9000)}
    )
    source, names = home.with_suffix(".jsonl"), []
    with source.open("w", encoding="utf-8") as file:
        for number in range(entities):
            given, middle, family = (word.title() for word in chance.choices(words, k=3))
            names.append(f"{given} {middle} {family}")
            aliases = [f"{given} {family}", f"{family}, {given[0]}. {middle}"]
            entity = {"id": f"p{number}", "type": "person", "name": names[-1], "aliases": aliases}
            file.write(json.dumps(entity) + "\n")
    for command in (["import", source], ["compile"]):
        done = run_cli(*command, "--home", home)
        if done.returncode:
            sys.exit(done.stderr)
    return names


def misspelt(name: str) -> str:
    """A name that no table has: two letters of its last word change places, and one is doubled."""
    last = name[-2]
    return f"{name[:-2]}{name[-1]}{last}{last}"


def get(text: str, *, cached: bool = True) -> Request:
    """A query by GET; one that is not cached bypasses the caches."""
    return Request(f"/v1/resolve?q={quote(text)}", {} if cached else {"Cache-Control": "no-store"})


def post(texts: Sequence[str], *, cached: bool = True) -> Request:
    """Queries in one POST, as `get`."""
    headers = {"Content-Type": "application/json"} | (
        {} if cached else {"Cache-Control": "no-store"}
    )
    return Request(
        "/v1/resolve", headers, json.dumps({"queries": [{"text": text} for text in texts]})
    )


@contextmanager
def serving(
    home: Path, code: str = SERVE, path: str = "/readyz", **settings: Any
) -> Iterator[Server]:
    """A service on a home, with these settings; its log goes nowhere."""
    port = free_port()
    given = {"home": home, "port": port, **settings}
    env = {name: value for name, value in os.environ.items() if not name.startswith("RESOLVER_")}
    env |= {f"RESOLVER_{name.upper()}": str(value) for name, value in given.items()}
    command = [sys.executable, "-c", code, *(["serve"] if code == SERVE else [])]
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = Server(port, process.pid)
    try:
        wait_for(lambda: _answers(server, path), 60)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def load(server: Server, requests: Sequence[Request], *, connections: int, seconds: float) -> Load:
    """Send the requests one after the other, over and over, on connections that stay open."""
    if WRK is None:
        return _python_load(server, requests, connections, seconds)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "load.lua"
        script.write_text(SCRIPT % "\n".join(map(_lua, requests)), encoding="utf-8")
        options = ["-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "10s"]
        command = [WRK, *options, "-s", str(script), f"http://127.0.0.1:{server.port}"]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    counted, taken_us, p50_us, p99_us, *errors = map(int, output.split("MEASURED")[1].split())
    return Load(counted, counted / taken_us * 1e6, p50_us / 1000, p99_us / 1000, *errors)


def _answers(server: Server, path: str) -> bool:
    try:
        return bool(server.get(path))
    except OSError:
        return False


def _lua(request: Request) -> str:
    """A line of Lua that adds a request; no text of ours has a bracket that ends it."""
    headers = "".join(f'["{name}"]="{value}",' for name, value in request.headers.items())
    body = "nil" if request.body is None else f"[==[{request.body}]==]"
    method = "GET" if request.body is None else "POST"
    return f'requests[#requests+1] = wrk.format("{method}","{request.path}",{{{headers}}},{body})'


def _python_load(
    server: Server, requests: Sequence[Request], connections: int, seconds: float
) -> Load:
    with get_context("spawn").Pool(connections) as pool:
        jobs = [(server.port, [*requests[n:], *requests[:n]], seconds) for n in range(connections)]
        done = pool.starmap(_one_connection, jobs, chunksize=1)
    taken = sorted(chain.from_iterable(each.taken_s for each in done))
    p50_ms, p99_ms = (taken[int(len(taken) * part)] * 1000 for part in (0.5, 0.99))
    broken, refused = sum(each.broken for each in done), sum(each.refused for each in done)
    return Load(len(taken), len(taken) / seconds, p50_ms, p99_ms, broken, refused)


class _Sent(NamedTuple):
    """The seconds of each request on one connection, and how many broke or were refused."""

    taken_s: list[float]
    broken: int
    refused: int


def _one_connection(port: int, requests: list[Request], seconds: float) -> _Sent:
    connection, broken, refused = HTTPConnection("127.0.0.1", port, timeout=10), 0, 0
    taken: list[float] = []
    until = time.perf_counter() + seconds
    while (begin := time.perf_counter()) < until:
        request = requests[len(taken) % len(requests)]
        try:
            connection.request(
                "POST" if request.body else "GET", request.path, request.body, request.headers
            )
            answer = connection.getresponse()
            answer.read()
            refused += answer.status >= 400
        except OSError:
            connection.close()
            broken += 1
        taken.append(time.perf_counter() - begin)
    connection.close()
    return _Sent(taken, broken, refused)
