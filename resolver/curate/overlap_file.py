"""The file in which people decide whether two entities are one, made for a spreadsheet.

    same,score,verdict,id_1,name_1,facts_1,id_2,name_2,facts_2,why,also

Reach for this module to write one or to read it back. A row is a pair. Whoever reviews it puts
`yes` into `same` where both are one thing, `no` where they are not, or nothing to leave it open.
A file that is written again keeps the rows that somebody decided (`decided_rows`), each as it is.
Cells are escaped as in a review file (`resolver.curate.review_file`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from resolver.curate.overlaps import Pair
from resolver.curate.review_file import csv_line, escape_formula, unescape_formula
from resolver.errors import BadSource
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list
from resolver.model import SameAs
from resolver.rows import column_index, placed

_YES: Final = ("yes", "y", "true", "1", "same", "x")
_NO: Final = ("no", "n", "false", "0")

_NEEDED: Final = ("same", "id_1", "id_2")
"""Columns by which such a file is known."""

COLUMNS: Final = (
    *("same", "score", "verdict", "id_1", "name_1", "facts_1"),
    *("id_2", "name_2", "facts_2", "why", "also"),
)
"""The header of the file."""


class DecidedPairs(NamedTuple):
    """What such a file says, of pairs of IDs in order.

    Args:
        same: Pairs that are one thing.
        different: Pairs that are not.
        left_open: How many rows have no decision.
    """

    same: frozenset[tuple[str, str]]
    different: frozenset[tuple[str, str]]
    left_open: int


def overlap_lines(
    pairs: Iterable[Pair], decided: Sequence[Mapping[str, str]] = ()
) -> Iterator[str]:
    """The lines of a file, to be written in UTF-8: the header after a BOM, then the pairs.

    Args:
        pairs: Those that are to be decided.
        decided: Rows of an earlier file, which come after them with all of their columns.
    """
    columns = tuple(dict.fromkeys([*COLUMNS, *(name for row in decided for name in row)]))
    more = [""] * (len(columns) - len(COLUMNS))
    yield "\ufeff" + csv_line(columns)
    for pair in pairs:
        other = pair.other
        cells = ["", f"{other.score:.2f}", pair.verdict, pair.id, pair.name, pair.facts]
        cells += [other.id, other.name, pair.other_facts, pair.why, " ".join(pair.also)]
        yield csv_line([*map(escape_formula, cells), *more])
    for row in decided:
        yield csv_line([row.get(name, "") for name in columns])


def decided_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file in which somebody decided, by column; none where there is no such file.

    Raises:
        BadSource: It cannot be read, or a decision in it is wrong.
    """
    if not path.is_file() or not path.stat().st_size or not is_overlap_file(path):
        return []
    read_overlap_file(path)  # raises where a decision is wrong
    with open_list(path, name=str(path), said=SaidForm(), wanted=_NEEDED) as reader:
        rows = [dict(zip(reader.columns, row.cells, strict=False)) for row in reader.rows()]
    return [row for row in rows if row.get("same", "").strip()]


def decided_pairs(rows: Iterable[Mapping[str, str]]) -> set[tuple[str, str]]:
    """The pairs of IDs, each in order, of such rows."""
    both = ([unescape_formula(row[name].strip()) for name in ("id_1", "id_2")] for row in rows)
    return {(min(ids), max(ids)) for ids in both}


def is_overlap_file(path: Path) -> bool:
    """Whether a file has the columns of such a file; a pipe, which is read once, never has.

    Raises:
        BadSource: It cannot be read.
    """
    if path.exists() and not path.is_file():
        return False
    with open_list(path, name=str(path), said=SaidForm(), wanted=_NEEDED) as reader:
        return set(_NEEDED) <= set(reader.columns)


def read_overlap_file(path: Path) -> DecidedPairs:
    """What people decided in such a file: its columns same, id_1 and id_2.

    Raises:
        BadSource: It is not such a file, or a row is wrong; names line and column.
    """
    found: dict[tuple[str, str], bool] = {}
    left_open = 0
    with open_list(path, name=str(path), said=SaidForm(), wanted=_NEEDED) as reader:
        places = [column_index(path, list(reader.columns), name) for name in _NEEDED]
        for row in reader.rows():
            if row.error is not None and not row.is_asked:
                raise BadSource(path, row.error, "mend the row", line=row.line)
            said, *ids = (unescape_formula(row.cells[place].strip()) for place in places)
            if not said:
                left_open += any(ids)
                continue
            with placed(path, row.line):
                first, second = sorted(ids)
                SameAs(first, (second,))  # raises where an ID is wrong
            same = _is_same(path, row.line, said)
            if found.setdefault((first, second), same) != same:
                what = f"{first!r} and {second!r} are decided otherwise in an earlier row"
                raise BadSource(path, what, "keep one", line=row.line, column="same")
    return DecidedPairs(
        frozenset(pair for pair, same in found.items() if same),
        frozenset(pair for pair, same in found.items() if not same),
        left_open,
    )


def _is_same(path: Path, line: int, said: str) -> bool:
    if said.lower() not in (*_YES, *_NO):
        what = f"{said!r} is no decision"
        raise BadSource(path, what, "write yes or no, or nothing", line=line, column="same")
    return said.lower() in _YES
