"""Draws how right scores are: reliability, and precision against recall, for labelled data.

Goal: a calibration error of at most .05 everywhere, and no tenth of the scores that is off by more
than .10.

    python -m benchmarks.quality QUESTIONS WORK

QUESTIONS is a folder of folders as tools/weights/fit_weights.py takes them; only the half that
nothing is fitted on is asked. Homes are built in WORK. WORK/without has weights that were fitted
without the data of each set (fit_weights.py --without-each): with those the set is asked once more,
as if nobody had seen it. The figures go to docs/quality/figures.csv, the tenths to tenths.csv, what
is missed of pairs to missed.csv, the plots beside them; docs/quality.md shows them.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt

from resolver import Decision, Query, compare
from resolver.index import Index
from resolver.learn.self_calibration import calibrate_own
from resolver.match.pipeline import rank
from resolver.match.score.comparison import compare_names
from resolver.match.score.scoring import to_decision
from resolver.match.score.weights import Weights, calibrations
from resolver.text.fold import latin
from resolver.text.keys import form_of
from resolver.text.names import parts
from resolver.text.script import other_script
from resolver.text.sound import load_encoder
from resolver.text.words import Words, load_words

OUT: Final = Path(__file__).parent.parent / "docs" / "quality"

MAX_QUERIES: Final = 3_000
"""About how many queries of a set are asked."""

BINS: Final = 10
"""Ranges of scores whose reliability is measured."""

THRESHOLDS: Final = (0.5, Query("any").accept, 0.85, 0.95)
"""Scores from which on a first candidate may be taken for a match; the second is the default."""

MARGIN: Final = Query("any").margin
"""The lead that a match needs."""

LabelledPair = dict[str, str]
"""Two names (name1, name2), their type, and whether both are of one entity (is_match)."""


class Point(NamedTuple):
    """A scored answer.

    Args:
        score: Its score.
        right: How right it is, 0..1.
        answerable: Whether a right answer exists.
        margin: Its lead.
        verdict: What was decided by the default thresholds.
    """

    score: float
    right: float
    answerable: bool
    margin: float = 1.0
    verdict: str = ""


class Bin(NamedTuple):
    """The points with scores of one range: their mean score, their mean rightness, their number."""

    score: float
    right: float
    points: int


def held_out(text: str) -> bool:
    """Whether nothing is fitted on a row."""
    return hashlib.blake2b(text.encode(), digest_size=1).digest()[0] % 2 == 0


def opened(folder: Path, work: Path) -> Index:
    """The index of a set's own table, or of the bundled ones."""
    home = work / folder.name
    table = folder / "kb.jsonl.gz"
    for step in (["import", *([str(table)] if table.exists() else [])], ["compile"]):
        command = [sys.executable, "-m", "resolver", *step, "--home", str(home)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return Index.open(home)


def held_out_rows(folder: Path) -> list[dict[str, Any]]:
    """The labelled questions that nothing is fitted on, `MAX_QUERIES` of them about."""
    with gzip.open(folder / "queries.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if held_out(row["text"])]
    return rows[:: max(1, len(rows) // MAX_QUERIES)]


def query_points(
    rows: Sequence[dict[str, Any]], index: Index, weights: Weights, words: Words
) -> Iterator[Point]:
    """The first candidate's score for each question, and whether it is right."""
    for row in rows:
        query = Query(
            row["text"],
            type=row.get("type"),
            country=tuple(row.get("country") or ()),
            properties=row.get("properties") or {},
            as_of=row.get("as_of"),
        )
        decision: Decision = to_decision(rank(query, index, weights, words), index)
        gold = row["gold"]
        if decision.candidates:
            first = decision.candidates[0]
            right = (first.id in gold) / max(1, len(gold))
            yield Point(first.score, right, bool(gold), decision.margin, decision.verdict)
        else:
            yield Point(0.0, 0.0, bool(gold), 0.0, decision.verdict)


def pair_points(
    pairs: Sequence[LabelledPair], words: Words, weights: Weights | None = None
) -> Iterator[Point]:
    """The score of each pair, and whether both are the same; None: with the weights as they are."""
    encoder = load_encoder()
    for pair in pairs:
        same = pair["is_match"] == "true"
        names = pair["name1"], pair["name2"]
        if weights is None:
            score = compare(*names, type=pair["type"]).score
        else:
            score = compare_names(*names, pair["type"], words, encoder, weights).score
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


class Reached(NamedTuple):
    """What a set of points comes to; shares 0..1, None where there is nothing to count.

    Args:
        asked: How many points.
        first: Answerable questions whose first candidate is right.
        error: The calibration error.
        gap: The greatest distance of a tenth with 50 points or more.
        not_said: Of the questions whose first candidate is right: those with `no_match`.
        recall_at_p90: The highest recall of a threshold at which nine in ten are right.
        matches: For each of `THRESHOLDS`, the share of answerable questions that are right matches.
        precisions: The share of matches that are right.
        strangers: The share of the unanswerable that are matches.
    """

    asked: int
    first: float | None
    error: float
    gap: float
    not_said: float | None
    recall_at_p90: float
    matches: list[float]
    precisions: list[float | None]
    strangers: list[float | None]


def reached(points: Sequence[Point]) -> Reached:
    """What points come to."""
    bins = reliability(points)
    answerable = [point for point in points if point.answerable]
    nobody = [point for point in points if not point.answerable]
    first = [point for point in answerable if point.right > 0]
    matches, precisions, strangers = [], [], []
    for threshold in THRESHOLDS:
        said = [p for p in points if p.score >= threshold and p.margin >= MARGIN]
        right = sum(point.right > 0 for point in said)
        matches.append(right / max(1, len(answerable)))
        precisions.append(share_of(right, len(said)))
        strangers.append(share_of(sum(not point.answerable for point in said), len(nobody)))
    large = [abs(each.score - each.right) for each in bins if each.points >= MIN_TENTH]
    return Reached(
        len(points),
        share_of(len(first), len(answerable)),
        sum(abs(each.score - each.right) * each.points for each in bins) / max(1, len(points)),
        max(large, default=0.0),
        share_of(sum(point.verdict == "no_match" for point in first), len(first)),
        threshold_at(points, 0.9).recall,
        matches,
        precisions,
        strangers,
    )


MIN_TENTH: Final = 50
"""Points from which on a tenth of the scores says something."""


def share_of(part: int, whole: int) -> float | None:
    """A share, or None of nothing."""
    return part / whole if whole else None


def line_of(name: str, weights: str, found: Reached) -> str:
    """A row of figures.csv."""
    numbers = [found.first, found.error, found.gap, found.not_said, found.recall_at_p90]
    numbers += [*found.matches, *found.precisions, *found.strangers]
    shown = ("" if each is None else f"{each:.4f}" for each in numbers)
    return ",".join([name, weights, str(found.asked), *shown])


class Measured(NamedTuple):
    """The points of a set, and those that weights reach which were fitted without it."""

    points: list[Point]
    without: list[Point]


def measured_questions(folder: Path, work: Path, fitted: Weights | None, words: Words) -> Measured:
    """The points of labelled questions."""
    index, rows = opened(folder, work / "homes"), held_out_rows(folder)
    points = list(query_points(rows, index, Weights.of_index(index), words))
    if fitted is None:
        return Measured(points, [])
    weights = replace(fitted, calibration=calibrations(calibrate_own(index, fitted, words)))
    return Measured(points, list(query_points(rows, index, weights, words)))


def measured_pairs(pairs: Sequence[LabelledPair], fitted: Weights | None, words: Words) -> Measured:
    """The points of labelled pairs."""
    points = list(pair_points(pairs, words))
    return Measured(points, list(pair_points(pairs, words, fitted)) if fitted else [])


def write(name: str, lines: Sequence[str]) -> None:
    """A table that docs/quality.md shows."""
    (OUT / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Measure every set, print, save and draw."""
    source, work = Path(sys.argv[1]), Path(sys.argv[2])
    OUT.mkdir(exist_ok=True)
    words = load_words()
    shares = [f"{what}_{at:g}" for what in ("match", "precision", "strangers") for at in THRESHOLDS]
    lines = ["set,weights,asked,first,error,gap,not_said,recall_at_p90," + ",".join(shares)]
    tenths, misses = ["set,tenth,asked,score,right"], ["set,type,common,pairs,missed"]
    for folder in sorted(path.parent for path in source.glob("*/exam.json")):
        path = work / "without" / f"{folder.name}.toml"
        fitted = None
        if path.exists():
            fitted = Weights.from_dict(tomllib.loads(path.read_text("utf-8")))
        if (folder / "pairs.csv.gz").exists():
            pairs = held_out_pairs(folder / "pairs.csv.gz")
            measured = measured_pairs(pairs, fitted, words)
            threshold = threshold_at(measured.points, 0.9).score
            missed_ones = missed(pairs, measured.points, threshold)
            misses += [f"{folder.name},{line}" for line in missed_ones]
        elif (folder / "queries.jsonl.gz").exists():
            measured = measured_questions(folder, work, fitted, words)
        else:
            continue  # running text is measured elsewhere
        for weights, points in zip(("all", "without"), measured, strict=True):
            if points:
                lines.append(line_of(folder.name, weights, reached(points)))
                print(lines[-1], flush=True)
        tenths += [
            f"{folder.name},{int(each.score * BINS)},{each.points},{each.score:.4f},"
            f"{each.right:.4f}"
            for each in reliability(measured.points)
        ]
        draw(folder.name, measured.points)
    write("figures", lines)
    write("tenths", tenths)
    write("missed", misses)


if __name__ == "__main__":
    main()
