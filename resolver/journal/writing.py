"""Changes added to the journal, within a transaction: `Journal.writing` gives a `Writing`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, Unpack

import sqlalchemy as sql
from sqlalchemy.dialects.sqlite import insert

from resolver.journal.named import Named, put_names
from resolver.journal.reading import Reading
from resolver.journal.rows import (
    Said,
    change_row,
    effect_rows,
    read_changes,
    spoken_of,
)
from resolver.journal.schema import changes, effects, notes, subjects, touched
from resolver.model.edit import Change, ChangeKind, Operation

_ADD: Final = {table: table.insert() for table in (changes, subjects, touched, effects)}
"""The statements that add rows."""


class Writing(Reading):
    """A journal that is being written, within a transaction that excludes other writers."""

    def append(
        self,
        kind: ChangeKind,
        operations: Iterable[Operation] = (),
        *,
        touched_ids: Iterable[str] = (),
        **said: Unpack[Said],
    ) -> int:
        """Add a change.

        Args:
            kind: What was done.
            operations: What it does.
            touched_ids: IDs whose record in an index it may change.
            **said: What else the journal says of it.

        Returns:
            Its number.
        """
        whole: dict[str, Any] = {**said, "at": said.get("at") or now()}
        change = Change(self.through + 1, kind=kind, operations=tuple(operations), **whole)
        self._insert(change, spoken_of(change.operations), touched_ids)
        self._put_effects(change)
        return change.number

    def undo(
        self,
        change: Change,
        *,
        touched_ids: Iterable[str] = (),
        **said: Unpack[Said],
    ) -> int:
        """Add a change that takes one back; of one that took one back, what it took back holds.

        Args:
            change: The change, which is not undone.
            touched_ids: IDs whose record in an index it may change.
            **said: As of `append`; its entity is that of the change.

        Returns:
            Its number.
        """
        first = self.first_of(change)
        whole: dict[str, Any] = {**said, "at": now(), "entity": change.entity}
        undo = Change(self.through + 1, kind="undo", undoes=change.number, **whole)
        self._insert(undo, spoken_of(first.operations), touched_ids)
        self._connection.execute(effects.delete().where(effects.c.number == first.number))
        if self.undone_by(first.number) is None:
            self._put_effects(first)
        return undo.number

    def put_note(self, name: str, value: str) -> None:
        """Note something under a name."""
        self._connection.execute(notes.delete().where(notes.c.name == name))
        self._connection.execute(notes.insert().values(name=name, value=value))

    def put_names(self, gained: Iterable[Named]) -> None:
        """Note names that entities have since the last change and had not before."""
        put_names(self._connection, gained, self.through)

    def put_subjects_of_reviews(self) -> None:
        """Note of whom all reviews speak, and what takes them back."""
        query = sql.select(changes).where(changes.c.kind.in_(("review", "undo")))
        rows = [
            {"entity_id": entity_id, "number": change.number}
            for change in read_changes(self._connection, query)
            for entity_id in spoken_of(self.first_of(change).operations)
        ]
        if rows:
            self._connection.execute(insert(subjects).on_conflict_do_nothing(), rows)

    def _insert(
        self, change: Change, subject_ids: Iterable[str], touched_ids: Iterable[str]
    ) -> None:
        number = self.through = change.number
        self._connection.execute(_ADD[changes], change_row(change))
        for table, ids in (subjects, {*subject_ids}), (touched, {*touched_ids}):
            rows = [{"entity_id": each, "number": number} for each in sorted(ids)]
            if rows:
                self._connection.execute(_ADD[table], rows)

    def _put_effects(self, change: Change) -> None:
        if rows := effect_rows(change):
            self._connection.execute(_ADD[effects], rows)


def now() -> str:
    """The time in UTC, to the second: `2026-03-01T12:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
