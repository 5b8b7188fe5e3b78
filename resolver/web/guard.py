"""What goes round every request: its id, its log line, its counters, its headers, its limits."""

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

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BODY_LIMIT: Final = 1 << 20
SOURCE: Final = "resolver.source"
"""Where the app leaves in the WSGI environment which cache answered."""
TEXT: Final = "resolver.text"
"""Where it leaves the asked text."""
ROUTES: Final = frozenset(
    ("/", "/v1/resolve", "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs")
)
REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
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


class Guard:
    """WSGI middleware round the app. It is plain WSGI because every request pays for it.

    Args:
        app: What it goes round.
        settings: CORS, and whether texts are logged.
        metrics: Where requests are counted.
        log: Where each is told in one line, without the asked text.
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
            self._told(environ, status[:3], request_id, time.perf_counter() - begin)
            return start_response(status, headers, *rest)

        return self._app(environ, start)

    def _told(self, environ: WSGIEnvironment, status: str, request_id: str, taken_s: float) -> None:
        method, route = environ["REQUEST_METHOD"], route_of(environ["PATH_INFO"])
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
            "cache": environ.get(SOURCE),
        }
        if self._log_text and TEXT in environ:
            event["text"] = environ[TEXT]
        self._log.request(event)

    def _counters_of(self, route: str, method: str, status: str) -> tuple[Any, Any]:
        """The counter and the timer of a kind of request; their labels are looked up once."""
        named = method if method in _METHODS else "other"
        pair = (
            self._metrics.requests.labels(route, named, status),
            self._metrics.seconds.labels(route),
        )
        if method in _METHODS:
            self._counters[route, method, status] = pair
        return pair


def route_of(path: str) -> str:
    """The route that a path belongs to, for counters and logs; IDs are not part of it."""
    if path in ROUTES:
        return path
    return "/v1/entities/{id}" if path.startswith("/v1/entities/") else "none"


class Bodies:
    """Reads bodies, so many at once.

    The server's read waits for the whole body, however slowly its client sends it. So only so many
    may be on their way; the threads that are left answer everybody else.

    Args:
        places: How many bodies may be on their way at once.
    """

    def __init__(self, places: int) -> None:
        self._places = threading.Semaphore(places)

    def read(self, request: Request) -> bytes:
        """The body of a request that must be JSON.

        Raises:
            WrongMediaType: It is not declared as JSON.
            BodyTooLarge: It is longer than `BODY_LIMIT`.
            BodyCut: Its client hung up before it was whole.
            Overloaded: Too many others are on their way.
        """
        if request.mimetype != "application/json":
            raise WrongMediaType(
                "the body is not declared as JSON", "send Content-Type: application/json"
            )
        length = request.content_length or 0
        if length > BODY_LIMIT:
            raise _too_large()
        if not self._places.acquire(blocking=False):
            raise Overloaded("too many bodies are on their way", "send it again in a second")
        try:
            body: bytes = request.stream.read(BODY_LIMIT + 1)
        except (OSError, ClientDisconnected):
            body = b""
        finally:
            self._places.release()
        if len(body) < length:
            raise BodyCut("the body did not arrive whole", "send it again")
        if len(body) > BODY_LIMIT:
            raise _too_large()
        return body


_METHODS: Final = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"))


def _too_large() -> BodyTooLarge:
    return BodyTooLarge(f"the body is longer than {BODY_LIMIT:,} bytes", "send several requests")


def _cors_headers(environ: WSGIEnvironment, origins: tuple[str, ...]) -> list[tuple[str, str]]:
    origin, everybody = environ.get("HTTP_ORIGIN", ""), "*" in origins
    headers = [("Vary", "Origin")]
    if everybody or origin in origins:
        headers += [
            ("Access-Control-Allow-Origin", "*" if everybody else origin),
            ("Access-Control-Expose-Headers", "ETag, Server-Timing, X-Request-ID"),
        ]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            headers += [
                ("Access-Control-Allow-Methods", "GET, POST"),
                ("Access-Control-Allow-Headers", "Content-Type, X-Request-ID"),
                ("Access-Control-Max-Age", "3600"),
            ]
    return headers
