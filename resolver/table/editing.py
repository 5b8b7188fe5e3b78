"""One change in the making: what is there, what would be, and the row of the journal.

Reach for it to add a verb. A verb looks at entities, makes operations of what it is asked for, and
puts them; all within one transaction of the journal, so that nothing changes in between.

    with Editing.begun(store, by="ana", reason=None) as editing:
        found = editing.found("nato")
        done = editing.put("alias", [Operation(found.entity.id, "add", {"text": "OTAN"})])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Self

from resolver.errors import BadValue, EntityChanged, EntityMoved, IdTaken, UnknownEntity
from resolver.journal import Writing
from resolver.journal.rows import subjects_of
from resolver.model import Entity, checks
from resolver.model.edit import ChangeKind, Operation
from resolver.store import Around, Looked, Store, StoredEntity
from resolver.table.records import difference, gained, tag_of


class Done(NamedTuple):
    """What a change did.

    Args:
        change: Its number.
        id: The ID of the entity that it is about.
        entity: The entity since, None where there is none any more.
        is_new: Whether it was created.
    """

    change: int
    id: str
    entity: StoredEntity | None
    is_new: bool = False


class Said(NamedTuple):
    """Who changes something.

    Args:
        by: Who.
        reason: Why.
        at: When, in UTC; now where it is not given.
    """

    by: str
    reason: str | None = None
    at: str | None = None


class Editing:
    """Use `Editing.begun`.

    Args:
        store: The store of the home.
        writing: Its journal, in a transaction that writes.
        said: Who changes something, and why.
        follows: Whether an ID that became another is taken for that one.
    """

    def __init__(self, store: Store, writing: Writing, said: Said, *, follows: bool = True) -> None:
        self.store = store
        self.writing = writing
        self._follows = follows
        self._at = said.at
        self._by = checks.text("by", said.by)
        self._reason = checks.optional_text("reason", said.reason, limit=checks.TEXT_LIMIT)
        self._seen: tuple[Around, Looked] | None = None

    @classmethod
    @contextmanager
    def begun(
        cls, store: Store, *, by: str, reason: str | None, follows: bool = True, tries: bool = False
    ) -> Iterator[Self]:
        """A change of a store; nothing is changed where the block raises, or only tries one.

        Raises:
            HomeBusy: Others changed something for all the time that one waits.
        """
        with store.journal.trying() if tries else store.journal.writing() as writing:
            yield cls(store, writing, Said(by, reason), follows=follows)

    def look(self, ids: Iterable[str]) -> Looked:
        """Some entities as they are, with all that is one with them."""
        return self.around(ids)[1]

    def around(self, ids: Iterable[str]) -> tuple[Around, Looked]:
        """All that is named together with some IDs, and what is there of it."""
        asked = frozenset(ids)
        if self._seen is None or not asked <= self._seen[0].ids:
            around = self.store.around(asked, self.writing)
            self._seen = around, self.store.look(around)
        return self._seen

    def found(self, entity_id: str, if_match: str | None = None) -> StoredEntity:
        """The entity that has an ID, or that it became.

        Args:
            entity_id: The ID.
            if_match: The tag that it has to have, if it has to have one.

        Raises:
            InvalidInput: No ID looks like that.
            UnknownEntity: There is none.
            EntityMoved: The ID became another one, and IDs are not followed.
            EntityChanged: It has another tag.
        """
        checks.entity_id("id", entity_id)
        entity = self.look([entity_id]).entity(entity_id)
        if entity is None:
            raise unknown_entity(entity_id)
        if entity.entity.id != entity_id and not self._follows:
            raise EntityMoved(entity_id, entity.entity.id)
        if if_match is not None and if_match not in ("*", tag_of(entity)):
            raise EntityChanged(
                f"{entity.entity.id!r} is not what it was when you read it",
                "read it again, and change what it is now",
            )
        return entity

    def expect_free(self, entity_id: str) -> None:
        """Refuse an ID that an entity has, or that became one."""
        there = self.look([entity_id]).entity(entity_id)
        if there is not None:
            raise IdTaken(
                f"the id {entity_id!r} is that of {there.entity.name!r}",
                "use another id, or change that entity",
                field="id",
            )

    def would_be(self, operations: Sequence[Operation], entity_id: str) -> StoredEntity | None:
        """The entity of an ID as operations would make it."""
        return self._tried(operations, entity_id)[2].entity(entity_id)

    def _tried(
        self, operations: Sequence[Operation], entity_id: str
    ) -> tuple[Around, Looked, Looked]:
        """All that is named together with an ID, what is there of it, and what would be."""
        around, before = self.around({entity_id, *subjects_of(operations)})
        edits = around.edits.after(self.writing.through + 1, operations)
        return around, before, self.store.look(around._replace(edits=edits))

    def put(
        self,
        kind: ChangeKind,
        operations: Sequence[Operation],
        entity_id: str,
        more: Mapping[str, Any] | None = None,
    ) -> Done:
        """Add the change to the journal.

        Args:
            kind: What is done.
            operations: What it does.
            entity_id: The ID of the entity that it is about.
            more: What the journal says of it beside the parts of the record that differ.

        Raises:
            BadValue: It would be created under an ID that leads to an entity that was taken away.
        """
        around, before, after = self._tried(operations, entity_id)
        number = self.writing.through + 1
        was, now = before.entity(entity_id), after.entity(entity_id)
        if any(each.action == "create" for each in operations):
            _expect_own(entity_id, now, after)
        old, new = difference(was, now)
        self.writing.append(
            kind,
            operations,
            by=self._by,
            at=self._at,
            entity=entity_id,
            before=old,
            after=new if more is None else {**more, **(new or {})},
            reason=self._reason,
            touched_ids=around.ids,
        )
        self.writing.put_names(gained(before, after))
        self._seen = None
        return Done(number, entity_id, now, is_new=kind == "create")

    @property
    def by(self) -> str:
        """Who changes something."""
        return self._by

    @property
    def reason(self) -> str | None:
        """Why."""
        return self._reason


def _expect_own(entity_id: str, made: StoredEntity | None, looked: Looked) -> None:
    """Refuse to create what would be part of something else."""
    if made is None or made.entity.id != entity_id:
        survivor = looked.joined.survivors.get(entity_id, entity_id)
        raise BadValue(
            f"the id {entity_id!r} leads to {survivor!r}, which was taken away",
            f"use another id, or undo what was done to {survivor!r}",
            field="id",
        )


def unknown_entity(entity_id: str) -> UnknownEntity:
    """The error for an ID that no entity has."""
    return UnknownEntity(f"no entity has the id {entity_id!r}", "look it up by its name")


def no_such_alias(entity: Entity, text: str) -> BadValue:
    """The error for an alias that an entity does not have."""
    if text == entity.name:
        return BadValue(
            f"{text!r} is the name of {entity.id!r}", "give it another name first", field="text"
        )
    return BadValue(
        f"{entity.id!r} has no alias {text!r}", f"see: resolver show {entity.id}", field="text"
    )
