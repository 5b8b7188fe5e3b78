"""Logs, counters and timers; whoever starts a process makes them and passes them on.

A log is structlog's, one JSON object a line on standard error. Metrics are Prometheus's; with
several processes their values live in files of one directory (`PROMETHEUS_MULTIPROC_DIR`, set by
what starts the processes), and each process reports the sum of all.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TextIO, TypeVar

import prometheus_client.values
import structlog
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.values import MultiProcessValue

LOG_EVERY_S: Final = 0.1
"""Seconds between two writes of the log."""

MAX_QUEUED_LINES: Final = 10_000
"""Lines of the log that wait to be written; further ones are lost, and counted."""

LAST_LINES_S: Final = 2.0
"""Seconds that the end of a process waits for the last lines to be written."""

METRICS_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that says where processes keep what they count (prometheus-client)."""

METRICS_TYPE: Final = CONTENT_TYPE_LATEST
"""The media type of `Metrics.text`."""

_TRIES: Final = 5
"""Times that the files of all processes are read, where one of them is not whole yet."""

_PAUSE_S: Final = 0.01
"""Seconds between two of them."""

_BUCKETS_S: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


Read = TypeVar("Read")


class LogWriter:
    """The lines of the log, written by a thread of their own a few times a second.

    A write for each request would make the threads that answer wait for each other, and for the
    disk. A stream that fails or blocks costs lines, which are counted, and nothing else. Lines that
    wait are written when the process ends in an orderly way; those of the last moment are lost when
    it is killed.

    Args:
        metrics: Where lines that were lost are counted.
        stream: Where they go; None for what standard error is when they are written.
    """

    def __init__(self, metrics: Metrics, stream: TextIO | None = None) -> None:
        self._lost = metrics.log_lines_lost
        self._stream = stream
        self._queued: deque[str | tuple[float, dict[str, Any]]] = deque()
        self._closed = threading.Event()
        self._writer = threading.Thread(target=self._write_all, name="log", daemon=True)
        self._writer.start()
        atexit.register(self.close)

    def write(self, text: str) -> None:
        """Queue a text as it is, as a stream takes it."""
        self._queue(text)

    def flush(self) -> None:
        """Nothing: what is queued is written soon."""

    def request(self, event: dict[str, Any]) -> None:
        """Queue a line about a request, stamped with the time of now."""
        self._queue((time.time(), event))

    def close(self) -> None:
        """Write the queued lines, and no more; a stream that blocks is left after a moment."""
        if not self._closed.is_set():
            self._closed.set()
            self._writer.join(LAST_LINES_S)

    def _queue(self, line: str | tuple[float, dict[str, Any]]) -> None:
        if len(self._queued) < MAX_QUEUED_LINES:
            self._queued.append(line)
        else:
            self._lost.inc()

    def _write_all(self) -> None:
        while not self._closed.wait(LOG_EVERY_S):
            self._drain()
        self._drain()

    def _drain(self) -> None:
        lines = []
        while self._queued:
            line = self._queued.popleft()
            lines.append(line if isinstance(line, str) else _request_line(*line))
        if not lines:
            return
        try:
            stream = self._stream or sys.stderr
            stream.write("".join(lines))
            stream.flush()
        except (OSError, ValueError):  # the disk is full, the pipe or the file is closed
            self._lost.inc(len(lines))


def _request_line(at: float, event: dict[str, Any]) -> str:
    stamp = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return _json_line({"timestamp": stamp, "level": "info", "event": "request", **event}) + "\n"


# Made once: there is a line a request.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=str)


def _json_line(event: Any, **_: Any) -> str:
    return _ENCODER.encode(event)


