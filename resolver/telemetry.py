"""Logs, counters and timers; whoever starts a process makes them and passes them on.

A log is structlog's, one JSON object a line on standard error. Metrics are Prometheus's; with
several processes their values live in files of one directory (`PROMETHEUS_MULTIPROC_DIR`, set by
what starts the processes), and each process reports the sum of all.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import threading
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import structlog
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

LOG_EVERY_S: Final = 0.1
"""Seconds between two writes of the lines about requests."""

METRICS_TYPE: Final = CONTENT_TYPE_LATEST
"""The media type of `Metrics.text`."""

_BUCKETS_S: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


def make_log(stream: TextIO | None = None) -> Any:
    """A logger that writes one JSON object a line."""
    return structlog.wrap_logger(
        structlog.PrintLogger(stream or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            structlog.processors.JSONRenderer(
                lambda event, **_: json.dumps(event, ensure_ascii=False, default=str)
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(20),
        cache_logger_on_first_use=True,
    )


class RequestLog:
    """The lines about requests, written by a thread of their own a few times a second.

    A write for each request would make the threads that answer wait for each other. Lines that
    are queued are written when the process ends in an orderly way; those of the last moment are
    lost when it is killed.

    Args:
        stream: Where they go; None for what standard error is when they are written.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._queued: deque[tuple[float, dict[str, Any]]] = deque()
        self._closed = threading.Event()
        self._writer = threading.Thread(target=self._write, name="request-log", daemon=True)
        self._writer.start()
        atexit.register(self.close)

    def request(self, event: dict[str, Any]) -> None:
        """Queue a line about a request, stamped with the time of now."""
        self._queued.append((time.time(), event))

    def close(self) -> None:
        """Write the queued lines, and no more."""
        if not self._closed.is_set():
            self._closed.set()
            self._writer.join()

    def _write(self) -> None:
        while not self._closed.wait(LOG_EVERY_S):
            self._drain()
        self._drain()

    def _drain(self) -> None:
        lines = []
        while self._queued:
            at, event = self._queued.popleft()
            stamp = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
            line = {"timestamp": stamp, "level": "info", "event": "request", **event}
            lines.append(json.dumps(line, ensure_ascii=False) + "\n")
        if lines:
            stream = self._stream or sys.stderr
            stream.write("".join(lines))
            stream.flush()


class Metrics:
    """Everything that is counted. Names follow Prometheus: seconds, bytes and `_total`."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.requests = Counter(
            "resolver_requests",
            "Requests answered, by route, method and status.",
            ("route", "method", "status"),
            registry=registry,
        )
        self.request_seconds = Histogram(
            "resolver_request_seconds",
            "Seconds from a request to its answer, by route.",
            ("route",),
            buckets=_BUCKETS_S,
            registry=registry,
        )
        self.verdicts = Counter(
            "resolver_verdicts", "Queries answered, by verdict.", ("verdict",), registry=registry
        )
        self.cache = Counter(
            "resolver_cache",
            "Queries by where their answer came from: process, shared, redis, miss or bypass.",
            ("tier",),
            registry=registry,
        )
        self.failures = Counter(
            "resolver_failures",
            "Requests that failed through a fault of the service.",
            registry=registry,
        )
        self.redis_errors = Counter(
            "resolver_redis_errors",
            "Calls of Redis that failed, and values that were damaged, by reason.",
            ("reason",),
            registry=registry,
        )
        self.redis_up = Gauge(
            "resolver_redis_up",
            "Processes that reach Redis.",
            multiprocess_mode="livesum",
            registry=registry,
        )
        self.queued_queries = Gauge(
            "resolver_queued_queries",
            "Queries that wait to be worked on.",
            multiprocess_mode="livesum",
            registry=registry,
        )
        self.reloads = Counter(
            "resolver_reloads",
            "New indexes that were opened while serving, or refused.",
            ("result",),
            registry=registry,
        )
        self.entities = Gauge(
            "resolver_entities",
            "Entities of the index that answers.",
            multiprocess_mode="livemax",
            registry=registry,
        )

    def text(self) -> bytes:
        """All metrics in Prometheus's text form, summed over all processes."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry)
        all_processes = CollectorRegistry()
        MultiProcessCollector(all_processes)  # type: ignore[no-untyped-call] # the library is untyped here
        return generate_latest(all_processes)
