"""A record → what a store writes of it, in any process.

Reach for `prepared` before `Store.replace`: most of the work of an import is here, and it follows
from the record alone, so that other processes may do it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final, Literal, NamedTuple

from resolver.model import Alias, Entity, Record, Redirect, SameAs

Kind = Literal["entity", "additions", "redirect", "same_as"]


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

    kind: Kind
    entity_id: str
    digest: bytes
    row: tuple[Any, ...] | None = None
    aliases: tuple[tuple[Any, ...], ...] = ()
    others: tuple[str, ...] = ()


def prepared(record: Record) -> PreparedRecord:
    """What a store writes of a record."""
    digest = _digest(record)
    if isinstance(record, Entity):
        aliases = tuple([_of_alias(each) for each in record.aliases])
        return PreparedRecord("entity", record.id, digest, _of_entity(record), aliases)
    if isinstance(record, Redirect):
        return PreparedRecord("redirect", record.old_id, digest, others=(record.id,))
    if isinstance(record, SameAs):
        return PreparedRecord("same_as", record.entity_id, digest, others=record.others)
    aliases = tuple([_of_alias(each) for each in record.aliases])
    return PreparedRecord("additions", record.entity_id, digest, aliases=aliases)


def _of_entity(entity: Entity) -> tuple[Any, ...]:
    return (
        entity.type,
        entity.name,
        " ".join(entity.country),
        entity.description,
        entity.prominence,
        _to_json(dict(entity.property_values)),
    )


def _of_alias(alias: Alias) -> tuple[Any, ...]:
    return (
        alias.text,
        alias.language,
        alias.kind,
        alias.valid_from,
        alias.valid_until,
        alias.source,
    )


_to_json: Final = json.JSONEncoder(ensure_ascii=False).encode

_to_sorted_json: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _digest(record: Record) -> bytes:
    text = _to_sorted_json(record.to_dict())
    return hashlib.blake2b(text.encode(), digest_size=12).digest()
