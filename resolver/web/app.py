"""The service as a Flask app: what it is made of, top to bottom."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from resolver.cache import CachedResolver, Gate, Lru, RedisCache, check_url
from resolver.model.wire import Answer
from resolver.settings import Settings
from resolver.telemetry import Metrics, RequestLog, make_log
from resolver.web import problems
from resolver.web.api import entities, operation, resolve
from resolver.web.guard import BodyReader, Guard
from resolver.web.live import Live
from resolver.web.pages import docs


def create_app(settings: Settings) -> Flask:
    """The service on the home of the settings.

    Raises:
        BadValue: The URL of Redis is wrong.
        HomeError: There is no index, or it cannot be read.
    """
    if settings.redis_url is not None:
        check_url(settings.redis_url)  # before any thread is started
    log, requests, metrics = make_log(), RequestLog(), Metrics()
    live = Live(settings.home, every_s=settings.reload_s, metrics=metrics, log=log)
    redis = _redis(settings, metrics)
    cached = CachedResolver(
        live,
        lru=Lru(settings.cache_mb << 20, Answer.memory_bytes),
        redis=redis,
        gate=Gate(settings.max_concurrent_queries, settings.max_queued_queries, metrics),
        metrics=metrics,
    )
    bodies = BodyReader(settings.max_concurrent_queries + settings.max_queued_queries)

    app = Flask("resolver", static_folder=None)
    app.url_map.merge_slashes = False  # IDs may be URLs
    app.extensions["resolver"] = _closer(live, redis, requests)
    app.wsgi_app = Guard(app.wsgi_app, settings, metrics, requests)  # type: ignore[method-assign] # Flask's way
    problems.register(app, log, metrics)
    resolve.register(app, cached, bodies, metrics)
    entities.register(app, live)
    operation.register(app, live, redis, settings, metrics)
    docs.register(app)
    return app


def close_app(app: Flask) -> None:
    """End the threads of an app and close its connections."""
    app.extensions["resolver"]()


def _redis(settings: Settings, metrics: Metrics) -> RedisCache | None:
    if settings.redis_url is None:
        return None
    return RedisCache(
        settings.redis_url,
        timeout_s=settings.redis_timeout_s,
        ttl_s=settings.cache_ttl_s,
        metrics=metrics,
    )


def _closer(live: Live, redis: RedisCache | None, requests: RequestLog) -> Callable[[], None]:
    def close() -> None:
        live.close()
        requests.close()
        if redis is not None:
            redis.close()

    return close
