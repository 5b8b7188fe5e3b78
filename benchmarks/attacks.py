"""What one client can do to all others: attacks on a real service, and how it answers meanwhile.

Goal: `/healthz` and `/metrics` answer within 100 ms (p99) under every attack, and other clients'
questions, one at a time, cached and not, within 250 ms under full batches. Each attack runs for
some seconds against a fresh service of two processes, while probes ask it: one its health, one its
metrics, one a question that is cached, one a question that nobody asked before. Printed are how
long the probes waited, how many of them failed (by status), what the attackers got, and the memory
of the largest worker.

Without an attack the same probes show what the machine gives. Attackers are processes on the same
machine, so a machine of two cores makes all look worse than it is.

    python -m benchmarks.attacks [SECONDS [ATTACK …]]

An attack is a row of `ATTACKS`: a function that is called over and over in each of so many threads
with a connection, the names of the table and the number of the call, until the time is over. It
returns what it got, to be counted.
"""

from __future__ import annotations

import csv
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.serving import Request, Server, get, misspelt, post, serving
from benchmarks.soak import memory_mb
from tests.conftest import run_cli

PROCESSES: Final = 2
"""Processes that attack; their threads wait for answers most of the time."""

PAUSE_S: Final = 0.02
"""Seconds between two questions of a probe."""

TIMEOUT_S: Final = 40.0
"""Seconds after which a probe or an attacker gives up."""

JSON_TYPE: Final = {"Content-Type": "application/json"}

Attacker = Callable[[HTTPConnection, Sequence[str], str], object]


class Attack(NamedTuple):
    """An attack.

    Args:
        name: What it is called on the command line.
        threads: How many do it at once.
        attacker: Does it once, with a connection, the names of the table, and a word that no other
            call has.
    """

    name: str
    threads: int
    attacker: Attacker


class Waited(NamedTuple):
    """What a probe saw: seconds until each answer, and what it got instead of answers."""

    taken_s: list[float]
    failures: Counter[object]


def full_batch(connection: HTTPConnection, names: Sequence[str], unique: str) -> object:
    """A batch of 1,000 misspelt names that nobody asked before."""
    chance = random.Random(unique)
    texts = [f"{misspelt(name)} {unique[-4:]}" for name in chance.choices(names, k=1000)]
    return send(connection, post(texts))


def past_caches(connection: HTTPConnection, names: Sequence[str], unique: str) -> object:
    """The same, and no cache keeps it."""
    chance = random.Random(unique)
    texts = [misspelt(name) for name in chance.choices(names, k=1000)]
    return send(connection, post(texts, cached=False))


def cached_batch(connection: HTTPConnection, names: Sequence[str], _: str) -> object:
    """A batch of 1,000 names that are cached."""
    return send(connection, post(list(names[:1000])))


def same_question(connection: HTTPConnection, _: Sequence[str], __: str) -> object:
    """A question that is dear to fold, which all attackers ask in the same half of a second."""
    marks = "a" + "\u0301\u0323" * 490
    query = {
        "text": f"Zahidy, Univercity of Babil, Departmet of Physiks {int(time.time() * 2)}",
        "properties": {"note": [f"{marks}{number}" for number in range(90)]},
    }
    return send(connection, Request("/v1/resolve", JSON_TYPE, json.dumps(query)))


def large_queries(connection: HTTPConnection, _: Sequence[str], unique: str) -> object:
    """A query with a hundred properties of a thousand characters."""
    values = [f"{number} {unique} {'x' * 1000}"[:1000] for number in range(100)]
    query = {"text": f"Zahedy {unique}", "properties": {"note": values}}
    return send(connection, Request("/v1/resolve", JSON_TYPE, json.dumps(query)))


def long_urls(connection: HTTPConnection, _: Sequence[str], unique: str) -> object:
    """A URL of eight thousand bytes that nobody asked before."""
    return send(connection, Request(f"/v1/resolve?q=Zahedy+{unique}&context={'x' * 8000}"))


def silent(connection: HTTPConnection, _: Sequence[str], __: str) -> object:
    """A connection that sends nothing until it is closed."""
    connection.connect()
    connection.sock.recv(1)
    connection.close()
    return "closed"


def slow_body(connection: HTTPConnection, _: Sequence[str], __: str) -> object:
    """A body of a thousand bytes, one of them every half second."""
    connection.connect()
    head = "POST /v1/resolve HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
    connection.sock.sendall(f"{head}Content-Type: application/json\r\n\r\n".encode())
    connection.sock.settimeout(0.5)
    for _half_second in range(int(TIMEOUT_S * 2)):
        try:
            connection.sock.sendall(b" ")
            status = connection.sock.recv(100)[9:12].decode()
        except TimeoutError:
            continue
        connection.close()
        return status
    raise TimeoutError


def nothing(_: HTTPConnection, __: Sequence[str], ___: str) -> object:
    """No attack."""
    time.sleep(0.1)
    return "-"


ATTACKS: Final = (
    Attack("none", 1, nothing),
    Attack("full-batches", 4, full_batch),
    Attack("full-batches-no-store", 4, past_caches),
    Attack("cached-batches", 16, cached_batch),
    Attack("same-question", 200, same_question),
    Attack("large-queries", 8, large_queries),
    Attack("long-urls", 16, long_urls),
    Attack("silent", 1_100, silent),
    Attack("slow-bodies", 200, slow_body),
)
"""Every attack there is."""


