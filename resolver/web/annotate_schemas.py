"""The JSON schemas of what the route that annotates texts takes and answers, with examples."""

from __future__ import annotations

from typing import Any, Final

from resolver.model import COUNTRIES, OPTIONS, TYPES
from resolver.model.passage import MAX_SPANS, MAX_TEXT
from resolver.web.passages import OFFSETS
from resolver.web.requests import EXPLAIN
from resolver.web.schemas import DATE, INDEX, NOT_BLANK, closed, decided, option_schema, ref

_TEXT: Final = "Mohammad Reza Zahedi was killed in Damascus."
_LIMIT: Final = next(each for each in OPTIONS if each.name == "limit")
_PASSAGE_EXAMPLES: Final[list[dict[str, Any]]] = [
    {"text": _TEXT},
    {"text": _TEXT, "spans": [[0, 20, "person"], [35, 43]], "as_of": "2024-04", "explain": True},
    {"text": "🇸🇾 Damascus", "spans": [[5, 13]], "offsets": "utf16", "types": ["place"]},
]
_ANNOTATION_EXAMPLE: Final[dict[str, Any]] = {
    "mentions": [
        {
            "start": 0,
            "end": 20,
            "text": "Mohammad Reza Zahedi",
            "verdict": "match",
            "reason": "sole_owner",
            "id": "mohammad-reza-zahedi",
            "margin": 0.9989,
            "candidates": [
                {
                    "id": "mohammad-reza-zahedi",
                    "name": "Mohammad Reza Zahedi",
                    "type": "person",
                    "score": 0.9989,
                    "alias": {"text": "Mohammad Reza Zahedi", "language": "en", "kind": "name"},
                }
            ],
        }
    ],
    "index": "31ac61a4f31d",
}


def annotate_schemas() -> dict[str, Any]:
    """The schemas, by the names that the table of routes uses."""
    place = {"type": "integer", "minimum": 0, "description": "As `offsets` counts."}
    mention = {"start": place, "end": place, "text": {"type": "string"}, **decided()}
    annotation = {"mentions": {"type": "array", "items": ref("Mention")}, "index": INDEX}
    return {
        "Passage": closed(_passage(), ["text"]) | {"examples": _PASSAGE_EXAMPLES},
        "Mention": closed(mention, list(mention)),
        "Annotation": closed(annotation, list(annotation)) | {"examples": [_ANNOTATION_EXAMPLE]},
    }


def _passage() -> dict[str, Any]:
    """The fields of a text; null is what is not given."""
    kind = {"enum": list(TYPES)}
    country = {"type": "string", "enum": sorted(COUNTRIES)}
    place = {"type": "integer", "minimum": 0}
    span = {
        "type": "array",
        "prefixItems": [place, place, {"enum": [*TYPES, "", None]}],
        "minItems": 2,
        "maxItems": 3,
    }
    fields: dict[str, dict[str, Any]] = {
        "spans": {
            "type": "array",
            "items": span,
            "maxItems": MAX_SPANS,
            "description": "Where its names stand: start, end and, where it is known, the type. "
            "Leave it out to have them found.",
        },
        "types": {
            "type": "array",
            "items": kind,
            "minItems": 1,
            "description": "The types that may be meant.",
        },
        "country": {
            "anyOf": [country, {"type": "array", "items": country}],
            "description": "ISO 3166-1 alpha-2 codes of countries that it is about.",
        },
        "as_of": {
            "type": "string",
            "pattern": DATE,
            "description": "When it was written: 2015, 2015-03 or 2015-03-01.",
        },
        "limit": option_schema(_LIMIT)
        | {"description": "How many candidates of each name to return."},
        "explain": {"type": "boolean", "description": EXPLAIN.help},
        "offsets": {"enum": list(OFFSETS.choices), "description": OFFSETS.help},
    }
    nullable = {name: {"anyOf": [schema, {"type": "null"}]} for name, schema in fields.items()}
    return {
        "text": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_TEXT,
            "pattern": NOT_BLANK,
            "description": "A text with names in it.",
        },
        **nullable,
    }
