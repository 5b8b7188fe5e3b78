"""What goes round every request: its id, log line, counters, headers, body limits."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import Request
from werkzeug.exceptions import ClientDisconnected

from resolver.errors import BodyCut, BodyTooLarge, Overloaded, WrongMediaType
from resolver.settings import Settings
from resolver.telemetry import Metrics, RequestLog
from resolver.web.routes import METHODS, Route, path_label

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TIER: Final = "resolver.tier"
"""The key of the WSGI environment under which a view leaves the tier that answered."""

TEXT: Final = "resolver.text"
"""The key of the WSGI environment under which a view leaves the text of the query."""

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
"""The request ids that are taken from a client."""

HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'",
    ),
)
"""The headers of every response."""

_LABELLED_METHODS: Final = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"))
"""The methods that metrics name; all others are one, so that nobody can make labels at will."""


class Guard:
    """WSGI middleware round the app. It is plain WSGI because every request pays for it.

    Args:
        app: The WSGI application that it goes round.
        settings: The origins of CORS, and whether texts are logged.
        metrics: Where requests are counted.
        log: Where each request is one line, without the text of its query.
    """

    def __init__(
        self, app: WSGIApplication, settings: Settings, metrics: Metrics, log: RequestLog
    ) -> None:
        self._app = app
        self._origins = settings.cors_origins
        self._log_text = settings.log_text
        self._metrics = metrics
        self._log = log
        self._counters: dict[tuple[str, str, str], tuple[Any, Any]] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, with all that goes round it."""
        begin = time.perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else os.urandom(8).hex()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            headers.append(("X-Request-ID", request_id))
            headers.extend(HEADERS)
            if self._origins:
                headers.extend(_cors_headers(environ, self._origins))
            self._log_request(environ, status[:3], request_id, time.perf_counter() - begin)
            return start_response(status, headers, *rest)

        return self._app(environ, start)

    def _log_request(
        self, environ: WSGIEnvironment, status: str, request_id: str, taken_s: float
    ) -> None:
        method, route = environ["REQUEST_METHOD"], path_label(environ["PATH_INFO"])
        counter, timer = self._counters.get((route, method, status)) or self._counters_of(
            route, method, status
        )
        counter.inc()
        timer.observe(taken_s)
        event = {
            "id": request_id,
            "method": method,
            "route": route,
            "status": int(status),
            "ms": round(taken_s * 1000, 3),
            "cache": environ.get(TIER),
        }
        if self._log_text and TEXT in environ:
            event["text"] = environ[TEXT]
        self._log.request(event)

    def _counters_of(self, route: str, method: str, status: str) -> tuple[Any, Any]:
        """The counter and the timer of requests with these labels, made once."""
        label = method if method in _LABELLED_METHODS else "other"
        pair = (
            self._metrics.requests.labels(route, label, status),
            self._metrics.request_seconds.labels(route),
        )
        if label == method:
            self._counters[route, method, status] = pair
        return pair


class BodyReader:
    """Reads bodies, a bounded number at once.

    The server's read waits for the whole body, however slowly its client sends it. Only so many
    threads may wait for that; the others answer all other requests.

    Args:
        max_concurrent: How many bodies may be on their way at once.
    """

    def __init__(self, max_concurrent: int) -> None:
        self._slots = threading.Semaphore(max_concurrent)

    def read(self, request: Request, route: Route) -> bytes:
        """The body of a request, within the limits of a route that takes one.

        Raises:
            WrongMediaType: It is not declared as what the route takes.
            BodyTooLarge: It is longer than the route takes.
            BodyCut: Its client hung up before it was whole.
            Overloaded: Too many others are on their way.
        """
        limits = route.body
        if limits is None:
            raise ValueError(f"{route.method} {route.path} takes no body")
        if request.mimetype != limits.media_type:
            raise WrongMediaType(
                "the body is not declared as JSON", f"send Content-Type: {limits.media_type}"
            )
        length = request.content_length or 0
        if length > limits.max_bytes:
            raise _too_large(limits.max_bytes)
        body = self._receive(request, limits.max_bytes + 1)
        if len(body) < length:
            raise BodyCut("the body did not arrive whole", "send it again")
        if len(body) > limits.max_bytes:
            raise _too_large(limits.max_bytes)
        return body

    def _receive(self, request: Request, max_bytes: int) -> bytes:
        """What arrives of a body; nothing where its client hung up."""
        if not self._slots.acquire(blocking=False):
            raise Overloaded("too many bodies are on their way", "send it again in a second")
        try:
            body: bytes = request.stream.read(max_bytes)
        except (OSError, ClientDisconnected):
            return b""
        else:
            return body
        finally:
            self._slots.release()


def _too_large(max_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(f"the body is longer than {max_bytes:,} bytes", "send several requests")


def _cors_headers(environ: WSGIEnvironment, origins: tuple[str, ...]) -> list[tuple[str, str]]:
    origin, any_origin = environ.get("HTTP_ORIGIN", ""), "*" in origins
    headers = [("Vary", "Origin")]
    if any_origin or origin in origins:
        headers += [
            ("Access-Control-Allow-Origin", "*" if any_origin else origin),
            ("Access-Control-Expose-Headers", "ETag, Server-Timing, X-Request-ID"),
        ]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            headers += [
                ("Access-Control-Allow-Methods", ", ".join(METHODS)),
                ("Access-Control-Allow-Headers", "Content-Type, X-Request-ID"),
                ("Access-Control-Max-Age", "3600"),
            ]
    return headers
