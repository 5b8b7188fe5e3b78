"""The one table of what the service takes and answers.

Reach for this module to add or change a route. The body limits of the guard, the OpenAPI document,
the page of the documentation and the labels of metrics and logs derive from `ROUTES`. A route is
served by the function that `Route.serve` decorates; a test holds that Flask knows these routes and
no others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from resolver.bulk.options import BULK_OPTIONS, QUERY_OPTIONS, BulkOption
from resolver.errors import (
    BodyCut,
    BodyTooLarge,
    ForeignOrigin,
    HomeError,
    IndexBehind,
    InvalidInput,
    JobFailed,
    JobNotDone,
    Overloaded,
    TooManyJobs,
    UnknownEntity,
    UnknownJob,
    WrongMediaType,
    WrongRange,
)
from resolver.model import Option
from resolver.web.edit_routes import EDIT_ROUTES
from resolver.web.reconcile_routes import PAIRS, RECONCILE_ROUTES
from resolver.web.reconcile_routes import ROOT as RECONCILE_ROOT
from resolver.web.requests import MAX_QUERIES, PARAMETERS
from resolver.web.review_routes import REVIEW_ROUTES
from resolver.web.route import Content, RequestBody, Route

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

LIST_PARAMETERS: Final[Mapping[str, Option | BulkOption]] = {
    **{option.name: option for option in BULK_OPTIONS},
    **{option.name: option for option in QUERY_OPTIONS},
}
"""The options of a list, by their names in a URL or a form."""


RESOLVE: Final = Route(
    "GET",
    "/v1/resolve",
    "Resolve one name.",
    Content(schemas=("Decision",), has_etag=True),
    operation_id="resolve",
    parameters=PARAMETERS,
    errors=(InvalidInput, Overloaded, IndexBehind),
    of_index=True,
    scope="read",
)
_ASK_ERRORS: Final = (
    InvalidInput,
    BodyCut,
    BodyTooLarge,
    WrongMediaType,
    Overloaded,
    IndexBehind,
)
RESOLVE_MANY: Final = Route(
    "POST",
    "/v1/resolve",
    f"Resolve one name, or up to {MAX_QUERIES:,}; a bad one spoils no other.",
    Content(schemas=("Decision", "Results"), has_etag=True),
    operation_id="resolveMany",
    description="The answer, or the answers in the order of the queries.",
    body=RequestBody(schemas=("Query", "Batch")),
    errors=_ASK_ERRORS,
    of_index=True,
    scope="read",
)
ANNOTATE: Final = Route(
    "POST",
    "/v1/annotate",
    "Find the names in a text, and say who or what each means there.",
    Content(schemas=("Annotation",), has_etag=True),
    operation_id="annotate",
    description="The names, in the order in which they stand.",
    body=RequestBody(schemas=("Passage",), max_bytes=3 << 20),
    errors=_ASK_ERRORS,
    of_index=True,
    scope="read",
)
ENTITY: Final = Route(
    "GET",
    "/v1/entities/{id}",
    "All that is known of an entity, with its sources and their licences.",
    Content(schemas=("Entity",), has_etag=True),
    operation_id="entity",
    errors=(InvalidInput, UnknownEntity, IndexBehind),
    of_index=True,
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
KEY: Final = Route(
    "GET",
    "/v1/key",
    "What the key that asks may do.",
    Content(schemas=("Key",)),
    operation_id="key",
    scope="read",
    is_personal=True,
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
    ANNOTATE,
    ENTITY,
    *EDIT_ROUTES,
    *REVIEW_ROUTES,
    *RECONCILE_ROUTES,
    CREATE_JOB,
    JOBS,
    JOB,
    REMOVE_JOB,
    JOB_RESULT,
    JOB_REPORT,
    JOB_REVIEW,
    KEY,
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

_PATHS: Final = frozenset(route.path for route in ROUTES if not route.path_parameters)
_PATTERNS: Final = tuple(
    (re.compile(re.sub("{(job|number)}", "[^/]*", path.replace("{id}", ".*"))), path)
    # What has more behind an ID comes first, as for Flask.
    for path in sorted(
        {each.path for each in ROUTES if each.path_parameters}, key=len, reverse=True
    )
)
_NARROWED: Final = tuple(
    (re.compile(f"{RECONCILE_ROOT}{PAIRS}{path.removeprefix(RECONCILE_ROOT)}/?"), path)
    for path in sorted({each.path for each in RECONCILE_ROUTES})
)
_ROUTES: Final[dict[tuple[str, str], Route]] = {
    (route.method, route.path): route for route in ROUTES
}


def route_of(method: str, path: str) -> Route | None:
    """The route that a request asks for, if there is one; HEAD asks for that of GET."""
    method = "GET" if method == "HEAD" else method
    if path in _PATHS:
        return _ROUTES.get((method, path))
    labels = (label for pattern, label in _patterns(path) if pattern.fullmatch(path))
    return next((_ROUTES[method, label] for label in labels if (method, label) in _ROUTES), None)


def body_limit(method: str, path: str) -> int:
    """The bytes that a body may have on a route; 0 where none is taken into memory."""
    route = route_of(method, path)
    return route.body.max_bytes if route is not None and route.body is not None else 0


def takes_list(method: str, path: str) -> bool:
    """Whether a route takes a list, which goes to disk."""
    route = route_of(method, path)
    return route is not None and route.takes_list


def path_label(path: str) -> str:
    """The path of the table that a request's path belongs to, else `none`.

    It names requests in metrics and logs: IDs would make too many names there, and those of jobs
    are secrets.
    """
    if path in _PATHS:
        return path
    return next((label for pattern, label in _patterns(path) if pattern.fullmatch(path)), "none")


def _patterns(path: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of paths with parameters that a path may be of."""
    return _NARROWED if path.startswith(RECONCILE_ROOT + "/") else _PATTERNS
