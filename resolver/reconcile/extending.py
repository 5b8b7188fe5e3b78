"""Columns beside entities (data extension, 0.2): what is known of some IDs, by property.

Clients put values into cells by their place, so every asked property is there for every ID, empty
where nothing is known. Source: Reconciliation Service API 0.2, section 6.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from resolver.engine import Resolver
from resolver.errors import BadValue, InvalidInput, TooManyQueries, UnknownEntity
from resolver.model import ALIAS_KINDS
from resolver.reconcile.columns import Cell, Columns, Wanted, find_column, named_column
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import Named, named_type

MAX_IDS: Final = 1000
"""IDs of a request at most."""

MAX_PROPERTIES: Final = 100
"""Properties of a request at most."""

MAX_LIMIT: Final = 1_000_000
"""The highest limit that a client may ask for; more values no entity has."""

_REMEDY: Final = 'send {"ids": ["ID"], "properties": [{"id": "PROPERTY"}]}'

PROPERTY_SETTINGS: Final[list[dict[str, Any]]] = [
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "How many values at most; 0 for all.",
    },
    {
        "name": "language",
        "label": "Language of aliases",
        "type": "text",
        "default": "",
        "help_text": "Such as fa; empty for all languages.",
    },
    {
        "name": "kind",
        "label": "Kind of aliases",
        "type": "select",
        "default": "",
        "help_text": "Which sort of names.",
        "choices": [
            {"value": "", "name": "any"},
            *({"value": kind, "name": kind} for kind in ALIAS_KINDS),
        ],
    },
]
"""What a client may say of a property that it asks for, in the form of the manifest of 0.2."""


class Column(NamedTuple):
    """A column that is asked for.

    Args:
        id: As the client calls it.
        known_as: The ID of the table's column; None where there is none.
        wanted: Which of its values.
    """

    id: str
    known_as: str | None
    wanted: Wanted

    @property
    def named(self) -> Named:
        """Its ID and name; the ID for a name where the table has no such column."""
        name = self.id if self.known_as is None else named_column(self.known_as)["name"]
        return {"id": self.id, "name": name}


class Asked(NamedTuple):
    """What a client asks for: columns beside entities.

    Args:
        ids: Of the entities, in order.
        columns: In order.
    """

    ids: list[str]
    columns: list[Column]


def read_asked(asked: object, resolver: Resolver) -> Asked:
    """What a client asks for.

    Args:
        asked: The value of `extend` from JSON.
        resolver: On the index that answers.

    Raises:
        BadValue: It has not the form of such a question, or a setting is wrong.
        TooManyQueries: There are more than `MAX_IDS` or `MAX_PROPERTIES`.
    """
    if not isinstance(asked, dict):
        raise BadValue("extend is not a JSON object", _REMEDY, field="extend")
    ids = _list(asked, "ids", MAX_IDS)
    columns = _list(asked, "properties", MAX_PROPERTIES)
    return Asked([_id(each, "ids") for each in ids], [_column(each, resolver) for each in columns])


def extended(asked: object, scope: Scope, resolver: Resolver) -> dict[str, Any]:
    """The answer of 0.2: `meta` with the columns, and `rows` by ID and property.

    Args:
        asked: The value of `extend` from JSON.
        scope: The service that is asked.
        resolver: On the index that answers.

    Raises:
        InvalidInput: As of `read_asked`.
    """
    wanted = read_asked(asked, resolver)
    values = cells_of(wanted, scope, resolver)
    rows = {
        entity_id: dict(zip([each.id for each in wanted.columns], row, strict=True))
        for entity_id, row in zip(wanted.ids, values, strict=True)
    }
    return {"meta": meta_of(wanted, values, resolver), "rows": rows}


def cells_of(asked: Asked, scope: Scope, resolver: Resolver) -> list[list[list[Cell]]]:
    """The values by entity and column, in the order in which they are asked for."""
    columns = Columns(resolver, scope)
    rows = []
    for entity_id in asked.ids:
        record = _record(resolver, entity_id)
        rows.append(
            [
                []
                if record is None or each.known_as is None
                else columns.cells(record, each.known_as, each.wanted)
                for each in asked.columns
            ]
        )
    return rows


def meta_of(
    asked: Asked, rows: Iterable[list[list[Cell]]], resolver: Resolver
) -> list[dict[str, Any]]:
    """The columns as the answer names them, with the type of their entities where that is one."""
    types: list[set[str]] = [set() for _ in asked.columns]
    for row in rows:
        for found, cells in zip(types, row, strict=True):
            found |= {resolver.record(cell["id"])["type"] for cell in cells if "id" in cell}
    return [
        {**each.named, **({"type": named_type(*found)} if len(found) == 1 else {})}
        for each, found in zip(asked.columns, types, strict=True)
    ]


def _record(resolver: Resolver, entity_id: str) -> dict[str, Any] | None:
    """What is known of an ID, or of the one that it became."""
    try:
        return resolver.record(entity_id)
    except (InvalidInput, UnknownEntity):
        return None


def _list(asked: dict[str, Any], key: str, most: int) -> list[Any]:
    given = asked.get(key)
    if not isinstance(given, list):
        raise BadValue(f"{key} is not a list", _REMEDY, field=key)
    if len(given) > most:
        raise TooManyQueries(
            f"{len(given):,} {key} are more than {most:,}", "send several requests"
        )
    return given


def _id(value: object, key: str) -> str:
    """An ID; a number is one as it is written, as spreadsheets make them."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadValue(f"{key} has {value!r}, which is no ID", "send texts", field=key)
    return str(value)


def _column(asked: object, resolver: Resolver) -> Column:
    given = asked if isinstance(asked, dict) else {"id": asked}
    if "id" not in given:
        raise BadValue("a property has no id", _REMEDY, field="properties")
    settings = given.get("settings") or {}
    if not isinstance(settings, dict):
        raise BadValue(
            "settings is not a JSON object", 'write {"limit": 1}', field="properties.settings"
        )
    asked_id = _id(given["id"], "properties")
    return Column(asked_id, find_column(resolver, asked_id), _wanted(settings))


def _wanted(settings: dict[str, Any]) -> Wanted:
    """The settings that there are; what clients say beside them is theirs alone."""
    kind, language = settings.get("kind") or "", settings.get("language") or ""
    if kind not in ("", *ALIAS_KINDS):
        raise BadValue(
            f"kind {kind!r} is not a kind of alias",
            f"use one of {', '.join(ALIAS_KINDS)}",
            field="kind",
        )
    if not isinstance(language, str):
        raise BadValue(
            f"language {language!r} is not a text", "write a tag such as fa", field="language"
        )
    return {"limit": limit_of(settings.get("limit")) or 0, "kind": kind, "language": language}


def limit_of(value: object) -> int | None:
    """A limit, as a number or as forms write it; None where none is given.

    Raises:
        BadValue: It is no whole number from 0 on.
    """
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if isinstance(value, bool) else str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= MAX_LIMIT):
        raise BadValue(
            f"limit {value!r} is not a whole number from 0 to {MAX_LIMIT:,}",
            "send a number such as 10",
            field="limit",
        )
    return int(text)
