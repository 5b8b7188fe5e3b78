"""The one table of what the service takes and answers.

Reach for this module to add or change a route. The body limits of the guard, the OpenAPI document,
the page of the documentation and the labels of metrics and logs derive from `ROUTES`. A route is
served by the function that `Route.serve` decorates; a test holds that Flask knows these routes and
no others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, TypeVar

from flask import Flask
from werkzeug.routing import PathConverter

from resolver.access import Scope
from resolver.bulk.options import BULK_OPTIONS, QUERY_OPTIONS, BulkOption
from resolver.errors import (
    BodyCut,
    BodyTooLarge,
    ForeignOrigin,
    HomeError,
    InvalidInput,
    JobFailed,
    JobNotDone,
    Overloaded,
    ResolverError,
    TooManyJobs,
    UnknownEntity,
    UnknownJob,
    WrongMediaType,
    WrongRange,
)
from resolver.model import Option
from resolver.web.requests import MAX_QUERIES, PARAMETERS

MAX_BODY_BYTES: Final = 1 << 20
"""Bytes that the body of a request has at most."""

JSON: Final = "application/json"
"""The media type of answers and of the bodies that are taken."""

FORM: Final = "multipart/form-data"
"""The media type of a form with a file."""

LIST_TYPES: Final = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/vnd.apache.parquet": ".parquet",
    "application/gzip": ".csv.gz",
    "application/x-bzip2": ".csv.bz2",
    "application/zstd": ".csv.zst",
}
"""The media types of lists, and how a file of each is called."""

View = TypeVar("View", bound=Callable[..., Any])


LIST_PARAMETERS: Final[Mapping[str, Option | BulkOption]] = {
    **{option.name: option for option in BULK_OPTIONS},
    **{option.name: option for option in QUERY_OPTIONS},
}
"""The options of a list, by their names in a URL or a form."""


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
        path: Its path as OpenAPI writes it, with the parameters of `PATH_PARAMETERS` in braces.
        summary: One sentence of what it answers.
        content: What it answers with; None for a redirection, which has none.
        operation_id: Its name in the OpenAPI document.
        description: What the answer is, in a sentence.
        status: The status of a good answer.
        parameters: The options that its query string may carry, by the name there.
        body: What it takes as a body, if anything.
        takes_list: Whether it takes a list, which goes to disk as it arrives.
        errors: What may go wrong beside what may go wrong on every route.
        moved: When the answer is a redirection to another URL of the route (308), in a sentence.
        scope: The scope that the key of who asks has to have. Where it is `read`, a key is needed
            only if a setting says so. None where nobody is asked for a key, or counted.
        is_personal: Whether the answer depends on the key, so that one is needed for reading too.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    summary: str
    content: Content | None
    operation_id: str | None = None
    description: str = "The answer."
    status: int = 200
    parameters: Mapping[str, Option | BulkOption] = field(default_factory=dict)
    body: RequestBody | None = None
    takes_list: bool = False
    errors: tuple[type[ResolverError], ...] = ()
    moved: str | None = None
    scope: Scope | None = None
    is_personal: bool = False

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """The names of the parameters in its path."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def rule(self) -> str:
        """Its path as Flask writes it."""
        return self.path.replace("{id}", "<path:id>").replace("{job}", "<job>")

    def serve(self, app: Flask) -> Callable[[View], View]:
        """Decorate the function that answers the route in an app."""
        return app.route(self.rule, methods=[self.method])


RESOLVE: Final = Route(
    "GET",
    "/v1/resolve",
    "Resolve one name.",
    Content(schemas=("Decision",), has_etag=True),
    operation_id="resolve",
    parameters=PARAMETERS,
    errors=(InvalidInput, Overloaded),
    scope="read",
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
    scope="read",
)
ENTITY: Final = Route(
    "GET",
    "/v1/entities/{id}",
    "All that is known of an entity, with its sources and their licences.",
    Content(schemas=("Entity",), has_etag=True),
    operation_id="entity",
    errors=(UnknownEntity,),
    moved="The entity has another ID now: `Location` is its URL.",
    scope="read",
)
_LIST_ERRORS: Final = (
    InvalidInput,
    ForeignOrigin,
    BodyCut,
    BodyTooLarge,
    WrongMediaType,
    TooManyJobs,
    HomeError,
)
_FILE_ERRORS: Final = (ForeignOrigin, UnknownJob, JobNotDone, JobFailed, WrongRange)

