"""The file in which people decide what names mean: review.csv, made for a spreadsheet.

    decision,text,type,country,rows,reason,id_1,name_1,facts_1,score_1,why_1,id_2,…

Reach for this module to write one or to read it back. A row is a question. Whoever reviews it puts
into `decision` the ID that is meant, `none` where it is nobody of the table, or nothing to leave it
open. A cell that a spreadsheet would take for a formula has an apostrophe before it, and reading
takes one back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.engine import Resolver
from resolver.errors import BadSource
from resolver.lists.cells import csv_text
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list
from resolver.match.score.terms import BACKGROUND, CALIBRATION, COMPETITION, KNOWN, PRIOR
from resolver.model import Candidate, Decision, Evidence, Review
from resolver.model.undecided import MAX_CANDIDATES
from resolver.rows import NamedRow, column_index, placed

NOBODY: Final = ("none", "nobody")
"""Words for the decision that a name means nobody of the table, in small letters or capitals."""

_NEEDED: Final = ("decision", "text")
"""Columns without which nothing is decided."""

_QUESTION: Final = ("decision", "text", "type", "country", "rows", "reason")
"""Columns of the question."""

_CANDIDATE: Final = ("id", "name", "facts", "score", "why")
"""Columns of each candidate, with its number."""

COLUMNS: Final = (
    *_QUESTION,
    *(f"{name}_{number + 1}" for number in range(MAX_CANDIDATES) for name in _CANDIDATE),
)
"""The header of the file."""

_MAX_TERMS: Final = 4
"""Pieces of evidence that are named for a candidate."""

_MAX_FACTS: Final = 200
"""Characters of a candidate's facts."""

_OF_ALL: Final = frozenset((PRIOR, KNOWN, BACKGROUND, CALIBRATION, COMPETITION))
"""Evidence that says nothing of one candidate beside another."""

