"""A row as the text of a CSV: reach for `csv_text`, or `excel_text` where a spreadsheet opens it.

Cells are quoted only where they must be. For a spreadsheet, a cell that it would run as a formula
gets an apostrophe before it; a plain number (-12.5, +3) is no formula.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from typing import Final

CellsText = Callable[[Sequence[str]], str]
"""Cells → their text, without a line end."""

_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet runs (OWASP, CSV injection)."""

_NUMBER: Final = re.compile(r"[+-][.,]?[0-9][0-9.,]*([eE][+-]?[0-9]+)?")
"""A plain number with its sign, which is no formula."""


class _Line:
    """A file that gives back what is written."""

    @staticmethod
    def write(text: str) -> str:
        return text


def csv_text(delimiter: str) -> CellsText:
    """What makes the text of cells, with this delimiter between them.

    A cell with any line end in it is quoted, as the csv module does only for those that its own
    line terminator has.
    """
    write = csv.writer(_Line(), delimiter=delimiter, lineterminator="\r\n").writerow

    def to_text(cells: Sequence[str]) -> str:
        line: str = write(cells)  # what `_Line.write` returned
        return line[:-2]

    return to_text


def excel_text(delimiter: str) -> CellsText:
    """As `csv_text`, with an apostrophe before what a spreadsheet would run."""
    to_text = csv_text(delimiter)
    return lambda cells: to_text([f"'{cell}" if _is_formula(cell) else cell for cell in cells])


def _is_formula(cell: str) -> bool:
    return _FORMULA.match(cell) is not None and _NUMBER.fullmatch(cell) is None
