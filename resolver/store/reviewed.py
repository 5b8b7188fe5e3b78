"""Reviews as operations of the journal: which questions are the same, and what holds of each.

Reach for `review_operation` to decide a question, and for `reviews_of` to read what was decided.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import Any

from resolver.journal import Edits
from resolver.model import Review
from resolver.model.edit import Effect, Operation
from resolver.text.keys import form_of


def question_key(review: Review) -> str:
    """The question that a review decides, the same for texts that fold alike."""
    return question_text(form_of(review.text), review.type, review.country)


def question_text(form: str, entity_type: str | None, country: tuple[str, ...]) -> str:
    """The key of a question, given what its text folds to."""
    question = form, entity_type, *country
    return json.dumps(question, ensure_ascii=False, separators=(",", ":"))


def question_parts(key: str) -> tuple[str, str | None, tuple[str, ...]]:
    """What `question_text` made a key of."""
    form, entity_type, *country = json.loads(key)
    return form, entity_type, tuple(country)


def review_operation(review: Review) -> Operation:
    """The operation that decides what a review says."""
    return Operation(question_key(review), "review", review_value(review))


def review_value(review: Review) -> dict[str, Any]:
    """A review in JSON's types: its fields."""
    return dataclasses.asdict(review)


def review_of(effects: Iterable[Effect]) -> Review | None:
    """What holds of a question after the reviews of it, in order; None where there is none."""
    holds = None
    for _, operation in effects:
        if operation.action == "review":
            holds = _read(operation.value).after(holds)
    return holds


def reviews_of(edits: Edits) -> Iterator[Review]:
    """What holds of every question that somebody decided, in order of the questions."""
    for target in sorted(edits.effects):
        review = review_of(edits.of(target))
        if review is not None:
            yield review


def _read(value: Any) -> Review:
    lists = {name: tuple(value[name]) for name in ("country", "excludes")}
    return Review(**{**value, **lists})
