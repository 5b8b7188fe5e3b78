"""What the service counts, as people read it: shares, rates, and what is wrong.

Reach for `Figures` with `Metrics.samples`, which are summed over all processes, and for `wrong` to
say what an operator should look at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from resolver.model.edit import Change

TIERS: Final = {
    "process": "this process had it",
    "shared": "another request was asking the same",
    "redis": "Redis had it",
    "miss": "worked out",
    "bypass": "worked out, past the caches",
}
"""Where an answer came from, in words."""

VERDICTS: Final = {"match": "a match", "ambiguous": "in doubt", "no_match": "nobody we know"}
"""Verdicts in words."""

_WITHIN: Final = 0.95


class Share(NamedTuple):
    """A part of what was counted.

    Args:
        label: What it is.
        number: How many.
        share: The same of all, 0 to 1.
    """

    label: str
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted since the service was started.

    Args:
        requests: Requests that were answered.
        refused: Those of them that got 503 or 429: there was too much.
        within_ms: Milliseconds within which 95 % of them were answered; None where none was, or
            they took longer than is measured.
        failures: Requests that failed through a fault of the service.
        verdicts: Names by verdict.
        tiers: Answers by where they came from.
        workers: Processes that serve.
        queued: Queries that wait.
        stale: Processes that answer from another index than the one they should.
        redis_up: Processes that reach Redis.
        lost: Lines of the log and questions that were lost.
        written: Changes of the table that were written, and those that were refused.
        published: The number of the last change that was put into the index.
    """

    requests: int = 0
    refused: int = 0
    within_ms: float | None = None
    failures: int = 0
    verdicts: list[Share] = field(default_factory=list)
    tiers: list[Share] = field(default_factory=list)
    workers: int = 0
    queued: int = 0
    stale: int = 0
    redis_up: int = 0
    lost: int = 0
    written: tuple[int, int] = (0, 0)
    published: int = 0

    @classmethod
    def of(cls, samples: Iterable[tuple[str, dict[str, str], float]]) -> Figures:
        """The figures of samples."""
        sums: defaultdict[str, float] = defaultdict(float)
        by_label: dict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        labels = {
            "resolver_requests_total": "status",
            "resolver_request_seconds_bucket": "le",
            "resolver_verdicts_total": "verdict",
            "resolver_mentions_total": "verdict",
            "resolver_cache_total": "tier",
            "resolver_changes_total": "outcome",
        }
        for name, given, value in samples:
            sums[name] += value
            if name in labels:
                by_label[name][given[labels[name]]] += value
        statuses, outcomes = by_label["resolver_requests_total"], by_label["resolver_changes_total"]
        named = {
            word: by_label["resolver_verdicts_total"][word]
            + by_label["resolver_mentions_total"][word]
            for word in VERDICTS
        }
        written = outcomes.pop("written", 0.0)
        outcomes.pop("tried", None)
        return cls(
            requests=int(sums["resolver_requests_total"]),
            refused=int(statuses["503"] + statuses["429"]),
            within_ms=_within_ms(by_label["resolver_request_seconds_bucket"]),
            failures=int(sums["resolver_failures_total"]),
            verdicts=_shares(named, VERDICTS),
            tiers=_shares(by_label["resolver_cache_total"], TIERS),
            workers=int(sums["resolver_workers"]),
            queued=int(sums["resolver_queued_queries"]),
            stale=int(sums["resolver_stale"]),
            redis_up=int(sums["resolver_redis_up"]),
            lost=int(sums["resolver_log_lines_lost_total"] + sums["resolver_undecided_lost_total"]),
            written=(int(written), int(sum(outcomes.values()))),
            published=int(sums["resolver_published"]),
        )

    @property
    def hits(self) -> float:
        """The share of answers that were not worked out anew."""
        return sum(each.share for each in self.tiers if each.label in _KEPT)


_KEPT: Final = {TIERS["process"], TIERS["shared"], TIERS["redis"]}


def wrong(figures: Figures, *, has_redis: bool, fallback: str | None) -> list[str]:
    """What an operator should look at, in sentences.

    Args:
        figures: What was counted.
        has_redis: Whether Redis is to be used.
        fallback: Why another index is asked than the one that should be, if so.
    """
    found = []
    if figures.failures:
        found.append(
            f"{_counted(figures.failures, 'request')} failed through a fault; the log has why."
        )
    if figures.stale:
        found.append(
            f"An index is not the current one: that of {_counted(figures.stale, 'process')}."
        )
    if fallback:
        found.append(f"The index before the current one answers: {fallback}.")
    if has_redis and figures.redis_up < figures.workers:
        found.append(f"{figures.redis_up} of {figures.workers} processes reach Redis.")
    if figures.lost:
        found.append(f"Lines of the log or names to be decided were lost: {figures.lost:,}.")
    return found


def per_minute(changes: Sequence[Change], now: datetime) -> tuple[int, int]:
    """How many changes were made in the last minute, and in the last hour.

    Args:
        changes: The latest changes.
        now: The time.
    """
    ages = [now - datetime.fromisoformat(each.at).astimezone(UTC) for each in changes]
    return (
        sum(age <= timedelta(minutes=1) for age in ages),
        sum(age <= timedelta(hours=1) for age in ages),
    )


def age(since: datetime, now: datetime) -> str:
    """How long ago something was, in words."""
    seconds = int((now - since).total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            count = seconds // length
            return f"{count:,} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def _counted(number: int, one: str) -> str:
    many = f"{one}es" if one.endswith("s") else f"{one}s"
    return f"{number:,} {one if number == 1 else many}"


def _shares(counts: dict[str, float], labels: dict[str, str]) -> list[Share]:
    total = sum(counts.get(word, 0.0) for word in labels) or 1.0
    return [
        Share(label, int(counts.get(word, 0.0)), counts.get(word, 0.0) / total)
        for word, label in labels.items()
    ]


def _within_ms(buckets: dict[str, float]) -> float | None:
    """The upper end of the bucket in which the request stands that 95 % are faster than."""
    by_end = sorted((float(end), count) for end, count in buckets.items())
    total = by_end[-1][1] if by_end else 0.0
    for end, count in by_end:
        if total and count >= _WITHIN * total and not math.isinf(end):
            return end * 1000
    return None
