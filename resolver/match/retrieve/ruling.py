"""What people decided of the very question that is asked: a ruling.

Reach for this module to change which review applies. One does where the texts fold alike, its type
is the asked one or none, and its countries are the asked ones or none. A review of type and
countries goes before one of a type, that before one of countries, and that before one of neither.
A review of which nothing holds in the table, or for the asked type, is passed over.
"""

from __future__ import annotations

from typing import NamedTuple

from resolver.index import Index
from resolver.index.decided import IndexedReview
from resolver.match.retrieve.question import Question
from resolver.model import Query


class Ruling(NamedTuple):
    """What a review says of a question, by number of the index.

    Args:
        means: The entity that is meant; None where none is said.
        nobody: Whether nobody of the table is meant.
        excluded: Entities that are not meant.
    """

    means: int | None
    nobody: bool
    excluded: frozenset[int]


def ruling_of(question: Question, index: Index) -> Ruling | None:
    """The ruling about a question, or None where nobody decided it."""
    found = [] if index.reviews is None else index.reviews.find(question.form)
    for review in sorted(found, key=_breadth):
        if _applies(review, question.query):
            ruling = _ruling(review, question, index)
            if ruling is not None:
                return ruling
    return None


def _breadth(review: IndexedReview) -> tuple[bool, bool]:
    """The order in which reviews are taken, the narrowest first."""
    return review.type is None, not review.country


def _applies(review: IndexedReview, query: Query) -> bool:
    return review.type in (None, query.type) and review.country in ((), query.country)


def _ruling(review: IndexedReview, question: Question, index: Index) -> Ruling | None:
    """What a review says that holds in the table; None where that is nothing."""
    means = None if review.means is None else index.find_id(review.means)
    if means is not None:
        segment, row = index.of_entity(means)
        means = means if segment.is_eligible(row, question.types) else None
    found = [index.find_id(each) for each in review.excludes]
    excluded = frozenset(number for number in found if number is not None)
    if means is None and not review.nobody and not excluded:
        return None
    return Ruling(means, review.nobody, excluded)
