"""The JSON schemas of what the routes of reviews take and answer, with examples."""

from __future__ import annotations

from typing import Any, Final, get_args

from resolver.model import COUNTRIES, REASONS, TYPES
from resolver.model.checks import ID_LIMIT, TEXT_LIMIT
from resolver.model.review import Decided
from resolver.model.undecided import Origin
from resolver.web.schemas import BLANK_OR_NOT, ID, NOT_BLANK, closed, ref

_ID: Final = {"type": "string", "minLength": 1, "maxLength": ID_LIMIT, "pattern": ID}
_TEXT: Final = {"type": "string", "maxLength": TEXT_LIMIT, "pattern": NOT_BLANK}
_REASON: Final = {"type": "string", "maxLength": TEXT_LIMIT, "pattern": BLANK_OR_NOT}
_ENTITY: Final = {"id": _ID}
_NUMBER: Final = {"type": "integer", "minimum": 1}
_COUNTRIES: Final = {"type": "array", "items": {"enum": sorted(COUNTRIES)}, "maxItems": 10}
_QUESTION: Final = {
    "text": _TEXT,
    "type": {"enum": list(TYPES), "description": "Where asked with this type alone."},
    "country": {**_COUNTRIES, "description": "Where asked with exactly these countries."},
}
_NEXT: Final = {"type": "integer", "description": "The `after` of the next page."}

_REVIEW: Final = {
    "number": 17,
    "text": "Reza Zahedi",
    "type": "person",
    "decision": "match",
    "id": "mohammad-reza-zahedi",
    "by": "ana",
    "at": "2026-03-01T12:00:00Z",
}

_EXAMPLES: Final[dict[str, list[Any]]] = {
    "NewReview": [
        {
            "text": "Reza Zahedi",
            "type": "person",
            "decision": "match",
            "id": "mohammad-reza-zahedi",
            "reason": "as in the report of 12 March",
        },
        {"text": "the general", "decision": "nobody"},
    ],
    "Reviewed": [{"change": 17, "review": _REVIEW}],
    "Reviews": [{"state": "decided", "reviews": [_REVIEW], "next": 17}],
    "OpenQuestions": [
        {
            "state": "open",
            "reviews": [
                {
                    "number": 3,
                    "text": "Korea",
                    "type": "place",
                    "count": 12,
                    "first": "2026-02-27T09:00:00Z",
                    "last": "2026-03-01T12:00:00Z",
                    "verdict": "ambiguous",
                    "reason": "twins",
                    "margin": 0.0,
                    "origin": "list",
                    "candidates": [
                        {"id": "north-korea", "score": 0.49},
                        {"id": "south-korea", "score": 0.49},
                    ],
                }
            ],
            "next": 3,
        }
    ],
}


def review_schemas() -> dict[str, Any]:
    """The schemas, by the names that the table of routes uses."""
    found = {**_taken(), **_answered()}
    for name, examples in _EXAMPLES.items():
        found[name] = {**found[name], "examples": examples}
    return found


def _taken() -> dict[str, Any]:
    """What a body is: a decision about an entity names it, and one about nobody does not."""
    common = {**_QUESTION, "reason": _REASON}
    of_entity = {**common, "decision": {"enum": ["match", "not"]}, **_ENTITY}
    of_nobody = {**common, "decision": {"const": "nobody"}}
    return {
        "NewReview": {
            "oneOf": [
                closed(of_entity, ["text", "decision", "id"]),
                closed(of_nobody, ["text", "decision"]),
            ]
        }
    }


def _answered() -> dict[str, Any]:
    text = {"type": "string"}
    ids = {"type": "array", "items": text}
    review = {
        "number": _NUMBER | {"description": "Of the last change that decided it."},
        **_QUESTION,
        "decision": {"enum": list(get_args(Decided))},
        "id": text | {"description": "Whom it means."},
        "excludes": ids | {"description": "Whom it does not mean."},
        "by": text,
        "at": text,
    }
    required = ["number", "text", "decision", "by", "at"]
    reviewed = {
        "change": _NUMBER | {"description": "The number of the change."},
        "review": {"anyOf": [ref("Review"), {"type": "null"}]},
        "seen": {
            "type": "boolean",
            "description": "Whether every answer has the change; there where `wait` asks for it.",
        },
    }
    return {
        "Review": closed(review, required),
        "OpenQuestion": _question(),
        "Reviewed": closed(reviewed, ["change", "review"]),
        "Reviews": _page("decided", "Review"),
        "OpenQuestions": _page("open", "OpenQuestion"),
    }


def _question() -> dict[str, Any]:
    text, score = {"type": "string"}, {"type": "number", "minimum": 0, "maximum": 1}
    candidate = closed({"id": text, "score": score}, ["id", "score"])
    question = {
        "number": _NUMBER,
        **_QUESTION,
        "count": _NUMBER | {"description": "How often it was asked."},
        "first": text,
        "last": text,
        "verdict": {"enum": ["ambiguous", "no_match"]},
        "reason": {"enum": list(REASONS)},
        "margin": score,
        "origin": {"enum": list(get_args(Origin)), "description": "Where it was asked last."},
        "candidates": {"type": "array", "items": candidate},
    }
    optional = {"type", "country"}
    return closed(question, [name for name in question if name not in optional])


def _page(state: str, schema: str) -> dict[str, Any]:
    items = {"type": "array", "items": ref(schema)}
    page = {"state": {"const": state}, "reviews": items, "next": _NEXT}
    return closed(page, list(page))
