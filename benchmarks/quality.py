"""Draws how right scores are: reliability, and precision against recall, for labelled data.

    python -m benchmarks.quality QUESTIONS WORK

QUESTIONS is a folder of folders as tools/weights/fit_weights.py takes them; only the half that
nothing is fitted on is asked. The goal: a calibration error of at most .05 everywhere. The figures
go to docs/quality/figures.csv, the plots beside it.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt

from resolver import Query, Resolver, compare

OUT = Path(__file__).parent.parent / "docs" / "quality"
MOST = 3_000
BINS = 10

Point = tuple[float, float, bool]
"""A score, how right its answer is (0..1), and whether a right answer exists."""


def held(text: str) -> bool:
    """Whether nothing is fitted on a row."""
    return hashlib.blake2b(text.encode(), digest_size=1).digest()[0] % 2 == 0


def question_points(folder: Path, work: Path) -> Iterator[Point]:
    """The first candidate's score for each question, and whether it is right."""
    home = work / folder.name
    table = folder / "kb.jsonl.gz"
    for step in (["import", *([str(table)] if table.exists() else [])], ["compile"]):
        command = [sys.executable, "-m", "resolver", *step, "--home", str(home)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with gzip.open(folder / "queries.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if held(row["text"])]
    rows = rows[:: max(1, len(rows) // MOST)]
    asked = (
        Query(
            row["text"],
            type=row.get("type"),
            country=tuple(row.get("country") or ()),
            properties=row.get("properties") or {},
        )
        for row in rows
    )
    with Resolver.open(home) as resolver:
        for row, decision in zip(rows, resolver.resolve_many(asked), strict=True):
            if decision.candidates:
                first, gold = decision.candidates[0], row["gold"]
                yield first.score, (first.id in gold) / max(1, len(gold)), bool(gold)


def pair_points(path: Path) -> Iterator[Point]:
    """The score of each pair, and whether both are the same."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if held(row["name1"]):
                same = row["is_match"] == "true"
                score = compare(row["name1"], row["name2"], type=row["type"]).score
                yield score, float(same), same


def reliability(points: Sequence[Point]) -> list[tuple[float, float, int]]:
    """For each tenth of scores: their mean, how often they are right, how many there are."""
    bins: list[list[Point]] = [[] for _ in range(BINS)]
    for point in points:
        bins[min(int(point[0] * BINS), BINS - 1)].append(point)
    return [
        (sum(p[0] for p in each) / len(each), sum(p[1] for p in each) / len(each), len(each))
        for each in bins
        if each
    ]


def trade(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    """Recall and precision at every cut, from the highest score down."""
    right, meant, recall, precision = 0.0, sum(p[2] for p in points) or 1, [], []
    for place, point in enumerate(sorted(points, key=lambda p: -p[0]), 1):
        right += point[1] > 0
        recall.append(right / meant)
        precision.append(right / place)
    return recall, precision


def draw(name: str, points: Sequence[Point]) -> None:
    """One picture for one set of labels."""
    figure, (left, other) = plt.subplots(1, 2, figsize=(8, 3.6))
    rows = reliability(points)
    left.plot([0, 1], [0, 1], color="0.8")
    left.plot([row[0] for row in rows], [row[1] for row in rows], marker="o")
    left.set(xlabel="score", ylabel="right", title=f"{name}: reliability", xlim=(0, 1), ylim=(0, 1))
    other.plot(*trade(points))
    other.set(xlabel="recall", ylabel="precision", title="first answers", xlim=(0, 1), ylim=(0, 1))
    figure.tight_layout()
    mpl.rcParams["svg.hashsalt"] = name  # the same picture from the same points
    figure.savefig(OUT / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    """Run it."""
    source, work = Path(sys.argv[1]), Path(sys.argv[2])
    OUT.mkdir(exist_ok=True)
    lines = ["set,points,calibration_error,recall_at_precision_90"]
    for folder in sorted(path.parent for path in source.glob("*/exam.json")):
        pairs = folder / "pairs.csv.gz"
        points = list(pair_points(pairs) if pairs.exists() else question_points(folder, work))
        error = sum(abs(score - right) * many for score, right, many in reliability(points))
        recall, precision = trade(points)
        best = max((r for r, p in zip(recall, precision, strict=True) if p >= 0.9), default=0.0)
        lines.append(f"{folder.name},{len(points)},{error / len(points):.4f},{best:.4f}")
        print(lines[-1], flush=True)
        draw(folder.name, points)
    (OUT / "figures.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
