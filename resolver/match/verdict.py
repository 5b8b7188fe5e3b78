"""Scores that compete, and the verdict that follows.

A candidate's log-odds are the sum of its evidence. Candidates share one unit of probability with
"none of these": score_i = e^x_i / (1 + Σ e^x_j). So the scores sum to less than 1, five bearers of
one name have a fifth each at most, and nothing saturates. The `rivals` term says what the others
cost, so that the terms of a candidate add up to the log-odds of its score.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from resolver.model import Evidence, Query, Verdict


def compete(log_odds: Sequence[float]) -> list[float]:
    """The scores of candidates, from the log-odds of each alone, in the same order."""
    top = max(log_odds, default=0.0)
    scale = max(top, 0.0)
    weights = [math.exp(each - scale) for each in log_odds]
    whole = math.exp(-scale) + sum(weights)
    return [weight / whole for weight in weights]


def rivals(log_odds: Sequence[float], row: int) -> Evidence:
    """What the other candidates, and nobody, cost the one in that row: -log(1 + Σ e^x of them)."""
    others = [0.0, *log_odds[:row], *log_odds[row + 1 :]]
    scale = max(others)
    whole = math.fsum(math.exp(each - scale) for each in others)
    return Evidence("rivals", -scale - math.log(whole))


def judge(scores: Sequence[float], query: Query) -> tuple[Verdict, float]:
    """The verdict and the margin, from the scores of all candidates, the highest first."""
    if not scores:
        return "no_match", 0.0
    margin = scores[0] - (scores[1] if len(scores) > 1 else 0.0)
    if scores[0] >= query.accept and margin >= query.margin:
        return "match", margin
    return "ambiguous" if sum(scores) >= query.review else "no_match", margin
