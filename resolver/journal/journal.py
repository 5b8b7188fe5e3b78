"""The journal, opened: what it says, and how a change is added.

Reach for `Journal.open` to read it, and for `Journal.writing` to add to it. A change is on disk
when the block of `writing` has ended, and not there at all where the block raised. Threads may
share a journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self, Unpack

import sqlalchemy as sql

from resolver.errors import BadValue, HomeFormat, ResolverError
from resolver.home import Home
from resolver.journal import schema
from resolver.journal.edits import Edits, by_target
from resolver.journal.named import Named, named_since, put_names
from resolver.journal.once import Once, joined
from resolver.journal.rows import (
    Said,
    change_row,
    effect_rows,
    read_changes,
    read_effects,
    subjects_of,
    undone,
)
from resolver.journal.schema import changes, effects, notes, subjects, touched
from resolver.model.edit import MAX_CHANGES, Change, ChangeKind, Operation
from resolver.processes import in_blocks
from resolver.sqlite import compact, damaged, open_engine, transaction

MAX_WAIT_S: Final = 1.0
"""Seconds that a change waits for another one to be written; a service says 503 then."""

_IDS: Final[sql.BindParameter[Any]] = sql.bindparam("ids", expanding=True)

_LINKED: Final = sql.union_all(
    sql.select(effects.c.other).where(effects.c.target.in_(_IDS), effects.c.other.is_not(None)),
    sql.select(effects.c.target).where(effects.c.other.in_(_IDS)),
)
"""The IDs that operations name together with some."""

_ADD: Final = {table: table.insert() for table in (changes, subjects, touched, effects)}

_THROUGH: Final = sql.select(sql.func.max(changes.c.number))

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
        with joined(self._transaction) as connection:
            yield Writing(connection)

    def once(self, by: str, key: str, digest: str) -> Once:
        """One request that a client may send again; arguments as of `Once`."""
        return Once(self._transaction, by, key, digest)

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
        newest: bool = False,
    ) -> list[Change]:
        """Changes in order.

        Args:
            after: Those with a higher number.
            limit: So many at most.
            entity: Those that speak of this ID.
            by: Those that this person or key made.
            newest: Whether the last of them are meant, where they are more than the limit.
        """
        order = changes.c.number.desc() if newest else changes.c.number
        query = sql.select(changes).where(changes.c.number > after).order_by(order)
        if entity is not None:
            spoken = sql.select(subjects.c.number).where(subjects.c.entity_id == entity)
            query = query.where(changes.c.number.in_(spoken))
        if by is not None:
            query = query.where(changes.c.by == by)
        with self._transaction(writes=False) as connection:
            found = read_changes(connection, query.limit(min(limit, MAX_CHANGES)))
        return found[::-1] if newest else found

    def compact(self) -> None:
        """Write the database anew, so that nothing is left in it of what was removed."""
        compact(self._engine, self._home, self._home.journal)

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[sql.Connection]:
        path = self._home.journal
        try:
            with transaction(self._engine, self._home, path, writes=writes) as connection:
                yield connection
        except json.JSONDecodeError as error:
            raise damaged(self._home, path) from error

    def _migrate(self, connection: sql.Connection) -> None:
        """Make the tables in a new file."""
        version = _version(connection)
        if version < 0:
            raise damaged(self._home, self._home.journal)
        if version > schema.VERSION:
            known = f"version {version}, this resolver knows {schema.VERSION}"
            raise HomeFormat(
                f"{self._home.journal} has journal {known}",
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
        """A change; raises BadValue where there is none of that number."""
        query = sql.select(changes).where(changes.c.number == number)
        for change in read_changes(self._connection, query):
            return change
        raise BadValue(
            f"there is no change {number}",
            f"the last one is {self.through}: resolver log",
            field="change",
        )

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
        self._insert(change, subjects_of(change.operations), touched_ids)
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
        self._insert(undo, subjects_of(first.operations), touched_ids)
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


def _version(connection: sql.Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _through(connection: sql.Connection) -> int:
    return connection.execute(_THROUGH).scalar() or 0
