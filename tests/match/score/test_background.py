"""The background is what the also-rans reach."""

from __future__ import annotations

import pytest

from resolver.index import Index
from resolver.match.score.background import MIN_NATS, TYPICAL_NATS, background_nats
from tests.match.score.test_scoring import candidates, ranking_of


@pytest.mark.parametrize(
    ("log_odds", "nats"),
    [
        ([], 0.0),
        ([3.0], 0.0),  # nobody else is there: nothing is known of the background
        ([3.0, 2.0], 0.0),
        ([3.0, 2.0, *[TYPICAL_NATS] * 4], 0.0),
        ([3.0, 2.0, 1.0, 1.0, 1.0, 1.0], 1.0 - TYPICAL_NATS),
        ([3.0, 2.0, 1.0], (1.0 - TYPICAL_NATS) / 4),
        ([3.0, 2.0, *[-400.0] * 4], MIN_NATS - TYPICAL_NATS),
        ([3.0, 2.0, *[TYPICAL_NATS] * 4, 2.0], 0.0),  # the seventh does not count
    ],
)
def test_the_third_to_the_sixth_are_the_background(log_odds: list[float], nats: float) -> None:
    assert background_nats(log_odds) == pytest.approx(nats)


def test_a_candidate_that_stands_out_is_likelier_than_one_among_its_like(
    small_index: Index,
) -> None:
    found = candidates(*[0.9] * 6)
    alone = ranking_of(small_index, found, 0.0, *[-11.0] * 5)[0][1]
    among_its_like = ranking_of(small_index, found, 0.0, -11.0, *[-1.5] * 4)[0][1]
    assert alone > among_its_like + 0.2
