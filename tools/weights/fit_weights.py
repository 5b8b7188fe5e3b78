"""Fits resolver/match/score/weights.toml on the development questions and pairs.

    python fit_weights.py QUESTIONS WORK resolver/match/score/weights.toml

QUESTIONS is a folder of folders, each with `kb.jsonl.gz` (entities) and `queries.jsonl.gz` (text,
type, country, properties, gold) or with `pairs.csv.gz` (name1, name2, type, is_match). Only the
half of them that is for fitting is read: rows whose text has an odd digest. The tables are imported
and compiled into WORK, once. Weights are drawn towards those of start.toml.

So that "nobody in the table" is learnt too, one question in thirty is observed again as if its
entity were not in the table, strangers are asked of tables of persons and places, and for one pair
in eight a pair of strangers is made.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import gzip
import hashlib
import json
import random
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from resolver import Query
from resolver.home import Home
from resolver.index import Index
from resolver.learn.calibrate import (
    Observation,
    fitted,
    observe_pair,
    observe_question,
)
from resolver.learn.labels import to_toml
from resolver.match.score.weights import Weights
from resolver.text.names import Words, load_words
from resolver.text.sound import Encoder, load_encoder

MAX_QUESTIONS: Final = 1_500
"""Answerable questions of a table that are observed, about."""

STRANGERS: Final = 300
"""Strangers that are asked of a table whose questions have none."""

TABLES: Final = ("affiliations", "legislators", "places", "sanctions-ofac")
"""Folders with a table and questions to it."""

TABLES_WITHOUT_STRANGERS: Final = ("legislators", "places")
"""Those whose questions all have a right answer."""

PAIRS: Final = ("pairs-names", "pairs-places")
"""Folders with pairs of names."""


def for_fitting(text: str) -> bool:
    """Whether a row is of the half that may be fitted on."""
    return hashlib.blake2b(text.encode(), digest_size=1).digest()[0] % 2 == 1


def read(path: Path) -> list[dict[str, Any]]:
    """The rows for fitting of a file of questions."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if for_fitting(row["text"])]


def opened(folder: Path, work: Path) -> Index:
    """The table of a folder, imported and compiled once."""
    home = work / folder.name
    if not Home(home).current.exists():
        for step in (["import", str(folder / "kb.jsonl.gz")], ["compile"]):
            command = [sys.executable, "-m", "resolver", *step, "--home", str(home)]
            subprocess.run(command, check=True)  # noqa: S603 - started by us
    return Index.open(home)


def questions(folder: Path, work: Path, strangers: list[str], words: Words) -> list[Observation]:
    """Observations of the questions of a folder, some of them without their entity."""
    index, rows = opened(folder, work), read(folder / "queries.jsonl.gz")
    known = [row for row in rows if row["gold"]]
    rows = [row for row in rows if not row["gold"]] + known[:: max(1, len(known) // MAX_QUESTIONS)]
    if folder.name in TABLES_WITHOUT_STRANGERS:
        rows += [{"text": each, "type": rows[0]["type"], "gold": []} for each in strangers]
    chance = random.Random(5)  # noqa: S311 - the same weights every time
    observations = []
    for row in rows:
        query = Query(
            row["text"],
            type=row.get("type"),
            country=tuple(row.get("country") or ()),
            properties=row.get("properties") or {},
        )
        observed = observe_question(query, set(row["gold"]), index, words)
        observations.append(observed)
        if observed.right.any() and chance.random() < 1 / 30:
            observations.append(without_the_right(observed))
    return [each for each in observations if len(each.right)]


def without_the_right(observed: Observation) -> Observation:
    """The same question, had its entity not been in the table."""
    wrong = observed.right == 0
    return dataclasses.replace(
        observed,
        agreeing=observed.agreeing[wrong],
        rest=observed.rest[wrong],
        right=observed.right[wrong],
    )


def pairs(path: Path, words: Words, encoder: Encoder) -> Iterator[Observation]:
    """Observations of labelled pairs, and of pairs of strangers made from them."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if for_fitting(row["name1"])]
    for row in rows:
        same = row["is_match"] == "true"
        yield observe_pair(row["name1"], row["name2"], row["type"], same, words, encoder)
    chance = random.Random(7)  # noqa: S311 - the same weights every time
    for row in chance.sample(rows, len(rows) // 8):
        other = chance.choice(rows)
        if other["type"] == row["type"] and other is not row:
            yield observe_pair(row["name1"], other["name2"], row["type"], False, words, encoder)


def main() -> None:
    """Fit the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    for name in ("questions", "work", "out"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    words, encoder = load_words(), load_encoder()
    text = Path(__file__).with_name("start.toml").read_text("utf-8")
    start = Weights.from_dict(tomllib.loads(text))
    others = [row["text"] for row in read(given.questions / "sanctions-ofac" / "queries.jsonl.gz")]
    strangers = others[-STRANGERS * 10 :: 10]
    of_questions = [
        each
        for name in TABLES
        for each in questions(given.questions / name, given.work, strangers, words)
    ]
    of_pairs = [
        each
        for name in PAIRS
        for each in pairs(given.questions / name / "pairs.csv.gz", words, encoder)
    ]
    weights = Weights(
        fitted(of_questions, start.resolve, "resolve"), fitted(of_pairs, start.compare, "compare")
    )
    comment = (
        "The weights of evidence, in nats; what each means is said in evidence.py.",
        "",
        "Fitted by tools/weights/fit_weights.py on the fitting half of the development data:",
        f"{len(of_questions):,} questions ({', '.join(TABLES)}) "
        f"and {len(of_pairs):,} pairs of names.",
    )
    given.out.write_text(to_toml(weights, *comment), encoding="utf-8")


if __name__ == "__main__":
    main()
