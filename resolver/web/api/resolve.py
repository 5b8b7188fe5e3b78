"""The routes `/v1/resolve`: names to decisions, one by GET, one or many by POST."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from resolver.cache import CachedAnswer, CachedResolver
from resolver.errors import ResolverError
from resolver.settings import Settings
from resolver.telemetry import Metrics
from resolver.web import guard
from resolver.web.access import Access
from resolver.web.bodies import read_body
from resolver.web.direct import FAILED, FOUND, Direct
from resolver.web.front import AtOnce
from resolver.web.hosts import allowed_hosts
from resolver.web.live import Live
from resolver.web.requests import (
    MAX_KEPT_BYTES,
    Batch,
    ResolveRequest,
    from_body,
    from_url,
    is_bypass,
)
from resolver.web.responses import answer_response, batch_response
from resolver.web.routes import HEALTH, READINESS, RESOLVE, RESOLVE_MANY
from resolver.web.through import is_there

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def register(
    app: Flask,
    live: Live,
    resolver: CachedResolver,
    access: Access,
    settings: Settings,
    metrics: Metrics,
) -> None:
    """Serve both routes, and answer most of the first before Flask (`direct`).

    Args:
        app: The app.
        live: The index that answers now.
        resolver: What answers from it.
        access: What decides who may ask.
        settings: The hosts that are answered.
        metrics: Where verdicts are counted.
    """
    # Bodies one after the other: more at a time take no less, and ten times their size in memory.
    reading = threading.Lock()
    verdicts = {word: metrics.verdicts.labels(word) for word in ("match", "ambiguous", "no_match")}

    def ask(environ: WSGIEnvironment, asked: ResolveRequest) -> CachedAnswer:
        query, explain = asked
        environ[guard.TEXT] = query.text
        cached: CachedAnswer = environ.get(FOUND) or resolver.answer(
            query, explain=explain, bypass=is_bypass(environ)
        )
        environ[guard.TIER] = cached.tier
        verdicts[cached.answer.verdict].inc()
        return cached

    def answer_one(asked: ResolveRequest) -> Response:
        begin = time.perf_counter()
        return answer_response(ask(request.environ, asked), begin=begin)

    def answer_batch(batch: Batch) -> Response:
        request.environ[guard.TEXT] = [each.query.text for each in batch.requests]
        begin = time.perf_counter()
        answers = resolver.answers(batch.requests, bypass=is_bypass(request.environ))
        for each in answers:
            verdicts[each.answer.verdict].inc()
        return batch_response(batch, answers, begin=begin)

    @RESOLVE.serve(app)
    def resolve() -> Response:
        failed: Exception | None = request.environ.pop(FAILED, None)
        if failed is not None:
            raise failed
        return answer_one(from_url(request.query_string))

    @RESOLVE_MANY.serve(app)
    def resolve_many() -> Response:
        with reading:
            batch = from_body(read_body(request, RESOLVE_MANY))
        return answer_one(batch.requests[0]) if batch.is_single else answer_batch(batch)

    there = partial(is_there, live=live)
    app.wsgi_app = Direct(app.wsgi_app, ask, allowed_hosts(settings), access, there)  # type: ignore[method-assign] # Flask's way


def at_once_from(live: Live, resolver: CachedResolver, access: Access) -> AtOnce:
    """Which requests are answered at once: health, and what the cache of the process has."""
    quick = (HEALTH.path, READINESS.path)
    waits = access.waits

    def at_once(environ: WSGIEnvironment) -> bool:
        if environ["REQUEST_METHOD"] != "GET":
            return False
        if environ["PATH_INFO"] != RESOLVE.path:
            return environ["PATH_INFO"] in quick
        query_string = environ["QUERY_STRING"].encode("latin-1")
        if waits or len(query_string) > MAX_KEPT_BYTES or is_bypass(environ):
            return False
        try:
            query, explain = from_url(query_string)
        except ResolverError:
            return True  # that it is wrong is said at once, too
        # How far the index goes is noted before the cache is asked, which is for a later one then.
        found = resolver.cached(query, explain=explain) if is_there(environ, live) else None
        if found is not None:
            environ[FOUND] = found
        return found is not None

    return at_once
