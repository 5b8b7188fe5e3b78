"""How long a suggestion takes at every letter that is typed, and the small page of an entity.

Goals, at 1.2 million names: a suggestion at most 20 ms, a page at most 50 ms. Each is asked once of
a service in this process, which has begun as any does, so that nothing was cached before: the
first letters of names that are evenly spread over the table, one by one, then the whole names, and
whole names with a letter left out.

    python -m benchmarks.suggest HOME

A row for each number of letters is appended to docs/benchmarks/suggest.csv.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import numpy as np
from flask.testing import FlaskClient

from resolver import Resolver
from resolver.settings import Settings
from resolver.web.app import close_app, create_app

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "suggest.csv"
NAMES: Final = 300
LETTERS: Final = range(1, 9)
"""How many first letters of a name are typed."""


class Taken(NamedTuple):
    """Milliseconds of processor time of what was asked, each question once.

    Args:
        asked: What was typed, or that a page was asked.
        questions: How many, each once.
        first_ms: What the first one took.
    """

    asked: str
    questions: int
    first_ms: float
    p50_ms: float
    p99_ms: float
    worst_ms: float


def measured(client: FlaskClient, asked: str, urls: Iterable[str]) -> Taken:
    """How long a processor works on each of some URLs, asked once."""
    times = []
    for url in dict.fromkeys(urls):
        begin = time.process_time()
        response = client.get(url)
        times.append((time.process_time() - begin) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{url}: {response.status}")
    p50, p99 = np.percentile(times, (50, 99))
    figures = (times[0], p50, p99, max(times))
    return Taken(asked, len(times), *(round(float(each), 2) for each in figures))


def measure(client: FlaskClient, sample: list[dict[str, Any]]) -> Iterator[Taken]:
    """The figures of suggestions for the names of some entities, and of their pages."""
    names = [str(each["name"]) for each in sample]
    for letters in LETTERS:
        typed = [name[:letters] for name in names]
        yield measured(client, f"{letters} letter{'s' * (letters > 1)}", map(suggestion, typed))
    yield measured(client, "whole names", map(suggestion, names))
    wrong = [name[: len(name) // 2] + name[len(name) // 2 + 1 :] for name in names]
    yield measured(client, "names without a letter", map(suggestion, wrong))
    pages = [f"/reconcile/preview?id={quote(each['id'], safe='')}" for each in sample]
    yield measured(client, "small pages", pages)


def suggestion(prefix: str) -> str:
    """The URL of the suggestions for what is typed."""
    return f"/reconcile/suggest/entity?prefix={quote(prefix, safe='')}"


def main(home: str) -> None:
    """Measure, print, and append the figures to docs/benchmarks/suggest.csv."""
    with Resolver.open(home) as resolver:
        sample, names = resolver.sample(NAMES), resolver._index.manifest["aliases"]
    app = create_app(Settings.from_environment({"RESOLVER_HOME": home}))
    day, is_new = datetime.now(UTC).date().isoformat(), not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(["date", "names", *Taken._fields])
        for each in measure(app.test_client(), sample):
            print("  ".join(f"{name} {value}" for name, value in each._asdict().items()))
            writer.writerow([day, names, *each])
    close_app(app)


if __name__ == "__main__":
    main(sys.argv[1])
