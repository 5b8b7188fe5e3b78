"""Decisions about names into the store: one by one, or those of a whole review file.

Reach for it to keep what somebody decided. All of a call's decisions are stored or none; the next
compile has them.

    decide(home, [Review("Zahedi", means="mohammad-reza-zahedi", who="ana", when=now)], wait_s=60)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from resolver.curate.review_file import DecidedRow, read_review_file
from resolver.errors import BadSource, BadValue
from resolver.home import Home
from resolver.model import TYPES, Review
from resolver.store import Changes, Store, expect_store, open_store
from resolver.store.reviewed import question_key, review_of, review_operation, review_value

_KNOWN_TYPES: Final = frozenset(TYPES) - {"other"}
"""Types that are distinguished: what is of another one may be asked as any."""


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


def decide(home: Path, reviews: Iterable[Review], *, wait_s: float) -> Decided:
    """Store reviews in a home.

    Args:
        home: The directory.
        reviews: What was decided; a later one about the same question comes after an earlier one.
        wait_s: Seconds to wait for another writer.

    Raises:
        BadValue: No entity has an ID that a review names, and none became one, or it is of another
            type than the review is about; names the field.
        HomeError: There is no home or nothing in it, or it cannot be written.
    """
    decided = list(reviews)
    expect_store(home)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        types = _types(store, decided)
        for review in decided:
            for entity_id in review.ids:
                if wrong := _wrong(review, entity_id, types):
                    field = "means" if entity_id == review.means else "excludes"
                    raise BadValue(f"{field}: {wrong.what}", wrong.remedy, field=field)
        return Decided(_put(store, decided))


def decide_file(home: Path, path: Path, *, who: str, when: str, wait_s: float) -> Decided:
    """Store the decisions of a review file in a home.

    Args:
        home: The directory.
        path: The file, as `resolver.curate.review_file` describes it.
        who: Who decided.
        when: When, as of `Review`.
        wait_s: Seconds to wait for another writer.

    Raises:
        BadSource: Something in the file is wrong, two rows contradict each other, or an ID is wrong
            as in `decide`; names line and column.
        HomeError: As for `decide`.
    """
    expect_store(home)
    file = read_review_file(path, who=who, when=when)
    _refuse_contradictions(path, file.decided)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        types = _types(store, [row.review for row in file.decided])
        for line, review in file.decided:
            if review.means and (wrong := _wrong(review, review.means, types)):
                raise BadSource(path, wrong.what, wrong.remedy, line=line, column="decision")
        changes = _put(store, [row.review for row in file.decided])
    return Decided(changes, file.left_open)


def decided_reviews(home: Path, *, wait_s: float) -> list[Review]:
    """All that was decided, in the order of the texts.

    Raises:
        HomeError: There is no home or nothing in it, or it cannot be read.
    """
    expect_store(home)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        return sorted(store.reviews(), key=lambda each: (each.text, each.type or "", each.country))


def _put(store: Store, decided: Iterable[Review]) -> Changes:
    """Add reviews to the journal of a store, but for those that say what holds already."""
    added = updated = unchanged = 0
    with store.journal.writing() as writing:
        for review in decided:
            operation = review_operation(review)
            earlier = review_of(writing.edits([operation.target]).of(operation.target))
            if review.after(earlier) is earlier:
                unchanged += 1
                continue
            added, updated = added + (earlier is None), updated + (earlier is not None)
            writing.append(
                "review",
                [operation],
                by=review.who,
                at=review.when,
                entity=review.means,
                before=None if earlier is None else review_value(earlier),
                after=review_value(review),
            )
    return Changes(added, updated, 0, unchanged)


class _Wrong(NamedTuple):
    """What is wrong with a decision, and what to do."""

    what: str
    remedy: str


def _types(store: Store, reviews: Sequence[Review]) -> dict[str, str]:
    """The types of the entities that reviews name, by the IDs there; old IDs are followed."""
    ids = {entity_id for review in reviews for entity_id in review.ids}
    became = store.joined().survivors
    of_entity = {
        each.entity.id: each.entity.type
        for each in store.entities_of({became.get(entity_id, entity_id) for entity_id in ids})
    }
    found = {entity_id: of_entity.get(became.get(entity_id, entity_id)) for entity_id in ids}
    return {entity_id: of for entity_id, of in found.items() if of is not None}


def _wrong(review: Review, entity_id: str, types: Mapping[str, str]) -> _Wrong | None:
    """What is wrong with what a review says of an entity, if anything."""
    if entity_id not in types:
        return _Wrong(f"no entity has the id {entity_id!r}", "look it up: resolver resolve")
    found = types[entity_id]
    if entity_id != review.means or review.type in (None, found) or found not in _KNOWN_TYPES:
        return None
    return _Wrong(
        f"{entity_id!r} is of the type {found}, and is never asked as {review.type}",
        "decide it without the type, or mean another one",
    )


def _refuse_contradictions(path: Path, decided: Iterable[DecidedRow]) -> None:
    """Refuse a file in which two rows decide otherwise about the same question."""
    first: dict[str, DecidedRow] = {}
    for row in decided:
        before = first.setdefault(question_key(row.review), row)
        if (before.review.means, before.review.nobody) != (row.review.means, row.review.nobody):
            what = f"line {before.line} decides otherwise about the same name"
            raise BadSource(path, what, "keep one of the two", line=row.line, column="decision")
