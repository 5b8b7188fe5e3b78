"""The table of targets by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from tests.fuzz.csv import csv_target
from tests.fuzz.decode import decode_target
from tests.fuzz.fold import fold_target
from tests.fuzz.index import index_target
from tests.fuzz.query import body_target, url_target
from tests.fuzz.target import Target

TARGETS: Final[Mapping[str, Callable[[Path], AbstractContextManager[Target]]]] = {
    "fold": fold_target,
    "url": url_target,
    "body": body_target,
    "csv": csv_target,
    "index": index_target,
    "decode": decode_target,
}
"""Each makes what it needs in a folder of its own."""
