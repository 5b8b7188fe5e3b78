"""What an older store held of people's decisions, taken over into the journal, once.

Until version 5 a store held reviews in a table, and what somebody said to be the same in a source
of its own. Each becomes a change. The journal is written first and remembers that it was: who is
killed in between finds them in the store once more, and only takes them out of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sql

from resolver.journal import Journal
from resolver.journal.writing import Writing
from resolver.model import Review
from resolver.model.edit import Operation
from resolver.store.reviewed import review_operation, review_value

_DONE: Final = "decisions of a store of version 5"
"""The note in the journal that says so."""

_SAME_AS: Final = "same-as"
"""The source that held what somebody said to be the same."""

_BY: Final = "an older store"
"""Who said so is not known."""


_AT: Final = "2000-01-01T00:00:00Z"
"""When that was is not known either. All that are brought up say the same, and none says today."""


def take_over(connection: sql.Connection, journal: Journal) -> None:
    """Put the decisions of a store of version 5 into the journal, and out of the store."""
    with journal.writing() as writing:
        if writing.note(_DONE) is None:
            for review in _reviews(connection):
                _put_review(writing, review)
            for one, other in _pairs(connection):
                writing.append(
                    "same",
                    [Operation(one, "same", {"as": other})],
                    by=_BY,
                    at=_AT,
                    entity=one,
                    after={"as": other},
                    touched_ids=(one, other),
                )
            writing.put_note(_DONE, "taken over")
    for table in ("contents", "same_as", "sources"):
        column = "name" if table == "sources" else "source"
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ?", (_SAME_AS,))  # noqa: S608 - names of our own


def _put_review(writing: Writing, review: Review) -> None:
    writing.append(
        "review",
        [review_operation(review)],
        by=review.who,
        at=review.when,
        entity=review.means,
        after=review_value(review),
    )


def _reviews(connection: sql.Connection) -> Iterator[Review]:
    columns = "text, type, country, means, nobody, excludes, who, decided"
    rows = connection.exec_driver_sql(f"SELECT {columns} FROM reviews ORDER BY decided, question")  # noqa: S608 - names of our own
    for text, entity_type, country, means, nobody, excludes, who, when in rows:
        yield Review(
            text,
            entity_type,
            tuple(country.split()),
            means=means,
            nobody=bool(nobody),
            excludes=tuple(json.loads(excludes)),
            who=who,
            when=when,
        )


def _pairs(connection: sql.Connection) -> Iterator[tuple[str, str]]:
    query = "SELECT id, other FROM same_as WHERE source = ? ORDER BY id, other"
    rows = connection.exec_driver_sql(query, (_SAME_AS,))
    yield from ((one, other) for one, other in rows)
