"""What an index has learnt of its table corrects log-odds, and says so."""

from __future__ import annotations

import numpy as np
import pytest

from resolver.match.score.calibration import UNCALIBRATED, Calibration, calibration_terms
from resolver.match.score.terms import CALIBRATION


def test_log_odds_of_one_or_of_many_are_corrected() -> None:
    calibration = Calibration(1.0, 0.5)
    assert calibration.of(4.0) == 3.0
    assert calibration.of(np.array([4.0, -2.0])).tolist() == [3.0, 0.0]


def test_the_term_says_what_was_added() -> None:
    (term,) = calibration_terms(Calibration(1.0, 0.5), 4.0)
    assert term.name == CALIBRATION
    assert term.value == pytest.approx(-1.0)
    assert calibration_terms(UNCALIBRATED, 4.0) == []
