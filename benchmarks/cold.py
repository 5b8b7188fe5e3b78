"""How long `resolver resolve` takes from a cold process, on the bundled packs.

Goal: a median of at most 0.5 s. Beside it, in the same run: Python alone, and Python with a
rapidfuzz scan of the same names, which is what a short script would do instead.

    python -m benchmarks.cold [RUNS]
"""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "cold.csv"

SCAN: Final = """
import csv, glob
from rapidfuzz import fuzz, process
tables = [open(path, encoding="utf-8") for path in glob.glob("aliases/*/aliases.csv")]
names = [row["alias"] for table in tables for row in csv.DictReader(table)]
print(process.extractOne("Reza Zahedi", names, scorer=fuzz.WRatio))
"""
"""The short script."""


def seconds(command: list[str], runs: int) -> list[float]:
    """The wall time of each of `runs` starts of a command."""
    taken = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begin)
    return taken


def main() -> None:
    """Measure, print, and append a row for each command to docs/benchmarks/cold.csv."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as home:
        cli = [sys.executable, "-m", "resolver"]
        for command in ("import", "compile"):
            subprocess.run([*cli, command, "--home", home], check=True, stdout=subprocess.DEVNULL)
        measured = {
            "python": seconds([sys.executable, "-c", ""], runs),
            "rapidfuzz scan": seconds([sys.executable, "-c", SCAN], runs),
            "resolver resolve": seconds([*cli, "resolve", "Reza Zahedi", "--home", home], runs),
        }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    new = not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(["date", "command", "runs", "median_s", "worst_s"])
        for command, taken in measured.items():
            median, worst = statistics.median(taken), max(taken)
            print(f"{command:18} median {median:.3f} s   worst {worst:.3f} s")
            day = datetime.now(UTC).date().isoformat()
            writer.writerow([day, command, runs, f"{median:.3f}", f"{worst:.3f}"])


if __name__ == "__main__":
    main()
