"""Whether the service holds out: many connections for a minute, on every sort of query.

Goal: no error, and memory that does not grow once the caches are full. Two processes, Redis, and
caches that are too small for the queries, so that answers are evicted all the time. The larger part
of the queries is cached somewhere; some bypass the caches, some are misspelt, some come by POST.
Memory is the resident set of the processes that answer, printed every few seconds.

With 200 connections more queries come at once than may wait by default, so some are refused with
503, as they should be; they are counted apart from errors. Let more wait, and none is refused.

    python -m benchmarks.soak [CONNECTIONS [SECONDS [MAX_QUEUED]]]
"""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from benchmarks.serving import (
    GENERATOR,
    Load,
    Request,
    Server,
    get,
    load,
    make_home,
    misspelt,
    post,
    serving,
)
from tests.conftest import RedisServer

ENTITIES: Final = 20_000
"""Entities of the table."""

CACHE_MB: Final = 2
"""Memory for the answers that each process caches: for fewer than there are queries."""

SAMPLES: Final = 12
"""How often memory is measured after the start."""


def mixed_requests(names: list[str]) -> list[Request]:
    """Requests of every sort in a random order, the same every time."""
    chance = random.Random(2)
    few, wrong = names[:1500], [misspelt(name) for name in names[:600]]
    mixed = [get(name) for name in chance.choices(few, k=6000) + chance.choices(wrong, k=600)]
    mixed += [get(name) for name in names[1500:5500]]  # more than are cached
    mixed += [get(name, cached=False) for name in chance.choices(few, k=400)]
    mixed += [get(name, cached=False) for name in chance.choices(wrong, k=100)]
    mixed += [post(chance.choices(few + wrong, k=20)) for _ in range(100)]
    chance.shuffle(mixed)
    return mixed


def memory_mb(server: Server) -> dict[int, float]:
    """The resident megabytes of each worker, by its process ID."""
    command = ["/bin/ps", "-A", "-o", "pid=,ppid=,rss=,args="]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = [line.split(maxsplit=3) for line in listed.splitlines()]
    return {
        int(pid): int(rss) / 1024
        for pid, parent, rss, args in rows
        if int(parent) == server.pid and "resource_tracker" not in args
    }


def statuses(server: Server) -> dict[str, int]:
    """How many answers to queries had each status."""
    counted: dict[str, int] = {}
    found = re.findall(
        r'_requests_total\{.*"/v1.*status="(\d+)"\} (\S+)', server.get("/metrics").decode()
    )
    for status, count in found:
        counted[status] = counted.get(status, 0) + int(float(count))
    return counted


def soak(server: Server, mixed: list[Request], connections: int, seconds: float) -> Load:
    """Send the load, and print memory every few seconds."""
    done: list[Load] = []
    loader = threading.Thread(
        target=lambda: done.append(load(server, mixed, connections=connections, seconds=seconds))
    )
    print(f"{'seconds':>7} {'MB of each process':>20}")
    begin = time.monotonic()
    loader.start()
    for sample in range(SAMPLES + 1):
        time.sleep(max(0.0, begin + sample * seconds / SAMPLES - time.monotonic()))
        sizes = "  ".join(f"{each:7.1f}" for each in memory_mb(server).values())
        print(f"{time.monotonic() - begin:7.0f} {sizes:>20}", flush=True)
    loader.join()
    return done[0]


def report(server: Server, done: Load, max_queued: int) -> bool:
    """Print what was answered; returns whether there was no error."""
    answered = statuses(server)
    refused = answered.pop("503", 0)
    errors = done.broken + sum(answered.values()) - answered["200"]
    print(
        f"{done.requests:,} requests, {done.requests_per_s:,.0f}/s, "
        f"p50 {done.p50_ms:.1f} ms, p99 {done.p99_ms:.1f} ms"
    )
    print(f"{errors:,} errors; {refused:,} times 503, as {max_queued} may wait in a process")
    return not errors


def main() -> None:
    """Load, print memory as it goes and errors at the end; exit 1 if there was one."""
    connections = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    max_queued = int(sys.argv[3]) if len(sys.argv) > 3 else 32
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder) / "home"
        mixed = mixed_requests(make_home(home, ENTITIES))
        redis = RedisServer()
        stack.callback(redis.send, signal.SIGKILL)
        server = stack.enter_context(
            serving(
                home,
                workers=2,
                max_queued_queries=max_queued,
                cache_mb=CACHE_MB,
                redis_url=redis.url,
            )
        )
        print(f"load: {GENERATOR}; {connections} connections; {ENTITIES:,} entities; two processes")
        succeeded = report(server, soak(server, mixed, connections, seconds), max_queued)
    sys.exit(not succeeded)


if __name__ == "__main__":
    main()
