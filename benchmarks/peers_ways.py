"""How others find the most similar name of a table for each of a list, as their own pages say.

Reach for it through `benchmarks.peers`, which runs each way in a process of its own:

    python -m benchmarks.peers_ways WAY TABLE QUESTIONS ANSWERS

TABLE and QUESTIONS are names, one a line. ANSWERS is written: for each question the number of the
line of the table that is most similar, or -1, and how similar it is. The seconds of the search
alone, with everything prepared that can be, are printed.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_BLOCK: Final = 500
"""Questions whose similarities with the whole table rapidfuzz has in memory at a time."""

_ENDS: Final = 3
"""Letters at the head or the tail of a name; names that share neither are not compared by those who
compare pairs one by one."""

_LEVELS: Final = (0.97, 0.95, 0.93, 0.91, 0.89, 0.87, 0.85, 0.8, 0.7)
"""Jaro-Winkler similarities that Splink tells apart; each level has a weight of its own."""

_WINDOW: Final = 9
"""Names in alphabetical order that recordlinkage takes for neighbours."""


class Answers(NamedTuple):
    """For each question the row of the table that is most similar, -1 for none, and its score."""

    rows: Array
    scores: Array


Names = Sequence[str]
Search = Callable[[], Answers]
"""A search with everything prepared."""


def cdist(scorer: str, table: Names, questions: Names) -> Search:
    """rapidfuzz: similarities of a block of questions with the whole table, on all processors."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import JaroWinkler

    measure: Any = {"ratio": fuzz.ratio, "Jaro-Winkler": JaroWinkler.similarity}[scorer]

    def search() -> Answers:
        rows, scores = [], []
        for start in range(0, len(questions), _BLOCK):
            block = questions[start : start + _BLOCK]
            similar = process.cdist(block, table, scorer=measure, dtype=np.float32, workers=-1)
            best = similar.argmax(axis=1)
            rows.append(best)
            scores.append(similar[np.arange(len(block)), best])
        return Answers(np.concatenate(rows), np.concatenate(scores))

    return search


def string_grouper(table: Names, questions: Names) -> Search:
    """string-grouper: cosines of TF-IDF vectors of trigrams, the best of each question.

    `max_n_matches` holds for each name of its first list, so that this is the questions. Its call
    `match_most_similar` has the table first, and leaves out questions whose best name is nearer to
    another one.
    """
    import pandas as pd
    from string_grouper import StringGrouper

    grouper = StringGrouper(
        pd.Series(questions),
        pd.Series(table),
        max_n_matches=1,
        min_similarity=0.1,
        number_of_processes=os.cpu_count(),
    )

    def search() -> Answers:
        found = grouper.fit().get_matches()
        return _best(len(questions), found.left_index, found.right_index, found.similarity)

    return search


def splink(table: Names, questions: Names) -> Search:
    """Splink on DuckDB: pairs that share a head or a tail, and a model trained without labels."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    api = DuckDBAPI()
    left, right = (api.register(_frame(names)) for names in (questions, table))
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[cl.JaroWinklerAtThresholds("name", _LEVELS)],
        blocking_rules_to_generate_predictions=[block_on("head"), block_on("tail")],
    )
    linker = Linker([left, right], settings)
    linker.training.estimate_probability_two_random_records_match(
        ["l.head = r.head and levenshtein(l.name, r.name) <= 1"], recall=0.3
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in ("head", "tail"):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(rule), max_pairs=1e6
        )

    def search() -> Answers:
        predicted = linker.inference.predict(threshold_match_weight=-20)
        pairs = predicted.as_pandas_dataframe()
        return _best(len(questions), pairs.unique_id_l, pairs.unique_id_r, pairs.match_weight)

    return search


def recordlinkage(table: Names, questions: Names) -> Search:
    """recordlinkage: pairs that share a head or a tail or are neighbours, Jaro-Winkler of each."""
    import recordlinkage

    left, right = _frame(questions), _frame(table)
    index = recordlinkage.Index()
    index.sortedneighbourhood("name", window=_WINDOW)
    index.block("head")
    index.block("tail")
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", label="score")

    def search() -> Answers:
        pairs = index.index(left, right)
        scores = compare.compute(pairs, left, right).score
        of_questions, rows = (pairs.get_level_values(level) for level in (0, 1))
        return _best(len(questions), of_questions, rows, scores)

    return search


def _frame(names: Names) -> Any:
    """Names with what their pairs are blocked by."""
    import pandas as pd

    name = pd.Series(names)
    columns = {"name": name, "head": name.str[:_ENDS], "tail": name.str[-_ENDS:]}
    return pd.DataFrame({"unique_id": range(len(names)), **columns})


def _best(count: int, questions: Any, rows: Any, scores: Any) -> Answers:
    """The best of the pairs of each question; of equals the first row of the table."""
    numbers, rows, scores = map(np.asarray, (questions, rows, scores))
    order = np.lexsort((rows, -scores, numbers))
    found, first = np.unique(numbers[order], return_index=True)
    best = Answers(np.full(count, -1), np.zeros(count))
    best.rows[found] = rows[order][first]
    best.scores[found] = scores[order][first]
    return best


WAYS: Final[dict[str, Callable[[Names, Names], Search]]] = {
    "rapidfuzz cdist, ratio": partial(cdist, "ratio"),
    "rapidfuzz cdist, Jaro-Winkler": partial(cdist, "Jaro-Winkler"),
    "string-grouper": string_grouper,
    "Splink": splink,
    "recordlinkage": recordlinkage,
}
"""The ways by their names, which begin with the name of the library."""


def main() -> None:
    """Search in this process, write the answers and print the seconds of the search."""
    way, table, questions, answers = sys.argv[1:]
    names = [Path(each).read_text("ascii").splitlines() for each in (table, questions)]
    search = WAYS[way](*names)
    begin = time.perf_counter()
    found = search()
    seconds = time.perf_counter() - begin
    with Path(answers).open("w", encoding="ascii", newline="") as file:
        csv.writer(file).writerows(zip(found.rows.tolist(), found.scores.tolist(), strict=True))
    print(seconds)


if __name__ == "__main__":
    main()
