"""The contract of the store kept over SQLAlchemy. Reach for it to write a back-end of SQL.

A back-end is a subclass that opens its database and says what it does its own way: an INSERT that
passes over rows already there, and what its errors mean. Outside this folder SQLAlchemy is imported
nowhere.
"""

from __future__ import annotations

import itertools
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from resolver.errors import InvalidInput, UnknownSource
from resolver.model import REVIEWS, Record, Redirect, Review, Source, checks
from resolver.store.composing import StoredEntity, UnreadEntity
from resolver.store.contract import Changes, Store
from resolver.store.deciding import Deciding, read_reviews
from resolver.store.joining import Joined, connected
from resolver.store.prepared import PreparedRecord
from resolver.store.reading import declared_pairs, first_redirects, read_entities, read_joined
from resolver.store.records import records_of
from resolver.store.replacing import Replacement
from resolver.store.schema import aliases, base, changed, contents, entities, sources


class SqlStore(Store):
    """A store in an SQL database.

    Args:
        engine: Of the database, whose transactions exclude other writers from their beginning.
    """

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine
        self._joined: Joined | None = None  # as of the last import

    @abstractmethod
    def insert_missing(self, table: sql.Table) -> sql.Insert:
        """An INSERT that passes over rows that the table already has."""

    @abstractmethod
    def translated(self, error: DatabaseError) -> Exception:
        """What the database's error means to a person; the error itself where it is unknown."""

    @contextmanager
    def transaction(self) -> Iterator[sql.Connection]:
        """A transaction; errors of the database are translated."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise self.translated(error) from error

    def close(self) -> None:
        """Close its connections."""
        self._engine.dispose()

    def sources(self) -> tuple[Source, ...]:
        """What was imported, by name."""
        with self.transaction() as connection:
            rows = connection.execute(sql.select(sources).order_by(sources.c.name))
            return tuple(map(_source, rows))

    def count(self) -> int:
        """How many entities there are."""
        with self.transaction() as connection:
            rows = _count(connection, sql.select(entities.c.id).distinct().subquery().select())
            return rows - self._groups(connection).absorbed

    def replace(
        self,
        source: Source,
        records: Iterable[PreparedRecord],
        *,
        incomplete: Callable[[], bool] = lambda: False,
    ) -> Changes:
        """Atomically make the store hold of this source exactly what the records say."""
        with self.transaction() as connection:
            before = connection.execute(
                sql.select(sources.c.digest).where(sources.c.name == source.name)
            ).scalar_one_or_none()
            if before == source.digest:
                there = sql.select(contents).where(contents.c.source == source.name)
                return Changes(unchanged=_count(connection, there))
            self._joined = None
            if before is None:
                self._add_source(connection, source)
            else:
                connection.execute(
                    sources.update().where(sources.c.name == source.name).values(**asdict(source))
                )
            changes = self._replacement(connection, source).run(records)
            if incomplete():
                connection.execute(
                    sources.update().where(sources.c.name == source.name).values(digest="")
                )
            return changes

    def records_of(self, name: str) -> Iterator[Record]:
        """What a source says, as of when the iteration began."""
        with self.transaction() as connection, self._as_written():
            _expect_source(connection, name)
            yield from records_of(connection, name)

    def forget(self, name: str) -> Changes:
        """Atomically remove a source and all that it brought."""
        name = checks.entity_id("the source's name", name)
        with self.transaction() as connection:
            _expect_source(connection, name)
            self._joined = None
            changes = self._replacement(connection, Source(name, "")).run([])
            decided = Deciding(connection, name).retire()
            connection.execute(sources.delete().where(sources.c.name == name))
            return replace(changes, retired=changes.retired + decided)

    def decide(self, reviews: Iterable[Review]) -> Changes:
        """Atomically take reviews into the source `REVIEWS`, made where it is not there."""
        decided = list(reviews)
        if not decided:
            return Changes()
        with self.transaction() as connection, self._as_written():
            self._add_source(connection, Source(REVIEWS, ""))
            return Deciding(connection, REVIEWS).run(decided)

    def reviews(self) -> Iterator[Review]:
        """Every review, in order of its question, as of when the iteration began."""
        with self.transaction() as connection, self._as_written():
            yield from read_reviews(connection)

    def redirects(self) -> Iterator[Redirect]:
        """Every redirect, in order of the old ID, as of when the iteration began."""
        with self.transaction() as connection, self._as_written():
            yield from (Redirect(*each) for each in first_redirects(connection))

    def joined(self) -> Joined:
        """Which IDs are one by what sources declare, and which of them survive."""
        with self.transaction() as connection:
            return self._groups(connection)

    def entities(self) -> Iterator[StoredEntity]:
        """Every entity, in order of ID by code points, as of when the iteration began."""
        with self._as_written():
            yield from (each.read() for each in self.unread())

    def unread(self) -> Iterator[UnreadEntity]:
        """As `entities`, for whoever reads them in other processes."""
        with self.transaction() as connection:
            yield from read_entities(connection, self._groups(connection))

    def entities_of(self, ids: Iterable[str]) -> Iterator[StoredEntity]:
        """The entities that have the given IDs, or that they became, as `entities` has them."""
        with self.transaction() as connection, self._as_written():
            found = read_entities(connection, self._groups(connection), ids)
            yield from (each.read() for each in found)

    def orphans(self) -> tuple[str, ...]:
        """IDs, in order, to which a source adds aliases and that no entity has or survives."""
        with self.transaction() as connection:
            query = sql.select(aliases.c.entity_id).distinct()
            query = query.where(aliases.c.entity_id.not_in(sql.select(entities.c.id)))
            found = connection.execute(query.order_by(aliases.c.entity_id)).scalars()
            became = self._groups(connection).survivors
            return tuple(each for each in found if each not in became)

    def changed_since(self, fingerprint: str) -> tuple[str, ...] | None:
        """IDs that were added, updated or retired since an index was compiled whole."""
        with self.transaction() as connection:
            if connection.execute(sql.select(base.c.fingerprint)).scalar() != fingerprint:
                return None
            ids = connection.execute(sql.select(changed.c.entity_id)).scalars().all()
            pairs = itertools.chain(declared_pairs(connection), first_redirects(connection))
            return tuple(sorted(connected(pairs, ids) if ids else ids))

    def mark_compiled(self, fingerprint: str) -> None:
        """Atomically note that all of the store is in an index, and that nothing changed since."""
        with self.transaction() as connection:
            connection.execute(base.delete())
            connection.execute(changed.delete())
            connection.execute(base.insert().values(fingerprint=fingerprint))

    def _add_source(self, connection: sql.Connection, source: Source) -> None:
        """Add a source that is not there yet: it came last."""
        last = connection.execute(sql.select(sql.func.max(sources.c.position))).scalar() or 0
        missing = self.insert_missing(sources).values(**asdict(source), position=last + 1)
        connection.execute(missing)

    def _groups(self, connection: sql.Connection) -> Joined:
        if self._joined is None:
            self._joined = read_joined(connection)
        return self._joined

    def _replacement(self, connection: sql.Connection, source: Source) -> Replacement:
        return Replacement(connection, source, self.insert_missing(changed))

    @contextmanager
    def _as_written(self) -> Iterator[None]:
        """Rows that no value can be made of are damage: somebody else wrote into the database."""
        try:
            yield
        except (ValueError, InvalidInput) as error:
            raise self.damaged() from error


def _expect_source(connection: sql.Connection, name: str) -> None:
    there = sql.select(sources.c.name).where(sources.c.name == name)
    if connection.execute(there).first() is None:
        known = ", ".join(connection.execute(sql.select(sources.c.name)).scalars())
        raise UnknownSource(
            f"no source has the name {name!r}",
            f"there are {known}" if known else "there is none, run: resolver import SOURCE",
        )


def _count(connection: sql.Connection, query: sql.Select[Any]) -> int:
    return connection.execute(
        query.with_only_columns(sql.func.count(), maintain_column_froms=True)
    ).scalar_one()


def _source(row: sql.Row[Any]) -> Source:
    values = {key: value for key, value in row._mapping.items() if key != "position"}
    values["fields"] = tuple(map(tuple, row.fields))
    return Source(**values | {"schemes": tuple(row.schemes)})
