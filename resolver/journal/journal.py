"""The journal, opened: what it says, and how a change is added.

Reach for `Journal.open` to read it, and for `Journal.writing` to add to it. A change is on disk
when the block of `writing` has ended, and not there at all where the block raised. Threads may
share a journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

import sqlalchemy as sql

from resolver.errors import BadValue, HomeFormat, ResolverError
from resolver.home import Home
from resolver.journal import schema
from resolver.journal.edits import Edits, by_target
from resolver.journal.rows import (
    change_row,
    effect_rows,
    read_changes,
    read_effects,
    subjects_of,
)
from resolver.journal.schema import changes, effects, notes, subjects, touched
from resolver.model.edit import MAX_CHANGES, Change, ChangeKind, Operation
from resolver.processes import in_blocks
from resolver.sqlite import open_engine, transaction

MAX_WAIT_S: Final = 1.0
"""Seconds that a change waits for another one to be written; a service says 503 then."""

_MAX_IDS: Final = 500
"""IDs that one statement binds at most."""


class Journal:
    """The journal of a home. Use `Journal.open`.

    Args:
        engine: Of its database.
        home: The home.
    """

    def __init__(self, engine: sql.Engine, home: Home) -> None:
        self._engine = engine
        self._home = home
        self.home = home.folder
        """Its directory."""

    @classmethod
    def open(cls, home: Path, *, wait_s: float = MAX_WAIT_S) -> Self:
        """The journal of a home, which has to be there; it is made where there is none.

        Args:
            home: The directory.
            wait_s: Seconds that a change waits for another one to be written.

        Raises:
            HomeFormat: It was made by a later version.
            StoreDamaged: What is there is not a journal.
            HomeDenied: This user may not write it.
        """
        journal = cls(open_engine(Home(home).journal, wait_s=wait_s), Home(home))
        try:
            with journal._transaction(writes=False) as connection:
                version = _version(connection)
            if version != schema.VERSION:
                with journal._transaction(writes=True) as connection:
                    journal._migrate(connection)
        except ResolverError:
            journal.close()
            raise
        return journal

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._engine.dispose()

    @property
    def through(self) -> int:
        """The number of the last change, 0 where there is none."""
        with self._transaction(writes=False) as connection:
            return _through(connection)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One look at the journal, as of when the block began."""
        with self._transaction(writes=False) as connection:
            yield Reading(connection)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Add changes: all that the block adds, or nothing where it raises.

        Raises:
            HomeBusy: Others wrote for all the time that one waits.
        """
        with self._transaction(writes=True) as connection:
            yield Writing(connection)

    def edits(self) -> Edits:
        """All that holds."""
        with self.reading() as reading:
            return reading.edits()

    def changes(
        self,
        *,
        after: int = 0,
        limit: int = MAX_CHANGES,
        entity: str | None = None,
        by: str | None = None,
    ) -> list[Change]:
        """Changes in order.

        Args:
            after: Those with a higher number.
            limit: So many at most.
            entity: Those that speak of this ID.
            by: Those that this person or key made.
        """
        query = sql.select(changes).where(changes.c.number > after).order_by(changes.c.number)
        if entity is not None:
            spoken = sql.select(subjects.c.number).where(subjects.c.entity_id == entity)
            query = query.where(changes.c.number.in_(spoken))
        if by is not None:
            query = query.where(changes.c.by == by)
        with self._transaction(writes=False) as connection:
            return read_changes(connection, query.limit(min(limit, MAX_CHANGES)))

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[sql.Connection]:
        with transaction(self._engine, self._home, self._home.journal, writes=writes) as connection:
            yield connection

    def _migrate(self, connection: sql.Connection) -> None:
        """Make the tables in a new file."""
        version = _version(connection)
        if version > schema.VERSION:
            raise HomeFormat(
                f"{self._home.journal} has journal version {version}, "
                f"this resolver knows {schema.VERSION}",
                "use the newer resolver that made it, or another home",
            )
        if version == 0:
            schema.metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")


class Reading:
    """What the journal says, within a transaction.

    Args:
        connection: In a transaction.
    """

    def __init__(self, connection: sql.Connection) -> None:
        self._connection = connection
        self.through = _through(connection)
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
            for effect in read_effects(self._connection, effects.c.target.in_(some))
        ]
        return by_target(found, self.through)

    def linked(self, ids: Iterable[str]) -> set[str]:
        """IDs that operations which hold name together with any of these."""
        found: set[str] = set()
        for some in in_blocks(sorted(ids), _MAX_IDS):
            for key, other in (
                (effects.c.target, effects.c.other),
                (
                    effects.c.other,
                    effects.c.target,
                ),
            ):
                query = sql.select(other).where(key.in_(some), effects.c.other.is_not(None))
                found.update(self._connection.execute(query).scalars())
        return found

    def touched(self, after: int, through: int) -> set[str]:
        """IDs whose record in an index may be another since a change: after one, up to another."""
        query = sql.select(touched.c.entity_id).distinct()
        query = query.where(touched.c.number > after, touched.c.number <= through)
        return set(self._connection.execute(query).scalars())

    def questions(self, after: int, through: int) -> set[str]:
        """Keys of questions of which changes decided something, or took that back."""
        query = sql.select(changes).where(changes.c.kind.in_(("review", "undo")))
        query = query.where(changes.c.number > after, changes.c.number <= through)
        firsts = [self.undone_first(each)[0] for each in read_changes(self._connection, query)]
        return {
            operation.target
            for first in firsts
            for operation in first.operations
            if operation.action == "review"
        }

    def change(self, number: int) -> Change:
        """A change; raises BadValue where there is none of that number."""
        query = sql.select(changes).where(changes.c.number == number)
        for change in read_changes(self._connection, query):
            return change
        raise BadValue(
            f"there is no change {number}",
            f"the last one is {self.through}: resolver log",
            field="change",
        )

    def undone_by(self, number: int) -> int | None:
        """The change that undid a change, unless it was undone itself."""
        query = sql.select(changes.c.number).where(changes.c.undoes == number)
        for undo in self._connection.execute(query.order_by(changes.c.number)).scalars():
            if self.undone_by(undo) is None:
                return int(undo)
        return None

    def undone_first(self, change: Change) -> tuple[Change, bool]:
        """The change that a chain of undoing began with, and whether it holds now."""
        first, holds = change, True
        while first.undoes is not None:
            first, holds = self.change(first.undoes), not holds
        return first, holds

    def note(self, name: str) -> str | None:
        """What was noted under a name."""
        query = sql.select(notes.c.value).where(notes.c.name == name)
        return self._connection.execute(query).scalar()


class Writing(Reading):
    """A journal that is being written, within a transaction that excludes other writers."""

    def append(
        self,
        kind: ChangeKind,
        operations: Iterable[Operation] = (),
        *,
        by: str,
        at: str | None = None,
        entity: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str | None = None,
        touched_ids: Iterable[str] = (),
    ) -> int:
        """Add a change.

        Args:
            kind: What was done.
            operations: What it does.
            by: Who did it.
            at: When, in UTC; now where it is not given.
            entity: The ID of the entity that it is about.
            before: As of `Change`.
            after: As of `Change`.
            reason: As of `Change`.
            touched_ids: IDs whose record in an index it may change.

        Returns:
            Its number.
        """
        change = Change(
            self.through + 1, at or now(), by, kind, entity, before, after, reason,
            operations=tuple(operations),
        )  # fmt: skip
        self._insert(change, subjects_of(change.operations), touched_ids)
        self._put_effects(change)
        return change.number

    def undo(
        self, undone: Change, *, by: str, reason: str | None, touched_ids: Iterable[str]
    ) -> int:
        """Add a change that takes one back; of one that took one back, what it took back holds.

        Args:
            undone: The change, which is not undone.
            by: Who did it.
            reason: As of `Change`.
            touched_ids: IDs whose record in an index it may change.

        Returns:
            Its number.
        """
        first, holds = self.undone_first(undone)
        change = Change(
            self.through + 1, now(), by, "undo", undone.entity, undone.after, undone.before, reason,
            undone.number,
        )  # fmt: skip
        self._insert(change, subjects_of(first.operations), touched_ids)
        if holds:
            self._connection.execute(effects.delete().where(effects.c.number == first.number))
        else:
            self._put_effects(first)
        return change.number

    def put_note(self, name: str, value: str) -> None:
        """Note something under a name."""
        self._connection.execute(notes.delete().where(notes.c.name == name))
        self._connection.execute(notes.insert().values(name=name, value=value))

    def _insert(
        self, change: Change, subject_ids: Iterable[str], touched_ids: Iterable[str]
    ) -> None:
        number = self.through = change.number
        self._connection.execute(changes.insert().values(**change_row(change)))
        for table, ids in (subjects, {*subject_ids}), (touched, {*touched_ids}):
            rows = [{"entity_id": each, "number": number} for each in sorted(ids)]
            if rows:
                self._connection.execute(table.insert(), rows)

    def _put_effects(self, change: Change) -> None:
        if rows := effect_rows(change):
            self._connection.execute(effects.insert(), rows)


def now() -> str:
    """The time in UTC, to the second: `2026-03-01T12:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(connection: sql.Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _through(connection: sql.Connection) -> int:
    return connection.execute(sql.select(sql.func.max(changes.c.number))).scalar() or 0
