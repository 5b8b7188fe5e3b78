"""What people decided of names, and the IDs that became others: written with a snapshot, and read.

An overlay has those that are other than in what it stands on: a decision or redirect of a later
segment takes the place of the same one of those before it. One that holds no more is there as one
that says nothing. Redirects are followed before they are written: whoever reads finds the entity
that there is. The IDs of decisions are followed when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from resolver.index.draft import Draft
from resolver.index.segment import Segment, Texts
from resolver.model import Review
from resolver.text.keys import form_of, hash64, hashes64

Array = npt.NDArray[Any]


class IndexedReview(NamedTuple):
    """A review as an index knows it; fields as of `resolver.model.Review`.

    Args:
        form: To what its text folds.
        type: Of questions of this type alone; None for any.
        country: Of questions with exactly these countries; () for any.
        means: The ID that it means.
        nobody: Whether it means nobody.
        excludes: The IDs that it does not mean.
    """

    form: str
    type: str | None
    country: tuple[str, ...]
    means: str | None = None
    nobody: bool = False
    excludes: tuple[str, ...] = ()

    @classmethod
    def of(cls, review: Review) -> Self:
        """A review."""
        form = form_of(review.text)
        return cls(form, review.type, review.country, review.means, review.nobody, review.excludes)

    @property
    def says_nothing(self) -> bool:
        """Whether it takes back what was decided before."""
        return self.means is None and not self.nobody and not self.excludes

    def followed(self, redirects: Redirects) -> Self:
        """The same with what became of the IDs that it names."""
        excludes = tuple(sorted({redirects.find(each) or each for each in self.excludes}))
        means = None if self.means is None else redirects.find(self.means) or self.means
        if means in excludes:  # they became one
            means = None
        return self._replace(means=means, excludes=excludes)

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
        segments: Of each that has some: u8, sorted: the hash of each one's form; and each as
            `IndexedReview.to_json` wrote it. The base comes first.
        redirects: Of the same index.
    """

    def __init__(self, segments: Sequence[tuple[Array, Texts]], redirects: Redirects) -> None:
        self._segments = segments[::-1]
        self._redirects = redirects

    @classmethod
    def of(cls, segments: Iterable[Segment], redirects: Redirects) -> Self | None:
        """Those of an index, or None where it has none."""
        found = [(each.review_hash, each.review_record) for each in segments]
        found = [each for each in found if len(each[0])]
        return cls(found, redirects) if found else None

    def has(self, forms: Iterable[str]) -> Array:
        """For each of some forms, whether a text was reviewed that folds to it (bool)."""
        wanted = hashes64(forms)
        found = np.zeros(len(wanted), bool)
        for hashes, _ in self._segments:
            rows = np.minimum(hashes.searchsorted(wanted), len(hashes) - 1)
            found |= hashes[rows] == wanted
        return found

    def find(self, form: str) -> list[IndexedReview]:
        """The reviews of texts that fold to a form; mostly none."""
        found: dict[tuple[str | None, tuple[str, ...]], IndexedReview] = {}
        for hashes, records in self._segments:
            for row in _rows_of(hashes, form):
                review = IndexedReview.from_json(records[row])
                if review.form == form:
                    found.setdefault((review.type, review.country), review)
        kept = [each for each in found.values() if not each.says_nothing]
        return [each.followed(self._redirects) for each in kept]


class Redirects:
    """The redirects of an opened index.

    Args:
        segments: Of each: u8, sorted: the hash of each old ID; the old IDs, in that order; and the
            ID of the entity that each became, "" for none. The base comes first.
    """

    def __init__(self, segments: Sequence[tuple[Array, Texts, Texts]]) -> None:
        self._segments = segments[::-1]

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> Self:
        """Those of an index."""
        found = [(each.redirect_hash, each.redirect_old, each.redirect_id) for each in segments]
        return cls([each for each in found if len(each[0])])

    def find(self, old_id: str) -> str | None:
        """The ID that an ID became, or None."""
        for hashes, old_ids, ids in self._segments:
            for row in _rows_of(hashes, old_id):
                if old_ids[row] == old_id:
                    return ids[row] or None
        return None


def write_decided(
    draft: Draft, reviews: Iterable[IndexedReview], redirects: Mapping[str, str]
) -> None:
    """Write the reviews and redirects of a snapshot.

    Args:
        draft: Where they go.
        reviews: All reviews; of an overlay those that are other than below it.
        redirects: By old ID, the ID of the entity that it became in the end, "" for none; of an
            overlay likewise.
    """
    records = sorted((hash64(each.form), each.to_json()) for each in reviews)
    draft.put("review_hash", np.array([number for number, _ in records], np.uint64))
    texts = draft.texts("review_record")
    for _, record in records:
        texts.add(record)
    moved = sorted((hash64(old_id), old_id, entity_id) for old_id, entity_id in redirects.items())
    draft.put("redirect_hash", np.array([number for number, *_ in moved], np.uint64))
    old_ids, ids = draft.texts("redirect_old"), draft.texts("redirect_id")
    for _, old_id, entity_id in moved:
        old_ids.add(old_id)
        ids.add(entity_id)


def _rows_of(hashes: Array, text: str) -> Iterator[int]:
    """The rows whose hash is that of a text."""
    wanted = np.uint64(hash64(text))
    return iter(range(*(int(hashes.searchsorted(wanted, side)) for side in ("left", "right"))))
