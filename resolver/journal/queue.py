"""The queue of what to decide: questions that were asked and had no match, with how often.

Reach for it to keep such questions, and to read them, the next best first: the one that is asked
most, and of those that are asked as often the closest call. A question that is decided stays where
it is, and is passed over by whoever reads (`resolver.table.undecided`), so that it is open again
once its review is undone. Names are personal data: what was not asked for `KEPT_DAYS` goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sql
from sqlalchemy.dialects.sqlite import insert

from resolver.errors import BadValue
from resolver.journal.questions import key_of
from resolver.journal.reading import Reading
from resolver.journal.schema import asked, effects
from resolver.journal.writing import Writing, now
from resolver.model.undecided import Undecided
from resolver.processes import in_blocks

KEPT_DAYS: Final = 90
"""Days after which a question goes that nobody asked again."""

MAX_QUESTIONS: Final = 100_000
"""Questions that are kept; beyond that those go that were asked least, the oldest first."""

_ROOM: Final = MAX_QUESTIONS // 100
"""Questions that go at once, so that not each new one has to look for another."""


_AT_ONCE: Final = 500
"""Keys that one statement binds at most."""

_ANEW: Final = ("verdict", "reason", "margin", "candidates", "origin", "closeness", "last")
"""What is of a question as it was asked last."""


_FIELDS: Final = (
    "text", "type", "country", "verdict", "reason", "margin", "candidates", "origin",
    "count", "number", "first", "last",
)  # fmt: skip
"""Columns that are fields of `Undecided`."""


def keys_that_decide(question: Undecided) -> list[str]:
    """The keys of the reviews that apply to a question, the narrowest first."""
    asked_of = (question.type, question.country), (question.type, ()), (None, question.country)
    return list(dict.fromkeys(key_of(question.text, *each) for each in (*asked_of, (None, ()))))


def keep(writing: Writing, questions: Iterable[Undecided], most: int = MAX_QUESTIONS) -> None:
    """Add questions, or that they were asked again; what is too old or too much goes.

    Args:
        writing: The journal.
        questions: The questions, of which `number`, `first` and `last` say nothing.
        most: Questions that are kept.
    """
    moment = now()
    if rows := [_row(each, moment) for each in questions]:
        added = insert(asked)
        again: dict[str, sql.ColumnElement[Any]] = {name: added.excluded[name] for name in _ANEW}
        again["count"] = asked.c.count + added.excluded.count
        writing.execute(added.on_conflict_do_update(index_elements=["key"], set_=again), rows)
    writing.execute(asked.delete().where(asked.c.last < _oldest()))
    beyond = writing.execute(sql.select(sql.func.count()).select_from(asked)).scalar_one() - most
    if beyond > 0:
        least = sql.select(asked.c.number).order_by(asked.c.count, asked.c.last, asked.c.number)
        writing.execute(
            asked.delete().where(asked.c.number.in_(least.limit(beyond + min(_ROOM, most // 100))))
        )


def withdraw(writing: Writing, asked_by: Iterable[tuple[str, int]]) -> None:
    """Take back that questions were asked; those go that nobody else asked.

    Args:
        writing: The journal.
        asked_by: The key of each question, and how often it was asked.
    """
    rows = [{"of": key, "times": times} for key, times in asked_by]
    if not rows:
        return
    fewer = asked.update().where(asked.c.key == sql.bindparam("of"))
    writing.execute(fewer.values(count=asked.c.count - sql.bindparam("times")), rows)
    writing.execute(asked.delete().where(asked.c.count <= 0))


def page(reading: Reading, *, after: int | None, limit: int) -> list[Undecided]:
    """Questions, the next best first, also those that are decided.

    Args:
        reading: The journal.
        after: The number of the question before the first one; None for the first of all.
        limit: So many at most.

    Raises:
        BadValue: There is no question of that number any more.
    """
    order = asked.c.count.desc(), asked.c.closeness.desc(), asked.c.number
    query = sql.select(asked).where(asked.c.last >= _oldest()).order_by(*order).limit(limit)
    if after is not None:
        query = query.where(_behind(reading, after))
    return [_question(row) for row in reading.execute(query)]


def numbered(reading: Reading, number: int) -> Undecided | None:
    """The question of a number, decided or not; None where there is none any more."""
    row = reading.execute(sql.select(asked).where(asked.c.number == number)).first()
    return None if row is None else _question(row)


def keyed(reading: Reading, keys: Iterable[str]) -> list[Undecided]:
    """The questions of some keys that are in the queue, the next best first, as `page`."""
    found = [
        _question(row)
        for some in in_blocks(sorted(keys), _AT_ONCE)
        for row in reading.execute(sql.select(asked).where(asked.c.key.in_(some)))
    ]
    return sorted(found, key=lambda each: (-each.count, -each.closeness, each.number))


def count_unreviewed(reading: Reading) -> int:
    """How many questions there are of which nobody decided just what was asked; some of them may be
    decided by a review of any type or country."""
    reviewed = sql.select(effects.c.target).where(effects.c.action == "review")
    query = sql.select(sql.func.count()).select_from(asked)
    query = query.where(asked.c.last >= _oldest(), asked.c.key.not_in(reviewed))
    return int(reading.execute(query).scalar_one())


def decided_keys(reading: Reading, *, after: int, limit: int) -> list[str]:
    """The keys of questions that were decided, in order of the last changes that did.

    Args:
        reading: The journal.
        after: Of those with a higher number.
        limit: So many at most.
    """
    last = sql.func.max(effects.c.number)
    query = sql.select(effects.c.target).where(effects.c.action == "review")
    query = query.group_by(effects.c.target).having(last > after).order_by(last)
    return list(reading.execute(query.limit(limit)).scalars())


def _behind(reading: Reading, number: int) -> sql.ColumnElement[bool]:
    """That a question comes after another one."""
    row = reading.execute(sql.select(asked).where(asked.c.number == number)).first()
    if row is None:
        raise BadValue(
            f"no question has the number {number} any more", "begin anew, without after",
            field="after",
        )  # fmt: skip
    count, closeness = asked.c.count, asked.c.closeness
    return sql.or_(
        count < row.count,
        sql.and_(count == row.count, closeness < row.closeness),
        sql.and_(count == row.count, closeness == row.closeness, asked.c.number > number),
    )


def _row(question: Undecided, moment: str) -> dict[str, Any]:
    return {
        "key": key_of(question.text, question.type, question.country),
        "text": question.text,
        "type": question.type,
        "country": " ".join(question.country),
        "verdict": question.verdict,
        "reason": question.reason,
        "margin": question.margin,
        "candidates": [[*each] for each in question.candidates],
        "origin": question.origin,
        "count": question.count,
        "closeness": question.closeness,
        "first": moment,
        "last": moment,
    }


def _question(row: sql.Row[Any]) -> Undecided:
    values = {name: row._mapping[name] for name in _FIELDS}
    values["country"] = tuple(row.country.split())
    values["candidates"] = tuple((each, score) for each, score in row.candidates)
    return Undecided(**values)


def _oldest() -> str:
    """The time before which what was asked last goes."""
    return (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
