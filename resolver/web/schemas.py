"""The JSON schemas of what the service takes and answers.

The schemas of queries are made from the table of options that validates them.
"""

from __future__ import annotations

from typing import Any, Final, get_args

from resolver.access import SCOPES
from resolver.bulk.options import BulkOption
from resolver.jobs.jobs import ID as JOB_ID
from resolver.model import ALIAS_KINDS, COUNTRIES, OPTIONS, REASONS, TYPES, Option, Verdict
from resolver.model.checks import ID_LIMIT, TEXT_LIMIT, VALUES_LIMIT
from resolver.web.requests import EXPLAIN, MAX_QUERIES
from resolver.web.route import MAX_NUMBER

# JSON Schema's own \s stands for other characters than `str.isspace`.
_SPACE: Final = r"\x00\x09-\x0d\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
ID: Final = rf"^[^{_SPACE}\x01-\x1f\x7f-\x9f]+$"
NOT_BLANK: Final = rf"^[^\x00]*[^{_SPACE}][^\x00]*$"
BLANK_OR_NOT: Final = rf"^([^\x00]*[^{_SPACE}][^\x00]*)?$"
_NO_NUL: Final = r"^[^\x00]*$"
DATE: Final = r"^((?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?)?$"
_SCORE: Final[dict[str, Any]] = {"type": "number", "minimum": 0, "maximum": 1}
INDEX: Final[dict[str, Any]] = {
    "type": "string",
    "description": "Fingerprint of the index that answered.",
}
_PROPERTY: Final = rf"^[a-z_]{{1,40}}[:=][^{_SPACE}][^\x00]{{0,100}}$"


def _in_path(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", **schema},
    }


PATH_PARAMETERS: Final = {
    "id": _in_path(
        "id",
        "Its canonical ID; slashes may stand as they are.",
        {"minLength": 1, "maxLength": ID_LIMIT, "pattern": ID},
    ),
    "job": _in_path(
        "job", "The ID in the job's address, a secret.", {"pattern": f"^{JOB_ID.pattern}$"}
    ),
    "number": {
        "name": "number",
        "in": "path",
        "required": True,
        "description": "The number of the change.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_NUMBER},
    },
}
"""The parameters that paths have, by the name in braces."""


def option_schema(option: Option) -> dict[str, Any]:
    """The JSON schema of one option's value."""
    if option.choices:
        return {"type": "string", "enum": list(option.choices), "default": option.default}
    least, greatest = (
        ("exclusiveMinimum", "exclusiveMaximum") if option.open_range else ("minimum", "maximum")
    )
    schemas: dict[str, dict[str, Any]] = {
        "text": {
            "type": "string",
            "maxLength": int(option.high),
            "pattern": NOT_BLANK if option.name == "text" else _NO_NUL,
        },
        "type": {"type": "string", "enum": ["", *TYPES]},
        "country": {"type": "string", "enum": sorted(COUNTRIES)},
        "property": {"type": "string", "pattern": _PROPERTY},
        "date": {"type": "string", "pattern": DATE},
        "integer": {"type": "integer", "minimum": option.low, "maximum": option.high},
        "number": {"type": "number", least: option.low, greatest: option.high},
        "switch": {"type": "boolean"},
    }
    schema = schemas[option.value_type]
    return schema if option.default in (None, ()) else schema | {"default": option.default}


def bulk_option_schema(option: BulkOption) -> dict[str, Any]:
    """The JSON schema of one value of an option of a list."""
    if option.is_switch:
        return {"type": "boolean"}
    if option.choices:
        return {"type": "string", "enum": list(option.choices)}
    return {"type": "string", "minLength": 1}


def ref(name: str) -> dict[str, Any]:
    """A reference to one of `schemas`."""
    return {"$ref": f"#/components/schemas/{name}"}


def decided() -> dict[str, dict[str, Any]]:
    """What is decided of a name, by itself or in a text."""
    return {
        "verdict": {"enum": list(get_args(Verdict))},
        "reason": {
            "enum": list(REASONS),
            "description": "; ".join(f"{word}: {says}" for word, says in REASONS.items()),
        },
        "id": {
            "type": ["string", "null"],
            "description": "The canonical ID; null unless the verdict is match.",
        },
        "margin": _SCORE,
        "candidates": {"type": "array", "items": ref("Candidate")},
    }


