"""The OpenAPI 3.1 document, made from the option table that validates and the tree of errors."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from resolver import errors
from resolver.model import ALIAS_KINDS, COUNTRIES, OPTIONS, TYPES, Option
from resolver.model.checks import ID_LIMIT
from resolver.web.requests import EXPLAIN, MANY, MOST_QUERIES, PARAMETERS

# What `str.isspace` calls a space, and NUL: JSON Schema's own \s knows other ones.
_SPACE: Final = r"\x00\x09-\x0d\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ID: Final = rf"^[^{_SPACE}\x01-\x1f\x7f-\x9f]+$"
_NOT_BLANK: Final = rf"^[^\x00]*[^{_SPACE}][^\x00]*$"
_BLANK_OR_NOT: Final = rf"^([^\x00]*[^{_SPACE}][^\x00]*)?$"
_NO_NUL: Final = r"^[^\x00]*$"
_DATE: Final = r"^((?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?)?$"
_PROPERTY: Final = rf"^[a-z_]{{1,40}}[:=][^{_SPACE}][^\x00]{{0,100}}$"
_EVERY_ROUTE: Final = (errors.BadRequest, errors.WrongMethod)


def document() -> dict[str, Any]:
    """The document, as JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "alias-resolver",
            "version": version("alias-resolver"),
            "summary": "Turns a name as somebody wrote it into a canonical ID.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {
            "/v1/resolve": {"get": _get_resolve(), "post": _post_resolve()},
            "/v1/entities/{id}": {"get": _get_entity()},
            "/healthz": {"get": _plain("Whether the process is alive.", "Alive")},
            "/readyz": {"get": _plain("Which index answers; the store and Redis.", "Ready")},
            "/metrics": {"get": _text("Counters and timers for Prometheus.", "text/plain")},
            "/openapi.json": {"get": _object("This document.")},
            "/docs": {"get": _text("The page for people.", "text/html")},
        },
        "components": {"schemas": _schemas()},
    }


def option_schema(option: Option) -> dict[str, Any]:
    """The JSON schema of one option's value."""
    schemas: dict[str, dict[str, Any]] = {
        "text": {
            "type": "string",
            "maxLength": int(option.high),
            "pattern": _NOT_BLANK if option.name == "text" else _NO_NUL,
        },
        "type": {"type": "string", "enum": ["", *TYPES]},
        "country": {"type": "string", "enum": sorted(COUNTRIES)},
        "property": {"type": "string", "pattern": _PROPERTY},
        "date": {"type": "string", "pattern": _DATE},
        "integer": {"type": "integer", "minimum": option.low, "maximum": option.high},
        "number": {"type": "number", "minimum": option.low, "maximum": option.high},
        "switch": {"type": "boolean"},
    }
    schema = schemas[option.form]
    return schema if option.default in (None, ()) else schema | {"default": option.default}


def _get_resolve() -> dict[str, Any]:
    return {
        "operationId": "resolve",
        "summary": "Resolve one name.",
        "parameters": [_parameter(name, option) for name, option in PARAMETERS.items()],
        "responses": {
            "200": _answer("Decision"),
            "304": _unchanged(),
            **_failures(errors.InvalidInput, errors.Overloaded),
        },
    }


def _post_resolve() -> dict[str, Any]:
    schema = {"oneOf": [_ref("Query"), _ref("Batch")]}
    return {
        "operationId": "resolveMany",
        "summary": f"Resolve one name, or up to {MOST_QUERIES:,}; a bad one spoils no other.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "200": {
                "description": "The answer, or the answers in the order of the queries.",
                "content": {
                    "application/json": {"schema": {"oneOf": [_ref("Decision"), _ref("Results")]}}
                },
            },
            "304": _unchanged(),
            **_failures(
                errors.InvalidInput,
                errors.BodyCut,
                errors.BodyTooLarge,
                errors.WrongMediaType,
                errors.Overloaded,
            ),
        },
    }


def _get_entity() -> dict[str, Any]:
    return {
        "operationId": "entity",
        "summary": "All that is known of an entity, with its sources and their licences.",
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "description": "Its canonical ID; slashes may stand as they are.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": ID_LIMIT,
                    "pattern": _ID,
                },
            }
        ],
        "responses": {
            "200": _answer("Entity"),
            "304": _unchanged(),
            **_failures(errors.UnknownEntity),
        },
    }


def _parameter(name: str, option: Option) -> dict[str, Any]:
    schema = option_schema(option)
    many = name in MANY
    return {
        "name": name,
        "in": "query",
        "required": name == "q",
        "description": option.help,
        "schema": {"type": "array", "items": schema, "maxItems": 10} if many else schema,
        **({"style": "form", "explode": True} if many else {}),
    }


def _answer(name: str) -> dict[str, Any]:
    return {
        "description": "The answer.",
        "headers": {"ETag": {"schema": {"type": "string"}}},
        "content": {"application/json": {"schema": _ref(name)}},
    }


