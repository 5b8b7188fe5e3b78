"""The one table of what the service takes and answers.

Reach for this module to add or change a route. The body limits of the guard, the OpenAPI document,
the page of the documentation and the labels of metrics and logs derive from `ROUTES`. A route is
served by the function that `Route.serve` decorates; a test holds that Flask knows these routes and
no others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, TypeVar

from flask import Flask
from werkzeug.routing import PathConverter

from resolver.errors import (
    BodyCut,
    BodyTooLarge,
    InvalidInput,
    Overloaded,
    ResolverError,
    UnknownEntity,
    WrongMediaType,
)
from resolver.model import Option
from resolver.web.requests import MAX_QUERIES, PARAMETERS

MAX_BODY_BYTES: Final = 1 << 20
"""Bytes that the body of a request has at most."""

JSON: Final = "application/json"
"""The media type of answers and of the bodies that are taken."""

View = TypeVar("View", bound=Callable[..., Any])


class RequestBody(NamedTuple):
    """What a route takes as the body of a request.

    Args:
        schemas: The names of the schemas of which it has to satisfy one.
        media_type: What it has to be declared as.
        max_bytes: How long it may be.
    """

    schemas: tuple[str, ...]
    media_type: str = JSON
    max_bytes: int = MAX_BODY_BYTES


class Content(NamedTuple):
    """What a route answers with.

    Args:
        media_type: What the answer is declared as.
        schemas: The names of the schemas of which it satisfies one; () for `json_type`.
        json_type: The JSON type of an answer that no schema describes.
        has_etag: Whether a client may ask with the answer's tag whether it still holds.
    """

    media_type: str = JSON
    schemas: tuple[str, ...] = ()
    json_type: Literal["object", "string"] = "object"
    has_etag: bool = False


class IdConverter(PathConverter):
    """The ID at the end of a path: anything, slashes at its beginning too, unlike Flask's own."""

    regex = ".+"
    part_isolating = False


@dataclass(frozen=True, slots=True)
class Route:
    """One route.

    Args:
        method: Its HTTP method.
        path: Its path as OpenAPI writes it; one parameter in braces may stand at the end, and may
            contain slashes.
        summary: One sentence of what it answers.
        content: What it answers with; None for a redirection, which has none.
        operation_id: Its name in the OpenAPI document.
        description: What the answer is, in a sentence.
        parameters: The options that its query string may carry, by the name there.
        body: What it takes as a body, if anything.
        errors: What may go wrong beside what may go wrong on every route.
        moved: When the answer is a redirection to another URL of the route (308), in a sentence.
    """

    method: Literal["GET", "POST"]
    path: str
    summary: str
    content: Content | None
    operation_id: str | None = None
    description: str = "The answer."
    parameters: Mapping[str, Option] = field(default_factory=dict)
    body: RequestBody | None = None
    errors: tuple[type[ResolverError], ...] = ()
    moved: str | None = None

    @property
    def prefix(self) -> str:
        """The path up to its parameter; all of it where there is none."""
        return self.path.partition("{")[0]

    def serve(self, app: Flask) -> Callable[[View], View]:
        """Decorate the function that answers the route in an app."""
        rule = self.path.replace("{", "<path:").replace("}", ">")
        return app.route(rule, methods=[self.method])


RESOLVE: Final = Route(
    "GET",
    "/v1/resolve",
    "Resolve one name.",
    Content(schemas=("Decision",), has_etag=True),
    operation_id="resolve",
    parameters=PARAMETERS,
    errors=(InvalidInput, Overloaded),
)
RESOLVE_MANY: Final = Route(
    "POST",
    "/v1/resolve",
    f"Resolve one name, or up to {MAX_QUERIES:,}; a bad one spoils no other.",
    Content(schemas=("Decision", "Results"), has_etag=True),
    operation_id="resolveMany",
    description="The answer, or the answers in the order of the queries.",
    body=RequestBody(schemas=("Query", "Batch")),
    errors=(
        InvalidInput,
        BodyCut,
        BodyTooLarge,
        WrongMediaType,
        Overloaded,
    ),
)
ENTITY: Final = Route(
    "GET",
    "/v1/entities/{id}",
    "All that is known of an entity, with its sources and their licences.",
    Content(schemas=("Entity",), has_etag=True),
    operation_id="entity",
    errors=(UnknownEntity,),
    moved="The entity has another ID now: `Location` is its URL.",
)
HEALTH: Final = Route(
    "GET", "/healthz", "Whether the process is alive.", Content(schemas=("Alive",))
)
READINESS: Final = Route(
    "GET", "/readyz", "Which index answers; the store and Redis.", Content(schemas=("Ready",))
)
METRICS: Final = Route(
    "GET",
    "/metrics",
    "Counters and timers for Prometheus.",
    Content("text/plain", json_type="string"),
)
OPENAPI: Final = Route("GET", "/openapi.json", "This document.", Content(has_etag=True))
DOCS: Final = Route(
    "GET", "/docs", "The page for people.", Content("text/html", json_type="string")
)
ROOT: Final = Route("GET", "/", "Redirects to the page for people.", None)

ROUTES: Final = (
    RESOLVE,
    RESOLVE_MANY,
    ENTITY,
    HEALTH,
    READINESS,
    METRICS,
    OPENAPI,
    DOCS,
    ROOT,
)
"""Every route of the service."""

METHODS: Final = tuple(sorted({route.method for route in ROUTES}))
"""The methods that some route takes."""

_BODY_LIMITS: Final[dict[tuple[str, str], int]] = {
    (route.method, route.path): route.body.max_bytes for route in ROUTES if route.body is not None
}
_PATHS: Final = frozenset(route.path for route in ROUTES if route.prefix == route.path)
_PREFIXES: Final = tuple(
    (route.prefix, route.path) for route in ROUTES if route.prefix != route.path
)


def body_limit(method: str, path: str) -> int:
    """The bytes that a body may have on a route; 0 where none is taken."""
    return _BODY_LIMITS.get((method, path), 0)


def path_label(path: str) -> str:
    """The path of the table that a request's path belongs to, else `none`.

    It names requests in metrics and logs: IDs would make too many names there.
    """
    if path in _PATHS:
        return path
    return next((label for prefix, label in _PREFIXES if path.startswith(prefix)), "none")
