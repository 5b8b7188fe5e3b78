"""What a Python process of a Spark executor does a second, and the memory that it takes.

Goal: figures from which docs/spark.md says what a billion rows take. Distinct names of the table,
then as many with a slip (a letter left out, put in, or two that changed places), then some of these
again. Rates count the time on a processor, so that what else runs does not change them much.

    python -m benchmarks.spark HOME TABLE.jsonl.gz [NAMES]
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa

from benchmarks.growth import memory_mb
from benchmarks.rows import add_row
from resolver.columnar import options_for
from resolver.spark import Answers, with_answers

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "spark.csv"

BATCH: Final = 10_000
"""Rows of a batch, as Spark has it."""

REPEATS: Final = 20
"""How often the first names are asked again."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a process did.

    Args:
        names: Distinct names of each kind.
        open_s: Seconds until the index is open; its files are in memory.
        of_table: Names of the table that are answered a second on a processor.
        with_slip: Names with a slip.
        repeated: Rows that ask what was asked lately.
        private_mb: Memory of its own, with the answers that it remembers.
        shared_mb: That of the index, which the processes of a machine share.
    """

    names: int
    open_s: float
    of_table: float
    with_slip: float
    repeated: float
    private_mb: float
    shared_mb: float


def names_of(table: Path, count: int, chance: random.Random) -> list[str]:
    """Distinct names of a table, drawn at random."""
    with gzip.open(table, "rt", encoding="utf-8") as lines:
        entities = [json.loads(line) for line in lines]
    drawn = chance.sample(entities, min(2 * count, len(entities)))
    names = [chance.choice([entity["name"], *entity.get("aliases", [])]) for entity in drawn]
    return list(dict.fromkeys(names))[:count]


def slip(name: str, chance: random.Random) -> str:
    """A name with a letter left out, put in, or two that changed places."""
    at = chance.randrange(len(name))
    before, here, after = name[:at], name[at], name[at + 1 :]
    more = chance.choice("aeinrst")
    return before + chance.choice([after, more + here + after, after[:1] + here + after[1:]])


def measure(home: Path, names: Sequence[str], slips: Sequence[str]) -> Figures:
    """What this process does."""
    began = time.perf_counter()
    answers = Answers(home, options_for(["name"], None, {"type": "place"}))
    open_s = time.perf_counter() - began

    def rate(asked: Sequence[str]) -> float:
        batches = pa.table({"name": list(asked)}).to_batches(max_chunksize=BATCH)
        began = time.process_time()
        for batch in batches:
            with_answers(batch, answers, [0], 1)
        return round(len(asked) / (time.process_time() - began), 1)

    rates = rate(names), rate(slips), rate([*slips[-1000:]] * REPEATS)
    return Figures(len(names), round(open_s, 3), *rates, *memory_mb())


def main() -> None:
    """Measure, print, and append a row to docs/benchmarks/spark.csv."""
    home, table = map(Path, sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
    chance = random.Random(1)
    names = names_of(table, count, chance)
    slips = list({slip(name, chance): None for name in names})
    fresh = multiprocessing.get_context("spawn")  # its memory is what it needs itself
    with ProcessPoolExecutor(1, fresh) as process:
        figures = asdict(process.submit(measure, home, names, slips).result())
    print(figures)
    add_row(RESULTS, {"date": datetime.now(UTC).date(), **figures})


if __name__ == "__main__":
    main()
