"""Scores that compete, and the verdict that follows.

A candidate's log-odds are the sum of its evidence. Candidates share one unit of probability with
"none of these": score_i = e^x_i / (1 + Σ e^x_j). So the scores sum to less than 1, five bearers of
one name have a fifth each at most, and nothing saturates. The term `competition` says what the
others cost, so that the terms of a candidate add up to the log-odds of its score.

How dear rivals are differs from table to table: with `rivals` above 1, candidates compete more
with each other than with nobody. Source: the nested logit with one nest (McFadden, Modelling the
choice of residential location, 1978), of which the sum above is the case of 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.model import Query, Verdict
from resolver.model.query import USUALLY_KNOWN

Array = npt.NDArray[Any]


class Contest(NamedTuple):
    """What candidates share.

    Args:
        whole: Log-weight of all candidates together; nobody's is 0.
        nobody: What the chance of nobody costs each of them, in nats.
        rivals: How much more they compete with each other than with nobody, above 0.
    """

    whole: float
    nobody: float
    rivals: float

    def scores(self, log_odds: Array) -> Array:
        """The scores (f8) of candidates by their log-odds (f8), from their evidence alone."""
        behind = self.rivals * np.maximum(self.whole - log_odds, 0.0)
        scores: Array = np.exp(-behind - self.nobody)
        return scores

    def score(self, log_odds: float) -> float:
        """The same of one."""
        return math.exp(-self._lost(log_odds))

    def competition(self, log_odds: float) -> float:
        """What the others cost it: the log-odds of its score less its own."""
        lost = self._lost(log_odds)
        if not lost:  # so sure that no number tells it from certain
            return 0.0
        return -lost - math.log(-math.expm1(-lost)) - log_odds

    def _lost(self, log_odds: float) -> float:
        """Minus the logarithm of a score."""
        return self.rivals * max(self.whole - log_odds, 0.0) + self.nobody


def contest(log_odds: Sequence[float], tail: Array | None = None, rivals: float = 1.0) -> Contest:
    """The contest of candidates.

    Args:
        log_odds: Of each candidate that is scored in full, from its evidence alone, best first.
        tail: Of the others (f8).
        rivals: How much more they compete with each other than with nobody.
    """
    weights = [rivals * each for each in log_odds]
    if tail is not None and len(tail):
        top = float(tail.max())
        weights.append(rivals * top + math.log(np.exp(rivals * (tail - top)).sum()))
    whole = _log_sum(weights) / rivals
    return Contest(whole, _softplus(-whole), rivals)


def _log_sum(logs: Sequence[float]) -> float:
    """log(Σ e^x); of none, -inf."""
    top = max(logs, default=-math.inf)
    return top + math.log(sum([math.exp(x - top) for x in logs])) if top > -math.inf else top


def _softplus(x: float) -> float:
    """log(1 + e^x)."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def odds_of_known(known: float) -> float:
    """What each candidate gains against nobody, in log-odds: 0 for the usual share.

    Args:
        known: The share of questions whose entity is in the table, above 0 and below 1.
    """
    return _logit(known) - _logit(USUALLY_KNOWN)


def _logit(share: float) -> float:
    return math.log(share) - math.log1p(-share)


def judge(scores: Sequence[float], query: Query, others: float = 0.0) -> tuple[Verdict, float]:
    """The verdict and the margin.

    Args:
        scores: Of candidates, the highest first.
        query: Has the thresholds.
        others: Sum of the scores of candidates that are not in `scores`, each lower than the last.
    """
    if not scores:
        return "no_match", 0.0
    margin = scores[0] - (scores[1] if len(scores) > 1 else 0.0)
    if scores[0] >= query.accept and margin >= query.margin:
        return "match", margin
    return "ambiguous" if sum(scores) + others >= query.review else "no_match", margin
