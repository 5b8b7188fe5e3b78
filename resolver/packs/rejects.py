"""Rows of a source of which no record can be made. Reach for it to write an importer.

An importer makes each record within `row`. By default the first row that is wrong ends the import;
with a `RejectFile` it is written down, and the import goes on.

    for number, line in enumerate(lines, 1):
        with rejects.row(path, number, line):
            yield Located(record_of(line), path, number)
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Final, NamedTuple, Self

from resolver.errors import BadSource, InvalidInput

Raw = str | bytes | Sequence[str]
"""A row as it is written, or its cells."""

_LONGEST: Final = 10_000
"""Characters of a row that are written down."""


class Rejects:
    """Ends an import at the first row that is wrong."""

    count = 0
    """How many rows were rejected."""

    first: BadSource | None = None
    """What was wrong with the first of them."""

    called = ""
    """What people know the file as that has them."""

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

    def row(self, path: Path, line: int, raw: Raw = "") -> Row:
        """Makes what is raised within a `with` of it a rejection of this row.

        Args:
            path: The file that is read.
            line: The line in which the row begins, from 1.
            raw: The row.
        """
        return Row(self, path, line, raw)

    def take(self, error: BadSource, raw: Raw = "") -> None:  # noqa: ARG002 - for a file
        """Reject a row; the error says where it stands, and what is wrong with it."""
        raise error


class Row:
    """A row at work: see `Rejects.row`. A class, for it is entered by the million."""

    __slots__ = ("_line", "_path", "_raw", "_rejects")

    def __init__(self, rejects: Rejects, path: Path, line: int, raw: Raw) -> None:
        self._rejects = rejects
        self._path = path
        self._line = line
        self._raw = raw

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        if not isinstance(error, InvalidInput):
            return False
        if not isinstance(error, BadSource):
            placed = BadSource(
                self._path, error.what, error.remedy, line=self._line, column=error.field
            )
            placed.__cause__, error = error, placed
        self._rejects.take(error, self._raw)
        return True


class Rejected(NamedTuple):
    """A row that is wrong.

    Args:
        before: How many records were made before it.
        error: What is wrong, and where.
        raw: The row.
    """

    before: int
    error: BadSource
    raw: Raw


class RejectList(Rejects):
    """Keeps what is rejected, for whoever takes it later.

    Args:
        made: The records made so far, which are counted.
    """

    def __init__(self, made: Sequence[object]) -> None:
        self.rows: list[Rejected] = []
        self._made = made

    def take(self, error: BadSource, raw: Raw = "") -> None:
        """Keep the row."""
        self.rows.append(Rejected(len(self._made), error, raw))


class RejectFile(Rejects):
    """Writes what is rejected into a file, one JSON object a line; without any there is no file.

    Args:
        path: The file; one that is there is replaced.
        called: What it will be called, where that is another path.
    """

    def __init__(self, path: Path, called: Path | None = None) -> None:
        self.path = path
        self.called = str(called or path)
        self.count = 0
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def take(self, error: BadSource, raw: Raw = "") -> None:
        """Write the row down, with the file, the line and what is wrong."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace")
        row = _text(raw).rstrip("\r\n")
        said = {"reason": str(error), "line": error.line, "row": row[:_LONGEST]}
        self._file.write(json.dumps(said, ensure_ascii=False) + "\n")
        self.first = self.first or error
        self.count += 1


def _text(raw: Raw) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bytes):
        return raw.decode("utf-8", "backslashreplace")
    text = io.StringIO()
    csv.writer(text).writerow(raw)
    return text.getvalue()
