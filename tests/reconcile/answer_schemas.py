"""The JSON schemas of the answers of both versions, written from their specifications."""

from __future__ import annotations

from typing import Any


def thing(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these keys; further ones are let be, as the specifications have it."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
    }


def several(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


TEXT: dict[str, Any] = {"type": "string"}
FILLED = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
YES_OR_NO = {"type": "boolean"}
URL = {"type": "string", "pattern": "^https?://[^/]+(/.*)?$"}
NAMED = thing({"id": FILLED, "name": FILLED})
TYPES = {**several(NAMED), "minItems": 1}
SERVICE = thing(
    {"service_url": URL, "service_path": {"type": "string", "pattern": "^/[^?]*$"}},
    flyout_service_url=URL,
    flyout_service_path={"type": "string", "pattern": r"\$\{id\}"},
)


def setting(**named: Any) -> dict[str, Any]:
    """A setting of a property; the versions name its parts otherwise."""
    kinds = {
        "type": {"enum": ["number", "text", "checkbox", "select"]},
        "default": {"type": ["number", "string", "boolean"]},
    }
    choices = several(thing({"value": TEXT, "name": FILLED}))
    return thing({**kinds, **named}, choices=choices) | {
        "if": {"properties": {"type": {"const": "select"}}},
        "then": {"required": ["choices"]},
    }


SETTING = setting(name=FILLED, label=FILLED, help_text=TEXT)
SETTING_V1 = setting(id=FILLED, name=FILLED, helpText=TEXT)
AUTHENTICATION = thing(
    {"type": {"const": "apiKey"}, "name": FILLED, "in": {"enum": ["header", "query"]}}
)
COMMON = {
    "name": FILLED,
    "identifierSpace": FILLED,
    "schemaSpace": FILLED,
    "defaultTypes": several(NAMED),
    "documentation": URL,
    "serviceVersion": FILLED,
    "batchSize": {"type": "integer", "minimum": 1},
}

MANIFEST = thing(
    {
        "versions": {"type": "array", "contains": {"const": "0.2"}},
        **COMMON,
        "view": thing({"url": {**URL, "pattern": r"^https?://.*\{\{id\}\}"}}),
        "feature_view": thing({"url": {**URL, "pattern": r"^https?://.*\{\{id\}\}"}}),
        "preview": thing(
            {
                "url": {**URL, "pattern": r"^https?://.*\{\{id\}\}"},
                "width": {"type": "integer", "minimum": 100},
                "height": {"type": "integer", "minimum": 100},
            }
        ),
        "suggest": thing({"entity": SERVICE, "type": SERVICE, "property": SERVICE}),
        "extend": thing({"propose_properties": SERVICE, "property_settings": several(SETTING)}),
    },
    logo=URL,
    authentication=AUTHENTICATION,
)

MANIFEST_V1 = thing(
    {
        "versions": {"type": "array", "contains": {"const": "1.0-draft"}},
        **COMMON,
        "view": thing({"url": {**URL, "pattern": r"^https?://[^{]*\{id\}[^}]*$"}}),
        "preview": thing({"width": {"type": "integer"}, "height": {"type": "integer"}}),
        "suggest": thing({"entity": YES_OR_NO, "type": YES_OR_NO, "property": YES_OR_NO}),
        "extend": thing({"proposeProperties": YES_OR_NO, "propertySettings": several(SETTING_V1)}),
        "standardizedScore": {"const": True},
    },
    featureView=thing({"url": {**URL, "pattern": r"^https?://[^{]*\{id\}[^}]*$"}}),
    logo=URL,
    authentication=AUTHENTICATION,
)

VALUE_OF_FEATURE = {"type": ["number", "boolean"]}


def candidate(feature: dict[str, Any]) -> dict[str, Any]:
    return thing(
        {
            "id": FILLED,
            "name": FILLED,
            "score": {"type": "number", "minimum": 0, "maximum": 100},
            "match": YES_OR_NO,
            "type": TYPES,
            "features": several(feature),
            "description": TEXT,
        }
    )


ERROR = thing({"code": FILLED, "title": FILLED}, detail=FILLED, field=FILLED)
RESULTS = {
    "type": "object",
    "additionalProperties": thing(
        {"result": several(candidate(thing({"id": FILLED, "value": VALUE_OF_FEATURE})))},
        error=ERROR,
    ),
}
NAMED_FEATURE = thing({"id": FILLED, "name": FILLED, "value": VALUE_OF_FEATURE})
MATCHES = thing(
    {"results": several(thing({"candidates": several(candidate(NAMED_FEATURE))}, error=ERROR))}
)

SUGGESTED = thing(
    {
        "result": several(
            thing({"id": FILLED, "name": FILLED}, description=TEXT, notable=several({}))
        )
    }
)

FLYOUT = thing({"id": FILLED, "html": FILLED})

CELL = {
    "type": "object",
    "oneOf": [
        {**thing({key: value}), "maxProperties": 1}
        for key, value in {
            "str": TEXT,
            "int": {"type": "integer"},
            "float": {"type": "number"},
            "date": {
                "type": "string",
                "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$",
            },
        }.items()
    ]
    + [NAMED],
}
META = several(thing({"id": FILLED, "name": FILLED}, type=NAMED))
EXTENDED = thing(
    {
        "meta": META,
        "rows": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": several(CELL)},
        },
    }
)
EXTENDED_V1 = thing(
    {
        "meta": META,
        "rows": several(
            thing(
                {"id": TEXT, "properties": several(thing({"id": FILLED, "values": several(CELL)}))}
            )
        ),
    }
)

PROPOSED = thing({"properties": several(NAMED)}, type=TEXT, limit=COUNT)