def send(connection: HTTPConnection, request: Request) -> int:
    """Send a request and read its answer; returns the status."""
    method = "POST" if request.body is not None else "GET"
    connection.request(method, request.path, request.body, dict(request.headers))
    answer = connection.getresponse()
    answer.read()
    return answer.status


def attack(
    attack_: Attack, port: int, names: Sequence[str], share: int, seconds: float
) -> Counter[object]:
    """What the attackers of one process got until the time was over."""
    got: Counter[object] = Counter()
    until = time.monotonic() + seconds

    def repeat(thread: int) -> None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)) as connection:
            for call in range(1_000_000):
                if time.monotonic() > until:
                    return
                try:
                    got[attack_.attacker(connection, names, f"{share}-{thread}-{call}")] += 1
                except (OSError, HTTPException) as error:
                    got[type(error).__name__] += 1
                    connection.close()

    threads = [
        threading.Thread(target=repeat, args=(number,))
        for number in range(share, attack_.threads, PROCESSES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def probe(port: int, requests: Iterator[Request], over: threading.Event) -> Waited:
    """Ask one question after the other, each on a connection of its own."""
    waited = Waited([], Counter())
    while not over.wait(PAUSE_S):
        begin = time.perf_counter()
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)) as connection:
                status: object = send(connection, next(requests))
        except (OSError, HTTPException) as error:
            status = type(error).__name__
        waited.taken_s.append(time.perf_counter() - begin)
        if status != 200:
            waited.failures[status] += 1
    return waited


def probes(names: Sequence[str]) -> dict[str, Iterator[Request]]:
    """What other clients ask meanwhile."""
    return {
        "health": (Request("/healthz") for _ in range(1_000_000)),
        "metrics": (Request("/metrics") for _ in range(1_000_000)),
        "cached": (get(names[0]) for _ in range(1_000_000)),
        "uncached": (get(f"{misspelt(names[n % len(names)])} {n}") for n in range(1_000_000)),
    }


def run(attack_: Attack, home: Path, names: Sequence[str], seconds: float) -> None:
    """Attack a fresh service, and print how it answered."""
    with serving(home, workers=2) as server, get_context("spawn").Pool(PROCESSES) as pool:
        over = threading.Event()
        seen: dict[str, Waited] = {}

        def watch(name: str, requests: Iterator[Request]) -> None:
            seen[name] = probe(server.port, requests, over)

        jobs = [(attack_, server.port, names, share, seconds) for share in range(PROCESSES)]
        attacking = pool.starmap_async(attack, jobs)
        threads = [threading.Thread(target=watch, args=each) for each in probes(names).items()]
        for thread in threads:
            thread.start()
        largest_mb = watch_memory(server, seconds)
        over.set()
        for thread in threads:
            thread.join()
        got = sum(attacking.get(), Counter[object]())
    report(attack_.name, seen, got, largest_mb)


def watch_memory(server: Server, seconds: float) -> float:
    """The most megabytes that a worker had within these seconds."""
    largest, until = 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        largest = max(largest, *memory_mb(server).values())
        time.sleep(0.5)
    return largest


def report(name: str, seen: dict[str, Waited], got: Counter[object], largest_mb: float) -> None:
    """Print a row for each probe."""
    for kind, waited in seen.items():
        taken_ms = sorted(each * 1000 for each in waited.taken_s)
        p50, p99 = statistics.median(taken_ms), taken_ms[int(len(taken_ms) * 0.99)]
        failed = ", ".join(f"{count} × {what}" for what, count in waited.failures.items())
        print(
            f"{name:22} {kind:9} {len(taken_ms):6,} {p50:8.1f} {p99:8.1f} {taken_ms[-1]:8.1f}"
            f"   {failed or '-'}"
        )
    answers = ", ".join(f"{count:,} × {what}" for what, count in sorted(got.items(), key=str))
    print(f"{'':22} attackers got {answers}; largest worker {largest_mb:.0f} MB", flush=True)


def main() -> None:
    """Run the attacks that are asked for, or all."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15
    asked = sys.argv[2:] or [each.name for each in ATTACKS]
    table = {each.name: each for each in ATTACKS}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for command in ("import", "compile"):
            done = run_cli(command, "--home", home)
            if done.returncode:
                sys.exit(done.stderr)
        print(
            f"{'attack':22} {'probe':9} {'asked':>6} "
            f"{'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}   failures"
        )
        for name in asked:
            run(table[name], home, bundled_names(), seconds)


def bundled_names() -> list[str]:
    """Names of the bundled packs, in a random order that is always the same."""
    folders = Path(__file__).parent.parent / "aliases"
    rows = chain.from_iterable(
        csv.DictReader(path.read_text("utf-8").splitlines())
        for path in sorted(folders.glob("*/entities.csv"))
    )
    names = [row["name"] for row in rows if len(row["name"]) > 5]
    random.Random(1).shuffle(names)
    return names


if __name__ == "__main__":
    main()