def schemas() -> dict[str, Any]:
    """The schemas of the document, by the names that the table of routes uses."""
    text, nullable = {"type": "string"}, {"type": ["string", "null"]}
    texts = {"type": "array", "items": text}
    alias = {
        "text": text,
        "language": text,
        "kind": {"enum": list(ALIAS_KINDS)},
        "valid_from": text,
        "valid_until": text,
        "source": text,
    }
    return {
        "Query": _query(),
        "Batch": closed({"queries": {"type": "array", "maxItems": MAX_QUERIES}}, ["queries"]),
        "Results": closed(
            {
                "results": {
                    "type": "array",
                    "items": {
                        "oneOf": [ref("Decision"), closed({"error": ref("Problem")}, ["error"])]
                    },
                }
            },
            ["results"],
        ),
        "Decision": closed(
            {**decided(), "index": INDEX},
            [*decided(), "index"],
        ),
        "Candidate": closed(
            {
                "id": text,
                "name": text,
                "type": text,
                "score": _SCORE,
                "alias": ref("Alias"),
                "evidence": {"type": "array", "items": ref("Evidence")},
            },
            ["id", "name", "type", "score", "alias"],
        ),
        "Alias": closed(alias, ["text", "kind"]),
        "AliasOfPack": closed(
            alias
            | {
                "pack": text | {"description": "The name of the source that has it."},
                "change": {"type": "integer", "description": "That added it, where one did."},
            },
            ["text", "kind", "pack"],
        ),
        "OtherId": closed(
            {"id": text, "by": {"enum": ["same_as", "redirect", "merge"]}, "source": text},
            ["id", "by", "source"],
        ),
        "Evidence": closed(
            {"name": text, "value": {"type": "number"}, "asked": nullable, "known": nullable},
            ["name", "value", "asked", "known"],
        ),
        "Entity": {
            "type": "object",
            "properties": {
                "id": text | {"maxLength": ID_LIMIT},
                "type": text,
                "name": text,
                "aliases": {"type": "array", "items": ref("AliasOfPack")},
                "country": texts,
                "description": text,
                "prominence": {"type": "number"},
                "properties": {"type": "object", "additionalProperties": texts},
                "sources": {"type": "array", "items": {"type": "object"}},
                "changes": {
                    "type": "object",
                    "additionalProperties": {"type": "integer"},
                    "description": "By field that somebody edited, the number of the change.",
                },
                "other_ids": {"type": "array", "items": ref("OtherId")},
            },
            "required": ["id", "type", "name", "sources"],
        },
        "ListForm": {
            "type": "object",
            "properties": {
                "file": {"type": "string", "contentEncoding": "binary"},
                "options": {
                    "type": "string",
                    "contentMediaType": "application/json",
                    "description": "The options of the query string as an object; each may be a "
                    "field of its own instead.",
                },
            },
            "required": ["file"],
        },
        "Job": _job(),
        "Jobs": closed({"jobs": {"type": "array", "items": ref("Job")}}, ["jobs"]),
        "Key": closed(
            {
                "name": text,
                "scope": {"enum": list(SCOPES)},
                "expires": nullable | {"description": "The last day on which it holds, in UTC."},
            },
            ["name", "scope", "expires"],
        ),
        "Alive": closed({"status": {"const": "alive"}}, ["status"]),
        "Ready": closed(
            {
                "status": {"const": "ready"},
                "index": text,
                "entities": {"type": "integer"},
                "current": {
                    "type": "boolean",
                    "description": "Whether that is the index that CURRENT names.",
                },
                "through": {
                    "type": "integer",
                    "description": "The number of the last change that the index has.",
                },
                "changes": {
                    "type": ["integer", "null"],
                    "description": "The number of the last change; null where this process has not "
                    "opened the journal.",
                },
                "store": {"type": "boolean"},
                "redis": {"type": ["boolean", "null"]},
            },
            ["status", "index", "entities", "through", "changes", "current", "store", "redis"],
        ),
        "Problem": closed(
            {
                "type": text,
                "title": text,
                "status": {"type": "integer"},
                "code": text,
                "detail": text,
                "field": text,
                "candidates": {
                    "type": "array",
                    "items": ref("Possible"),
                    "description": "Who a record may be, where that is the problem.",
                },
                "survivor": text | {"description": "What an ID became that was to be changed."},
            },
            ["type", "title", "status", "code"],
        ),
    }


def _job() -> dict[str, Any]:
    text, nullable = {"type": "string"}, {"type": ["string", "null"]}
    number, count = {"type": ["number", "null"], "minimum": 0}, {"type": "integer", "minimum": 0}
    links = dict.fromkeys(("self", "result", "report", "review"), text)
    properties = {
        "state": {"enum": ["queued", "running", "done", "failed"]},
        "name": text,
        "options": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": text},
        },
        "created": text,
        "started": nullable,
        "finished": nullable,
        "rows": count | {"description": "Rows that are done."},
        "verdicts": {"type": "object", "additionalProperties": count},
        "blank": count | {"description": "Rows that have no name."},
        "unasked": count | {"description": "Rows that have a name and could not be asked."},
        "errors": count | {"description": "Rows with an error, counted above too."},
        "share": number | {"maximum": 1, "description": "The share of the list that is done."},
        "rows_per_s": number,
        "seconds_left": number,
        "warnings": {
            "type": "array",
            "items": text,
            "description": "What is doubtful in how the list is read.",
        },
        "index": nullable | {"description": "Fingerprint of the index that answers."},
        "failure": {"anyOf": [ref("Problem"), {"type": "null"}]},
        "note": nullable | {"description": "What it waits for, if that is not its turn."},
        "links": closed(links, list(links)),
    }
    return closed(properties, list(properties))


def _query() -> dict[str, Any]:
    fields: dict[str, dict[str, Any]] = {}
    for option in (*OPTIONS, EXPLAIN):
        schema = _json_schema(option)
        if option.name != "text":  # null is what is not given
            schema = {"anyOf": [schema, {"type": "null"}]}
        fields[option.field] = schema | {"description": option.help}
    return closed(fields, ["text"])


def _json_schema(option: Option) -> dict[str, Any]:
    """The schema of an option in JSON, where one field holds all values of a repeatable one."""
    if option.value_type == "property":
        one = {"type": "string", "pattern": BLANK_OR_NOT, "maxLength": TEXT_LIMIT}
        several = {"type": "array", "items": one, "maxItems": VALUES_LIMIT}
        values = {"anyOf": [one, several, {"type": "null"}]}
        names = {"pattern": "^[a-z_]{1,40}$"}
        return {"type": "object", "propertyNames": names, "additionalProperties": values}
    one = option_schema(option)
    return {"anyOf": [one, {"type": "array", "items": one}]} if option.repeatable else one


def closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    """The schema of an object that has no other keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
