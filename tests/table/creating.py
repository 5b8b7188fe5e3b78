"""A process that resolves or creates the same new records as others: a script of the tests.

It is called with a home and how many records there are, says that it is ready, waits for a line,
and writes the IDs that it got, as JSON.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from resolver import Resolver
from resolver.table import Table

THREADS = 4


def main(home: Path, count: int) -> None:
    with Table.open(home, by="loader") as table, Resolver.open(home) as resolver:

        def create(number: int) -> tuple[str | None, bool]:
            record = {"type": "person", "name": f"Zork{number} Blorf"}
            done = table.resolve_or_create(record, resolver)
            return done.id, done.created

        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        with ThreadPoolExecutor(THREADS) as pool:
            sys.stdout.write(json.dumps([*pool.map(create, range(count))]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
