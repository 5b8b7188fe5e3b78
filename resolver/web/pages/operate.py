"""The page that says how the service is: what `/metrics` and `/readyz` have, made readable.

Figures are summed over all processes that serve, since the service was started. What is said of
the index and of Redis is said by the process that answers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response

from resolver.cache import RedisCache
from resolver.home import Home
from resolver.jobs import Jobs
from resolver.model.edit import MAX_CHANGES
from resolver.store import store_exists
from resolver.telemetry import Metrics
from resolver.web.editor import Editor
from resolver.web.live import Live
from resolver.web.page_routes import OPERATE, OPERATE_NOW
from resolver.web.pages.figures import Figures, age, per_minute, wrong
from resolver.web.pages.frame import Frame


def register(
    app: Flask, frame: Frame, live: Live, editor: Editor, redis: RedisCache | None, metrics: Metrics
) -> None:
    """Serve the page; arguments as of `resolver.web.api.operation`."""
    jobs = Jobs(editor.home)
    counts = _SourceCounts(editor)

    def values() -> dict[str, Any]:
        resolver, now = live(), datetime.now(UTC)
        figures = Figures.of(metrics.samples())
        fallback = None if resolver.fallback is None else resolver.fallback.what
        has_store = store_exists(editor.home)
        return {
            "figures": figures,
            "wrong": wrong(figures, has_redis=redis is not None, fallback=fallback),
            "index": {
                "fingerprint": resolver.fingerprint,
                "entities": resolver.entities,
                "made": age(_made(Home(editor.home), now), now),
                "through": live.through,
                "last": editor.last_change() if has_store else live.through,
                "fallback": fallback,
                "is_current": live.is_current,
            },
            "sources": [
                (each, counts.of(each["name"], resolver.sources)) for each in resolver.sources
            ]
            if has_store
            else [(each, None) for each in resolver.sources],
            "changes": per_minute(editor.journal().changes(newest=True), now)
            if has_store
            else (0, 0),
            "most_changes": MAX_CHANGES,
            "jobs": jobs.count_unfinished(),
            "has_worker": jobs.has_worker(),
            "redis": None if redis is None else redis.up,
            "at": f"{now:%H:%M:%S} UTC",
        }

    @OPERATE.serve(app)
    def operate() -> Response:
        return frame.page("operate.html", title="Operate", **values())

    @OPERATE_NOW.serve(app)
    def operate_now() -> Response:
        return frame.part("operate_now.html", **values())


class _SourceCounts:
    """How many entities each source brings, counted once for sources as they are.

    Args:
        editor: The table, whose store knows it.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._counted: tuple[list[str], dict[str, int]] | None = None

    def of(self, name: str, sources: list[dict[str, Any]]) -> int:
        """Of one source, of all that there are now."""
        digests = [each.get("digest", "") for each in sources]
        counted = self._counted
        if counted is None or counted[0] != digests:
            counted = self._counted = digests, self._editor.opened().store.count_by_source()
        return counted[1].get(name, 0)


def _made(home: Home, now: datetime) -> datetime:
    """When the index that is named was; now, where none is named any more."""
    try:
        return datetime.fromtimestamp(home.current.stat().st_mtime, UTC)
    except FileNotFoundError:
        return now
