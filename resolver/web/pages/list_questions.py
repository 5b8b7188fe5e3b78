"""The ambiguous names of a list that was resolved: which of them nobody decided yet.

Reach for `open_of_list` to have people decide those of one list, or to say how many are left.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from resolver.curate.review_file import questions_of
from resolver.jobs import JobFolder
from resolver.journal.questions import key_of

if TYPE_CHECKING:
    from resolver.model.undecided import Undecided
    from resolver.store import Store

MAX_QUESTIONS: Final = 2_000
"""Ambiguous names of a list of which it is looked up whether they are decided."""


_KEPT: Final = 16
"""Lists of which the questions are remembered."""


class ListQuestions(NamedTuple):
    """The ambiguous names of a list.

    Args:
        asked: How many there are, each name once, up to `MAX_QUESTIONS`.
        open: Those that nobody decided, the next best first.
    """

    asked: int
    open: list[Undecided]

    @property
    def decided(self) -> int:
        """How many are decided."""
        return self.asked - len(self.open)


def open_of_list(store: Store, folder: JobFolder) -> ListQuestions:
    """The ambiguous names of a list that is done.

    Raises:
        HomeError: What people decided cannot be read.
    """
    from resolver.table.undecided import open_among  # SQLAlchemy with it

    if not folder.review.exists():
        return ListQuestions(0, [])
    keys = _keys(folder.review, folder.review.stat().st_mtime_ns)
    return ListQuestions(len(keys), open_among(store, keys))


@lru_cache(_KEPT)
def _keys(review: Path, written_at: int) -> frozenset[str]:  # noqa: ARG001 - another file when it is
    """The keys of the questions of a review file."""
    return frozenset(key_of(*each) for each in islice(questions_of(review), MAX_QUESTIONS))
