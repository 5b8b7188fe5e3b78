"""The JSON schemas of what the routes of reconciliation take, with examples."""

from __future__ import annotations

from typing import Any, Final

from resolver.reconcile.draft import MAX_QUERIES, QUANTIFIERS
from resolver.reconcile.extending import MAX_IDS, MAX_LIMIT, MAX_PROPERTIES

_LIMIT: Final = {"type": "integer", "minimum": 0, "maximum": MAX_LIMIT}
_JSON_TEXT: Final = {"type": "string", "contentMediaType": "application/json"}

_CONDITION: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "matchType": {"enum": ["name", "id", "property"]},
        "propertyId": {"type": "string", "description": "Of a condition on a property."},
        "propertyValue": {
            "description": "A text; for a property also a number, a truth, an entity as an object "
            "with `id`, or a list of these."
        },
        "required": {"type": "boolean", "default": False},
        "matchQuantifier": {"enum": list(QUANTIFIERS), "default": "any"},
    },
    "required": ["matchType", "propertyValue"],
}

_PROPERTY: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "settings": {"type": "object", "properties": {"limit": _LIMIT}},
    },
    "required": ["id"],
}


def _list(items: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": most}


def reconcile_schemas() -> dict[str, Any]:
    """The schemas, by the names that the rows of routes use."""
    return {
        "ReconcileForm": {
            "type": "object",
            "properties": {
                "queries": _JSON_TEXT
                | {"description": 'An object: by any key, a query such as {"query": "NATO"}.'},
                "extend": _JSON_TEXT
                | {"description": "An object as the body of /reconcile/v1/extend."},
            },
            "examples": [{"queries": '{"q0": {"query": "NATO", "limit": 3}}'}],
        },
        "ReconcileMatch": {
            "type": "object",
            "properties": {
                "queries": _list(
                    {
                        "type": "object",
                        "properties": {
                            "type": {"type": "string"},
                            "limit": _LIMIT,
                            "conditions": {"type": "array", "items": _CONDITION, "minItems": 1},
                        },
                        "required": ["conditions"],
                    },
                    MAX_QUERIES,
                )
            },
            "required": ["queries"],
            "examples": [
                {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "NATO"}]}]}
            ],
        },
        "ReconcileExtend": {
            "type": "object",
            "properties": {
                "ids": _list({"type": "string"}, MAX_IDS),
                "properties": _list(_PROPERTY, MAX_PROPERTIES),
            },
            "required": ["ids", "properties"],
            "examples": [
                {
                    "ids": ["nato"],
                    "properties": [{"id": "aliases", "settings": {"limit": 3}}, {"id": "country"}],
                }
            ],
        },
    }
