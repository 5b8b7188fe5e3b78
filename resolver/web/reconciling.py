"""What the routes of reconciliation share: which service is asked, its questions, its responses."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from typing import Any, Final

from flask import Flask, Response, request

from resolver.cache import CachedResolver
from resolver.engine import Resolver
from resolver.errors import BadValue
from resolver.model import Query
from resolver.model.wire import Answer
from resolver.reconcile.manifest import About
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import types_of
from resolver.settings import Settings
from resolver.telemetry import Metrics
from resolver.web import guard
from resolver.web.live import Live
from resolver.web.narrowed import scope_of_request
from resolver.web.reconcile_routes import ROOT
from resolver.web.requests import check_characters
from resolver.web.responses import json_response

CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$.]{0,63}", re.ASCII)
"""The names of functions that an answer may be wrapped in (JSONP)."""

DEADLINE_S: Final = 10.0
"""Seconds that a batch may take; clients wait longer, and ask again where it is refused."""

_UNTIL: Final = "resolver.reconcile_until"
"""The key of the WSGI environment that holds when a batch has to be answered, by the clock."""

JAVASCRIPT: Final = "application/javascript"


class Reconciling:
    """The table as a reconciliation service, for the routes.

    Args:
        live: The index that answers now.
        cached: What answers questions.
        settings: What the service says of itself.
        metrics: Where verdicts are counted.
    """

    def __init__(
        self, live: Live, cached: CachedResolver, settings: Settings, metrics: Metrics
    ) -> None:
        self._metrics = metrics
        self._live = live
        self._cached = cached
        self._settings = settings
        self.about = About(
            settings.reconcile_name,
            settings.reconcile_logo,
            settings.identifier_space,
            settings.read_key,
        )
        """What the operator says of it."""

    @property
    def resolver(self) -> Resolver:
        """The resolver on the index that answers now."""
        return self._live()

    def scope(self) -> Scope:
        """The service that the request asks; raises UnknownRoute where there is none such."""
        resolver = self._live()
        return scope_of_request(self._settings, resolver, types_of(resolver))

    def ask(self, queries: Sequence[Query]) -> list[dict[str, Any]]:
        """The decisions about some questions, in order, in their wire form with the evidence.

        What a request asks further, once it has asked, is of the service alone: only the first are
        counted, and left for somebody to decide.

        Raises:
            Overloaded: They cannot all be answered in `DEADLINE_S` since the request first asked.
        """
        is_further = _UNTIL in request.environ
        answers = self._answers(queries, is_typed=is_further)
        for each in () if is_further else answers:
            self._metrics.verdicts.labels(each.verdict).inc()
        return [json.loads(each.body.content) for each in answers]

    def ask_batch(self, queries: Sequence[Query]) -> list[dict[str, Any]]:
        """As `ask`; raises TooManyQueries where their texts are too long together."""
        check_characters(queries)
        return self.ask(queries)

    def ask_typed(self, queries: Sequence[Query]) -> list[dict[str, Any]]:
        """As `ask`, about what somebody is still typing: nobody has to decide it later."""
        return [json.loads(each.body.content) for each in self._answers(queries, is_typed=True)]

    def _answers(self, queries: Sequence[Query], *, is_typed: bool = False) -> list[Answer]:
        until = request.environ.setdefault(_UNTIL, time.monotonic() + DEADLINE_S)
        request.environ.setdefault(guard.TEXT, [each.text for each in queries])
        bypass = "no-store" in request.headers.get("Cache-Control", "").lower()
        answers = self._cached.answers(
            [(each, True) for each in queries],
            bypass=bypass,
            deadline_s=until - time.monotonic(),
            is_typed=is_typed,
        )
        return [each.answer for each in answers]


def refuse_callbacks(app: Flask, settings: Settings) -> None:
    """Take no callback where settings say which web pages may read: a script does not say whose."""
    if "*" in (*settings.reconcile_origins, *settings.cors_origins):
        return

    @app.before_request
    def _refuse() -> None:
        if request.path.startswith(ROOT) and "callback" in request.args:
            raise BadValue(
                "callback is not taken here: a script of any web page could read the answer",
                "ask for JSON, or let any page read by RESOLVER_RECONCILE_ORIGINS=*",
                field="callback",
            )


def respond(value: dict[str, Any]) -> Response:
    """A JSON object; as a call of a function where the client asks for that (JSONP).

    Raises:
        BadValue: The function has a name that none has.
    """
    callback = request.args.get("callback")
    if callback is None:
        return _json_response(value)
    if CALLBACK.fullmatch(callback) is None:
        raise BadValue(
            "callback is no name of a function",
            "give letters, digits, _, $ and dots, 64 at most",
            field="callback",
        )
    text = _json_response(value).get_data(as_text=True)
    # Two line ends that JSON allows in a text, and older scripts do not.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    response = Response(f"/**/{callback}({text});", content_type=f"{JAVASCRIPT}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _json_response(value: dict[str, Any]) -> Response:
    """A JSON object, with half a surrogate pair escaped as the client wrote it in a key."""
    try:
        return json_response(value)
    except UnicodeEncodeError:
        return json_response(value, escaped=True)
