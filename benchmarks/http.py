"""Requests a second over HTTP, and how long they take, with several connections that stay open.

Goal: a hit in the process cache has at least 65 % of the throughput of an empty Flask route on the
same server. Beside it, in the same run: a hit in Redis (the process caches nothing), queries that
are worked out (an exact name, a misspelt one), and batches of 100 by POST. Answers carry log lines,
counters and headers as in service; the log goes nowhere.

Every server has one process and runs all along. The cases take turns, round after round; each shows
its best round, because whatever else runs on the machine only makes it slower, and the spread. The
goal is judged by the median of each round's ratio. The load comes from the same machine, so it
wants two cores. The table is made up (`benchmarks.serving`). A row for each case goes to
docs/benchmarks/http.csv, and a plot of it to http.svg.

    python -m benchmarks.http [ROUNDS [SECONDS]]
"""

from __future__ import annotations

import csv
import os
import signal
import statistics
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flask import Flask

from benchmarks.serving import (
    GENERATOR,
    SERVE_EMPTY,
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
from resolver.settings import Settings
from resolver.web.front import Front
from resolver.web.server import front_of
from tests.conftest import RedisServer

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "http.csv"
ENTITIES: Final = 20_000
"""Entities of the table."""

CONNECTIONS: Final = 8
"""Connections that send at once."""

GOAL: Final = 0.65
"""The least ratio of the two cases below, in requests a second."""

EMPTY, CACHED = "empty Flask route", "process cache"

Cases = dict[str, tuple[Server, list[Request]]]
"""For each case its server, and the requests that it is sent over and over."""


def make_empty() -> Front:
    """An app with one route that does nothing, to measure the server by."""
    app = Flask("empty", static_folder=None)
    app.add_url_rule("/", view_func=lambda: "{}")
    return front_of(app, Settings.from_environment(os.environ), lambda _: True)


def measure(cases: Cases, rounds: int, seconds: float) -> dict[str, list[Load]]:
    """The loads of each case, one a round."""
    for server, requests in cases.values():  # fills the caches
        load(server, requests, connections=CONNECTIONS, seconds=2)
    measured: dict[str, list[Load]] = {case: [] for case in cases}
    for _ in range(rounds):
        for case, (server, requests) in cases.items():
            done = load(server, requests, connections=CONNECTIONS, seconds=seconds)
            if done.broken or done.refused:
                sys.exit(f"{case}: {done.broken + done.refused:,} requests failed")
            measured[case].append(done)
    return measured


def best(loads: list[Load]) -> Load:
    """The load of the best round."""
    return max(loads, key=lambda each: each.requests_per_s)


def report(measured: dict[str, list[Load]]) -> None:
    """Print a row for each case, and how the goal stands."""
    print(f"load: {GENERATOR}; {CONNECTIONS} connections; {ENTITIES:,} entities; one process")
    print(f"{'case':24} {'requests/s':>10} {'p50 ms':>7} {'p99 ms':>7}   rounds, requests/s")
    for case, loads in measured.items():
        rates = sorted(each.requests_per_s for each in loads)
        _, rate, p50, p99, *_ = best(loads)
        print(f"{case:24} {rate:10,.0f} {p50:7.2f} {p99:7.2f}   {rates[0]:,.0f} - {rates[-1]:,.0f}")
    rounds = zip(measured[CACHED], measured[EMPTY], strict=True)
    ratios = [cached.requests_per_s / empty.requests_per_s for cached, empty in rounds]
    ratio = statistics.median(ratios)
    print(
        f"{CACHED} / {EMPTY}: {ratio:.2f} ({min(ratios):.2f} - {max(ratios):.2f}), "
        f"goal {GOAL:.2f}: {'met' if ratio >= GOAL else 'missed'}"
    )


def save(measured: dict[str, list[Load]]) -> None:
    """Append the best rounds to the CSV."""
    new = not RESULTS.exists()
    day = datetime.now(UTC).date().isoformat()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(["date", "case", "connections", "requests_per_s", "p50_ms", "p99_ms"])
        for case, loads in measured.items():
            _, rate, p50, p99, *_ = best(loads)
            writer.writerow([day, case, CONNECTIONS, f"{rate:.0f}", f"{p50:.2f}", f"{p99:.2f}"])


def plot(measured: dict[str, list[Load]]) -> None:
    """Draw the requests a second of each case."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "http", "font.family": "sans-serif", "font.size": 10}
    from matplotlib import pyplot as plt

    cases = list(reversed(measured))
    rates = [best(measured[case]).requests_per_s for case in cases]
    figure, axes = plt.subplots(figsize=(7, 0.4 * len(cases) + 0.6), layout="constrained")
    bars = axes.barh(
        cases, rates, height=0.6, color=["#9aa5b1" if c == EMPTY else "#2f6f9f" for c in cases]
    )
    axes.bar_label(bars, labels=[f"{rate:,.0f}" for rate in rates], padding=4)
    axes.set_title(f"requests/s, {CONNECTIONS} connections, one process", loc="left", fontsize=10)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_xticks([])
    axes.margins(x=0.12)
    figure.savefig(RESULTS.with_suffix(".svg"), metadata={"Date": None})


def main() -> None:
    """Measure, print, save, and draw."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder) / "home"
        names = make_home(home, ENTITIES)[:500]
        redis = RedisServer()
        stack.callback(redis.send, signal.SIGKILL)
        empty = stack.enter_context(serving(home, SERVE_EMPTY, "/", workers=1))
        plain = stack.enter_context(serving(home, workers=1))
        shared = stack.enter_context(serving(home, workers=1, cache_mb=0, redis_url=redis.url))
        wrong = [misspelt(name) for name in names]
        batches = [names[at : at + 50] + wrong[at : at + 50] for at in range(0, 500, 50)]
        cases = {
            EMPTY: (empty, [Request("/")]),
            CACHED: (plain, [get(name) for name in names]),
            "Redis": (shared, [get(name) for name in names]),
            "exact, worked out": (plain, [get(name, cached=False) for name in names]),
            "misspelt, worked out": (plain, [get(name, cached=False) for name in wrong]),
            "POST of 100, cached": (plain, [post(batch) for batch in batches]),
            "POST of 100, worked out": (plain, [post(batch, cached=False) for batch in batches]),
        }
        measured = measure(cases, rounds, seconds)
    report(measured)
    save(measured)
    plot(measured)


if __name__ == "__main__":
    main()
