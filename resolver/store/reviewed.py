"""Reviews as operations of the journal: which questions are the same, and what holds of each.

Reach for `review_operation` to decide a question, and for `held_of` or `reviews_of` to read what
was decided.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from resolver.journal import Edits
from resolver.journal.questions import key_of
from resolver.model import Review
from resolver.model.edit import Effect, Operation


class Held(NamedTuple):
    """What was decided of a question, and still holds.

    Args:
        number: Of the last change that decided it.
        review: All that is decided, together.
    """

    number: int
    review: Review

    def to_dict(self) -> dict[str, Any]:
        """As programs read it."""
        return {"number": self.number, **self.review.to_dict()}


def question_key(review: Review) -> str:
    """The question that a review decides, the same for texts that fold alike."""
    return key_of(review.text, review.type, review.country)


def review_operation(review: Review) -> Operation:
    """The operation that decides what a review says."""
    return Operation(question_key(review), "review", review_value(review))


def review_value(review: Review) -> dict[str, Any]:
    """A review in JSON's types: its fields."""
    return dataclasses.asdict(review)


def held_of(effects: Iterable[Effect]) -> Held | None:
    """What holds of a question after the reviews of it, in order; None where there is none."""
    held: Held | None = None
    for number, operation in effects:
        if operation.action == "review":
            before = None if held is None else held.review
            held = Held(number, _read(operation.value).after(before))
    return held


def all_held(edits: Edits) -> Iterator[Held]:
    """What holds of every question that somebody decided, in order of the questions."""
    for target in sorted(edits.effects):
        held = held_of(edits.of(target))
        if held is not None:
            yield held


def review_of(effects: Iterable[Effect]) -> Review | None:
    """As `held_of`, without the number."""
    held = held_of(effects)
    return None if held is None else held.review


def reviews_of(edits: Edits) -> Iterator[Review]:
    """As `all_held`, the reviews alone."""
    return (held.review for held in all_held(edits))


def _read(value: Any) -> Review:
    lists = {name: tuple(value[name]) for name in ("country", "excludes")}
    return Review(**{**value, **lists})
