"""Several entities made one, and what was made one taken apart again.

Reach for `merge` and `split`. Nothing of an entity is lost when it is merged: what its ID was is
told from the journal and the sources, so that it stands there again as it was once it is split.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from resolver.errors import BadValue, IdTaken, Unchanged
from resolver.model import Alias, Entity, checks
from resolver.model.edit import Operation
from resolver.store import Looked, Store, StoredEntity
from resolver.store.reviewed import Held
from resolver.table.editing import Done, Editing, Said, unknown_entity
from resolver.table.fields import created
from resolver.table.merge_effects import Clash, changed_reviews
from resolver.table.minting import expect_usable, minted_id


class OtherType(NamedTuple):
    """An entity that is merged into one of another type.

    Args:
        id: Its ID.
        type: Its type.
        into: The type of the survivor.
    """

    id: str
    type: str
    into: str


class Merge(NamedTuple):
    """What a merge did, or would do.

    Args:
        change: Its number; None where it was only tried.
        id: The ID of the survivor.
        entity: The survivor since.
        merged: IDs of the entities that are one with it since.
        aliases: Names that it has since and had not before.
        clashes: Where it was only tried: names of the survivor that others bear too.
        reviews: Likewise: decisions that would mean something else.
        types: Of entities that were of another type than the survivor.
    """

    change: int | None
    id: str
    entity: StoredEntity
    merged: tuple[str, ...]
    aliases: tuple[Alias, ...]
    clashes: tuple[Clash, ...] = ()
    reviews: tuple[Held, ...] = ()
    types: tuple[OtherType, ...] = ()


def merge(
    store: Store,
    into: str,
    others: Iterable[str],
    said: Said,
    *,
    dry_run: bool,
    if_match: str | None,
) -> Merge:
    """As `resolver.table.Table.merge`, without the names that clash."""
    if isinstance(others, str):
        raise BadValue(
            f"from is the text {others!r}, not a list", "give a list of ids", field="from"
        )
    asked = [checks.entity_id("from", each) for each in others]
    if not asked:
        raise BadValue("from names no entity", "name those that are merged", field="from")
    with Editing.begun(store, by=said.by, reason=said.reason, tries=dry_run) as editing:
        survivor = editing.found(into, if_match)
        looked = editing.look([into, *asked])
        merged = _merged(looked, survivor.entity.id, into, asked)
        types = _types(looked, survivor.entity.type, merged)
        target = survivor.entity.id
        operations = [Operation(each, "merge", {"into": target}) for each in merged]
        if not dry_run:
            done = editing.put("merge", operations, target, {"merged": merged})
            made = _merge(done.change, survivor, _there(done.entity, target), merged)
            return made._replace(types=types)
        tried = _tried(editing, operations, {target, *merged})
    entity = _there(tried.entity(target), target)
    before, after = looked.joined.survivors, tried.joined.survivors
    with store.journal.reading() as reading:
        reviews = changed_reviews(reading, before, after, {target, *merged, *before, *after})
    return _merge(None, survivor, entity, merged)._replace(reviews=reviews, types=types)


def _merge(
    change: int | None, before: StoredEntity, entity: StoredEntity, merged: Sequence[str]
) -> Merge:
    had = {*before.entity.aliases}
    gained = tuple([each for each in entity.entity.aliases if each not in had])
    return Merge(change, entity.entity.id, entity, tuple(merged), gained)


def split(store: Store, entity_id: str, said: Said, if_match: str | None) -> Done:
    """As `resolver.table.Table.split`, without aliases."""
    with Editing.begun(store, by=said.by, reason=said.reason) as editing:
        survivor = editing.found(entity_id, if_match).entity.id
        if survivor == entity_id:
            raise BadValue(
                f"the id {entity_id!r} leads to no other entity",
                "name the id that comes out again, or aliases that go to another entity",
                field="id",
            )
        for more in {}, {"apart": True}:
            operation = Operation(entity_id, "split", {"from": survivor, **more})
            tried = _tried(editing, [operation], [entity_id, survivor])
            if tried.joined.survivors.get(entity_id) != survivor:
                break
        if tried.entity(entity_id) is None:
            raise BadValue(
                f"the id {entity_id!r} never was an entity of its own here",
                "take aliases out of the one that it leads to",
                field="id",
            )
        return editing.put("split", [operation], entity_id, {"from": survivor})


def split_aliases(
    store: Store,
    entity_id: str,
    aliases: Sequence[Mapping[str, Any] | str],
    new: Mapping[str, Any],
    said: Said,
    if_match: str | None,
) -> Done:
    """As `resolver.table.Table.split`, with aliases."""
    named = [{"text": each} if isinstance(each, str) else each for each in aliases]
    with Editing.begun(store, by=said.by, reason=said.reason) as editing:
        source = editing.found(entity_id, if_match).entity
        moved = [alias for each in named for alias in _said(source, each)]
        made = Entity.from_dict(
            {
                "id": minted_id(),
                "type": source.type,
                "name": moved[0].text,
                "aliases": [alias.to_dict() for alias in moved],
                **new,
            }
        )
        expect_usable(made.id)
        if editing.look([made.id]).entity(made.id) is not None:
            raise IdTaken(
                f"the id {made.id!r} is that of an entity", "give another one, or none", field="id"
            )
        operations = [Operation(source.id, "suppress", each) for each in map(_named, named)]
        return editing.put("split", [*operations, created(made)], made.id, {"from": source.id})


def _types(looked: Looked, into: str, merged: Iterable[str]) -> tuple[OtherType, ...]:
    """The merged entities that are of another type than the survivor."""
    found = [each.entity for each in map(looked.entity, merged) if each is not None]
    return tuple([OtherType(each.id, each.type, into) for each in found if each.type != into])


def _merged(looked: Looked, target: str, into: str, asked: Iterable[str]) -> list[str]:
    """The survivors of some IDs, each once; all of them are other entities than the target."""
    merged: dict[str, None] = {}
    for entity_id in asked:
        found = looked.entity(entity_id)
        if found is None:
            raise unknown_entity(entity_id)
        if found.entity.id == target:
            raise Unchanged(
                f"{entity_id!r} and {into!r} are one already",
                "leave it out, or name another survivor",
                field="from",
            )
        merged[found.entity.id] = None
    return list(merged)


def _tried(editing: Editing, operations: Sequence[Operation], ids: Iterable[str]) -> Looked:
    """What would be there."""
    around, _ = editing.around(ids)
    tried = around.edits.after(editing.writing.through + 1, operations)
    return editing.store.look(around._replace(edits=tried))


def _there(entity: StoredEntity | None, entity_id: str) -> StoredEntity:
    if entity is None:
        raise unknown_entity(entity_id)
    return entity


def _named(said: Mapping[str, Any]) -> dict[str, Any]:
    """The text, and the language where only the alias in it is meant."""
    return {key: said[key] for key in ("text", "language") if said.get(key) is not None}


def _said(entity: Entity, said: Mapping[str, Any]) -> list[Alias]:
    """The aliases of an entity that a text, and maybe a language, names."""
    text, language = checks.text("text", said.get("text")), said.get("language")
    found = [
        each for each in entity.aliases if each.text == text and language in (None, each.language)
    ]
    if not found:
        raise BadValue(
            f"{entity.id!r} has no alias {text!r}", f"see: resolver show {entity.id}", field="text"
        )
    return found
