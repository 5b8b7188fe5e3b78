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

from resolver.errors import BadValue, EntityChanged, EntityMoved, UnknownEntity
from resolver.journal import Writing
from resolver.model import Entity, checks
from resolver.model.edit import ChangeKind, Operation
from resolver.store import Looked, Store, StoredEntity
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


class Editing:
    """Use `Editing.begun`.

    Args:
        store: The store of the home.
        writing: Its journal, in a transaction that writes.
        by: Who changes something.
        reason: Why.
        follows: Whether an ID that became another is taken for that one.
    """

    def __init__(
        self, store: Store, writing: Writing, by: str, reason: str | None, *, follows: bool
    ) -> None:
        self.store = store
        self.writing = writing
        self._follows = follows
        self._by = checks.text("by", by)
        self._reason = checks.optional_text("reason", reason, limit=checks.TEXT_LIMIT)

    @classmethod
    @contextmanager
    def begun(
        cls, store: Store, *, by: str, reason: str | None, follows: bool = True
    ) -> Iterator[Self]:
        """A change of a store; nothing is changed where the block raises.

        Raises:
            HomeBusy: Others changed something for all the time that one waits.
        """
        with store.journal.writing() as writing:
            yield cls(store, writing, by, reason, follows=follows)

    def look(self, ids: Iterable[str]) -> Looked:
        """Some entities as they are, with all that is one with them."""
        return self.store.look(self.store.around(ids, self.writing))

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
        """
        ids = {entity_id, *(each.target for each in operations)}
        ids |= {each.other for each in operations if each.other is not None}
        around = self.store.around(ids, self.writing)
        before = self.store.look(around)
        number = self.writing.through + 1
        after = self.store.look(around._replace(edits=around.edits.after(number, operations)))
        was, now = before.entity(entity_id), after.entity(entity_id)
        old, new = difference(was, now)
        self.writing.append(
            kind,
            operations,
            by=self._by,
            entity=entity_id,
            before=old,
            after=new if more is None else {**more, **(new or {})},
            reason=self._reason,
            touched_ids=around.ids,
        )
        self.writing.put_names(gained(before, after))
        return Done(number, entity_id, now, is_new=kind == "create")

    @property
    def by(self) -> str:
        """Who changes something."""
        return self._by

    @property
    def reason(self) -> str | None:
        """Why."""
        return self._reason


def unknown_entity(entity_id: str) -> UnknownEntity:
    """The error for an ID that no entity has."""
    return UnknownEntity(f"no entity has the id {entity_id!r}", "look it up: resolver resolve")


def no_such_alias(entity: Entity, text: str) -> BadValue:
    """The error for an alias that an entity does not have."""
    if text == entity.name:
        return BadValue(
            f"{text!r} is the name of {entity.id!r}", "give it another name first", field="text"
        )
    return BadValue(
        f"{entity.id!r} has no alias {text!r}", f"see: resolver show {entity.id}", field="text"
    )