def _unchanged() -> dict[str, Any]:
    return {"description": "The client has it already."}


def _plain(summary: str, name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": _ref(name)}}
    return _operation(summary, content)


def _object(summary: str) -> dict[str, Any]:
    return _operation(summary, {"application/json": {"schema": {"type": "object"}}}, unchanged=True)


def _text(summary: str, media_type: str) -> dict[str, Any]:
    return _operation(summary, {media_type: {"schema": {"type": "string"}}})


def _operation(summary: str, content: dict[str, Any], *, unchanged: bool = False) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "The answer.", "content": content}}
    if unchanged:
        responses["304"] = _unchanged()
    return {"summary": summary, "responses": responses | _failures()}


def _failures(*kinds: type[errors.ResolverError]) -> dict[str, Any]:
    """What may go wrong, by status; every route may meet a request that no route takes."""
    by_status: dict[int, list[str]] = {}
    every: tuple[type[errors.ResolverError], ...] = (*_EVERY_ROUTE, *kinds, errors.ResolverError)
    for kind in every:
        by_status.setdefault(kind.status, []).append((kind.__doc__ or "").splitlines()[0])
    return {
        str(status): {
            "description": " ".join(lines),
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
        }
        for status, lines in sorted(by_status.items())
    }


def _schemas() -> dict[str, Any]:
    score = {"type": "number", "minimum": 0, "maximum": 1}
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    texts = {"type": "array", "items": text}
    return {
        "Query": _query_schema(),
        "Batch": _closed({"queries": {"type": "array", "maxItems": MOST_QUERIES}}, ["queries"]),
        "Results": _closed(
            {
                "results": {
                    "type": "array",
                    "items": {
                        "oneOf": [_ref("Decision"), _closed({"error": _ref("Problem")}, ["error"])]
                    },
                }
            },
            ["results"],
        ),
        "Decision": _closed(
            {
                "verdict": {"enum": ["match", "ambiguous", "no_match"]},
                "id": maybe
                | {"description": "The canonical ID; null unless the verdict is match."},
                "margin": score,
                "candidates": {"type": "array", "items": _ref("Candidate")},
                "index": text | {"description": "Fingerprint of the index that was asked."},
            },
            ["verdict", "id", "margin", "candidates", "index"],
        ),
        "Candidate": _closed(
            {
                "id": text,
                "name": text,
                "type": text,
                "score": score,
                "alias": _ref("Alias"),
                "evidence": {"type": "array", "items": _ref("Evidence")},
            },
            ["id", "name", "type", "score", "alias"],
        ),
        "Alias": _closed(
            {
                "text": text,
                "language": text,
                "kind": {"enum": list(ALIAS_KINDS)},
                "valid_from": text,
                "valid_until": text,
                "source": text,
            },
            ["text", "kind"],
        ),
        "Evidence": _closed(
            {"name": text, "value": {"type": "number"}, "asked": maybe, "known": maybe},
            ["name", "value", "asked", "known"],
        ),
        "Entity": {
            "type": "object",
            "properties": {
                "id": text | {"maxLength": ID_LIMIT},
                "type": text,
                "name": text,
                "aliases": {"type": "array", "items": _ref("Alias")},
                "country": texts,
                "description": text,
                "prominence": {"type": "number"},
                "properties": {"type": "object", "additionalProperties": texts},
                "sources": {"type": "array", "items": {"type": "object"}},
            },
            "required": ["id", "type", "name", "sources"],
        },
        "Alive": _closed({"status": {"const": "alive"}}, ["status"]),
        "Ready": _closed(
            {
                "status": {"const": "ready"},
                "index": text,
                "entities": {"type": "integer"},
                "store": {"type": "boolean"},
                "redis": {"type": ["boolean", "null"]},
            },
            ["status", "index", "entities", "store", "redis"],
        ),
        "Problem": _closed(
            {
                "type": text,
                "title": text,
                "status": {"type": "integer"},
                "code": text,
                "detail": text,
                "field": text,
            },
            ["type", "title", "status", "code"],
        ),
    }


def _query_schema() -> dict[str, Any]:
    fields: dict[str, dict[str, Any]] = {}
    for option in (*OPTIONS, EXPLAIN):
        schema = option_schema(option) | {"description": option.help}
        if option.name == "country":
            one = option_schema(option)
            several = {"type": "array", "items": one}
            schema = {"anyOf": [one, several], "description": option.help}
        if option.name == "property":
            one = {"type": "string", "pattern": _BLANK_OR_NOT}
            values = {"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]}
            names = {"pattern": "^[a-z_]{1,40}$"}
            fields["properties"] = {
                "type": "object",
                "propertyNames": names,
                "additionalProperties": values,
                "description": option.help,
            }
        else:
            fields[option.name] = schema
    for name, schema in fields.items():
        if name != "text":  # null is what is not given
            told = schema.pop("description")
            fields[name] = {"anyOf": [schema, {"type": "null"}], "description": told}
    return _closed(fields, ["text"])


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
