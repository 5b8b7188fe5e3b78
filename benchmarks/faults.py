"""Whether anything is lost or damaged when a process is killed at any moment.

Goal: no failure. `kill -9` at moments that a seed draws over the length of each operation: import
(of newer files, of a large one, of one whose bad rows are skipped), a whole compile, an overlay
compile, bulk, serving under load, where a worker or the master is killed, and edits, where who
writes is killed, or what publishes, a command, a service that is written to, or a part of it. After
each the home opens, answers are all those of before or all those of after, nothing that was
acknowledged is missing, no process stays, and the next run of the same mends all. Beside them: the
same without space on the disk. `faults_writing`, `faults_serving`, `faults_editing`,
`faults_commands` and `faults_http_edits` say what is looked at.

The table is made up (`benchmarks.serving`). A row for each operation goes to
docs/benchmarks/faults.csv. Exit 1 if anything failed.

    python -m benchmarks.faults [SEED [KILLS]]
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.faults_commands import kill_commands
from benchmarks.faults_editing import kill_publishers, kill_writers
from benchmarks.faults_http_edits import kill_parts, kill_services
from benchmarks.faults_serving import kill_masters, kill_workers, right_answers
from benchmarks.faults_writing import ENTITIES, operations, trials
from benchmarks.serving import make_home
from benchmarks.trials import Trial

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "faults.csv"
COLUMNS: Final = (
    "date",
    "operation",
    "faults",
    "opened",
    "before",
    "after",
    "lost",
    "processes_left",
    "files_left",
    "files_left_after_next_run",
    "failures",
)
EDITED: Final = 300
"""Entities of the table that is edited."""

EDITING: Final[tuple[tuple[str, Callable[[Path, str, int], Iterator[Trial]], int], ...]] = (
    ("who writes", kill_writers, 4),
    ("who publishes", kill_publishers, 2),
    ("a command", kill_commands, 3),
    ("a service", kill_services, 1),
    ("a part of it", kill_parts, 3),
)
"""What is killed while a table is edited, and how many times as often as other operations."""

WIDTHS: Final = (10, 26, 6, 6, 6, 5, 4, 14, 30, 25, 8)


def all_trials(folder: Path, seed: str, kills: int) -> Iterator[tuple[str, str, Trial]]:
    """Every trial: the row of the table it belongs to, its moment, and what was seen."""
    for operation in operations(folder):
        for name, moment, trial in trials(operation, seed, kills, kills // 8):
            yield name, f"{moment:.3f}", trial
    home = folder / "serving" / "home"
    home.parent.mkdir()
    answers = right_answers(home, make_home(home, ENTITIES)[:500])
    for number, trial in enumerate(kill_workers(home, answers, seed, kills // 2)):
        yield "serving, a worker", str(number), trial
    for number, trial in enumerate(kill_masters(home, answers, seed, kills // 2)):
        yield "serving, the master", str(number), trial
    for name, kill, times in EDITING:
        editing = folder / kill.__name__ / "home"
        editing.parent.mkdir()
        make_home(editing, EDITED)
        for number, trial in enumerate(kill(editing, seed, kills * times)):
            yield f"editing, {name}", str(number), trial


def row(name: str, seen: list[Trial]) -> list[str]:
    """The row of one operation."""
    left, left_next = Counter[str](), Counter[str]()
    for trial in seen:
        left += trial.left
        left_next += trial.left_next
    day = datetime.now(UTC).date().isoformat()
    counts = [
        len(seen),
        sum(trial.opened for trial in seen),
        sum(trial.changed is False for trial in seen),
        sum(trial.changed is True for trial in seen),
        sum(trial.lost for trial in seen),
        sum(trial.stayed for trial in seen),
    ]
    failed = sum(bool(trial.failures) for trial in seen)
    return [day, name, *map(str, counts), _listed(left), _listed(left_next), str(failed)]


def save(rows: list[list[str]]) -> None:
    """Append the rows to the CSV."""
    new = not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        writer.writerows(rows)


def _listed(counted: Counter[str]) -> str:
    return " ".join(f"{count}x{name}" for name, count in sorted(counted.items())) or "none"


def main() -> None:
    """Try, print, save; exit 1 if anything failed."""
    seed = sys.argv[1] if len(sys.argv) > 1 else "1"
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    begin, seen = time.monotonic(), dict[str, list[Trial]]()
    print(f"seed {seed}, {kills} kills an operation", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, moment, trial in all_trials(Path(folder), seed, kills):
            seen.setdefault(name, []).append(trial)
            for failure in trial.failures:
                print(f"{name}, {moment}: {failure}", flush=True)
    rows = [row(name, trials) for name, trials in seen.items()]
    for cells in (COLUMNS, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)))
    print(f"{time.monotonic() - begin:.0f} s")
    save(rows)
    sys.exit(any(trial.failures for trials in seen.values() for trial in trials))


if __name__ == "__main__":
    main()
