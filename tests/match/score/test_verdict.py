"""Scores compete, and the verdict follows from them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.match.score.verdict import contest, judge, odds_of_known

LOG_ODDS = st.lists(st.floats(-500, 500), min_size=1, max_size=20)
RIVALS = st.floats(0.5, 3)


def scores(log_odds: list[float], rivals: float = 1.0) -> list[float]:
    """The scores of candidates that are all scored in full."""
    shared = contest(log_odds, None, rivals)
    return [shared.score(each) for each in log_odds]


@given(LOG_ODDS, RIVALS)
def test_scores_are_probabilities_in_the_order_of_the_odds(
    log_odds: list[float], rivals: float
) -> None:
    found = scores(log_odds, rivals)
    assert all(0 <= score <= 1 for score in found)
    assert sum(found) <= 1 + 1e-9
    assert [s for _, s in sorted(zip(log_odds, found, strict=True))] == sorted(found)


def test_five_bearers_of_one_name_have_a_fifth_each_less_the_chance_of_a_stranger() -> None:
    assert scores([3.0] * 5) == pytest.approx([math.exp(3) / (1 + 5 * math.exp(3))] * 5)


def test_the_tail_is_scored_as_those_before_it() -> None:
    shared = contest([2.0], np.array([1.0, 0.5]))
    assert [shared.score(2.0), *shared.scores(np.array([1.0, 0.5]))] == pytest.approx(
        scores([2.0, 1.0, 0.5])
    )


def test_dearer_rivals_leave_the_chance_of_a_stranger_and_part_the_candidates() -> None:
    alone, together = scores([2.0, 1.0], 1.0), scores([2.0, 1.0], 2.0)
    assert together[0] / together[1] > alone[0] / alone[1]
    assert scores([2.0], 2.0) == pytest.approx(scores([2.0], 1.0))


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=9), RIVALS)
def test_the_competition_term_leads_from_the_sum_to_the_log_odds_of_the_score(
    log_odds: list[float], rivals: float
) -> None:
    shared = contest(log_odds, None, rivals)
    for each in log_odds:
        total = each + shared.competition(each)
        assert 1 / (1 + math.exp(-total)) == pytest.approx(shared.score(each), abs=1e-12)


@pytest.mark.parametrize(
    ("scores", "options", "verdict"),
    [
        ([], {}, "no_match"),
        ([0.9, 0.05], {}, "match"),
        ([0.69, 0.05], {}, "ambiguous"),
        ([0.3, 0.2], {}, "ambiguous"),
        ([0.2, 0.05], {}, "no_match"),
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


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_the_odds_of_nobody_are_moved_by_how_many_are_known(known: float) -> None:
    shift = odds_of_known(known)
    odds = known / (1 - known) if known > 1e-300 else 0
    assert math.exp(shift) == pytest.approx(odds / (0.7 / 0.3), rel=1e-6, abs=1e-290)
    assert odds_of_known(0.7) == 0


def test_scores_fall_with_the_share_of_known_ones_for_all_alike() -> None:
    (usual, few) = scores([3.0, 1.0]), scores([each + odds_of_known(0.01) for each in (3.0, 1.0)])
    assert few[0] < usual[0]
    assert few[0] / few[1] == pytest.approx(usual[0] / usual[1])
