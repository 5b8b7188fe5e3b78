"""Decisions about names into the store: one by one, or those of a whole review file.

Reach for it to keep what somebody decided. All of a call's decisions are stored or none; the next
compile has them.

    decide(home, [Review("Zahedi", means="mohammad-reza-zahedi", who="ana", when=now)], wait_s=60)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from resolver.curate.redirects import survivors
from resolver.curate.review_file import read_review_file
from resolver.errors import BadSource, BadValue
from resolver.home import Home
from resolver.model import Review
from resolver.store import Changes, Store, expect_store, open_store

_REMEDY = "look it up: resolver resolve"


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
        BadValue: No entity has an ID that a review names, and none became one; names the field.
        HomeError: There is no home or nothing in it, or it cannot be written.
    """
    decided = list(reviews)
    expect_store(home)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        unknown = _unknown(store, decided)
        for review in decided:
            for entity_id in review.ids:
                if entity_id in unknown:
                    field = "means" if entity_id == review.means else "excludes"
                    what = f"{field}: no entity has the id {entity_id!r}"
                    raise BadValue(what, _REMEDY, field=field)
        return Decided(store.decide(decided))


def decide_file(home: Path, path: Path, *, who: str, when: str, wait_s: float) -> Decided:
    """Store the decisions of a review file in a home.

    Args:
        home: The directory.
        path: The file, as `resolver.curate.review_file` describes it.
        who: Who decided.
        when: When, as of `Review`.
        wait_s: Seconds to wait for another writer.

    Raises:
        BadSource: Something in the file is wrong, or no entity has an ID that it names; names line
            and column.
        HomeError: As for `decide`.
    """
    expect_store(home)
    file = read_review_file(path, who=who, when=when)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        unknown = _unknown(store, [row.review for row in file.decided])
        for line, review in file.decided:
            if review.means in unknown:
                what = f"no entity has the id {review.means!r}"
                raise BadSource(path, what, _REMEDY, line=line, column="decision")
        changes = store.decide(row.review for row in file.decided)
    return Decided(changes, file.left_open)


def _unknown(store: Store, reviews: Sequence[Review]) -> set[str]:
    """The IDs that reviews name which no entity has, and which became none."""
    ids = {entity_id for review in reviews for entity_id in review.ids}
    missing = ids - {each.entity.id for each in store.entities_of(ids)}
    return missing - survivors(store).keys() if missing else missing
