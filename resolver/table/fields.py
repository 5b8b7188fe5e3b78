"""From what somebody wants an entity to be to the operations that make it so.

Reach for it to change a whole entity at once: `created`, and `merged_patch` after JSON Merge Patch.
Source: RFC 7396.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from resolver.errors import BadValue, UnreadableText
from resolver.model import Alias, Entity
from resolver.model.edit import Operation

_FIELDS: Final = ("type", "name", "country", "description", "prominence")
"""The fields of an entity but for its ID, aliases and properties."""

_LISTS: Final = ("country", "aliases")


def created(entity: Entity) -> Operation:
    """The operation that creates an entity; raises as `expect_lines`."""
    expect_lines(each.text for each in entity.names)
    value = entity.to_dict()
    del value["id"]
    return Operation(entity.id, "create", value)


def expect_lines(names: Iterable[str]) -> None:
    """Refuse names that somebody gives and that are not on one line.

    Raises:
        UnreadableText: One has a line break.
    """
    for name in names:
        if len(name.splitlines()) > 1 or name != name.rstrip("\r\n"):
            raise UnreadableText(
                f"the name {name!r} has a line break", "write it on one line", field="text"
            )


def merged_patch(entity: Entity, patch: Mapping[str, Any]) -> Entity:
    """What an entity is with a merge patch applied: keys that are null are taken away.

    Raises:
        InvalidInput: A key is unknown or a value is wrong; names the key.
    """
    if not isinstance(patch, Mapping):
        raise BadValue("a patch is an object", 'write {"description": "…"}')
    if patch.get("id", entity.id) != entity.id:
        raise BadValue(
            f"id: {entity.id!r} stays what it is", "merge it into another one", field="id"
        )
    wire = entity.to_dict()
    for key, value in patch.items():
        if key == "properties" and isinstance(value, Mapping):
            value = {**wire.get(key, {}), **value}
            value = {name: each for name, each in value.items() if each is not None}
        wire[key] = value
    return Entity.from_dict({key: value for key, value in wire.items() if value is not None})


def with_alias(entity: Entity, added: Alias) -> Entity:
    """An entity with one alias more, in the place of those of its text that it cannot stand beside.

    Those are the ones of its language, and the ones that differ from it in nothing but that.
    """
    kept = [
        each
        for each in entity.aliases
        if each.text != added.text or not (each.language == added.language or _alike(each, added))
    ]
    if added in entity.aliases:
        return entity
    return dataclasses.replace(entity, aliases=(*kept, added))


def _alike(one: Alias, other: Alias) -> bool:
    return (one.kind, one.valid_from, one.valid_until) == (
        other.kind,
        other.valid_from,
        other.valid_until,
    )


def differing(before: Entity, after: Entity) -> list[Operation]:
    """The operations that make of an entity another one of its ID; raises as `expect_lines`."""
    known = {each.text for each in before.names}
    expect_lines(each.text for each in after.names if each.text not in known)
    old, new = before.to_dict(), after.to_dict()
    fields: dict[str, Any] = {key: new.get(key) for key in _FIELDS if old.get(key) != new.get(key)}
    mine, other = old.get("properties", {}), new.get("properties", {})
    properties = {
        name: other.get(name)
        for name in sorted(mine.keys() | other.keys())
        if mine.get(name) != other.get(name)
    }
    if properties:
        fields["properties"] = properties
    operations = [Operation(before.id, "set", fields)] if fields else []
    had, has = {*before.aliases}, {*after.aliases}
    texts = {(alias.text, alias.language) for alias in had - has}
    for text, language in sorted(texts, key=str):
        operations.append(Operation(before.id, "suppress", {"text": text, "language": language}))
    operations += [
        Operation(before.id, "add", alias.to_dict())
        for alias in after.aliases
        if alias not in had or (alias.text, alias.language) in texts
    ]
    return operations
