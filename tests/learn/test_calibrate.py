"""Weights are fitted on labels, and stay what they mean."""

from __future__ import annotations

import numpy as np
import pytest

from resolver.learn.calibrate import FREE, fitted, observe_pair
from resolver.match.score.comparison import weigh_pair
from resolver.match.score.weights import KINDS, NAMES, load_weights, of_kind
from resolver.text.names import load_words
from resolver.text.sound import load_sound

WORDS = load_words()
PAIRS = (
    ("SMITH, John", "SMYTH, John", True),
    ("Abdul Rahman Omar", "Abdulrahman Omar", True),
    ("SMITH, John", "JONES, Mary", False),
    ("Fund 5", "Fund 8", False),
    ("W. Schuler", "Robert Zahn", False),
)


@pytest.mark.parametrize(("name", "other", "same"), PAIRS)
def test_amounts_times_weights_are_the_evidence(name: str, other: str, same: bool) -> None:
    weights = of_kind(load_weights().compare, "person")
    seen = observe_pair(name, other, "person", same, WORDS, load_sound())
    values = np.array([weights[each] for each in NAMES])
    first, second = sorted((name, other), key=lambda text: (len(text), text))
    terms = weigh_pair(first, second, "person", WORDS, load_sound(), weights)
    assert float(((seen.agreeing + seen.rest) @ values)[0]) == pytest.approx(
        sum(term[1] for term in terms)
    )


def test_fitted_weights_keep_their_signs() -> None:
    before = load_weights().compare
    observed = [
        observe_pair(
            name, other, "person", not same, WORDS, load_sound()
        )  # the labels are wrong on purpose
        for name, other, same in PAIRS
        for _ in range(20)
    ]
    after = fitted(observed, before)
    for kind in KINDS:
        for name in NAMES:
            if name not in FREE:
                assert after[kind][name] * before["other"][name] >= 0
