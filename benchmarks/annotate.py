"""How many characters of running texts are read a second, and what memory that takes.

    python -m benchmarks.annotate HOME TEXT...

HOME holds the compiled table, each TEXT is a file; together they are cut into pieces as long as a
text may be. One thread reads them: first their names are found, then found and linked. Then come
texts that nobody writes, but somebody sends. Results are added to docs/benchmarks/annotate.csv.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.growth import memory_mb
from benchmarks.rows import add_row
from resolver import Resolver
from resolver.annotate import Table, annotate, load_text_weights, table_of
from resolver.annotate.annotating import places
from resolver.annotate.candidates import Asking
from resolver.annotate.reading import read
from resolver.index import Index
from resolver.match.score.weights import Weights
from resolver.model import Passage
from resolver.model.passage import MAX_TEXT
from resolver.text.words import load_words

OUT: Final = Path(__file__).parents[1] / "docs" / "benchmarks" / "annotate.csv"

_ROUNDS: Final = 3
"""How often each text is read; the fastest counts."""


class Figures(NamedTuple):
    """What one kind of text took.

    Args:
        text: Which.
        characters: How many it has.
        names: How many were found in it.
        finding: Characters a second of processor time, where its names are found.
        linking: The same, where they are found and linked.
        seconds: Seconds of processor time that finding and linking take.
        before_mb: Memory of the process's own before, in MB.
        after_mb: The same afterwards.
    """

    text: str
    characters: int
    names: int
    finding: int
    linking: int
    seconds: float
    before_mb: float
    after_mb: float


def odd_texts() -> dict[str, str]:
    """Texts of the greatest length, by what is odd about them."""
    chance = random.Random(7)
    han = "".join([chr(chance.randrange(0x4E00, 0x9FA6)) for _ in range(MAX_TEXT)])
    return {
        "one name over and over": filled("Baghdad "),
        "punctuation": filled("?! …;:-()'\".,"),
        "Chinese": filled("巴格达是伊拉克共和国的首都也是巴格达省的首府"),
        "Chinese letters by chance": han,
        "emoji": filled("😀🎉🇮🇶👩‍👩‍👧"),
    }


def filled(text: str) -> str:
    """A text again and again, as long as a text may be."""
    return (text * (MAX_TEXT // len(text) + 1))[:MAX_TEXT]


def measure(kind: str, pieces: Sequence[str], table: Table) -> Figures:
    """Find the names of some pieces of a text, then find and link them."""
    weights, size, before = load_text_weights(), sum(map(len, pieces)), memory_mb()[0]
    passages = [Passage(piece) for piece in pieces]

    def find() -> int:
        found = 0
        for passage in passages:
            asking = Asking(table, passage)
            found += len(places(read(passage.text, asking), asking, weights))
        return found

    def link() -> int:
        return sum(len(annotate(passage, table, weights).mentions) for passage in passages)

    finding_s, _ = fastest(find)
    linking_s, names = fastest(link)
    rates = int(size / finding_s), int(size / linking_s)
    return Figures(kind, size, names, *rates, round(linking_s, 2), before, memory_mb()[0])


def fastest(work: Callable[[], int]) -> tuple[float, int]:
    """The least processor time in seconds of some rounds of the same work, and what it returned."""
    taken, returned = [], 0
    for _ in range(_ROUNDS):
        begin = time.process_time()
        returned = work()
        taken.append(time.process_time() - begin)
    return min(taken), returned


def main() -> None:
    """Measure, print, and add the rows."""
    home, *files = sys.argv[1:]
    Resolver.open(home).annotate("Baghdad")  # everything is read that is read once
    index = Index.open(Path(home))
    table = table_of(index, Weights.of_index(index), load_words())
    written = "\n\n".join([Path(each).read_text("utf-8") for each in files])
    pieces = [written[at : at + MAX_TEXT] for at in range(0, len(written), MAX_TEXT)]
    kinds = {"texts": pieces, **{kind: [text] for kind, text in odd_texts().items()}}
    run = f"{datetime.now(UTC):%Y-%m-%dT%H:%M}"
    for kind, texts in kinds.items():
        figures = measure(kind, texts, table)
        load = round(os.getloadavg()[0], 1)
        row = {"run": run, "load": load, "table": index.names} | figures._asdict()
        print(row, flush=True)
        add_row(OUT, row)


if __name__ == "__main__":
    main()
