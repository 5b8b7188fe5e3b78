"""What the journal says, within a transaction. Reach for `Journal.reading` to have a `Reading`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sql

from resolver.errors import UnknownChange
from resolver.journal.edits import Edits, by_target
from resolver.journal.named import named_since
from resolver.journal.rows import (
    read_changes,
    read_effects,
    undone,
)
from resolver.journal.schema import changes, effects, notes, touched
from resolver.model.edit import Change
from resolver.processes import in_blocks

_IDS: Final[sql.BindParameter[Any]] = sql.bindparam("ids", expanding=True)

_LINKED: Final = sql.union_all(
    sql.select(effects.c.other).where(effects.c.target.in_(_IDS), effects.c.other.is_not(None)),
    sql.select(effects.c.target).where(effects.c.other.in_(_IDS)),
)
"""The IDs that operations name together with some."""

_LAST_NUMBER: Final = sql.select(sql.func.max(changes.c.number))

_MAX_IDS: Final = 500
"""IDs that one statement binds at most."""


class Reading:
    """What the journal says, within a transaction.

    Args:
        connection: In a transaction.
    """

    def __init__(self, connection: sql.Connection) -> None:
        self._connection = connection
        self.through = last_number(connection)
        """The number of the last change."""

    def execute(self, statement: sql.Executable, *rows: Any) -> sql.CursorResult[Any]:
        """Run a statement about a table that lies beside the changes (`queue`)."""
        return self._connection.execute(statement, *rows)

    def edits(self, targets: Iterable[str] | None = None) -> Edits:
        """What holds: of all, or of these entities and questions."""
        if targets is None:
            return by_target(read_effects(self._connection), self.through)
        found = [
            effect
            for some in in_blocks(sorted(targets), _MAX_IDS)
            for effect in read_effects(self._connection, some)
        ]
        return by_target(found, self.through)

    def linked(self, ids: Iterable[str]) -> set[str]:
        """IDs that operations which hold name together with any of these."""
        found: set[str] = set()
        for some in in_blocks(sorted(ids), _MAX_IDS):
            found.update(self._connection.execute(_LINKED, {"ids": some}).scalars())
        return found

    def touched(self, after: int, through: int) -> set[str]:
        """IDs whose record in an index may be another since a change: after one, up to another."""
        query = sql.select(touched.c.entity_id).distinct()
        query = query.where(touched.c.number > after, touched.c.number <= through)
        return set(self._connection.execute(query).scalars())

    def named(self, texts: Iterable[str], after: int) -> set[str]:
        """IDs of entities that have a name equal to one of these only since a later change."""
        return named_since(self._connection, texts, after)

    def questions(self, after: int, through: int) -> set[str]:
        """Keys of questions of which changes decided something, or took that back."""
        query = sql.select(changes).where(changes.c.kind.in_(("review", "undo")))
        query = query.where(changes.c.number > after, changes.c.number <= through)
        firsts = [self.first_of(each) for each in read_changes(self._connection, query)]
        return {
            operation.target
            for first in firsts
            for operation in first.operations
            if operation.action == "review"
        }

    def change(self, number: int) -> Change:
        """A change; raises UnknownChange where there is none of that number."""
        query = sql.select(changes).where(changes.c.number == number)
        for change in read_changes(self._connection, query):
            return change
        raise UnknownChange(
            f"there is no change {number}", f"the last one is {self.through}: resolver log"
        )

    def made_at(self, number: int) -> str | None:
        """When a change was made, in UTC; None where there is none of that number."""
        query = sql.select(changes.c.at).where(changes.c.number == number)
        return self._connection.execute(query).scalar()

    def has(self, number: int, made_at: str | None) -> bool:
        """Whether a change of that number was made then, or ever where `made_at` is None."""
        return number <= self.through and made_at in (None, self.made_at(number))

    def undone_by(self, number: int, *, besides: int | None = None) -> int | None:
        """The first change that undid a change and was not undone itself.

        Args:
            number: The change.
            besides: A change to be looked at as if the next one had undone it too.
        """
        later = sql.select(changes.c.number, changes.c.undoes).where(changes.c.undoes == number)
        undoing = later.cte(recursive=True)
        again = sql.select(changes.c.number, changes.c.undoes)
        undoing = undoing.union_all(again.join(undoing, changes.c.undoes == undoing.c.number))
        found = self._connection.execute(sql.select(undoing))
        rows = sorted(((number, undoes) for number, undoes in found), reverse=True)
        if besides is not None:
            rows.insert(0, (self.through + 1, besides))
        return undone(rows).get(number)

    def first_of(self, change: Change) -> Change:
        """The change that a chain of undoing began with."""
        while change.undoes is not None:
            change = self.change(change.undoes)
        return change

    def note(self, name: str) -> str | None:
        """What was noted under a name."""
        query = sql.select(notes.c.value).where(notes.c.name == name)
        return self._connection.execute(query).scalar()


def last_number(connection: sql.Connection) -> int:
    """The number of the last change, 0 where there is none."""
    return connection.execute(_LAST_NUMBER).scalar() or 0
