"""Weights are fitted on labels, and stay what they mean."""

from __future__ import annotations

import numpy as np
import pytest

from resolver.learn.calibrate import fitted, observe_pair
from resolver.match.score.comparison import pair_terms
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.weights import PROFILES, load_weights, values_for
from resolver.text.sound import load_encoder
from resolver.text.words import load_words

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
    weights = values_for(load_weights().compare, "person")
    seen = observe_pair(name, other, "person", same, WORDS, load_encoder())
    values = np.array([weights[each] for each in WEIGHTS])
    first, second = sorted((name, other), key=lambda text: (len(text), text))
    terms = pair_terms(first, second, "person", WORDS, load_encoder(), weights)
    assert float(((seen.agreeing + seen.rest) @ values)[0]) == pytest.approx(
        sum(term.value for term in terms)
    )


def test_fitted_weights_keep_their_signs() -> None:
    before = load_weights().compare
    observed = [
        observe_pair(
            name, other, "person", not same, WORDS, load_encoder()
        )  # the labels are wrong on purpose
        for name, other, same in PAIRS
        for _ in range(20)
    ]
    after = fitted(observed, before, "compare")
    for profile in PROFILES:
        for key, weight in WEIGHTS.items():
            if not weight.either_sign:
                assert after[profile][key] * before["other"][key] >= 0
