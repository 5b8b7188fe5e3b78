"""A record → what a store writes of it, in any process.

Reach for `prepared` before `Store.replace`: most of the work of an import is here, and it follows
from the record alone, so that other processes may do it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from json.encoder import encode_basestring as _quoted
from typing import Any, Final, NamedTuple

from resolver.model import Alias, Entity, Record, RecordKind, Redirect, SameAs


class PreparedRecord(NamedTuple):
    """What a store writes of a record, its source aside; it can be pickled.

    Args:
        kind: What the record is.
        entity_id: The ID that it is about.
        digest: Of all that it says, 12 bytes.
        row: Of an entity the type, name, countries (codes with spaces between), description,
            prominence and properties (JSON); None for other records.
        aliases: Of each the text, language, kind, both dates and origin, as the source has them.
        others: The ID that an old one became, or those that mean the same.
    """

    kind: RecordKind
    entity_id: str
    digest: bytes
    row: tuple[Any, ...] | None = None
    aliases: tuple[tuple[Any, ...], ...] = ()
    others: tuple[str, ...] = ()


def prepared(record: Record) -> PreparedRecord:
    """What a store writes of a record."""
    if isinstance(record, Entity):
        return _of_entity(record)
    digest = _digest(_to_sorted_json(record.to_dict()))
    if isinstance(record, Redirect):
        return PreparedRecord("redirect", record.old_id, digest, others=(record.id,))
    if isinstance(record, SameAs):
        return PreparedRecord("same_as", record.entity_id, digest, others=record.others)
    aliases = tuple([_of_alias(each) for each in record.aliases])
    return PreparedRecord("additions", record.entity_id, digest, aliases=aliases)


def _of_entity(entity: Entity) -> PreparedRecord:
    aliases = tuple([_of_alias(each) for each in entity.aliases])
    lists = [f"{_quoted(name)}: {_listed(values)}" for name, values in entity.property_values]
    properties = "{" + ", ".join(lists) + "}"
    row = (
        entity.type,
        entity.name,
        " ".join(entity.country),
        entity.description,
        entity.prominence,
        properties,
    )
    digest = _digest(_json_of(entity, aliases, properties))
    return PreparedRecord("entity", entity.id, digest, row, aliases)


def _json_of(entity: Entity, aliases: tuple[tuple[Any, ...], ...], properties: str) -> str:
    """`Entity.to_dict` as JSON with sorted keys, as the general way writes it, in less time."""
    parts = [f'"aliases": {_aliases_json(entity, aliases)}'] if aliases else []
    if entity.country:
        parts.append(f'"country": {_listed(entity.country)}')
    if entity.description is not None:
        parts.append(f'"description": {_quoted(entity.description)}')
    parts.append(f'"id": {_quoted(entity.id)}, "name": {_quoted(entity.name)}')
    if entity.prominence is not None:
        parts.append(f'"prominence": {entity.prominence!r}')
    if entity.property_values:
        parts.append(f'"properties": {properties}')
    parts.append(f'"type": {_quoted(entity.type)}')
    return "{" + ", ".join(parts) + "}"


def _aliases_json(entity: Entity, aliases: tuple[tuple[Any, ...], ...]) -> str:
    """Most entities have aliases that are nothing but texts."""
    if {each[1:] for each in aliases} == {_PLAIN}:
        texts = '}, {"kind": "name", "text": '.join([_quoted(each[0]) for each in aliases])
        return f'[{{"kind": "name", "text": {texts}}}]'
    return _to_sorted_json([each.to_dict() for each in entity.aliases])


def _listed(texts: Iterable[str]) -> str:
    return "[" + ", ".join([_quoted(each) for each in texts]) + "]"


def _of_alias(alias: Alias) -> tuple[Any, ...]:
    return (
        alias.text,
        alias.language,
        alias.kind,
        alias.valid_from,
        alias.valid_until,
        alias.source,
    )


_PLAIN: Final = (None, "name", None, None, None)
"""What is said of an alias that is nothing but a text."""

_to_sorted_json: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=12).digest()
