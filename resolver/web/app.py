"""The service as a Flask app: what it is made of, top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from flask import Flask

from resolver.access import Keys, Sessions
from resolver.access.rates import Rates
from resolver.cache import (
    MAX_KEPT_BYTES,
    CachedAnnotator,
    CachedResolver,
    Caches,
    Gate,
    Lru,
    RedisCache,
    check_url,
)
from resolver.home import Home
from resolver.jobs import Jobs, queue_of
from resolver.model.wire import Answer
from resolver.settings import Settings
from resolver.telemetry import LogWriter, Metrics, make_log
from resolver.web import access, guard, idempotency, problems, through
from resolver.web.api import (
    annotate,
    changes,
    edits,
    entities,
    jobs,
    key,
    operation,
    reconcile,
    reconcile_draft,
    reconcile_extend,
    reconcile_suggest,
    resolve,
    reviews,
)
from resolver.web.editor import Editor
from resolver.web.front import AtOnce
from resolver.web.live import Live
from resolver.web.narrowed import Narrow
from resolver.web.pages import (
    correcting,
    deciding,
    docs,
    entity,
    fields,
    list_results,
    lists,
    look_up,
    merging,
    operate,
    reconciliation,
    signing_in,
    texts,
    why,
)
from resolver.web.pages.assets import Assets
from resolver.web.pages.frame import Frame
from resolver.web.reconciling import Reconciling, refuse_callbacks
from resolver.web.route import IdConverter
from resolver.web.undecided import KeptUndecided
from resolver.web.uploads import Uploads

_SHARE_OF_TEXTS: Final = 8
"""One of so many bytes of the cache is for texts."""


class Service(NamedTuple):
    """What stands behind an app, as its extension `resolver`.

    Args:
        close: Ends its threads and closes its connections.
        at_once: Which requests it answers at once, waiting for nothing.
        uploads: What takes lists in.
    """

    close: Callable[[], None]
    at_once: AtOnce
    uploads: Uploads


def create_app(settings: Settings) -> Flask:
    """The service on the home of the settings.

    Raises:
        BadValue: The URL of Redis is wrong.
        HomeError: There is no index, it cannot be read, or the file of keys cannot be used.
    """
    if settings.redis_url is not None:
        check_url(settings.redis_url)  # before any thread is started
    keys = Keys(settings.home)
    metrics = Metrics()
    lines = LogWriter(metrics)
    log = make_log(lines)
    live = Live(settings.home, every_s=settings.reload_s, metrics=metrics, log=log)
    redis = _redis(settings, metrics)
    undecided = _undecided(settings, metrics)
    kept_bytes = settings.cache_mb << 20
    of_texts = kept_bytes // _SHARE_OF_TEXTS
    gate = Gate(settings.max_concurrent_queries, settings.max_queued_queries, metrics)
    cached = CachedResolver(
        live,
        Caches(Lru(kept_bytes - of_texts, Answer.memory_bytes), redis),
        gate=gate,
        metrics=metrics,
        answered=None if undecided is None else undecided.note,
    )
    annotated = CachedAnnotator(
        live,
        Caches(Lru(of_texts, Answer.memory_bytes, MAX_KEPT_BYTES), redis),
        gate=gate,
        metrics=metrics,
    )
    sessions = Sessions(settings.home, keys)
    doors = access.Access(
        keys, _rates(settings, redis), read_key=settings.read_key, sessions=sessions
    )
    app = Flask("resolver", static_folder=None)
    app.url_map.merge_slashes = False  # IDs may be URLs
    app.url_map.converters["path"] = IdConverter
    all_jobs = Jobs(settings.home)
    uploads = Uploads(all_jobs, settings, doors)
    editor = Editor(settings, live, metrics, gate)
    app.extensions["resolver"] = Service(
        _closer(live, editor, redis, undecided, lines),
        resolve.at_once_from(live, cached, doors),
        uploads,
    )
    assets = Assets()
    frame = Frame(settings, assets)
    frame.register(app)
    guard.register(app, settings)
    editor.register(app)
    access.register(app, doors)
    frame.register_forms(app)
    through.register(app, live)
    problems.register(app, log, metrics)
    resolve.register(app, live, cached, doors, settings, metrics)
    annotate.register(app, annotated)
    entities.register(app, live)
    edits.register(app, editor)
    changes.register(app, editor)
    reviews.register(app, editor)
    reconciling = Reconciling(live, cached, settings, metrics)
    refuse_callbacks(app, settings)
    reconcile.register(app, reconciling)
    reconcile_extend.register(app, reconciling)
    reconcile_draft.register(app, reconciling)
    reconcile_suggest.register(app, reconciling)
    reconciliation.register(app, reconciling)
    queue = queue_of(settings)
    jobs.register(app, all_jobs, uploads, queue, settings)
    key.register(app)
    operation.register(app, live, editor, redis, metrics)
    assets.register(app)
    signing_in.register(app, frame, keys, sessions, settings)
    look_up.register(app, frame, live, cached)
    why.register(app, frame, live, cached)
    entity.register(app, frame, live, editor)
    forms = correcting.Correcting(frame, editor)
    correcting.register(app, forms)
    fields.register(app, forms)
    merging.register(app, forms, editor)
    work = lists.ListWork(all_jobs, uploads, queue, settings)
    list_results.register(app, frame, work, editor, lists.register(app, frame, work, live))
    deciding.register(app, frame, editor, live, work)
    texts.register(app, frame, live, annotated, editor)
    operate.register(app, frame, live, editor, redis, metrics)
    docs.register(app, frame)
    idempotency.register(app, editor.journal, editor.again)
    app.wsgi_app = Narrow(app.wsgi_app)  # type: ignore[method-assign] # Flask's way
    app.wsgi_app = guard.Guard(app.wsgi_app, settings, metrics, lines)  # type: ignore[method-assign] # Flask's way
    editor.open_soon()
    metrics.workers.set(1)
    return app


def service_of(app: Flask) -> Service:
    """What stands behind an app that `create_app` made."""
    service: Service = app.extensions["resolver"]
    return service


def close_app(app: Flask) -> None:
    """End the threads of an app and close its connections."""
    service_of(app).close()


def _redis(settings: Settings, metrics: Metrics) -> RedisCache | None:
    if settings.redis_url is None:
        return None
    return RedisCache(
        settings.redis_url,
        timeout_s=settings.redis_timeout_s,
        ttl_s=settings.cache_ttl_s,
        metrics=metrics,
    )


def _rates(settings: Settings, redis: RedisCache | None) -> Rates | None:
    if settings.rate_limit is None:
        return None
    if redis is None:
        return Rates(settings.rate_limit)
    return Rates(settings.rate_limit, redis.connections, lambda: redis.up)


def _undecided(settings: Settings, metrics: Metrics) -> KeptUndecided | None:
    if not settings.keep_undecided or not Home(settings.home).store.exists():
        return None
    return KeptUndecided(settings.home, metrics)


def _closer(
    live: Live,
    editor: Editor,
    redis: RedisCache | None,
    undecided: KeptUndecided | None,
    lines: LogWriter,
) -> Callable[[], None]:
    def close() -> None:
        live.close()
        editor.close()
        if undecided is not None:
            undecided.close()
        lines.close()
        if redis is not None:
            redis.close()

    return close
