"""The contract of the store kept over SQLAlchemy. Reach for it to write a back-end of SQL.

A back-end is a subclass that opens its database and says what it does its own way: its
transactions, and an INSERT that passes over rows already there. SQLAlchemy is imported in this
folder, in `resolver.journal` and by what opens their files, and nowhere else.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, replace
from typing import Any, Final

import sqlalchemy as sql

from resolver.errors import InvalidInput, UnknownSource
from resolver.journal import Edits, Journal, Reading
from resolver.journal.sought import Erased, Sought
from resolver.model import REVIEWS, Record, Redirect, Review, Source, checks
from resolver.model.edit import EDITS
from resolver.store.composing import StoredEntity, UnreadEntity
from resolver.store.contract import Around, Changes, Looked, Store
from resolver.store.joining import ALONE, Joined
from resolver.store.prepared import PreparedRecord
from resolver.store.reading import joined_of, read_all, read_entities, read_joined
from resolver.store.records import records_of
from resolver.store.removing import Spared, own_names, remove
from resolver.store.replacing import Replacement
from resolver.store.reviewed import reviews_of
from resolver.store.rows import Link, first_redirects, of_ids, read_links
from resolver.store.said import Said, Tables
from resolver.store.schema import aliases, base, changed, contents, entities, revision, sources


class SqlStore(Store):
    """A store in an SQL database.

    Args:
        journal: What people changed of what is in it.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._joined: tuple[tuple[int, int], Joined] | None = None  # as of when, and how

    @abstractmethod
    def insert_missing(self, table: sql.Table) -> sql.Insert:
        """An INSERT that passes over rows that the table already has."""

    @abstractmethod
    def transaction(self, *, writes: bool = False) -> AbstractContextManager[sql.Connection]:
        """A transaction; errors of the database are translated."""

    @property
    def journal(self) -> Journal:
        """What people changed of what is in it."""
        return self._journal

    def sources(self) -> tuple[Source, ...]:
        """What was imported, by name."""
        with self.transaction() as connection:
            rows = connection.execute(sql.select(sources).order_by(sources.c.name))
            return tuple(map(_source, rows))

    def edits(self) -> Edits:
        """What people changed, and decided."""
        return self._journal.edits()

    def count(self) -> int:
        """How many entities there are."""
        edits = self.edits()
        with self.transaction() as connection:
            rows = _count(connection, sql.select(entities.c.id).distinct().subquery().select())
            joined = self._groups(connection, edits)
            return rows - joined.absorbed + _edited_count(connection, joined, edits)

    def count_by_source(self) -> dict[str, int]:
        """How many entities each source says something of, by the names of those that do."""
        counted = (
            sql.select(contents.c.source, sql.func.count().label("entities"))
            .where(~contents.c.is_same_as)
            .group_by(contents.c.source)
        )
        with self.transaction() as connection:
            return {row.source: row.entities for row in connection.execute(counted)}

    def replace(
        self,
        source: Source,
        records: Iterable[PreparedRecord],
        *,
        incomplete: Callable[[], bool] = lambda: False,
    ) -> Changes:
        """Atomically make the store hold of this source exactly what the records say."""
        with self.transaction(writes=True) as connection:
            before = connection.execute(
                sql.select(sources.c.digest).where(sources.c.name == source.name)
            ).scalar_one_or_none()
            if before == source.digest:
                there = sql.select(contents).where(contents.c.source == source.name)
                return Changes(unchanged=_count(connection, there))
            _count_up(connection)
            if before is None:
                self._add_source(connection, source)
            else:
                connection.execute(
                    sources.update().where(sources.c.name == source.name).values(**asdict(source))
                )
            spared = Spared(records, self._erased())
            changes = self._replacement(connection, source).run(spared)
            if incomplete():
                connection.execute(
                    sources.update().where(sources.c.name == source.name).values(digest="")
                )
            return replace(changes, erased=spared.count)

    def records_of(self, name: str) -> Iterator[Record]:
        """What a source says, as of when the iteration began."""
        with self.transaction() as connection, self._as_written():
            _expect_source(connection, name)
            yield from records_of(connection, name)

    def forget(self, name: str) -> Changes:
        """Atomically remove a source and all that it brought."""
        name = checks.entity_id("the source's name", name)
        with self.transaction(writes=True) as connection:
            _expect_source(connection, name)
            _count_up(connection)
            changes = self._replacement(connection, Source(name, "")).run([])
            connection.execute(sources.delete().where(sources.c.name == name))
            return changes

    def erase(self, sought: Sought) -> int:
        """Atomically take IDs and texts out of what sources say, for good."""
        with self.transaction(writes=True) as connection:
            _count_up(connection)
            return remove(connection, sought)

    def own_names(self, ids: Iterable[str], names: Iterable[str]) -> set[str]:
        """The names that sources give to some IDs, and further ones, but for those of others."""
        with self.transaction() as connection:
            return own_names(connection, ids, names)

    def reviews(self, edits: Edits | None = None) -> Iterator[Review]:
        """What holds of every question that somebody decided, in order of the questions."""
        return reviews_of(self.edits() if edits is None else edits)

    def redirects(self) -> Iterator[Redirect]:
        """Every redirect, in order of the old ID, as of when the iteration began."""
        with self.transaction() as connection, self._as_written():
            yield from (Redirect(*each) for each in first_redirects(connection))

    def joined(self, edits: Edits | None = None) -> Joined:
        """Which IDs are one, and which of them survive."""
        edits = self.edits() if edits is None else edits
        with self.transaction() as connection:
            return self._groups(connection, edits)

    def entities(self, edits: Edits | None = None) -> Iterator[StoredEntity]:
        """Every entity, in order of ID by code points, as of when the iteration began."""
        with self._as_written():
            yield from (each.read() for each in self.unread(edits))

    def unread(self, edits: Edits | None = None) -> Iterator[UnreadEntity]:
        """As `entities`, for whoever reads them in other processes."""
        edits = self.edits() if edits is None else edits
        with self.transaction() as connection:
            yield from read_all(Tables(connection), self._groups(connection, edits), edits)

    def entities_of(self, ids: Iterable[str], edits: Edits | None = None) -> Iterator[StoredEntity]:
        """The entities that have the given IDs, or that they became, as `entities` has them."""
        edits = self.edits() if edits is None else edits
        with self.transaction() as connection, self._as_written():
            groups = self._groups(connection, edits)
            found = read_entities(Tables(connection), groups, edits, ids)
            yield from (each.read() for each in found)

    def around(self, ids: Iterable[str], reading: Reading) -> Around:
        """All IDs that sources or people name together with some, over any number of steps."""
        with self.transaction() as connection:
            found, links = _named_together(connection, ids, reading)
            said = Said.read(Tables(connection), found, links)
        return Around(frozenset(found), reading.edits(found), said)

    def look(self, around: Around) -> Looked:
        """The entities that have the given IDs, and which of these are one."""
        ids, edits, said = around
        one = len(ids) == 1  # most are named together with no other one
        joined = ALONE if one else joined_of(said, ids, edits)
        with self._as_written():
            found = [each.read() for each in read_entities(said, joined, edits, ids)]
        return Looked({each.entity.id: each for each in found}, joined)

    def orphans(self) -> tuple[str, ...]:
        """IDs, in order, to which a source adds aliases and that no entity has or survives."""
        edits = self.edits()
        with self.transaction() as connection:
            query = sql.select(aliases.c.entity_id).distinct()
            query = query.where(aliases.c.entity_id.not_in(sql.select(entities.c.id)))
            found = connection.execute(query.order_by(aliases.c.entity_id)).scalars()
            joined = self._groups(connection, edits)
            there = edits.created | joined.survivors.keys() | joined.members.keys()
            return tuple(each for each in found if each not in there)

    def changed_since(self, fingerprint: str, through: int = 0) -> tuple[str, ...] | None:
        """IDs that may be other than when an index was compiled whole, in order."""
        with self._journal.reading() as reading, self.transaction() as connection:
            if connection.execute(sql.select(base.c.fingerprint)).scalar() != fingerprint:
                return None
            ids = {*connection.execute(sql.select(changed.c.entity_id)).scalars()}
            around, _ = _named_together(connection, ids, reading)
            return tuple(sorted(around | reading.touched(through, reading.through)))

    def mark_compiled(self, fingerprint: str) -> None:
        """Atomically note that all of the store is in an index, and that nothing changed since."""
        with self.transaction(writes=True) as connection:
            connection.execute(base.delete())
            connection.execute(changed.delete())
            connection.execute(base.insert().values(fingerprint=fingerprint))

    def _erased(self) -> Erased:
        """What was erased from the home."""
        with self._journal.reading() as reading:
            return Erased.read(reading)

    def _add_source(self, connection: sql.Connection, source: Source) -> None:
        """Add a source that is not there yet: it came last."""
        last = connection.execute(sql.select(sql.func.max(sources.c.position))).scalar() or 0
        missing = self.insert_missing(sources).values(**asdict(source), position=last + 1)
        connection.execute(missing)

    def _groups(self, connection: sql.Connection, edits: Edits) -> Joined:
        """As `joined`; worked out again where sources or edits changed since."""
        stamp = connection.execute(sql.select(revision.c.number)).scalar_one(), edits.through
        if self._joined is None or self._joined[0] != stamp:
            self._joined = stamp, read_joined(connection, edits)
        return self._joined[1]

    def _replacement(self, connection: sql.Connection, source: Source) -> Replacement:
        return Replacement(connection, source, self.insert_missing(changed))

    @contextmanager
    def _as_written(self) -> Iterator[None]:
        """Rows that no value can be made of are damage: somebody else wrote into the database."""
        try:
            yield
        except (ValueError, InvalidInput) as error:
            raise self.damaged() from error


