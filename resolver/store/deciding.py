"""Reviews taken in: each beside the one that was decided of the same question before.

Reach for it where the contract's `decide` is kept over SQL. `question_key` says which questions are
the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sql

from resolver.model import Review
from resolver.store.contract import Changes
from resolver.store.schema import reviews, sources
from resolver.text.keys import form_of


def question_key(review: Review) -> str:
    """The question that a review decides, the same for texts that fold alike."""
    question = form_of(review.text), review.type, *review.country
    return json.dumps(question, ensure_ascii=False, separators=(",", ":"))


def read_reviews(connection: sql.Connection) -> Iterator[Review]:
    """All reviews, in order of their questions."""
    query = sql.select(reviews).order_by(reviews.c.question, reviews.c.source)
    return (_review(row) for row in connection.execute(query))


class Deciding:
    """Takes reviews, within a transaction, into a source.

    Args:
        connection: In a transaction.
        source: The source's name, of a row that exists.
    """

    def __init__(self, connection: sql.Connection, source: str) -> None:
        self._connection = connection
        self._source = source

    def run(self, decided: Iterable[Review]) -> Changes:
        """Write what holds of each question now, and the source's digest."""
        added = updated = unchanged = 0
        for review in decided:
            question = question_key(review)
            earlier = self._holding(question)
            holds = review.after(earlier)
            if holds is earlier:
                unchanged += 1
                continue
            added, updated = added + (earlier is None), updated + (earlier is not None)
            self._put(question, holds)
        self._stamp()
        return Changes(added, updated, 0, unchanged)

    def retire(self) -> int:
        """Remove the reviews of the source; how many there were."""
        here = reviews.c.source == self._source
        return self._connection.execute(reviews.delete().where(here)).rowcount

    def _here(self, question: str) -> sql.ColumnElement[bool]:
        return (reviews.c.source == self._source) & (reviews.c.question == question)

    def _holding(self, question: str) -> Review | None:
        row = self._connection.execute(sql.select(reviews).where(self._here(question))).first()
        return None if row is None else _review(row)

    def _put(self, question: str, review: Review) -> None:
        self._connection.execute(reviews.delete().where(self._here(question)))
        values = _row(review) | {"source": self._source, "question": question}
        self._connection.execute(reviews.insert().values(**values))

    def _stamp(self) -> None:
        """Give the source the digest of what it holds now."""
        whole = hashlib.blake2b(digest_size=16)
        here = reviews.c.source == self._source
        query = sql.select(reviews).where(here).order_by(reviews.c.question)
        for row in self._connection.execute(query):
            whole.update(json.dumps(row[1:], ensure_ascii=False, default=str).encode())
        self._connection.execute(
            sources.update().where(sources.c.name == self._source).values(digest=whole.hexdigest())
        )


def _row(review: Review) -> dict[str, Any]:
    return {
        "text": review.text,
        "type": review.type,
        "country": " ".join(review.country),
        "means": review.means,
        "nobody": review.nobody,
        "excludes": list(review.excludes),
        "who": review.who,
        "decided": review.when,
    }


def _review(row: sql.Row[Any]) -> Review:
    return Review(
        row.text,
        row.type,
        tuple(row.country.split()),
        means=row.means,
        nobody=row.nobody,
        excludes=tuple(row.excludes),
        who=row.who,
        when=row.decided,
    )
