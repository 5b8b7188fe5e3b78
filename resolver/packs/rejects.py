"""Rows of a source of which no record can be made. Reach for it to write an importer.

An importer makes each record within `row`. By default the first row that is wrong ends the import;
with a `RejectFile` it is written down, and the import goes on.

    for number, line in enumerate(lines, 1):
        with rejects.row(path, number, line):
            yield Located(record_of(line), path, number)
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Self

from resolver.errors import BadSource
from resolver.rows import placed


class Rejects:
    """Ends an import at the first row that is wrong."""

    count = 0
    """How many rows were rejected."""

    @cached_property
    def left_out(self) -> Counter[str]:
        """How many things of each sort were right, but are not what a table has."""
        return Counter()

    def leave_out(self, sort: str) -> None:
        """Count one thing that is left out, such as the address of somebody.

        Args:
            sort: What sort of thing, in the words of the source.
        """
        self.left_out[sort] += 1

    @contextmanager
    def row(self, path: Path, line: int, raw: str | bytes = "") -> Iterator[None]:
        """Makes what is raised within a rejection of this row.

        Args:
            path: The file that is read.
            line: The line in which the row begins, from 1.
            raw: The row as it is written.
        """
        try:
            with placed(path, line):
                yield
        except BadSource as error:
            self.take(error, raw)

    def take(self, error: BadSource, raw: str | bytes = "") -> None:  # noqa: ARG002 - for a file
        """Reject a row; the error says where it stands, and what is wrong with it."""
        raise error


class RejectFile(Rejects):
    """Writes what is rejected into a file, one JSON object a line; without any there is no file.

    Args:
        path: The file; one that is there is replaced.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def take(self, error: BadSource, raw: str | bytes = "") -> None:
        """Write the row down, with the file, the line and what is wrong."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8")
        text = raw.decode("utf-8", "backslashreplace") if isinstance(raw, bytes) else raw
        said = {"reason": str(error), "line": error.line, "row": text.rstrip("\r\n")}
        self._file.write(json.dumps(said, ensure_ascii=False) + "\n")
        self.count += 1
