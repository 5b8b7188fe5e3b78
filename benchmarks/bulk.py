"""How fast a long list is resolved, and in how much memory.

Goal: 1,000,000 rows that ask 200,000 distinct names in six minutes on two processors, and never
more than 1 GB over all processes, also where no name comes twice. The names are those of the table,
three in four with a slip of the pen; a seed draws them, so that every run asks the same.

Memory is counted as processes share it (PSS): a page that three of them map is a third of one in
each. Pages of the index that are only mapped can be taken away at any time; they are counted too.

    python -m benchmarks.bulk TABLE.jsonl.gz HOME [ROWS DISTINCT]

A row goes to docs/benchmarks/bulk.csv.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "bulk.csv"
COLUMNS: Final = (
    "date",
    "rows",
    "distinct",
    "seconds",
    "rows_a_second",
    "most_pss_mb",
    "most_private_mb",
    "match",
    "ambiguous",
    "no_match",
)
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def slipped(name: str, random_: random.Random) -> str:
    """A name with one slip: a letter left out, put in, taken for another, or two swapped."""
    if len(name) < 4:
        return name
    at = random_.randrange(1, len(name) - 1)
    letter = random_.choice(LETTERS)
    return random_.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


def distinct_names(table: Path, count: int, random_: random.Random) -> list[tuple[str, str]]:
    """So many names with their countries, each once, three in four with a slip."""
    with gzip.open(table, "rt", encoding="utf-8") as lines:
        entities = [json.loads(line) for line in lines]
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        entity = random_.choice(entities)
        texts = [entity["name"], *entity.get("aliases", ())]
        name = random_.choice([text if isinstance(text, str) else text["text"] for text in texts])
        if random_.random() < 0.75:
            name = slipped(name, random_)
        found[name, "|".join(entity.get("country", ()))] = None
    return list(found)


def write_list(path: Path, table: Path, rows: int, distinct: int) -> None:
    """A list of so many rows; every name comes at least once."""
    random_ = random.Random(f"{rows} {distinct}")
    names = distinct_names(table, distinct, random_)
    asked = names + random_.choices(names, k=rows - distinct)
    random_.shuffle(asked)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "name", "country"))
        writer.writerows((number, *each) for number, each in enumerate(asked, 1))


def processes_under(process: int) -> Iterator[int]:
    """A process and those that it started."""
    yield process
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        children = [(each / "children").read_text().split() for each in tasks]
    except OSError:
        return
    for child in {int(each) for some in children for each in some}:
        yield from processes_under(child)


def memory_mb(process: int) -> tuple[float, float]:
    """The memory of a process and those that it started: PSS, and what is private of it, in MB."""
    pss = private = 0
    for each in processes_under(process):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()[1:]
        except OSError:
            continue
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        pss += kilobytes["Pss"]
        private += kilobytes["Pss_Anon"]
    return pss / 1024, private / 1024


def measure(source: Path, home: Path, folder: Path) -> tuple[float, float, float, Path]:
    """Resolve a list: seconds, most PSS, most private memory, and the output."""
    output = folder / "out.csv"
    begin = time.perf_counter()
    command = [sys.executable, "-m", "resolver", "bulk", str(source), "-o", str(output)]
    files = ["--review-file", str(folder / "review.csv"), "--report", str(folder / "report.html")]
    most_pss = most_private = 0.0
    with subprocess.Popen([*command, *files, "--type", "place", "--home", str(home)]) as running:
        while running.poll() is None:
            pss, private = memory_mb(running.pid)
            most_pss, most_private = max(most_pss, pss), max(most_private, private)
            time.sleep(0.5)
    if running.returncode != 0:
        sys.exit(f"bulk ended with {running.returncode}")
    return time.perf_counter() - begin, most_pss, most_private, output


def main() -> None:
    """Measure, print and keep the figures."""
    table, home = map(Path, sys.argv[1:3])
    rows, distinct = (int(each) for each in (sys.argv[3:5] or ("1000000", "200000")))
    with tempfile.TemporaryDirectory(prefix="resolver-bulk-") as name:
        folder = Path(name)
        write_list(folder / "in.csv", table, rows, distinct)
        seconds, pss, private, output = measure(folder / "in.csv", home, folder)
        with output.open(encoding="utf-8", newline="") as file:
            verdicts = [row["resolver_verdict"] for row in csv.DictReader(file)]
    if len(verdicts) != rows:
        sys.exit(f"{rows:,} rows went in, {len(verdicts):,} came out")
    counts = [verdicts.count(verdict) for verdict in ("match", "ambiguous", "no_match")]
    figures = [f"{each:.0f}" for each in (seconds, rows / seconds, pss, private)]
    found = (datetime.now(UTC).date(), rows, distinct, *figures, *counts)
    is_new = not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(COLUMNS)
        writer.writerow(found)
    for column, value in zip(COLUMNS, found, strict=True):
        print(f"{column:>16}  {value}")


if __name__ == "__main__":
    main()
