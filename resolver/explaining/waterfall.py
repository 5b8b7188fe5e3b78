"""The evidence of a candidate as a waterfall: where each term's bar begins and ends.

Reach for `waterfall` to show one candidate, for `beside` to show why one goes before another. The
bars of a waterfall stand where the sum of those above them has come to; they end at the log-odds of
the score. Places are shares of the width, 0 to 1.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

from resolver.explaining.labels import MEANINGS, label
from resolver.explaining.letters import Piece, differing
from resolver.explaining.naming import country_name, property_name

SMALL: Final = 0.005
"""Nats below which a term says nothing: it would be shown as 0."""

Evidence = Mapping[str, Any]
"""A term in its wire form: `name`, `value`, `asked`, `known`."""


class Bar(NamedTuple):
    """A term as it is drawn.

    Args:
        label: What it is called.
        meaning: What it says, in a sentence.
        value: Its log-odds.
        start: Where its bar begins on the left.
        width: How wide it is.
        total: Where the sum stands behind it.
        asked: What was asked, letters that differ marked; () where there are none.
        known: The same of the table.
    """

    label: str
    meaning: str
    value: float
    start: float
    width: float
    total: float
    asked: Sequence[Piece]
    known: Sequence[Piece]


class Waterfall(NamedTuple):
    """All terms of a candidate.

    Args:
        bars: One a term, in the order in which they were added up.
        zero: Where neither for nor against is.
        start: Where the bar of what they add up to begins.
        width: How wide it is.
        left_out: How many terms say nothing.
        log_odds: What they add up to.
        score: The same as a probability.
    """

    bars: Sequence[Bar]
    zero: float
    start: float
    width: float
    left_out: int
    log_odds: float
    score: float


class Difference(NamedTuple):
    """A term of two candidates.

    Args:
        label: What it is called.
        meaning: What it says, in a sentence.
        bars: That of the first and that of the second; None of one that does not have the term.
        value: How much it speaks for the first rather than for the second.
    """

    label: str
    meaning: str
    bars: tuple[Bar | None, Bar | None]
    value: float


class Beside(NamedTuple):
    """Two candidates side by side.

    Args:
        differences: What makes the difference, the most first.
        same: What says the same of both.
        zero: Where neither for nor against is; all bars begin there.
        log_odds: What the terms of each add up to.
        scores: The same as probabilities.
    """

    differences: Sequence[Difference]
    same: Sequence[Difference]
    zero: float
    log_odds: tuple[float, float]
    scores: tuple[float, float]


def waterfall(evidence: Sequence[Evidence]) -> Waterfall:
    """The waterfall of a candidate's evidence."""
    shown = [each for each in evidence if abs(each["value"]) >= SMALL]
    values = [each["value"] for each in shown]
    totals = [0.0, *accumulate(values)]
    low, width = _range(totals)
    bars = [
        _bar(each, (min(before, after) - low) / width, abs(after - before) / width, after)
        for each, before, after in zip(shown, totals, totals[1:], strict=False)
    ]
    return Waterfall(
        bars,
        zero=-low / width,
        start=(min(totals[-1], 0.0) - low) / width,
        width=abs(totals[-1]) / width,
        left_out=len(evidence) - len(shown),
        log_odds=_total(evidence),
        score=probability(_total(evidence)),
    )


def beside(one: Sequence[Evidence], other: Sequence[Evidence]) -> Beside:
    """Two candidates' evidence, terms of the same name about the same part of the text together."""
    values = [each["value"] for each in (*one, *other)]
    low, width = _range([0.0, *values])

    def bar(each: Evidence | None) -> Bar | None:
        if each is None:
            return None
        value = each["value"]
        return _bar(each, (min(value, 0.0) - low) / width, abs(value) / width, value)

    rows = [
        Difference(
            label(name),
            MEANINGS.get(name, ""),
            (bar(left), bar(right)),
            _value(left) - _value(right),
        )
        for name, left, right in _pairs(one, other)
        if max(abs(_value(left)), abs(_value(right))) >= SMALL
    ]
    rows.sort(key=lambda row: -abs(row.value))
    totals = _total(one), _total(other)
    return Beside(
        [row for row in rows if abs(row.value) >= SMALL],
        [row for row in rows if abs(row.value) < SMALL],
        -low / width,
        totals,
        (probability(totals[0]), probability(totals[1])),
    )


def probability(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-log_odds))


def _pairs(
    one: Sequence[Evidence], other: Sequence[Evidence]
) -> list[tuple[str, Evidence | None, Evidence | None]]:
    """Names of terms, with those that say something of the same: as the first has them first."""
    several = {
        name
        for side in (one, other)
        for name, count in Counter(each["name"] for each in side).items()
        if count > 1
    }

    def about(each: Evidence) -> tuple[str, str | None]:
        name = each["name"]
        return name, each["asked"] if name in several else None

    waiting: dict[tuple[str, str | None], list[Evidence]] = defaultdict(list)
    for each in other:
        waiting[about(each)].append(each)
    pairs: list[tuple[str, Evidence | None, Evidence | None]] = []
    for each in one:
        found = waiting[about(each)]
        pairs.append((each["name"], each, found.pop(0) if found else None))
    left = [each for found in waiting.values() for each in found]
    return pairs + [(each["name"], None, each) for each in left]


def _bar(each: Evidence, start: float, width: float, total: float) -> Bar:
    name = each["name"]
    asked, known = _texts(*(_in_words(name, each[side]) for side in ("asked", "known")))
    return Bar(
        label(name), MEANINGS.get(name, ""), each["value"], start, width, total, asked, known
    )


def _texts(asked: str | None, known: str | None) -> tuple[Sequence[Piece], Sequence[Piece]]:
    if asked and known:
        return differing(asked, known)
    return _whole(asked), _whole(known)


def _in_words(name: str, text: str | None) -> str | None:
    """A text that was compared; a fact is `country=IR` there."""
    if text is None or "fact" not in name or "=" not in text:
        return text
    key, _, value = text.partition("=")
    return country_name(value) if key == "country" else f"{property_name(key)}: {value}"


def _whole(text: str | None) -> Sequence[Piece]:
    return (Piece(text, False),) if text else ()


def _range(places: Sequence[float]) -> tuple[float, float]:
    """The lowest place, and how far the highest is from it; zero is among the places."""
    low, high = min(places), max(places)
    return low, (high - low) or 1.0


def _total(evidence: Sequence[Evidence]) -> float:
    return sum(float(each["value"]) for each in evidence)


def _value(each: Evidence | None) -> float:
    return 0.0 if each is None else float(each["value"])
