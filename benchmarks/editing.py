"""A table that is edited while it is asked: how soon a change is acknowledged, and seen by all.

A service answers 500 reads a second all along: four fifths are names of the table, one fifth is
misspelt, and none is cached. In turns, 20 seconds each, nobody writes, then 100 aliases a second
are added over HTTP with a key, each to another entity; three times. Reads and writes keep their
pace whatever the service does: their time runs from the moment at which they are due. A change is
seen once every process of the service answers with it.

Goals: half of the changes acknowledged in 10 ms, 99 % of them seen within 2 s, no answer that is a
failure of the service, 99 % of the reads within twice the time without writes, memory flat. The
load comes from the same machine, so it wants a core of its own.

    python -m benchmarks.editing [HOME]

Without a home it makes up a table of 20,000 names; of one that is given it asks and edits a copy. A
row goes to docs/benchmarks/editing.csv.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from benchmarks.rows import add_row
from benchmarks.serving import Request, Server, get, make_home, misspelt, serving
from resolver.access import add_key
from resolver.index import Index

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "editing.csv"

READS_PER_S: Final = 500
WRITES_PER_S: Final = 100
TURNS: Final = 3
TURN_S: Final = 20.0
"""Seconds of a turn; each is followed by one with writes."""

READERS: Final = 8
"""Connections over which reads go."""

WRITERS: Final = 4
"""Connections over which writes go."""

SETTLE_S: Final = 5.0
"""Seconds for the last changes to be seen."""

_LOOK_S: Final = 0.005


class Reads(NamedTuple):
    """What readers saw: seconds of each, and how many answers had each status; 0 for none."""

    taken_s: list[float]
    statuses: Counter[int]


class Writes(NamedTuple):
    """What a writer saw: of each change its number, when it was due, and acknowledged; and how many
    answers had each status, 0 for none."""

    changes: list[tuple[int, float, float]]
    statuses: Counter[int]


def read(port: int, requests: list[Request], per_s: float, seconds: float) -> Reads:
    """Send requests at a pace over one connection."""
    connection, reads = HTTPConnection("127.0.0.1", port, timeout=30), Reads([], Counter())
    begin = time.monotonic()
    for number in range(int(per_s * seconds)):
        due = begin + number / per_s
        time.sleep(max(0.0, due - time.monotonic()))
        request = requests[number % len(requests)]
        try:
            connection.request("GET", request.path, headers=request.headers)
            answer = connection.getresponse()
            answer.read()
            reads.statuses[answer.status] += 1
        except (OSError, HTTPException):
            connection.close()
            reads.statuses[0] += 1
        reads.taken_s.append(time.monotonic() - due)
    connection.close()
    return reads


def write(port: int, secret: str, ids: list[str], per_s: float) -> Writes:
    """Add an alias to each of some entities, at a pace over one connection."""
    connection, writes = HTTPConnection("127.0.0.1", port, timeout=30), Writes([], Counter())
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    begin = time.monotonic()
    for number, entity_id in enumerate(ids):
        due = begin + number / per_s
        time.sleep(max(0.0, due - time.monotonic()))
        path = f"/v1/entities/{quote(entity_id, safe='')}/aliases"
        body = json.dumps({"text": f"Zork {entity_id} {number}"})
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            said = json.loads(answer.read() or "{}")
            writes.statuses[answer.status] += 1
        except (OSError, HTTPException):
            connection.close()
            writes.statuses[0] += 1
            continue
        if "change" in said:
            writes.changes.append((said["change"], due, time.monotonic()))
    connection.close()
    return writes


class Watcher(threading.Thread):
    """Notes when all processes of a service answer with a change.

    Args:
        folder: In which the service has the folder of its processes.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[float, int]] = []
        self._folder = folder

    def run(self) -> None:
        """Look as long as the program runs."""
        while True:
            through = min(
                map(_number, self._folder.glob("resolver-metrics-*/through-*")), default=0
            )
            if not self.seen or through > self.seen[-1][1]:
                self.seen.append((time.monotonic(), through))
            time.sleep(_LOOK_S)

    def delays(self, changes: list[tuple[int, float, float]]) -> list[float]:
        """Seconds from each acknowledgement until all answered with it; endless for never."""
        found = []
        for number, _, at in changes:
            when = (moment for moment, through in self.seen if through >= number)
            found.append(max(0.0, next(when, float("inf")) - at))
        return found


