"""The page that describes every route for programs, with a form that tries it.

It is made from the table of routes and the OpenAPI document, which is served beside it. Without a
script an example of a route is a link; with one it is a line that can be changed and sent, with a
key, for programs show theirs and no cookie.
"""

from __future__ import annotations

import json
from typing import Any, Final

from flask import Flask, Response

from resolver.model import REASONS
from resolver.model.checks import TEXT_LIMIT
from resolver.model.wire import render
from resolver.web import openapi
from resolver.web.edit_routes import EDIT_ROUTES
from resolver.web.lists import FILE, OPTIONS
from resolver.web.page_routes import DOCS
from resolver.web.pages.frame import Frame
from resolver.web.problems import MEDIA_TYPE
from resolver.web.reconcile_routes import RECONCILE_ROUTES
from resolver.web.responses import body_response
from resolver.web.review_routes import REVIEW_ROUTES
from resolver.web.route import JSON, Route
from resolver.web.routes import (
    ANNOTATE,
    CREATE_JOB,
    ENTITY,
    FORM,
    HEALTH,
    JOB,
    JOB_REPORT,
    JOB_RESULT,
    JOB_REVIEW,
    JOBS,
    KEY,
    LIST_TYPES,
    METRICS,
    OPENAPI,
    READINESS,
    REMOVE_JOB,
    RESOLVE,
    RESOLVE_MANY,
)

GROUPS: Final[tuple[tuple[str, tuple[Route, ...]], ...]] = (
    ("Ask", (RESOLVE, RESOLVE_MANY, ANNOTATE, ENTITY)),
    ("Lists", (CREATE_JOB, JOBS, JOB, JOB_RESULT, JOB_REPORT, JOB_REVIEW, REMOVE_JOB)),
    ("Decide", REVIEW_ROUTES),
    ("Change the table", EDIT_ROUTES),
    ("Reconcile", RECONCILE_ROUTES),
    ("Run the service", (KEY, HEALTH, READINESS, METRICS, OPENAPI)),
)
"""The routes for programs, in the order of the page."""

_QUERIES: Final = {
    "/v1/resolve": "?q=Ali%20Reza%20Zahdi&type=person",
    "/v1/changes": "?limit=5",
    "/v1/reviews": "?limit=5",
    "/reconcile/suggest/entity": "?prefix=bag",
    "/reconcile/suggest/type": "?prefix=p",
    "/reconcile/suggest/property": "?prefix=b",
    "/reconcile/flyout/type": "?id=person",
    "/reconcile/propose": "?type=person",
    "/reconcile/v1/suggest/entity": "?prefix=bag",
    "/reconcile/v1/suggest/type": "?prefix=p",
    "/reconcile/v1/suggest/property": "?prefix=b",
    "/reconcile/v1/extend/propose": "?type=person",
}
"""What the examples of GET routes ask, where their path alone asks nothing."""

_BODIES: Final[dict[str, Any]] = {
    "/v1/resolve": {"queries": [{"text": "Babil"}, {"text": "Twitter", "type": "organization"}]},
    "/v1/annotate": {"text": "Gen. Zahedi flew to Damascus."},
    "/v1/entities": {"type": "person", "name": "Ana Bell", "aliases": ["A. Bell"]},
    "/v1/entities/{id}/aliases": {"text": "A. Bell", "kind": "nickname"},
    "/v1/merges": {"into": "ID", "from": "ID"},
    "/v1/splits": {"id": "ID"},
    "/v1/undo": {"change": 1},
    "/v1/reviews": {"text": "Robert Zahn", "decision": "nobody"},
    "/reconcile/v1/match": {
        "queries": [{"conditions": [{"matchType": "name", "propertyValue": "Babil"}]}]
    },
    "/reconcile/v1/extend": {"ids": ["ID"], "properties": [{"id": "country"}]},
}
"""The bodies of the examples of POST routes."""


def register(app: Flask, frame: Frame) -> None:
    """Serve the document and the page."""
    description = openapi.document()
    document = render(description)
    shown = described(description)

    @OPENAPI.serve(app)
    def openapi_document() -> Response:
        return body_response(document)

    @DOCS.serve(app)
    def documentation() -> Response:
        return frame.page("docs.html", title="For programs", **shown)


def described(document: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of an OpenAPI document."""
    return {
        "info": document["info"],
        "openapi": OPENAPI.path,
        "text_limit": TEXT_LIMIT,
        "types": _types(document),
        "groups": [
            (says, _anchor(says), [_section(route, document["paths"]) for route in routes])
            for says, routes in GROUPS
        ],
        "reasons": REASONS,
        "media_type": MEDIA_TYPE,
        "json_type": JSON,
        "sending": {
            "form": FORM,
            "file": FILE,
            "types": LIST_TYPES,
            "options": OPTIONS,
            "path": CREATE_JOB.path,
        },
    }


def _types(document: dict[str, Any]) -> list[str]:
    """The types of entities that one may ask for."""
    parameters = document["paths"][RESOLVE.path][RESOLVE.method.lower()]["parameters"]
    types = next(each["schema"]["enum"] for each in parameters if each["name"] == "type")
    return [name for name in types if name]


def _section(route: Route, paths: dict[str, Any]) -> dict[str, Any]:
    """What the page says of a route; a redirection stands in no document, and has no parameters."""
    operation = paths.get(route.path, {}).get(route.method.lower(), {})
    needs_key = route.is_personal or route.scope not in (None, "read")
    return {
        "method": route.method,
        "path": route.path,
        "anchor": _anchor(f"{route.method} {route.path}"),
        "summary": route.summary,
        "scope": route.scope if needs_key else None,
        "takes_list": route.takes_list,
        "parameters": [_parameter(each) for each in operation.get("parameters", ())],
        "example": example(route),
    }


def example(route: Route) -> dict[str, str | None] | None:
    """A request of a route to try; None where there is none to be tried on a page.

    It is a GET, or a POST with a JSON body; what takes a list or removes something is neither.
    """
    body = _BODIES.get(route.path) if route.method == "POST" else None
    if route.method != "GET" and body is None:
        return None
    query = _QUERIES.get(route.path, "") if route.method == "GET" else ""
    return {
        "url": route.path + query,
        "link": None if route.method == "POST" or route.path_parameters else route.path + query,
        "body": None if body is None else json.dumps(body, indent=1),
    }


def _parameter(parameter: dict[str, Any]) -> tuple[str, str]:
    """The name of a parameter, and all that is said of it."""
    schema = parameter["schema"]
    notes = [parameter["description"]]
    if parameter["in"] == "header":
        notes.append("A header.")
    if parameter["required"]:
        notes.append("Required.")
    if "default" in schema:
        notes.append(f"Default: {str(schema['default']).lower()}.")
    if schema["type"] == "array":
        notes.append("May be repeated.")
    return parameter["name"], " ".join(notes)


def _anchor(text: str) -> str:
    """The name of a place on the page: words with hyphens between them."""
    letters = "".join(sign if sign.isalnum() else " " for sign in text.lower())
    return "-".join(letters.split())
