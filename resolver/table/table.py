"""The table of a home, open for edits: the verbs of people and programs, each one numbered change.

    with Table.open(home) as table:
        done = table.alias("nato", {"text": "OTAN", "language": "fr"}, reason="as in the press")
        table.undo(done.change)

Reach for it to change a table; what it does not refuse is on disk when it returns. Threads may
share one. Answers have a change as soon as the index has it: `resolver.indexing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from resolver.engine import Decides
from resolver.home import system_user
from resolver.journal.writing import now
from resolver.model import Entity, Query, Review, checks
from resolver.model.edit import MAX_CHANGES, Change, Operation
from resolver.store import Store, StoredEntity, expect_store, open_store
from resolver.table import aliasing, merging, resolving, reviewing, setting, undoing
from resolver.table.editing import Done, Editing, Said, unknown_entity
from resolver.table.merge_effects import clashes
from resolver.table.merging import Merge
from resolver.table.minting import expect_usable, minted_id
from resolver.table.resolving import HOW, How, Resolved
from resolver.table.reviewing import Reviewed


class Table:
    """Use `Table.open`.

    Args:
        store: The store of the home.
        by: Who makes changes.
        follows: Whether a change of an ID that became another is one of that other entity; else
            `EntityMoved` is raised.
    """

    def __init__(self, store: Store, by: str, *, follows: bool = True) -> None:
        self.store = store
        self._by = by
        self._follows = follows

    @classmethod
    def open(cls, home: str | Path, *, by: str | None = None) -> Self:
        """The table of a home.

        Args:
            home: The directory.
            by: Who makes changes; the system's user where it is not given.

        Raises:
            HomeError: There is no home or nothing in it, or it cannot be written.
            InvalidInput: `by` is empty.
        """
        expect_store(Path(home))
        by = system_user() if by is None else checks.text("by", by)
        return cls(open_store(Path(home)), by)

    def by(self, who: str, *, follows: bool = True) -> Self:
        """The same table, changed by somebody else; arguments as of the class."""
        return type(self)(self.store, who, follows=follows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self.store.close()

    @property
    def through(self) -> int:
        """The number of the last change, 0 where there is none."""
        return self.store.journal.through

    def changes(
        self,
        *,
        after: int = 0,
        limit: int = MAX_CHANGES,
        entity: str | None = None,
        by: str | None = None,
    ) -> list[Change]:
        """Changes in order; arguments as of `Journal.changes`."""
        return self.store.journal.changes(after=after, limit=limit, entity=entity, by=by)

    def entity(self, entity_id: str) -> StoredEntity:
        """An entity as it is now, whether or not answers have all of that yet.

        Raises:
            UnknownEntity: No entity has that ID, and it became none that there is.
        """
        with self.store.journal.reading() as reading:
            found = self.store.look(self.store.around([entity_id], reading)).entity(entity_id)
        if found is None:
            raise unknown_entity(entity_id)
        return found

    def create(self, entity: Mapping[str, Any], *, reason: str | None = None) -> Done:
        """Create an entity.

        Args:
            entity: Its wire form; without an `id` it gets one.
            reason: Why.

        Raises:
            InvalidInput: A value is wrong, or an entity has that ID, or it became one.
        """
        made = Entity.from_dict({"id": minted_id(), **entity})
        expect_usable(made.id)
        with self._editing(reason) as editing:
            editing.expect_free(made.id)
            return setting.create(editing, made)

    def resolve_or_create(
        self, record: Mapping[str, Any], resolver: Decides, how: How = HOW,
        *, reason: str | None = None,
    ) -> Resolved:  # fmt: skip
        """The ID of a record, an entity in its wire form, or that of a new one where it is nobody.

        Args:
            record: Its `id`, if it has one, is the caller's own: a new entity gets it.
            resolver: On an index of the home; what that does not show yet is found all the same.
            how: How it is taken.
            reason: Why.

        Raises:
            InvalidInput: A value is wrong.
        """
        return self.resolve_or_create_many([record], resolver, how, reason=reason)[0]

    def resolve_or_create_many(
        self, records: Iterable[Mapping[str, Any]], resolver: Decides, how: How = HOW,
        *, reason: str | None = None,
    ) -> list[Resolved]:  # fmt: skip
        """As `resolve_or_create` of each, in order; none is taken where one is wrong."""
        read = resolving.read_records(records, resolver)
        return resolving.taken(self.store, read, how, self._by, reason)

    def create_missing(
        self, queries: Iterable[Query], resolver: Decides, *, reason: str | None = None
    ) -> list[Resolved]:
        """As `resolve_or_create_many`, of names with types that the index says are nobody's."""
        read = [resolving.nobody(query, resolver.through) for query in queries]
        return resolving.taken(self.store, read, HOW, self._by, reason)

    def put(
        self,
        entity_id: str,
        entity: Mapping[str, Any],
        *,
        reason: str | None = None,
        if_match: str | None = None,
    ) -> Done:
        """Make an entity be what is given and nothing else; it is created where there is none.

        Args:
            entity_id: The ID.
            entity: Its wire form; its `id` may be left out.
            reason: Why.
            if_match: The tag that the entity has to have.

        Raises:
            InvalidInput: A value is wrong.
            EntityChanged: It has another tag.
        """
        made = setting.of_id(entity_id, entity)
        with self._editing(reason) as editing:
            return setting.put(editing, made, if_match)

    def patch(
        self,
        entity_id: str,
        patch: Mapping[str, Any],
        *,
        reason: str | None = None,
        if_match: str | None = None,
    ) -> Done:
        """Set or clear fields of an entity.

        Args:
            entity_id: The ID.
            patch: A JSON merge patch of its wire form: null clears, a list takes the place of one.
            reason: Why.
            if_match: The tag that the entity has to have.

        Raises:
            InvalidInput: A value is wrong.
            UnknownEntity: There is no such entity.
            EntityChanged: It has another tag.
        """
        with self._editing(reason) as editing:
            return setting.patch(editing, entity_id, patch, if_match)

    def retire(
        self, entity_id: str, *, reason: str | None = None, if_match: str | None = None
    ) -> Done:
        """Take an entity away; what sources say of it stays in the store. Raises as `patch`."""
        with self._editing(reason) as editing:
            found = editing.found(entity_id, if_match).entity.id
            return editing.put("retire", [Operation(found, "retire", {})], found)

    def alias(
        self,
        entity_id: str,
        alias: Mapping[str, Any] | str,
        *,
        reason: str | None = None,
        if_match: str | None = None,
    ) -> Done:
        """Add an alias to an entity; it takes the place of one of the same text and language.

        Args:
            entity_id: The ID.
            alias: Its text, or its wire form.
            reason: Why.
            if_match: As of `patch`, which raises likewise.
        """
        with self._editing(reason) as editing:
            return aliasing.add(editing, entity_id, alias, if_match)

    def unalias(
        self,
        entity_id: str,
        text: str,
        language: str | None = None,
        *,
        reason: str | None = None,
        if_match: str | None = None,
    ) -> Done:
        """Take an alias away from an entity, also where a source brings it.

        Args:
            entity_id: The ID.
            text: The alias as written.
            language: Only the alias in this language; None for all of that text.
            reason: Why.
            if_match: As of `patch`, which raises likewise.
        """
        with self._editing(reason) as editing:
            return aliasing.take_away(editing, entity_id, text, language, if_match)

    def merge(
        self,
        into: str,
        others: Iterable[str],
        *,
        reason: str | None = None,
        dry_run: bool = False,
        if_match: str | None = None,
        resolver: Decides | None = None,
    ) -> Merge:
        """Make entities one: the others' IDs lead to the survivor, which has the aliases of all.

        Args:
            into: The ID of the survivor.
            others: IDs of the entities that are merged into it.
            reason: Why.
            dry_run: Whether nothing is changed, and only said what would be.
            if_match: As of `patch`, for the survivor.
            resolver: What knows which names clash, of a dry run: on an index of the home; the one
                of now is opened where it is not given.

        Raises:
            InvalidInput: An entity would be merged into itself.
            UnknownEntity: An ID has no entity.
        """
        said = Said(self._by, reason)
        merge = merging.merge(self.store, into, others, said, dry_run=dry_run, if_match=if_match)
        if not dry_run:
            return merge
        home = self.store.journal.home
        found = clashes(home, merge.entity.entity, merge.merged, resolver)
        return merge._replace(clashes=found)

    def split(
        self,
        entity_id: str,
        *,
        aliases: Iterable[Mapping[str, Any] | str] = (),
        new: Mapping[str, Any] | None = None,
        reason: str | None = None,
        if_match: str | None = None,
    ) -> Done:
        """Take something out of an entity again.

        Args:
            entity_id: Without aliases an ID that leads to another one: it stands for itself again.
                With aliases the entity that they are taken out of.
            aliases: Texts, or objects of `text` and `language` where only the one in it is meant.
            new: What the entity to which they go is, as far as it is known: its `id`, `type`,
                `name` and so on. The first alias is its name where none is given.
            reason: Why.
            if_match: As of `patch`.

        Raises:
            InvalidInput: There is nothing that can be taken out.
            UnknownEntity: There is no such entity.
        """
        said = Said(self._by, reason)
        if aliases := list(aliases):
            return merging.split_aliases(self.store, entity_id, aliases, new or {}, said, if_match)
        return merging.split(self.store, entity_id, said, if_match)

    def review(self, asked: Mapping[str, Any], *, reason: str | None = None) -> Reviewed:
        """Decide what a name means: an entity, not some entity, or nobody.

        Args:
            asked: `text` and `decision` ("match", "not" or "nobody"), `id` but where it is nobody;
                `type` and `country` where it holds of questions with these alone.
            reason: Why.

        Raises:
            InvalidInput: A value is wrong, or no entity that may be meant has that ID.
        """
        made = Review.from_dict(asked, who=self._by, when=now())
        (done,) = reviewing.decide(self.store, [made], reason=reason)
        return done

    def undo(self, change: int, *, reason: str | None = None) -> Done:
        """Take back a change; all others stay.

        Args:
            change: Its number. Of one that took another back, that one holds again.
            reason: Why.

        Raises:
            InvalidInput: There is no such change, it is undone, or others rest on it.
        """
        return undoing.undo(self.store, change, by=self._by, reason=reason)

    def _editing(self, reason: str | None) -> AbstractContextManager[Editing]:
        return Editing.begun(self.store, by=self._by, reason=reason, follows=self._follows)