def _number(path: Path) -> int:
    """The number in a file; 0 where it is being written, for the next look to find."""
    try:
        return int(path.read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def memory_mb(server: Server) -> dict[str, float]:
    """MB that only its processes of each kind have, files that are mapped aside."""
    found: dict[str, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
            status = (folder / "status").read_text()
        except OSError:
            continue
        if f"PPid:\t{server.pid}\n" not in status:
            continue
        lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        kind = "indexer" if "indexing" in command else "jobs" if "jobs" in command else "workers"
        found[kind] = found.get(kind, 0.0) + int(lines.get("RssAnon", "0 kB").split()[0]) / 1024
    return found


def part(numbers: list[float], share: float) -> float:
    """The number that so many are not above."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def run(home: Path, folder: Path) -> dict[str, Any]:
    """One row of figures."""
    index = Index.open_current(home)
    ids = [index.segments[0].entity_id[row] for row in range(index.entities)]
    names = [index.segments[0].entity_name[row] for row in range(index.entities)]
    chance = random.Random(1)
    chance.shuffle(ids)
    asked = chance.sample([each for each in names if len(each) > 5], min(5_000, len(names)))
    requests = [
        get(misspelt(name) if number % 5 == 0 else name, cached=False)
        for number, name in enumerate(asked)
    ]
    os.environ["TMPDIR"] = str(folder)
    reads: dict[bool, list[Reads]] = {False: [], True: []}
    wrote: list[Writes] = []
    secret = add_key(home, "benchmark", "write", by="benchmark")
    watcher = Watcher(folder)
    with serving(home, cache_mb=0) as server, get_context("spawn").Pool(READERS + WRITERS) as pool:
        watcher.start()
        pool.starmap(read, [(server.port, requests, 5, 2.0)] * READERS, 1)
        begin = memory_mb(server)
        for turn in range(TURNS):
            for writing in (False, True):
                jobs = [
                    (server.port, requests[at:] + requests[:at], READS_PER_S / READERS, TURN_S)
                    for at in range(0, len(requests), len(requests) // READERS)
                ]
                done = pool.starmap_async(read, jobs[:READERS], 1)
                if writing:
                    some = int(WRITES_PER_S * TURN_S)
                    mine = (ids[turn * some :] + ids)[:some]
                    wrote += pool.starmap(
                        write,
                        [
                            (server.port, secret, mine[at::WRITERS], WRITES_PER_S / WRITERS)
                            for at in range(WRITERS)
                        ],
                        1,
                    )
                reads[writing] += done.get()
        time.sleep(SETTLE_S)
        end = memory_mb(server)
    counts = [
        *(each.statuses for each in wrote),
        *(each.statuses for each in chain(*reads.values())),
    ]
    statuses = sum(counts, Counter[int]())
    changes = sorted(chain.from_iterable(each.changes for each in wrote))
    if not changes:
        sys.exit(f"no change was acknowledged; answers by status: {dict(statuses)}")
    delays = watcher.delays(changes)
    acknowledged = [at - due for _, due, at in changes]
    took = {key: [*chain.from_iterable(each.taken_s for each in reads[key])] for key in reads}
    return {
        "names": index.manifest["aliases"],
        "writes_per_s": round(len(changes) / (TURNS * TURN_S)),
        "reads_per_s": READS_PER_S,
        "acknowledged_p50_ms": round(part(acknowledged, 0.5) * 1000, 1),
        "acknowledged_p99_ms": round(part(acknowledged, 0.99) * 1000, 1),
        "seen_p50_ms": round(part(delays, 0.5) * 1000),
        "seen_p99_ms": round(part(delays, 0.99) * 1000) if delays[-1] < 1e9 else "",
        "failures": sum(count for status, count in statuses.items() if not 0 < status < 500),
        "reads_p99_ms": round(part(took[False], 0.99) * 1000, 1),
        "reads_p99_with_writes_ms": round(part(took[True], 0.99) * 1000, 1),
        "workers_mb": f"{begin.get('workers', 0):.0f} to {end.get('workers', 0):.0f}",
        "indexer_mb": f"{begin.get('indexer', 0):.0f} to {end.get('indexer', 0):.0f}",
    }


def save(row: dict[str, Any]) -> None:
    """Add a row to the results."""
    add_row(RESULTS, {"date": datetime.now(UTC).date().isoformat(), **row})


def main() -> None:
    """Measure, print and save."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], home)
        else:
            make_home(home, 20_000 // 3)
        row = run(home, Path(folder))
    for name, figure in row.items():
        print(f"{name:26} {figure}")
    save(row)


if __name__ == "__main__":
    main()
