"""The properties of a table, as reconciliation services name them, and their values.

The countries of an entity are one of them. Clients find a property by its ID or its name, or by the
header of the column that it was made of; case and accents do not matter, nor what parts its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from resolver.engine import Resolver
from resolver.packs.columns.headers import plain_header
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import Named

COUNTRY: Final = "country"
"""The ID of the property that has the countries of an entity, as codes."""

_KEPT: Final = 1_024
"""Different words of clients and tables that are remembered."""


def properties_of(resolver: Resolver, scope: Scope) -> list[Named]:  # noqa: ARG001 - those of a source are not counted apart
    """Every property of the table, those that most entities have first.

    Args:
        resolver: On the index that answers.
        scope: The service that is asked.
    """
    entities = {
        key.removeprefix("."): entry["entities"]
        for key, entry in resolver.fields.items()
        if key != f".{COUNTRY}"
    }
    entities.setdefault(COUNTRY, 0)
    return [named_property(each) for each in sorted(entities, key=lambda key: -entities[key])]


def named_property(property_id: str) -> Named:
    """A property: its ID is the word that the table has, its name the same as people write it."""
    words = property_id.replace("_", " ").replace("-", " ")
    return {"id": property_id, "name": words[:1].upper() + words[1:]}


def values_of(record: Mapping[str, Any], property_id: str) -> list[str]:
    """The values that an entity has of a property, as the table has them."""
    if property_id == COUNTRY:
        return list(record.get("country", ()))
    return list(record.get("properties", {}).get(property_id, ()))


def find(resolver: Resolver, scope: Scope, id_or_name: str) -> str | None:
    """The ID of a property that somebody calls by its ID or its name; None where there is none."""
    ids = [each["id"] for each in properties_of(resolver, scope)]
    if id_or_name in ids:
        return id_or_name
    wanted = same_word(id_or_name)
    return next((each for each in ids if same_word(each) == wanted), None)


@lru_cache(_KEPT)
def same_word(text: str) -> str:
    """What an ID, a name and a header have in common that mean the same."""
    return plain_header(text).replace(" ", "_") or text
