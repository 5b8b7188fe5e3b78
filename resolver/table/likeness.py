"""Whether a record and an entity are the same by what both say, where no index can be asked.

Reach for `is_same`. They are the same where they have a name in common, are of one type, and
contradict each other in nothing: of countries, and of each property that both have, one value is in
both. Dates of different precision agree where one begins with the other.
"""

from __future__ import annotations

import re
from typing import Final

from resolver.journal.named import name_key
from resolver.model import Entity, checks
from resolver.text.fold import fold

_OF_MANY: Final = ("acronym", "nickname", "weak")
"""Kinds of aliases that do not tell whom they mean."""

_DATE: Final = re.compile(r"\d{4}( \d\d){0,2}", re.ASCII)
"""A date, folded."""


def is_same(record: Entity, entity: Entity) -> bool:
    """Whether a record and an entity are the same."""
    keys = {name_key(text) for text in asked_texts(record)}
    return (
        asked_type(record) == asked_type(entity)
        and not keys.isdisjoint(name_key(alias.text) for alias in entity.names)
        and _agree(record.country, entity.country)
        and _facts_agree(record, entity)
    )


def asked_texts(record: Entity) -> list[str]:
    """The names by which a record is looked for, each once: its own first, then its aliases."""
    aliases = [each.text for each in record.aliases if each.kind not in _OF_MANY]
    return list(dict.fromkeys([record.name, *aliases]))


def asked_type(entity: Entity) -> str:
    """The type by which an entity is found: types that are not known are `other`."""
    return entity.type if entity.type in checks.TYPES else "other"


def _facts_agree(record: Entity, entity: Entity) -> bool:
    known = dict(entity.property_values)
    return all(_agree(values, known.get(name, ())) for name, values in record.property_values)


def _agree(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether values do not contradict others: one is in both, or there are none of one."""
    return not some or not others or any(_alike(one, other) for one in some for other in others)


def _alike(one: str, other: str) -> bool:
    one, other = fold(one) or one, fold(other) or other
    if _DATE.fullmatch(one) and _DATE.fullmatch(other):
        return one.startswith(other) or other.startswith(one)
    return one == other
