"""Logs are one JSON object a line; metrics have names and labels that Prometheus takes."""

from __future__ import annotations

import io
import json

from resolver.telemetry import Metrics, RequestLog, make_log


def test_a_log_line_is_one_json_object() -> None:
    stream = io.StringIO()
    make_log(stream).info("index opened", index="abc", text="زاهدی")
    (line,) = stream.getvalue().splitlines()
    event = json.loads(line)
    assert (event["event"], event["level"], event["index"]) == ("index opened", "info", "abc")
    assert "زاهدی" in line


def test_queued_lines_are_written_when_a_log_is_closed() -> None:
    stream = io.StringIO()
    log = RequestLog(stream)
    for number in range(3):
        log.request({"id": str(number), "status": 200})
    log.close()
    log.close()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["id"] for line in lines] == ["0", "1", "2"]
    assert {(line["event"], line["level"]) for line in lines} == {("request", "info")}


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


def test_two_sets_of_metrics_count_apart() -> None:
    one, two = Metrics(), Metrics()
    one.failures.inc()
    assert "resolver_failures_total 1.0" in one.text().decode()
    assert "resolver_failures_total 0.0" in two.text().decode()
