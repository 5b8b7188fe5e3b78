"""Draws how right scores are: reliability, and precision against recall, for labelled data.

    python -m benchmarks.quality QUESTIONS WORK

QUESTIONS is a folder of folders as tools/weights/fit_weights.py takes them; only the half that
nothing is fitted on is asked. The goal: a calibration error of at most .05 everywhere. The figures
go to docs/quality/figures.csv, what is missed of pairs to missed.csv, the plots beside them;
docs/quality.md shows them.
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
from resolver.text.fold import latin
from resolver.text.keys import form_of
from resolver.text.names import Words, load_words, parts
from resolver.text.script import other_script

OUT = Path(__file__).parent.parent / "docs" / "quality"
MOST = 3_000
BINS = 10
ACCEPT = Query("any").accept

Row = dict[str, str]

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


def pair_points(rows: Sequence[Row]) -> Iterator[Point]:
    """The score of each pair, and whether both are the same."""
    for row in rows:
        same = row["is_match"] == "true"
        score = compare(row["name1"], row["name2"], type=row["type"]).score
        yield score, float(same), same


def held_pairs(path: Path) -> list[Row]:
    """The labelled pairs that nothing is fitted on."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if held(row["name1"])]


def shared(row: Row, words: Words) -> str:
    """What the two names of a pair have in common."""
    forms = [form_of(row[side]) for side in ("name1", "name2")]
    if other_script(*forms):
        return "names in different scripts"
    one, two = (parts(latin(form) or form, row["type"], words) for form in forms)
    common = [
        word
        for word, role in zip(one.words, one.roles, strict=True)
        if word in two.words and role in ("word", "number", "patronymic")
    ]
    if not common:
        return "no word" if not set(one.words) & set(two.words) else "words that say little"
    return "one word" if len(common) == 1 else "several words"


def missed(rows: Sequence[Row], points: Sequence[Point], cut: float) -> Iterator[str]:
    """Of pairs that are the same: how many there are, and how many score less, as rows of a CSV."""
    words = load_words()
    counts: dict[tuple[str, str], list[int]] = {}
    for row, (score, _, same) in zip(rows, points, strict=True):
        if same:
            count = counts.setdefault((row["type"], shared(row, words)), [0, 0])
            count[0] += 1
            count[1] += score < cut
    for (kind, common), (pairs, below) in sorted(counts.items()):
        yield f"{kind},{common},{pairs},{below}"


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


def cut_at(points: Sequence[Point], least: float) -> tuple[float, float]:
    """The lowest score above which at least that share is right, and the recall there."""
    scores = sorted((point[0] for point in points), reverse=True)
    cuts = [
        (recall, score)
        for score, recall, precision in zip(scores, *trade(points), strict=True)
        if precision >= least
    ]
    recall, score = max(cuts, default=(0.0, 1.0))
    return score, recall


def verdicts(points: Sequence[Point]) -> list[float | None]:
    """Precision and recall of scores of at least .85, and precision where recall is .05 more.

    None where there is no such score, or no such recall.
    """
    recall, precision = trade(points)
    said = sum(point[0] >= ACCEPT for point in points)
    if not said:
        return [None, 0.0, None]
    wanted = recall[said - 1] + 0.05
    more = next((p for r, p in zip(recall, precision, strict=True) if r >= wanted), None)
    return [precision[said - 1], recall[said - 1], more]


def main() -> None:
    """Run it."""
    source, work = Path(sys.argv[1]), Path(sys.argv[2])
    OUT.mkdir(exist_ok=True)
    lines = ["set,points,calibration_error,recall_at_p90,precision,recall,precision_at_recall_more"]
    left_out = ["set,type,common,pairs,missed"]
    for folder in sorted(path.parent for path in source.glob("*/exam.json")):
        path = folder / "pairs.csv.gz"
        rows = held_pairs(path) if path.exists() else []
        points = list(pair_points(rows) if rows else question_points(folder, work))
        error = sum(abs(score - right) * many for score, right, many in reliability(points))
        cut, best = cut_at(points, 0.9)
        figures = [error / len(points), best, *verdicts(points)]
        shown = ("" if each is None else f"{each:.4f}" for each in figures)
        lines.append(",".join([folder.name, str(len(points)), *shown]))
        print(lines[-1], flush=True)
        if rows:
            left_out += [f"{folder.name},{line}" for line in missed(rows, points, cut)]
        draw(folder.name, points)
    (OUT / "figures.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (OUT / "missed.csv").write_text("\n".join(left_out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
