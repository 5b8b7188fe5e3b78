"""The first rows of a list that is done, each with its answer, and what else stands in a row.

Reach for `first_rows` to show what became of a list, for `beside_of` to show where a name stands.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from itertools import islice
from typing import Final, NamedTuple

from resolver.bulk.answers import columns_of
from resolver.bulk.options import BulkOptions, chosen_roles
from resolver.jobs import Found
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list

SHOWN_ROWS: Final = 20
"""Rows that are shown of a list."""

MAX_SOUGHT: Final = 5_000
"""Rows of a list in which a name is sought."""

_SHOWN_LETTERS: Final = 200
"""Letters of a cell that are shown."""


class AnsweredRow(NamedTuple):
    """A row with its answer.

    Args:
        number: Its number, from 1.
        asked: The name.
        best: The name of the first candidate, or "".
        verdict: The verdict; "" or another word where nothing was asked.
        score: Of the first candidate as it is written, or "".
        error: What is wrong with the row, or "".
    """

    number: int
    asked: str
    best: str
    verdict: str
    score: str
    error: str


class _Row(NamedTuple):
    """A row of the list with its answers: its number, the name, the other cells, its answer."""

    number: int
    asked: str
    others: Mapping[str, str]
    answer: Mapping[str, str]


def first_rows(found: Found) -> list[AnsweredRow]:
    """The first rows of a list that is done."""
    with closing(_rows(found)) as rows:
        return [_answered(row) for row in islice(rows, SHOWN_ROWS)]


def beside_of(found: Found, text: str) -> Mapping[str, str]:
    """What stands beside a name in the first of the rows that have it, by column."""
    with closing(_rows(found)) as rows:
        sought = (row for row in islice(rows, MAX_SOUGHT) if row.asked.strip() == text)
        row = next(sought, None)
    if row is None:
        return {}
    return {column: _cut(cell) for column, cell in row.others.items() if cell.strip()}


def _answered(row: _Row) -> AnsweredRow:
    best, verdict, score, error = (
        row.answer[f"resolver_{each}"] for each in ("name", "verdict", "score", "error")
    )
    return AnsweredRow(row.number, _cut(row.asked), _cut(best), verdict, score, error)


def _rows(found: Found) -> Generator[_Row]:
    """The rows of the result of a list; those that cannot be read are left out."""
    options = BulkOptions.from_texts(found.job.options)
    answers = columns_of(options.top)
    path = found.folder.result(found.job)
    with open_list(path, name=path.name, said=SaidForm(header=options.said.header)) as reader:
        columns = reader.columns[: -len(answers)]
        name = chosen_roles(options, columns).name
        for row in reader.rows():
            if row.is_asked:
                others = dict(zip(columns, row.cells, strict=False))
                answer = dict(zip(answers, row.cells[len(columns) :], strict=True))
                yield _Row(row.number, others.pop(name), others, answer)


def _cut(cell: str) -> str:
    return cell if len(cell) <= _SHOWN_LETTERS else cell[:_SHOWN_LETTERS] + "…"
