"""An index asks itself: how its table differs from those that the weights were fitted on.

The questions are names of its own entities as somebody else might write them, three in ten of them
about nobody (`resolver.learn.questions`). They are answered as any question is, and the three
numbers of a `Calibration` are fitted for each profile, so that scores are as often right as they
say; where that does not lower the error, it is left. Names that are the same are left out: what
they say is no matter of the table.

Source: Platt, Probabilistic outputs for support vector machines (1999), with a prior in place of
his smoothed targets, and a slope for competition as in a nested logit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.index.manifest import Calibrated
from resolver.learn.questions import OwnQuestion, own_questions
from resolver.match.pipeline import retrieve
from resolver.match.score.calibration import ACROSS_SCRIPTS, UNCALIBRATED, Calibration
from resolver.match.score.collect import collect_evidence
from resolver.match.score.scoring import weigh
from resolver.match.score.weights import Weights
from resolver.model import Query
from resolver.progress import Advance, no_advance
from resolver.text.words import Words

Array = npt.NDArray[Any]

QUESTIONS: Final = 1_000
"""Questions that a table asks itself at least, where it has a tenth as many entities."""

ENTITIES_PER_QUESTION: Final = 100
"""Entities for which a large table asks itself one question more."""

_MAX_MORE: Final = 1_000
"""Questions more that the largest table asks itself: they take a tenth of its compile at most."""

_QUESTIONS_PER_ENTITY: Final = 10
"""Questions that a small table asks itself for each entity at most."""

MIN_QUESTIONS: Final = 60
"""Questions of a profile from which on it is calibrated."""

_RIDGE: Final = np.array([10.0, 30.0, 30.0])
"""How strongly offset, slope and the logarithm of rivals are drawn to what the weights say."""

_BOUNDS: Final = (np.array([-1.5, 0.7, -0.3]), np.array([1.5, 1.4, 0.5]))
"""The least and the greatest offset, slope and logarithm of rivals: where a table's own questions
want more, they are not like those that people ask."""

_STEP: Final = 1e-3
"""The step of the differences by which slopes are measured."""

_NOT_THERE: Final = -99.0
"""Log-odds of a candidate that is not there."""


class Outcome(NamedTuple):
    """How a question of the table's own went, before candidates compete.

    Args:
        profile: Whose calibration it is for; with `ACROSS_SCRIPTS` behind it where the best
            candidate is in another script.
        log_odds: Of the candidates, the last one standing for all that are not scored in full.
        right: The place of the one that is meant, or None where none of them is.
    """

    profile: str
    log_odds: list[float]
    right: int | None


def questions_for(entities: int) -> int:
    """How many questions a table of so many entities asks itself."""
    more = min(entities // ENTITIES_PER_QUESTION, _MAX_MORE)
    return min(QUESTIONS + more, _QUESTIONS_PER_ENTITY * entities)


def calibrate_own(
    index: Index, weights: Weights, words: Words, advance: Advance = no_advance
) -> dict[str, Calibrated]:
    """The calibration of each profile for which it lowers the error, and what it reaches.

    The same table gives the same numbers.

    Args:
        index: A whole index, of one segment.
        weights: The numbers that it answers with.
        words: What is known of words.
        advance: Called with how many more questions were asked.
    """
    outcomes = []
    for own in own_questions(index, questions_for(index.entities), words):
        outcomes.append(observe(own, index, weights, words))
        advance(1)
    return learnt_of(outcomes)


def learnt_of(outcomes: Iterable[Outcome | None]) -> dict[str, Calibrated]:
    """As `calibrate_own`, from what `observe` returned for each question, in their order."""
    found: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome is not None:
            found[outcome.profile].append(outcome)
    return {
        profile: learnt
        for profile, seen in sorted(found.items())
        if len(seen) >= MIN_QUESTIONS
        and (learnt := calibrated(seen))["error"] < learnt["error_before"]
    }


def observe(own: OwnQuestion, index: Index, weights: Weights, words: Words) -> Outcome | None:
    """How a question went; None where it has no candidate, or one that bears the very name."""
    question = own.question
    candidates = retrieve(question, index)
    if not len(candidates) or candidates.exact.item(0):
        return None
    evidence = collect_evidence(question, candidates, index, weights, words)
    weighed = weigh(question, candidates, evidence, index, weights)
    entities = candidates.entities[weighed.order].tolist()
    tail = weighed.tail
    top = float(tail.max()) if len(tail) else 0.0
    rest = top + math.log(np.exp(tail - top).sum()) if len(tail) else _NOT_THERE
    right = entities.index(own.entity) if own.entity in entities else None
    profile = weighed.profile + ACROSS_SCRIPTS * weighed.across_scripts
    return Outcome(profile, [*weighed.log_odds, rest], right)


def fit(seen: Sequence[Outcome]) -> Calibration:
    """The calibration that makes what was seen likeliest, near to none.

    Newton's method with halved steps, slopes by differences.
    """
    log_odds, right = _stacked(seen)
    values = np.array([0.0, 1.0, 0.0])
    start = values.copy()

    def loss(values: Array) -> float:
        share, nobody = _shares(log_odds, _calibration(values))
        chance = np.where(right < 0, nobody, share[np.arange(len(right)), right])
        return float(-np.log(chance + 1e-9).sum() + (_RIDGE * (values - start) ** 2).sum())

    best = loss(values)
    for _ in range(25):
        gradient, curvature = _slopes(loss, values)
        bends, axes = np.linalg.eigh(curvature)
        step = axes @ (axes.T @ gradient / np.maximum(np.abs(bends), 1e-3))
        for halving in range(12):
            tried = values - step * 0.5**halving
            if (lower := loss(tried)) < best:
                break
        else:
            break
        gained, best, values = best - lower, lower, tried
        if gained < 1e-3:
            break
    return _calibration(values)


def calibrated(seen: Sequence[Outcome]) -> Calibrated:
    """The calibration that is fitted on questions, and what it reaches on them.

    Errors are calibration errors, 0..1; `matched` is the share of the answerable questions that are
    matches by the default thresholds, `precision` the share of matches that are right.
    """
    calibration = fit(seen)
    log_odds, right = _stacked(seen)
    before, share = (_shares(log_odds, each)[0][:, :-1] for each in (UNCALIBRATED, calibration))
    scores = np.sort(share, axis=1)[:, ::-1]
    first_is_right = share.argmax(1) == right
    defaults = Query("any")
    matched = (scores[:, 0] >= defaults.accept) & (scores[:, 0] - scores[:, 1] >= defaults.margin)
    answerable = max(int((right >= 0).sum()), 1)
    precision = round(float(first_is_right[matched].mean()), 4) if matched.any() else None
    return {
        "offset": round(calibration.offset, 4),
        "slope": round(calibration.slope, 4),
        "rivals": round(calibration.rivals, 4),
        "questions": len(seen),
        "error_before": _error(before.max(1), before.argmax(1) == right),
        "error": _error(scores[:, 0], first_is_right),
        "matched": round(float((matched & first_is_right).sum() / answerable), 4),
        "precision": precision,
    }


def _calibration(values: Array) -> Calibration:
    offset, slope, rivals = np.clip(values, *_BOUNDS).tolist()
    return Calibration(offset, slope, math.exp(rivals))


def _stacked(seen: Sequence[Outcome]) -> tuple[Array, Array]:
    """f8[questions, candidates], the tail last, and i8[questions]: the right one, or -1."""
    width = max(len(each.log_odds) for each in seen)
    log_odds = np.full((len(seen), width + 1), _NOT_THERE)
    for row, each in enumerate(seen):
        log_odds[row, : len(each.log_odds) - 1] = each.log_odds[:-1]
        log_odds[row, -1] = each.log_odds[-1]
    return log_odds, np.array([-1 if each.right is None else each.right for each in seen])


def _shares(log_odds: Array, calibration: Calibration) -> tuple[Array, Array]:
    """The scores of candidates and the chance of nobody, as `verdict.contest` has them."""
    there = log_odds > _NOT_THERE
    corrected = np.where(there, calibration.of_many(log_odds), _NOT_THERE)
    top = corrected.max(1, keepdims=True)
    odds = np.exp(calibration.rivals * (corrected - top)) * there
    whole = np.log(odds.sum(1)) / calibration.rivals + top[:, 0]
    nobody = 1 / (1 + np.exp(np.clip(whole, -500, 500)))
    return (1 - nobody)[:, None] * odds / odds.sum(1, keepdims=True), nobody


def _slopes(loss: Callable[[Array], float], values: Array) -> tuple[Array, Array]:
    """The gradient of a loss and its curvature, by central differences."""
    size = len(values)
    steps = _STEP * np.eye(size)
    here = loss(values)
    gradient, curvature = np.zeros(size), np.zeros((size, size))
    for i in range(size):
        up, down = loss(values + steps[i]), loss(values - steps[i])
        gradient[i] = (up - down) / (2 * _STEP)
        curvature[i, i] = (up - 2 * here + down) / _STEP**2
        for k in range(i):
            both = loss(values + steps[i] + steps[k]) - loss(values + steps[i] - steps[k])
            other = loss(values - steps[i] + steps[k]) - loss(values - steps[i] - steps[k])
            curvature[i, k] = curvature[k, i] = (both - other) / (4 * _STEP**2)
    return gradient, curvature


def _error(scores: Array, right: Array) -> float:
    """The mean distance of scores and how often they are right, by tenths of the score."""
    tenth = np.minimum((scores * 10).astype(int), 9)
    apart = [abs(float((scores - right)[tenth == each].sum())) for each in range(10)]
    return round(sum(apart) / len(scores), 4)
