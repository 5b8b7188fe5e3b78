"""The journal of a home, opened: to be read, and to be written.

Reach for `Journal.open` to read it, and for `Journal.writing` to add to it. A change is on disk
when the block of `writing` has ended, and not there at all where the block raised. Threads may
share a journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import sqlalchemy as sql

from resolver.errors import HomeFormat, ResolverError
from resolver.home import Home
from resolver.journal import schema
from resolver.journal.edits import Edits
from resolver.journal.once import Once, joined
from resolver.journal.reading import Reading, last_number
from resolver.journal.rows import read_changes
from resolver.journal.schema import changes, subjects
from resolver.journal.writing import Writing
from resolver.model.edit import MAX_CHANGES, Change
from resolver.sqlite import brought_up, compact, damaged, open_engine, transaction

MAX_WAIT_S: Final = 1.0
"""Seconds that a change waits for another one to be written; a service says 503 then."""

_WITH_REVIEWS: Final = 2
"""The version since which it is noted of whom reviews speak."""

_SAID: Final = (changes.c.before, changes.c.after)
"""What a change did, in which a review alone has a text."""


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
                with (
                    brought_up(Home(home), Home(home).journal),
                    journal._transaction(writes=True) as connection,
                ):
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
            return last_number(connection)

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

    @contextmanager
    def trying(self) -> Iterator[Writing]:
        """See what changes would do: as `writing`, of a block that adds none."""
        with self._transaction(writes=False) as connection:
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
        reviews: bool = True,
    ) -> list[Change]:
        """Changes in order.

        Args:
            after: Those with a higher number.
            limit: So many at most.
            entity: Those that speak of this ID.
            by: Those that this person or key made.
            newest: Whether the last of them are meant, where they are more than the limit.
            reviews: Whether what was decided of names is among them.
        """
        order = changes.c.number.desc() if newest else changes.c.number
        query = sql.select(changes).where(changes.c.number > after).order_by(order)
        if entity is not None:
            spoken = sql.select(subjects.c.number).where(subjects.c.entity_id == entity)
            query = query.where(changes.c.number.in_(spoken))
        if by is not None:
            query = query.where(changes.c.by == by)
        if not reviews:
            query = query.where(*(each["text"].as_string().is_(None) for each in _SAID))
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
        """Make the tables in a new file, or bring those of an earlier version up."""
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
        elif version < _WITH_REVIEWS:
            Writing(connection).put_subjects_of_reviews()
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")


def _version(connection: sql.Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
