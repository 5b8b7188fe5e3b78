"""The routes `/v1/resolve`: names to decisions, one by GET, one or many by POST."""

from __future__ import annotations

import time

from flask import Flask, Response, request

from resolver.cache import CachedResolver
from resolver.telemetry import Metrics
from resolver.web import guard
from resolver.web.guard import BodyReader
from resolver.web.requests import Batch, ResolveRequest, from_body, from_url
from resolver.web.responses import answer_response, batch_response
from resolver.web.routes import RESOLVE, RESOLVE_MANY


def register(app: Flask, resolver: CachedResolver, bodies: BodyReader, metrics: Metrics) -> None:
    """Serve both routes.

    Args:
        app: The app.
        resolver: What answers.
        bodies: Reads the bodies of POST.
        metrics: Where verdicts are counted.
    """
    verdicts = {word: metrics.verdicts.labels(word) for word in ("match", "ambiguous", "no_match")}

    def answer_one(asked: ResolveRequest) -> Response:
        query, explain = asked
        request.environ[guard.TEXT] = query.text
        begin = time.perf_counter()
        cached = resolver.answer(query, explain=explain, bypass=_bypass())
        verdicts[cached.answer.verdict].inc()
        return answer_response(cached, begin=begin)

    def answer_batch(batch: Batch) -> Response:
        request.environ[guard.TEXT] = [each.query.text for each in batch.requests]
        begin = time.perf_counter()
        answers = resolver.answers(batch.requests, bypass=_bypass())
        for each in answers:
            verdicts[each.answer.verdict].inc()
        return batch_response(batch, answers, begin=begin)

    @RESOLVE.serve(app)
    def resolve() -> Response:
        return answer_one(from_url(request.query_string))

    @RESOLVE_MANY.serve(app)
    def resolve_many() -> Response:
        batch = from_body(bodies.read(request, RESOLVE_MANY))
        return answer_one(batch.requests[0]) if batch.is_single else answer_batch(batch)


def _bypass() -> bool:
    """Whether the client wants neither our caches nor its own (RFC 9111, `no-store`)."""
    return "no-store" in request.environ.get("HTTP_CACHE_CONTROL", "")
