"""The questions of a list that had no match, as people decide them. Reach for it to say more of
one.

`question_cells` is called while the question is worked on; a checkpoint keeps what it returns until
`review_text` makes the file (`resolver.curate.review_file`), and `keep_undecided` puts it into the
queue of the home that was asked (`resolver.table.undecided`), from which `withdraw_undecided` takes
it once the list is removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from resolver.bulk.checkpoint import AskedQuestion, Checkpoint
from resolver.curate.review_file import (
    ReviewRow,
    candidate_cells,
    questions_of,
    review_lines,
)
from resolver.engine import Resolver
from resolver.errors import HomeError
from resolver.home import Home
from resolver.journal.questions import key_of
from resolver.lists.form import Form
from resolver.model import Decision
from resolver.model.undecided import MAX_CANDIDATES, Undecided

_NOTHING: Final = '["", 0.0, [], []]'
"""What is kept of a decision of which nothing is known."""


def question_cells(decision: Decision, resolver: Resolver | None) -> str | None:
    """What is kept of a decision; None where there is nothing to decide.

    Args:
        decision: What the resolver answered.
        resolver: That resolver where a review is to show the candidates of what is ambiguous.
    """
    if decision.verdict == "match":
        return None
    candidates = [[each.id, round(each.score, 4)] for each in decision.candidates[:MAX_CANDIDATES]]
    shows = resolver is not None and decision.verdict == "ambiguous"
    cells = candidate_cells(decision, resolver) if shows and resolver is not None else ()
    kept = [decision.reason, round(decision.margin, 4), candidates, cells]
    return json.dumps(kept, ensure_ascii=False)


def review_text(questions: Iterable[AskedQuestion], form: Form) -> Iterator[str]:
    """The review file of questions, in pieces.

    Args:
        questions: The ambiguous ones of a list.
        form: Of its output: who has semicolons there has a spreadsheet that wants them here.
    """
    return review_lines(map(_review_row, questions), ";" if form.delimiter == ";" else ",")


def keep_undecided(home: Path, checkpoint: Checkpoint, warn: Callable[[str], None]) -> None:
    """Put the questions of a list into the queue of a home, where it has a store to write to.

    Args:
        home: The home that was asked.
        checkpoint: Has the questions.
        warn: Called where they could not be kept: the list itself is done.
    """
    questions = chain(checkpoint.questions("ambiguous"), checkpoint.questions("no_match"))
    first = next(questions, None)
    if first is None or not _takes_edits(Home(home)):
        return
    from resolver.table.undecided import keep  # SQLAlchemy takes a fifth of a second to load

    try:
        keep(home, map(_undecided, chain([first], questions)))
    except HomeError as error:
        warn(f"what is left to decide was not kept: {error.what}")


def withdraw_undecided(home: Path, *reviews: Path) -> None:
    """Take the questions of a list out of the queue of a home again, unless others asked them too.

    Args:
        home: The home that was asked.
        reviews: The review files of the list; those that are not there have no questions.

    Raises:
        HomeError: The queue cannot be written.
    """
    questions = chain.from_iterable(questions_of(each) for each in reviews if each.exists())
    first = next(questions, None)
    if first is None or not _takes_edits(Home(home)):
        return
    from resolver.table.undecided import withdraw  # SQLAlchemy, as in `keep_undecided`

    asked = chain([first], questions)
    withdraw(home, ((key_of(each.text, each.type, each.country), each.rows) for each in asked))


def _takes_edits(home: Home) -> bool:
    journal = home.journal if home.journal.exists() else home.folder
    return home.store.exists() and os.access(journal, os.W_OK)


def _undecided(question: AskedQuestion) -> Undecided:
    reason, margin, candidates, _ = json.loads(question.extra or _NOTHING)
    return Undecided(
        question.text,
        question.type or None,
        tuple(question.country.split()),
        question.verdict,
        reason,
        margin,
        tuple((each, score) for each, score in candidates),
        "list",
        question.rows,
    )


def _review_row(question: AskedQuestion) -> ReviewRow:
    reason, _, _, cells = json.loads(question.extra or _NOTHING)
    countries = tuple(question.country.split())
    return ReviewRow(
        question.text, question.type or None, countries, question.rows, reason, tuple(cells)
    )
