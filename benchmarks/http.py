"""Requests a second over HTTP, and how long they take, with several connections that stay open.

Goals, as parts of an empty Flask route on the same server: a hit in the process cache .78, a hit
in Redis .40 (the process caches nothing). Names that no cache has are worked out with Redis
beside them nine tenths as often as without. Beside these, in the same run: names that are worked
out past the caches (exact and misspelt), and batches of 100 by POST. Answers carry log lines,
counters and headers as in service; the log goes nowhere.

All is measured with one process and with two. Every server runs all along. The cases take turns,
round after round; each shows its best round, because whatever else runs on the machine only makes
it slower, and the spread. The goals are judged by the median of each round's ratio. The load comes
from the same machine, so it wants a core of its own. The table is made up (`benchmarks.serving`).
A row for each case goes to docs/benchmarks/http.csv, and a plot of those with one process to
http.svg.

    python -m benchmarks.http [ROUNDS [SECONDS]]
"""

from __future__ import annotations

import csv
import os
import signal
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from itertools import islice, product, repeat
from pathlib import Path
from typing import Final, NamedTuple

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

ENDINGS: Final = ("", *"abdefghiklmnoprstuvz")
"""What is put behind a misspelt name to make further ones of it."""

FRESH_PER_S: Final = 2_000
"""Names for each second of a round that no cache has seen; more than are worked out."""

EMPTY, CACHED, REDIS = "empty Flask route", "process cache", "Redis"
NEW, NEW_BESIDE = "misspelt, new", "misspelt, new, with Redis"

GOALS: Final = ((CACHED, EMPTY, 0.78), (REDIS, EMPTY, 0.40), (NEW_BESIDE, NEW, 0.90))
"""Two cases, and the least ratio of the one to the other in requests a second."""


class Case(NamedTuple):
    """A server, and the requests that it is sent over and over, for each round."""

    server: Server
    requests: Iterator[list[Request]]


Measured = dict[str, list[Load]]
"""The loads of each case, one a round."""


def make_empty() -> Front:
    """An app with one route that does nothing, to measure the server by."""
    app = Flask("empty", static_folder=None)
    app.add_url_rule("/", view_func=lambda: "{}")
    return front_of(app, Settings.from_environment(os.environ), lambda _: True)


def cases_of(
    stack: ExitStack, home: Path, names: list[str], workers: int, seconds: float
) -> dict[str, Case]:
    """The cases, on servers with so many processes that run until the stack is closed."""
    redis = RedisServer()
    stack.callback(redis.send, signal.SIGKILL)
    serve = partial(serving, home, workers=workers)
    empty = stack.enter_context(serve(code=SERVE_EMPTY, path="/"))
    plain = stack.enter_context(serve())
    shared = stack.enter_context(serve(cache_mb=0, redis_url=redis.url))
    beside = stack.enter_context(serve(redis_url=redis.url))
    some = names[:500]
    wrong = [misspelt(name) for name in some]
    batches = [some[at : at + 50] + wrong[at : at + 50] for at in range(0, 500, 50)]
    count = int(FRESH_PER_S * workers * seconds)
    return {
        EMPTY: Case(empty, repeat([Request("/")])),
        CACHED: Case(plain, repeat([get(name) for name in some])),
        REDIS: Case(shared, repeat([get(name) for name in some])),
        "exact, worked out": Case(plain, repeat([get(name, cached=False) for name in some])),
        "misspelt, worked out": Case(plain, repeat([get(name, cached=False) for name in wrong])),
        NEW: Case(plain, fresh(names, count)),
        NEW_BESIDE: Case(beside, fresh(names, count)),
        "POST of 100, cached": Case(plain, repeat([post(batch) for batch in batches])),
        "POST of 100, worked out": Case(
            plain, repeat([post(batch, cached=False) for batch in batches])
        ),
    }


def fresh(names: list[str], count: int) -> Iterator[list[Request]]:
    """Misspelt names, so many a round, none of which comes twice."""
    texts = (misspelt(name) + "".join(end) for end in product(ENDINGS, repeat=2) for name in names)
    return iter(lambda: [get(text) for text in islice(texts, count)], [])


def measure(cases: dict[str, Case], rounds: int, seconds: float) -> Measured:
    """Load each case in turn, round after round."""
    for case in cases.values():  # fills the caches
        load(case.server, next(case.requests), connections=CONNECTIONS, seconds=2)
    measured: Measured = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            done = load(case.server, next(case.requests), connections=CONNECTIONS, seconds=seconds)
            if done.broken or done.refused:
                sys.exit(f"{name}: {done.broken + done.refused:,} requests failed")
            measured[name].append(done)
    return measured


def best(loads: list[Load]) -> Load:
    """The load of the best round."""
    return max(loads, key=lambda each: each.requests_per_s)


def report(measured: Measured, workers: int) -> None:
    """Print a row for each case, and how the goals stand."""
    print(
        f"load: {GENERATOR}; {CONNECTIONS} connections; {ENTITIES:,} entities; workers: {workers}"
    )
    print(f"{'case':26} {'requests/s':>10} {'p50 ms':>7} {'p99 ms':>7}   rounds, requests/s")
    for case, loads in measured.items():
        rates = sorted(each.requests_per_s for each in loads)
        _, rate, p50, p99, *_ = best(loads)
        print(f"{case:26} {rate:10,.0f} {p50:7.2f} {p99:7.2f}   {rates[0]:,.0f} - {rates[-1]:,.0f}")
    for case, other, goal in GOALS:
        rounds = zip(measured[case], measured[other], strict=True)
        ratios = [one.requests_per_s / two.requests_per_s for one, two in rounds]
        ratio = statistics.median(ratios)
        print(
            f"{case} / {other}: {ratio:.2f} ({min(ratios):.2f} - {max(ratios):.2f}), "
            f"goal {goal:.2f}: {'met' if ratio >= goal else 'missed'}"
        )


def save(measured: Measured, workers: int) -> None:
    """Append the best rounds to the CSV."""
    day = datetime.now(UTC).date().isoformat()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for case, loads in measured.items():
            _, rate, p50, p99, *_ = best(loads)
            numbers = (f"{rate:.0f}", f"{p50:.2f}", f"{p99:.2f}")
            writer.writerow([day, case, CONNECTIONS, *numbers, workers])


def plot(measured: Measured) -> None:
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
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        names = make_home(home, ENTITIES)
        for workers in (1, 2):
            with ExitStack() as stack:
                cases = cases_of(stack, home, names, workers, seconds)
                measured = measure(cases, rounds, seconds)
            report(measured, workers)
            save(measured, workers)
            if workers == 1:
                plot(measured)


if __name__ == "__main__":
    main()
