"""A list against a table: ours beside what a user would take instead, half of the list strangers.

Goal: the most right matches and the fewest strangers matched, in no more time. 10,000 questions by
names that the table does not have are asked of 100,000 names (`benchmarks.peers_lists` draws them):
by rapidfuzz `cdist`, string-grouper, Splink and recordlinkage (`benchmarks.peers_ways`), and by
`resolver bulk --against`. All know names alone. The others get them in our form, folded and in
ASCII letters, which costs them no time. What is at least as similar as a threshold is a match to
them: the one with the best F1 on 4,000 other questions. Ours are its own verdicts.

    make peers TABLE=places.jsonl.gz                        (installs the others)
    python -m benchmarks.peers TABLE.jsonl.gz [--only WAY …]

Each way runs in processes of its own. Its time with set-up is that of the whole command, files,
imports, training or compiling included; without, that of the search, to which ours adds starting
and opening. Its memory is the most that its processes have at a time, pages that they share counted
once (PSS). A row for each way goes to docs/benchmarks/peers.csv, and a plot of the last row of each
to peers.svg.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import matplotlib as mpl
import numpy as np
import numpy.typing as npt

from benchmarks.bulk import memory_mb
from benchmarks.peers_lists import Asked, Lists, draw, write_forms, write_questions, write_table
from benchmarks.peers_ways import WAYS
from benchmarks.rows import add_row

mpl.use("agg")
from matplotlib import pyplot as plt
from matplotlib.ticker import FixedLocator, NullLocator

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "peers.csv"
NAMES: Final = 100_000
QUESTIONS: Final = 10_000
TRAINING: Final = 4_000

OURS: Final = "ours"

_EVERY_S: Final = 0.2
"""How often memory is measured."""


class Done(NamedTuple):
    """A command that was run: seconds on the clock and of processors, most memory, its output."""

    seconds: float
    cpu_s: float
    memory_mb: float
    output: str


class Answer(NamedTuple):
    """The entity that a way puts first, None where it has none, and its score."""

    id: str | None
    score: float


class Figures(NamedTuple):
    """What a way did.

    Args:
        way: Its name.
        rows_a_second: Questions a second, with everything that a user waits for.
        search_rows_a_second: Questions a second where all is prepared.
        cpu_s: Seconds of processors, with everything.
        memory_mb: The most memory of its processes together.
        first_right: Share of the known for whom the right entity came first, match or not.
        precision: Share of matches that are right.
        recall: Share of the known with the right match.
        strangers_matched: Share of strangers with a match.
    """

    way: str
    rows_a_second: int
    search_rows_a_second: int
    cpu_s: float
    memory_mb: int
    first_right: float
    precision: float
    recall: float
    strangers_matched: float


def ours(lists: Lists, folder: Path) -> Figures:
    """`resolver bulk --against`, and the same again when the table is compiled."""
    write_table(folder / "table.csv", lists.table)
    write_questions(folder / "list.csv", lists.test)
    command = [sys.executable, "-m", "resolver", "bulk", str(folder / "list.csv"), "--top", "2"]
    command += ["--against", str(folder / "table.csv"), "-o"]
    environment = {"XDG_CACHE_HOME": str(folder)}
    first, again = (run([*command, str(folder / name)], environment) for name in ("1.csv", "2.csv"))
    with (folder / "1.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answers = [Answer(row["resolver_id_1"] or None, 0.0) for row in rows]
    matched = np.array([row["resolver_verdict"] == "match" for row in rows])
    return _figures(OURS, first, again.seconds, lists.test, answers, matched)


def of_others(way: str, lists: Lists, folder: Path) -> Figures:
    """A way of others: first on the training list, for its threshold, then on the list."""
    ids = [entity.id for entity in lists.table for _ in entity.names]
    files = [folder / name for name in ("table.txt", "questions.txt", "answers.csv")]
    write_forms(files[0], (form for entity in lists.table for form in entity.names))
    command = [sys.executable, "-m", "benchmarks.peers_ways", way, *map(str, files)]

    def asked(questions: Sequence[Asked]) -> tuple[Done, list[Answer]]:
        write_forms(files[1], (each.form for each in questions))
        done = run(command, {})
        with files[2].open(encoding="ascii", newline="") as file:
            found = [(int(row), float(score)) for row, score in csv.reader(file)]
        return done, [Answer(ids[row] if row >= 0 else None, score) for row, score in found]

    threshold = best_threshold(lists.training, asked(lists.training)[1])
    done, answers = asked(lists.test)
    matched = np.array([each.id is not None and each.score >= threshold for each in answers])
    return _figures(way, done, float(done.output.split()[-1]), lists.test, answers, matched)


def best_threshold(questions: Sequence[Asked], answers: Sequence[Answer]) -> float:
    """The score from which on answers are matches with the best F1."""
    scores = np.array([each.score if each.id is not None else -np.inf for each in answers])
    order = np.argsort(-scores, kind="stable")
    right = _right(questions, answers)[order].cumsum()
    known = sum(each.gold is not None for each in questions)
    f1 = 2 * right / (np.arange(1, len(order) + 1) + known)
    scores = scores[order]
    f1[:-1][scores[:-1] == scores[1:]] = 0  # equals are matches together
    return float(scores[f1.argmax()])


def _right(questions: Sequence[Asked], answers: Sequence[Answer]) -> npt.NDArray[np.bool_]:
    pairs = zip(questions, answers, strict=True)
    return np.array([each.gold is not None and answer.id == each.gold for each, answer in pairs])


def _figures(
    way: str,
    done: Done,
    search_s: float,
    questions: Sequence[Asked],
    answers: Sequence[Answer],
    matched: npt.NDArray[np.bool_],
) -> Figures:
    right = _right(questions, answers)
    known = np.array([each.gold is not None for each in questions])
    return Figures(
        way,
        round(len(questions) / done.seconds),
        round(len(questions) / search_s),
        round(done.cpu_s, 1),
        round(done.memory_mb),
        round(right.sum() / known.sum(), 4),
        round((right & matched).sum() / max(1, matched.sum()), 4),
        round((right & matched).sum() / known.sum(), 4),
        round((matched & ~known).sum() / (~known).sum(), 4),
    )


def run(command: Sequence[str], environment: Mapping[str, str]) -> Done:
    """Run a command and watch its memory.

    Raises:
        SystemExit: It failed; its words are on standard error.
    """
    begin, before = time.perf_counter(), _cpu_s()
    most = 0.0
    with (
        tempfile.TemporaryFile("w+") as output,
        subprocess.Popen(command, stdout=output, env=os.environ | environment) as running,
    ):
        while running.poll() is None:
            most = max(most, memory_mb(running.pid)[0])
            time.sleep(_EVERY_S)
        seconds, cpu_s = time.perf_counter() - begin, _cpu_s() - before
        output.seek(0)
        if running.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {running.returncode}")
        return Done(seconds, cpu_s, most, output.read())


def _cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def is_installed(way: str) -> bool:
    """Whether the library of a way is there."""
    return (
        way == OURS or find_spec(way.split()[0].rstrip(",").replace("-", "_").lower()) is not None
    )


def save(figures: Figures) -> None:
    """Print a row, and append it to the CSV."""
    load = round(os.getloadavg()[0], 1)
    row = {"run": f"{datetime.now(UTC):%Y-%m-%dT%H:%M}", "load": load} | figures._asdict()
    print("   ".join(f"{name} {value}" for name, value in row.items()), flush=True)
    add_row(RESULTS, row)


def last_rows(path: Path) -> list[dict[str, Any]]:
    """The last row of each way, ours first and the others as they stand in `WAYS`."""
    with path.open(encoding="utf-8", newline="") as file:
        last = {row["way"]: row for row in csv.DictReader(file)}
    return [last[way] for way in (OURS, *WAYS) if way in last]


def main() -> None:
    """Measure the ways that are wanted, print, save and draw."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("table", type=Path, help="entity JSONL, compressed")
    ways = (OURS, *WAYS)
    parser.add_argument("--only", nargs="+", choices=ways, default=ways, metavar="WAY")
    args = parser.parse_args()
    lists = draw(args.table, NAMES, QUESTIONS, TRAINING)
    for way in args.only:
        if not is_installed(way):
            print(f"{way} is left out, it is not installed — run: make peers TABLE={args.table}")
            continue
        with tempfile.TemporaryDirectory(prefix="resolver-peers-") as name:
            folder = Path(name)
            save(ours(lists, folder) if way == OURS else of_others(way, lists, folder))
    plot(last_rows(RESULTS), RESULTS.with_suffix(".svg"))


