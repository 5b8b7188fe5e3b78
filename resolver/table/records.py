"""What is told of an entity that is edited: its tag, and what differs between two states of it.

Reach for it to compare entities as the store puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from resolver.journal.named import Named
from resolver.model.wire import tag_of_record
from resolver.store import Looked, StoredEntity

Parts = dict[str, Any] | None
"""Parts of the record of an entity, by key; None where there is no entity."""


def tag_of(entity: StoredEntity) -> str:
    """The entity tag: another one as soon as anything in the record is another."""
    return tag_of_record(entity.record())


def difference(before: StoredEntity | None, after: StoredEntity | None) -> tuple[Parts, Parts]:
    """What of an entity was, and what is in its place: the parts that are not the same.

    Of aliases, countries and such lists, and of properties, only what differs is among the parts.
    """
    old = None if before is None else before.entity.to_dict()
    new = None if after is None else after.entity.to_dict()
    if old is None or new is None:
        return old, new
    was: dict[str, Any] = {}
    now: dict[str, Any] = {}
    for key in sorted(old.keys() | new.keys()):
        mine, other = old.get(key), new.get(key)
        if mine == other:
            continue
        if key == "aliases":
            mine, other = _others(mine or (), other or ()), _others(other or (), mine or ())
        elif key == "properties":
            mine, other = _differing(mine or {}, other or {}), _differing(other or {}, mine or {})
        if mine:
            was[key] = mine
        if other:
            now[key] = other
    return was, now


def gained(before: Looked, after: Looked) -> Iterator[Named]:
    """The names that entities have since and had not before.

    All names of an entity count whose type, countries or properties are others, for it may be
    somebody since who it was not.
    """
    for entity_id, stored in after.entities.items():
        was = before.entities.get(entity_id)
        same = was is not None and _facts(was) == _facts(stored)
        old = {alias.text for alias in was.entity.names} if was is not None and same else set()
        for text in {alias.text for alias in stored.entity.names} - old:
            yield Named(text, entity_id)


def _facts(stored: StoredEntity) -> tuple[Any, ...]:
    entity = stored.entity
    return entity.type, entity.country, entity.properties


def _others(mine: Iterable[dict[str, str]], other: Iterable[dict[str, str]]) -> list[Any]:
    """The aliases of one list that are not in another one."""
    known = {tuple(each.items()) for each in other}
    return [each for each in mine if tuple(each.items()) not in known]


def _differing(mine: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mine.items() if other.get(key) != value}
