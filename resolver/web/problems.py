"""Every error over HTTP: `application/problem+json` (RFC 9457) with its code, or a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from resolver.errors import (
    AmbiguousEntity,
    BadRequest,
    BodyCut,
    BodyTooLarge,
    EntityMoved,
    HomeBusy,
    IndexBehind,
    InvalidInput,
    KeyNeeded,
    Overloaded,
    ResolverError,
    TooManyJobs,
    TooManyRequests,
    UnknownRoute,
    WrongMethod,
    WrongRange,
)
from resolver.telemetry import Metrics

MEDIA_TYPE: Final = "application/problem+json"
"""The media type of every error."""

AS_PAGE: Final = "resolver.as_page"
"""The key of the WSGI environment with what makes an error a page, where the request is for one."""

RETRY_AFTER_S: Final = 1
"""Seconds after which a refused client should try again."""


JOBS_AFTER_S: Final = 30
"""Seconds after which one should try again that was refused because many jobs are not done."""


def to_problem(error: ResolverError) -> dict[str, Any]:
    """The JSON of an error: `title` says what is wrong, `detail` what to do, `field` where."""
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": _sayable(error.what),
        "status": error.status,
        "code": error.code,
    }
    if error.remedy:
        problem["detail"] = _sayable(error.remedy)
    if isinstance(error, InvalidInput) and error.field:
        problem["field"] = _sayable(error.field)
    if isinstance(error, AmbiguousEntity):
        problem["candidates"] = error.candidates
    if isinstance(error, EntityMoved):
        problem["survivor"] = error.survivor
    return problem


def register(app: Flask, log: Any, metrics: Metrics) -> None:
    """Make every error of the app a problem; those that nobody foresaw are logged and counted."""

    @app.errorhandler(ResolverError)
    def _ours(error: ResolverError) -> Response:
        return respond(error)

    @app.errorhandler(HTTPException)
    def _foreign(error: HTTPException) -> Response:
        response = respond(_translated(error))
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response

    @app.errorhandler(Exception)
    def _unforeseen(error: Exception) -> Response:
        metrics.failures.inc()
        log.error("failure", exc_info=error, error=type(error).__name__)
        return respond(
            ResolverError("something went wrong in the service", "it was logged; try again")
        )


def respond(error: ResolverError) -> Response:
    """An error as a response: a page where the request is for one, else a problem."""
    as_page: Callable[[ResolverError], Response] | None = request.environ.get(AS_PAGE)
    response = _problem(error) if as_page is None else as_page(error)
    response.headers["Cache-Control"] = "no-store"
    if isinstance(error, Overloaded | HomeBusy | IndexBehind):
        later = JOBS_AFTER_S if isinstance(error, TooManyJobs) else RETRY_AFTER_S
        response.headers["Retry-After"] = str(later)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.after_s)
    if isinstance(error, KeyNeeded):
        response.headers["WWW-Authenticate"] = _challenge(error)
    if isinstance(error, WrongRange):
        response.headers["Content-Range"] = f"bytes */{error.size}"
    return response


def _problem(error: ResolverError) -> Response:
    body = json.dumps(to_problem(error), ensure_ascii=False).encode()
    return Response(body, error.status, content_type=MEDIA_TYPE)


def _challenge(error: KeyNeeded) -> str:
    """Which key a client should send (RFC 6750, 3)."""
    why = "" if error.reason is None else f', error="{error.reason}"'
    return f'Bearer realm="resolver"{why}, scope="{error.scope}"'


def _sayable(text: str) -> str:
    """A text that UTF-8 can carry: half a surrogate pair, as JSON may escape it, is written out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _translated(error: HTTPException) -> ResolverError:
    if isinstance(error, RequestEntityTooLarge):
        return BodyTooLarge("the body is longer than this route takes", "send several requests")
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return WrongMethod("this route does not take that method", f"it takes {allowed}")
    if error.code == 404:
        return UnknownRoute("no route has that path", "see /docs")
    if error.code == 408:
        return BodyCut("the body did not arrive whole", "send it again")
    why = (error.name or "bad request").lower()
    return BadRequest(f"the request cannot be answered: {why}", "see /docs")
