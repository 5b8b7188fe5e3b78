"""What an index has learnt of its own table: three numbers a profile.

The weights of evidence are fitted on other tables than the one that is asked. An index asks itself
questions when it is compiled (`resolver.learn.self_calibration`) and keeps how its answers differ
from what the weights say: by a constant, by a factor, and in what rivals cost.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy.typing as npt

from resolver.match.score.terms import CALIBRATION, Term


class Calibration(NamedTuple):
    """How log-odds are corrected.

    Args:
        offset: Nats that are added.
        slope: The factor of what the evidence says, above 0.
        rivals: How much more candidates compete with each other than with nobody, above 0.
    """

    offset: float = 0.0
    slope: float = 1.0
    rivals: float = 1.0

    def careful(self) -> Calibration:
        """What of it holds for names in other scripts, where too few were asked to know: a table
        whose names are easily taken for each other has such names in every script."""
        return Calibration(min(self.offset, 0.0), min(self.slope, 1.0))

    def of(self, log_odds: float) -> float:
        """The corrected log-odds of one candidate."""
        return self.offset + self.slope * log_odds

    def of_many(self, log_odds: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The corrected log-odds of many candidates (f8), as `of`."""
        return self.offset + self.slope * log_odds


ACROSS_SCRIPTS: Final = " across scripts"
"""Behind the name of a profile: of questions whose best candidate is in another script."""

UNCALIBRATED: Final = Calibration()
"""Log-odds as the weights give them."""


def calibration_terms(calibration: Calibration, log_odds: float) -> list[Term]:
    """What the correction adds to log-odds, as a term; none where there is none."""
    if calibration == UNCALIBRATED:
        return []
    return [Term(CALIBRATION, calibration.of(log_odds) - log_odds)]
