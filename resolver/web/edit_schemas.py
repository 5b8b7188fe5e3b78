"""The JSON schemas of what the routes that change the table take and answer, with examples."""

from __future__ import annotations

from typing import Any, Final

from resolver.model import ALIAS_KINDS, COUNTRIES
from resolver.model.checks import ID_LIMIT, LONG_TEXT_LIMIT, TEXT_LIMIT
from resolver.model.edit import CHANGE_KINDS
from resolver.web.route import MAX_NUMBER, MAX_RECORDS
from resolver.web.schemas import BLANK_OR_NOT, DATE, ID, NOT_BLANK, closed, ref

_ID: Final = {"type": "string", "minLength": 1, "maxLength": ID_LIMIT, "pattern": ID}
_TEXT: Final = {"type": "string", "maxLength": TEXT_LIMIT, "pattern": NOT_BLANK}
_MAY_BE_BLANK: Final = {"type": "string", "maxLength": TEXT_LIMIT, "pattern": BLANK_OR_NOT}
_LONG: Final = {"type": "string", "maxLength": LONG_TEXT_LIMIT, "pattern": BLANK_OR_NOT}
_REASON: Final = {"anyOf": [_MAY_BE_BLANK, {"type": "null"}], "description": "Why, in your words."}
_NUMBER: Final = {"type": "integer", "minimum": 1, "maximum": MAX_NUMBER}
_IGNORED: Final = {"readOnly": True, "description": "Said of what is read; ignored here."}
_LANGUAGE: Final = {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Z][a-z]{3})?$"}

_EXAMPLES: Final[dict[str, list[Any]]] = {
    "NewEntity": [
        {
            "type": "person",
            "name": "Reza Zahedi",
            "aliases": ["R. Zahedi", {"text": "رضا زاهدی", "language": "fa", "kind": "native"}],
            "country": ["IR"],
            "properties": {"birth_date": ["1944"]},
            "reason": "in the report of 12 March",
        }
    ],
    "Records": [{"records": [{"type": "person", "name": "Reza Zahedi", "country": ["IR"]}]}],
    "PutEntity": [{"type": "organization", "name": "NATO", "aliases": ["OTAN"]}],
    "EntityPatch": [{"description": "an alliance", "prominence": None, "reason": "as it says"}],
    "NewAlias": [{"text": "OTAN", "language": "fr", "kind": "acronym", "reason": "in the press"}],
    "RemovedAlias": [{"text": "OTAN", "language": "fr"}],
    "Because": [{"reason": "it was never there"}],
    "Merge": [{"into": "nato", "from": ["otan"], "reason": "the same alliance"}],
    "Split": [
        {"id": "otan", "reason": "it was another one"},
        {"id": "nato", "aliases": [{"text": "OTAN"}], "new": {"id": "otan", "name": "OTAN"}},
    ],
    "Undo": [{"change": 17, "reason": "it was wrong"}],
    "Written": [
        {
            "change": 18,
            "id": "nato",
            "entity": {
                "id": "nato",
                "type": "organization",
                "name": "NATO",
                "sources": [{"name": "mine"}, {"name": "edits"}],
            },
        }
    ],
    "Resolved": [
        {
            "change": 19,
            "id": "e-01m8je33f8h7ng8y",
            "created": True,
            "verdict": "no_match",
            "candidates": [],
        }
    ],
    "ResolvedMany": [
        {
            "change": None,
            "results": [
                {
                    "change": None,
                    "id": "nato",
                    "created": False,
                    "verdict": "match",
                    "candidates": [
                        {"id": "nato", "name": "NATO", "type": "organization", "score": 0.9989}
                    ],
                }
            ],
        }
    ],
    "Changes": [
        {
            "changes": [
                {
                    "number": 17,
                    "at": "2026-03-01T12:00:00Z",
                    "by": "ana",
                    "kind": "alias",
                    "entity": "nato",
                    "before": {},
                    "after": {"aliases": [{"text": "OTAN", "language": "fr", "kind": "acronym"}]},
                    "reason": "in the press",
                    "undoes": None,
                }
            ],
            "next": 17,
        }
    ],
}


def edit_schemas() -> dict[str, Any]:
    """The schemas, by the names that the table of routes uses."""
    found = {**_taken(), **_answered()}
    for name, examples in _EXAMPLES.items():
        found[name] = {**found[name], "examples": examples}
    return found


def _taken() -> dict[str, Any]:
    """What bodies are."""
    because = {"reason": _REASON}
    said = {"text": _TEXT, "language": _LANGUAGE}
    fields = _fields()
    patch = {name: _or_null(schema) for name, schema in fields.items()}
    needed = {name: fields.pop(name) for name in ("type", "name")}
    fields = needed | {name: _or_null(schema) for name, schema in fields.items()}
    alias_texts = {
        "type": "array",
        "items": {"anyOf": [_TEXT, closed(said, ["text"])]},
        "maxItems": 1_000,
    }
    return {
        "NewEntity": closed({"id": _ID, **fields, **because}, ["type", "name"]),
        "Records": closed(
            {
                "records": {
                    "type": "array",
                    "items": closed({"id": _ID, **fields}, ["type", "name"]),
                    "maxItems": MAX_RECORDS,
                },
                **because,
            },
            ["records"],
        )
        | {"description": "With resolve alone."},
        "PutEntity": closed({**fields, **because}, ["type", "name"]),
        "EntityPatch": closed(
            {**patch, "type": fields["type"], "name": fields["name"], **because}, []
        ),
        "AliasText": _alias(),
        "NewAlias": closed({**_alias()["properties"], **because}, ["text"]),
        "RemovedAlias": closed({**said, **because}, ["text"]),
        "Because": closed(because, []),
        "Merge": closed(
            {
                "into": _ID,
                "from": {"type": "array", "items": _ID, "minItems": 1, "maxItems": 1_000},
                **because,
            },
            ["into", "from"],
        ),
        "Split": closed(
            {"id": _ID, "aliases": alias_texts, "new": _part(fields), **because}, ["id"]
        ),
        "Undo": closed({"change": _NUMBER, **because}, ["change"]),
    }


