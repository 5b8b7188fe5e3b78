"""An entity as a whole. Reach for `create`, `put` and `patch`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resolver.errors import BadValue, Unchanged
from resolver.model import Entity
from resolver.model.edit import Operation
from resolver.table.editing import Done, Editing
from resolver.table.fields import created, differing, merged_patch
from resolver.table.minting import expect_usable


def of_id(entity_id: str, wire: Mapping[str, Any]) -> Entity:
    """The entity of an ID that a wire form describes, which may leave the ID out.

    Raises:
        InvalidInput: A value is wrong, or it describes another ID.
    """
    made = Entity.from_dict({**wire, "id": wire.get("id", entity_id)})
    if made.id != entity_id:
        raise BadValue(f"id {made.id!r} is not that of the path", "leave it out", field="id")
    return made


def create(editing: Editing, made: Entity) -> Done:
    """As `resolver.table.Table.create`, where nobody has its ID."""
    return editing.put("create", [created(made)], made.id)


def put(editing: Editing, made: Entity, if_match: str | None) -> Done:
    """As `resolver.table.Table.put`."""
    if if_match is None and editing.look([made.id]).entity(made.id) is None:
        expect_usable(made.id)
        operations = _alone(editing, [created(made)], made)
        return editing.put("create", operations, made.id)
    found = editing.found(made.id, if_match).entity
    whole = Entity.from_dict({**made.to_dict(), "id": found.id})
    operations = _alone(editing, _differing(found, whole), whole)
    return editing.put("set", operations, found.id)


def patch(
    editing: Editing, entity_id: str, changes: Mapping[str, Any], if_match: str | None
) -> Done:
    """As `resolver.table.Table.patch`."""
    found = editing.found(entity_id, if_match).entity
    return editing.put("set", _differing(found, merged_patch(found, changes)), found.id)


def _differing(found: Entity, made: Entity) -> list[Operation]:
    operations = differing(found, made)
    if not operations:
        raise Unchanged(f"{found.id!r} is that already", "nothing is left to do", field="id")
    return operations


def _alone(editing: Editing, operations: list[Operation], made: Entity) -> list[Operation]:
    """Operations, and those that take away what would come to light beside what is given.

    Sources add aliases under an ID that nobody brings as an entity, and what was merged may have as
    its name what the entity is not called any more.
    """
    found = editing.would_be(operations, made.id)
    return operations if found is None else [*operations, *differing(found.entity, made)]
