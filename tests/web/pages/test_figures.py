"""What is counted is said in shares and rates, and what is wrong in sentences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from resolver.model.edit import Change
from resolver.telemetry import Metrics
from resolver.web.pages.figures import TIERS, Figures, age, per_minute, wrong

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def counted() -> Metrics:
    metrics = Metrics()
    for status, times in (("200", 95), ("503", 3), ("429", 2)):
        metrics.requests.labels("/v1/resolve", "GET", status).inc(times)
    for seconds in [0.004] * 96 + [2.0] * 4:
        metrics.request_seconds.labels("/v1/resolve").observe(seconds)
    metrics.verdicts.labels("match").inc(2)
    metrics.mentions.labels("match").inc(1)
    metrics.verdicts.labels("no_match").inc(1)
    for tier, times in zip(TIERS, (5, 1, 2, 7, 1), strict=True):
        metrics.cache.labels(tier).inc(times)
    metrics.changes.labels("merge", "written").inc(4)
    metrics.changes.labels("merge", "tried").inc(9)
    metrics.changes.labels("merge", "bad_value").inc(2)
    metrics.workers.set(2)
    metrics.queued_queries.set(3)
    metrics.published.set(17)
    return metrics


def test_figures_are_what_was_counted() -> None:
    figures = Figures.of(counted().samples())
    assert (figures.requests, figures.refused, figures.failures) == (100, 5, 0)
    assert figures.within_ms == 5.0
    assert [(each.number, each.share) for each in figures.verdicts] == [
        (3, 0.75),
        (0, 0.0),
        (1, 0.25),
    ]
    assert [each.number for each in figures.tiers] == [5, 1, 2, 7, 1]
    assert figures.hits == 0.5
    assert figures.written == (4, 2)
    assert (figures.workers, figures.queued, figures.published) == (2, 3, 17)


def test_where_nothing_was_counted_nothing_is_shown() -> None:
    figures = Figures.of(Metrics().samples())
    assert (figures.requests, figures.within_ms, figures.hits) == (0, None, 0.0)
    assert {each.share for each in figures.verdicts} == {0.0}
    assert wrong(figures, has_redis=False, fallback=None) == []


def test_requests_that_take_longer_than_is_measured_have_no_figure() -> None:
    metrics = Metrics()
    metrics.request_seconds.labels("/").observe(60)
    assert Figures.of(metrics.samples()).within_ms is None


def test_what_is_wrong_is_said() -> None:
    metrics = counted()
    metrics.failures.inc(1200)
    metrics.stale.set(1)
    metrics.redis_up.set(1)
    metrics.log_lines_lost.inc(2)
    metrics.undecided_lost.inc(3)
    said = wrong(Figures.of(metrics.samples()), has_redis=True, fallback="a file is damaged")
    assert [each.split()[0] for each in said] == ["1,200", "An", "The", "1", "Lines"]
    assert "that of 1 process." in said[1]
    assert "1 of 2 processes reach Redis." in said
    assert "a file is damaged" in said[2]
    assert len(wrong(Figures.of(metrics.samples()), has_redis=False, fallback=None)) == 3


def test_changes_are_counted_by_their_age() -> None:
    ages = [timedelta(seconds=each) for each in (5, 59, 61, 3599, 3601, 90_000)]
    changes = [
        Change(n, f"{NOW - each:%Y-%m-%dT%H:%M:%SZ}", "ann", "set")
        for n, each in enumerate(ages, 1)
    ]
    assert per_minute(changes, NOW) == (2, 4)
    assert per_minute([], NOW) == (0, 0)


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (7200, "2 hours ago"),
        (86_400, "1 day ago"),
        (86_400 * 1500, "1,500 days ago"),
        (-5, "just now"),
    ],
)
def test_an_age_is_said_in_words(seconds: int, says: str) -> None:
    assert age(NOW - timedelta(seconds=seconds), NOW) == says
