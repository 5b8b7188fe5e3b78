"""Logs are one JSON object a line; metrics have names and labels that Prometheus takes."""

from __future__ import annotations

import io
import json
import logging
import os
import resource
from contextlib import suppress
from pathlib import Path

from resolver.telemetry import MAX_QUEUED_LINES, JsonFormatter, LogWriter, Metrics, make_log
from tests.conftest import wait_for


def test_a_log_line_is_one_json_object() -> None:
    stream = io.StringIO()
    make_log(stream).info("index opened", index="abc", text="زاهدی")
    (line,) = stream.getvalue().splitlines()
    event = json.loads(line)
    assert (event["event"], event["level"], event["index"]) == ("index opened", "info", "abc")
    assert "زاهدی" in line


def test_queued_lines_are_written_when_a_log_is_closed() -> None:
    stream = io.StringIO()
    log = LogWriter(Metrics(), stream)
    for number in range(3):
        log.request({"id": str(number), "status": 200})
    log.close()
    log.close()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["id"] for line in lines] == ["0", "1", "2"]
    assert {(line["event"], line["level"]) for line in lines} == {("request", "info")}


def lost(metrics: Metrics) -> float:
    lines = metrics.text().decode().splitlines()
    (line,) = [each for each in lines if each.startswith("resolver_log_lines_lost_total")]
    return float(line.split()[-1])


def test_the_log_goes_on_after_its_stream_failed(tmp_path: Path) -> None:
    metrics, path = Metrics(), tmp_path / "log"
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    with path.open("w") as stream:
        log = LogWriter(metrics, stream)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, limit[1]))  # as on a full disk
            log.request({"id": "lost"})
            wait_for(lambda: lost(metrics) == 1)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        make_log(log).error("said")
        wait_for(lambda: "said" in path.read_text())
        log.close()
    assert lost(metrics) == 1


def test_a_stream_that_blocks_holds_a_bounded_number_of_lines() -> None:
    metrics = Metrics()
    read, write = os.pipe()
    blocking = os.fdopen(write, "w")
    log = LogWriter(metrics, blocking)
    make_log(log).error("x" * 100_000)  # more than a pipe holds
    wait_for(lambda: not log._queued)
    for _ in range(MAX_QUEUED_LINES + 50):
        log.request({})
    assert (len(log._queued), lost(metrics)) == (MAX_QUEUED_LINES, 50)
    os.close(read)  # now writing fails
    log.close()
    with suppress(BrokenPipeError):
        blocking.close()


def test_the_lines_of_libraries_are_json_too() -> None:
    record = logging.makeLogRecord({"name": "_granian", "msg": "gone: %s", "args": ("x",)})
    event = json.loads(JsonFormatter().format(record))
    assert (event["event"], event["logger"]) == ("gone: x", "granian")


def test_metrics_are_named_after_what_they_count() -> None:
    metrics = Metrics()
    metrics.cache.labels("process").inc()
    metrics.queued_queries.set(2)
    metrics.redis_errors.labels("timeout").inc()
    lines = metrics.text().decode().splitlines()
    for line in (
        'resolver_cache_total{tier="process"} 1.0',
        "resolver_queued_queries 2.0",
        'resolver_redis_errors_total{reason="timeout"} 1.0',
    ):
        assert line in lines


def test_metrics_are_given_as_values_too() -> None:
    metrics = Metrics()
    metrics.cache.labels("redis").inc(3)
    assert ("resolver_cache_total", {"tier": "redis"}, 3.0) in metrics.samples()
    as_text = [
        line.partition(" ")[0].partition("{")[0]
        for line in metrics.text().decode().splitlines()
        if not line.startswith("#")
    ]
    assert sorted(name for name, *_ in metrics.samples()) == sorted(as_text)


def test_two_sets_of_metrics_count_apart() -> None:
    one, two = Metrics(), Metrics()
    one.failures.inc()
    assert "resolver_failures_total 1.0" in one.text().decode()
    assert "resolver_failures_total 0.0" in two.text().decode()