CREATE_JOB: Final = Route(
    "POST",
    "/v1/jobs",
    "Resolve a list in the background: a CSV, TSV, JSONL or Parquet file, also packed.",
    Content(schemas=("Job",)),
    operation_id="createJob",
    description="The job; `Location` is its address. A job that a key sent is that key's alone.",
    status=202,
    parameters=LIST_PARAMETERS,
    takes_list=True,
    errors=_LIST_ERRORS,
    scope="read",
)
JOBS: Final = Route(
    "GET",
    "/v1/jobs",
    "The jobs of the key that asks, the latest first.",
    Content(schemas=("Jobs",)),
    operation_id="jobs",
    errors=(ForeignOrigin,),
    scope="read",
    is_personal=True,
)
JOB: Final = Route(
    "GET",
    "/v1/jobs/{job}",
    "How far a job is.",
    Content(schemas=("Job",)),
    operation_id="job",
    errors=(ForeignOrigin, UnknownJob),
    scope="read",
)
REMOVE_JOB: Final = Route(
    "DELETE",
    "/v1/jobs/{job}",
    "Cancel a job where it is not done, and remove it with all that it made.",
    Content("", json_type="string"),
    operation_id="removeJob",
    description="It is gone, or will be within a second or two.",
    status=204,
    errors=(ForeignOrigin, UnknownJob),
    scope="read",
)
JOB_RESULT: Final = Route(
    "GET",
    "/v1/jobs/{job}/result",
    "The list with its answers, once the job is done; ranges are honoured.",
    Content("*/*", json_type="string", has_etag=True),
    operation_id="jobResult",
    errors=_FILE_ERRORS,
    scope="read",
)
JOB_REPORT: Final = Route(
    "GET",
    "/v1/jobs/{job}/report",
    "A page of what was done: counts, scores, and rows to check by eye.",
    Content("text/html", json_type="string", has_etag=True),
    operation_id="jobReport",
    errors=_FILE_ERRORS,
    scope="read",
)
JOB_REVIEW: Final = Route(
    "GET",
    "/v1/jobs/{job}/review",
    "The ambiguous questions with their candidates, for somebody to decide.",
    Content("text/csv", json_type="string", has_etag=True),
    operation_id="jobReview",
    errors=_FILE_ERRORS,
    scope="read",
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
    CREATE_JOB,
    JOBS,
    JOB,
    REMOVE_JOB,
    JOB_RESULT,
    JOB_REPORT,
    JOB_REVIEW,
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
_LIST_ROUTES: Final = frozenset((route.method, route.path) for route in ROUTES if route.takes_list)
_PATHS: Final = frozenset(route.path for route in ROUTES if not route.path_parameters)
_PATTERNS: Final = tuple(
    (re.compile(path.replace("{id}", ".*").replace("{job}", "[^/]*")), path)
    for path in dict.fromkeys(route.path for route in ROUTES if route.path_parameters)
)


def body_limit(method: str, path: str) -> int:
    """The bytes that a body may have on a route; 0 where none is taken into memory."""
    return _BODY_LIMITS.get((method, path), 0)


def takes_list(method: str, path: str) -> bool:
    """Whether a route takes a list, which goes to disk."""
    return (method, path) in _LIST_ROUTES


def path_label(path: str) -> str:
    """The path of the table that a request's path belongs to, else `none`.

    It names requests in metrics and logs: IDs would make too many names there, and those of jobs
    are secrets.
    """
    if path in _PATHS:
        return path
    return next((label for pattern, label in _PATTERNS if pattern.fullmatch(path)), "none")
