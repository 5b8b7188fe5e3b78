"""The contract of the store kept over SQLAlchemy. Reach for it to write a back-end of SQL.

A back-end is a subclass that opens its database and says what it does its own way: an INSERT that
passes over rows already there, and what its errors mean. Outside this folder SQLAlchemy is imported
nowhere.
"""

from __future__ import annotations

import itertools
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from resolver.errors import InvalidInput, UnknownSource
from resolver.model import REVIEWS, Record, Redirect, Review, Source, checks
from resolver.processes import in_blocks
from resolver.store.contract import Changes, Store, StoredEntity, UnreadEntity
from resolver.store.deciding import Deciding, read_reviews
from resolver.store.records import records_of
from resolver.store.replacing import MAX_IDS, Replacement
from resolver.store.schema import aliases, base, changed, contents, entities, redirects, sources

_OF_ENTITY: Final = [
    entities.c[name]
    for name in "source id type name country description prominence properties".split()
]
"""The columns of an entity that are read: its source, then `UnreadEntity.row`."""

_OF_ALIAS: Final = [
    aliases.c[name]
    for name in "entity_id source text language kind valid_from valid_until origin".split()
]
"""The columns of an alias that are read: whose it is, then those of `UnreadEntity.aliases`."""

_FETCHED: Final = 2_000
"""Rows that are fetched at a time when all of the store is read."""


class SqlStore(Store):
    """A store in an SQL database.

    Args:
        engine: Of the database, whose transactions exclude other writers from their beginning.
    """

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine

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
            return tuple(
                Source(**{**row._mapping, "fields": tuple(map(tuple, row.fields))}) for row in rows
            )

    def count(self) -> int:
        """How many entities there are."""
        with self.transaction() as connection:
            return _count(connection, sql.select(entities))

    def replace(self, source: Source, records: Iterable[Record]) -> Changes:
        """Atomically make the store hold of this source exactly what the records say."""
        with self.transaction() as connection:
            before = connection.execute(
                sql.select(sources.c.digest).where(sources.c.name == source.name)
            ).scalar_one_or_none()
            if before == source.digest:
                there = sql.select(contents).where(contents.c.source == source.name)
                return Changes(unchanged=_count(connection, there))
            if before is None:
                connection.execute(sources.insert().values(**_row(source)))
            else:
                connection.execute(
                    sources.update().where(sources.c.name == source.name).values(**_row(source))
                )
            return self._replacement(connection, source.name).run(records)

    def records_of(self, name: str) -> Iterator[Record]:
        """What a source says, as of when the iteration began."""
        with self.transaction() as connection, self._as_written():
            _expect_source(connection, name)
            yield from records_of(connection.execution_options(yield_per=_FETCHED), name)

    def forget(self, name: str) -> Changes:
        """Atomically remove a source and all that it brought."""
        name = checks.entity_id("the source's name", name)
        with self.transaction() as connection:
            _expect_source(connection, name)
            changes = self._replacement(connection, name).run([])
            decided = Deciding(connection, name).retire()
            connection.execute(sources.delete().where(sources.c.name == name))
            return replace(changes, retired=changes.retired + decided)

    def decide(self, reviews: Iterable[Review]) -> Changes:
        """Atomically take reviews into the source `REVIEWS`, made where it is not there."""
        decided = list(reviews)
        if not decided:
            return Changes()
        with self.transaction() as connection, self._as_written():
            missing = self.insert_missing(sources).values(**_row(Source(REVIEWS, "")))
            connection.execute(missing)
            return Deciding(connection, REVIEWS).run(decided)

    def reviews(self) -> Iterator[Review]:
        """Every review, in order of its question, as of when the iteration began."""
        with self.transaction() as connection, self._as_written():
            yield from read_reviews(connection)

    def redirects(self) -> Iterator[Redirect]:
        """Every redirect, in order of the old ID, as of when the iteration began."""
        with self.transaction() as connection, self._as_written():
            query = sql.select(redirects).order_by(redirects.c.old_id, redirects.c.source)
            rows = connection.execution_options(yield_per=_FETCHED).execute(query)
            for old_id, same in itertools.groupby(rows, key=lambda row: row.old_id):
                yield Redirect(old_id, next(same).id)

    def entities(self) -> Iterator[StoredEntity]:
        """Every entity, in order of ID by code points, as of when the iteration began."""
        with self._as_written():
            yield from (each.read() for each in self.unread())

    def unread(self) -> Iterator[UnreadEntity]:
        """As `entities`, for whoever reads them in other processes."""
        with self.transaction() as connection:
            yield from _unread(connection.execution_options(yield_per=_FETCHED))

    def entities_of(self, ids: Iterable[str]) -> Iterator[StoredEntity]:
        """Those of the given IDs that exist, as `entities` has them."""
        with self.transaction() as connection, self._as_written():
            for some in in_blocks(sorted(ids), MAX_IDS):
                yield from (each.read() for each in _unread(connection, some))

    def orphans(self) -> tuple[str, ...]:
        """IDs, in order, to which a source adds aliases and whose row no source brings."""
        with self.transaction() as connection:
            query = sql.select(aliases.c.entity_id).distinct()
            query = query.where(aliases.c.entity_id.not_in(sql.select(entities.c.id)))
            return tuple(connection.execute(query.order_by(aliases.c.entity_id)).scalars())

    def changed_since(self, fingerprint: str) -> tuple[str, ...] | None:
        """IDs that were added, updated or retired since an index was compiled whole."""
        with self.transaction() as connection:
            if connection.execute(sql.select(base.c.fingerprint)).scalar() != fingerprint:
                return None
            return tuple(connection.execute(sql.select(changed.c.entity_id)).scalars())

    def mark_compiled(self, fingerprint: str) -> None:
        """Atomically note that all of the store is in an index, and that nothing changed since."""
        with self.transaction() as connection:
            connection.execute(base.delete())
            connection.execute(changed.delete())
            connection.execute(base.insert().values(fingerprint=fingerprint))

    def _replacement(self, connection: sql.Connection, source: str) -> Replacement:
        return Replacement(connection, source, self.insert_missing(changed))

    @contextmanager
    def _as_written(self) -> Iterator[None]:
        """Rows that no value can be made of are damage: somebody else wrote into the database."""
        try:
            yield
        except (ValueError, InvalidInput) as error:
            raise self.damaged() from error


def _unread(connection: sql.Connection, ids: list[str] | None = None) -> Iterator[UnreadEntity]:
    """Two queries in the same order, merged: the rows of entities, and those of aliases."""
    rows = sql.select(*_OF_ENTITY).order_by(entities.c.id)
    names = sql.select(*_OF_ALIAS).order_by(
        aliases.c.entity_id, aliases.c.source, aliases.c.position
    )
    if ids is not None:
        rows = rows.where(entities.c.id.in_(ids))
        names = names.where(aliases.c.entity_id.in_(ids))
    groups = itertools.groupby(connection.execute(names), key=itemgetter(0))
    named, group = next(groups, (None, iter(())))
    for source, *row in connection.execute(rows):
        while named is not None and named < row[0]:  # aliases of an orphan
            named, group = next(groups, (None, iter(())))
        found = [tuple(each[1:]) for each in group] if named == row[0] else []
        yield UnreadEntity(tuple(row), source, found)


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


def _row(source: Source) -> dict[str, Any]:
    return {name: value for name, value in asdict(source).items() if name != "schemes"}
