"""Decisions about names into a home: one by one, or those of a whole review file.

Reach for it to keep what somebody decided. All of a call's decisions are kept or none; the next
compile has them.

    decide(home, [Review("Zahedi", means="mohammad-reza-zahedi", who="ana", when=now)])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from resolver.curate.review_file import (
    DecidedRow,
    ReviewRow,
    candidate_cells,
    read_review_file,
)
from resolver.engine import Resolver
from resolver.errors import BadSource, ResolverError
from resolver.model import Query, Review
from resolver.model.undecided import MAX_CANDIDATES
from resolver.store import Changes, expect_store, open_store
from resolver.store.reviewed import Held, question_key
from resolver.table import reviewing
from resolver.table.reviewing import Reviewed
from resolver.table.undecided import open_questions


@dataclass(frozen=True, slots=True)
class Decided:
    """What deciding did.

    Args:
        changes: Reviews by whether their question was new, decided otherwise before, or as now.
        left_open: Rows of a file in which nothing is decided.
    """

    changes: Changes
    left_open: int = 0

    @property
    def decided(self) -> int:
        """How many reviews there were."""
        return self.changes.added + self.changes.updated + self.changes.unchanged


def decide(home: Path, reviews: Iterable[Review]) -> Decided:
    """Keep reviews in a home.

    Args:
        home: The directory.
        reviews: What was decided; a later one about the same question comes after an earlier one.

    Raises:
        BadValue: No entity has an ID that a review names, and none became one, or it is of another
            type than the review is about.
        HomeError: There is no home or nothing in it, or it cannot be written.
    """
    expect_store(home)
    with open_store(home) as store:
        return _counted(reviewing.decide(store, list(reviews)))


def decide_file(home: Path, path: Path, *, who: str, when: str) -> Decided:
    """Keep the decisions of a review file in a home.

    Args:
        home: The directory.
        path: The file, as `resolver.curate.review_file` describes it.
        who: Who decided.
        when: When, as of `Review`.

    Raises:
        BadSource: Something in the file is wrong, two rows contradict each other, or an ID is wrong
            as in `decide`; names line and column.
        HomeError: As for `decide`.
    """
    expect_store(home)
    file = read_review_file(path, who=who, when=when)
    _refuse_contradictions(path, file.decided)

    def placed(place: int, wrong: ResolverError) -> BadSource:
        line = file.decided[place].line
        return BadSource(path, wrong.what, wrong.remedy, line=line, column="decision")

    with open_store(home) as store:
        done = reviewing.decide(store, [row.review for row in file.decided], placed=placed)
    return _counted(done, file.left_open)


def decided_reviews(home: Path) -> list[Held]:
    """All that was decided, in order of the last changes that did.

    Raises:
        HomeError: There is no home or nothing in it, or it cannot be read.
    """
    expect_store(home)
    found: list[Held] = []
    with open_store(home) as store:
        while some := reviewing.decided(store, after=found[-1].number if found else 0):
            found += some
    return found


def open_rows(home: Path) -> Iterator[ReviewRow]:
    """The rows of a review file of what is left to decide, the next best first.

    Each is as the index answers it now; what it finds a match for by now is left out.

    Raises:
        HomeError: There is no home or nothing in it, or it cannot be read.
    """
    expect_store(home)
    with open_store(home) as store, Resolver.open(home) as resolver:
        for each in open_questions(store):
            query = Query(each.text, type=each.type, country=each.country, limit=MAX_CANDIDATES)
            decision = resolver.resolve(query)
            if decision.verdict != "match":
                cells = candidate_cells(decision, resolver)
                reason = decision.reason
                yield ReviewRow(each.text, each.type, each.country, each.count, reason, cells)


def _counted(done: Sequence[Reviewed], left_open: int = 0) -> Decided:
    added = sum(each.before is None for each in done)
    unchanged = sum(not each.is_new for each in done)
    return Decided(Changes(added, len(done) - added - unchanged, 0, unchanged), left_open)


def _refuse_contradictions(path: Path, decided: Iterable[DecidedRow]) -> None:
    """Refuse a file in which two rows decide otherwise about the same question."""
    first: dict[str, DecidedRow] = {}
    for row in decided:
        before = first.setdefault(question_key(row.review), row)
        if (before.review.means, before.review.nobody) != (row.review.means, row.review.nobody):
            what = f"line {before.line} decides otherwise about the same name"
            raise BadSource(path, what, "keep one of the two", line=row.line, column="decision")
