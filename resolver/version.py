"""Which code answers: reach for it where something outlives the process that made it.

An answer depends on the index, the query, and the code with its tables (`answer_files`) and
libraries. What other code has left is never read as if it were of this one. Code is told by its
sources: whether `match` and `text` are compiled changes no answer.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parent
"""The folder of the installed package."""

ANSWERING: Final = (
    "__init__.py",
    "errors",
    "version.py",
    "model",
    "telemetry.py",
    "home.py",
    "atomic.py",
    "text",
    "index",
    "match",
    "processes.py",
    "pool.py",
    "annotate",
    "engine.py",
    "comparing.py",
    "cache",
)
"""The modules and folders of the package that make an answer and its cached form."""

LIBRARIES: Final = ("nicknames", "numpy", "rapidfuzz", "simsimd", "unidecode")
"""The libraries whose results are part of an answer."""


LISTING: Final = ("bulk", "lists")
"""What makes the text of a list of answers, beside what makes the answers."""


def answer_files(*more: str) -> list[Path]:
    """The files of the package that an answer depends on: code, tables and trained encoder.

    Args:
        more: Modules and folders that count besides.
    """
    files: set[Path] = set()
    for name in (*ANSWERING, *more):
        part = PACKAGE / name
        files.update(part.rglob("*") if part.is_dir() else [part])
    made = {"__pycache__", ".so"}
    return sorted(
        path for path in files if path.is_file() and not {path.parent.name, path.suffix} & made
    )


@functools.cache
def code_version(*more: str) -> str:
    """A digest of `answer_files`, of the versions of `LIBRARIES` and of Python's Unicode tables.

    Args:
        more: As of `answer_files`.
    """
    versions = [unicodedata.unidata_version, *map(version, LIBRARIES)]
    whole = hashlib.blake2b(repr(versions).encode(), digest_size=8)
    for path in answer_files(*more):
        whole.update(path.relative_to(PACKAGE).as_posix().encode())
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
