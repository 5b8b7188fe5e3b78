"""What goes round every request: its id, log line, counters, headers, and the hosts it may name."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, request

from resolver.errors import UnknownRoute
from resolver.settings import Settings
from resolver.telemetry import LogWriter, Metrics
from resolver.web.access import RATE_HEADERS
from resolver.web.hosts import allowed_hosts, check_host
from resolver.web.reconcile_routes import ROOT as RECONCILE
from resolver.web.routes import METHODS, path_label

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

OWN_HEADERS: Final = "resolver.headers"
"""The key of the WSGI environment under which a view leaves what stands in the place of those."""

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
        self, app: WSGIApplication, settings: Settings, metrics: Metrics, log: LogWriter
    ) -> None:
        self._app = app
        self._origins = settings.cors_origins
        self._reconcile_origins = settings.reconcile_origins
        self._log_text = settings.log_text
        self._metrics = metrics
        self._log = log
        self._counters: dict[tuple[str, str, str], tuple[Any, Any]] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, with all that goes round it."""
        begin = time.perf_counter()
        request_id = environ.get("HTTP_X_REQUEST_ID", "")
        if REQUEST_ID.fullmatch(request_id) is None:
            request_id = f"{random.getrandbits(64):016x}"

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            headers.append(("X-Request-ID", request_id))
            headers.extend(environ.get(OWN_HEADERS, HEADERS))
            headers.extend(environ.get(RATE_HEADERS, ()))
            origins = self._origins
            if environ["PATH_INFO"].startswith(RECONCILE):
                origins = (*origins, *self._reconcile_origins)
            if origins:
                headers.extend(_cors_headers(environ, origins))
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


def register(app: Flask, settings: Settings) -> None:
    """Refuse requests that name a host which is not ours, or a path that only looks like one."""
    hosts = allowed_hosts(settings)

    @app.before_request
    def _refuse() -> None:
        # werkzeug takes several slashes at the beginning for one: rules of a proxy do not.
        if request.environ["PATH_INFO"].startswith("//"):
            raise UnknownRoute("no route begins with two slashes", "see /docs")
        check_host(request.environ, hosts)


def _cors_headers(environ: WSGIEnvironment, origins: tuple[str, ...]) -> list[tuple[str, str]]:
    origin, any_origin = environ.get("HTTP_ORIGIN", ""), "*" in origins
    headers = [("Vary", "Origin")]
    if any_origin or origin in origins:
        headers += [
            ("Access-Control-Allow-Origin", "*" if any_origin else origin),
            (
                "Access-Control-Expose-Headers",
                "Content-Range, ETag, Location, RateLimit, RateLimit-Policy, Retry-After, "
                "Server-Timing, WWW-Authenticate, X-Request-ID, X-Resolver-Through",
            ),
        ]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            headers += [
                ("Access-Control-Allow-Methods", ", ".join(METHODS)),
                (
                    "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
                    "Range, X-Request-ID, X-Resolver-Through",
                ),
                ("Access-Control-Max-Age", "3600"),
            ]
    return headers
