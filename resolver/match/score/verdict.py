"""Scores that compete, and the verdict that follows.

A candidate's log-odds are the sum of its evidence. Candidates share one unit of probability with
"none of these": score_i = e^x_i / (1 + Σ e^x_j). So the scores sum to less than 1, five bearers of
one name have a fifth each at most, and nothing saturates. The term `competition` says what the
others cost, so that the terms of a candidate add up to the log-odds of its score.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from resolver.model import Query, Verdict


def log_sum(log_odds: Sequence[float], others: float = 0.0) -> float:
    """The log-weight of candidates and of all else: log(e^others + Σ e^x)."""
    top = max(others, *log_odds) if log_odds else others
    return top + math.log(math.exp(others - top) + sum([math.exp(x - top) for x in log_odds]))


def compete(log_odds: Sequence[float], others: float = 0.0) -> list[float]:
    """The scores of candidates, in the same order.

    Args:
        log_odds: Of each, from its evidence alone.
        others: Log-weight of all else that may be meant, 0 for nobody alone.
    """
    whole = log_sum(log_odds, others)
    return [math.exp(each - whole) for each in log_odds]


def competition(log_odds: Sequence[float], row: int, others: float = 0.0) -> float:
    """What the rest costs the candidate in that row, in log-odds: -log(e^others + Σ e^x of them).

    Args:
        log_odds: Of all candidates.
        row: The one.
        others: As in `compete`.
    """
    return -log_sum([*log_odds[:row], *log_odds[row + 1 :]], others)


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
