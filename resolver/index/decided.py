"""What people decided of names, and the IDs that became others: written with a snapshot, and read.

Every snapshot holds all of both, an overlay too, so that a decision about a large table is a small
overlay. An index reads those of its last segment. Redirects are followed before they are written:
whoever reads finds the entity that there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from resolver.index.draft import Draft
from resolver.index.segment import Segment, Texts
from resolver.model import Review
from resolver.text.keys import form_of, hash64

Array = npt.NDArray[Any]


class IndexedReview(NamedTuple):
    """A review as an index knows it; fields as of `resolver.model.Review`.

    Args:
        form: To what its text folds.
        type: Of questions of this type alone; None for any.
        country: Of questions with exactly these countries; () for any.
        means: The ID that it means, redirects followed.
        nobody: Whether it means nobody.
        excludes: The IDs that it does not mean, redirects followed.
    """

    form: str
    type: str | None
    country: tuple[str, ...]
    means: str | None
    nobody: bool
    excludes: tuple[str, ...]

    @classmethod
    def of(cls, review: Review, survivors: Mapping[str, str]) -> Self:
        """A review with what became of the IDs that it names."""
        excludes = tuple(sorted({survivors.get(each, each) for each in review.excludes}))
        means = None if review.means is None else survivors.get(review.means, review.means)
        if means in excludes:  # they became one
            means = None
        form = form_of(review.text)
        return cls(form, review.type, review.country, means, review.nobody, excludes)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """As `to_json` wrote it."""
        form, entity_type, country, means, nobody, excludes = json.loads(text)
        return cls(form, entity_type, tuple(country), means, nobody, tuple(excludes))

    def to_json(self) -> str:
        """A list of its fields."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))


class Reviews:
    """The reviews of an opened index, of which there are some.

    Args:
        hashes: u8, sorted: the hash of each one's form.
        records: Each as `IndexedReview.to_json` wrote it.
    """

    def __init__(self, hashes: Array, records: Texts) -> None:
        self._hashes = hashes
        self._records = records

    @classmethod
    def of(cls, segment: Segment) -> Self | None:
        """Those of a segment, or None where it has none."""
        if not len(segment.review_hash):
            return None
        return cls(segment.review_hash, segment.review_record)

    def find(self, form: str) -> list[IndexedReview]:
        """The reviews of texts that fold to a form; mostly none."""
        rows = _rows_of(self._hashes, form)
        found = [IndexedReview.from_json(self._records[row]) for row in rows]
        return [each for each in found if each.form == form]


class Redirects:
    """The redirects of an opened index.

    Args:
        hashes: u8, sorted: the hash of each old ID.
        old_ids: The old IDs, in that order.
        ids: The ID of the entity that each became.
    """

    def __init__(self, hashes: Array, old_ids: Texts, ids: Texts) -> None:
        self._hashes = hashes
        self._old_ids = old_ids
        self._ids = ids

    @classmethod
    def of(cls, segment: Segment) -> Self:
        """Those of a segment."""
        return cls(segment.redirect_hash, segment.redirect_old, segment.redirect_id)

    def find(self, old_id: str) -> str | None:
        """The ID that an ID became, or None."""
        rows = _rows_of(self._hashes, old_id)
        return next((self._ids[row] for row in rows if self._old_ids[row] == old_id), None)


def write_decided(draft: Draft, reviews: Iterable[Review], survivors: Mapping[str, str]) -> None:
    """Write the reviews and redirects of a snapshot.

    Args:
        draft: Where they go.
        reviews: All reviews.
        survivors: By old ID, the ID of the entity that it became in the end.
    """
    known = [IndexedReview.of(review, survivors) for review in reviews]
    records = sorted((hash64(each.form), each.to_json()) for each in known)
    draft.put("review_hash", np.array([number for number, _ in records], np.uint64))
    texts = draft.texts("review_record")
    for _, record in records:
        texts.add(record)
    moved = sorted((hash64(old_id), old_id, entity_id) for old_id, entity_id in survivors.items())
    draft.put("redirect_hash", np.array([number for number, *_ in moved], np.uint64))
    old_ids, ids = draft.texts("redirect_old"), draft.texts("redirect_id")
    for _, old_id, entity_id in moved:
        old_ids.add(old_id)
        ids.add(entity_id)


def _rows_of(hashes: Array, text: str) -> Iterator[int]:
    """The rows whose hash is that of a text."""
    wanted = np.uint64(hash64(text))
    return iter(range(*(int(hashes.searchsorted(wanted, side)) for side in ("left", "right"))))
