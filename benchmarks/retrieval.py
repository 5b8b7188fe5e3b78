"""How often the right entity is found, how fast, and how both change with the size of the table.

Goals, on 235,000 entities with 1.2 million names, on an otherwise idle machine: a name that is not
in the table takes at most 1.5 ms (p99 5 ms), and less than twice as long as among 100,000 names;
an exact one at most 20 µs until its candidates are there; the odd names of `benchmarks.odd` at most
20 ms; a process has at most 300 MB of its own after 10,000 queries.

    python -m benchmarks.retrieval TABLE.jsonl.gz QUESTIONS.jsonl.gz [--home DIR] [--only PART …]

The table is entity JSONL, a labelled query has text, type, country and the list `gold` of those of
whom one is meant. Parts: `odd`, `exact`, `ways` (the arms of retrieval alone and together, beside
rapidfuzz, tantivy and sparse_dot_topn in the same run) and `growth`. A row for each figure goes to
docs/benchmarks/retrieval-PART.csv, and a plot of `ways` and `growth` beside it. Homes are built in
a temporary folder, or in DIR, where they stay for the next run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from benchmarks import growth, odd, retrieval_plots, ways
from benchmarks.gazetteer import Built, Gazetteer, LabelledQuery, build
from benchmarks.rows import add_row
from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.exact import find_exact, sole_match
from resolver.match.retrieve.question import Question
from resolver.text.words import load_words

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks"
SIZES: Final = (10_000, 100_000, 5_000_000)
"""Names of the tables that are measured beside the whole one."""

FIRST: Final = 500
"""Labelled queries whose entities are in a table of any size."""


class Exact(NamedTuple):
    """Microseconds of a step for a name of the table that one entity alone owns."""

    step: str
    names: int
    p50_us: float
    p99_us: float


class Bench:
    """What is measured, part by part, on one table and labelled queries to it.

    Args:
        table: Entity JSONL.
        queries: Labelled queries to it.
        folder: Where homes are built.
        max_queries: Queries that the ways are asked.
        max_scans: Queries that scans of the table are asked.
    """

    def __init__(
        self, table: Path, queries: Path, folder: Path, *, max_queries: int, max_scans: int
    ) -> None:
        self._labelled = LabelledQuery.read(queries)
        by_name = (each for each in self._labelled if not each.query.country)
        self._first = [each for each in by_name if len(each.gold) == 1][:FIRST]
        self._table = Gazetteer(table, frozenset(chain(*(each.gold for each in self._first))))
        self._folder = folder
        self._max_queries, self._max_scans = max_queries, max_scans
        self._whole = self._built(self._table.names)

    def odd(self) -> Iterator[odd.Odd]:
        """Odd names, before anything else is asked in this process."""
        with Resolver.open(self._whole.home) as resolver:
            yield from odd.measure(resolver)

    def exact(self) -> Iterator[Exact]:
        """The steps of an exact hit."""
        index = Index.open(Path(self._whole.home))
        queries = self._owned_alone(index)
        with Resolver.open(self._whole.home) as resolver:
            words = load_words()
            steps: tuple[tuple[str, Callable[[Any], object], Sequence[Any]], ...] = (
                (
                    "the key's probe",
                    index.having,
                    [Question.of(q, words).key for q in queries],
                ),
                (
                    "folded and found",
                    lambda query: find([Question.of(query, words)], index),
                    queries,
                ),
                ("the whole answer", resolver.resolve, queries),
            )
            for step, call, arguments in steps:
                p50, p99 = np.percentile(growth.times_ms(call, arguments), (50, 99)) * 1000
                yield Exact(step, len(arguments), round(p50, 1), round(p99, 1))

    def ways(self) -> Iterator[ways.Figures]:
        """The ways to search for names that the table does not have."""
        # Imported here, so that the memory of other parts is without it.
        from benchmarks.ways_of_others import of_others

        index = Index.open(Path(self._whole.home))
        queries = [_prepared(each, index) for each in self._unlisted(index, self._labelled)]
        queries = queries[:: max(1, len(queries) // self._max_queries)][: self._max_queries]
        with Resolver.open(self._whole.home) as resolver:
            for way in chain(ways.of_ours(resolver, index), of_others(index, self._max_scans)):
                yield ways.measure(way, queries)

    def growth(self) -> Iterator[growth.Size]:
        """Tables of several sizes."""
        index = Index.open(Path(self._whole.home))
        fuzzy = self._unlisted(index, self._first)
        exact = self._owned_alone(index)
        for names in sorted((*SIZES, self._table.names)):
            yield growth.measure(self._built(names), fuzzy, exact, self._labelled)

    def _built(self, names: int) -> Built:
        return build(self._folder / str(names), self._table.entities(names))

    def _owned_alone(self, index: Index) -> list[Query]:
        """Names that every table has, and that one entity of the whole one owns alone."""
        queries = map(Query, self._table.names_of_first(FIRST))
        return [
            query for query in queries if _is_owned_alone(Question.of(query, load_words()), index)
        ]

    @staticmethod
    def _unlisted(index: Index, labelled: Iterable[LabelledQuery]) -> list[LabelledQuery]:
        """The queries by name alone whose name the index does not have."""
        unlisted = [
            each
            for each in labelled
            if not each.query.country
            and not index.having(Question.of(each.query, load_words()).key)
        ]
        return unlisted or sys.exit("no query by name alone has a name that is not in the table")


def _is_owned_alone(question: Question, index: Index) -> bool:
    return sole_match(question, find_exact(question, index)) is not None


def _prepared(labelled: LabelledQuery, index: Index) -> ways.PreparedQuery:
    numbers = (index.find_id(each) for each in labelled.gold)
    gold = frozenset(number for number in numbers if number is not None)
    return ways.PreparedQuery(labelled.query, Question.of(labelled.query, load_words()).latin, gold)


def save(part: str, run: str, figures: Iterable[Any]) -> list[dict[str, Any]]:
    """Print figures as they come, append them to the part's CSV, and return its new rows."""
    of_run = {"run": run, "load": round(os.getloadavg()[0], 1)}
    path, rows = RESULTS / f"retrieval-{part}.csv", []
    for each in figures:
        row = of_run | each._asdict()
        print("   ".join(f"{name} {value}" for name, value in row.items()), flush=True)
        add_row(path, row)
        rows.append(row)
    return rows


def main() -> None:
    """Measure the parts that are wanted, print, save and draw."""
    parts = ("odd", "exact", "ways", "growth")
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("table", type=Path, help="entity JSONL, compressed")
    parser.add_argument("questions", type=Path, help="labelled queries to it, compressed")
    parser.add_argument("--home", type=Path, help="where homes stay for the next run")
    parser.add_argument("--max-queries", type=int, default=1_000, metavar="N", help="for the ways")
    parser.add_argument("--max-scans", type=int, default=25, metavar="N", help="for scans")
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, metavar="PART")
    args = parser.parse_args()
    run = f"{datetime.now(UTC):%Y-%m-%dT%H:%M}"
    folder = nullcontext(args.home) if args.home else tempfile.TemporaryDirectory()
    with folder as home:
        limits = {"max_queries": args.max_queries, "max_scans": args.max_scans}
        bench = Bench(args.table, args.questions, Path(home), **limits)
        for part in parts:
            if part in args.only:
                rows = save(part, run, getattr(bench, part)())
                if part in retrieval_plots.PLOTS:
                    retrieval_plots.PLOTS[part](rows, RESULTS / f"retrieval-{part}.png")


if __name__ == "__main__":
    main()
