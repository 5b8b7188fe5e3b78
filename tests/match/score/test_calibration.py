"""What an index has learnt of its table corrects log-odds, and says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from resolver.match.score.calibration import UNCALIBRATED, Calibration, calibration_terms
from resolver.match.score.terms import CALIBRATION
from resolver.match.score.weights import load_weights


def test_log_odds_of_one_or_of_many_are_corrected() -> None:
    calibration = Calibration(1.0, 0.5)
    assert calibration.of(4.0) == 3.0
    assert calibration.of_many(np.array([4.0, -2.0])).tolist() == [3.0, 0.0]


def test_the_term_says_what_was_added() -> None:
    (term,) = calibration_terms(Calibration(1.0, 0.5), 4.0)
    assert term.name == CALIBRATION
    assert term.value == pytest.approx(-1.0)
    assert calibration_terms(UNCALIBRATED, 4.0) == []


def test_names_in_other_scripts_have_their_own_or_the_careful_part() -> None:
    bold, wary = Calibration(1.0, 1.5, 2.0), Calibration(-1.0, 0.8, 2.0)
    own = Calibration(0.5, 1.0, 1.0)
    weights = replace(
        load_weights(),
        calibration={"person": bold, "place": wary, "other": bold, "other across scripts": own},
    )
    assert weights.calibration_of("person", across_scripts=False) == bold
    assert weights.calibration_of("person", across_scripts=True) == UNCALIBRATED
    assert weights.calibration_of("place", across_scripts=True) == Calibration(-1.0, 0.8)
    assert weights.calibration_of("other", across_scripts=True) == own
    assert weights.calibration_of("organization", across_scripts=True) == UNCALIBRATED
