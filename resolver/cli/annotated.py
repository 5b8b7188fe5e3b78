"""An annotated text as lines for people, and as CSV. Reach for it to change either."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from resolver.cli.output import printable
from resolver.explaining.annotated_page import summary
from resolver.lists.cells import excel_text
from resolver.model import Annotation, Mention

COLUMNS: Final = (
    "start",
    "end",
    "text",
    "verdict",
    "id",
    "name",
    "type",
    "score",
    "margin",
    "reason",
)
"""The columns of the CSV. Name, type, score and margin are those of the first candidate, for
`match` and `ambiguous`; the ID is there for a `match` alone."""

_SHOWN: Final = 3
"""Candidates of an ambiguous name that are shown."""


def annotation_text(annotation: Annotation, text: str) -> str:
    """A line a name: where it stands (line and character, from 1), the name, the verdict, the score
    of the first candidate, and who is meant; then how many there are of each verdict."""
    lines = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    rows = [_row(each, lines) for each in annotation.mentions]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    shown = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*shown, summary(each.decision.verdict for each in annotation.mentions)])


def annotation_csv(annotation: Annotation) -> str:
    """A row a name, under a row of `COLUMNS`; no cell is run as a formula by a spreadsheet."""
    to_text = excel_text(",")
    rows = [COLUMNS, *map(_cells, annotation.mentions)]
    return "".join(to_text(row) + "\n" for row in rows)


def _row(mention: Mention, lines: list[int]) -> list[str]:
    line = bisect_right(lines, mention.start)
    decision = mention.decision
    if decision.verdict == "no_match" or not decision.candidates:
        score, who = "", ""
    else:
        first = decision.candidates[0]
        score = f"{first.score:.3f}"
        who = f"{first.id}  {printable(first.name)}"
        if decision.verdict == "ambiguous":
            who = " or ".join(each.id for each in decision.candidates[:_SHOWN])
    return [
        f"{line}:{mention.start - lines[line - 1] + 1}",
        printable(" ".join(mention.text.split())),  # it may go over a line end
        decision.verdict,
        score,
        who,
    ]


def _cells(mention: Mention) -> list[str]:
    decision = mention.decision
    first = decision.candidates[0] if decision.candidates else None
    who = [""] * 5
    if decision.verdict != "no_match" and first is not None:
        score, margin = f"{first.score:.4f}", f"{decision.margin:.4f}"
        who = [decision.id or "", first.name, first.type, score, margin]
    at = [str(mention.start), str(mention.end), mention.text]
    return [*at, decision.verdict, *who, decision.reason]
