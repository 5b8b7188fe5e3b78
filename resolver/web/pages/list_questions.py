"""The names of a list that was resolved that have no match: which of them nobody decided yet.

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
"""Ambiguous names of a list that are looked for among those decided; as many unmatched."""


_KEPT: Final = 16
"""Lists of which the questions are remembered."""


class ListQuestions(NamedTuple):
    """The names of a list that have no match.

    Args:
        ambiguous: How many are ambiguous, each name once, up to `MAX_QUESTIONS`.
        unmatched: How many mean nobody, likewise.
        open: Those that nobody decided, the ambiguous ones first, of them the next best.
    """

    ambiguous: int
    unmatched: int
    open: list[Undecided]

    @property
    def asked(self) -> int:
        """How many there are."""
        return self.ambiguous + self.unmatched

    @property
    def decided(self) -> int:
        """How many are decided."""
        return self.asked - len(self.open)


def open_of_list(store: Store, folder: JobFolder) -> ListQuestions:
    """The names without a match of a list that is done.

    Raises:
        HomeError: What people decided cannot be read.
    """
    from resolver.table.undecided import open_among  # SQLAlchemy with it

    ambiguous, unmatched = (
        _keys(path, path.stat().st_mtime_ns) if path.exists() else frozenset()
        for path in (folder.review, folder.unmatched)
    )
    found = open_among(store, ambiguous | unmatched)
    found.sort(key=lambda each: each.verdict != "ambiguous")
    return ListQuestions(len(ambiguous), len(unmatched), found)


@lru_cache(_KEPT)
def _keys(review: Path, written_at: int) -> frozenset[str]:  # noqa: ARG001 - another file when it is
    """The keys of the questions of a review file."""
    found = islice(questions_of(review), MAX_QUESTIONS)
    return frozenset(key_of(each.text, each.type, each.country) for each in found)