def plot(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Who comes first against rows a second, and right matches against strangers matched."""
    mpl.rcParams |= {"font.family": "sans-serif", "font.size": 9, "svg.hashsalt": "peers"}
    figure, (speed, matches) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for number, row in enumerate(rows, 1):
        colour = "#2f6f9f" if row["way"] == OURS else "#9aa5b1"
        rates = [float(row[name]) for name in ("rows_a_second", "search_rows_a_second")]
        first, recall, strangers = (
            100 * float(row[name]) for name in ("first_right", "recall", "strangers_matched")
        )
        speed.plot(rates, [first, first], color=colour, linewidth=1.5, zorder=1)
        speed.scatter(rates, [first] * 2, color=["white", colour], edgecolor=colour, s=32, zorder=2)
        matches.scatter(strangers, recall, color=colour, s=32)
        for axes, point in ((speed, (rates[1], first)), (matches, (strangers, recall))):
            axes.annotate(str(number), point, (0, 6), textcoords="offset points", ha="center")
        matches.plot([], [], "o", color=colour, label=f"{number}  {row['way']}")
    speed.set_xscale("log")
    speed.xaxis.set_major_locator(FixedLocator([200, 500, 1000, 2000, 5000]))
    speed.xaxis.set_minor_locator(NullLocator())
    speed.xaxis.set_major_formatter("{x:,.0f}")
    speed.set_xlabel("rows a second with set-up (open) and without (full)")
    speed.set_title("% of known places first", loc="left", fontsize=10)
    matches.set_xlim(left=0)
    matches.set_xlabel("% of strangers matched")
    matches.set_title("% of known places with the right match", loc="left", fontsize=10)
    matches.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize=8)
    for axes in (speed, matches):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(color="#e5e8eb", linewidth=0.6)
        axes.set_axisbelow(True)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
