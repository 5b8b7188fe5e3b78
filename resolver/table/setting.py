"""An entity as a whole. Reach for `create`, `put` and `patch`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resolver.errors import BadValue, Unchanged
from resolver.model import Entity
from resolver.store import StoredEntity
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
    if if_match is not None or editing.look([made.id]).entity(made.id) is not None:
        return _set(editing, editing.found(made.id, if_match), made)
    expect_usable(made.id)
    operations = [created(made)]
    found = editing.would_be(operations, made.id)
    if found is not None:  # sources may add aliases under an ID that nobody brings as an entity
        operations += differing(found.entity, made)
    return editing.put("create", operations, made.id)


def patch(
    editing: Editing, entity_id: str, changes: Mapping[str, Any], if_match: str | None
) -> Done:
    """As `resolver.table.Table.patch`."""
    found = editing.found(entity_id, if_match)
    return _set(editing, found, merged_patch(found.entity, changes))


def _set(editing: Editing, found: StoredEntity, made: Entity) -> Done:
    """Make an entity be what is given, under the ID that it has."""
    whole = Entity.from_dict({**made.to_dict(), "id": found.entity.id})
    operations = differing(found.entity, whole)
    if not operations:
        raise Unchanged(f"{found.entity.id!r} is that already", "nothing is left to do", field="id")
    return editing.put("set", operations, found.entity.id)