def _named_together(
    connection: sql.Connection, ids: Iterable[str], reading: Reading
) -> tuple[set[str], set[Link]]:
    """As `Store.around`, the IDs, and all that sources name of them together."""
    found, links, new = set[str](), set[Link](), set(ids)
    while new:
        found |= new
        of_new = read_links(connection, new)
        links |= of_new
        named = {each for link in of_new for each in (link.one, link.other)}
        new = (named | reading.linked(new)) - found
    return found, links


def _count_up(connection: sql.Connection) -> None:
    """Note that what sources say is no longer what it was."""
    connection.execute(revision.update().values(number=revision.c.number + 1))


def _edited_count(connection: sql.Connection, joined: Joined, edits: Edits) -> int:
    """How many entities there are beyond what sources bring, for what people created or retired."""
    created, retired = edits.created, {*edits.retired}
    heads = {joined.survivors.get(each, each) for each in retired}
    groups = [{head, *joined.members.get(head, ())} for head in heads]
    query = sql.select(entities.c.id)
    asked = created.union(*groups)
    brought = {each for (each,) in of_ids(connection, query, entities.c.id, asked)}
    gone = 0
    for head, ids in zip(heads, groups, strict=True):
        alive = ids & (brought | created)
        gone += bool(alive) and (head in retired or alive <= retired)
    return len(created - brought) - gone


_NO_SOURCES: Final = {
    REVIEWS: "see: resolver review --list; take one back: resolver undo CHANGE",
    EDITS: "see: resolver log; take one back: resolver undo CHANGE",
}
"""What to do about what people decided and changed, which is in the journal."""


def _expect_source(connection: sql.Connection, name: str) -> None:
    there = sql.select(sources.c.name).where(sources.c.name == name)
    if connection.execute(there).first() is None:
        if name in _NO_SOURCES:
            raise UnknownSource(f"{name} are no source", _NO_SOURCES[name])
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
