"""What a back-end of the store promises. Reach for it to use a store, or to write a back-end.

Every call is one transaction: others see all of it or nothing, and an error leaves what was there.
What a call returned is on disk. Any process may read; who writes holds the home's lock
(`Home.locked`). What people change of it is in its journal, which any process may write.

A call that takes `edits` puts those together with what sources say, all that hold now where none
are given; `edits` gives those of one moment for several calls.

Besides what a method names, any of them may raise these:

- StoreDamaged: the database is not what was written.
- DiskFull: no space is left.
- HomeDenied, HomeBusy, HomeError: the database cannot be read or written.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from resolver.errors import StoreDamaged
from resolver.journal.edits import Edits
from resolver.model import Record, Redirect, Review, Source
from resolver.store.composing import StoredEntity, UnreadEntity
from resolver.store.joining import Joined
from resolver.store.prepared import PreparedRecord

if TYPE_CHECKING:
    from resolver.journal import Journal, Reading  # SQLAlchemy with them, which readers need not
    from resolver.journal.sought import Sought
    from resolver.store.said import Said


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import did, in records.

    Args:
        added: They were not there.
        updated: They were there and said something else.
        retired: They were there and the source no longer has them.
        unchanged: They were there and said the same.
        erased: Those that were read and left out, or of which something was, for it was erased
            from the home.
    """

    added: int = 0
    updated: int = 0
    retired: int = 0
    unchanged: int = 0
    erased: int = 0


class Around(NamedTuple):
    """IDs that are named together, and all that people decided of them.

    Args:
        ids: The IDs; none of another entity is one with any of them.
        edits: What holds of them.
        said: What sources say of them.
    """

    ids: frozenset[str]
    edits: Edits
    said: Said


class Looked(NamedTuple):
    """Some entities, as they are or would be.

    Args:
        entities: By ID; those that are one are there under the ID of the survivor.
        joined: Which of the IDs are one.
    """

    entities: Mapping[str, StoredEntity]
    joined: Joined

    def entity(self, entity_id: str) -> StoredEntity | None:
        """The entity that has an ID, or that it became."""
        return self.entities.get(self.joined.survivors.get(entity_id, entity_id))


class Store(ABC):
    """The system of record of a home. Use `open_store`; to write, under the home's lock."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Close its connections."""

    @property
    @abstractmethod
    def journal(self) -> Journal:
        """What people changed of what is in it."""

    @abstractmethod
    def edits(self) -> Edits:
        """What people changed, and decided."""

    @abstractmethod
    def sources(self) -> tuple[Source, ...]:
        """What was imported, by name."""

    @abstractmethod
    def count(self) -> int:
        """How many entities there are; those that are declared one count once."""

    @abstractmethod
    def count_by_source(self) -> dict[str, int]:
        """How many entities each source says something of, by the names of those that do."""

    @abstractmethod
    def replace(
        self,
        source: Source,
        records: Iterable[PreparedRecord],
        *,
        incomplete: Callable[[], bool] = lambda: False,
    ) -> Changes:
        """Atomically make the store hold of this source exactly what the records say.

        The IDs that became others are noted in the same transaction, for `changed_since`.

        Args:
            source: The source; if its digest is the one last imported, no record is read.
            records: What it says, each ID once, as `prepared` made it. What it raises ends the
                import.
            incomplete: Asked when all records are read: whether some of the source were left out.
                If so, the same bytes are read again the next time.

        Raises:
            BadSource: Another source has an entity of the same ID, and no scheme of identifiers in
                common with this one (`Source.schemes`).
        """

    @abstractmethod
    def records_of(self, name: str) -> Iterator[Record]:
        """What a source says, as of when the iteration began.

        Entities and additions come in order of ID by code points, then redirects in theirs, then
        what is the same.

        Raises:
            UnknownSource: No source has that name.
        """

    @abstractmethod
    def reviews(self, edits: Edits | None = None) -> Iterator[Review]:
        """What holds of every question that somebody decided, in order of the questions."""

    @abstractmethod
    def redirects(self) -> Iterator[Redirect]:
        """Every redirect, in order of the old ID, as of when the iteration began.

        Where two sources redirect an ID, it is as the first one by name says.
        """

    @abstractmethod
    def joined(self, edits: Edits | None = None) -> Joined:
        """Which IDs are one by what sources and people say, and which of them survive."""

    @abstractmethod
    def forget(self, name: str) -> Changes:
        """Atomically remove a source and all that it brought, noted as in `replace`.

        Raises:
            InvalidInput: No source can have that name.
            UnknownSource: No source has that name.
        """

    @abstractmethod
    def erase(self, sought: Sought) -> int:
        """Atomically take IDs and texts out of what sources say, for good.

        The next index is compiled whole. What `resolver.journal.sought.Erased` has noted by then,
        no import brings again.

        Returns:
            How many rows are gone or say less.
        """

    @abstractmethod
    def own_names(self, ids: Iterable[str], names: Iterable[str]) -> set[str]:
        """The names that sources give to some IDs, and further ones, but for those of others."""

    @abstractmethod
    def compact(self) -> None:
        """Write the database anew, so that nothing is left in it of what was removed.

        Raises:
            HomeBusy: Others read or wrote it all the time.
        """

    @abstractmethod
    def entities(self, edits: Edits | None = None) -> Iterator[StoredEntity]:
        """Every entity, in order of ID by code points, as of when the iteration began.

        IDs that are one (`joined`) are one entity, under the ID of the survivor.
        """

    @abstractmethod
    def unread(self, edits: Edits | None = None) -> Iterator[UnreadEntity]:
        """As `entities`, for whoever reads them in other processes.

        What `UnreadEntity.read` raises means what `damaged` says.
        """

    @abstractmethod
    def damaged(self) -> StoreDamaged:
        """The error for a database that is not what was written."""

    @abstractmethod
    def entities_of(self, ids: Iterable[str], edits: Edits | None = None) -> Iterator[StoredEntity]:
        """The entities that have the given IDs, or that they became, as `entities` has them."""

    @abstractmethod
    def around(self, ids: Iterable[str], reading: Reading) -> Around:
        """All IDs that sources or people name together with some, over any number of steps.

        Args:
            ids: The IDs.
            reading: The journal, in a transaction.
        """

    @abstractmethod
    def look(self, around: Around) -> Looked:
        """The entities that have the given IDs, with the edits given: held, or to be tried."""

    @abstractmethod
    def orphans(self) -> tuple[str, ...]:
        """IDs, in order, to which a source adds aliases and that no entity has or survives."""

    @abstractmethod
    def changed_since(self, fingerprint: str, through: int = 0) -> tuple[str, ...] | None:
        """IDs that may be other than when an index was compiled whole, in order.

        Those that are or were one with any of them are among them.

        Args:
            fingerprint: Of that index. None is returned unless `mark_compiled` was last called
                with it.
            through: The number of the last change that it has.
        """

    @abstractmethod
    def mark_compiled(self, fingerprint: str) -> None:
        """Atomically note that all of the store is in an index, and that nothing changed since."""