_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A question that somebody may decide.

    Args:
        text: As it was asked.
        type: The type that was asked, if any.
        country: The countries that were asked.
        rows: How many rows ask it.
        reason: Why it is not decided, one of `REASONS`.
        candidates: Who may be meant, as `candidate_cells` has it.
    """

    text: str
    type: str | None
    country: tuple[str, ...]
    rows: int
    reason: str
    candidates: tuple[str, ...]


class DecidedRow(NamedTuple):
    """A review, and the line of the file that its row begins in."""

    line: int
    review: Review


class Asked(NamedTuple):
    """A question of a review file: its text, the type and countries that were asked, how often."""

    text: str
    type: str | None
    country: tuple[str, ...]
    rows: int


class ReviewFile(NamedTuple):
    """What a review file says.

    Args:
        decided: The reviews, in the order of the rows.
        left_open: How many rows have no decision.
    """

    decided: tuple[DecidedRow, ...]
    left_open: int


def candidate_cells(decision: Decision, resolver: Resolver) -> tuple[str, ...]:
    """The candidates of a decision as cells of a row: id, name, facts, score and why of each.

    Args:
        decision: What the resolver answered.
        resolver: That resolver, which knows the facts.
    """
    cells: list[str] = []
    for candidate in decision.candidates[:MAX_CANDIDATES]:
        facts = facts_text(resolver.entity(candidate.id))
        score = f"{candidate.score:.2f}"
        cells += (candidate.id, candidate.name, facts, score, why_text(candidate))
    return tuple(cells)


def review_lines(rows: Iterable[ReviewRow], delimiter: str = ",") -> Iterator[str]:
    """The lines of a review file, to be written in UTF-8: the header after a BOM, then the rows."""
    yield "\ufeff" + csv_line(COLUMNS, delimiter)
    for row in rows:
        question = "", row.text, row.type or "", " ".join(row.country), str(row.rows), row.reason
        missing = [""] * (len(COLUMNS) - len(_QUESTION) - len(row.candidates))
        cells = [escape_formula(cell) for cell in (*question, *row.candidates, *missing)]
        yield csv_line(cells, delimiter)


def decided_lines(decided: Iterable[tuple[int, Review]]) -> Iterator[str]:
    """The lines of a CSV of what was decided, as a review file says it, with who, when and which
    change it was."""
    yield csv_line((*_QUESTION[:4], "not", "who", "when", "change"))
    for number, each in decided:
        decision = NOBODY[0] if each.nobody else each.means or ""
        question = decision, each.text, each.type or "", " ".join(each.country)
        cells = (*question, " ".join(each.excludes), each.who, each.when, str(number))
        yield csv_line([escape_formula(cell) for cell in cells])


def questions_of(path: Path) -> Iterator[Asked]:
    """The questions of a file of `review_lines`, decided or not, in the order of the rows.

    Raises:
        BadSource: It is not such a file.
    """
    for _, cells in _rows(path):
        text, rows = unescape_formula(cells["text"]), int(cells["rows"])
        yield Asked(text, *_narrowed(cells), rows)


def read_review_file(path: Path, *, who: str, when: str) -> ReviewFile:
    """What people decided in a review file: its columns decision, text, type and country.

    Args:
        path: The file.
        who: Who decided.
        when: When, as of `Review`.

    Raises:
        BadSource: It is not such a file, or a decided row is wrong; names line and column.
    """
    decided: list[DecidedRow] = []
    left_open = 0
    for line, cells in _rows(path):
        decision = unescape_formula(cells["decision"])
        if not decision:
            left_open += 1
            continue
        with placed(path, line):
            decided.append(DecidedRow(line, _review(decision, cells, who, when)))
    return ReviewFile(tuple(decided), left_open)


def escape_formula(cell: str) -> str:
    """A cell with an apostrophe before what a spreadsheet would take for a formula; a plain number
    is none. `unescape_formula` takes it back, from every cell."""
    return "'" + cell if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def unescape_formula(cell: str) -> str:
    """A cell without the apostrophe of `escape_formula`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _rows(path: Path) -> Iterator[NamedRow]:
    """The rows of a review file that are not blank, with the lines they begin in; a spreadsheet may
    have saved it in a form of its own."""
    with open_list(path, name=str(path), said=SaidForm(), wanted=_NEEDED) as reader:
        for column in _NEEDED:
            column_index(path, list(reader.columns), column)
        for row in reader.rows():
            if row.error is not None and not row.is_asked:
                raise BadSource(path, row.error, "mend the row", line=row.line)
            cells = [cell.strip() for cell in row.cells]
            if any(cells):
                yield NamedRow(row.line, dict(zip(reader.columns, cells, strict=True)))


def _review(decision: str, cells: Mapping[str, str], who: str, when: str) -> Review:
    nobody = decision.lower() in NOBODY
    return Review(
        unescape_formula(cells["text"]),
        *_narrowed(cells),
        means=None if nobody else decision,
        nobody=nobody,
        who=who,
        when=when,
    )


def _narrowed(cells: Mapping[str, str]) -> tuple[str | None, tuple[str, ...]]:
    """The type and the countries of a row."""
    countries = re.split(r"[\s,;|]+", cells.get("country", ""))
    return cells.get("type") or None, tuple(filter(None, countries))


def facts_text(record: Mapping[str, Any]) -> str:
    """What is known of an entity, in one short text."""
    properties = record.get("properties", {})
    known = [
        record["type"],
        " ".join(record.get("country", ())),
        *(f"{name} {' '.join(values)}" for name, values in properties.items()),
        record.get("description", ""),
    ]
    text = "; ".join(filter(None, known))
    return text if len(text) <= _MAX_FACTS else text[: _MAX_FACTS - 1] + "…"


def why_text(candidate: Candidate) -> str:
    """The strongest evidence for and against a candidate, in words."""
    telling = [each for each in candidate.evidence if each.name not in _OF_ALL]
    strongest = sorted(telling, key=lambda each: -abs(each.value))[:_MAX_TERMS]
    return ", ".join(map(_in_words, strongest))


def _in_words(evidence: Evidence) -> str:
    known = "" if evidence.known is None else f" {evidence.known}"
    return f"{evidence.name}{known} {evidence.value:+.1f}"


def csv_line(cells: Sequence[str], delimiter: str = ",") -> str:
    """A row as text, with the line end that spreadsheets write."""
    return csv_text(delimiter)(cells) + "\r\n"