def _part(fields: dict[str, Any]) -> dict[str, Any]:
    """What is known of the entity that comes out of another."""
    return closed({"id": _ID, **fields}, []) | {
        "description": "What becomes of the aliases; the first one is its name where none is given."
    }


def _fields() -> dict[str, Any]:
    """The fields of an entity but for its ID."""
    return {
        "type": {"type": "string", "maxLength": 64, "pattern": NOT_BLANK},
        "name": _TEXT,
        "aliases": {"type": "array", "items": {"anyOf": [_TEXT, ref("AliasText")]}},
        "country": {"type": "array", "items": {"enum": sorted(COUNTRIES)}},
        "description": _LONG,
        "prominence": {"type": "integer", "minimum": 0, "maximum": MAX_NUMBER},
        **dict.fromkeys(("sources", "changes", "other_ids", "packs"), _IGNORED),
        "properties": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z_]{1,40}$"},
            "additionalProperties": {"anyOf": [_LONG, {"type": "array", "items": _LONG}]},
        },
    }


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What may be null, which is as good as not there; in a patch it clears."""
    return {"anyOf": [schema, {"type": "null"}]}


def _alias() -> dict[str, Any]:
    date = {"type": "string", "pattern": DATE}
    properties = {
        "text": _TEXT,
        "language": _or_null(_LANGUAGE),
        "kind": {"enum": [*ALIAS_KINDS, "", None]},
        "valid_from": _or_null(date),
        "valid_until": _or_null(date),
        "source": _or_null(_LONG),
        "pack": _IGNORED,
        "change": _IGNORED,
    }
    return closed(properties, ["text"])


def _answered() -> dict[str, Any]:
    """What answers are."""
    text, nullable = {"type": "string"}, {"type": ["string", "null"]}
    parts = {"type": ["object", "null"]}
    written = {
        "change": {"type": "integer", "description": "The number of the change."},
        "id": nullable,
        "entity": {"anyOf": [ref("Entity"), {"type": "null"}]},
        "seen": {
            "type": "boolean",
            "description": "Whether every answer has the change; there where `wait` asks for it.",
        },
    }
    change = {
        "number": {"type": "integer"},
        "at": text,
        "by": text,
        "kind": {"enum": list(CHANGE_KINDS)},
        "entity": nullable,
        "before": parts,
        "after": parts,
        "reason": nullable,
        "undoes": {"type": ["integer", "null"]},
    }
    merged = {
        **written,
        "change": {"type": ["integer", "null"], "description": "None where it was only tried."},
        "merged": {"type": "array", "items": text},
        "aliases": {"type": "array", "items": ref("Alias")},
        "types": {
            "type": "array",
            "items": closed(dict.fromkeys(("id", "type", "into"), text), ["id", "type", "into"]),
            "description": "Entities that were of another type than the survivor.",
        },
        "clashes": {
            "type": "array",
            "items": closed({"text": text, "id": text, "name": text}, ["text", "id", "name"]),
            "description": "Where it was only tried: names that another entity bears too.",
        },
        "reviews": {
            "type": "array",
            "items": ref("Review"),
            "description": "Likewise: decisions that would mean something else.",
        },
    }
    possible = {
        **dict.fromkeys(("id", "name", "type"), text),
        "score": {"type": ["number", "null"]},
    }
    resolved = {
        "change": {"type": ["integer", "null"], "description": "None where nothing was changed."},
        "id": nullable,
        "created": {"type": "boolean"},
        "verdict": {"enum": ["match", "ambiguous", "no_match"]},
        "candidates": {"type": "array", "items": ref("Possible")},
    }
    many = {
        "change": {"type": ["integer", "null"], "description": "The last one."},
        "results": {"type": "array", "items": ref("ResolvedRecord")},
        "seen": written["seen"],
    }
    return {
        "Possible": closed(possible, list(possible))
        | {"description": "`score` is null where no index has the entity yet."},
        "ResolvedRecord": closed(resolved, list(resolved)),
        "Resolved": closed({**resolved, "seen": written["seen"]}, list(resolved)),
        "ResolvedMany": closed(many, ["change", "results"]),
        "Written": closed(written, ["change", "id", "entity"]),
        "Merged": {
            "type": "object",
            "properties": merged,
            "required": ["change", "id", "entity", "merged", "aliases", "types"],
        },
        "Change": closed(change, list(change)),
        "Changes": closed(
            {
                "changes": {"type": "array", "items": ref("Change")},
                "next": {"type": "integer", "description": "The `after` of what comes then."},
            },
            ["changes", "next"],
        ),
    }
