"""Fits resolver/match/score/weights.toml on the development questions and pairs.

    python fit_weights.py QUESTIONS WORK resolver/match/score/weights.toml
    python fit_weights.py QUESTIONS WORK FOLDER --without-each

QUESTIONS is a folder of folders, each with `kb.jsonl.gz` (entities) and `queries.jsonl.gz` (text,
type, country, properties, gold) or with `pairs.csv.gz` (name1, name2, type, is_match). Only the
half of them that is for fitting is read: rows whose text has an odd digest. The tables are imported
and compiled into WORK, once. Weights are drawn towards those of start.toml.

Every table counts the same however many questions it has, and `KNOWN` of its weight is that of
questions with a right answer. Where its questions all have one, strangers are made as an index
makes its own questions: with their entity hidden. Some questions of that sort are observed of each
table besides, for they are wrong in ways that the labelled ones are not. For one pair in eight a
pair of strangers is made.

--without-each writes FOLDER/NAME.toml for each set, fitted without its data: what these weights
reach on it is what they reach on a table that nobody has seen.
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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

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
from resolver.learn.questions import own_questions
from resolver.match.retrieve.question import Question
from resolver.match.score.weights import Weights
from resolver.text.sound import Encoder, load_encoder
from resolver.text.words import Words, load_words

KNOWN: Final = 0.7
"""The share of questions whose entity is in the table, as the default of `known` has it."""

MAX_QUESTIONS: Final = 1_000
"""Questions of a group that are observed, about."""

TABLE_WEIGHT: Final = 1_500
"""Questions for which each table counts, if it has `WHOLE_TABLE` of them."""

WHOLE_TABLE: Final = 600
"""Questions with a right answer from which on a table counts as much as any."""

OWN_QUESTIONS: Final = 1_500
"""Questions that are made of each table."""

OWN_WEIGHT: Final = 0.3
"""How much those count, as a share of the weight of the labelled ones."""

TABLES: Final = (
    "affiliations",
    "as-of",
    "bulk-companies",
    "bulk-historical",
    "bulk-music",
    "legislators",
    "places",
    "sanctions-ofac",
    "xscript-words",
)
"""Folders with a table and questions to it."""

PAIRS: Final = ("pairs-names", "pairs-places")
"""Folders with pairs of names."""


def for_fitting(text: str) -> bool:
    """Whether a row is of the half that may be fitted on."""
    return hashlib.blake2b(text.encode(), digest_size=1).digest()[0] % 2 == 1


def read(path: Path) -> list[dict[str, Any]]:
    """The rows for fitting of a file of questions, some of each group."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if for_fitting(row["text"])]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.get("group", ""), []).append(row)
    return [row for each in groups.values() for row in each[:: -(-len(each) // MAX_QUESTIONS)]]


def opened(folder: Path, work: Path) -> Index:
    """The table of a folder, imported and compiled once."""
    home = work / folder.name
    if not Home(home).current.exists():
        for step in (["import", str(folder / "kb.jsonl.gz")], ["compile"]):
            command = [sys.executable, "-m", "resolver", *step, "--home", str(home)]
            subprocess.run(command, check=True)  # noqa: S603 - started by us
    return Index.open(home)


def asked(row: dict[str, Any], words: Words) -> Question:
    """The question of a row."""
    return Question.of(
        Query(
            row["text"],
            type=row.get("type"),
            country=tuple(row.get("country") or ()),
            properties=row.get("properties") or {},
            as_of=row.get("as_of"),
        ),
        words,
    )


def questions(folder: Path, work: Path, words: Words) -> list[Observation]:
    """Observations of the questions of a folder, and of those that are made of its table."""
    index, rows = opened(folder, work), read(folder / "queries.jsonl.gz")
    known: list[Observation] = []
    strangers: list[Observation] = []
    own_known: list[Observation] = []
    own_strangers: list[Observation] = []
    for row in rows:
        observed = observe_question(asked(row, words), set(row["gold"]), index, words)
        (known if row["gold"] else strangers).append(observed)
    for own in own_questions(index, OWN_QUESTIONS, words):
        gold = [] if own.entity is None else index.ids(np.array([own.entity]))
        observed = observe_question(own.question, gold, index, words)
        if observed.is_exact:  # a hidden entity's namesake is no mistake
            continue
        (own_strangers if own.entity is None else own_known).append(observed)
    weight = TABLE_WEIGHT * min(1, len(known) / WHOLE_TABLE)
    return [
        *weighted(known, weight * KNOWN),
        *weighted(strangers or own_strangers, weight * (1 - KNOWN)),
        *weighted(own_known, weight * OWN_WEIGHT * KNOWN),
        *weighted(own_strangers, weight * OWN_WEIGHT * (1 - KNOWN)),
    ]


def weighted(observed: Sequence[Observation], weight: float) -> list[Observation]:
    """Observations that together count as much, without those that have no candidate."""
    some = [each for each in observed if len(each.right)]
    return [dataclasses.replace(each, weight=weight / len(some)) for each in some]


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
    parser.add_argument("--without-each", action="store_true")
    given = parser.parse_args()
    words, encoder = load_words(), load_encoder()
    text = Path(__file__).with_name("start.toml").read_text("utf-8")
    start = Weights.from_dict(tomllib.loads(text))
    of_tables = {name: questions(given.questions / name, given.work, words) for name in TABLES}
    of_pairs = {
        name: list(pairs(given.questions / name / "pairs.csv.gz", words, encoder)) for name in PAIRS
    }
    if not given.without_each:
        write(given.out, of_tables, of_pairs, start)
        return
    given.out.mkdir(parents=True, exist_ok=True)
    for name in TABLES + PAIRS:
        tables, sets = (
            {key: seen for key, seen in each.items() if key != name}
            for each in (of_tables, of_pairs)
        )
        write(given.out / f"{name}.toml", tables, sets, start)


def write(
    path: Path,
    of_tables: Mapping[str, list[Observation]],
    of_pairs: Mapping[str, list[Observation]],
    start: Weights,
) -> None:
    """Fit weights on what was observed of some sets, and write them."""
    asked = [each for seen in of_tables.values() for each in seen]
    compared = [each for seen in of_pairs.values() for each in seen]
    weights = Weights(
        fitted(asked, start.resolve, "resolve"), fitted(compared, start.compare, "compare")
    )
    comment = (
        "The weights of evidence, in nats; what each means is said in evidence.py.",
        "",
        "Fitted by tools/weights/fit_weights.py on the fitting half of the development data:",
        f"{len(asked):,} questions ({', '.join(of_tables)})",
        f"and {len(compared):,} pairs of names.",
    )
    path.write_text(to_toml(weights, *comment), encoding="utf-8")


if __name__ == "__main__":
    main()
