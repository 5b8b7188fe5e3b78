"""The service as a Flask app, read top to bottom: what it is made of, then its routes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from resolver.cache import Answered, CachedResolver, Lru, RedisCache
from resolver.cache.resolving import Gate
from resolver.errors import ResolverError
from resolver.home import Home
from resolver.model.wire import Body, render
from resolver.settings import Settings
from resolver.telemetry import METRICS_TYPE, Metrics, RequestLog, make_log
from resolver.web import guard, openapi, pages, problems
from resolver.web.live import Live
from resolver.web.requests import Asked, from_body, from_url

JSON: Final = "application/json"
CACHED: Final = "private, no-cache"
"""A client may keep an answer, and asks with its tag whether it still holds."""


def create_app(settings: Settings) -> Flask:
    """The service on the home of the settings.

    Raises:
        HomeError: There is no index, or it cannot be read.
    """
    log, requests, metrics = make_log(), RequestLog(), Metrics()
    live = Live(settings.home, every_s=settings.reload_s, metrics=metrics, log=log)
    redis = _redis(settings, metrics)
    resolving = CachedResolver(
        live,
        lru=Lru(settings.cache_entries),
        redis=redis,
        gate=Gate(settings.max_concurrent_queries, settings.max_queued_queries, metrics),
        metrics=metrics,
    )
    app = Flask("resolver", static_folder=None)
    app.url_map.merge_slashes = False  # IDs may be URLs
    app.extensions["resolver"] = _closer(live, redis, requests)
    app.wsgi_app = guard.Guard(app.wsgi_app, settings, metrics, requests)  # type: ignore[method-assign] # Flask's way
    problems.register(app, log, metrics)
    bodies = guard.Bodies(settings.max_concurrent_queries + settings.max_queued_queries)
    _add_resolve(app, resolving, bodies, metrics)
    _add_entities(app, live)
    _add_operation(app, live, redis, settings, metrics)
    _add_pages(app)
    return app


def close_app(app: Flask) -> None:
    """End the threads of an app and let go of its connections."""
    app.extensions["resolver"]()


def _add_resolve(
    app: Flask, resolving: CachedResolver, bodies: guard.Bodies, metrics: Metrics
) -> None:
    verdicts = {word: metrics.verdicts.labels(word) for word in ("match", "ambiguous", "no_match")}

    @app.get("/v1/resolve")
    def resolve() -> Response:
        asked = from_url(request.query_string)
        request.environ[guard.TEXT] = asked.query.text
        begin = time.perf_counter()
        answered = resolving.answer(asked.query, bypass=_bypass())
        verdicts[answered.answer.decision.verdict].inc()
        return _answer_response(answered, asked.explain, begin)

    @app.post("/v1/resolve")
    def resolve_posted() -> Response:
        asked = from_body(bodies.read(request))
        begin = time.perf_counter()
        if isinstance(asked, Asked):
            request.environ[guard.TEXT] = asked.query.text
            answered = resolving.answer(asked.query, bypass=_bypass())
            verdicts[answered.answer.decision.verdict].inc()
            return _answer_response(answered, asked.explain, begin)
        good = [each for each in asked if isinstance(each, Asked)]
        request.environ[guard.TEXT] = [each.query.text for each in good]
        answers = resolving.answers([each.query for each in good], bypass=_bypass())
        for each in answers:
            verdicts[each.answer.decision.verdict].inc()
        return _batch_response(asked, answers, begin)


def _add_entities(app: Flask, live: Live) -> None:
    @app.get("/v1/entities/<path:entity_id>")
    def entity(entity_id: str) -> Response:
        return _body_response(render(live().entity(entity_id)))


def _add_operation(
    app: Flask, live: Live, redis: RedisCache | None, settings: Settings, metrics: Metrics
) -> None:
    @app.get("/healthz")
    def alive() -> Response:
        return _json_response({"status": "alive"})

    @app.get("/readyz")
    def ready() -> Response:
        return _json_response(
            {
                "status": "ready",
                "index": live().fingerprint,
                "entities": live().entities,
                "store": Home(settings.home).store.exists(),
                "redis": None if redis is None else redis.up,
            }
        )

    @app.get("/metrics")
    def all_metrics() -> Response:
        return Response(metrics.text(), content_type=METRICS_TYPE)


def _add_pages(app: Flask) -> None:
    document = render(openapi.document())
    page = pages.docs_page(openapi.document()).encode()

    @app.get("/openapi.json")
    def described() -> Response:
        return _body_response(document)

    @app.get("/docs")
    def docs() -> Response:
        return Response(page, content_type="text/html; charset=utf-8")

    @app.get("/")
    def root() -> AnyResponse:
        return redirect("/docs", 303)


def _redis(settings: Settings, metrics: Metrics) -> RedisCache | None:
    if settings.redis_url is None:
        return None
    return RedisCache(
        settings.redis_url,
        timeout_s=settings.redis_timeout_s,
        ttl_s=settings.cache_ttl_s,
        metrics=metrics,
    )


def _closer(live: Live, redis: RedisCache | None, log: RequestLog) -> Callable[[], None]:
    def close() -> None:
        live.close()
        log.close()
        if redis is not None:
            redis.close()

    return close


def _bypass() -> bool:
    """Whether the client wants neither our caches nor its own (RFC 9111, `no-store`)."""
    return "no-store" in request.environ.get("HTTP_CACHE_CONTROL", "")


def _answer_response(answered: Answered, explain: bool, begin: float) -> Response:
    request.environ[guard.SOURCE] = answered.source
    timing = ("Server-Timing", _timing([answered.source], begin))
    return _body_response(answered.answer.body(explain=explain), timing)


def _batch_response(
    asked: list[Asked | ResolverError], answers: list[Answered], begin: float
) -> Response:
    """The bodies of the answers put together, a problem in the place of each bad query."""
    rest = iter(answers)
    parts = [
        next(rest).answer.body(explain=each.explain).content
        if isinstance(each, Asked)
        else b'{"error":'
        + json.dumps(problems.to_problem(each), ensure_ascii=False).encode()
        + b"}"
        for each in asked
    ]
    response = Response(b'{"results":[' + b",".join(parts) + b"]}", content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Server-Timing"] = _timing([each.source for each in answers], begin)
    return response


def _timing(sources: list[Any], begin: float) -> str:
    """`hit` where every answer was kept, `miss` where one had to be worked out."""
    word = "bypass" if "bypass" in sources else "miss" if "miss" in sources else "hit"
    taken_ms = (time.perf_counter() - begin) * 1000
    tier = f', tier;desc="{sources[0]}"' if len(sources) == 1 else ""
    return f'cache;desc="{word}"{tier}, resolve;dur={taken_ms:.3f}'


def _json_response(value: dict[str, Any]) -> Response:
    response = Response(render(value).content, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


def _body_response(body: Body, *headers: tuple[str, str]) -> Response:
    """The body, or 304 where the client has it."""
    there = request.environ.get("HTTP_IF_NONE_MATCH") == body.etag
    return Response(
        b"" if there else body.content,
        304 if there else 200,
        [("ETag", body.etag), ("Cache-Control", CACHED), *headers],
        content_type=JSON,
    )
