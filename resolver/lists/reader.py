"""A row, and what every form of list gives. Reach for it to read rows without knowing the form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from resolver.lists.form import Form
from resolver.progress import Advance, no_advance


class Row(NamedTuple):
    """A row of a list.

    Args:
        number: Which row it is, from 1, below the header.
        line: The line it begins in, from 1; of a Parquet file the number.
        cells: Its cells, exactly as many as there are columns.
        error: What is wrong with the row as it is written, or None.
        is_asked: Whether it can be worked with in spite of that: a row that ends early can, one
            with too many cells, broken quotes or unreadable bytes cannot.
        raw: The line of JSONL as it is written, without its end; "" in other forms.
    """

    number: int
    line: int
    cells: list[str]
    error: str | None
    is_asked: bool
    raw: str


class ListReader(ABC):
    """An opened list.

    Args:
        form: How it is written.
        header: The names of its columns as they are written; none where it has no header.
        columns: What its columns are called: the names stripped, or numbers from 1.
        warnings: What its reader should know.
        size: Its bytes as they lie, None where that is not known.
    """

    def __init__(
        self,
        form: Form,
        header: tuple[str, ...],
        columns: tuple[str, ...],
        warnings: tuple[str, ...] = (),
        size: int | None = None,
    ) -> None:
        self.form = form
        self.header = header
        self.columns = columns
        self.warnings = warnings
        self.size = size

    @abstractmethod
    def rows(self, advance: Advance = no_advance) -> Iterator[Row]:
        """Every row, in order; once, as a stream cannot be read again.

        Args:
            advance: Called with how many more bytes were read, as they lie.

        Raises:
            BadSource: The list cannot be read further: it is damaged, a row takes too much memory,
                or it holds more than the limit (`ListTooLarge`). Names the line.
        """
