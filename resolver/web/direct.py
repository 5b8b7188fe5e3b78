"""The way of a single query past Flask, which takes longer than all else about a cached answer.

Reach for this module to change what is answered that way: a GET of `/v1/resolve` that needs no more
than its answer. Whatever goes wrong is left to Flask, whose view raises it, so that errors have one
form; so are conditional requests, HEAD, and hosts that are not ours.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from resolver.cache import CachedAnswer
from resolver.web.access import Access
from resolver.web.hosts import is_allowed
from resolver.web.requests import ResolveRequest, from_url
from resolver.web.responses import answer_headers
from resolver.web.route import JSON
from resolver.web.routes import RESOLVE
from resolver.web.through import said

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FAILED: Final = "resolver.failed"
"""The key of the WSGI environment under which the view finds the error that it is to raise."""

FOUND: Final = "resolver.found"
"""The key of the WSGI environment that holds the answer which the event loop found in the cache."""

Ask = Callable[["WSGIEnvironment", ResolveRequest], CachedAnswer]
"""Answers a query of a request."""


class Direct:
    """WSGI middleware that answers what it can, and leaves the rest to the app.

    Args:
        app: The WSGI application of Flask.
        ask: What answers queries.
        hosts: The hosts that a request may name; None for any.
        access: What decides who may ask.
        is_there: Whether the index goes as far as a request wants (`through`).
    """

    def __init__(
        self,
        app: WSGIApplication,
        ask: Ask,
        hosts: frozenset[str] | None,
        access: Access,
        is_there: Callable[[WSGIEnvironment], bool],
    ) -> None:
        self._app = app
        self._ask = ask
        self._hosts = hosts
        self._access = access
        self._is_there = is_there

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if self._takes(environ):
            begin = time.perf_counter()
            try:
                self._access.admit(environ, RESOLVE)
                cached = self._ask(environ, from_url(environ["QUERY_STRING"].encode("latin-1")))
            except Exception as error:  # whatever it is: the app makes a problem of it
                environ[FAILED] = error
            else:
                content = cached.answer.body.content
                headers = answer_headers(cached, begin=begin)
                headers += [("Content-Type", JSON), ("Content-Length", str(len(content)))]
                headers += said(environ)
                start_response("200 OK", headers)
                return (content,)
        return self._app(environ, start_response)

    def _takes(self, environ: WSGIEnvironment) -> bool:
        return (
            environ["PATH_INFO"] == RESOLVE.path
            and environ["REQUEST_METHOD"] == "GET"
            and "HTTP_IF_NONE_MATCH" not in environ
            and "HTTP_UPGRADE" not in environ
            and is_allowed(environ.get("HTTP_HOST", ""), self._hosts)
            and (FOUND in environ or self._is_there(environ))
        )
