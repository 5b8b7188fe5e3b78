"""Up to which change an answer goes, and answers that have to go up to one.

Every answer that comes from an index says so in `X-Resolver-Through`. A client that sends the
number of its last change back in the same header gets no older answer: the request waits until the
index has that change. What is said is what the index had when work on the answer began, so that an
answer is never older than it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, request

from resolver.errors import BadValue, IndexBehind
from resolver.web.live import Live
from resolver.web.route import MAX_NUMBER, Route
from resolver.web.routes import route_of
from resolver.web.waiting import waited

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

THROUGH: Final = "X-Resolver-Through"
"""The header, of requests and of answers."""

MAX_WAIT_S: Final = 5.0
"""Seconds that a request waits for a change at most."""

THROUGH_PARAMETER: Final[dict[str, Any]] = {
    "name": THROUGH,
    "in": "header",
    "required": False,
    "description": "The number of a change that the answer has to have; it waits, 5 s at most.",
    "schema": {"type": "integer", "minimum": 0, "maximum": MAX_NUMBER},
}
"""The header as a parameter of OpenAPI."""

_ASKED: Final = "HTTP_X_RESOLVER_THROUGH"
_SAID: Final = "resolver.through"
_NUMBER: Final = re.compile("[0-9]{1,16}")


def is_there(environ: WSGIEnvironment, live: Live) -> bool:
    """Whether the index that answers goes as far as a request wants; not where it says nonsense.

    That index is noted as the one up to which the answer goes.
    """
    environ[_SAID] = live.through
    if _ASKED not in environ:
        return True
    asked = _number(environ[_ASKED])
    return asked is not None and asked <= environ[_SAID]


def said(environ: WSGIEnvironment) -> list[tuple[str, str]]:
    """The header of an answer that says how far it goes; none where no index was asked."""
    return [(THROUGH, str(environ[_SAID]))] if _SAID in environ else []


def register(app: Flask, live: Live) -> None:
    """Have the routes that answer from an index wait for it, and say how far it goes."""

    @app.before_request
    def _wait() -> None:
        route = route_of(request.method, request.path)
        if route is not None and _asks_index(route) and not is_there(request.environ, live):
            _wait_for(request.environ, live)

    @app.after_request
    def _say(response: Response) -> Response:
        response.headers.extend(said(request.environ))
        return response


def _asks_index(route: Route) -> bool:
    """Whether the request is answered from an index."""
    with_it = route.of_index_with
    return route.of_index or (with_it is not None and request.args.get(with_it) in ("true", "1"))


def _wait_for(environ: WSGIEnvironment, live: Live) -> None:
    asked: str = environ[_ASKED]
    if _number(asked) is None:
        raise BadValue(
            f"{THROUGH} {asked!r} is not the number of a change",
            "send the number that a write answered, or leave it out",
            field=THROUGH,
        )
    if not waited(environ, "index", lambda: is_there(environ, live), MAX_WAIT_S):
        raise IndexBehind(
            f"the index goes up to change {live.through}, not yet to {asked}",
            "ask again in a second",
        )


def _number(asked: str) -> int | None:
    """The number that a header says; None where it is none that a change can have."""
    if _NUMBER.fullmatch(asked) is None or int(asked) > MAX_NUMBER:
        return None
    return int(asked)
