"""What people decided of names: reviews into the journal, and those that hold.

Reach for `decide` to keep decisions, all of a call or none. One that says what holds already is no
change. A review is taken back as any change is (`resolver.table.undoing`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from resolver.errors import BadValue, ResolverError, ScopeMissing, UnknownReview
from resolver.journal import Reading, Writing
from resolver.journal.questions import key_of
from resolver.journal.queue import decided_keys
from resolver.journal.writing import now
from resolver.model import TYPES, Entity, Review
from resolver.model.edit import MAX_CHANGES, Change, Operation
from resolver.store import Looked, Store
from resolver.store.reviewed import Held, held_of, question_key, review_operation, review_value
from resolver.table.editing import Editing, unknown_entity
from resolver.table.likeness import asked_type
from resolver.table.undoing import undo

_KNOWN_TYPES: Final = frozenset(TYPES) - {"other"}
"""Types that are distinguished: what is of another one may be asked as any."""


Placed = Callable[[int, ResolverError], Exception]
"""From the place of a review and what is wrong with it to the error that is raised."""


class Reviewed(NamedTuple):
    """What became of a decision.

    Args:
        change: The number of the last change about its question.
        review: All that is decided of it since; None where that is nothing.
        before: What was decided of it before; the same review where nothing is new.
        number: Of the last change that decided it.
    """

    change: int
    review: Review | None
    before: Review | None
    number: int

    @property
    def is_new(self) -> bool:
        """Whether it decided something that was not decided so already."""
        return self.review is not self.before

    def to_dict(self) -> dict[str, Any] | None:
        """What is decided of the question since, as programs read it."""
        return None if self.review is None else Held(self.number, self.review).to_dict()


def decide(
    store: Store,
    reviews: Sequence[Review],
    *,
    reason: str | None = None,
    placed: Placed = lambda _, error: error,
) -> list[Reviewed]:
    """Put decisions into the journal, in order: of two about one question the later one comes last.

    Args:
        store: The store of the home.
        reviews: What was decided, each with who and when.
        reason: Why.
        placed: What becomes of an error.

    Raises:
        UnknownEntity: No entity has an ID that a review names, and none became one.
        BadValue: It is of another type than the review is about.
        HomeBusy: Others changed something for all the time that one waits.
    """
    with store.journal.writing() as writing:
        ids = {entity_id for review in reviews for entity_id in review.ids}
        looked = store.look(store.around(ids, writing))
        for place, review in enumerate(reviews):
            for entity_id in review.ids:
                if wrong := _wrong(review, entity_id, looked):
                    raise placed(place, wrong)
        held = _held(writing, [question_key(review) for review in reviews])
        return [_put(writing, review, held, reason) for review in reviews]


def decided(store: Store, *, after: int = 0, limit: int = MAX_CHANGES) -> list[Held]:
    """What holds of questions that somebody decided, in order of the last changes that did.

    Args:
        store: The store of the home.
        after: Of changes with a higher number.
        limit: So many at most.
    """
    with store.journal.reading() as reading:
        keys = decided_keys(reading, after=after, limit=min(limit, MAX_CHANGES))
        return list(_held(reading, keys).values())


def somebody(editing: Editing, entity: Entity) -> list[Operation]:
    """What decides that the name of an entity which is created means it.

    That is nothing but where it was decided that the name means nobody, of any type or of its own.
    """
    countries, asked = dict.fromkeys((entity.country, ())), (asked_type(entity), None)
    keys = [key_of(entity.name, each, country) for each in asked for country in countries]
    for held in _held(editing.writing, keys).values():
        if held.review.nobody:
            made = replace(
                held.review,
                nobody=False,
                means=entity.id,
                excludes=(),
                who=editing.by,
                when=now(),
            )
            return [review_operation(made)]
    return []


def review_change(store: Store, number: int) -> Change:
    """The change in which something was decided, unless it is undone.

    Raises:
        UnknownReview: There is no such review, or it is taken back.
    """
    with store.journal.reading() as reading:
        if 0 < number <= reading.through:
            change = reading.change(number)
            if change.kind == "review" and reading.undone_by(number) is None:
                return change
    raise UnknownReview(f"change {number} is no review that holds", "see: resolver review --list")


def take_back(
    store: Store, number: int, *, by: str, reason: str | None = None, only_own: bool = False
) -> Reviewed:
    """Undo a review.

    Args:
        store: The store of the home.
        number: Of the change.
        by: Who takes it back.
        reason: Why.
        only_own: Whether it has to be theirs.

    Raises:
        UnknownReview: There is no such review, or it is taken back.
        ScopeMissing: It is somebody else's.
    """
    change = review_change(store, number)
    if only_own and change.by != by:
        raise ScopeMissing(
            f"review {number} is that of {change.by}; this needs a key with the scope write",
            "ask with such a key, or decide the name anew",
            scope="write",
        )
    undone = undo(store, number, by=by, reason=reason).change
    target = change.operations[0].target
    with store.journal.reading() as reading:
        held = _held(reading, [target]).get(target)
    if held is None:
        return Reviewed(undone, None, None, 0)
    return Reviewed(undone, held.review, None, held.number)


def _put(writing: Writing, review: Review, held: dict[str, Held], reason: str | None) -> Reviewed:
    operation = review_operation(review)
    before = held.get(operation.target)
    earlier = None if before is None else before.review
    since = review.after(earlier)
    if before is not None and since is earlier:
        return Reviewed(before.number, since, earlier, before.number)
    number = writing.append(
        "review",
        [operation],
        by=review.who,
        at=review.when,
        entity=review.means,
        before=None if earlier is None else review_value(earlier),
        after=review_value(review),
        reason=reason,
    )
    held[operation.target] = Held(number, since)
    return Reviewed(number, since, earlier, number)


def _held(reading: Reading, keys: Sequence[str]) -> dict[str, Held]:
    """What holds of some questions, by their keys."""
    edits = reading.edits(keys)
    found = {key: held_of(edits.of(key)) for key in dict.fromkeys(keys)}
    return {key: held for key, held in found.items() if held is not None}


def _wrong(review: Review, entity_id: str, looked: Looked) -> ResolverError | None:
    """What is wrong with what a review says of an entity, if anything."""
    found = looked.entity(entity_id)
    if found is None:
        return unknown_entity(entity_id)
    found_type = found.entity.type
    if entity_id != review.means or review.type in (None, found_type):
        return None
    if found_type not in _KNOWN_TYPES:
        return None
    return BadValue(
        f"{entity_id!r} is of the type {found_type}, and is never asked as {review.type}",
        "decide it without the type, or mean another one",
        field="id",
    )
