"""Draws how right scores are: reliability, and precision against recall, for labelled data.

Goal: a calibration error of at most .05 everywhere.

    python -m benchmarks.quality QUESTIONS WORK

QUESTIONS is a folder of folders as tools/weights/fit_weights.py takes them; only the half that
nothing is fitted on is asked. Homes are built in WORK. The figures go to docs/quality/figures.csv,
what is missed of pairs to missed.csv, the plots beside them; docs/quality.md shows them.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt

from resolver import Query, Resolver, compare
from resolver.text.fold import latin
from resolver.text.keys import form_of
from resolver.text.names import parts
from resolver.text.script import other_script
from resolver.text.words import Words, load_words

OUT: Final = Path(__file__).parent.parent / "docs" / "quality"

MAX_QUERIES: Final = 3_000
"""About how many queries of a set are asked."""

BINS: Final = 10
"""Ranges of scores whose reliability is measured."""

ACCEPT: Final = Query("any").accept
"""The score from which on a first candidate is a match."""

LabelledPair = dict[str, str]
"""Two names (name1, name2), their type, and whether both are of one entity (is_match)."""


class Point(NamedTuple):
    """A scored answer.

    Args:
        score: Its score.
        right: How right it is, 0..1.
        answerable: Whether a right answer exists.
    """

    score: float
    right: float
    answerable: bool


class Bin(NamedTuple):
    """The points with scores of one range: their mean score, their mean rightness, their number."""

    score: float
    right: float
    points: int


def held_out(text: str) -> bool:
    """Whether nothing is fitted on a row."""
    return hashlib.blake2b(text.encode(), digest_size=1).digest()[0] % 2 == 0


def query_points(folder: Path, work: Path) -> Iterator[Point]:
    """The first candidate's score for each query, and whether it is right."""
    home = work / folder.name
    table = folder / "kb.jsonl.gz"
    for step in (["import", *([str(table)] if table.exists() else [])], ["compile"]):
        command = [sys.executable, "-m", "resolver", *step, "--home", str(home)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with gzip.open(folder / "queries.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if held_out(row["text"])]
    rows = rows[:: max(1, len(rows) // MAX_QUERIES)]
    queries = (
        Query(
            row["text"],
            type=row.get("type"),
            country=tuple(row.get("country") or ()),
            properties=row.get("properties") or {},
        )
        for row in rows
    )
    with Resolver.open(home) as resolver:
        for row, decision in zip(rows, resolver.resolve_many(queries), strict=True):
            if decision.candidates:
                first, gold = decision.candidates[0], row["gold"]
                yield Point(first.score, (first.id in gold) / max(1, len(gold)), bool(gold))


def pair_points(pairs: Sequence[LabelledPair]) -> Iterator[Point]:
    """The score of each pair, and whether both are the same."""
    for pair in pairs:
        same = pair["is_match"] == "true"
        score = compare(pair["name1"], pair["name2"], type=pair["type"]).score
        yield Point(score, float(same), same)


def held_out_pairs(path: Path) -> list[LabelledPair]:
    """The labelled pairs that nothing is fitted on."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [pair for pair in csv.DictReader(lines) if held_out(pair["name1"])]


def in_common(pair: LabelledPair, words: Words) -> str:
    """What the two names of a pair have in common."""
    forms = [form_of(pair[side]) for side in ("name1", "name2")]
    if other_script(*forms):
        return "names in different scripts"
    one, two = (parts(latin(form) or form, pair["type"], words) for form in forms)
    common = [
        word
        for word, role in zip(one.words, one.roles, strict=True)
        if word in two.words and role in ("word", "number", "patronymic")
    ]
    if not common:
        return "no word" if not set(one.words) & set(two.words) else "words that say little"
    return "one word" if len(common) == 1 else "several words"


def missed(
    pairs: Sequence[LabelledPair], points: Sequence[Point], threshold: float
) -> Iterator[str]:
    """Of pairs that are the same: how many there are, and how many score less, as rows of a CSV."""
    words = load_words()
    same: Counter[tuple[str, str]] = Counter()
    below: Counter[tuple[str, str]] = Counter()
    for pair, point in zip(pairs, points, strict=True):
        if point.answerable:
            group = pair["type"], in_common(pair, words)
            same[group] += 1
            below[group] += point.score < threshold
    for group in sorted(same):
        entity_type, common = group
        yield f"{entity_type},{common},{same[group]},{below[group]}"


def reliability(points: Sequence[Point]) -> list[Bin]:
    """The ranges of scores in which there are points, from the lowest up."""
    bins: list[list[Point]] = [[] for _ in range(BINS)]
    for point in points:
        bins[min(int(point.score * BINS), BINS - 1)].append(point)
    return [
        Bin(
            sum(point.score for point in each) / len(each),
            sum(point.right for point in each) / len(each),
            len(each),
        )
        for each in bins
        if each
    ]


def precision_recall(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    """Recall and precision at every threshold, from the highest score down."""
    right, answerable, recall, precision = 0, sum(p.answerable for p in points) or 1, [], []
    for place, point in enumerate(sorted(points, key=lambda p: -p.score), 1):
        right += point.right > 0
        recall.append(right / answerable)
        precision.append(right / place)
    return recall, precision


def draw(name: str, points: Sequence[Point]) -> None:
    """One picture for one set of labels."""
    figure, (left, other) = plt.subplots(1, 2, figsize=(8, 3.6))
    bins = reliability(points)
    left.plot([0, 1], [0, 1], color="0.8")
    left.plot([each.score for each in bins], [each.right for each in bins], marker="o")
    left.set(xlabel="score", ylabel="right", title=f"{name}: reliability", xlim=(0, 1), ylim=(0, 1))
    other.plot(*precision_recall(points))
    other.set(xlabel="recall", ylabel="precision", title="first answers", xlim=(0, 1), ylim=(0, 1))
    figure.tight_layout()
    mpl.rcParams["svg.hashsalt"] = name  # the same picture from the same points
    figure.savefig(OUT / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)


class Threshold(NamedTuple):
    """A score from which on answers count, and the recall that this leaves."""

    recall: float
    score: float


def threshold_at(points: Sequence[Point], min_precision: float) -> Threshold:
    """The threshold with the highest recall at which at least that share is right."""
    scores = sorted((point.score for point in points), reverse=True)
    thresholds = [
        Threshold(recall, score)
        for score, recall, precision in zip(scores, *precision_recall(points), strict=True)
        if precision >= min_precision
    ]
    return max(thresholds, default=Threshold(0.0, 1.0))


def at_accept(points: Sequence[Point]) -> list[float | None]:
    """Precision and recall of scores of at least .85, and precision where recall is .05 more.

    None where there is no such score, or no such recall.
    """
    recall, precision = precision_recall(points)
    accepted = sum(point.score >= ACCEPT for point in points)
    if not accepted:
        return [None, 0.0, None]
    wanted = recall[accepted - 1] + 0.05
    more = next((p for r, p in zip(recall, precision, strict=True) if r >= wanted), None)
    return [precision[accepted - 1], recall[accepted - 1], more]


def main() -> None:
    """Measure every set, print, save and draw."""
    source, work = Path(sys.argv[1]), Path(sys.argv[2])
    OUT.mkdir(exist_ok=True)
    lines = ["set,points,calibration_error,recall_at_p90,precision,recall,precision_at_recall_more"]
    missed_lines = ["set,type,common,pairs,missed"]
    for folder in sorted(path.parent for path in source.glob("*/exam.json")):
        path = folder / "pairs.csv.gz"
        pairs = held_out_pairs(path) if path.exists() else []
        points = list(pair_points(pairs) if pairs else query_points(folder, work))
        error = sum(abs(each.score - each.right) * each.points for each in reliability(points))
        threshold = threshold_at(points, 0.9)
        figures = [error / len(points), threshold.recall, *at_accept(points)]
        shown = ("" if each is None else f"{each:.4f}" for each in figures)
        lines.append(",".join([folder.name, str(len(points)), *shown]))
        print(lines[-1], flush=True)
        if pairs:
            lines_of_set = missed(pairs, points, threshold.score)
            missed_lines += [f"{folder.name},{line}" for line in lines_of_set]
        draw(folder.name, points)
    (OUT / "figures.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (OUT / "missed.csv").write_text("\n".join(missed_lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
