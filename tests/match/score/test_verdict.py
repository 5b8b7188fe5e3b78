"""Scores compete, and the verdict follows from them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.match.score.verdict import compete, competition, judge

LOG_ODDS = st.lists(st.floats(-800, 800), max_size=20)


@given(LOG_ODDS)
def test_scores_are_probabilities_in_the_order_of_the_odds(log_odds: list[float]) -> None:
    scores = compete(log_odds)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1 + 1e-12
    assert [s for _, s in sorted(zip(log_odds, scores, strict=True))] == sorted(scores)


def test_five_bearers_of_one_name_have_a_fifth_each_less_the_chance_of_a_stranger() -> None:
    assert compete([3.0] * 5) == pytest.approx([math.exp(3) / (1 + 5 * math.exp(3))] * 5)


def test_the_competition_term_leads_from_the_sum_to_the_log_odds_of_the_score() -> None:
    for log_odds in ([2.0, 1.0], [-30.0, 5.0], [9.0], [3.0] * 7):
        score = compete(log_odds)[0]
        total = log_odds[0] + competition(log_odds, 0)
        assert total == pytest.approx(math.log(score / (1 - score)))


@pytest.mark.parametrize(
    ("scores", "options", "verdict"),
    [
        ([], {}, "no_match"),
        ([0.9, 0.05], {}, "match"),
        ([0.84, 0.05], {}, "ambiguous"),
        ([0.3, 0.2], {}, "ambiguous"),
        ([0.3, 0.05], {}, "no_match"),
        ([0.5, 0.4], {"accept": 0.5}, "ambiguous"),
        ([0.5, 0.3], {"accept": 0.5}, "match"),
        ([0.3, 0.2], {"review": 0.6}, "no_match"),
        ([0.9, 0.05], {"accept": 0.95}, "ambiguous"),
    ],
)
def test_the_verdict_follows_from_the_scores(
    scores: list[float], options: dict[str, float], verdict: str
) -> None:
    assert judge(scores, Query("x", **options))[0] == verdict  # type: ignore[arg-type] # numbers alone
