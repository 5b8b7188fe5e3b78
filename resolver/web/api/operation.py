"""The routes that operators and their machines ask: health, readiness and metrics."""

from __future__ import annotations

from flask import Flask, Response

from resolver.cache import RedisCache
from resolver.jobs import Jobs
from resolver.store import store_exists
from resolver.telemetry import METRICS_TYPE, Metrics
from resolver.web.editor import Editor
from resolver.web.live import Live
from resolver.web.responses import json_response
from resolver.web.routes import HEALTH, METRICS, READINESS


def register(
    app: Flask, live: Live, editor: Editor, redis: RedisCache | None, metrics: Metrics
) -> None:
    """Serve the three routes.

    Args:
        app: The app.
        live: The index that answers now.
        editor: The table of its home, whose store and jobs are reported too.
        redis: The Redis that is used, if any; reported, never required.
        metrics: What is counted.
    """

    jobs = Jobs(editor.home)

    @HEALTH.serve(app)
    def health() -> Response:
        return json_response({"status": "alive"})

    @READINESS.serve(app)
    def readiness() -> Response:
        return json_response(
            {
                "status": "ready",
                "index": live().fingerprint,
                "entities": live().entities,
                "through": live.through,
                "changes": editor.through,
                "current": live.is_current,
                "store": store_exists(editor.home),
                "redis": None if redis is None else redis.up,
            }
        )

    @METRICS.serve(app)
    def all_metrics() -> Response:
        for state, count in jobs.count_unfinished().items():
            metrics.jobs.labels(state).set(count)
        return Response(metrics.text(), content_type=METRICS_TYPE)
