"""How long batches of reconciliation take over HTTP: of 10, as older clients send, and of 100.

Names of the table's own, each second one misspelt, are asked past the caches on one connection, as
a client does that works through a column. Beside them, in the same run: the same names by
`/v1/resolve`, and of the service of a type, where candidates of others are left out. The goal is
99 of 100 batches of 100 within a second at a million names. The home is only read.

    python -m benchmarks.reconcile HOME [SECONDS]
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from benchmarks.serving import Request, load, misspelt, post, serving
from resolver.engine import Resolver

NAMES: Final = 2_000
"""Names that are asked."""

SECONDS: Final = 15.0
"""Seconds for which the batches of a case are sent, over and over."""

FORM: Final = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Cache-Control": "no-store",
}


def names_of(home: Path) -> list[str]:
    """Names and aliases of a table, evenly spread over it, each second one misspelt."""
    chance = random.Random(1)
    with Resolver.open(home) as resolver:
        records = resolver.sample(NAMES)
    found = [
        chance.choice([each["name"], *(alias["text"] for alias in each.get("aliases", ()))])
        for each in records
    ]
    chance.shuffle(found)
    return [misspelt(name) if place % 2 else name for place, name in enumerate(found)]


def batch(path: str, names: list[str]) -> Request:
    """Names as a client of 0.2 asks them."""
    queries = {f"q{place}": {"query": name} for place, name in enumerate(names)}
    return Request(path, FORM, urlencode({"queries": json.dumps(queries)}))


def main() -> None:
    """Print a row for each case."""
    home = Path(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    names = names_of(home)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index").symlink_to((home / "index").resolve())
        with serving(Path(folder), workers=1) as server:
            for size in (10, 100):
                batches = [names[at : at + size] for at in range(0, len(names), size)]
                for what, requests in (
                    ("/v1/resolve", [post(each, cached=False) for each in batches]),
                    ("/reconcile", [batch("/reconcile", each) for each in batches]),
                    ("its places", [batch("/reconcile/types/place", each) for each in batches]),
                ):
                    found = load(server, requests, connections=1, seconds=seconds)
                    bad = found.broken + found.refused
                    print(
                        f"{size:>4} {what:<12} p50 {found.p50_ms:7.1f} ms  p99 {found.p99_ms:7.1f}"
                        f" ms  {found.requests:>5} batches, {bad} bad"
                    )


if __name__ == "__main__":
    main()