def make_log(stream: TextIO | LogWriter) -> Any:
    """A logger that writes one JSON object a line."""
    return structlog.wrap_logger(
        structlog.PrintLogger(stream),  # type: ignore[arg-type] # it writes and flushes, no more
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(_json_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(20),
        cache_logger_on_first_use=True,
    )


def say(event: str, **fields: Any) -> None:
    """Write an error to standard error at once; where that fails there is nobody to tell."""
    with suppress(OSError, ValueError):
        make_log(sys.stderr).error(event, **fields)


def record(event: str, **fields: Any) -> None:
    """Write to standard error, as `say`, what happened in the usual course of things."""
    with suppress(OSError, ValueError):
        make_log(sys.stderr).info(event, **fields)


class JsonFormatter(logging.Formatter):
    """Makes the lines of libraries that log by the standard library look like ours."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        stamp = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event: dict[str, Any] = {
            "timestamp": stamp,
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name.lstrip("_"),
        }
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return _json_line(event)


def count_under(slot: int) -> None:
    """Count under the number of a worker's slot rather than its process id.

    So the worker that replaces another goes on with its counters, and no files pile up. To be
    called before `Metrics` are made.
    """
    by_slot = MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call] # the library is untyped here
    prometheus_client.values.ValueClass = by_slot


def forget_gauges(slot: int) -> None:
    """Take the gauges of a worker that died out of the sums."""
    mark_process_dead(slot)  # type: ignore[no-untyped-call] # the library is untyped here


class Metrics:
    """Everything that is counted. Names follow Prometheus: seconds, bytes and `_total`."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        counter = partial(Counter, registry=registry)
        of_all = partial(Gauge, registry=registry, multiprocess_mode="livesum")
        self.requests = counter(
            "resolver_requests",
            "Requests answered, by route, method and status.",
            ("route", "method", "status"),
        )
        self.request_seconds = Histogram(
            "resolver_request_seconds",
            "Seconds from a request to its answer, by route.",
            ("route",),
            buckets=_BUCKETS_S,
            registry=registry,
        )
        self.verdicts = counter("resolver_verdicts", "Queries answered, by verdict.", ("verdict",))
        self.mentions = counter(
            "resolver_mentions", "Names in texts that were annotated, by verdict.", ("verdict",)
        )
        self.cache = counter(
            "resolver_cache",
            "Queries and texts by where their answer came from: process, shared, redis, miss or "
            "bypass.",
            ("tier",),
        )
        self.failures = counter(
            "resolver_failures", "Requests that failed through a fault of the service."
        )
        self.redis_errors = counter(
            "resolver_redis_errors",
            "Calls of Redis that failed, and values that were damaged, by reason.",
            ("reason",),
        )
        self.redis_dropped = counter(
            "resolver_redis_dropped",
            "Answers that were not written to Redis: too many waited for that, or it failed.",
        )
        self.redis_up = of_all("resolver_redis_up", "Processes that reach Redis.")
        self.queued_queries = of_all(
            "resolver_queued_queries", "Queries that wait to be worked on."
        )
        self.reloads = counter(
            "resolver_reloads",
            "New indexes that were opened while serving, or refused, and checks that failed.",
            ("result",),
        )
        self.workers = of_all("resolver_workers", "Processes that serve.")
        self.changes = counter(
            "resolver_changes",
            "Changes of the table that were asked for, by operation and what became of it.",
            ("kind", "outcome"),
        )
        self.change_seconds = Histogram(
            "resolver_change_seconds",
            "Seconds until a change was on disk or refused, by operation.",
            ("kind",),
            buckets=_BUCKETS_S,
            registry=registry,
        )
        self.stale = of_all(
            "resolver_stale",
            "Processes that answer from another index than the one that CURRENT names.",
        )
        self.jobs = Gauge(
            "resolver_jobs",
            "Jobs of the home that have not ended, by state: queued or running.",
            ("state",),
            multiprocess_mode="mostrecent",
            registry=registry,
        )
        self.published = Gauge(
            "resolver_published",
            "Number of the last change that the indexer of this service put into the index.",
            multiprocess_mode="mostrecent",
            registry=registry,
        )
        self.log_lines_lost = counter(
            "resolver_log_lines_lost", "Lines of the log that could not be written."
        )
        self.undecided_lost = counter(
            "resolver_undecided_lost",
            "Questions without a match that were not kept: too many waited, or the home could not "
            "be written.",
        )
        self.entities = Gauge(
            "resolver_entities",
            "Entities of the index that answers.",
            multiprocess_mode="livemax",
            registry=registry,
        )

    def text(self) -> bytes:
        """All metrics in Prometheus's text form, summed over all processes."""
        return self._of_all(generate_latest)

    def samples(self) -> list[tuple[str, dict[str, str], float]]:
        """All metrics as names, labels and values, summed over all processes."""
        return self._of_all(
            lambda registry: [
                (each.name, each.labels, each.value)
                for metric in registry.collect()
                for each in metric.samples
            ]
        )

    def _of_all(self, read: Callable[[CollectorRegistry], Read]) -> Read:
        if METRICS_FOLDER not in os.environ:
            return read(self._registry)
        for _ in range(_TRIES):
            with suppress(ValueError, struct.error):  # a process that starts is making its file
                return read(_summed())
            time.sleep(_PAUSE_S)
        return read(_summed())


def _summed() -> CollectorRegistry:
    all_processes = CollectorRegistry()
    MultiProcessCollector(all_processes)  # type: ignore[no-untyped-call] # the library is untyped here
    return all_processes
