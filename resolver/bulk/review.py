"""The ambiguous questions of a list, as people decide them. Reach for it to say more of a question.

`question_cells` is called while the question is worked on; a checkpoint keeps what it returns until
`review_text` makes the file (`resolver.curate.review_file`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from resolver.bulk.checkpoint import AskedQuestion
from resolver.curate.review_file import ReviewRow, candidate_cells, review_lines
from resolver.engine import Resolver
from resolver.lists.form import Form
from resolver.model import Decision


def question_cells(decision: Decision, resolver: Resolver) -> str | None:
    """What a review shows of a decision; None where there is nothing to decide."""
    if decision.verdict != "ambiguous":
        return None
    return json.dumps([decision.reason, *candidate_cells(decision, resolver)], ensure_ascii=False)


def review_text(questions: Iterable[AskedQuestion], form: Form) -> Iterator[str]:
    """The review file of questions, in pieces.

    Args:
        questions: The ambiguous ones of a list.
        form: Of its output: who has semicolons there has a spreadsheet that wants them here.
    """
    return review_lines(map(_review_row, questions), ";" if form.delimiter == ";" else ",")


def _review_row(question: AskedQuestion) -> ReviewRow:
    reason, *cells = json.loads(question.extra or '[""]')
    countries = tuple(question.country.split())
    return ReviewRow(
        question.text, question.type or None, countries, question.rows, reason, tuple(cells)
    )
