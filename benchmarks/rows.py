"""Figures that are kept: a row more of a CSV. Reach for `add_row` to keep those of a benchmark."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def add_row(path: Path, row: Mapping[str, Any]) -> None:
    """Append a row to a CSV, under a header with its keys where there is no file yet."""
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow(row)
