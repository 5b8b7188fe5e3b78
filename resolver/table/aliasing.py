"""One alias more of an entity, or one less. Reach for `add` and `take_away`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resolver.errors import Unchanged
from resolver.model import Alias, checks
from resolver.model.edit import Operation
from resolver.table.editing import Done, Editing, no_such_alias
from resolver.table.fields import differing, with_alias


def add(
    editing: Editing, entity_id: str, alias: Mapping[str, Any] | str, if_match: str | None
) -> Done:
    """As `resolver.table.Table.alias`."""
    added = Alias.from_wire(alias)
    entity = editing.found(entity_id, if_match).entity
    made = with_alias(entity, added)
    if made == entity:
        raise Unchanged(
            f"{entity.id!r} has the name {added.text!r} already",
            "nothing is left to do",
            field="text",
        )
    return editing.put("alias", differing(entity, made), entity.id)


def take_away(
    editing: Editing, entity_id: str, text: str, language: str | None, if_match: str | None
) -> Done:
    """As `resolver.table.Table.unalias`."""
    checks.text("text", text)
    entity = editing.found(entity_id, if_match).entity
    if not any(each.text == text and language in (None, each.language) for each in entity.aliases):
        raise no_such_alias(entity, text)
    value = {"text": text} if language is None else {"text": text, "language": language}
    return editing.put("unalias", [Operation(entity.id, "suppress", value)], entity.id)
